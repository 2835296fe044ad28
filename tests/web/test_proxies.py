from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

import pytest
from flask import request

from web.app import create_app
from web.proxies import client_of
from web.settings import InvalidSettingsError, Settings, read_settings

if TYPE_CHECKING:
    from index.archive.store import Archive
    from search.searcher import Searcher

NETWORKS = (ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2,2001:db8::2", "203.0.113.9"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "2001:4860::8", "2001:4860::8"),
        ("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, <script>, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "6.6.6.6, ", "10.0.0.1"),
    ],
)
def test_the_client_is_who_the_last_trusted_proxy_saw(
    peer: str, forwarded: str, client: str
) -> None:
    assert str(client_of(ip_address(peer), forwarded, NETWORKS)) == client


@pytest.mark.parametrize(
    ("peer", "trusted", "seen"),
    [
        ("10.0.0.1", "10.0.0.0/8", ("203.0.113.9", "https")),
        ("::ffff:10.0.0.1", "10.0.0.0/8", ("203.0.113.9", "https")),
        ("11.0.0.1", "10.0.0.0/8", ("11.0.0.1", "http")),
        ("", "10.0.0.0/8", ("", "http")),
        ("10.0.0.1", "", ("10.0.0.1", "http")),
    ],
)
def test_only_trusted_proxies_are_believed(
    searcher: Searcher, archive: Archive, peer: str, trusted: str, seen: tuple[str, str]
) -> None:
    app = create_app(searcher, archive, Settings.model_validate({"trusted_proxies": trusted}))
    headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}

    with app.test_client() as client:
        client.get("/healthz", headers=headers, environ_overrides={"REMOTE_ADDR": peer})
        assert (request.remote_addr, request.scheme) == seen


@pytest.mark.parametrize("value", ["10.0.0.0/33", "proxy", "10.0.0.1/8"])
def test_what_is_no_network_is_refused(value: str) -> None:
    with pytest.raises(InvalidSettingsError, match="ARSIP_TRUSTED_PROXIES"):
        read_settings({"ARSIP_TRUSTED_PROXIES": value})
