"""From a query to a page of results: everything that is the same for every engine.

    Query -ask-> Asked -find-> Found -look again-> order -show-> ResultPage

All words are asked for first, some of them when no document has all. The best answers to a
question, and to many words, are looked at again. Texts come from the archive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.asked import ask
from search.engine import SCORE_DECIMALS, Search
from search.explanation import explain
from search.passages.highlighting import Highlighter, cut, highlight
from search.passages.snippet import make_snippet
from search.passages.spotting import IndexedHighlighter
from search.rescoring import RESCORED, best_answers, is_worth_a_look
from search.results import Health, Hit, ResultPage, Sort
from search.suggesting.completing import complete
from search.suggesting.suggestions import suggest_queries

if TYPE_CHECKING:
    from index.archive import Archive
    from search.asked import Asked
    from search.engine import Docs, Engine, Found, Scores, Snapshot
    from search.query import Query
    from search.results import Fragment, PageRequest


class Searcher:
    """Answers questions from the newest index generation. Safe to share between threads.

    Every method raises `IndexMissingError` if nothing has been indexed yet, and
    `IndexBrokenError` or `EngineError` if the engine cannot answer.
    """

    def __init__(self, engine: Engine, archive: Archive) -> None:
        self._engine = engine
        self._archive = archive

    def search(self, query: Query, page: PageRequest) -> ResultPage:
        """Return one page of the documents that match, best first.

        Ties are broken by newest publication date, then by id, so pages never
        overlap; undated documents come last in either date order. A page past the end
        has no hits and the true total.
        """
        asked = ask(query)
        with self._engine.reading() as snapshot:
            searched, found, is_relaxed = _find(snapshot, asked, page)
            docs, scores = found.docs, found.scores
            if page.sort is Sort.RELEVANCE:
                docs, scores = best_answers(snapshot, asked, found, self._archive)
            wanted = slice(page.offset, page.offset + page.size)
            terms = explain(snapshot, searched, every_form=page.explain)
            total = 0 if is_relaxed else found.total
            suggestions = suggest_queries(snapshot, asked, total, page.filters)
            hits = self._hits(snapshot, searched, docs[wanted], scores[wanted])
        return ResultPage(
            request=page,
            total=found.total,
            hits=hits,
            relaxed=is_relaxed,
            facets=found.facets,
            histogram=found.histogram,
            terms=terms,
            suggestions=suggestions,
            generation=snapshot.generation,
            documents=snapshot.documents,
        )

    def rank(self, query: Query, depth: int) -> list[tuple[str, float]]:
        """Return ids and scores of the ``depth`` best documents, partial matches included."""
        asked = ask(query)
        searched = asked.loose or asked.query
        with self._engine.reading() as snapshot:
            found = snapshot.find(Search(query=searched, count=max(depth, RESCORED)))
            docs, scores = best_answers(snapshot, asked, found, self._archive)
            ids = snapshot.ids(docs[:depth])
        return list(zip(ids, scores[:depth].round(SCORE_DECIMALS).tolist(), strict=True))

    def find_ids(self, query: Query) -> list[str]:
        """Return the ids of every document that matches, newest first."""
        with self._engine.reading() as snapshot:
            needed = ask(query).required
            everything = Search(query=needed, count=snapshot.documents, sort=Sort.NEWEST)
            return snapshot.ids(snapshot.find(everything).docs)

    def suggest(self, text: str, limit: int = 8) -> list[str]:
        """Return completions of ``text`` that find something, best first."""
        with self._engine.reading() as snapshot:
            return complete(snapshot, text, limit)

    def highlight(self, text: str, query: Query) -> tuple[Fragment, ...]:
        """Return fragments that join to ``text``, the words of ``query`` marked."""
        with self._engine.reading() as snapshot:
            return highlight(text, query, snapshot.analyzer)

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

    def _hits(
        self, snapshot: Snapshot, query: Query, docs: Docs, scores: Scores
    ) -> tuple[Hit, ...]:
        """Return the hits of documents that are still in the archive, in their order.

        An archive that was put back from a backup may have given a row to another article.
        """
        rows = snapshot.rows(docs)
        indexed = self._archive.get_rows(rows, until=snapshot.revision) if rows else {}
        changed = [row for row in rows if row not in indexed]
        articles = indexed | self._archive.get_rows(changed) if changed else indexed
        plain = Highlighter(query, snapshot.analyzer)
        quick = IndexedHighlighter(plain, snapshot.forms)
        return tuple(
            Hit(
                article=(article := articles[row]),
                score=score,
                # A title may be a shortened sentence, with words that are not in the index.
                title=cut(article.title, 0, len(article.title), plain.marks(article.title)),
                snippet=make_snippet(article.body, quick if row in indexed else plain),
            )
            for row, id_, score in zip(
                rows, snapshot.ids(docs), scores.round(SCORE_DECIMALS).tolist(), strict=True
            )
            if row in articles and articles[row].id == id_
        )


def _find(snapshot: Snapshot, asked: Asked, page: PageRequest) -> tuple[Query, Found, bool]:
    """Return what was searched in the end, what was found, and whether that was relaxed."""

    def find(query: Query, *, is_whole: bool) -> Found:
        count = page.offset + page.size
        return snapshot.find(
            Search(
                query=query,
                boosts=asked.asking if is_whole and query is not asked.query else (),
                count=max(count, RESCORED) if is_worth_a_look(asked, page.sort) else count,
                filters=page.filters,
                sort=page.sort,
                facets=page.facets,
                facet_size=page.facet_size,
                interval=page.interval,
            )
        )

    found = find(asked.required, is_whole=True)
    if found.total or not asked.loose:
        return asked.query, found, False
    partial = find(asked.loose, is_whole=False)
    return asked.loose, partial, partial.total > 0
