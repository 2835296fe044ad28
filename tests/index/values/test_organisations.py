"""Names that are one organisation's, and above all those that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.document import Document
from index.newstext.organisations import find_organisations
from index.values.learning import learn_values
from index.values.names import Names

if TYPE_CHECKING:
    from index.values.own import Own
    from index.values.table import Values

LONG = "Badan Pengelola Sungai"
BOTH = f"{LONG} (Bapesu)"
KPK = "Komisi Pemberantasan Korupsi (KPK)"


def learned(*texts: str, own: Own | None = None) -> Values:
    """Return what is learned from the organisations that texts name."""
    names = Names()
    for text in texts:
        names.add((one.label, one.others) for one in find_organisations(text))
    return learn_values({}, own or {}, lambda _: False, {"organisation": names})


def document(name: str) -> Document:
    return Document(row=1, id="a", title="", body="", fields={"organisation": (name,)})


@pytest.mark.parametrize("name", [LONG, "Bapesu", "bapesu", BOTH])
def test_a_short_form_is_learned_from_who_explains_it(name: str) -> None:
    values = learned(f"{BOTH} menolak.", f"Ia di {LONG}.", f"{LONG} diam.")

    assert values.shown("organisation", name) == BOTH
    assert values.apply(document(LONG)).fields == {"organisation": (BOTH,)}


def test_a_short_form_that_no_text_explains_is_the_one_that_others_do() -> None:
    values = learned("Badan Besar Sungai (BBS) menolak.", "Ketua BBS pulang.")

    assert values.shown("organisation", "BBS") == "Badan Besar Sungai (BBS)"


def test_a_short_form_of_two_is_neither() -> None:
    values = learned(
        "Badan Besar Sungai (BBS) diam.", "Balai Benih Sawah (BBS) tutup.", "Ketua BBS."
    )

    assert values.shown("organisation", "BBS") == "BBS"


@pytest.mark.parametrize("name", ["KPK", "kpk", "KPK RI", "Komisi Pemberantasan Korupsi"])
def test_names_of_the_table_find_what_it_shows(name: str) -> None:
    values = learned("Ia di KPK.")

    assert values.spellings("organisation", name)[0] == KPK
    assert "Komisi Pemberantasan Korupsi" in values.apply(document(KPK)).found_by["organisation"]


def test_the_form_of_a_firm_in_law_tells_nothing() -> None:
    values = learned("PT Melati Mekar Tbk untung.", "Kata PT Melati Mekar.", "PT Melati Mekar.")

    assert values.shown("organisation", "PT Melati Mekar Tbk") == "PT Melati Mekar"


def test_the_beginning_of_a_name_may_be_another() -> None:
    values = learned(
        "Rumah Sakit Melati Demak penuh. Rumah Sakit Melati ditutup.", "Rumah Sakit Melati buka."
    )

    assert values.shown("organisation", "Rumah Sakit Melati") == "Rumah Sakit Melati"


def test_what_is_spelt_out_finds_what_everybody_says() -> None:
    values = learned("Kepolisian Daerah Jabar dan Polda Jabar menolak.")

    assert values.shown("organisation", "Kepolisian Daerah Jabar") == "Polda Jawa Barat"
    assert values.shown("organisation", "polda jabar") == "Polda Jawa Barat"


def test_the_user_has_the_last_word() -> None:
    texts = (f"{BOTH} menolak.", f"Ia di {LONG}.")

    apart = learned(*texts, own={"organisation": {LONG: LONG}})
    other = learned(*texts, own={"organisation": {BOTH: "Bapesu"}})

    assert apart.shown("organisation", LONG) == LONG
    assert other.shown("organisation", BOTH) == "Bapesu"
