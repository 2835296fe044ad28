"""The formats articles come in: names on the command line, ends of file names, readers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from index.readers.csv_file import read_csv
from index.readers.feed import read_feed
from index.readers.html import read_html
from index.readers.json_file import read_json
from index.readers.jsonl import read_jsonl
from index.readers.markdown import read_markdown
from index.readers.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.readers.outcome import Outcome, ReadOptions


class Format(NamedTuple):
    """One format.

    Attributes:
        read: Turns a stream, its path and options into outcomes.
        aliases: Other names it goes by.
        holds_one: A file is one article.
    """

    name: str
    read: Callable[[BinaryIO, str, ReadOptions], Iterator[Outcome]]
    aliases: tuple[str, ...] = ()
    holds_one: bool = False


FORMATS: Final = {
    known.name: known
    for known in (
        Format("jsonl", read_jsonl, ("ndjson",)),
        Format("json", read_json),
        Format("csv", read_csv),
        Format("tsv", partial(read_csv, separator="\t")),
        Format("txt", read_text, ("text",), holds_one=True),
        Format("markdown", read_markdown, ("md",), holds_one=True),
        Format("html", read_html, ("htm",), holds_one=True),
        Format("feed", read_feed, ("rss", "atom", "xml")),
    )
}
NAMES: Final = {name: known for known in FORMATS.values() for name in (known.name, *known.aliases)}


def find_format(name: str) -> Format | None:
    """Return the format that goes by ``name``, in any case, if there is one."""
    return NAMES.get(name.lower())
