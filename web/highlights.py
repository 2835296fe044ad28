"""Marking the words of a query in a whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import ArsipError
from search.query import EVERYTHING
from search.results import Fragment

if TYPE_CHECKING:
    from search.query import Query
    from search.searcher import Searcher


def mark(searcher: Searcher, text: str, query: Query) -> tuple[Fragment, ...]:
    """Return fragments that join to ``text``, with the words of ``query`` marked.

    An article stays readable when the index is not: then nothing is marked.
    """
    if query == EVERYTHING:
        return (Fragment(text),)
    try:
        return searcher.highlight(text, query)
    except ArsipError:
        return (Fragment(text),)
