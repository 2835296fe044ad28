"""A whole search as a file: ``/search.csv`` and ``/search.jsonl``.

They hold everything that was found, up to `MAX_ROWS`, unless a page was asked for, and
are sent as it is found.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import orjson
from flask import Blueprint, Response, request

from search.results import MAX_PAGE_SIZE
from web.answer import Answer, answer
from web.encode import result_payload
from web.params import read_params
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from search.results import Hit
    from search.searcher import Searcher

    Lines: TypeAlias = Callable[[Iterable[Hit]], Iterator[str] | Iterator[bytes]]

exports = Blueprint("exports", __name__)

MAX_ROWS = 10_000

COLUMNS = ("id", "title", "published", "source", "author", "section", "place", "url", "snippet")

# A spreadsheet would run a cell that begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_PAGING = frozenset({"page", "per_page"})


@exports.get("/search.csv")
def search_csv() -> Response:
    """Send the results as a table; several authors are separated by semicolons."""
    return _file(_csv_lines, "text/csv; charset=utf-8", "arsip.csv")


@exports.get("/search.jsonl")
def search_jsonl() -> Response:
    """Send the results as JSON Lines, each as in ``results`` of the JSON API."""
    return _file(_json_lines, "application/x-ndjson", "arsip.jsonl")


def _file(lines: Lines, content_type: str, name: str) -> Response:
    params = read_params(request.query_string)
    is_one_page = bool(params.model_fields_set & _PAGING)
    if not is_one_page:
        params = params.model_copy(update={"per_page": MAX_PAGE_SIZE})
    params = params.model_copy(update={"facets": (), "interval": None, "explain": False})
    searcher = site().searcher
    # The first page is found before anything is sent, so that an error is still an error.
    first = answer(searcher, params)
    hits = iter(first.page.hits) if is_one_page else _all_hits(searcher, first)
    response = Response(lines(hits), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Arsip-Total"] = str(first.page.total)
    response.headers["Arsip-Max-Rows"] = str(MAX_ROWS)
    return response


def _all_hits(searcher: Searcher, first: Answer) -> Iterator[Hit]:
    """Yield what was found, each article once even if the index changes on the way."""
    seen: set[str] = set()
    found = first
    while True:
        for hit in found.page.hits:
            if hit.id not in seen:
                seen.add(hit.id)
                yield hit
        request_ = found.page.request
        if len(seen) >= MAX_ROWS or request_.number * request_.size >= MAX_ROWS:
            return
        if request_.number >= found.page.page_count:
            return
        found = answer(searcher, found.params.model_copy(update={"page": request_.number + 1}))


def _csv_lines(hits: Iterable[Hit]) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for hit in hits:
        row = result_payload(hit)
        snippet = "".join(fragment["text"] for fragment in row["snippet"])
        flat = dict(row) | {"author": "; ".join(row["author"]), "snippet": snippet}
        writer.writerow([safe_cell(flat[column]) for column in COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()  # the heading alone when nothing was found


def safe_cell(value: object) -> str:
    """Return ``value`` as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json_lines(hits: Iterable[Hit]) -> Iterator[bytes]:
    for hit in hits:
        yield orjson.dumps(result_payload(hit), option=orjson.OPT_APPEND_NEWLINE)
