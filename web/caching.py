"""How long an answer may be kept, and by whom: one line for each kind of answer.

results, pages          asked about again each time; the tag (`ETag`) saves sending them
articles                a minute, for one that many read at once; gone soon where it must be
completions, feeds      a minute and five: the same few letters, a reader that looks again
style sheet             for ever, by an address that changes with it
exports, states         never: files of their asker, and what is true for a moment
private archives        whatever of this, by the asker's own browser alone
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, request

from web.site import is_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

AGAIN: Final = "no-cache"
NEVER: Final = "no-store"
FOREVER: Final = "public, max-age=31536000, immutable"
_DAY: Final = "public, max-age=86400"
_HOUR: Final = "public, max-age=3600"
_MINUTES: Final = "public, max-age=300"
_MINUTE: Final = "public, max-age=60"

# By endpoint; of all others `AGAIN`.
KEPT: Final = {
    "pages.article": _MINUTE,
    "api.article": _MINUTE,
    "api.related": _MINUTE,
    "api.versions": _MINUTE,
    "versions.changes": _MINUTE,
    "pages.cite": _MINUTE,
    "api.suggest": _MINUTE,
    "service.suggest": _MINUTE,
    "api.openapi": _HOUR,
    "feeds.search_atom": _MINUTES,
    "exports.search_csv": NEVER,
    "exports.search_jsonl": NEVER,
    "exports.concordance_csv": NEVER,
    "exports.collocates_csv": NEVER,
    "exports.trends_csv": NEVER,
    "sitemaps.index": _HOUR,
    "sitemaps.part": _HOUR,
    "service.favicon": _DAY,
    "service.robots": _DAY,
    "service.opensearch": _DAY,
    "service.healthz": NEVER,
    "service.readyz": NEVER,
    "service.metrics": NEVER,
}

_STATIC = "static"
_FOUND = frozenset({200, 206, 304})


def asset_versions(folder: Path) -> dict[str, str]:
    """Return what changes with each file of a folder, by its name; goes into its address as v."""
    return {
        file.name: blake2b(file.read_bytes(), digest_size=6).hexdigest()
        for file in folder.iterdir()
        if file.is_file()
    }


def install_caching(app: Flask, versions: Mapping[str, str]) -> None:
    """Put ``Cache-Control`` on every answer of ``app`` that has none of its own."""

    @app.after_request
    def add_caching(response: Response) -> Response:
        headers, endpoint = response.headers, request.endpoint or ""
        if response.status_code not in _FOUND or "Set-Cookie" in headers:
            headers.setdefault("Cache-Control", AGAIN)
        elif endpoint == _STATIC:
            name = (request.view_args or {}).get("filename", "")
            is_own = request.args.get("v") == versions.get(name, "")
            headers["Cache-Control"] = FOREVER if is_own else AGAIN
        else:
            headers.setdefault("Cache-Control", KEPT.get(endpoint, AGAIN))
        if is_private():
            response.cache_control.public = False
            response.cache_control.private = True
        return response
