"""The table that a user writes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from index import errors
from index.errors import ValuesError
from index.values.own import load_own, parse_own, resolved

if TYPE_CHECKING:
    from pathlib import Path


def test_a_table() -> None:
    lines = [
        "# what we know better",
        "",
        "source\tKantor Berita Antara\tANTARA News",
        "sumber\tAntara\tANTARA News",
        "tempat\tMadird \t Madrid",
        "penulis\tD.  Lestari\tDewi Lestari",
        "source\tKompas\tKompas",
    ]

    assert parse_own(lines, "aliases.tsv") == {
        "source": {
            "Kantor Berita Antara": "ANTARA News",
            "Antara": "ANTARA News",
            "Kompas": "Kompas",
        },
        "place": {"Madird": "Madrid"},
        "author": {"D. Lestari": "Dewi Lestari"},
    }


@pytest.mark.parametrize(
    ("lines", "number", "problem"),
    [
        (["source\tAntara"], 1, "expected field<TAB>"),
        (["source\tAntara\t"], 1, "expected field<TAB>"),
        (["source\tA\tB\tC"], 1, "expected field<TAB>"),
        (["", "tag\tA\tB"], 2, "no field 'tag'; there are source, section, place, author"),
        (["source\tA\tB", "sumber\ta\tC"], 2, "'a' is already shown as 'B'"),
        (["place\tA\tB", "place\tB\ta"], 2, "in a circle"),
        (["place\tA\tB", "place\tB\tC", "place\tC\tA"], 3, "in a circle"),
    ],
)
def test_what_cannot_be_used_names_its_line(lines: list[str], number: int, problem: str) -> None:
    with pytest.raises(ValuesError, match=problem) as raised:
        parse_own(lines, "aliases.tsv")

    assert str(raised.value).startswith(f"aliases.tsv:{number}: ")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "aliases.tsv"
    path.write_bytes(b"source\tA\xff\tB\n")

    with pytest.raises(ValuesError, match="cannot be read"):
        load_own(path)


def test_lines_lead_on_to_the_last() -> None:
    own = {"Kantor Antara": "Antara", "ANTARA": "ANTARA News", "Jakarta": "JAKARTA"}

    assert resolved(own) == {
        "kantor antara": "ANTARA News",
        "antara": "ANTARA News",
        "jakarta": "JAKARTA",
    }


def test_a_chain_of_thousands_leads_to_its_end_and_a_circle_is_named() -> None:
    chain = [f"source\tKoran {at}\tKoran {at + 1}" for at in reversed(range(6_000))]

    assert set(resolved(parse_own(chain, "t")["source"]).values()) == {"Koran 6000"}
    with pytest.raises(ValuesError, match=r"^t:6001: 'Koran 6000' is shown as itself in a circle"):
        parse_own([*chain, "source\tKoran 6000\tKoran 0"], "t")


def test_what_is_no_file_or_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "aliases.tsv"
    os.mkfifo(table)
    with pytest.raises(ValuesError, match="is not a file"):
        load_own(table)
    table.unlink()
    table.write_text("source\tAntara\tANTARA News\n")
    monkeypatch.setattr(errors, "MAX_TABLE_BYTES", 8)
    with pytest.raises(ValuesError, match="is larger than"):
        load_own(table)
