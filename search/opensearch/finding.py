"""Whether queries find anything, for many that are nearly the same; each asks the cluster once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.opensearch.encoding import FORM
from search.engine import Shared
from search.opensearch.translating import unscored
from search.query import Or

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.opensearch.snapshot import RemoteSnapshot
    from search.query import Query


class RemoteFinder:
    """Looks into one generation. Implements `search.engine.Finder`."""

    def __init__(self, snapshot: RemoteSnapshot) -> None:
        self._snapshot = snapshot

    def finds(self, query: Query) -> bool:
        match query:
            case Or(clauses) if not query.minimum:
                return any(self.finds(clause) for clause in clauses)
            case _:
                return self._snapshot.count(query) > 0

    def count(self, query: Query) -> int:
        return self._snapshot.count(query)

    def sharing(self, company: Query, forms: Iterable[str]) -> list[Shared]:
        snapshot = self._snapshot
        every = [form for form in dict.fromkeys(forms) if snapshot.frequency("text", form)]
        if not every or not snapshot.afford():
            return []
        filters = {form: {"term": {"text": FORM + form}} for form in every}
        asked = {
            "query": unscored([snapshot.translate(company)]),
            "size": 0,
            "aggs": {"forms": {"filters": {"filters": filters}}},
        }
        counts = snapshot.ask(asked)["aggregations"]["forms"]["buckets"]
        return [
            Shared(form, snapshot.frequency("text", form), counts[form]["doc_count"])
            for form in every
            if counts[form]["doc_count"]
        ]

    def beside(self, before: str, form: str, company: Query) -> float:
        snapshot = self._snapshot
        if not snapshot.afford():
            return 0.0
        pair = {"match_phrase": {"text": {"query": f"{FORM}{before} {FORM}{form}"}}}
        return float(snapshot.matching([snapshot.translate(company), pair]))
