"""The engine seam: what a searcher promises, whatever engine stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from search.query import Query
    from search.results import Fragment, PageRequest, ResultPage


class Searcher(Protocol):
    """Answers questions from the newest index generation. Safe to share between threads.

    Implemented by `search.whoosh_searcher.WhooshSearcher`.
    `tests/search/test_engine_contract.py` holds for every engine.
    """

    def search(self, query: Query, page: PageRequest) -> ResultPage:
        """Return one page of the documents that match, best first.

        Ties are broken by newest publication date, then by id, so pages never
        overlap; undated documents come last in either date order. A page past the end
        has no hits and the true total.

        Raises:
            IndexMissingError: If nothing has been indexed yet.
            EngineError: If the engine cannot answer.
        """
        ...

    def rank(self, query: Query, depth: int) -> list[tuple[str, float]]:
        """Return ids and scores of the ``depth`` best documents, partial matches included."""
        ...

    def find_ids(self, query: Query) -> list[str]:
        """Return the ids of every document that matches, newest first."""
        ...

    def highlight(self, text: str, query: Query) -> tuple[Fragment, ...]:
        """Return fragments that join to ``text``, the words of ``query`` marked."""
        ...

    def suggest(self, text: str, limit: int = 8) -> list[str]:
        """Return completions of ``text`` that find something, best first."""
        ...

    def close(self) -> None:
        """Release files and connections. Closing twice is harmless."""
        ...
