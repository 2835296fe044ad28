"""The formats articles come in: names on the command line, ends of file names, readers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.readers.outcome import Outcome, ReadOptions


class Format(NamedTuple):
    """One format.

    Attributes:
        module: Of this room, which reads it.
        reader: The function of it that turns a stream, its path and options into outcomes.
        aliases: Other names it goes by.
        holds_one: A file is one article.
    """

    name: str
    module: str
    reader: str
    aliases: tuple[str, ...] = ()
    holds_one: bool = False

    @property
    def read(self) -> Callable[[BinaryIO, str, ReadOptions], Iterator[Outcome]]:
        """The reader, loaded when there is something to read."""
        found: Callable[[BinaryIO, str, ReadOptions], Iterator[Outcome]]
        found = getattr(import_module(f"index.readers.{self.module}"), self.reader)
        return found


FORMATS: Final = {
    known.name: known
    for known in (
        Format("jsonl", "jsonl", "read_jsonl", ("ndjson",)),
        Format("json", "json_file", "read_json"),
        Format("csv", "csv_file", "read_csv"),
        Format("tsv", "csv_file", "read_tsv"),
        Format("txt", "text", "read_text", ("text",), holds_one=True),
        Format("markdown", "markdown", "read_markdown", ("md",), holds_one=True),
        Format("html", "html", "read_html", ("htm",), holds_one=True),
        Format("feed", "feed", "read_feed", ("rss", "atom", "xml")),
    )
}
NAMES: Final = {name: known for known in FORMATS.values() for name in (known.name, *known.aliases)}


def find_format(name: str) -> Format | None:
    """Return the format that goes by ``name``, in any case, if there is one."""
    return NAMES.get(name.lower())
