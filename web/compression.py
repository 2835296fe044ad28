"""Answers in gzip, for whoever takes it.

    a page, JSON, a feed      compressed whole; its length is told
    an export                 as it is found; what a view hands over goes out at once

Whether an answer is compressed changes nothing of what it says, so its tag stays the same,
and is weak. Tiny answers, and parts of a file, are sent as they are.

What another site has a browser ask for with words of its choice tells, by its compressed
length, whether those words are in the answer (BREACH, 2013). A public archive has nothing
to hide and no secret on its pages. Of a private one, only what is surely asked for by its
own pages, by typing an address, or by a program with a key is compressed.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from web.settings import Settings

# By `tests/bench/compressing.py`: beyond it a page takes more time and hardly less room.
LEVEL: Final = 5

# Less fits into one packet anyway.
MIN_BYTES: Final = 1_024

_GZIP = 16 + zlib.MAX_WBITS

_TYPES = frozenset(
    (
        "application/json",
        "application/javascript",
        "application/x-ndjson",
        "application/xml",
    )
)
_SUFFIXES = ("+xml", "+json")

# An answer that has no body, is a part of one, or says itself how it is coded.
_BARE = frozenset({204, 206, 304})

# What a browser says of an address that was typed, or of one on a page of the same site.
_OWN_SITES = frozenset({"same-origin", "none"})


def install_compression(app: Flask, settings: Settings) -> None:
    """Compress what ``app`` answers; to be installed before whatever else changes answers."""

    @app.after_request
    def compress(response: Response) -> Response:
        if not _is_text(response.mimetype or ""):
            return response
        response.vary.add("Accept-Encoding")
        etag, is_weak = response.get_etag()
        if etag is not None and not is_weak:
            response.set_etag(etag, weak=True)
        if response.status_code in _BARE or "Content-Encoding" in response.headers:
            return response
        if _takes_gzip() and (not settings.is_private or _is_safe()):
            _compress(response)
        return response


def _is_text(mimetype: str) -> bool:
    return mimetype.startswith("text/") or mimetype in _TYPES or mimetype.endswith(_SUFFIXES)


def _takes_gzip() -> bool:
    told = request.environ.get("HTTP_ACCEPT_ENCODING", "").lower()
    if "gzip" not in told and "*" not in told:
        return False
    accepted = request.accept_encodings
    return 0 < accepted.quality("gzip") >= accepted.quality("identity")


def _is_safe() -> bool:
    """Tell whether no other site can have chosen the words of this request."""
    asked_by_program = request.headers.get("Authorization", "").startswith("Bearer ")
    return asked_by_program or request.headers.get("Sec-Fetch-Site") in _OWN_SITES


def _compress(response: Response) -> None:
    if response.direct_passthrough:  # a file of ours, some kilobytes
        response.direct_passthrough = False
        response.make_sequence()
    if response.is_sequence:
        body = response.get_data()
        if len(body) < MIN_BYTES:
            return
        response.set_data(zlib.compress(body, LEVEL, _GZIP))
    else:
        response.response = _flowing(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)  # which are of the file as it is


def _flowing(body: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a body compressed, each part of it whole before the next is asked for."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    for part in body:
        yield packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
