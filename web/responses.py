"""Answers as they are sent, and the tags that save sending one twice."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, request

from web.settings import VERSION

# What a client sends to be answered only if, or only in part.
_CONDITIONS = frozenset(
    ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
)


def json_response(payload: Any) -> Response:
    """Return ``payload`` as JSON."""
    return Response(orjson.dumps(payload), mimetype="application/json")


def html_response(page: str, status: int = 200) -> Response:
    """Return a page for people."""
    return Response(page, status, mimetype="text/html")


def etag_of(*parts: bytes) -> str:
    """Return a tag that changes with any of ``parts`` and with the version of this program."""
    digest = blake2b(VERSION.encode(), digest_size=12)
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.hexdigest()


def conditional(response: Response, etag: str) -> Response:
    """Return ``response`` with its tag, or 304 when the client already has it.

    The tag is weak: two answers to one question differ in the time they took.
    """
    response.set_etag(etag, weak=True)
    if not _CONDITIONS.isdisjoint(request.environ):
        response.make_conditional(request)
    return response


def tagged(response: Response) -> Response:
    """Return ``response`` with a tag of all that it says, or 304."""
    return conditional(response, etag_of(response.get_data()))
