"""People in a text: who is one, by which name, and what is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.newstext.callnames import is_other, tables_digest
from index.newstext.persons import MAX_NAMES, Person, find_people


def names(text: str) -> list[str]:
    return [person.name for person in find_people(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "Menurut Menteri Keuangan Sri Mulyani, pajak naik.", "Sri Mulyani", id="office"
        ),
        pytest.param(
            "Ia menemui pelatih Zoran Vukcevic. “Lega,” kata Vukcevic.",
            "Zoran Vukcevic",
            id="title",
        ),
        pytest.param("Petani bernama Karto Wongso pulang.", "Karto Wongso", id="called"),
        pytest.param("Seorang warga, Tugiyem Wagirah (45), selamat.", "Tugiyem Wagirah", id="age"),
        pytest.param("Gareth Bale berlari.", "Gareth Bale", id="given name"),
        pytest.param("Ia datang bersama AKBP Nasriadi.", "Nasriadi", id="rank"),
        pytest.param("Semua menunggu Neymar.", "Neymar", id="known by one word"),
        pytest.param("Hadir pula H. Umar bin Said.", "Umar bin Said", id="particle"),
        pytest.param("Buku itu ditulis Mahfud MD di Madura.", "Mahfud MD", id="capitals"),
        pytest.param("Gol dicetak striker Juventus Gonzalo Higuain.", "Gonzalo Higuain", id="club"),
        pytest.param("Kata CEO Warungku Budi Santoso, untung.", "Budi Santoso", id="firm"),
        pytest.param("Menurut Kim Jong - un, damai.", "Kim Jong-un", id="loose hyphen"),
        pytest.param("Gol Karl - Heinz Mulyadi sah.", "Karl-Heinz Mulyadi", id="two given names"),
        pytest.param("Gol Sergej Zubin - Tolic sah.", "Sergej Zubin-Tolic", id="two surnames"),
        pytest.param("Ia menemui Mohammad al - Zubin.", "Mohammad Al-Zubin", id="article"),
        pytest.param(
            "Kemarin manajer Persita, Zubin Tolo, tertawa.", "Zubin Tolo", id="who, by a comma"
        ),
        pytest.param("Ia dan istrinya, Zubin Tolo, pergi.", "Zubin Tolo", id="kin"),
        pytest.param("Gol dicetak Zubin Tolo 52'.", "Zubin Tolo", id="minute"),
        pytest.param("Ia memuji Sri Tolo, Direktur Riset Melati.", "Sri Tolo", id="office behind"),
        pytest.param(
            "Kata Kepala Badan Sungai Melati (BSM) Zubin Mulyadi, surut.",
            "Zubin Mulyadi",
            id="brackets",
        ),
        pytest.param("Kata Kepala Humas Kemenpar Budi Tolo, ramai.", "Budi Tolo", id="ministry"),
        pytest.param("Kata Kepala Dinas Demak Budi Tolo, ramai.", "Budi Tolo", id="place"),
        pytest.param("Kata Direktur PT Zubin Abadi Budi Tolo, laba.", "Budi Tolo", id="PT"),
        pytest.param("Kata CEO Zubin Abadi Budi Tolo, laba.", "Budi Tolo", id="firm of two words"),
        pytest.param("Kata Direktur Sinar Mas Land Budi Tolo, laba.", "Budi Tolo", id="known firm"),
        pytest.param("Kata Gubernur Bali I Made Zubin, ramai.", "I Made Zubin", id="Bali"),
        pytest.param("Menurut Menteri Sri LP Zubin, damai.", "Sri LP Zubin", id="initials"),
        pytest.param("Gol pemain, Mohamed Salah, sah.", "Mohamed Salah", id="word of a title"),
        pytest.param("Budi Zubin Keluhkan cuaca.", "Budi Zubin", id="headline"),
        pytest.param("Kata Putra Mahkota Budi Zubin, damai.", "Budi Zubin", id="heir"),
    ],
)
def test_somebody_is_found(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Mereka bermain di Santiago Bernabeu.",
        "Tim Real Madrid menang di Piala Dunia.",
        "Film Harry Potter diputar lagi.",
        "Budi pulang ke rumah Pak Hadi.",
        "Kementerian Luar Negeri dan Polda Metro Jaya menolak.",
        "Bandara Ahmad Yani ditutup.",
        "PT Sinar Abadi Jaya membangun pabrik.",
        "Pada Senin Kliwon, Gunung Agung meletus.",
        "Galaxy Note dijual di Mangga Dua.",
        "Baca juga Budi Rilis Tiga Buku Sekaligus.",
        "Mereka ikut Operasi Kartika Jaya.",
        "Ia bermain di film ' Asmara Diana ' lagi.",
        "Ponsel itu punya fitur bernama Zubin Tolo.",
        "Kata Dirjen Industri Logam, naik.",
        "Menurut Kepala Bandara Zubin Demak, ramai.",
        "Mantan pemain Persita, Zubin Tolo, dan Persib hadir.",
        "Ia menemui organisasi pengusaha Turki, Zubin Tolo, di sana.",
        "Tiket dijual oleh Ibu Zubin.",
        "Seorang pria, NYX (37), ditangkap.",
        "Kata Komandan Provinsi Kerman (Zubin), damai.",
        "",
    ],
)
def test_nobody_is_found(text: str) -> None:
    assert names(text) == []


def test_short_names_go_to_the_fullest() -> None:
    text = (
        "Menteri Keuangan Sri Mulyani Indrawati datang. Sri Mulyani lega. Kata Mulyani, pajak "
        "turun. Bersama Gubernur Budi Santoso ia pulang."
    )

    assert find_people(text) == (
        Person("Sri Mulyani Indrawati", "Menteri Keuangan", 3, ("Sri Mulyani", "Mulyani")),
        Person("Budi Santoso", "Gubernur", 1),
    )


def test_a_list_of_people_has_people() -> None:
    text = "Hadir Budi Santoso, Zubin Tolo, Sri Wahyuni, dan Karto Wongso."

    assert {"Zubin Tolo", "Karto Wongso"} <= set(names(text))
    assert "Zubin Tolo" not in names(f"{text} Mereka menyanyikan lagu dari album band itu.")


def test_who_plays_together_is_somebody() -> None:
    pair = "melawan Zubin Tolo/Wirya Lonto"

    assert names(f"Ganda putra itu {pair}.") == ["Zubin Tolo", "Wirya Lonto"]
    assert names(f"Mereka {pair}.") == []


def test_a_short_name_is_the_one_it_begins() -> None:
    (found,) = find_people("Zulkifli Hartono datang. Kata Pak Zul, aman.")

    assert (found.name, found.mentions, found.others) == ("Zulkifli Hartono", 2, ("Zul",))


def test_whose_child_is_named_is_no_part_of_a_name() -> None:
    assert names("Putri Budi Santoso menikah. Budi Santoso lega.") == ["Budi Santoso"]


def test_one_given_name_is_somebody_who_speaks_in_an_office() -> None:
    text = "Menurut Camat Hendri, air surut."

    assert names(text) == []
    assert [person.name for person in find_people(text, ["Hendri"])] == ["Hendri"]


def test_a_word_of_two_names_is_neither() -> None:
    found = find_people("Kylie Jenner menemui Kris Jenner. Jenner tertawa.")

    assert {person.name: person.mentions for person in found} == {
        "Kylie Jenner": 1,
        "Kris Jenner": 1,
    }


def test_a_nickname_is_the_full_name() -> None:
    assert names("Presiden Jokowi datang.") == ["Joko Widodo"]
    assert names("Joko Widodo datang. Jokowi lega.") == ["Joko Widodo"]


def test_who_is_quoted_is_somebody() -> None:
    text = "Kecamatan itu sepi. Ketua Karang Taruna, Suwardjoto, berkeluh."

    assert names(text) == []
    assert [person.name for person in find_people(text, ["Suwardjoto"])] == ["Suwardjoto"]


def test_words_of_firms_are_told_by_their_capitals() -> None:
    assert is_other("TopKarir")
    assert not is_other("McDonald")
    assert not is_other("DeVito")
    assert is_other("Next-Gen")
    assert not is_other("Jae-in")


def test_tables_have_a_digest() -> None:
    assert len(tables_digest()) == 16


def test_no_more_people_are_told_than_are_kept() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = ". ".join(f"Budi Ga{one}{two}u" for one in letters for two in letters)

    assert len(find_people(text)) == MAX_NAMES


@pytest.mark.parametrize(
    "text",
    ["Budi " * 20_000, "A. " * 30_000, "Aa-" * 30_000, "X bin bin " * 20_000, "Sri, " * 30_000],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.process_time()
    find_people(text)

    assert time.process_time() - started < 2


@given(st.text(st.sampled_from("Budi SriAn.,()-\u201c\u201d\n12 bin di"), max_size=200))
def test_every_text_can_be_read(text: str) -> None:
    for person in find_people(text):
        assert person.mentions > 0
        assert person.name.split()
