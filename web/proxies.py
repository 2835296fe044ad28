"""Who asks, when a proxy asks for them.

    REMOTE_ADDR 10.0.0.2, X-Forwarded-For: 198.51.100.7, 203.0.113.9   ->   203.0.113.9

What a proxy of `Settings.trusted_proxies` says is believed, of the address the last one of them
saw; whatever stands to the left of that, and whatever anyone else says, could be made up.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask

    from web.settings import Settings

_TRUSTED = "arsip.proxy_is_trusted"


def install_proxies(app: Flask, settings: Settings) -> None:
    """Put the client's own address and scheme into requests that trusted proxies pass on."""
    networks = settings.trusted_proxies
    if not networks:
        return
    inner = app.wsgi_app

    def look_behind(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        peer = _address(environ.get("REMOTE_ADDR", ""))
        if peer is not None and _is_in(peer, networks):
            environ[_TRUSTED] = True
            forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
            environ["REMOTE_ADDR"] = str(client_of(peer, forwarded, networks))
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").strip().lower()
            if scheme in {"http", "https"}:
                environ["wsgi.url_scheme"] = scheme
        return inner(environ, start_response)

    app.wsgi_app = look_behind  # type: ignore[method-assign]


def is_from_trusted_proxy(environ: WSGIEnvironment) -> bool:
    """Tell whether headers of this request are the word of a trusted proxy."""
    return _TRUSTED in environ


def client_of(
    peer: IPv4Address | IPv6Address,
    forwarded: str,
    networks: tuple[IPv4Network | IPv6Network, ...],
) -> IPv4Address | IPv6Address:
    """Return the nearest address that is no trusted proxy's; the farthest if all of them are."""
    client = peer
    for text in reversed(forwarded.split(",")):
        address = _address(text.strip())
        if address is None:
            return client
        client = address
        if not _is_in(address, networks):
            return client
    return client


def _is_in(
    address: IPv4Address | IPv6Address, networks: tuple[IPv4Network | IPv6Network, ...]
) -> bool:
    return any(address in network for network in networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # How an IPv4 client looks to a socket that listens for both.
    return getattr(address, "ipv4_mapped", None) or address
