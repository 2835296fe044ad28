from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.errors import LocationError
from index.opensearch.location import (
    API_KEY,
    AUTHORITY,
    PASSWORD,
    REPLICAS,
    SHARDS,
    USER,
    Location,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_location_names_nodes_and_an_index() -> None:
    found = Location.parse("opensearch://satu:9201,10.0.0.2,[::1]:9203/berita-2018", {})

    assert found.hosts == (("satu", 9201), ("10.0.0.2", 9200), ("[::1]", 9203))
    assert (found.name, found.is_secure) == ("berita-2018", False)
    assert (found.shards, found.replicas) == (1, 1)
    assert str(found) == "opensearch://satu:9201,10.0.0.2:9200,[::1]:9203/berita-2018"


def test_who_is_speaking_comes_from_the_environment_and_is_never_shown(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("")
    environment = {
        USER: "arsip",
        PASSWORD: "r4hasia",
        API_KEY: "kunc1",
        AUTHORITY: str(authority),
        SHARDS: "3",
        REPLICAS: "0",
    }

    found = Location.parse("opensearch+tls://satu/berita", environment)

    assert (found.user, found.password, found.api_key) == ("arsip", "r4hasia", "kunc1")
    assert (found.is_secure, found.authority) == (True, authority)
    assert (found.shards, found.replicas) == (3, 0)
    assert "r4hasia" not in f"{found}{found!r}"
    assert "kunc1" not in f"{found}{found!r}"


@pytest.mark.parametrize(
    "text",
    [
        *("", "berita", "opensearch://", "opensearch://satu", "opensearch:///berita"),
        *("opensearch://satu:0/berita", "opensearch://satu:99999/b", "opensearch://satu:x/b"),
        *("http://satu/berita", "opensearch://satu/Berita", "opensearch://satu/_berita"),
        *("opensearch://satu/a,b", "opensearch://satu/*", "opensearch://satu/a/b"),
        *("opensearch://satu/.", f"opensearch://satu/{'a' * 201}", "opensearch://,/berita"),
        "opensearch://satu/berita?x=1",
    ],
)
def test_what_names_no_place_is_refused(text: str) -> None:
    with pytest.raises(LocationError):
        Location.parse(text, {})


def test_a_password_in_a_location_is_refused_and_not_repeated() -> None:
    with pytest.raises(LocationError) as caught:
        Location.parse("opensearch://arsip:r4hasia@satu:9200/berita", {})

    assert "r4hasia" not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        *((SHARDS, "0"), (SHARDS, "banyak"), (SHARDS, "99999999999"), (SHARDS, "")),
        *((REPLICAS, "-1"), (REPLICAS, "\u0663"), (AUTHORITY, "/tidak/ada")),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(variable: str, value: str) -> None:
    with pytest.raises(LocationError, match=variable):
        Location.parse("opensearch://satu/berita", {variable: value})
