"""Where an index in OpenSearch is, and how to speak to its nodes.

    opensearch://10.0.0.1:9200,10.0.0.2:9200/berita     HTTP
    opensearch+tls://search.example.org:9200/berita     the same over TLS

Names and secrets come from the environment, never from the location: what a command was
called with can be read by other users of a machine.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.data import without_secret
from index.errors import LocationError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_PORT: Final = 9200

# What is made of a name has a time and a suffix behind it, and may have 255 bytes.
MAX_NAME_BYTES: Final = 200
MAX_SHARDS: Final = 1_024
MAX_REPLICAS: Final = 100

_LOCATION = re.compile(r"opensearch(?P<tls>\+tls)?://(?P<hosts>[^/@?#]+)/(?P<name>[^/?#]*)/?")
_HOST = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")

USER: Final = "ARSIP_INDEX_USER"
PASSWORD: Final = "ARSIP_INDEX_PASSWORD"  # noqa: S105 - the name of a variable
API_KEY: Final = "ARSIP_INDEX_API_KEY"
AUTHORITY: Final = "ARSIP_INDEX_CA"
SHARDS: Final = "ARSIP_INDEX_SHARDS"
REPLICAS: Final = "ARSIP_INDEX_REPLICAS"


@dataclass(frozen=True, slots=True)
class Location:
    """An index by name, and the nodes that can be asked for it.

    Attributes:
        hosts: Names or addresses with their ports.
        name: Of the index; its generations are called after it.
        is_secure: Whether it is spoken to over TLS.
        user, password, api_key: Who is speaking; the key wins.
        authority: Certificates of those who vouch for the nodes; None for the system's.
        shards, replicas: Of a generation that is made.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    is_secure: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    authority: Path | None = None
    shards: int = 1
    replicas: int = 1

    def __str__(self) -> str:
        scheme = "opensearch+tls" if self.is_secure else "opensearch"
        return f"{scheme}://{','.join(f'{host}:{port}' for host, port in self.hosts)}/{self.name}"

    @classmethod
    def parse(cls, text: str, environment: Mapping[str, str] = os.environ) -> Location:
        """Return the place that ``text`` names, with what the environment says of it.

        Raises:
            LocationError: If it names none, or the environment holds what cannot be used.
        """
        match = _LOCATION.fullmatch(text)
        if match is None:
            raise LocationError(
                without_secret(text), "write whoosh:DIR or opensearch://HOST:9200/NAME"
            )
        authority = environment.get(AUTHORITY)
        if authority and not Path(authority).is_file():
            raise LocationError(without_secret(text), f"{AUTHORITY} names no file: {authority}")
        return cls(
            hosts=tuple(_host(text, host) for host in match["hosts"].split(",")),
            name=_checked_name(text, match["name"]),
            is_secure=match["tls"] is not None,
            user=environment.get(USER, ""),
            password=environment.get(PASSWORD, ""),
            api_key=environment.get(API_KEY, ""),
            authority=Path(authority) if authority else None,
            shards=_number(text, environment, SHARDS, 1, MAX_SHARDS),
            replicas=_number(text, environment, REPLICAS, 0, MAX_REPLICAS),
        )


def _host(text: str, host: str) -> tuple[str, int]:
    match = _HOST.fullmatch(host.strip())
    port = int(match["port"] or DEFAULT_PORT) if match else 0
    if match is None or not 0 < port < 1 << 16:
        raise LocationError(without_secret(text), f"{host!r} is no HOST:PORT")
    return match["host"], port


def _checked_name(text: str, name: str) -> str:
    if not _NAME.fullmatch(name):
        raise LocationError(
            without_secret(text),
            "the name of an index has small letters, digits, '.', '_' and '-' only",
        )
    if len(name) > MAX_NAME_BYTES:
        raise LocationError(
            without_secret(text), f"the name is longer than {MAX_NAME_BYTES} letters"
        )
    return name


def _number(text: str, environment: Mapping[str, str], variable: str, least: int, most: int) -> int:
    value = environment.get(variable, "1")
    if not (value.isascii() and value.isdecimal() and least <= int(value[:9]) <= most):
        raise LocationError(
            without_secret(text), f"{variable} is no number from {least} to {most}: {value}"
        )
    return int(value)
