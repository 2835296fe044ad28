"""Whether queries find anything, for many that are nearly the same; each asks the cluster once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.opensearch.encoding import FORM
from search.engine import Shared
from search.opensearch.translating import unscored
from search.query import Or

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.opensearch.asking import Asking
    from search.query import Query


class RemoteFinder:
    """Looks into one generation. Implements `search.engine.Finder`."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def finds(self, query: Query) -> bool:
        match query:
            case Or(clauses) if not query.minimum:
                return any(self.finds(clause) for clause in clauses)
            case _:
                return self._asking.count(query) > 0

    def count(self, query: Query) -> int:
        return self._asking.count(query)

    def sharing(self, company: Query, forms: Iterable[str]) -> list[Shared]:
        asking = self._asking
        every = [form for form in dict.fromkeys(forms) if asking.frequency("text", form)]
        if not every or not asking.afford():
            return []
        filters = {form: {"term": {"text": FORM + form}} for form in every}
        asked = {
            "query": unscored([asking.translate(company)]),
            "size": 0,
            "aggs": {"forms": {"filters": {"filters": filters}}},
        }
        counts = asking.ask(asked)["aggregations"]["forms"]["buckets"]
        return [
            Shared(form, asking.frequency("text", form), counts[form]["doc_count"])
            for form in every
            if counts[form]["doc_count"]
        ]

    def beside(self, before: str, form: str, company: Query) -> float:
        asking = self._asking
        if not asking.afford():
            return 0.0
        pair = {"match_phrase": {"text": {"query": f"{FORM}{before} {FORM}{form}"}}}
        return float(asking.matching([asking.translate(company), pair]))
