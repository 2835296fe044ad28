"""Requests that no client sends, from a seed: half of them were good ones once.

FUZZ_REQUESTS=200000 FUZZ_SEED=7 pytest -s tests/web/test_server_fuzz.py
"""

from __future__ import annotations

import logging
import os
import random
import re
import socket
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.web.listening import Listening, listening, read_all, status_of, statuses_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest
    from flask import Flask

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1500"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))

# After so many, an ordinary request has to be answered.
BATCH = 100

METHODS = (
    b"GET GET GET GET HEAD POST OPTIONS PUT DELETE TRACE CONNECT PRI PATCH get G\x00T \xc3\xa9"
).split(b" ")

PATHS = (
    b"/ /search /search?q=beras /search.csv?q=beras /search.jsonl?q=harga /search.atom?q=beras"
    b" /articles/guru /articles/guru?q=guru /api/v1/search?q=beras&facets=source,year"
    b" /api/v1/articles/guru /api/v1/articles/guru/related /api/v1/suggest?q=ber /bantuan /api"
    b" /suggest.json?q=ber /api/v1/openapi.json /healthz /readyz /metrics /opensearch.xml"
    b" /static/style.css /favicon.svg /robots.txt * // //b.example/ /../../etc/passwd /%2e%2e/"
    b" /articles/%00 /articles/%ff%fe /search?q=%ff&q=%00 /search?page=99999999999999999999"
    b" /api/v1/search?per_page=-1 /api/v1/search?date_from=0000-00-00 http://localhost/healthz"
    b" http://[::1/ http://u:p@h:99999/ https:// ?q=a # /#a /;a=b b.example:443 /%C3%A9 /\xc3\xa9"
    b" /search?q=%22%22%22~99999999999 /search?q=((((((((((( /search?&&&=&=&%=%&q"
).split(b" ")

VERSIONS = (
    b"HTTP/1.1 HTTP/1.1 HTTP/1.0 HTTP/1.0 HTTP/0.9 HTTP/2.0 HTTP/1.2 HTTP/11 HTTP/1. HTTP http/1.1"
).split(b" ")

NAMES = (
    b"Host Content-Length Transfer-Encoding Expect Connection Range If-None-Match Accept Cookie"
    b" Accept-Encoding Accept-Language Authorization If-Modified-Since Upgrade X-Forwarded-For"
    b" X-Forwarded-Host X-Forwarded-Proto Forwarded X-Request-ID Origin Referer User-Agent TE"
    b" Content-Type Keep-Alive Trailer X_Under A: :"
).split(b" ")

VALUES = [
    b"",
    b"localhost",
    b".",
    b"[::1]",
    b"a, b",
    b"5",
    b"-1",
    b"0",
    b"99999999999999999999",
    b"5, 5",
    b"chunked",
    b"chunked, gzip",
    b"100-continue",
    b"close",
    b"keep-alive, Upgrade",
    b"h2c",
    b"bytes=0-0,1-1,-1",
    b'W/"a", *',
    b"\xff\xfe\x80",
    b"\x00",
    b"\t \t",
    b"Thu, 99 Foo 0000 99:99:99 GMT",
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=",
    b"id-ID;q=99,*;q=\xc3\xa9",
    b"Basic " + b"A" * 2_000,
    b"a" * 9_000,
    b"session=" + b"b" * 3_000,
]

BODIES = [
    b"",
    b"",
    b"",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"hello",
    b"zz\r\n",
    b"a" * 70_000,
    b"\x00\xff",
]

LINE_ENDS = [b"\r\n"] * 12 + [b"\n", b"\r", b"\r\n ", b"\x00"]


def made_request(rng: random.Random) -> bytes:
    """Return something that has the shape of a request; every other one is nearly good."""
    oddness = rng.choice([0.1, 1.0])

    def pick(ordinary: bytes, odd: Sequence[bytes]) -> bytes:
        return rng.choice(odd) if rng.random() < oddness else ordinary

    end = pick(b"\r\n", LINE_ENDS)
    lines = [b" ".join((pick(b"GET", METHODS), rng.choice(PATHS), pick(b"HTTP/1.1", VERSIONS)))]
    lines.append(pick(b"Host: localhost", [b"Host: localhost", b"Host: b..c", b"A: b"]))
    lines += [
        pick(b"Accept", NAMES) + pick(b": ", [b":", b" : "]) + pick(b"localhost", VALUES)
        for _ in range(rng.choice([0, 0, 1, 2, 4] * 6 + [200]))
    ]
    return end.join(lines) + end + end + pick(b"", BODIES)


def damaged(rng: random.Random, request: bytes) -> bytes:
    """Return ``request`` with a few bytes changed, left out, repeated or put in."""
    for _ in range(rng.choice([0, 0, 0, 1, 3])):
        at = rng.randrange(len(request) + 1)
        length = rng.choice([1, 1, 2, 8, 50])
        part = request[at : at + length]
        new = rng.choice(
            [b"", part * 2, rng.randbytes(len(part)), rng.choice(LINE_ENDS), part.swapcase()]
        )
        request = request[:at] + new + request[at + length :]
    return request


def converse(site: Listening, rng: random.Random, pieces: Sequence[bytes]) -> bytes:
    """Send the pieces one by one; return all that comes back, or nothing after hanging up."""
    with site.connect() as connection:
        with suppress(OSError):  # refused before it was all sent
            for piece in pieces:
                connection.sendall(piece)
            if rng.random() < 0.05:  # hang up, as a client that was killed
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                return b""
            connection.shutdown(socket.SHUT_WR)
        return read_all(connection)


def in_pieces(rng: random.Random, request: bytes) -> list[bytes]:
    """Cut at up to four places."""
    cuts = sorted(rng.randrange(len(request) + 1) for _ in range(rng.choice([0, 0, 0, 1, 4])))
    return [
        request[start:end] for start, end in zip([0, *cuts], [*cuts, len(request)], strict=True)
    ]


def test_nothing_that_is_sent_breaks_the_server(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    rng = random.Random(SEED)
    seen: dict[int, int] = {}
    with listening(app) as site:
        for number in range(REQUESTS):
            request = b"".join(
                damaged(rng, made_request(rng)) for _ in range(rng.choice([1, 1, 1, 2, 5]))
            )

            answer = converse(site, rng, in_pieces(rng, request))

            for status in statuses_of(re.sub(rb"\r\n\r\n.*?(?=HTTP/1|\Z)", b"", answer)):
                seen[status] = seen.get(status, 0) + 1
                assert status < 500, (number, request, answer)
            faults = [record for record in caplog.records if record.levelno >= logging.ERROR]
            assert not faults, (number, request, faults[0].getMessage())
            if number % BATCH == 0:
                caplog.clear()
                assert status_of(site.get("/api/v1/search?q=beras")) == 200, (number, request)
        assert status_of(site.get("/healthz")) == 200
        assert site.server.connections <= 1

    print(dict(sorted(seen.items())))  # noqa: T201  # what a long run was about
    assert {200, 400, 404, 405, 431} <= set(seen)
