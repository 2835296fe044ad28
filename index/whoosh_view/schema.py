"""The fields of an index, as Whoosh sees them.

    text root                           written forms and roots of title and body
    source section province place       words as written; several values joined by commas
    author tag
    quote speaker                       words of quotations and of who says them, see
                                        `index.segments.format`
    id                                  one word, unique
    date                                a column to sort and group by, and to filter with
                                        ColumnQuery: aware datetime, WIB; None when undated
    title url                           only stored

The schema is built for the analyzer of a generation and never stored. ``text`` is stored
as the body alone.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.fields import COLUMN, ID, STORED, TEXT, Schema

from index.analysis.analyzer import Token as ArsipToken
from index.analysis.folding import fold
from index.fields import FIELDS, SPOKEN
from index.whoosh_view.columns import DateColumn, ValueColumn, from_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from index.analysis.analyzer import Analyzer


def build_schema(analyzer: Analyzer) -> Schema:
    """Return the schema of an index whose text went through ``analyzer``."""
    exact = WordAnalyzer(analyzer, "exact")
    schema = Schema(
        id=ID(stored=True, unique=True),
        title=STORED(),
        url=STORED(),
        text=TEXT(exact, stored=True),
        root=TEXT(WordAnalyzer(analyzer, "root")),
        date=DateField(DateColumn()),
    )
    for field in FIELDS:
        column = ValueColumn() if field.is_facet else None
        schema.add(field.name, ValueField(exact, stored=True, sortable=column))
    for name in SPOKEN:
        schema.add(name, TEXT(exact))
    return schema


class WordAnalyzer(WhooshAnalyzer):  # type: ignore[misc]  # Whoosh has no types
    """The analyzer of the archive as one of Whoosh's, for one form of each word."""

    def __init__(self, analyzer: Analyzer, form: Literal["exact", "root"]) -> None:
        self.analyzer = analyzer
        self.form = form

    def __call__(
        self,
        value: str,
        *,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Token]:
        """Yield the words of ``value``, in a query without their other spellings.

        Patterns, beginnings and the ends of ranges, which Whoosh's parser passes with
        ``tokenize=False``, stay whole and are folded.
        """
        is_root = self.form == "root"
        tokens = self.analyzer.analyze(value) if tokenize else _whole(value)
        for found in _without_other_spellings(tokens) if mode == "query" else tokens:
            token = Token(positions, chars, mode=mode, **options)
            token.text = found.root if is_root else found.exact
            token.boost = 1.0
            token.pos = start_pos + found.position
            token.startchar = start_char + found.start
            token.endchar = start_char + found.end
            if keeporiginal:
                token.original = value[found.start : found.end]
            yield token


def _whole(text: str) -> Iterator[ArsipToken]:
    folded = fold(text)
    yield ArsipToken(folded, folded, 0, 0, len(text))


def _without_other_spellings(tokens: Iterable[ArsipToken]) -> Iterator[ArsipToken]:
    """Yield the words of each chunk up to where it starts again, as one word or in parts."""
    for _, chunk in groupby(tokens, key=attrgetter("start")):
        last = -1
        for token in chunk:
            if token.position <= last:
                break
            last = token.position
            yield token


class ValueField(TEXT):  # type: ignore[misc]  # Whoosh has no types
    """Words of values that are also a column."""

    def from_column_value(self, value: tuple[str, ...]) -> str:
        """Return the values of one document as one text."""
        return ", ".join(value)


class DateField(COLUMN):  # type: ignore[misc]  # Whoosh has no types
    """When an article was published."""

    def from_column_value(self, value: int) -> datetime | None:
        """Return seconds since 1970 UTC as an aware datetime."""
        return from_seconds(value)
