"""From the bytes of a connection to a request, or to the reason why it is none.

    GET /search?q=beras HTTP/1.1        answered
    GET / HTTP/2.0, GET /               400
    Content-Length and Transfer-Encoding together    400

Waitress reads the grammar of HTTP. Here is refused, besides, what two servers in a row could
read differently: where one sees the end of a request, the other must not see a second one.
"""

from __future__ import annotations

from typing import Final

from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.utilities import Error, RequestHeaderFieldsTooLarge

# Of the first line and all headers together; a request line of `max_url_chars` fits in.
MAX_HEADER_BYTES: Final = 32_768

# Browsers send some twenty, proxies a few more.
MAX_HEADERS: Final = 128

_VERSIONS = ("1.0", "1.1")


class RequestTimeoutError(Error):  # type: ignore[misc]  # waitress is untyped
    """The request did not arrive whole in time."""

    code = 408
    reason = "Request Timeout"


class OverloadedError(Error):  # type: ignore[misc]
    """Too many requests wait for a thread already."""

    code = 503
    reason = "Service Unavailable"


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """One request as it arrives."""

    # Waitress names it in its log, even if none could be read.
    path = ""

    def received(self, data: bytes) -> int:
        """Return how many bytes of ``data`` belonged to this request."""
        consumed: int = super().received(data)
        if self.completed:
            # Nothing of it is still to come, so waitress must not tell the client to go on:
            # it would take the request for incomplete and never answer.
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers.

        Raises:
            ParsingError: It is not a request, or more than one reading of it is possible.
        """
        if header_plus.count(b"\n") > MAX_HEADERS:
            super().parse_header(b"GET / HTTP/1.0\r\n")
            self.error = RequestHeaderFieldsTooLarge(f"more than {MAX_HEADERS} headers")
            self.completed = True
            return
        try:
            super().parse_header(header_plus)
        except TransferEncodingNotImplemented:
            raise ParsingError("Only the transfer coding chunked is understood") from None
        except ValueError:  # an address like http://[, a length of 5,000 digits
            raise ParsingError("Start line or Content-Length is invalid") from None
        if self.version not in _VERSIONS:
            raise ParsingError("Only HTTP/1.0 and HTTP/1.1 are spoken here")
        if "TRANSFER_ENCODING" in self.headers or (
            self.chunked and "CONTENT_LENGTH" in self.headers
        ):
            raise ParsingError("The length of the body is given in two ways")
        if self.proxy_netloc:  # the address in the first line decides, says RFC 9112
            self.headers["HOST"] = self.proxy_netloc
        if self.version == "1.1" and "HOST" not in self.headers:
            raise ParsingError("The Host header is missing")
