"""Aliases of an archive: spellings of one pair are one, and counts are of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.aliases import Aliases, AliasNotes, Other, full_name, short_name, write_aliases
from index.errors import IndexBrokenError

if TYPE_CHECKING:
    from pathlib import Path


def learn(place: Path, *bodies: str) -> Aliases:
    """Return the aliases of some articles, in rows from 1."""
    notes = AliasNotes()
    for row, body in enumerate(bodies, start=1):
        notes.add(row, body)
    notes.write(place, 0)
    return rewritten(place)


def rewritten(place: Path, *unchanged: int) -> Aliases:
    write_aliases(place, unchanged)
    found = Aliases.open(place)
    assert found is not None
    assert [path.name for path in place.iterdir()] == ["aliases.arrays"]
    return found


def listed(aliases: Aliases) -> list[tuple[str, str, int]]:
    return [(*one.alias, one.articles) for one in aliases.every()]


def test_both_names_lead_to_the_other(tmp_path: Path) -> None:
    aliases = learn(tmp_path, "Perserikatan Bangsa-Bangsa (PBB)", "Partai Budi-Daya (PBD)")

    full = [Other("Perserikatan Bangsa-Bangsa", 1, is_full=True)]
    assert aliases.others("pbb") == full
    assert aliases.others("perserikatan bangsa bangsa") == [Other("PBB", 1, is_full=False)]
    assert aliases.others("perserikatan") == []
    assert aliases.begins("perserikatan")
    assert not aliases.begins("bangsa")
    assert len(aliases) == 2


def test_what_most_articles_explain_comes_first(tmp_path: Path) -> None:
    bodies = ["Dana Desa (DD)", "Dinas Damai (DD)", "Dinas Damai (DD)"]

    others = learn(tmp_path, *bodies).others("dd")

    assert [(other.text, other.articles) for other in others] == [
        ("Dinas Damai", 2),
        ("Dana Desa", 1),
    ]


def test_an_article_counts_once(tmp_path: Path) -> None:
    aliases = learn(tmp_path, "Dana Desa (DD). DD (Dana Desa). dana desa (DD)")

    assert listed(aliases) == [("DD", "Dana Desa", 1)]


@pytest.mark.parametrize(
    "other",
    [
        "badan uji dan takar (BUT)",
        "BADAN UJI DAN TAKAR (BUT)",
        "Badan Uji Takar (BUT)",
        "Badan Uji, dan Takar (BUT)",
        "Badan Uji dan Tkar (BUT)",
        "Badan Ujii dan Takar (BUT)",
        "Badan Uji dan Takaran (BUT)",
        "Badan Uji dan Takarlah (BUT)",
    ],
)
def test_spellings_of_one_pair_are_printed_as_most_print_it(tmp_path: Path, other: str) -> None:
    aliases = learn(tmp_path, other, *["Badan Uji dan Takar (BUT)"] * 2)

    assert listed(aliases) == [("BUT", "Badan Uji dan Takar", 3)]
    assert len(aliases.others(full_name(other.partition(" (")[0]))) == 1


@pytest.mark.parametrize(
    "other", ["Badan Urus Tanah (BUT)", "Badan Uji dan Tata (BUT)", "Bina Uji dan Takar (BUT)"]
)
def test_other_full_forms_stay_apart(tmp_path: Path, other: str) -> None:
    assert len(learn(tmp_path, other, "Badan Uji dan Takar (BUT)")) == 2


def test_short_texts_are_not_taken_for_slips(tmp_path: Path) -> None:
    assert len(learn(tmp_path, "Dana Desa (DD)", "Dana Dusa (DD)")) == 2


def test_a_hyphen_of_a_short_form_changes_nothing(tmp_path: Path) -> None:
    aliases = learn(tmp_path, *["Partai Desa Indah (PDI)"] * 2, "Partai Desa Indah (PD-I)")

    assert listed(aliases) == [("PDI", "Partai Desa Indah", 3)]
    assert short_name("PD-I") == short_name("pdi") == "pdi"


def test_only_articles_that_changed_are_read_again(tmp_path: Path) -> None:
    learn(tmp_path, "Dana Desa (DD)", "Bank Tani (BT)", "Bank Tani (BT)")
    notes = AliasNotes()
    notes.add(3, "Bank Tani tutup")
    notes.add(4, "Bank Teh (BT)")
    notes.write(tmp_path, 0)

    aliases = rewritten(tmp_path, 1, 2)

    assert listed(aliases) == [
        ("BT", "Bank Tani", 1),
        ("BT", "Bank Teh", 1),
        ("DD", "Dana Desa", 1),
    ]


def test_what_no_article_explains_any_more_is_forgotten(tmp_path: Path) -> None:
    learn(tmp_path, "Dana Desa (DD)")

    aliases = rewritten(tmp_path)

    assert (len(aliases), aliases.others("dd"), aliases.every()) == (0, [], [])
    assert not aliases.begins("dd")


def test_notes_of_several_sources_are_put_together(tmp_path: Path) -> None:
    for number in (0, 7):
        notes = AliasNotes()
        notes.add(number, "Dana Desa (DD)")
        notes.write(tmp_path, number)

    assert listed(rewritten(tmp_path)) == [("DD", "Dana Desa", 2)]


def test_whichever_process_notes_an_article_the_file_is_the_same(tmp_path: Path) -> None:
    bodies = ["Dana Desa (DD)", "Dinas Damkar (DD)", "Kartu Pelaut (KP)", "dana desa (DD)"]

    def written(name: str, *sources: tuple[int, ...]) -> bytes:
        (tmp_path / name).mkdir()
        for number, rows in enumerate(sources):
            notes = AliasNotes()
            for row in rows:
                notes.add(row, bodies[row])
            notes.write(tmp_path / name, number)
        rewritten(tmp_path / name)
        return (tmp_path / name / "aliases.arrays").read_bytes()

    assert written("one", (0, 1, 2, 3)) == written("two", (2, 3), (0, 1))
    assert written("three", (1, 3), (0, 2)) == written("four", (0,), (3,), (2,), (1,))


def test_an_index_without_them_has_none(tmp_path: Path) -> None:
    assert Aliases.open(tmp_path) is None


def test_damage_is_refused(tmp_path: Path) -> None:
    (tmp_path / "aliases.arrays").write_bytes(b"rusak" * 100)

    with pytest.raises(IndexBrokenError, match="aliases"):
        Aliases.open(tmp_path)


def test_full_forms_are_found_by_the_beginning_of_either_name(tmp_path: Path) -> None:
    bodies = ["Dana Desa (DD)", "Dinas Damai (DD)", "Dinas Damai (DD)", "Partai Adil (PA)"]
    aliases = learn(tmp_path, *bodies)

    assert aliases.starting("d", 9) == ["Dinas Damai", "Dana Desa"]
    assert aliases.starting("dana d", 9) == aliases.starting("dana ", 9) == ["Dana Desa"]
    assert aliases.starting("d", 1) == ["Dinas Damai"]
    assert aliases.starting("desa", 9) == []
