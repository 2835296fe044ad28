"""What a reader is asked for, and what it hands back when a record cannot be read.

ReadOptions(format="csv", mapping={"title": "judul_berita"}, source="Kompas")
str(Reject("berita.csv", 7, "the body is missing", "..."))   ->  berita.csv:7: the body is missing
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from index.article import ARTICLE_FIELDS, Article
from index.errors import ArsipError, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

# Enough to recognise a record by; a reject is not a second copy of the archive.
MAX_RECORD_CHARS = 2_000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read.

    Attributes:
        format: A name that `index.readers.formats` knows; told from each file's name when None.
        mapping: Article field to source field, for names that are not recognised.
        source: Publisher of the articles that name none themselves.
        keeps_given: Hand over the body as it was given, too.

    Raises:
        ArsipError: If a mapped article field does not exist.
    """

    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    keeps_given: bool = False

    def __post_init__(self) -> None:
        for name in self.mapping:
            if name not in ARTICLE_FIELDS:
                raise ArsipError(
                    f"articles have no {name!r}; they have: {', '.join(ARTICLE_FIELDS)}"
                )


@dataclass(frozen=True, slots=True)
class Reject:
    r"""A record that could not be read, and why; printed like a compiler's message.

    Attributes:
        path: The file as it was given or found, ``-`` for standard input; bytes of its name that
            are no text as ``\xff``.
        line: Where the record begins, from 1.
        record: Its raw text, at most `MAX_RECORD_CHARS` long.
    """

    path: str
    line: int
    reason: str
    record: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", printable(self.path))
        object.__setattr__(self, "reason", printable(self.reason[:MAX_RECORD_CHARS]))
        object.__setattr__(self, "record", printable(self.record[:MAX_RECORD_CHARS]))

    def __str__(self) -> str:
        return _CONTROL.sub(" ", f"{self.path}:{self.line}: {self.reason}").rstrip()


@dataclass(frozen=True, slots=True)
class Found:
    """An article and where it was read.

    Attributes:
        path: The file as it was given or found, ``-`` for standard input.
        line: Where the record begins, from 1.
        given: The body as the record has it, before anything was taken out, if that was asked
            for; of markup its text.
    """

    path: str
    line: int
    article: Article
    given: str | None = None


Outcome: TypeAlias = Found | Reject
