"""Where things lie, and what a message says of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.data import Places, without_secret


def test_a_directory_alone_holds_everything() -> None:
    assert Places.of(Path("d")) == Places(Path("d"), archive=None, index=None)


def test_places_stay_what_they_are() -> None:
    places = Places(Path("d"), "postgresql://host/name", "opensearch://host/name")

    assert Places.of(places) is places


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
