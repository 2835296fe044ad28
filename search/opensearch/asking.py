"""What one answer asks a cluster, counted as work, and each count once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from search.errors import GenerationGoneError
from search.opensearch.facets import by_dates, by_values
from search.opensearch.moment import MomentGoneError
from search.opensearch.translating import unscored
from search.query import Forms, Term
from search.results import NO_FILTERS
from search.work import REQUEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.analysis.analyzer import Analyzer
    from index.opensearch.words import Words
    from search.opensearch.moment import Moment
    from search.opensearch.translating import Clause
    from search.query import Query
    from search.results import Filters
    from search.work import Work


# What is stored for a hit, even its name, costs more to read than all else about it.
_BARE: Final[dict[str, Any]] = {"stored_fields": "_none_", "docvalue_fields": ["row"]}


def row_of(hit: dict[str, Any]) -> int:
    """Return the row of a hit in the archive."""
    return int(hit["fields"]["row"][0])


@dataclass(frozen=True, slots=True)
class Generation:
    """What every answer from one generation shares.

    Attributes:
        name: Of the generation.
        moment: When it was switched to.
        words: It has, and in how many documents.
        translate: Words a query for the cluster.
    """

    name: str
    moment: Moment
    analyzer: Analyzer
    words: Words
    translate: Callable[[Query], Clause]


class Asking:
    """The requests of one answer. Not shared between threads.

    Attributes:
        generation: That is asked.
    """

    def __init__(self, generation: Generation, work: Work) -> None:
        self.generation = generation
        self.frequency = generation.words.documents
        self.translate = generation.translate
        self._work = work
        self._counts: dict[tuple[Query, str], int] = {}

    def afford(self) -> bool:
        """Tell whether one more request has room in the work of this answer."""
        return self._work.afford(REQUEST)

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return what a search finds in this generation; of hits no more than is asked for.

        Raises:
            GenerationGoneError: If it is no more.
        """
        try:
            return self.generation.moment.search(_BARE | body)
        except MomentGoneError as error:
            raise GenerationGoneError(self.generation.name) from error

    def hits(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the hits of a search."""
        found: list[dict[str, Any]] = self.ask(body)["hits"]["hits"]
        return found

    def count(self, query: Query, filters: Filters = NO_FILTERS) -> int:
        """Return how many documents match; 0 where there is no room to ask."""
        if filters == NO_FILTERS and (known := self._count_of_word(query)) is not None:
            return known
        key = query, repr(filters)
        if key not in self._counts:
            if not self.afford():
                return 0
            clauses = [self.translate(query), *by_values(filters), *by_dates(filters)]
            self._counts[key] = self.matching(clauses)
        return self._counts[key]

    def matching(self, clauses: Sequence[Clause]) -> int:
        """Return how many documents match all of some clauses."""
        return int(self.ask({"query": unscored(clauses), "size": 0})["hits"]["total"]["value"])

    def _count_of_word(self, query: Query) -> int | None:
        """Return how many documents match one word; None where its forms alone do not tell."""
        if not isinstance(query, Term) or query.field is not None:
            return None
        chunks = self.generation.analyzer.split(query.text)
        if len(chunks) != 1 or len(chunks[0].words) != 1 or chunks[0].others:
            return None
        word = chunks[0].words[0]
        if query.forms is Forms.EXACT:
            return self.frequency("text", word.exact)
        return self.frequency("root", word.root)
