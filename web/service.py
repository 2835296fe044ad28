"""Addresses for machines that keep the site running, and for browsers that frame it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template, request
from prometheus_client import CONTENT_TYPE_LATEST

from web.answer import health_if_any
from web.params import SuggestParams, read_params
from web.responses import json_response, tagged
from web.site import home, note_search, site
from web.times import iso

service = Blueprint("service", __name__)

# Articles are let in, as they are; what is made anew for each question stays out: results with
# their exports and feeds, trends, words in context, the API; and what else is told of an article.
# A rule holds for what begins so.
CLOSED = (
    *("/search", "/tren", "/peta", "/kutipan", "/tokoh", "/lembaga", "/konteks", "/suggest"),
    *("/api/", "/articles/*?", "/cite/", "/versions/", "/metrics"),
)

KEEP_OUT = """\
User-agent: *
Disallow: /
"""


@service.get("/healthz")
def healthz() -> Response:
    """Tell that the process answers, whatever the state of its data."""
    return json_response({"status": "ok"})


@service.get("/readyz")
def readyz() -> Response:
    """Tell that searches can be answered, and by what; 503 while they cannot."""
    site().archive.get("")  # raises when the archive cannot be read
    health = site().searcher.health()
    return json_response(
        {
            "status": "degraded" if health.damage else "ready",
            "generation": health.generation,
            "documents": health.documents,
            "created": iso(health.created),
            "age_seconds": int((datetime.now(UTC) - health.created).total_seconds()),
            "damage": list(health.damage),
        }
    )


@service.get("/metrics")
def metrics() -> Response:
    """Show the counters in Prometheus' text format."""
    health = health_if_any(site().searcher)
    return Response(site().metrics.render(health), content_type=CONTENT_TYPE_LATEST)


@service.get("/robots.txt")
def robots() -> Response:
    """Invite crawlers to the articles and keep them out of endless searches."""
    if site().settings.is_private:
        return Response(KEEP_OUT, mimetype="text/plain")
    root = request.script_root
    rules = ["User-agent: *", *(f"Disallow: {root}{path}" for path in CLOSED)]
    lines = [*rules, "", f"Sitemap: {home()}/sitemap.xml", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@service.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search box, so that a browser can offer it."""
    body = render_template("opensearch.xml", home=home())
    return Response(body, content_type="application/opensearchdescription+xml")


@service.get("/suggest.json")
def suggest() -> Response:
    """Complete what is typed into a browser's own box, as OpenSearch suggestions."""
    text = read_params(SuggestParams, request.query_string).q
    note_search(text)
    found = site().searcher.suggest(text) if text else []
    response = json_response([text, [one.text for one in found]])
    response.mimetype = "application/x-suggestions+json"
    return tagged(response)


@service.get("/favicon.svg")
@service.get("/favicon.ico")
def favicon() -> Response:
    """Draw the icon."""
    return Response(render_template("favicon.svg"), mimetype="image/svg+xml")
