"""Where things lie, and what a message says of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.data import (
    Places,
    index_directory,
    index_elsewhere,
    unfinished,
    without_secret,
)
from index.errors import LocationError


def test_a_directory_alone_holds_everything() -> None:
    assert Places.of(Path("d")) == Places(Path("d"), archive=None, index=None)


def test_places_stay_what_they_are() -> None:
    places = Places(Path("d"), "postgresql://host/name", "opensearch://host/name")

    assert Places.of(places) is places


@pytest.mark.parametrize(
    ("address", "directory", "cluster"),
    [
        (None, "d/index", None),
        ("whoosh:/cepat/indeks", "/cepat/indeks", None),
        ("whoosh:indeks", "indeks", None),
        ("opensearch://host/name", "d/index", "opensearch://host/name"),
    ],
)
def test_an_index_is_in_files_or_in_a_cluster(
    address: str | None, directory: str, cluster: str | None
) -> None:
    places = Places(Path("d"), index=address)

    assert index_directory(places) == Path(directory)
    assert places.cluster == cluster


@pytest.mark.parametrize("address", ["whoosh:", "whoosh:a\0b"])
def test_an_address_of_no_directory_is_told(address: str) -> None:
    with pytest.raises(LocationError, match="write whoosh:DIR"):
        index_directory(Places(Path("d"), index=address))


def test_what_others_keep_beside_an_index_is_not_ours(tmp_path: Path) -> None:
    for name in ("baru.new", "x.partial", "current.new", "20181013T102600-4f1c.new"):
        (tmp_path / name).touch()

    found = unfinished(Places(tmp_path / "d", index=f"whoosh:{tmp_path}"))

    assert {path.name for path in found} == {"current.new", "20181013T102600-4f1c.new"}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://budi:kucing@pg/arsip", "postgresql://budi:***@pg/arsip"),
        ("postgresql://budi:k@c:n/g@pg:5432/arsip", "postgresql://budi:***@pg:5432/arsip"),
        ("postgresql://budi@pg/arsip", "postgresql://budi@pg/arsip"),
        ("postgresql://pg:5432/arsip", "postgresql://pg:5432/arsip"),
        (
            "postgresql:///arsip?host=/run&password=kucing&sslmode=require",
            "postgresql:///arsip?host=/run&password=***&sslmode=require",
        ),
        ("postgresql:/budi:kucing@pg/arsip", "postgresql:/budi:***@pg/arsip"),
        ("budi:kucing@pg/arsip", "budi:***@pg/arsip"),
        ("postgresql://:kucing@pg/arsip", "postgresql://:***@pg/arsip"),
        ("postgresql:///arsip?sslpassword=kucing", "postgresql:///arsip?sslpassword=***"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, shown: str) -> None:
    assert without_secret(address) == shown


@pytest.mark.parametrize(
    ("address", "elsewhere"),
    [
        (None, None),
        ("opensearch://host/name", None),
        ("whoosh:d/index", None),
        ("whoosh:d/lain", Path("d/lain")),  # where other data directories may lead to, too
        ("whoosh:/cepat", Path("/cepat")),
    ],
)
def test_an_index_in_its_usual_place_is_not_elsewhere(
    address: str | None, elsewhere: Path | None
) -> None:
    assert index_elsewhere(Places(Path("d"), index=address)) == elsewhere
