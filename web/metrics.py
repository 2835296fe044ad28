"""What the server counts about itself, for Prometheus; one registry for each application.

arsip_http_requests_total{endpoint, status}
arsip_http_request_duration_seconds{kind}       search, trends, suggest, article, ...
arsip_http_connections, arsip_http_requests_waiting
arsip_answers_cut_total, arsip_answers_refused_total, see `web.lane`
arsip_index_documents, arsip_index_ready        0 while there is no usable index
arsip_index_age_seconds                         since the generation was made
arsip_index_damage                              what keeps a newer generation from answering
process_resident_memory_bytes, process_open_fds, process_cpu_seconds_total, ...

Every label has a fixed set of values: clients cannot make new ones. Where several processes
answer on one port, each of their samples says by ``process`` which of them it is of, and
arsip_process_up is 0 for one that did not tell its own in time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from search.results import Health

# Most answers take one to ten milliseconds.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

# What an endpoint is for; any other, and none, is "other".
KINDS: Final = {
    "pages.search": "search",
    "api.search": "search",
    "pages.concordance": "search",
    "api.concordance": "search",
    "pages.quotations": "search",
    "api.quotes": "search",
    "pages.by_province": "search",
    "people.most_named": "search",
    "people.one": "search",
    "organisations.most_named": "search",
    "organisations.one": "search",
    "pages.trend": "trends",
    "api.trends": "trends",
    "values.search_values": "search",
    "api.suggest": "suggest",
    "service.suggest": "suggest",
    "pages.article": "article",
    "api.article": "article",
    "api.related": "related",
    "api.versions": "article",
    "versions.changes": "article",
    "pages.cite": "article",
    "exports.search_csv": "export",
    "exports.search_jsonl": "export",
    "exports.concordance_csv": "export",
    "exports.collocates_csv": "export",
    "exports.trends_csv": "export",
    "feeds.search_atom": "feed",
    "sitemaps.index": "sitemap",
    "sitemaps.part": "sitemap",
    "pages.home": "page",
    "pages.guide": "page",
    "api_guide.explain": "page",
    "static": "static",
    "service.healthz": "health",
    "service.readyz": "health",
    "service.metrics": "metrics",
}
_OTHER = "other"


class Watched(Protocol):
    """A server that can tell how busy it is."""

    @property
    def connections(self) -> int:
        """How many are open."""

    @property
    def waiting(self) -> int:
        """How many requests wait for a thread."""


class Others(Protocol):
    """Processes that answer on the same port, by number."""

    def __len__(self) -> int: ...

    def answer(self, number: int, tell: Callable[[], bytes]) -> None:
        """Tell them, whenever they ask, what ``tell`` returns."""

    def ask(self, number: int) -> dict[int, bytes]:
        """Return what each of them tells; who is silent is left out."""


class Metrics:
    """What one application counts about itself."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "arsip_http_requests",
            "Requests answered.",
            ("endpoint", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "arsip_http_request_duration_seconds",
            "Time until the whole answer was handed to the server.",
            ("kind",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._others: Others | None = None
        self._number = 0
        # Looking up labels takes longer than counting.
        self._known: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._connections = Gauge(
            "arsip_http_connections", "Open connections.", registry=self.registry
        )
        self._waiting = Gauge(
            "arsip_http_requests_waiting",
            "Requests that wait for a thread.",
            registry=self.registry,
        )
        self._documents = Gauge(
            "arsip_index_documents", "Searchable documents.", registry=self.registry
        )
        self._ready = Gauge(
            "arsip_index_ready", "1 when searches can be answered.", registry=self.registry
        )

        self._age = Gauge(
            "arsip_index_age_seconds", "Since the generation was made.", registry=self.registry
        )
        self._damage = Gauge(
            "arsip_index_damage", "Reasons not to use a newer generation.", registry=self.registry
        )

    def watch(self, server: Watched) -> None:
        """Show how busy ``server`` is."""
        self._connections.set_function(lambda: server.connections)
        self._waiting.set_function(lambda: server.waiting)

    def observe(self, endpoint: str, status: int, seconds: float) -> None:
        """Count one request."""
        counters = self._known.get((endpoint, status))
        if counters is None:
            counters = (
                self._requests.labels(endpoint, status),
                self._seconds.labels(KINDS.get(endpoint, _OTHER)),
            )
            self._known[endpoint, status] = counters
        requests, durations = counters
        requests.inc()
        durations.observe(seconds)

    def share(self, number: int, others: Others, health: Callable[[], Health | None]) -> None:
        """Show those of all processes from now on; ``number`` is this one."""
        self._number, self._others = number, others
        others.answer(number, lambda: _written(self._collect(health())))

    def render(self, health: Health | None) -> bytes:
        """Return everything in Prometheus' text format; ``health`` is None without an index."""
        own = self._collect(health)
        if self._others is None:
            return generate_latest(_Collected(own))
        told = {self._number: _written(own), **self._others.ask(self._number)}
        return generate_latest(_Collected(_labelled(told, len(self._others))))

    def _collect(self, health: Health | None) -> list[Metric]:
        self._ready.set(health is not None)
        self._documents.set(health.documents if health else 0)
        self._age.set((datetime.now(UTC) - health.created).total_seconds() if health else 0)
        self._damage.set(len(health.damage) if health else 0)
        return list(self.registry.collect())


class _Collected(Collector):
    """Metrics that have been collected."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        """Yield them."""
        yield from self._metrics


def _written(metrics: list[Metric]) -> bytes:
    """Return metrics for another process."""
    return orjson.dumps(
        [
            (one.name, one.documentation, one.type, [sample[:3] for sample in one.samples])
            for one in metrics
        ]
    )


def _labelled(told: Mapping[int, bytes], count: int) -> list[Metric]:
    """Return the metrics of all processes, each sample with the number of its own."""
    up = GaugeMetricFamily(
        "arsip_process_up", "1 for a process that told its own.", None, ["process"]
    )
    found: dict[str, Metric] = {up.name: up}
    for number in range(count):
        metrics: list[Any] = orjson.loads(told[number]) if number in told else []
        up.add_metric([str(number)], number in told)
        for name, documentation, kind, samples in metrics:
            metric = found.setdefault(name, Metric(name, documentation, kind))
            for sample, labels, value in samples:
                metric.add_sample(sample, {**labels, "process": str(number)}, value)
    return list(found.values())
