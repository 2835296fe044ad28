"""Roots, class by class; every row names the phenomenon it stands for."""

from importlib import resources
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.stemming.affixes import prefix_splits, suffix_splits
from index.stemming.derivations import derive
from index.stemming.explanation import explain
from index.stemming.lexicon import bundled_lexicon
from index.stemming.stemmer import Stemmer

STEMMER = Stemmer()


@pytest.mark.parametrize(
    ("word", "root"),
    [
        pytest.param("latih", "latih", id="root"),
        pytest.param("melatih", "latih", id="meN-: l"),
        pytest.param("membaca", "baca", id="meN-: b"),
        pytest.param("memukul", "pukul", id="meN-: p swallowed"),
        pytest.param("memproduksi", "produksi", id="meN-: p kept before a consonant"),
        pytest.param("mendapat", "dapat", id="meN-: d"),
        pytest.param("menulis", "tulis", id="meN-: t swallowed"),
        pytest.param("mentransfer", "transfer", id="meN-: t kept before a consonant"),
        pytest.param("menikah", "nikah", id="meN-: n of its own"),
        pytest.param("menyewa", "sewa", id="meN-: s swallowed"),
        pytest.param("menyanyi", "nyanyi", id="meN-: ny of its own"),
        pytest.param("mengambil", "ambil", id="meN-: vowel"),
        pytest.param("mengarang", "karang", id="meN-: k swallowed"),
        pytest.param("mengkritik", "kritik", id="meN-: k kept"),
        pytest.param("mengecat", "cat", id="menge-: one syllable"),
        pytest.param("pemrosesan", "proses", id="peN-: p swallowed before r"),
        pytest.param("pengeboman", "bom", id="penge-: one syllable"),
        pytest.param("pesepakbola", "sepakbola", id="pe-: no nasal"),
        pytest.param("bekerja", "kerja", id="be-: r lost before -er-"),
        pytest.param("belajar", "ajar", id="bel-"),
        pytest.param("berasa", "rasa", id="be-: root in r"),
        pytest.param("terasa", "rasa", id="te-: root in r"),
        pytest.param("diberikan", "beri", id="di- -kan"),
        pytest.param("ikuti", "ikut", id="bare -i"),
        pytest.param("keadilan", "adil", id="ke- -an"),
        pytest.param("perumahan", "rumah", id="per- -an"),
        pytest.param("serangkaian", "rangkai", id="se- -an"),
        pytest.param("mempertahankan", "tahan", id="meN- per- -kan"),
        pytest.param("diberhentikan", "henti", id="di- ber- -kan"),
        pytest.param("keterlibatan", "libat", id="ke- ter- -an"),
        pytest.param("ketidakadilan", "adil", id="ke- tidak -an"),
        pytest.param("pemberdayaan", "daya", id="peN- ber- -an"),
        pytest.param("kulihat", "lihat", id="ku-"),
        pytest.param("bukunyalah", "buku", id="clitics"),
        pytest.param("siapapun", "siapa", id="-pun"),
        pytest.param("eceran", "ecer", id="-an on a rare root"),
        pytest.param("kibasan", "kibas", id="-an on a root that news never uses alone"),
        pytest.param("keluaran", "keluar", id="-an on a word that looks like ke-"),
        pytest.param("sebiji", "biji", id="se- on a noun"),
        pytest.param("seabad", "abad", id="se- on a rare noun"),
        pytest.param("sejenak", "jenak", id="se- on a root that never stands alone"),
        pytest.param("dedaunan", "daun", id="first syllable repeated, -an"),
        pytest.param("kekasih", "kasih", id="bare ke-"),
        pytest.param("diperuntukkan", "untuk", id="di- per- -kan on a function word"),
        pytest.param("ngelakuin", "laku", id="informal nge- -in"),
        pytest.param("nyariin", "cari", id="informal ny- -in"),
        pytest.param("dibeliin", "beli", id="informal di- -in"),
        pytest.param("rencananya", "rencana", id="-nya"),
        pytest.param("kegiatanya", "giat", id="-nya: one n for two"),
        pytest.param("servernya", "server", id="-nya: loan"),
        pytest.param("jokowinya", "jokowi", id="-nya: name"),
        pytest.param("zzzxqanya", "zzzxqa", id="-nya: unknown"),
    ],
)
def test_affixes(word: str, root: str) -> None:
    assert STEMMER.root(word) == root


@pytest.mark.parametrize(
    ("word", "root"),
    [
        pytest.param("gerakan", "gerak", id="-an, not -kan"),
        pytest.param("kerusakan", "rusak", id="ke- -an, not ke- -kan"),
        pytest.param("perbankan", "bank", id="per- -an, not -kan"),
        pytest.param("penyelidikan", "selidik", id="longest root"),
        pytest.param("mengemas", "kemas", id="kemas, not emas"),
        pytest.param("penyerobotan", "serobot", id="serobot, no se- inside peN-"),
        pytest.param("masakan", "masak", id="masak -an, not masa -kan"),
        pytest.param("berbasis", "basis", id="-is is part of the root"),
        pytest.param("menulis", "tulis", id="-is is part of the root, too"),
        pytest.param("berikan", "beri", id="beri -kan, not ber- ikan"),
        pytest.param("menangis", "tangis", id="meN-, not menang -is"),
        pytest.param("mengaku", "aku", id="aku, not kaku"),
        pytest.param("mengurus", "urus", id="urus, not kurus"),
        pytest.param("perubahan", "ubah", id="ubah, not rubah"),
        pytest.param("pengawasan", "awas", id="awas, not kawasan"),
        pytest.param("terjangan", "terjang", id="no function word at the end"),
        pytest.param("mengadakan", "ada", id="root below another inflection"),
        pytest.param("pemilu", "pemilu", id="acronym"),
        pytest.param("desakan", "desak", id="-an on a root in k, not -kan"),
        pytest.param("menunjukan", "tunjuk", id="one k for two"),
        pytest.param("ditunjukannya", "tunjuk", id="one k for two, clitic"),
        pytest.param("merangkai", "rangkai", id="root in -ai, not -i"),
        pytest.param("menuai", "tuai", id="root in -ai, not -i on a commoner word"),
        pytest.param("menguasai", "kuasa", id="-i on a root in -a"),
        pytest.param("kemeriahan", "meriah", id="root that looks like meN-"),
        pytest.param("kementrian", "menteri", id="root in another spelling"),
        pytest.param("mengoperasikan", "operasi", id="operasi, not koperasi"),
        pytest.param("modernisasi", "modernisasi", id="loan in -isasi is one word"),
    ],
)
def test_what_sastrawi_gets_wrong(word: str, root: str) -> None:
    assert STEMMER.root(word) == root


@pytest.mark.parametrize(
    "word",
    [
        *("karyawan", "karyawati", "wartawan", "wisatawan", "relawan", "ilmuwan", "biarawati"),
        *("nasionalisme", "idealisme", "jokowisme", "psikologis", "hidrometeorologis"),
        *("asian", "irian", "damian", "busan", "logan", "semester", "serena"),
    ],
)
def test_words_that_only_look_inflected_stay_whole(word: str) -> None:
    assert STEMMER.root(word) == word


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("kewartawanan", "wartawan"),
        ("kenegarawanan", "negarawan"),
        ("karyawan-karyawan", "karyawan"),
        ("karyawannya", "karyawan"),
        ("memetabolisme", "metabolisme"),
    ],
)
def test_words_with_a_meaning_of_their_own_take_affixes(word: str, root: str) -> None:
    assert STEMMER.root(word) == root


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("mempertanggungjawabkan", "tanggungjawab"),
        ("pertanggungjawaban", "tanggungjawab"),
        ("penyalahgunaan", "salahguna"),
        ("ditandatangani", "tandatangan"),
        ("menindaklanjuti", "tindaklanjut"),
    ],
)
def test_compounds_share_one_root(word: str, root: str) -> None:
    assert STEMMER.root(word) == root


@pytest.mark.parametrize("word", ["tidak", "bukan", "belum", "tanpa", "jangan", "tak"])
def test_negations_are_never_touched(word: str) -> None:
    assert STEMMER.root(word) == word


@pytest.mark.parametrize(
    "word", ["bagaimana", "berapa", "mengapa", "kepada", "sehingga", "adalah", "bahkan"]
)
def test_function_words_stay_whole(word: str) -> None:
    assert STEMMER.root(word) == word
    assert STEMMER.term(word) == word


@pytest.mark.parametrize(
    ("word", "root", "term"),
    [
        pytest.param("sebagai", "bagai", "sebagai", id="preposition"),
        pytest.param("setelah", "telah", "setelah", id="conjunction"),
        pytest.param("terhadapnya", "hadap", "terhadap", id="with a clitic"),
        pytest.param("sebuah", "buah", "sebuah", id="a fruit is no article"),
        pytest.param("sebelum", "belum", "sebelum", id="before is not not yet"),
        pytest.param("beberapa", "berapa", "beberapa", id="some are not how many"),
        pytest.param("sebanyak", "banyak", "sebanyak", id="preposition of number"),
        pytest.param("sebesar", "besar", "sebesar", id="preposition of amount"),
        pytest.param("sedangkan", "sedang", "sedangkan", id="whereas"),
        pytest.param("selain", "lain", "selain", id="besides"),
        pytest.param("sekadar", "kadar", "sekadar", id="merely"),
        pytest.param("sebentar", "bentar", "sebentar", id="for a moment"),
        pytest.param("sepuluh", "puluh", "sepuluh", id="number"),
        pytest.param("seolah-olah", "olah", "seolah-olah", id="reduplication"),
        pytest.param("seakan-akan", "akan", "seakan-akan", id="reduplication of a function word"),
        pytest.param("besar", "besar", "besar", id="root of a preposition"),
        pytest.param("buah", "buah", "buah", id="the root itself"),
        pytest.param("pelatihan", "latih", "latih", id="content word"),
    ],
)
def test_function_words_are_searched_as_written(word: str, root: str, term: str) -> None:
    assert STEMMER.root(word) == root
    assert STEMMER.term(word) == term


def test_your_exceptions_come_before_function_words() -> None:
    stemmer = Stemmer(exceptions={"sebuah": "buah"})

    assert stemmer.term("sebuah") == "buah"
    assert stemmer.term("sebuahnya") == "buah"
    assert stemmer.term("sebagai") == "sebagai"


@pytest.mark.parametrize(
    "word",
    ["bali", "bekasi", "kediri", "maluku", "susi", "megawati", "kurniawan", "dimas", "berlin"],
)
def test_names_stay_whole(word: str) -> None:
    assert STEMMER.root(word) == word


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("latih", "dictionary word"),
        ("pelatihan", "peN- latih -an"),
        ("mempertanggungjawabkannya", "meN- per- tanggungjawab -kan -nya"),
        ("bali", "name"),
        ("berikan", "exception: beri -kan, not ber- ikan"),
        ("berikannya", "exception berikan, -nya"),
        ("anak-anak", "reduplication of anak"),
        ("2024-nya", "hyphenated affix, unknown, kept"),
        ("servernya", "server -nya"),
        ("zzzxqa", "unknown, kept"),
    ],
)
def test_explain(word: str, why: str) -> None:
    assert explain(STEMMER, word).why == why


@pytest.mark.parametrize(
    ("word", "steps"),
    [
        pytest.param(
            "mempertanggungjawabkannya",
            "-nya mempertanggungjawabkan -kan mempertanggungjawab "
            "meN- pertanggungjawab per- tanggungjawab",
            id="every affix",
        ),
        pytest.param("menangis", "meN- tangis", id="nasal change undone"),
        pytest.param("menunjukan", "-(k)an menunjuk meN- tunjuk", id="one k for two"),
        pytest.param("di-upload", "di- upload", id="hyphenated prefix"),
        pytest.param("2024-nya", "-nya 2024", id="hyphenated clitic"),
        pytest.param("berbalas-balasan", "balasan berbalas ber- balas", id="reduplication"),
        pytest.param(
            "setinggi-tingginya", "setinggi tingginya -nya tinggi", id="reduplication in se-"
        ),
        pytest.param("perundang-undangan", "", id="root that is repeated itself"),
        pytest.param("kegiatanya", "-nya kegiatan -an kegiat ke- giat", id="one n for two"),
        pytest.param("bali", "", id="name"),
        pytest.param("zzzxqa", "", id="unknown"),
    ],
)
def test_explain_shows_every_step(word: str, steps: str) -> None:
    found = explain(STEMMER, word).steps

    assert " ".join(part for step in found for part in step) == steps


@given(st.text())
@example("")
@example(" ")
@example("a b")
@example("di-" * 200)
@example("-nya")
@example("nya" * 40)
@example("é1.000")
def test_every_text_has_one_word_for_a_root(text: str) -> None:
    root = STEMMER.root(text)

    assert len(root.split()) == 1
    assert not any(letter.isspace() for letter in root)
    assert STEMMER.root(text) == root
    assert explain(STEMMER, text).root == root
    assert len(STEMMER.term(text).split()) == 1


@given(st.text(alphabet="abdegiklmnprstuy-", max_size=24))
def test_words_that_look_indonesian_have_a_root(word: str) -> None:
    assert STEMMER.root(word).split() == [STEMMER.root(word)]
    assert all(step.rest for step in explain(STEMMER, word).steps)
    assert STEMMER.is_reduplication(word) in {True, False}


@given(st.sampled_from(sorted(bundled_lexicon().whole)))
def test_a_dictionary_word_is_its_own_root_unless_excepted(word: str) -> None:
    why = explain(STEMMER, word).why

    assert why.startswith("exception") or STEMMER.root(word) == word


def test_the_root_of_a_root_is_the_root() -> None:
    roots = bundled_lexicon().roots
    exceptions = [root for root in roots if STEMMER.root(root) != root]

    assert len(exceptions) < 20


def test_sastrawi_dictionary_is_read_where_it_is_installed() -> None:
    ours = {path.name for path in resources.files("index.stemming").iterdir()}

    assert not any("kata-dasar" in name for name in ours)
    assert "pelatihan" not in bundled_lexicon().whole


def test_forbidden_pairs_are_no_reading() -> None:
    roots = {"makan": (20.0, 20.0)}

    assert derive("dimakan", roots, {}) is not None
    assert derive("dimakanan", roots, {}) is None


def test_names_take_clitics_but_no_affixes() -> None:
    names = {"jokowi": (-2.5, -2.5)}

    assert derive("jokowinya", {}, names) is not None
    assert derive("menjokowikan", {}, names) is None


@given(st.text(max_size=12))
def test_splits_rebuild_nothing_longer_than_the_word(word: str) -> None:
    assert all(len(rest) <= len(word) for _, rest, _ in prefix_splits(word))
    assert all(word.startswith(rest) for _, _, rest, _ in suffix_splits(word))


def test_your_exceptions_come_first() -> None:
    stemmer = Stemmer(exceptions={"pelatihan": "pelatihan", "kata": "kata"})

    assert stemmer.root("pelatihan") == "pelatihan"
    assert explain(stemmer, "pelatihan").why == "exception: yours"
    assert stemmer.root("melatih") == "latih"


def test_fingerprint_follows_names_and_exceptions() -> None:
    prints = {
        Stemmer().fingerprint,
        Stemmer(names={"budi"}).fingerprint,
        Stemmer(exceptions={"budi": "budi"}).fingerprint,
    }

    assert len(prints) == 3
    assert Stemmer().fingerprint == STEMMER.fingerprint


def test_every_known_word_is_folded() -> None:
    lexicon = bundled_lexicon()

    for word in (*lexicon.whole, *lexicon.roots):
        assert word == word.lower()
        assert "".join(word.split()) == word


def test_our_words_add_to_sastrawi_and_repeat_nothing() -> None:
    data = resources.files("Sastrawi.Stemmer").joinpath("data", "kata-dasar.txt")
    sastrawi = set(data.read_text(encoding="utf-8").split())
    text = resources.files("index.stemming").joinpath("words.txt").read_text(encoding="utf-8")
    ours = [line for line in text.splitlines() if line and not line.startswith("#")]

    assert len({word.lstrip("=-") for word in ours}) == len(ours)
    assert sastrawi.isdisjoint(word for word in ours if word[0] not in "=-")


@pytest.mark.parametrize("prefix", ["di", "ber", "ter"])
@pytest.mark.parametrize("suffix", ["kan", "kannya"])
def test_regular_inflections_of_common_roots(prefix: str, suffix: str) -> None:
    roots = ["bangun", "dapat", "guna", "hasil", "jalan", "kembang", "laku", "pasang", "tetap"]

    assert [STEMMER.root(f"{prefix}{root}{suffix}") for root in roots] == roots


def test_the_table_in_the_readme_is_true() -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    _, _, table = readme.partition("| word | Arsip | PySastrawi")
    rows = [line.split("|")[1:3] for line in table.split("\n\n")[0].splitlines()[2:]]

    assert len(rows) > 15
    for words, root in rows:
        for word in words.replace("(misspelt)", "").split(","):
            assert STEMMER.root(word.strip().lower()) == root.strip()
