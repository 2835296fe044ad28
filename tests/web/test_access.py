"""Nobody in without a key: every route, every way in, and out again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from itsdangerous import TimestampSigner

from web.access import COOKIE, own_path
from web.app import create_app
from web.settings import Settings
from web.tokens import make_key, token_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

KEY, OTHER_KEY = make_key(), make_key()
TOKENS = f"{token_line('redaksi', KEY)},{token_line('pustaka', OTHER_KEY)}"
BEARER = {"Authorization": f"Bearer {KEY}"}

OPEN = {"service.healthz", "service.readyz", "service.robots", "service.favicon", "static"}
NAMED = ("/tokoh/", "/lembaga/")
DOOR = {"access.sign_in", "access.take_key", "access.sign_out"}

# What only somebody who is in may see.
LEAKS = ("beras", "Jack Ma", "guru", "29 artikel", "documents", "ANTARA", "arsip_http")


@pytest.fixture(scope="module")
def make_app(searcher: Searcher, archive: Archive) -> Callable[..., Flask]:
    def make(**settings: object) -> Flask:
        app = create_app(searcher, archive, Settings.model_validate(settings))
        app.testing = True
        return app

    return make


@pytest.fixture
def private(make_app: Callable[..., Flask]) -> Flask:
    return make_app(tokens=TOKENS, secret_key="k" * 32)


@pytest.fixture
def stranger(private: Flask) -> FlaskClient:
    return private.test_client()


def sign_in(client: FlaskClient, key: str = KEY, **form: str) -> int:
    return client.post("/masuk", data={"key": key, **form}).status_code


def paths_of(app: Flask) -> list[tuple[str, str]]:
    """Return the endpoint and an address of every route."""
    rules = [(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules()]
    return [
        (endpoint, re.sub("<id:.*?>", "guru", path.replace("<path:filename>", "style.css")))
        for endpoint, path in rules
    ]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PROPFIND"])
def test_every_route_is_closed_to_strangers(stranger: FlaskClient, method: str) -> None:
    seen = set()
    for endpoint, path in paths_of(stranger.application):
        if endpoint in OPEN | DOOR:
            continue
        response = stranger.open(f"{path}?q=beras", method=method)
        assert response.status_code == 401, path
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="Arsip"'
        assert "no-store" in response.headers["Cache-Control"]
        assert "ETag" not in response.headers
        text = response.get_data(as_text=True).replace("?q=beras", "").replace(path, "")
        assert not [leak for leak in LEAKS if leak in text], path
        seen.add(endpoint)
    assert len(seen) > 12


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/articles/nothing"])
def test_strangers_learn_not_even_what_is_missing(stranger: FlaskClient, path: str) -> None:
    assert stranger.get(path).status_code == 401
    assert stranger.get(path, headers=BEARER).status_code == 404


@pytest.mark.parametrize("endpoint", sorted(OPEN))
def test_what_stays_open_tells_nothing(stranger: FlaskClient, endpoint: str) -> None:
    paths = [path for name, path in paths_of(stranger.application) if name == endpoint]
    for path in paths:
        with stranger.get(path) as response:
            assert response.status_code == 200
            if endpoint != "static":
                assert not [leak for leak in LEAKS if leak in response.get_data(as_text=True)]


def test_readiness_is_told_in_full_to_holders_of_a_key(stranger: FlaskClient) -> None:
    assert stranger.get("/readyz").get_json() == {"status": "ready"}
    assert stranger.get("/readyz", headers=BEARER).get_json()["documents"] == 29


def test_what_may_be_asked_of_readiness_is_told_to_all(stranger: FlaskClient) -> None:
    assert stranger.options("/readyz").status_code == 200
    assert stranger.head("/readyz").status_code == 200


def test_a_key_opens_every_route(stranger: FlaskClient) -> None:
    for endpoint, path in paths_of(stranger.application):
        if endpoint not in DOOR:
            with stranger.get(f"{path}?q=beras", headers=BEARER) as response:
                # None is called as these paths call them.
                assert response.status_code in ({404} if path.startswith(NAMED) else {200, 400}), (
                    path
                )
                is_own = endpoint not in OPEN
                assert ("private" in response.headers["Cache-Control"]) is is_own


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        f"bearer{KEY}",
        f"Basic {KEY}",
        KEY,
        "Bearer \udcff",
        f"Bearer {TOKENS.split(',', maxsplit=1)[0].rsplit(':', 1)[1]}",
    ],
    ids=range(10),  # no name has a key in it, which is another one each time
)
def test_nothing_but_a_key_is_a_key(stranger: FlaskClient, header: str) -> None:
    environ = {"HTTP_AUTHORIZATION": header.encode("utf-8", "surrogateescape").decode("latin-1")}

    assert stranger.get("/api/v1/search", environ_overrides=environ).status_code == 401


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_person_signs_in_and_out(make_app: Callable[..., Flask], language: str) -> None:
    client = make_app(tokens=TOKENS, language=language).test_client()

    asked = client.get("/search?q=beras&sort=newest")
    assert asked.status_code == 401
    assert 'type="password"' in asked.text
    assert 'name="next" value="/search?q=beras&amp;sort=newest"' in asked.text
    came_in = client.post("/masuk", data={"key": f" {KEY}\n", "next": "/search?q=beras"})
    assert (came_in.status_code, came_in.headers["Location"]) == (303, "/search?q=beras")
    cookie = came_in.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert KEY not in cookie
    page = client.get("/search?q=beras")
    assert page.status_code == 200
    assert 'action="/keluar"' in page.text
    went_out = client.post("/keluar")
    assert went_out.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/search?q=beras").status_code == 401


def test_a_wrong_key_is_told_and_keeps_the_way_back(stranger: FlaskClient) -> None:
    response = stranger.post("/masuk", data={"key": "x", "next": "/search?q=a"})

    assert response.status_code == 401
    assert 'role="alert"' in response.text
    assert 'value="/search?q=a"' in response.text
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("base_url", "is_secure"), [("https://a.example", True), ("http://a.example", False)]
)
def test_the_cookie_keeps_to_https(
    make_app: Callable[..., Flask], base_url: str, is_secure: bool
) -> None:
    client = make_app(tokens=TOKENS, base_url=base_url).test_client()

    cookie = client.post("/masuk", data={"key": KEY}).headers["Set-Cookie"]

    assert ("Secure" in cookie) is is_secure


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/x\r\nSet-Cookie: a=b",
        "/\u2028/evil",
        "",
    ],
)
def test_the_way_back_stays_on_this_site(stranger: FlaskClient, path: str) -> None:
    response = stranger.post("/masuk", data={"key": KEY, "next": path})

    assert response.headers["Location"] == "/"
    assert own_path(path) is None
    assert own_path("/search?q=%2F%2Fevil&x=https://a") is not None


@pytest.mark.parametrize("path", ["/masuk", "/keluar"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_a_form_of_another_site_is_refused(
    stranger: FlaskClient, path: str, headers: dict[str, str], status: int
) -> None:
    assert stranger.post(path, data={"key": KEY}, headers=headers).status_code == status


def test_a_cookie_cannot_be_made_up_or_outlive_its_key(
    make_app: Callable[..., Flask], private: Flask
) -> None:
    client = private.test_client()
    sign_in(client)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    value = cookie.value

    def opens(app: Flask, value: str) -> bool:
        other = app.test_client()
        other.set_cookie(COOKIE, value)
        return other.get("/").status_code == 200

    assert opens(private, value)
    assert opens(make_app(tokens=TOKENS, secret_key="k" * 32), value)
    assert not opens(make_app(tokens=TOKENS, secret_key="j" * 32), value)
    assert not opens(make_app(tokens=TOKENS), value)
    replaced = f"{token_line('redaksi', make_key())},{token_line('pustaka', OTHER_KEY)}"
    assert not opens(make_app(tokens=replaced, secret_key="k" * 32), value)
    for other in (value[:-1], "x" + value, value.partition(".")[0], "", "..", "\udcff"):
        assert not opens(private, other.encode("utf-8", "replace").decode())


def test_a_cookie_ends_with_its_time(private: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = private.test_client()
    sign_in(client)
    assert client.get("/").status_code == 200
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None

    later = private.test_client()
    later.set_cookie(COOKIE, cookie.value)
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(
        TimestampSigner, "get_timestamp", lambda signer: now(signer) + 12 * 3600 + 1
    )
    assert later.get("/").status_code == 401


def test_wrong_keys_are_slowed_down(stranger: FlaskClient) -> None:
    statuses = [
        stranger.get("/api/v1/search", headers={"Authorization": "Bearer x"}).status_code
        for _ in range(11)
    ]

    assert statuses == [401] * 10 + [429]
    refused = stranger.get("/api/v1/search", headers=BEARER)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    form = stranger.post("/masuk", data={"key": KEY})
    assert form.status_code == 429
    assert 0 < int(form.headers["Retry-After"]) <= 60
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    assert stranger.get("/", headers=BEARER, environ_overrides=elsewhere).status_code == 200


def test_a_public_archive_has_no_door(client: FlaskClient) -> None:
    assert client.get("/masuk").status_code == 404
    assert client.get("/", headers={"Authorization": "Bearer x"}).status_code == 200
    assert "keluar" not in client.get("/").text


def test_metrics_can_be_left_open(make_app: Callable[..., Flask]) -> None:
    client = make_app(tokens=TOKENS, public_metrics=True).test_client()

    assert client.get("/metrics").status_code == 200
    assert client.get("/").status_code == 401


def test_crawlers_are_kept_out_of_a_private_archive(stranger: FlaskClient) -> None:
    assert stranger.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_preflight_may_ask_for_the_key(make_app: Callable[..., Flask]) -> None:
    client = make_app(tokens=TOKENS, cors="https://a.example").test_client()

    response = client.options("/api/v1/search", headers={"Origin": "https://a.example"})

    assert response.status_code == 200
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]


PROXY = {"REMOTE_ADDR": "10.1.2.3"}
SIGNED_IN = {"X-Remote-User": "dewi"}


def test_a_trusted_proxy_says_who_asks(make_app: Callable[..., Flask]) -> None:
    client = make_app(auth_header="X-Remote-User", trusted_proxies="10.0.0.0/8").test_client()

    assert client.get("/", headers=SIGNED_IN, environ_overrides=PROXY).status_code == 200
    for headers, environ in (({}, PROXY), (SIGNED_IN, {}), ({"X-Remote-User": ""}, PROXY)):
        assert client.get("/", headers=headers, environ_overrides=environ).status_code == 401
    assert "password" not in client.get("/").text


def test_a_key_works_beside_a_proxy(make_app: Callable[..., Flask]) -> None:
    client = make_app(
        auth_header="X-Remote-User", trusted_proxies="10.0.0.0/8", tokens=TOKENS
    ).test_client()

    assert client.get("/", headers=BEARER, environ_overrides=PROXY).status_code == 200
    assert client.get("/", headers=BEARER).status_code == 200
