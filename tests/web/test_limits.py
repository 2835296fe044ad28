from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from web import limits
from web.app import create_app
from web.limits import BoundedStorage
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from index.archive.store import Archive
    from search.searcher import Searcher


@pytest.fixture
def make(searcher: Searcher, archive: Archive) -> Callable[..., FlaskClient]:
    return lambda **chosen: create_app(searcher, archive, Settings(**chosen)).test_client()


def ask(client: FlaskClient, path: str = "/", address: str = "198.51.100.7") -> TestResponse:
    return client.get(path, environ_base={"REMOTE_ADDR": address})


def test_nobody_is_limited_until_it_is_asked_for(make: Callable[..., FlaskClient]) -> None:
    client = make()

    assert {ask(client).status_code for _ in range(20)} == {200}


def test_a_client_that_asks_too_much_is_told_when_to_come_again(
    make: Callable[..., FlaskClient],
) -> None:
    client = make(rate="3/hour")
    answers = [ask(client, path) for path in ("/", "/search", "/bantuan", "/api/v1/search?q=a")]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].mimetype == "application/problem+json"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3_600
    assert "Terlalu banyak permintaan" in ask(client).text


def test_one_client_does_not_limit_another(make: Callable[..., FlaskClient]) -> None:
    client = make(rate="1/hour")

    assert ask(client, address="198.51.100.7").status_code == 200
    assert ask(client, address="198.51.100.8").status_code == 200
    assert ask(client, address="198.51.100.7").status_code == 429


def test_a_network_of_ipv6_is_one_client(make: Callable[..., FlaskClient]) -> None:
    client = make(rate="1/hour")

    assert ask(client, address="2001:db8::1").status_code == 200
    assert ask(client, address="2001:db8::ffff:1").status_code == 429
    assert ask(client, address="2001:db8:0:1::1").status_code == 200


def test_exports_have_a_rate_of_their_own(make: Callable[..., FlaskClient]) -> None:
    client = make(rate="100/hour", rate_exports="2/hour")
    paths = ["/search.csv?q=beras", "/search.csv?q=guru", "/search.csv?q=banjir", "/search?q=beras"]

    assert [ask(client, path).status_code for path in paths] == [200, 200, 429, 200]


def test_what_keeps_the_site_running_is_free(make: Callable[..., FlaskClient]) -> None:
    client = make(rate="1/hour")
    for path in ("/healthz", "/metrics", "/readyz", "/static/style.css"):
        for _ in range(3):
            with ask(client, path) as answer:
                assert answer.status_code == 200


def test_the_client_is_whom_a_trusted_proxy_names(make: Callable[..., FlaskClient]) -> None:
    client = make(rate="1/hour", trusted_proxies="10.0.0.0/8")

    def through(proxy: str, forwarded: str) -> int:
        environ = {"REMOTE_ADDR": proxy}
        return client.get(
            "/", headers={"X-Forwarded-For": forwarded}, environ_base=environ
        ).status_code

    assert through("10.0.0.1", "198.51.100.1") == 200
    assert through("10.0.0.1", "198.51.100.2") == 200
    assert through("10.0.0.1", "203.0.113.9, 198.51.100.2") == 429  # the left one is made up
    assert through("192.0.2.1", "203.0.113.1") == 200
    assert through("192.0.2.1", "203.0.113.2") == 429  # nobody trusts this one


def test_a_million_addresses_take_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_WINDOWS", 100)
    storage = BoundedStorage()
    for number in range(1_000):
        storage.incr(f"client {number}", 60)

    assert storage.reset() == 100


def test_a_window_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(limits, "time", lambda: now)
    storage = BoundedStorage()

    assert [storage.incr("a", 60), storage.incr("a", 60), storage.get("a")] == [1, 2, 2]
    assert storage.get_expiry("a") == 1_060
    now = 1_060.0
    assert storage.get("a") == 0
    assert storage.incr("a", 60) == 1
    storage.clear("a")
    assert storage.get("a") == 0


def test_a_store_that_is_away_limits_nobody(
    make: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture
) -> None:
    client = make(rate="1/hour", rate_storage="redis://127.0.0.1:1")

    assert [ask(client).status_code for _ in range(3)] == [200] * 3
    assert "Failed to rate limit" in caplog.text


@pytest.mark.parametrize(
    "chosen",
    [{"rate": "many"}, {"rate": "0/minute"}, {"rate_exports": "5"}, {"rate_storage": "file:///x"}],
    ids=str,
)
def test_a_rate_that_is_none_is_refused(chosen: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(chosen)


def test_typing_is_counted_by_itself(make: Callable[..., FlaskClient]) -> None:
    client = make(rate="3/hour")

    typed = [ask(client, "/api/v1/suggest?q=ber").status_code for _ in range(5)]
    asked = [ask(client, "/search").status_code for _ in range(4)]

    assert typed == [200, 200, 200, 429, 429]
    assert asked == [200, 200, 200, 429]
