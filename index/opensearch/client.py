"""One request to a cluster: to another node if one does not answer, and with our own errors."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import orjson

from index.errors import BuildFailedError, FailedError, IndexUnreachableError, RefusedError

try:
    from opensearchpy import OpenSearch, Urllib3HttpConnection
    from opensearchpy.exceptions import (
        ConnectionError as NodeError,
    )
    from opensearchpy.exceptions import (
        ConnectionTimeout,
        OpenSearchException,
        TransportError,
    )
    from opensearchpy.serializer import Serializer
except ImportError as missing:  # the extra is not installed
    raise BuildFailedError(
        "an index in OpenSearch needs: pip install 'arsip-berita[opensearch]'"
    ) from missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.opensearch.location import Location

# Seconds that one node may take for a request before the next is asked.
REQUEST_SECONDS: Final = 15
# Connections to each node.
CONNECTIONS: Final = 32
# Seconds after which a cluster that had too much to do is asked again.
BUSY_SECONDS: Final = 5

# What goes wrong is told by our errors, once.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)

_BUSY = 429
_WHY = {401: "does not know us", 403: "does not allow it"}


class _Json(Serializer):
    """Bodies as they are sent: bytes of lines unchanged."""

    mimetype = "application/json"

    def dumps(self, data: Any) -> Any:
        return data if isinstance(data, (bytes, str)) else orjson.dumps(data)

    def loads(self, data: str) -> Any:
        return orjson.loads(data)


class Cluster:
    """A cluster, as far as one index is concerned. Safe to share between threads, not to fork.

    Attributes:
        location: Where it is.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        options: dict[str, Any] = {}
        if location.api_key:
            options["headers"] = {"Authorization": f"ApiKey {location.api_key}"}
        elif location.user:
            options["http_auth"] = (location.user, location.password)
        if location.is_secure:
            options |= {"use_ssl": True, "verify_certs": True, "ssl_show_warn": False}
            if location.authority is not None:
                options["ca_certs"] = str(location.authority)
        self._client = OpenSearch(
            hosts=[{"host": host.strip("[]"), "port": port} for host, port in location.hosts],
            connection_class=Urllib3HttpConnection,
            serializer=_Json(),
            pool_maxsize=CONNECTIONS,
            timeout=REQUEST_SECONDS,
            max_retries=max(2, len(location.hosts)),
            retry_on_timeout=True,
            retry_on_status=(502, 504),
            dead_timeout=2,
            http_compress=False,
            **options,
        )

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        params: Mapping[str, object] | None = None,
        seconds: float | None = None,
    ) -> Any:
        """Return the answer to one request, read.

        Args:
            method: As in HTTP.
            path: With its slash.
            body: Sent as JSON; bytes as they are.
            params: Of the address.
            seconds: That a node may take, if not `REQUEST_SECONDS`.

        Raises:
            IndexUnreachableError: If no node answers, or the cluster cannot now.
            RefusedError: If it does not do what was asked, and would not the next time.
        """
        given: dict[str, Any] = {"request_timeout": seconds} if seconds else {}
        given |= {name: str(value) for name, value in (params or {}).items()}
        headers = {"content-type": "application/x-ndjson"} if isinstance(body, bytes) else None
        try:
            answer = self._client.transport.perform_request(
                method, path, headers=headers, params=given, body=body
            )
        except OpenSearchException as error:
            raise self._explained(error) from error
        if not isinstance(answer, dict):
            raise IndexUnreachableError(str(self.location), "is no OpenSearch")
        return answer

    def close(self) -> None:
        """Close all connections. Closing twice is harmless."""
        self._client.close()

    def _explained(self, error: OpenSearchException) -> IndexUnreachableError | RefusedError:
        where = str(self.location)
        if isinstance(error, ConnectionTimeout):
            return IndexUnreachableError(where, "takes too long to answer")
        if isinstance(error, NodeError):
            return IndexUnreachableError(where, f"does not answer ({_reason_of(error)})")
        if not isinstance(error, TransportError) or not isinstance(error.status_code, int):
            return IndexUnreachableError(where, f"answers with what is none ({error})")
        status = error.status_code
        if status == _BUSY:
            return IndexUnreachableError(where, "has too much to do", retry_after=BUSY_SECONDS)
        if status in _WHY:
            return IndexUnreachableError(where, f"{_WHY[status]} ({_type_of(error)})")
        if status >= 500:
            return FailedError(where, f"cannot answer now ({_type_of(error)})")
        return RefusedError(where, status, _type_of(error), _reason_of(error))


def _type_of(error: TransportError) -> str:
    return str(error.error)[:100]


def _reason_of(error: TransportError) -> str:
    """Return the cause in a line, as the cluster or the system words it."""
    info = error.info
    if isinstance(info, dict) and isinstance(found := info.get("error"), dict):
        causes = found.get("root_cause") or [found]
        return _line(str(causes[0].get("reason", "")))
    return _line(str(info or error.error))


def _line(text: str) -> str:
    return " ".join(text.split())[:200]
