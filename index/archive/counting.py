"""Which values articles have, and how many have the same ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, select

from index.archive.rows import ROW_ERRORS
from index.archive.scan import scan
from index.archive.tables import articles
from index.errors import ArchiveError
from index.fields import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from index.archive.database import Database
    from index.fields import Combination

_COLUMNS = tuple(articles.c[field.attribute or field.name] for field in PUBLISHED)
# Kept as lists in JSON.
_LISTS = frozenset({"author", "tags", "related"})


def count_combinations(
    database: Database, until: int, span: tuple[int, int], on_damage: Callable[[int, str], None]
) -> Iterator[Combination]:
    """Yield the values that articles have together, and how many have just these.

    Args:
        database: Where the articles are.
        until: The last revision that counts.
        span: The first row and the last.
        on_damage: Called with rows that are passed over, where any cannot be read.
    """
    counts = _counted(database, until, span, on_damage)
    for texts, count in counts:
        try:
            values = {
                field.name: _values(column.name, text)
                for field, column, text in zip(PUBLISHED, _COLUMNS, texts, strict=True)
            }
        except ROW_ERRORS:  # a flipped bit, which whoever reads the article will name
            continue
        yield values, count


def _counted(
    database: Database, until: int, span: tuple[int, int], on_damage: Callable[[int, str], None]
) -> Iterable[tuple[Sequence[Any], int]]:
    grouped = select(*_COLUMNS, func.count()).where(articles.c.revision <= until)
    try:
        with database.reading() as connection:
            found = connection.execute(grouped.group_by(*_COLUMNS)).all()
            return [(row[:-1], row[-1]) for row in found]
    except ArchiveError as error:
        if not database.is_damage(error):
            raise
    each = select(articles.c.row, *_COLUMNS).where(articles.c.revision <= until)
    return Counter(scan(database, each, span, lambda row: tuple(row[1:]), on_damage)).items()


def _values(column: str, text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    return tuple(orjson.loads(text)) if column in _LISTS else (text,)
