"""Roots that no rule finds, from a table a person can read and extend.

    word<TAB>root<TAB>why        e.g.  pemilu    pemilu    pemilihan umum, an acronym

The bundled table comes first; the user's own file, in the same form, overrides it.
Blank lines and lines that start with ``#`` are skipped.

* StemmingError    a table of exceptions or words is malformed; names file and line
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from index.data import exceptions_file
from index.errors import StemmingError, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


class Exceptions(NamedTuple):
    """Root and reason of every excepted word."""

    roots: Mapping[str, str]
    reasons: Mapping[str, str]


def user_exceptions(data: Path) -> dict[str, str]:
    """Return the roots that the user of a data directory has put right, by word.

    Raises:
        StemmingError: As `load_exceptions` does.
    """
    path = exceptions_file(data)
    return load_exceptions(path) if path.exists() else {}


def load_exceptions(path: Path) -> dict[str, str]:
    """Return word -> root from the user's table at ``path``.

    Raises:
        StemmingError: If the file cannot be read or a line is malformed.
    """
    return dict(parse_exceptions(read_table(path, StemmingError), str(path)).roots)


def bundled_exceptions() -> Exceptions:
    """Return the table that ships with the package."""
    text = resources.files("index.stemming").joinpath("exceptions.tsv").read_text(encoding="utf-8")
    return parse_exceptions(text.splitlines(), "exceptions.tsv")


def parse_exceptions(lines: Iterable[str], source: str) -> Exceptions:
    """Return the exceptions in ``lines``; ``source`` names them in errors.

    Raises:
        StemmingError: If a line has no root, an unusable word or root, or repeats a word.
    """
    roots: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        word, *rest = (field.strip() for field in line.split("\t"))
        if not rest:
            raise StemmingError(source, number, "expected word<TAB>root<TAB>why")
        root = rest[0]
        for value in (word, root):
            if not value or len(value.split()) != 1 or value != value.lower():
                raise StemmingError(source, number, f"not one lower-case word: {value!r}")
        if roots.get(word, root) != root:
            raise StemmingError(source, number, f"{word!r} already has the root {roots[word]!r}")
        roots[word] = root
        reasons[word] = rest[1] if len(rest) > 1 else ""
    return Exceptions(roots, reasons)
