"""The embedded engine: a Whoosh index of arrays, with texts from the archive."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import IndexBrokenError
from search.arrays.evaluate import evaluate
from search.arrays.explanation import explain
from search.arrays.facets import count_dates, count_values, passing
from search.arrays.live import LiveIndex
from search.arrays.ranking import best, best_answers
from search.errors import EngineError
from search.passages.highlighting import Highlighter, cut, highlight
from search.passages.snippet import make_snippet
from search.passages.spotting import IndexedHighlighter
from search.query import And
from search.relaxation import relax
from search.results import Hit, ResultPage, Sort
from search.suggesting.completing import complete
from search.suggesting.suggestions import suggest_queries
from search.weighting import is_asking, required, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.archive import Archive
    from index.article import Article
    from search.arrays.matches import Matches, Scores
    from search.arrays.snapshot import Docs, Snapshot
    from search.query import Query
    from search.results import Fragment, PageRequest


class WhooshSearcher:
    """Implements `search.searcher.Searcher` on one data directory."""

    def __init__(self, data: Path, archive: Archive) -> None:
        self._live = LiveIndex(data)
        self._archive = archive

    def search(self, query: Query, page: PageRequest) -> ResultPage:
        """Return one page of the documents that match, best first."""
        with self._snapshot() as snapshot:
            asked = weigh(query)
            query, matches, is_relaxed = _match(snapshot, asked, page)
            docs, scores = self._ranked(snapshot, asked, matches, page)
            docs, scores = docs[page.offset :], scores[page.offset :]
            facets = {
                name: count_values(snapshot, matches.docs, name, page.facet_size)
                for name in page.facets
            }
            bars = count_dates(snapshot, matches.docs, page.interval) if page.interval else ()
            rows = snapshot.rows(docs.tolist())
            terms = explain(snapshot, query, every_form=page.explain)
            suggestions = suggest_queries(
                snapshot,
                asked,
                0 if is_relaxed else len(matches.docs),
                lambda other: len(_filtered(snapshot, required(other), page).docs),
            )
        hits = self._hits(snapshot, query, rows, scores.tolist())
        return ResultPage(
            request=page,
            total=len(matches.docs),
            hits=hits,
            relaxed=is_relaxed,
            facets=facets,
            histogram=bars,
            terms=terms,
            suggestions=suggestions,
            generation=snapshot.generation,
            documents=snapshot.documents,
        )

    def _hits(
        self, snapshot: Snapshot, query: Query, rows: list[int], scores: list[float]
    ) -> tuple[Hit, ...]:
        """Return the hits of some rows that are still in the archive, in their order."""
        indexed = self._archive.get_rows(rows, until=snapshot.manifest.revision) if rows else {}
        changed = [row for row in rows if row not in indexed]
        articles = indexed | self._archive.get_rows(changed) if changed else indexed
        plain = Highlighter(query, snapshot.analyzer)
        quick = IndexedHighlighter(plain, snapshot.forms)
        return tuple(
            _hit(articles[row], score, plain, quick if row in indexed else plain)
            for row, score in zip(rows, scores, strict=True)
            if row in articles
        )

    def rank(self, query: Query, depth: int) -> list[tuple[str, float]]:
        """Return ids and scores of the ``depth`` best documents, partial matches included."""
        with self._snapshot() as snapshot:
            asked = weigh(query)
            matches = evaluate(snapshot, relax(asked) or asked)
            docs, scores = best_answers(snapshot, asked, matches, depth, self._texts)
            return list(zip(snapshot.ids(docs.tolist()), scores.tolist(), strict=True))

    def find_ids(self, query: Query) -> list[str]:
        """Return the ids of every document that matches, newest first."""
        with self._snapshot() as snapshot:
            matches = evaluate(snapshot, query)
            docs, _ = best(snapshot, matches, len(matches.docs), Sort.NEWEST)
            return snapshot.ids(docs.tolist())

    def suggest(self, text: str, limit: int = 8) -> list[str]:
        """Return completions of ``text`` that find something, best first."""
        with self._snapshot() as snapshot:
            return complete(snapshot, text, limit)

    def highlight(self, text: str, query: Query) -> tuple[Fragment, ...]:
        """Return fragments that join to ``text``, the words of ``query`` marked."""
        with self._snapshot() as snapshot:
            return highlight(text, query, snapshot.analyzer)

    def close(self) -> None:
        """Let go of the index; the archive stays open for its owner."""
        self._live.close()

    def _ranked(
        self, snapshot: Snapshot, asked: Query, matches: Matches, page: PageRequest
    ) -> tuple[Docs, Scores]:
        """Return the documents up to the end of the page, best first."""
        count = page.offset + page.size
        if page.sort is Sort.RELEVANCE:
            return best_answers(snapshot, asked, matches, count, self._texts)
        return best(snapshot, matches, count, page.sort)

    def _texts(self, rows: list[int]) -> list[str]:
        """Return the bodies of some archive rows, empty where an article is gone."""
        articles = self._archive.get_rows(rows)
        return [articles[row].body if row in articles else "" for row in rows]

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        """Yield the newest generation; a failure to read it is raised as ours."""
        try:
            snapshot = self._live.snapshot()
        except OSError as error:
            raise EngineError(f"the index cannot be read: {error}") from error
        try:
            yield snapshot
        except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
            # With sound files it is a bug, and must look like one.
            problems = snapshot.verify()
            if not problems:
                raise
            raise IndexBrokenError(snapshot.directory, problems[0]) from error


def _match(snapshot: Snapshot, query: Query, page: PageRequest) -> tuple[Query, Matches, bool]:
    """Return what was searched in the end, its matches, and whether that was relaxed."""
    loose = relax(query)
    if page.partial and loose:
        return loose, _filtered(snapshot, loose, page), False
    matches = _answers(snapshot, query, page)
    if len(matches.docs) or not loose:
        return query, matches, False
    partial = _filtered(snapshot, loose, page)
    return loose, partial, len(partial.docs) > 0


def _answers(snapshot: Snapshot, query: Query, page: PageRequest) -> Matches:
    """Return the documents with everything asked for; words that ask only add to scores."""
    needed = required(query)
    matches = _filtered(snapshot, needed, page)
    if needed is query or not isinstance(query, And):
        return matches
    return matches.boosted([evaluate(snapshot, word) for word in query.clauses if is_asking(word)])


def _filtered(snapshot: Snapshot, query: Query, page: PageRequest) -> Matches:
    matches = evaluate(snapshot, query)
    keep = passing(snapshot, matches.docs, page.filters)
    return matches if keep is None else matches.only(keep)


def _hit(
    article: Article,
    score: float,
    plain: Highlighter,
    quick: Highlighter | IndexedHighlighter,
) -> Hit:
    # A title may be a shortened sentence, with words that are not in the index.
    return Hit(
        id=article.id,
        title=article.title,
        url=article.url,
        published=article.published,
        source=article.source,
        author=article.author,
        section=article.section,
        place=article.place,
        score=score,
        title_fragments=cut(article.title, 0, len(article.title), plain.marks(article.title)),
        snippet=make_snippet(article.body, quick),
        related=article.related,
    )
