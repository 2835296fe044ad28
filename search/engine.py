"""The seam below which engines differ: what only an index can tell.

    Engine      the newest generation, whichever that is      .reading() ->
    Snapshot    one generation as it will always be           .find(Search) ->
    Found       the best documents, how many there are, and the counts beside them

What a query means, what is asked when nothing is found, which answers are looked at again
and what is shown of them stands above, in `search.searcher`, once for every engine.
`tests/search/test_engine_contract.py` holds for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import numpy as np

from index.values.letters import folded
from search.results import NO_FILTERS, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from contextlib import AbstractContextManager
    from datetime import datetime

    from numpy.typing import NDArray

    from index.aliases import Aliases
    from index.analysis.analyzer import Analyzer
    from index.completions import Completions
    from index.copies.groups import Copies
    from index.values.table import Values
    from search.query import Query, Term
    from search.results import Bar, FacetValue, Filters, Interval
    from search.work import Work

    # Documents by numbers that only their snapshot understands.
    Docs = NDArray[np.int32]
    Scores = NDArray[np.float64]

Number = TypeVar("Number", bound="np.integer[Any]")

# Room for the positions of the longest article, below the place of its document.
KEY_SHIFT = 32
POSITION = (1 << KEY_SHIFT) - 1

# Written forms that a prefix stands for, the most frequent ones.
MAX_EXPANSION = 512

# Occurrences of a word in one document that a closer look sees, the first ones; few have more.
MAX_SEEN = 256

# Scores this close are equal: sums in another order differ in their last bits.
SCORE_DECIMALS = 6


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """Return each of ``values`` once, ascending; sorting beats the hashing of `np.unique`."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered if is_new.all() else ordered[is_new]


def foremost(
    values: Iterable[FacetValue], limit: int, chosen: Iterable[str]
) -> tuple[FacetValue, ...]:
    """Return the first ``limit`` of some values in their order, and besides those ``chosen``."""
    kept = set(map(folded, chosen))
    return tuple(
        value for at, value in enumerate(values) if at < limit or folded(value.value) in kept
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for.

    Attributes:
        query: What a document has to match; words bring their weight.
        boosts: Words that add to scores where they stand.
        count: Of the best documents that are wanted.
        after: Want only those behind this one; total and counts are still of all that match.
        among: Ascending documents, of which is wanted which match.
        facets, facet_size, interval: What to count, as in `search.results.PageRequest`.
    """

    query: Query
    count: int
    boosts: tuple[Term, ...] = ()
    filters: Filters = NO_FILTERS
    sort: Sort = Sort.RELEVANCE
    facets: tuple[str, ...] = ()
    facet_size: int = 10
    interval: Interval | None = None
    after: int | None = None
    among: Docs | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What matches.

    Attributes:
        total: Exact number of documents.
        docs: The best, in the order of the contract: by score (rounded to
            `SCORE_DECIMALS`) unless sorted by date, then the newest, then the smallest
            id; undated documents come last in either date order.
        scores: Theirs, not rounded; 0 when sorted by date.
        among: For each of ``Search.among``, whether it matches; None where none were named, or
            there was no room to tell.
    """

    total: int
    docs: Docs
    scores: Scores
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    histogram: tuple[Bar, ...] = ()
    among: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """Where one root stands in some documents.

    Attributes:
        documents: How many of all documents have it.
        keys: ``place << KEY_SHIFT | position`` of each occurrence, ascending; a place is one
            in the documents asked for.
    """

    documents: int
    keys: NDArray[np.int64]


class Near(NamedTuple):
    """A form, how far it is from the word asked for, and in how many documents it is."""

    form: str
    distance: int
    documents: int


class Shared(NamedTuple):
    """A form, how many of all documents have it, and how many of some others."""

    form: str
    documents: int
    together: int


class Snapshot(Protocol):
    """One generation. Safe to share between threads.

    Fields are those of `index.fields`, and ``text`` and ``root`` for the written forms and
    the roots of title and body.

    Attributes:
        generation: Its name.
        created: When it was made.
        documents: That can be found.
        revision, stamp: Of the archive it was made from.
        analyzer: The one it was made with.
        values: What it shows for each value of a facet; documents have those that are shown, and
            are found by the words of the others, too.
    """

    generation: str
    created: datetime
    documents: int
    revision: int
    stamp: str | None
    analyzer: Analyzer
    values: Values

    def counting(self, work: Work) -> Snapshot:
        """Return the same for one answer, which is cut short where ``work`` has no more room.

        Parts of queries that were looked up for it are not looked up again.
        """
        ...

    def find(self, search: Search) -> Found:
        """Return the best documents and the counts beside them.

        Raises:
            PlaceError: If some match, and the one to go on after does not.
        """
        ...

    def count(self, query: Query, filters: Filters = NO_FILTERS) -> int:
        """Return how many documents match."""
        ...

    def finder(self) -> Finder:
        """Return an answerer of one question and its variations."""
        ...

    # Some documents, looked at closely

    def scores(self, query: Query, docs: Docs) -> Scores:
        """Return the score of ``query`` in each of ``docs``, 0 where it does not match."""
        ...

    def positions(self, root: str, docs: Docs) -> Positions | None:
        """Return where ``root`` stands in ascending ``docs``; None when it is nowhere at all.

        In each, about the first `MAX_SEEN` places are enough.
        """
        ...

    def body_starts(self, docs: Docs) -> NDArray[np.int64]:
        """Return the position of the first word of each body; the title is before it."""
        ...

    def holding(self, forms: AbstractSet[str], docs: Docs) -> NDArray[np.bool_]:
        """Return which of ``docs`` have any of some written forms."""
        ...

    def ids(self, docs: Docs) -> list[str]:
        """Return their article ids."""
        ...

    def rows(self, docs: Docs) -> list[int]:
        """Return their rows in the archive."""
        ...

    def numbers(self, rows: NDArray[np.int64]) -> Docs:
        """Return the documents of some rows of the archive, -1 for what cannot be found."""
        ...

    def dates(self, docs: Docs) -> list[int | None]:
        """Return when they were published, in seconds since 1970 UTC."""
        ...

    # Words

    def frequency(self, field: str, text: str) -> int:
        """Return how many documents have a word in a field."""
        ...

    def occurrences(self, field: str, text: str) -> int:
        """Return how often a word is in a field of all documents."""
        ...

    def forms(self, root: str) -> Sequence[tuple[str, int]]:
        """Return the written forms of ``root``, most frequent first, with document counts."""
        ...

    def expand(self, field: str, beginnings: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        """Return the most frequent words with one of some beginnings, with document counts."""
        ...

    def near(self, field: str, word: str, distance: int) -> list[Near]:
        """Return the forms at most ``distance`` errors from ``word``, without itself."""
        ...

    @property
    def completions(self) -> Completions | None:
        """How titles go on; None where an engine does not know."""
        ...

    @property
    def aliases(self) -> Aliases | None:
        """What short forms stand for; None where an engine does not know."""
        ...

    @property
    def copies(self) -> Copies | None:
        """Which articles are one text; None where an engine does not know."""
        ...


class Finder(Protocol):
    """Whether queries that are nearly the same find anything. For one question, not shared."""

    def finds(self, query: Query) -> bool:
        """Tell whether some document matches.

        A phrase that thousands of documents with all its words do not have may count as
        not found.
        """
        ...

    def count(self, query: Query) -> int:
        """Return how many documents match."""
        ...

    def sharing(self, company: Query, forms: Iterable[str]) -> list[Shared]:
        """Return those of some written forms that documents that match ``company`` have.

        Where too many match, an even sample is looked at, and forms that it does not have
        come with 0.
        """
        ...

    def beside(self, before: str, form: str, company: Query) -> float:
        """Return about how often, in what matches ``company``, ``form`` follows ``before``."""
        ...


class Engine(Protocol):
    """The newest generation of an index. Safe to share between threads."""

    def reading(self, generation: str | None = None) -> AbstractContextManager[Snapshot]:
        """Yield the newest generation; a search keeps the one it started with.

        Or the one with a name: the one before the newest is kept, too.

        Raises:
            GenerationGoneError: If the one with that name is no more.
            IndexMissingError: If nothing has been indexed yet.
            IndexBrokenError: If the index cannot be read; also at the end of the block, for
                an error in it that damaged files explain.
            EngineError: If the engine cannot answer.
        """
        ...

    def damage(self) -> tuple[str, ...]:
        """Return what is wrong with generations that should be read and are not, a line each."""
        ...

    def close(self) -> None:
        """Release files and connections. Closing twice is harmless."""
        ...
