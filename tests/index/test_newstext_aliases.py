"""Short forms that a text explains, and brackets that explain none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.newstext.aliases import MAX_FULL_CHARS, Alias, find_aliases

WORDS = (
    "Komisi Pemberantasan Korupsi dan Perserikatan Bangsa-Bangsa (KPK) KPK (PBB) ( ) , . - \n"
    ' Kemenkes " (e-KTP) elektronik Badan, (Komisi & ß İ 12 ٣ (Ⅳa) ('
).split(" ")


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Ketua Komisi Pemberantasan Korupsi (KPK) hadir", "KPK", "Komisi Pemberantasan Korupsi"),
        ("sidang Perserikatan Bangsa-Bangsa (PBB)", "PBB", "Perserikatan Bangsa-Bangsa"),
        ("sidang Perserikatan Bangsa - Bangsa (PBB)", "PBB", "Perserikatan Bangsa-Bangsa"),
        ("staf Lembaga Uji, Takar, dan Timbang (LUTT)", "LUTT", "Lembaga Uji, Takar, dan Timbang"),
        ("oleh Badan Obat dan Makanan (BOM) kemarin", "BOM", "Badan Obat dan Makanan"),
        ("Menurut KPK (Komisi Pemberantasan Korupsi)", "KPK", "Komisi Pemberantasan Korupsi"),
        ("the IMF (International Monetary Fund)", "IMF", "International Monetary Fund"),
        ("Institute of Rice Research (IoRR)", "IoRR", "Institute of Rice Research"),
        ("Presiden Joko Widodo (Jokowi) tiba", "Jokowi", "Joko Widodo"),
        ("kata Menteri Kesehatan (Menkes) itu", "Menkes", "Menteri Kesehatan"),
        (
            "Menteri Pemuda dan Olahraga (Menpora)",
            "Menpora",
            "Menteri Pemuda dan Olahraga",
        ),
        ("Kepala Kepolisian Daerah (Kapolda) Bali", "Kapolda", "Kepala Kepolisian Daerah"),
        ("seorang kepala Dinas Perhubungan (Dishub)", "Dishub", "Dinas Perhubungan"),
        ("Badan Ekonomi Kreatif (Bekraf)", "Bekraf", "Badan Ekonomi Kreatif"),
        ("petugas pemadam kebakaran (Damkar)", "Damkar", "pemadam kebakaran"),
        ("penghuni rumah susun (rusun) lama", "rusun", "rumah susun"),
        ("peserta keluarga berencana (KB)", "KB", "keluarga berencana"),
        ("Kamar Dagang dan Industri (KADIN)", "KADIN", "Kamar Dagang dan Industri"),
        ("kader Partai Demokrasi Maju (PDM)", "PDM", "Partai Demokrasi Maju"),
        ("kader Partai Desa-Indah (PD-I)", "PD-I", "Partai Desa-Indah"),
        ("Komisi Disiplin Sepak Raga Indonesia (Komdis SRI)", "Komdis SRI", None),
        ("pengadaan KTP elektronik (e-KTP)", "e-KTP", "KTP elektronik"),
        (
            "kartu tanda penduduk berbasis elektronik (e - KTP)",
            "e-KTP",
            "kartu tanda penduduk berbasis elektronik",
        ),
        ("katanya. “Dewan Perwakilan Desa (DPD) setuju”", "DPD", "Dewan Perwakilan Desa"),
        ("rancangan Undang-Undang (UU) itu", "UU", "Undang-Undang"),
        ("x" * MAX_FULL_CHARS + " Bank Tani (BT)", "BT", "Bank Tani"),
        ("firma Hasan & Rekan (HR)", "HR", "Hasan & Rekan"),
    ],
)
def test_short_forms_are_read_with_what_they_stand_for(
    text: str, short: str, full: str | None
) -> None:
    whole = full or "Komisi Disiplin Sepak Raga Indonesia"

    assert find_aliases(text) == {Alias(short, whole)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("pada Minggu (14/10/2018) dan Senin (15/10)", id="dates"),
        pytest.param("Siti (32) dan Budi (40 tahun)", id="ages"),
        pytest.param("Garut (Jawa Barat), Bali (Indonesia)", id="places"),
        pytest.param("Budi Hartono (PDI-P), Dewi Lestari (Demokrat)", id="parties"),
        pytest.param("Budi Hartono (Persib), Kento Sato (Jepang)", id="teams"),
        pytest.param("Semarang (ANTARA) - Banjir", id="a wire"),
        pytest.param("saham Bank Makmur Sentosa (BBMS) naik", id="a ticker"),
        pytest.param("PT Makmur (Persero) Tbk", id="a form of company"),
        pytest.param("Hadir Rabu (besok)", id="a day"),
        pytest.param("hujan lebat. (bh/dl)", id="initials of writers"),
        pytest.param("Itu selesai. (BH)", id="behind a sentence"),
        pytest.param("Bank. Tani (BT)", id="across a sentence"),
        pytest.param("Bank (baru) Tani (BT)", id="across brackets"),
        pytest.param("dari Bank ke “Tani” (BT)", id="across a quotation"),
        pytest.param("Bank\u2014Tani (BT)", id="across a dash"),
        pytest.param("Bank Maju Tani (BT)", id="a word gives nothing"),
        pytest.param("Tani (BT)", id="letters are missing"),
        pytest.param("Televisi (TV)", id="one word"),
        pytest.param("Kioson Makmur (Kioson)", id="one of its words"),
        pytest.param("kata Menteri (B)", id="one letter"),
        pytest.param("Menteri Kebudayaan serta Pemuda (Menpora)", id="another title"),
        pytest.param("Orang Hilang dan Korban Tindak Kekerasan (KontraS)", id="a capital inside"),
        pytest.param("x" * MAX_FULL_CHARS + "Bank Tani (BT)", id="cut in the first word"),
        pytest.param("Ia (KPK", id="never closed"),
        pytest.param("KPK (Komisi\nPemberantasan Korupsi)", id="over two lines"),
        pytest.param("()( )(a)", id="empty"),
        pytest.param("(KPK) berkata", id="nothing before"),
    ],
)
def test_other_brackets_explain_nothing(text: str) -> None:
    assert find_aliases(text) == set()


def test_several_are_read_each_once() -> None:
    text = "Bank Tani (BT) dan Dana Desa (DD). Bank Tani (BT) lagi."

    assert find_aliases(text) == {Alias("BT", "Bank Tani"), Alias("DD", "Dana Desa")}


def test_what_was_found_before_is_found_again_where_it_begins() -> None:
    for text in ("Dana Tani (DT)", "ke Dana Tani (DT)", "ke Adana Tani (DT)"):
        assert find_aliases(text) == (set() if "Ad" in text else {Alias("DT", "Dana Tani")})


@given(st.text("KPk omisi-&,.()“\n é\u0130\u00df12", max_size=60) | st.text())
@example("(A)")
@example("ß (SS) ß - (e-)")
@example("elektronik (e-)")
def test_any_text_is_read(text: str) -> None:
    for short, full in find_aliases(text):
        assert short
        assert " ".join(full.split()) == full
        assert len(full.replace("-", " ").split()) > 1


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    plain = " ".join(text.replace(" - ", "-").split())

    for short, full in find_aliases(text):
        assert f"{full} ({short})" in plain or f"{short} ({full})" in plain
