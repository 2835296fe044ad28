"""Terms and postings of a segment through Whoosh's interfaces."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.reading import TermInfo, TermNotFound

from index.segments.format import FIELDS
from index.whoosh_view.matcher import ArrayMatcher, PostingTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from index.segments.segment import Segment

_NAMES = tuple(sorted(("id", *FIELDS)))


class ArrayTerms(TermsReader):  # type: ignore[misc]  # Whoosh has no types
    """The terms of one segment, in bytes as Whoosh has them."""

    def __init__(self, arrays: Segment, lengths: Callable[[str], NDArray[np.int64]]) -> None:
        self._arrays = arrays
        self._lengths = lengths

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._matched(*term) is not None

    def indexed_field_names(self) -> tuple[str, ...]:
        """Return the names of all fields."""
        return _NAMES

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all terms of all fields in order."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from ``prefix`` on, then those of later fields."""
        for name in _NAMES:
            if name >= fieldname:
                start = _decoded(prefix) if name == fieldname else ""
                for text in self.texts_from(name, start):
                    yield name, text.encode()

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield all terms with what is known of them."""
        return self.items_from("", b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield terms from ``prefix`` on with what is known of them."""
        for name, text in self.terms_from(fieldname, prefix):
            yield (name, text), self.term_info(name, text)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return counts, lengths and extreme documents of one term."""
        docs, weights = self._found(fieldname, text)
        own = self._lengths(fieldname)[docs]
        return TermInfo(
            weight=float(weights.sum()),
            df=len(docs),
            minlength=int(own.min()),
            maxlength=int(own.max()),
            maxweight=float(weights.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often a term occurs; in this segment it may not at all."""
        found = self._matched(fieldname, text)
        return float(found[1].sum()) if found else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return in how many documents a term occurs."""
        found = self._matched(fieldname, text)
        return len(found[0]) if found else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ArrayMatcher:
        """Return a walk over the documents of one term."""
        docs, weights = self._found(fieldname, text)
        postings = self._arrays.postings(fieldname, _decoded(text))
        offsets, positions = postings.positions() if postings else _one_word(docs)
        own = self._lengths(fieldname)[docs]
        table = PostingTable(docs, weights, own, offsets, positions)
        return ArrayMatcher((fieldname, text), table, format_, scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:  # noqa: ARG002 - Whoosh's signature
        """Return a cursor over the terms of one field."""
        return ArrayCursor(self, fieldname)

    def texts_from(self, field: str, text: str) -> Iterator[str]:
        """Yield the terms of one field from ``text`` on."""
        if field == "id":
            yield from self._ids[bisect_left(self._ids, text) :]
        for found, _ in self._arrays.terms_from(field, text):
            yield found

    @cached_property
    def _ids(self) -> list[str]:
        return sorted(set(self._arrays.ids(range(self._arrays.doc_count))))

    def _matched(
        self, field: str, text: bytes
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]] | None:
        if field == "id":
            docs = np.array(sorted(self._arrays.id_table.find_all(_decoded(text))), np.int32)
            return (docs, np.ones(len(docs), np.int64)) if len(docs) else None
        postings = self._arrays.postings(field, _decoded(text))
        if postings is None:
            return None
        return postings.docs, np.diff(postings.positions()[0])

    def _found(self, field: str, text: bytes) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        found = self._matched(field, text)
        if found is None:
            raise TermNotFound(f"no term {field}:{text!r}")
        return found


def _decoded(text: bytes) -> str:
    """Return a term as text; of bytes that are none, what no term is."""
    return text.decode("utf-8", "replace")


def _one_word(docs: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.arange(len(docs) + 1), np.zeros(len(docs), np.int64)


class ArrayCursor(FieldCursor):  # type: ignore[misc]  # Whoosh has no types
    """A place in the terms of one field."""

    def __init__(self, terms: ArrayTerms, field: str) -> None:
        self._terms = terms
        self._field = field
        self._rest = terms.texts_from(field, "")
        self._text: str | None = None
        self.next()

    def first(self) -> str | None:
        """Go to the first term."""
        return self.find("")

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term not before ``term``."""
        text = _decoded(term) if isinstance(term, bytes) else term
        self._rest = self._terms.texts_from(self._field, text)
        return self.next()

    def next(self) -> str | None:
        """Go to the next term and return it, None at the end."""
        self._text = next(self._rest, None)
        return self._text

    def text(self) -> str | None:
        """Return the current term."""
        return self._text

    def term(self) -> str | None:
        """Return the current term, as Whoosh's cursor over many segments asks for it."""
        return self._text

    def term_info(self) -> TermInfo | None:
        """Return what is known of the current term."""
        if self._text is None:
            return None
        text = self._text.encode()
        return self._terms.term_info(self._field, text)

    def is_valid(self) -> bool:
        """Tell whether there is a current term."""
        return self._text is not None
