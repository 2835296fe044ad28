"""Errors as answers: a problem (RFC 9457) for programs, a page for people.

{"type": "urn:arsip:problem:invalid-parameter", "title": "Bad Request", "status": 400,
 "detail": "per_page: should be greater than or equal to 1", "instance": "/api/v1/search",
 "invalid_params": [{"name": "per_page", "reason": "should be greater than or equal to 1"}]}
"""

from __future__ import annotations

import logging
from typing import NotRequired
from urllib.parse import quote

import orjson
from flask import Flask, Response, render_template, request

# Before Python 3.12 pydantic can only read these.
from typing_extensions import TypedDict
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from index.errors import ArsipError, IndexBrokenError, IndexMissingError, IndexUnreachableError
from search.errors import GenerationGoneError
from web.lane import RETRY_S, BusyError
from web.logs import request_id
from web.params import BadParam, InvalidParamsError
from web.responses import html_response
from web.site import site

# Where programs ask; everything else is a page.
_PROGRAM_PREFIXES = ("/api/", "/healthz", "/readyz", "/metrics")
_PROGRAM_SUFFIXES = (".csv", ".jsonl", ".atom", ".json", ".xml")
# Ids of articles end in any way.
_PAGE_PREFIXES = ("/articles/", "/versions/")

_RETRY_SECONDS = "10"

# Mends an index that is missing, damaged or of another version.
REBUILD = "arsip reindex --full"

_NO_INDEX = f"There is no usable index; the operator runs: {REBUILD}"
_CLUSTER = "The nodes that hold the index do not all answer, or have too much to do; ask again."
_UNAVAILABLE = "The archive cannot be read or searched; the server's log says why."

# What an error says in headers: the methods that would do (405), when to come again (429).
_KEPT = ("Allow", "Retry-After")

# From here on the log says more, below the id of the request.
_SERVER_FAULT = 500

_LOG = logging.getLogger(__name__)


class InvalidParamPayload(TypedDict):
    """A parameter that was not understood."""

    name: str
    reason: str


class ProblemPayload(TypedDict):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    invalid_params: NotRequired[list[InvalidParamPayload]]
    request_id: NotRequired[str]


def install_problems(app: Flask) -> None:
    """Answer every error of ``app`` in the form that was asked for."""
    app.register_error_handler(InvalidParamsError, _invalid_params)
    app.register_error_handler(ArsipError, _unavailable)
    app.register_error_handler(BusyError, _busy)
    app.register_error_handler(GenerationGoneError, _cursor_gone)
    app.register_error_handler(HTTPException, _http_error)


def _invalid_params(error: InvalidParamsError) -> Response:
    """Name the parameters; pages have no such error, they note what they left out."""
    kind = "urn:arsip:problem:invalid-parameter"
    return problem(400, "Bad Request", str(error), kind, error.bad)


def _unavailable(error: ArsipError) -> Response:
    """Say which command mends it, if one does; what names files goes to the log alone."""
    _LOG.error("%s %s: %s", request.method, request.endpoint, error)
    match error:
        case IndexMissingError() | IndexBrokenError():
            kind, shown, detail = "no-index", "no_index", _NO_INDEX
        case IndexUnreachableError():
            kind, shown, detail = "cluster", "cluster", _CLUSTER
        case _:
            kind, shown, detail = "unavailable", "503", _UNAVAILABLE
    if asked_by_program():
        response = problem(503, "Service Unavailable", detail, f"urn:arsip:problem:{kind}")
    else:
        response = _page(ServiceUnavailable(), shown)
    response.headers["Retry-After"] = str(getattr(error, "retry_after", None) or _RETRY_SECONDS)
    return response


def _busy(error: BusyError) -> Response:
    """Ask to come again: all is well, only too much at once."""
    if asked_by_program():
        response = problem(503, "Service Unavailable", str(error), "urn:arsip:problem:busy")
    else:
        response = _page(ServiceUnavailable(""), "busy")
    response.headers["Retry-After"] = str(RETRY_S)
    return response


def _cursor_gone(_: GenerationGoneError) -> Response:
    """Say that a walk through all results has to begin again; what it had is not the same."""
    detail = "The index that this cursor belongs to is no more; begin again with cursor=*."
    return problem(410, "Gone", detail, "urn:arsip:problem:cursor-gone")


def _http_error(error: HTTPException) -> Response:
    if not asked_by_program():
        response = _page(error)
    else:
        response = problem(error.code or 500, error.name, error.description or "")
    told = error.get_response().headers
    for name in _KEPT:
        if name in told:
            response.headers[name] = told[name]
    return response


def asked_by_program() -> bool:
    """Tell whether the answer is a problem document rather than a page."""
    path = request.path
    return path.startswith(_PROGRAM_PREFIXES) or (
        path.endswith(_PROGRAM_SUFFIXES) and not path.startswith(_PAGE_PREFIXES)
    )


def problem(
    status: int,
    title: str,
    detail: str,
    kind: str = "about:blank",
    bad: tuple[BadParam, ...] = (),
) -> Response:
    """Return a problem document; ``kind`` is its type."""
    payload: ProblemPayload = {
        "type": kind,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": quote(request.script_root + request.path),
    }
    if status >= _SERVER_FAULT and (own := request_id()):
        payload["request_id"] = own
    if bad:
        payload["invalid_params"] = [{"name": param.name, "reason": param.reason} for param in bad]
    return Response(orjson.dumps(payload), status, content_type="application/problem+json")


def _page(error: HTTPException, kind: str = "") -> Response:
    code = error.code or 500
    texts = site().locale.texts
    kind = kind or str(code)
    if f"error.{kind}.title" not in texts:
        kind = "other"
    body = render_template(
        "error.html",
        code=code,
        kind=kind,
        command=REBUILD,
        request_id=request_id() if code >= _SERVER_FAULT else None,
    )
    return html_response(body, code)
