"""Counters for Prometheus, one registry for each application.

arsip_http_requests_total{endpoint, status}
arsip_http_request_duration_seconds{endpoint, status}
arsip_index_documents          0 while there is no usable index
arsip_index_ready
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from search.results import ResultPage

# Most answers take one to ten milliseconds.
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """What one application counts about itself."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("endpoint", "status")
        self._requests = Counter(
            "arsip_http_requests", "Requests answered.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "arsip_http_request_duration_seconds",
            "Time until the answer was ready to send.",
            labels,
            buckets=_BUCKETS,
            registry=self.registry,
        )
        # Looking up labels takes longer than counting.
        self._known: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._documents = Gauge(
            "arsip_index_documents", "Searchable documents.", registry=self.registry
        )
        self._ready = Gauge(
            "arsip_index_ready", "1 when searches can be answered.", registry=self.registry
        )

    def observe(self, endpoint: str, status: int, seconds: float) -> None:
        """Count one request."""
        counters = self._known.get((endpoint, status))
        if counters is None:
            counters = (
                self._requests.labels(endpoint, status),
                self._seconds.labels(endpoint, status),
            )
            self._known[endpoint, status] = counters
        requests, durations = counters
        requests.inc()
        durations.observe(seconds)

    def render(self, page: ResultPage | None) -> bytes:
        """Return everything in Prometheus' text format; ``page`` is None without an index."""
        self._ready.set(page is not None)
        self._documents.set(page.documents if page else 0)
        return generate_latest(self.registry)


def install_metrics(app: Flask, metrics: Metrics) -> None:
    """Count and time every request of ``app``."""

    @app.before_request
    def start() -> None:
        g.started = perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        seconds = perf_counter() - g.started
        metrics.observe(request.endpoint or "none", response.status_code, seconds)
        return response
