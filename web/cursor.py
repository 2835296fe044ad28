"""Where a harvest goes on: the ``cursor`` that ``links.next`` of one answer hands to the next.

    cursor=*  ->  ... links.next  ->  cursor=MC4xLjAgMjAyNi4uLg  ->  ... links.next  ->  null

It names a place in what one search finds in one generation of the index, and nothing is kept
for it here: any number may be open, for as long as that generation is there. The digest in it
is no secret. It tells a slip, or the cursor of another search, from a place; whoever forges
one is answered with other hits of a search that is open to him.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from search.errors import GenerationGoneError
from search.results import Place
from web.links import args_of, with_args
from web.params import BadParam, InvalidParamsError
from web.settings import VERSION

if TYPE_CHECKING:
    from web.params import SearchParams

START: Final = "*"

_DIGEST_BYTES = 9
_NOT_YET = "-"
_MAX_NUMBER = 2**31

# What does not change which hits come in which order.
_BESIDE = ("page", "lang", "cursor")


def write_cursor(place: Place, params: SearchParams) -> str:
    """Return the cursor for ``place`` in what ``params`` find."""
    doc = _NOT_YET if place.doc is None else str(place.doc)
    text = f"{VERSION} {place.generation} {place.offset} {doc}"
    return _written(_digest(text, params) + text.encode())


def read_cursor(cursor: str | None, params: SearchParams) -> Place | None:
    """Return the place that a cursor names; None for the beginning.

    Raises:
        InvalidParamsError: If it is none that this search was given.
        GenerationGoneError: If another version of this program gave it.
    """
    if cursor is None or cursor == START:
        return None
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        text = raw[_DIGEST_BYTES:].decode("ascii")
        version, generation, offset, doc = text.split(" ")
        place = Place(generation, int(offset), None if doc == _NOT_YET else int(doc))
    except ValueError:
        raise no_place(cursor) from None
    numbers = (place.offset, place.doc or 0)
    # Decoding passes over signs that no cursor has.
    is_sound = _written(raw) == cursor and all(0 <= number < _MAX_NUMBER for number in numbers)
    if not is_sound or raw[:_DIGEST_BYTES] != _digest(text, params):
        raise no_place(cursor)
    if version != VERSION:  # which may count and order otherwise
        raise GenerationGoneError(generation)
    return place


def no_place(cursor: str) -> InvalidParamsError:
    """Return the error that says that a cursor names no place in these results."""
    reason = f"is none that this search was given; begin with cursor={START}"
    return InvalidParamsError((BadParam("cursor", cursor, reason),))


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _digest(text: str, params: SearchParams) -> bytes:
    search = with_args("", args_of(params.bare(), without=_BESIDE))
    return blake2b(f"{text}\n{search}".encode(), digest_size=_DIGEST_BYTES).digest()
