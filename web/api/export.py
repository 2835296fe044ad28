"""A whole search as a file: ``/search.csv`` and ``/search.jsonl``; ``/konteks.csv``, ``/tren.csv``.

The first two hold everything that was found, up to `Settings.max_export_rows`, unless a page was
asked for, and are sent as it is found.
"""

from __future__ import annotations

import csv
import re
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

import orjson
from flask import Blueprint, Response, request

from search.language.parser import parse
from search.work import CONTEXT_STEPS
from web.answer import answer_trends, page_request
from web.api import trends
from web.api.concordance import (
    CollocatePayload,
    LinePayload,
    collocate_payload,
    line_payload,
)
from web.api.shapes import ResultPayload, result_payload, whole_result_payload
from web.concordance import InContext, in_context
from web.params import (
    MAX_COLLOCATES,
    ConcordanceParams,
    LinesParams,
    SearchParams,
    TrendParams,
    read_params,
)
from web.responses import tagged
from web.site import new_work, note_search, note_searches, site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from search.results import Hit
    from web.lane import Lane

    Lines: TypeAlias = Callable[[Iterable[Sequence[Hit]]], Iterator[str] | Iterator[bytes]]

exports = Blueprint("exports", __name__)

# What tells one article from another: not how well it matched, nor what it links to.
_NO_COLUMNS = frozenset({"score", "related", "missing", "copies", "copies_total"})
COLUMNS = tuple(name for name in ResultPayload.__annotations__ if name not in _NO_COLUMNS)

# What a spreadsheet would run: a formula at the beginning of a cell, or behind what it may take for
# a border inside of one (a semicolon, where commas are decimal points, a tab, a line end).
_FORMULA = re.compile(r"""(^|[;\t\r\n])(?=[\s"\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20])""")

_CSV = "text/csv; charset=utf-8"
_PAGING = frozenset({"page", "per_page"})


@exports.get("/search.csv")
def search_csv() -> Response:
    """Send the results as a table; several authors are separated by semicolons."""
    params = read_params(SearchParams, request.query_string)
    return _file(params, _csv_lines, _CSV, "arsip.csv")


@exports.get("/search.jsonl")
def search_jsonl() -> Response:
    """Send the results as JSON Lines, each as in ``results`` of the JSON API, or whole."""
    params = read_params(LinesParams, request.query_string)
    is_whole = params.text == "full"
    lines = partial(_json_lines, whole_result_payload if is_whole else result_payload)
    kind = "application/x-ndjson"
    return _file(params, lines, kind, "arsip.jsonl", with_snippets=not is_whole)


@exports.get("/konteks.csv")
def concordance_csv() -> Response:
    """Send the lines of a search in context, each with where it stands."""
    answer = _in_context(collocates=0)
    lines = map(line_payload, answer.found.lines)
    return _table(answer, LinePayload, lines, "arsip-konteks.csv")


@exports.get("/konteks/kolokasi.csv")
def collocates_csv() -> Response:
    """Send the words that stand near the matches of a search."""
    answer = _in_context(collocates=MAX_COLLOCATES)
    collocates = map(collocate_payload, answer.found.collocates)
    return _table(answer, CollocatePayload, collocates, "arsip-kolokasi.csv")


@exports.get("/tren.csv")
def trends_csv() -> Response:
    """Send how often some queries are met over time, a row for each point."""
    params = read_params(TrendParams, request.query_string)
    note_searches(params.q, params.filters())
    found = answer_trends(site().searcher, params, new_work())
    response = _csv(trends.COLUMNS, trends.trends_rows(found), "arsip-tren.csv")
    _say_if_partial(response, is_partial=any(series.partial for series in found.trends.series))
    return tagged(response)


def _file(
    params: SearchParams, lines: Lines, content_type: str, name: str, *, with_snippets: bool = True
) -> Response:
    params = params.bare()
    note_search(params.q, params.filters())
    max_rows = site().settings.max_export_rows
    if not params.model_fields_set & _PAGING:
        params = params.model_copy(update={"per_page": max_rows})
    lane, parsed = site().lane, parse(params.q, forms=params.forms)
    end = lane.exporting()
    try:
        # Found before anything is sent, so that an error is still an error.
        walk = site().searcher.walk(
            parsed.query,
            page_request(params, parsed),
            new_work(),
            with_snippets=with_snippets,
        )
    except BaseException:
        end()
        raise
    some = _in_turns(lane, walk.hits, max_rows, end)
    response = Response(lines(some), content_type=content_type)
    response.call_on_close(end)
    _name(response, name)
    _say_how_many(response, walk.total, is_partial=walk.partial)
    return response


def _in_context(*, collocates: int) -> InContext:
    """Return all lines, unless a page was asked for, and ``collocates`` unless others were."""
    params = read_params(ConcordanceParams, request.query_string)
    note_search(params.q, params.filters())
    if "collocates" not in params.model_fields_set:
        params = params.model_copy(update={"collocates": collocates})
    is_page = not params.model_fields_set.isdisjoint(_PAGING)
    size = None if is_page else site().settings.max_export_rows
    return in_context(site().searcher, params, new_work(CONTEXT_STEPS), size=size)


def _table(
    answer: InContext, shape: type, rows: Iterable[Mapping[str, Any]], name: str
) -> Response:
    """Return rows that were worked out already, by the keys of ``shape``."""
    columns = tuple(shape.__annotations__)
    response = _csv(columns, ([row[column] for column in columns] for row in rows), name)
    _say_how_many(response, answer.found.total, is_partial=answer.found.is_cut)
    return response


def _csv(columns: Iterable[str], rows: Iterable[Iterable[object]], name: str) -> Response:
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows(map(cell, row) for row in rows)
    response = Response(table.getvalue(), content_type=_CSV)
    _name(response, name)
    return response


def _name(response: Response, name: str) -> None:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'


def _say_how_many(response: Response, total: int, *, is_partial: bool) -> None:
    response.headers["Arsip-Total"] = str(total)
    _say_if_partial(response, is_partial=is_partial)
    response.headers["Arsip-Max-Rows"] = str(site().settings.max_export_rows)


def _say_if_partial(response: Response, *, is_partial: bool) -> None:
    response.headers["Arsip-Partial"] = "true" if is_partial else "false"


def _in_turns(
    lane: Lane, walk: Iterator[tuple[Hit, ...]], most: int, end: Callable[[], None]
) -> Iterator[tuple[Hit, ...]]:
    """Yield some hits at a time; none are read while heavy work is done for others."""
    try:
        while most > 0:
            with lane.turn():
                some = next(walk, None)
            if some is None:
                return
            yield some[:most]
            most -= len(some)
    finally:
        end()


def _csv_lines(hits: Iterable[Sequence[Hit]]) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for some in hits:
        for result in map(result_payload, some):
            snippet = "".join(fragment["text"] for fragment in result["snippet"])
            row = {**result, "snippet": snippet}
            writer.writerow([cell(row[column]) for column in COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if heading_alone := buffer.getvalue():
        yield heading_alone


def cell(value: object) -> str:
    """Return ``value`` as text that no spreadsheet takes for a formula."""
    if isinstance(value, list | tuple):
        value = "; ".join(value)
    text = "" if value is None else str(value)
    return _FORMULA.sub(r"\1'", text)


def _json_lines(
    shape: Callable[[Hit], Mapping[str, Any]], hits: Iterable[Sequence[Hit]]
) -> Iterator[bytes]:
    for some in hits:
        values = map(shape, some)
        yield b"".join(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE) for value in values)
