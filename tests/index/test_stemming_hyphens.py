"""Reduplications are one word; hyphenated affixes are cut; compounds are left alone."""

import pytest

from index.stemming.hyphens import cut_affix
from index.stemming.stemmer import Stemmer

STEMMER = Stemmer()


@pytest.mark.parametrize(
    ("word", "root"),
    [
        pytest.param("anak-anak", "anak", id="whole"),
        pytest.param("anak-anaknya", "anak", id="whole, clitic"),
        pytest.param("malaikat-malaikat-nya", "malaikat", id="whole, hyphenated clitic"),
        pytest.param("perubahan-perubahan", "ubah", id="whole, of an inflection"),
        pytest.param("berbalas-balasan", "balas", id="ber- -an"),
        pytest.param("menyebut-nyebut", "sebut", id="meN-, nasal repeated"),
        pytest.param("meniru-nirukan", "tiru", id="meN- -kan, nasal repeated"),
        pytest.param("mengobok-obok", "obok", id="meN-, vowel"),
        pytest.param("kebiru-biruan", "biru", id="ke- -an"),
        pytest.param("sebaik-baiknya", "baik", id="se- -nya"),
        pytest.param("seakan-akan", "akan", id="se-"),
        pytest.param("besar-besaran", "besar", id="-an"),
        pytest.param("tolong-menolong", "tolong", id="second half meN-"),
        pytest.param("kejar-mengejar", "kejar", id="second half meN-, k swallowed"),
        pytest.param("turun-temurun", "turun", id="infix in the second half"),
        pytest.param("sayur-mayur", "sayur", id="rhyme, first consonant"),
        pytest.param("gerak-gerik", "gerak", id="rhyme, vowels"),
        pytest.param("kupu-kupu", "kupu-kupu", id="lexical"),
        pytest.param("undang-undang", "undang-undang", id="lexical, a law"),
        pytest.param("mata-mata", "mata-mata", id="lexical, a spy"),
        pytest.param("perundang-undangan", "undang-undang", id="lexical, inflected"),
        pytest.param("memata-matai", "mata-mata", id="lexical, inflected verb"),
        pytest.param("menyia-nyiakan", "sia-sia", id="lexical, nasal repeated"),
        pytest.param("kupu-kupunya", "kupu-kupu", id="lexical, clitic"),
        pytest.param("kacang-kacangan", "kacang", id="-an, though a dictionary lists it"),
        pytest.param("terkadang-kadang", "kadang", id="prefix, first half in the dictionary"),
        pytest.param("mereka-reka", "reka", id="prefix that makes another word"),
        pytest.param("perlahan-lahan", "perlahan", id="only the end repeated"),
        pytest.param("segala-galanya", "segala", id="only the end repeated, clitic"),
        pytest.param("bergerak-gerik", "gerak", id="prefix before a rhyme"),
        pytest.param("ingar-bingar", "ingar", id="rhyme, one consonant more"),
        pytest.param("mengais-ngais", "kais", id="meN- on a root too rare alone"),
        pytest.param("beramai-ramai", "ramai", id="ber- that lost its r"),
        pytest.param("berangkul-rangkulan", "rangkul", id="ber- that lost its r, -an"),
        pytest.param("meronta-ronta", "ronta", id="me- before r"),
        pytest.param("semata-mata", "mata", id="se- before what is a pair of its own elsewhere"),
        pytest.param("setinggi-tingginya", "tinggi", id="se- -nya, first half in the dictionary"),
        pytest.param("sepandai-pandai", "pandai", id="se- alone"),
        pytest.param("semena-mena", "mena", id="se- on a rare root"),
        pytest.param("memijit-mijit", "pijit", id="nasal repeated, p"),
        pytest.param("menyayang-nyayangi", "sayang", id="nasal repeated, s, -i"),
        pytest.param("mengotak-ngotakkan", "kotak", id="nasal repeated, another pair inside"),
        pytest.param("tulis-menulis", "tulis", id="second half meN-, t swallowed"),
        pytest.param("menari-tarikan", "tari", id="only the first half is nasal"),
        pytest.param("bela-belain", "bela", id="informal -in"),
        pytest.param("dibagi-bagiin", "bagi", id="informal di- -in"),
        pytest.param("corat-coret", "corat-coret", id="rhyme whose first half is no word"),
        pytest.param("gonta-ganti", "gonta-ganti", id="rhyme no dictionary of ours lists"),
        pytest.param("digebak-gebuk", "gebak-gebuk", id="rhyme kept whole, prefix"),
        pytest.param("mondar-mandirnya", "mondar-mandir", id="rhyme kept whole, clitic"),
        pytest.param("temen-teman", "teman", id="a slip, not a rhyme"),
        pytest.param("bolak-balik", "bolak-balik", id="lexical, chiming"),
        pytest.param("diobrak-abrik", "obrak-abrik", id="lexical, chiming, inflected"),
    ],
)
def test_reduplications_have_one_root(word: str, root: str) -> None:
    assert STEMMER.root(word) == root
    assert STEMMER.is_reduplication(word)


@pytest.mark.parametrize(
    "word",
    [
        *("e-commerce", "imf-wb", "covid-19", "jakarta-bandung", "jual-beli", "suami-istri"),
        *("tni-polri", "al-azhar", "gtx-trans-icon", "wi-fi", "anak", "-", "", "a-", "-a"),
    ],
)
def test_compounds_are_left_alone(word: str) -> None:
    assert not STEMMER.is_reduplication(word)
    assert STEMMER.root(word) == (word or "-")


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("di-upload", "upload"),
        ("nge-tweet", "tweet"),
        ("meng-install", "install"),
        ("2024-nya", "2024"),
        ("ke-17", "17"),
        ("se-indonesia", "indonesia"),
        ("nikmat-ku", "nikmat"),
        ("allah-lah", "allah"),
    ],
)
def test_a_hyphenated_affix_is_cut(word: str, root: str) -> None:
    assert STEMMER.root(word) == root


def test_cut_affix_leaves_reduplications() -> None:
    assert cut_affix("di-di") == "di-di"
    assert cut_affix("anak-anak") == "anak-anak"
