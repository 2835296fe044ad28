"""Walking over all rows, past those that cannot be read.

A damaged page takes the rows on it with it, a flipped bit one row: its date is
none, its text is no UTF-8. Neither ends a walk; each is named to whoever walks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from index.archive.database import FETCH_ROWS, cause_of
from index.archive.rows import ROW_ERRORS
from index.archive.tables import articles
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Column, Select

    from index.archive.database import Database

T = TypeVar("T")


def scan(
    database: Database,
    statement: Select[Any],
    span: tuple[int, int],
    convert: Callable[[Any], T],
    on_damage: Callable[[int, str], None],
    *,
    number: Column[Any] = articles.c.row,
) -> Iterator[T]:
    """Yield what ``convert`` makes of the rows of a span, in order; one snapshot if undamaged.

    Args:
        database: Where the articles are.
        statement: Selects from them, the row number before all else.
        span: The first row and the last.
        convert: Raises one of `ROW_ERRORS` when the row is damaged.
        on_damage: Called with each row that is passed over, and why.
        number: What numbers the rows.

    Raises:
        ArchiveError: If they cannot be read for another reason than damage.
    """
    first, last = span
    while first <= last:
        some = statement.where(number.between(first, last)).order_by(number)
        try:
            with database.walking(some) as found:
                for row in found:
                    first = row[0] + 1
                    try:
                        value = convert(row)
                    except ROW_ERRORS as error:
                        on_damage(row[0], str(error))
                    else:
                        yield value
        except ArchiveError as error:
            if not database.is_damage(error):
                raise
        else:
            return
        end = min(first + FETCH_ROWS, last + 1)
        yield from _one_by_one(
            database, statement, range(first, end), convert, on_damage, number=number
        )
        first = end


def _one_by_one(
    database: Database,
    statement: Select[Any],
    rows: range,
    convert: Callable[[Any], T],
    on_damage: Callable[[int, str], None],
    *,
    number: Column[Any],
) -> Iterator[T]:
    for at in rows:
        try:
            with database.reading() as connection:
                found = connection.execute(statement.where(number == at)).all()
            values = [convert(row) for row in found]
        except ROW_ERRORS as error:
            on_damage(at, str(error))
        except ArchiveError as error:
            if not database.is_damage(error):
                raise
            on_damage(at, str(cause_of(error)))
        else:
            yield from values
