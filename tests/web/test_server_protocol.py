from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.web.listening import Listening, listening, read_all, status_of, statuses_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

HOST = b"Host: localhost\r\n"
END = b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def site(app: Flask) -> Iterator[Listening]:
    with listening(app, max_body_bytes=1_000) as served:
        yield served


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(b"GET /healthz HTTP/1.1\r\n" + HOST + END, 200, id="1.1"),
        pytest.param(b"GET /healthz HTTP/1.0\r\n\r\n", 200, id="1.0"),
        pytest.param(
            b"\r\n\r\nGET /healthz HTTP/1.1\r\n" + HOST + END, 200, id="empty lines first"
        ),
        pytest.param(b"HEAD /healthz HTTP/1.1\r\n" + HOST + END, 200, id="HEAD"),
        pytest.param(b"OPTIONS /healthz HTTP/1.1\r\n" + HOST + END, 200, id="OPTIONS"),
        pytest.param(b"GET http://localhost/healthz HTTP/1.1\r\n" + HOST + END, 200, id="absolute"),
        pytest.param(b"GET /healthz\r\n\r\n", 400, id="0.9"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, id="preface of HTTP/2"),
        pytest.param(b"GET /healthz HTTP/1.2\r\n" + HOST + END, 400, id="1.2"),
        pytest.param(b"GET /healthz HTTP/3.0\r\n" + HOST + END, 400, id="3.0"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, id="TLS"),
        pytest.param(b"get /healthz HTTP/1.1\r\n" + HOST + END, 400, id="lower case"),
        pytest.param(b"G\x00T /healthz HTTP/1.1\r\n" + HOST + END, 400, id="NUL in the method"),
        pytest.param(b"GET  /healthz HTTP/1.1\r\n" + HOST + END, 400, id="two spaces"),
        pytest.param(b"GET /healthz HTTP/1.1\r\n" + END, 400, id="no host"),
        pytest.param(b"GET /healthz HTTP/1.1\r\n" + HOST + HOST + END, 400, id="two hosts"),
        pytest.param(b"GET http://[/ HTTP/1.1\r\n" + HOST + END, 400, id="bad absolute"),
        pytest.param(b"GET http://b..c/healthz HTTP/1.1\r\n" + HOST + END, 400, id="bad authority"),
        pytest.param(b"FROB /healthz HTTP/1.1\r\n" + HOST + END, 405, id="unknown method"),
        pytest.param(b"TRACE /healthz HTTP/1.1\r\n" + HOST + END, 405, id="TRACE"),
        pytest.param(b"DELETE / HTTP/1.1\r\n" + HOST + END, 405, id="DELETE"),
        pytest.param(b"CONNECT b.example:443 HTTP/1.1\r\n" + HOST + END, 404, id="CONNECT"),
        pytest.param(b"OPTIONS * HTTP/1.1\r\n" + HOST + END, 404, id="OPTIONS *"),
        pytest.param(b"GET //b.example/ HTTP/1.1\r\n" + HOST + END, 404, id="//host/"),
        pytest.param(b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + END, 400, id="not ASCII"),
        pytest.param(b"GET /\x00 HTTP/1.1\r\n" + HOST + END, 404, id="NUL in the path"),
        pytest.param(b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n" + HOST + END, 414, id="long path"),
        pytest.param(b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"a" * 40_000, 431, id="long header"),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5_000 + END, 431, id="many headers"),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"a:\n" * 200 + END, 431, id="many bare LF"),
        pytest.param(b"GET / HTTP/1.1\r\n" + HOST + b"A: b\nC: d\r\n" + END, 400, id="bare LF"),
        pytest.param(b"GET / HTTP/1.1\r\n" + HOST + b"A: b\rC: d\r\n" + END, 400, id="bare CR"),
        pytest.param(b"GET / HTTP/1.1\r\n" + HOST + b"A: \x00\r\n" + END, 400, id="NUL"),
        pytest.param(b"GET / HTTP/1.1\r\n A: b\r\n" + HOST + END, 400, id="folded first"),
        pytest.param(
            b"GET / HTTP/1.1\r\n" + HOST + b"A : b\r\n" + END, 400, id="space before colon"
        ),
        pytest.param(b"GET / HTTP/1.1\r\n" + HOST + b"no colon\r\n" + END, 400, id="no colon"),
    ],
)
def test_what_is_answered_to_odd_requests(site: Listening, request_: bytes, status: int) -> None:
    answer = site.ask(request_)

    assert statuses_of(answer) == [status]


# What could be taken for the next request stands where a body is expected.
SECOND = b"GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(b"Content-Length: 5\r\nContent-Length: 6\r\n", id="two lengths"),
        pytest.param(b"Content-Length: 5\r\nContent-Length: 5\r\n", id="twice the same length"),
        pytest.param(b"Content-Length: 5, 5\r\n", id="a list of lengths"),
        pytest.param(b"Content-Length: +5\r\n", id="length with a sign"),
        pytest.param(b"Content-Length: -1\r\n", id="negative length"),
        pytest.param(b"Content-Length: 0x5\r\n", id="length in hexadecimal"),
        pytest.param(b"Content-Length: " + b"9" * 5_000 + b"\r\n", id="endless length"),
        pytest.param(b"Content-Length: \r\n", id="no length"),
        pytest.param(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", id="CL, TE"),
        pytest.param(b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", id="TE, CL"),
        pytest.param(b"Transfer-Encoding: chunked, identity\r\n", id="identity"),
        pytest.param(b"Transfer-Encoding: xchunked\r\n", id="xchunked"),
        pytest.param(b"Transfer-Encoding: chunked\x0b\r\n", id="vertical tab"),
        pytest.param(b"Transfer-Encoding : chunked\r\n", id="space before the colon"),
        pytest.param(b"Transfer-Encoding\t: chunked\r\n", id="tab before the colon"),
    ],
)
def test_a_body_whose_end_is_in_doubt_is_refused(site: Listening, headers: bytes) -> None:
    answer = site.ask(b"POST / HTTP/1.1\r\n" + HOST + headers + b"\r\n" + SECOND)

    assert statuses_of(answer) == [400]


def test_no_second_request_is_read_behind_two_lengths(site: Listening) -> None:
    lengths = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"

    assert statuses_of(site.ask(b"POST / HTTP/1.1\r\n" + HOST + lengths + SECOND)) == [400]


def test_transfer_codings_do_not_exist_in_http_1_0(site: Listening) -> None:
    answer = site.ask(b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")

    assert status_of(answer) == 400


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param(b"zz\r\n", id="no number"),
        pytest.param(b"-1\r\n", id="negative"),
        pytest.param(b"0x5\r\nhello\r\n0\r\n\r\n", id="prefix"),
        pytest.param(b"5\nhello\n0\n\n\r\n", id="bare LF"),
        pytest.param(b"5\r\nhello!!\r\n0\r\n\r\n", id="longer than said"),
        pytest.param(b"1_0\r\n0123456789abcdef\r\n0\r\n\r\n", id="underscore"),
        pytest.param(b";" + b"a" * 2_000 + b"\r\n", id="endless extension"),
    ],
)
def test_bad_chunks_are_refused(site: Listening, chunks: bytes) -> None:
    head = b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"

    with site.connect() as connection:
        connection.sendall(head + chunks)
        connection.shutdown(1)
        answer = read_all(connection)

    assert status_of(answer) in (400, 413)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"Content-Length: 1001\r\n\r\n", 413, id="said to be too large"),
        pytest.param(b"Content-Length: 1000\r\n\r\n" + b"a" * 1_000, 405, id="as large as may be"),
        pytest.param(
            b"Transfer-Encoding: chunked\r\n\r\n" + b"200\r\n" + b"a" * 512 + b"\r\n"
            b"200\r\n" + b"a" * 512 + b"\r\n",
            413,
            id="too large in chunks",
        ),
    ],
)
def test_a_large_body_is_refused_unread(site: Listening, body: bytes, status: int) -> None:
    answer = site.ask(b"POST /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n" + body)

    assert status_of(answer) == status


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        pytest.param(b"GET /healthz HTTP/1.1\r\n" + HOST, [200], id="without a body"),
        pytest.param(
            b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n",
            [100, 405],
            id="with a body",
        ),
        pytest.param(
            b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 9999\r\n", [413], id="large"
        ),
    ],
)
def test_a_client_that_waits_to_be_told_to_continue_is_answered(
    site: Listening, request_: bytes, statuses: list[int]
) -> None:
    with site.connect() as connection:
        connection.sendall(request_ + b"Expect: 100-continue\r\n" + END)
        answer = connection.recv(4_096)
        if answer.startswith(b"HTTP/1.1 100 "):
            connection.sendall(b"abc")
        answer += read_all(connection)

    assert statuses_of(answer) == statuses


def test_requests_in_a_row_are_answered_in_a_row(site: Listening) -> None:
    answer = site.ask(
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n") * 2
        + b"GET /nothing.json HTTP/1.1\r\n"
        + HOST
        + END
    )

    assert statuses_of(answer) == [200, 200, 404]


def test_what_has_not_changed_leaves_the_connection_open(site: Listening) -> None:
    known = b"GET / HTTP/1.1\r\n" + HOST + b"If-None-Match: *\r\n"

    answer = site.ask((known + b"\r\n") * 2 + known + END)
    last = site.ask(known.replace(b"1.1", b"1.0", 1) + b"\r\n" + known + END)

    assert statuses_of(answer) == [304, 304, 304]
    assert answer.count(b"Connection: close") == 1
    assert statuses_of(last) == [304]


def test_a_client_that_has_said_all_is_answered(site: Listening) -> None:
    with site.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        connection.shutdown(1)

        assert status_of(read_all(connection)) == 200


def test_a_refusal_is_a_problem(site: Listening) -> None:
    head, _, body = site.ask(b"GET / HTTP/7.7\r\n\r\n").partition(b"\r\n\r\n")

    assert b"Content-Type: application/problem+json" in head
    assert b"X-Request-Id: " in head
    assert json.loads(body)["status"] == 400
