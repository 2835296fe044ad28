"""From a query to a page of results: everything that is the same for every engine.

    Query -ask-> Asked -find-> Found -look again-> order -show-> ResultPage

All words are asked for first, some of them when no document has all. The best answers to a
question, and to many words, are looked at again. Texts come from the archive.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, NamedTuple, ParamSpec, TypeVar

from index.fields import QUOTE
from index.newstext.dates import WIB, to_wib
from index.segments.format import QUOTE_START
from search.asked import ask
from search.concordance import ConcordanceMaker
from search.copied import read_copies
from search.engine import SCORE_DECIMALS, Search
from search.errors import GenerationGoneError, PlaceError
from search.explanation import explain
from search.folding import NOT_FOLDED, Folder, read_under
from search.nearly import read_nearly
from search.passages.matching import highlight
from search.query import EVERYTHING
from search.quotations import find_quotations
from search.relaxing import missing, relax
from search.rescoring import RESCORED, best_answers, looked_at
from search.results import (
    NO_FILTERS,
    Filters,
    Fragment,
    Health,
    Hit,
    PageRequest,
    Place,
    ResultPage,
    Sort,
)
from search.showing import Presenter
from search.similar import find_similar
from search.stored import read_stored
from search.suggesting.aliases import offer_aliases, read_otherwise, with_aliases
from search.suggesting.completing import complete
from search.suggesting.suggestions import suggest_queries
from search.suggesting.widening import widen_query
from search.trends import all_bars, find_trends
from search.work import CONTEXT_STEPS, EXTRA_STEPS, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from index.archive.reading import ArchiveReader
    from index.article import Article
    from search.asked import Asked
    from search.concordance import Concordance, ContextRequest
    from search.copied import CopyGroup
    from search.engine import Engine, Found, Snapshot
    from search.folding import Folded
    from search.query import Query, Term
    from search.quotations import SpeechPage, SpeechRequest
    from search.results import AliasOffer, Bar, Completion, Interval, Suggestion
    from search.similar import Like
    from search.trends import Trends


# Articles read at a time, between which other work goes first.
WALKED = 10


class Walk(NamedTuple):
    """How many hits there are, whether some are missing, and they, `WALKED` at a time."""

    total: int
    partial: bool
    hits: Iterator[tuple[Hit, ...]]


class _Answer(NamedTuple):
    """What was searched in the end, and what was found, best first.

    ``wanted`` are those on the page, ``next`` is where the next one begins, and ``lacking``
    are the words that each of the documents found does not hold, if relaxed. What is ``folded``
    under others is not found.
    """

    query: Query
    found: Found
    folded: Folded
    wanted: slice
    next: Place | None
    is_relaxed: bool
    lacking: Sequence[tuple[str, ...]]


_Rest = ParamSpec("_Rest")
_Returned = TypeVar("_Returned")


def _lasting(
    method: Callable[Concatenate[Searcher, _Rest], _Returned],
) -> Callable[Concatenate[Searcher, _Rest], _Returned]:
    """Have a question asked once more, of the newest generation, if its own went meanwhile."""

    @wraps(method)
    def ask_again(self: Searcher, /, *args: _Rest.args, **options: _Rest.kwargs) -> _Returned:
        try:
            return method(self, *args, **options)
        except GenerationGoneError:
            return method(self, *args, **options)

    return ask_again


class Searcher:
    """Answers questions from the newest index generation. Safe to share between threads.

    Every method raises `IndexMissingError` if nothing has been indexed yet, and
    `IndexBrokenError` or `EngineError` if the engine cannot answer.
    """

    def __init__(self, engine: Engine, archive: ArchiveReader) -> None:
        self._engine = engine
        self._archive = archive
        self._concordances = ConcordanceMaker()
        self._folder = Folder()

    @_lasting
    def search(self, query: Query, page: PageRequest, work: Work | None = None) -> ResultPage:
        """Return one page of the documents that match, best first.

        Ties are broken by newest publication date, then by id, so pages never
        overlap; undated documents come last in either date order. A page past the end
        has no hits and the true total. Articles come with the values that facets show, and
        ``request`` with those of the filters. What there is no room for in ``work``, which has
        the usual limit if not given, is left out, and the page says so.

        Raises:
            GenerationGoneError: If the generation to go on in is no more.
            PlaceError: If the place to go on from is not in the results.
        """
        work = work or Work()
        with self._engine.reading(page.after.generation if page.after else None) as generation:
            snapshot = generation.counting(work)
            page = replace(page, filters=_shown(snapshot, page.filters))
            asked = _ask(snapshot, query, aliases=page.aliases)
            answer = self._answer(snapshot, asked, page, work)
            found = answer.found
            totals: tuple[Bar, ...] = ()
            if page.shares and page.interval:
                totals = all_bars(snapshot, page.filters, page.interval, work)
            terms = explain(snapshot, answer.query, every_form=page.explain)
            total = 0 if answer.is_relaxed else found.total
            extra = generation.counting(Work(EXTRA_STEPS))
            suggestions: tuple[Suggestion, ...] = ()
            aliases: tuple[AliasOffer, ...] = ()
            if page.after is None:
                suggestions = suggest_queries(extra, asked, total, page.filters)
                if not found.total and not work.is_cut:
                    suggestions += widen_query(extra, query, page.filters, suggestions)
                base = None if page.aliases else total
                # What is added to a total that is too low is not known.
                aliases = () if work.is_cut else offer_aliases(extra, query, page.filters, base)
            hits = tuple(self._hits(snapshot, answer, answer.wanted, work))
        return ResultPage(
            request=page,
            total=found.total,
            hits=hits,
            folded=answer.folded.count,
            relaxed=answer.is_relaxed,
            partial=work.is_cut,
            facets=found.facets,
            histogram=found.histogram,
            totals=totals,
            terms=terms,
            suggestions=suggestions,
            aliases=aliases,
            generation=snapshot.generation,
            documents=snapshot.documents,
            next=answer.next,
        )

    @_lasting
    def walk(
        self,
        query: Query,
        page: PageRequest,
        work: Work | None = None,
        *,
        with_snippets: bool = True,
    ) -> Walk:
        """Return what `search` would show on ``page``, of any size, to be read bit by bit.

        All of it is found now and in one generation; articles are read as they are asked for,
        and nothing is looked for in their texts without snippets.
        """
        work = work or Work()
        with ExitStack() as stack:
            snapshot = stack.enter_context(self._engine.reading()).counting(work)
            page = replace(page, filters=_shown(snapshot, page.filters))
            asked = _ask(snapshot, query, aliases=page.aliases)
            answer = self._answer(snapshot, asked, page, work)
            reading = stack.pop_all()

        def read() -> Iterator[tuple[Hit, ...]]:
            with reading:
                end = min(page.offset + page.size, len(answer.found.docs))
                for start in range(page.offset, end, WALKED):
                    some = slice(start, min(start + WALKED, end))
                    yield tuple(self._hits(snapshot, answer, some, with_snippets=with_snippets))

        return Walk(answer.found.total - answer.folded.count, work.is_cut, read())

    @_lasting
    def concordance(
        self, query: Query, request: ContextRequest, work: Work | None = None
    ) -> Concordance:
        """Return one page of the matches of ``query`` in context, and their collocates.

        What there is no room for in ``work`` is left out, evenly over the time.
        """
        work = work or Work(CONTEXT_STEPS)
        with self._engine.reading() as generation:
            snapshot = generation.counting(work)
            wider = with_aliases(snapshot.aliases, query) if request.aliases else query
            return self._concordances.make(snapshot, self._archive, wider, request, work)

    @_lasting
    def quotations(
        self, query: Query, request: SpeechRequest, work: Work | None = None
    ) -> SpeechPage:
        """Return one page of the quotations that answer ``query``, of the newest articles first."""
        work = work or Work(CONTEXT_STEPS)
        with self._engine.reading() as generation:
            snapshot = generation.counting(work)
            shown = replace(request, filters=_shown(snapshot, request.filters))
            return find_quotations(snapshot, self._archive, query, shown, work)

    def count(self, query: Query, filters: Filters = NO_FILTERS) -> int:
        """Return how many documents match, as far as that can be told for `EXTRA_STEPS`."""
        return self.counts([(query, PageRequest(filters=filters))])[0]

    @_lasting
    def counts(self, asked: Iterable[tuple[Query, PageRequest]]) -> list[int]:
        """Return how many documents each page is of, for `EXTRA_STEPS` in all.

        Only whole matches count: what nothing matches whole is 0, not relaxed.
        """
        with self._engine.reading() as generation:
            snapshot = generation.counting(Work(EXTRA_STEPS))
            return [
                snapshot.count(
                    _ask(snapshot, query, aliases=page.aliases).required,
                    _shown(snapshot, page.filters),
                )
                for query, page in asked
            ]

    @_lasting
    def trends(
        self,
        queries: Iterable[Query],
        filters: Filters = NO_FILTERS,
        interval: Interval | None = None,
        *,
        aliases: bool = False,
        work: Work | None = None,
    ) -> Trends:
        """Return how often each query is met over time, beside all articles that pass ``filters``.

        Only whole matches count: what nothing matches whole is 0, not relaxed.
        """
        with self._engine.reading() as generation:
            needed = [_ask(generation, query, aliases=aliases).required for query in queries]
            shown = _shown(generation, filters)
            return find_trends(generation, needed, shown, interval, work or Work())

    @_lasting
    def knows_quotations(self) -> bool:
        """Tell whether anything is quoted in the index; one of texts only has none."""
        with self._engine.reading() as snapshot:
            return snapshot.frequency(QUOTE, QUOTE_START) > 0

    @_lasting
    def coverage(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last of all documents appeared, None if undated."""
        found: list[datetime] = []
        with self._engine.reading() as snapshot:
            for sort in (Sort.OLDEST, Sort.NEWEST):
                docs = snapshot.find(Search(query=EVERYTHING, count=1, sort=sort)).docs
                dates = snapshot.dates(docs)
                found += [datetime.fromtimestamp(date, WIB) for date in dates if date is not None]
        return (found[0], found[1]) if len(found) > 1 else None

    @_lasting
    def spellings(self, facet: str, value: str) -> tuple[str, ...]:
        """Return what a facet shows for a value, and other spellings that find it."""
        with self._engine.reading() as snapshot:
            return snapshot.values.spellings(facet, value)

    @_lasting
    def rank(self, query: Query, depth: int) -> list[tuple[str, float]]:
        """Return ids and scores of the ``depth`` best documents, partial matches included."""
        asked = ask(query)
        searched = asked.loose or asked.query
        with self._engine.reading() as snapshot:
            read, others = read_otherwise(snapshot.aliases, asked)
            read, near = read_nearly(snapshot, read)
            count = max(depth, RESCORED)
            found = snapshot.find(Search(query=searched, boosts=near + others, count=count))
            docs, scores = best_answers(snapshot, read, found, self._archive)
            ids = snapshot.ids(docs[:depth])
        return list(zip(ids, scores[:depth].round(SCORE_DECIMALS).tolist(), strict=True))

    @_lasting
    def find_ids(self, query: Query) -> list[str]:
        """Return the ids of every document that matches, newest first."""
        with self._engine.reading() as snapshot:
            needed = ask(query).required
            everything = Search(query=needed, count=snapshot.documents, sort=Sort.NEWEST)
            return snapshot.ids(snapshot.find(everything).docs)

    @_lasting
    def suggest(
        self, text: str, limit: int = 8, *, filters: Filters = NO_FILTERS
    ) -> list[Completion]:
        """Return completions of ``text`` that find something: queries, then titles, then names.

        Documents that pass ``filters`` are counted as far as there is room for it.
        """
        work = Work(EXTRA_STEPS)
        with self._engine.reading() as generation:
            snapshot = generation.counting(work)
            found = complete(snapshot, text, limit, work, _shown(snapshot, filters))
        ids = self._archive.find_titled([one.text for one in found if one.kind == "title"])
        return [
            replace(one, article=ids.get(one.text)) if one.kind == "title" else one for one in found
        ]

    @_lasting
    def similar(self, article: Article, count: int) -> list[Like]:
        """Return at most ``count`` articles that are like ``article``, most like first."""
        with self._engine.reading() as generation:
            snapshot = generation.counting(Work(EXTRA_STEPS))
            return find_similar(snapshot, self._archive, article, count)

    @_lasting
    def copies(self, article: str) -> CopyGroup | None:
        """Return the articles that are one text with an article, by its id; None if none are."""
        with self._engine.reading() as snapshot:
            return read_copies(snapshot, self._archive, article)

    @_lasting
    def same_day(self, article: Article, count: int) -> list[Article]:
        """Return at most ``count`` articles of the same day (WIB) and place, newest first.

        Others than ``article``; none for one without a date or a place.
        """
        if article.published is None or article.place is None:
            return []
        day = to_wib(article.published).date()
        filters = Filters(values={"place": (article.place,)}, date_from=day, date_to=day)
        search = Search(query=EVERYTHING, count=count + 1, filters=filters, sort=Sort.NEWEST)
        with self._engine.reading() as generation:
            snapshot = generation.counting(Work(EXTRA_STEPS))
            shown = replace(search, filters=_shown(snapshot, filters))
            rows = snapshot.rows(snapshot.find(shown).docs)
            found = self._archive.get_rows(rows)
        others = [found[row] for row in rows if row in found and found[row].id != article.id]
        return others[:count]

    @_lasting
    def highlight(
        self, text: str, query: Query, *, aliases: bool = False, field: str | None = None
    ) -> tuple[Fragment, ...]:
        """Return fragments that join to ``text``, the places that answer ``query`` marked.

        With ``aliases`` so are the other names of what it asks for. ``field`` says what the text
        is, `TITLE` or `BODY`, where words may be asked of one of them.
        """
        with self._engine.reading() as snapshot:
            wider = with_aliases(snapshot.aliases, query) if aliases else query
            return highlight(text, wider, snapshot.analyzer, field, snapshot.values)

    def state(self) -> Hashable | None:
        """Return what changes whenever an answer may; None while that cannot be told."""
        written = self._archive.state()
        if written is None:
            return None
        with self._engine.reading() as snapshot:
            return written, snapshot.generation, snapshot.revision, snapshot.stamp

    @_lasting
    def health(self) -> Health:
        """Return the state of the index, once it has been tried."""
        with self._engine.reading() as snapshot:
            damage = self._engine.damage()
        if self._archive.stamp(snapshot.revision) != snapshot.stamp:
            damage += ("the archive is not the one, or not in the state, that was indexed",)
        return Health(
            generation=snapshot.generation,
            created=snapshot.created,
            documents=snapshot.documents,
            damage=damage,
        )

    def close(self) -> None:
        """Release the engine; the archive stays open for its owner."""
        self._engine.close()

    def _answer(self, snapshot: Snapshot, asked: Asked, page: PageRequest, work: Work) -> _Answer:
        _check_place(asked, page)
        folder = self._folder if page.folds else None
        searched, read, (found, folded) = _find_or_relax(snapshot, asked, page, work, folder)
        is_relaxed = searched is not asked.query
        next_ = _next_place(snapshot, asked, page, found, found.total - folded.count)
        start = page.offset
        if page.after and page.after.doc is not None:
            start = 0  # of what is behind it
        elif page.sort is Sort.RELEVANCE:
            docs, scores = best_answers(snapshot, read, found, self._archive)
            found = replace(found, docs=docs, scores=scores)
        wanted = slice(start, start + page.size)
        lacking = missing(snapshot, searched, found.docs) if is_relaxed else [()] * len(found.docs)
        return _Answer(searched, found, folded, wanted, next_, is_relaxed, lacking)

    def _hits(
        self,
        snapshot: Snapshot,
        answer: _Answer,
        wanted: slice,
        work: Work | None = None,
        *,
        with_snippets: bool = True,
    ) -> Iterator[Hit]:
        """Yield the hits of documents that are still in the archive, in their order."""
        scores = answer.found.scores[wanted].round(SCORE_DECIMALS).tolist()
        lacking = answer.lacking[wanted]
        docs = answer.found.docs[wanted]
        found = list(read_stored(snapshot, self._archive, docs))
        copies = read_under(snapshot, self._archive, answer.folded.under(docs))
        show = Presenter(snapshot, answer.query, found) if with_snippets else None
        for one in found:
            if work is not None:
                work.pause()
            title, snippet = show.texts(one) if show else ((Fragment(one.article.title),), ())
            yield Hit(
                article=snapshot.values.of(one.article) if show else one.article,
                score=scores[one.place],
                title=title,
                snippet=snippet,
                missing=lacking[one.place],
                copies=copies.get(one.place),
            )


def _shown(snapshot: Snapshot, filters: Filters) -> Filters:
    """Return filters by the values that documents have, whichever spelling was asked for."""
    if not filters.values:
        return filters
    values = {
        name: tuple(dict.fromkeys(snapshot.values.shown(name, value) for value in some))
        for name, some in filters.values.items()
    }
    return replace(filters, values=values)


def _ask(snapshot: Snapshot, query: Query, *, aliases: bool) -> Asked:
    return ask(with_aliases(snapshot.aliases, query) if aliases else query)


def _check_place(asked: Asked, page: PageRequest) -> None:
    """Refuse a place that no page leads to."""
    place = page.after
    if place and place.doc is None and place.offset >= looked_at(asked, page.sort):
        raise PlaceError("the results do not begin again there")


def _next_place(
    snapshot: Snapshot, asked: Asked, page: PageRequest, found: Found, listed: int
) -> Place | None:
    """Return where the next page begins.

    There are ``listed`` hits in all, and ``found`` is in the order in which it was found. That of
    the first is another one after the second look; behind them it holds, and one document tells
    where to go on.
    """
    end = page.offset + page.size
    if end >= listed:
        return None
    doc = None
    if page.after and page.after.doc is not None:
        doc = int(found.docs[-1]) if len(found.docs) else None
    elif end >= looked_at(asked, page.sort):
        doc = int(found.docs[end - 1])
    return Place(snapshot.generation, end, doc)


def _find_or_relax(
    snapshot: Snapshot, asked: Asked, page: PageRequest, work: Work, folder: Folder | None
) -> tuple[Query, Asked, tuple[Found, Folded]]:
    """Return what was searched in the end, how it was read for the order, and what was found.

    With a ``folder`` articles that are one text are found once.
    Where the search was cut short, some document may have every word: nothing is relaxed.
    """
    after = page.after.doc if page.after else None
    count = page.size
    if after is None:
        count = max(page.offset + page.size, looked_at(asked, page.sort))

    def find(query: Query, boosts: tuple[Term, ...]) -> tuple[Found, Folded]:
        search = Search(
            query=query,
            boosts=boosts,
            count=count,
            after=after,
            filters=page.filters,
            sort=page.sort,
            facets=page.facets,
            facet_size=page.facet_size,
            interval=page.interval,
        )
        return folder.find(snapshot, search) if folder else (snapshot.find(search), NOT_FOLDED)

    read, others = read_otherwise(snapshot.aliases, asked)
    asking = asked.asking if asked.required is not asked.query else ()
    found = find(asked.required, asking + others)
    if found[0].total or work.is_cut or not asked.loose:
        return asked.query, read, found
    relaxed = relax(snapshot, asked.loose, page.filters)
    if relaxed is None:
        return asked.query, read, found
    read, near = read_nearly(snapshot, read)
    return relaxed, read, find(relaxed, near + others)
