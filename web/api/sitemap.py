"""Where all articles are, for the crawlers that `robots.txt` lets in.

    /sitemap.xml            the parts, each with the time of its newest change
    /sitemap-1.xml          up to `PART` addresses: the articles of as many rows of the archive

An article stays in its part for good, so a crawler reads again only what has changed. Parts
are sent as they are read, in the lane of exports. A private archive has none of this.

Source: sitemaps.org, version 0.9.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort

from web.links import article_path
from web.site import home, site
from web.times import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from web.lane import Lane

sitemaps = Blueprint("sitemaps", __name__)

# Addresses in a part at most, by the protocol; and those read and sent at a time.
PART: Final = 50_000
SENT: Final = 500

# Crawlers refuse a whole part for one address that is longer.
_MAX_CHARS = 2_047

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@sitemaps.get("/sitemap.xml")
def index() -> Response:
    """List the parts that hold anything."""
    lane, base = site().lane, home()
    end = lane.exporting()
    try:
        with lane.turn():
            parts = site().archive.parts(PART)
    finally:
        end()
    listed = "".join(
        _entry("sitemap", f"{base}/sitemap-{number + 1}.xml", changed)
        for number, changed in sorted(parts.items())
    )
    return _xml(f"{_HEAD.format('sitemapindex')}{listed}</sitemapindex>\n")


@sitemaps.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """Send the addresses of one part."""
    first, last = site().archive.row_span()
    start = (number - 1) * PART + 1
    if number < 1 or not first <= start + PART - 1 or start > last:
        abort(404)
    base, end = home(), site().lane.exporting()
    articles = site().archive.changes(start, start + PART - 1)
    response = _xml(_part(site().lane, base, articles, end))
    response.call_on_close(end)
    return response


def _part(
    lane: Lane, base: str, articles: Iterator[tuple[str, datetime]], end: Callable[[], None]
) -> Iterator[str]:
    try:
        yield _HEAD.format("urlset")
        while True:
            with lane.turn():
                some = [*islice(articles, SENT)]
            if not some:
                break
            addresses = [(f"{base}/articles/{article_path(id_)}", changed) for id_, changed in some]
            yield "".join(
                _entry("url", address, changed)
                for address, changed in addresses
                if len(address) <= _MAX_CHARS
            )
        yield "</urlset>\n"
    finally:
        end()


def _entry(name: str, address: str, changed: datetime) -> str:
    return f"<{name}><loc>{escape(address)}</loc><lastmod>{iso(changed)}</lastmod></{name}>\n"


def _xml(body: str | Iterator[str]) -> Response:
    return Response(body, content_type="application/xml")
