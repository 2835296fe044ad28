"""Words of a query that are one although a space stands between them.

    anak anak muda      Item("anak-anak")  Item("muda")
    kasus e KTP         Item("kasus")  Item("e-KTP")

Which ones are is decided where articles are cut, in `index.analysis.joining`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.analysis.joining import joined_spans, spelled_chunks
from search.language.lexer import Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.language.lexer import Lexeme

_DASH = "-"


def adjoined(lexemes: Iterable[Lexeme]) -> list[Lexeme]:
    """Return ``lexemes`` with plain words that are one as one item, in its plainest spelling."""
    found: list[Lexeme] = []
    for lexeme in lexemes:
        found.append(lexeme)
        for parts in (2, 3):
            if (one := _joined(found[-parts:], parts)) is not None:
                found[-parts:] = [one]
    return found


def _joined(lexemes: list[Lexeme], parts: int) -> Item | None:
    """Return the item that ``parts`` lexemes are, the middle one of three a dash."""
    items = [lexeme for lexeme in lexemes if isinstance(lexeme, Item) and _is_plain(lexeme)]
    if len(items) < parts or any(item.text != _DASH for item in items[1:-1]):
        return None
    text = " ".join(item.text for item in items)
    chunks = spelled_chunks(text) if joined_spans(text) else []
    if len(chunks) != 1:
        return None
    return Item(chunks[0], items[0].start, items[-1].end)


def _is_plain(item: Item) -> bool:
    return item == Item(item.text, item.start, item.end)
