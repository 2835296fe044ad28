from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.newstext.dateline import Dateline, split_dateline

STORY = "Dua desa terendam banjir."


@pytest.mark.parametrize(
    ("printed", "place", "source"),
    [
        ("Nusa Dua, Bali (ANTARA News) - ", "Nusa Dua, Bali", "ANTARA News"),
        ("Jakarta (ANTARA) - ", "Jakarta", "ANTARA"),
        ("Jakarta (ANTARA)- ", "Jakarta", "ANTARA"),
        ("Jakarta (ANTARA)-", "Jakarta", "ANTARA"),
        ("Jakarta (ANTARA) -\n", "Jakarta", "ANTARA"),
        ("Singkil, Aceh, (ANTARA News) \u2013 ", "Singkil, Aceh", "ANTARA News"),
        ("Jeddah, Arab Saudi, 27/11 (Antara) - ", "Jeddah, Arab Saudi", "Antara"),
        ("Beijing (ANTARA News/Xinhua) - ", "Beijing", "ANTARA News/Xinhua"),
        ("Rio de Janeiro (ANTARA) - ", "Rio de Janeiro", "ANTARA"),
        ("JAKARTA (Pos Kota) \u2013 ", "Jakarta", "Pos Kota"),
        ("Malang (Kabarwarga.com) \u2013 ", "Malang", "Kabarwarga.com"),
        ("BANDUNG (Galamedia) - ", "Bandung", "Galamedia"),
        ("JAKARTA, KOMPAS.com - ", "Jakarta", "KOMPAS.com"),
        ("JAKARTA, KOMPAS \u2014 ", "Jakarta", "KOMPAS"),
        ("PALEMBANG, KOMPAS.TV - ", "Palembang", "KOMPAS.TV"),
        ("Jakarta, CNN Indonesia -- ", "Jakarta", "CNN Indonesia"),
        ("Jakarta, CNN Indonesia - - ", "Jakarta", "CNN Indonesia"),
        ("Jakarta, CNBC Indonesia - ", "Jakarta", "CNBC Indonesia"),
        ("Surabaya, NU Online - ", "Surabaya", "NU Online"),
        ("KABAR.ID, SEMARANG-", "Semarang", "KABAR.ID"),
        ("SEMARANG, KABAR.ID-", "Semarang", "KABAR.ID"),
        ("JAKARTA, iNews.id - ", "Jakarta", "iNews.id"),
        ("Liputan6.com, Jakarta - ", "Jakarta", "Liputan6.com"),
        ("Liputan6.com, Jakarta: ", "Jakarta", "Liputan6.com"),
        ("Bisnis.com, JAKARTA - ", "Jakarta", "Bisnis.com"),
        ("Bisnis.com, JAKARTA\u2014", "Jakarta", "Bisnis.com"),
        ("TEMPO.CO, Jakarta - ", "Jakarta", "TEMPO.CO"),
        ("TEMPO.CO , Jakarta -", "Jakarta", "TEMPO.CO"),
        ("TEMPO Interaktif, Jakarta - ", "Jakarta", "TEMPO Interaktif"),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "Jakarta", "REPUBLIKA.CO.ID"),
        ("KONTAN.CO.ID - JAKARTA. ", "Jakarta", "KONTAN.CO.ID"),
        ("KRJOGJA.com - YOGYA - ", "Yogya", "KRJOGJA.com"),
        ("Suara.com - ", None, "Suara.com"),
        ("Suara.com -\n", None, "Suara.com"),
        ("www.suara.com - ", None, "suara.com"),
        ("Merdeka.com - ", None, "Merdeka.com"),
        ("Rimanews - ", None, "Rimanews"),
        ("VIVA \u2013 ", None, "VIVA"),
        ("SURABAYA \u2014 ", "Surabaya", None),
        ("SURABAYA\u2014", "Surabaya", None),
        ("NUSA DUA, BALI \u2013 ", "Nusa Dua, Bali", None),
        ("DKI JAKARTA - ", "DKI Jakarta", None),
        ("MA'RANG - ", "Ma'rang", None),
        ("KEBAYORAN BARU \u2013 ", "Kebayoran Baru", None),
        ("ACEH - ", "Aceh", None),
        ("Jakarta - ", "Jakarta", None),
        ("Jawa Timur - ", "Jawa Timur", None),
        ("Semarang: ", "Semarang", None),
        ("Pangkalan Bun - ", "Pangkalan Bun", None),
        ("Melonguane, Sulut - ", "Melonguane, Sulut", None),
        ("\ufeff Jakarta (ANTARA) - ", "Jakarta", "ANTARA"),
        ("Kairo, Rabu - ", "Kairo", None),
        ("KAIRO, JUM'AT \u2014 ", "Kairo", None),
        ("Jakarta, Sabtu (18/10) - ", "Jakarta", None),
        ("Desa Karangsari, Ahad - ", "Desa Karangsari", None),
        ("Kuala lumpur, kamis - ", "Kuala Lumpur", None),
        ("rio de janeiro, senin - ", "Rio de Janeiro", None),
        ("jakarta, kompas - ", "Jakarta", "kompas"),
        ("Jakarta, detikcom - ", "Jakarta", "detikcom"),
        ("BANDUNG, (PR).- ", "Bandung", "PR"),
        ("Jakarta (Suara Karya): ", "Jakarta", "Suara Karya"),
        ("YOGYA, KR - ", "Yogya", "KR"),
        ("MAKASSAR, FAJAR -- ", "Makassar", "FAJAR"),
        ("WARTA KOTA, PALMERAH - ", "Palmerah", "WARTA KOTA"),
        ("SURYA.CO.ID | SURABAYA - ", "Surabaya", "SURYA.CO.ID"),
        ("KBRN, Jakarta: ", "Jakarta", "KBRN"),
        ("Jakarta, NU Online\n", "Jakarta", "NU Online"),
        ("Liputan6.com, Jakarta ", "Jakarta", "Liputan6.com"),
        ("Liputan6.com, Jakarta Timur ", "Jakarta Timur", "Liputan6.com"),
    ],
)
def test_dateline_is_cut(printed: str, place: str | None, source: str | None) -> None:
    assert split_dateline(printed + STORY) == Dateline(place, source, STORY)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(STORY, id="no dash"),
        pytest.param("", id="nothing"),
        pytest.param("Jakarta (ANTARA) - ", id="nothing behind it"),
        pytest.param("Jakarta - Bogor kini hanya satu jam dengan kereta.", id="a road"),
        pytest.param("JAKARTA - BANDUNG kini satu jam.", id="a road in capitals"),
        pytest.param("JAKARTA-Bandung kini satu jam.", id="a road without blanks"),
        pytest.param("COVID-19 belum usai.", id="a disease"),
        pytest.param("IMF-Bank Dunia bertemu di Bali.", id="two bodies"),
        pytest.param("SOLO\u2013SRAGEN macet total.", id="a road, glued"),
        pytest.param("Inggris - Jerman bermain imbang.", id="a match"),
        pytest.param("Inggris: Pickford, Walker, Stones.", id="a line-up"),
        pytest.param("KPK - Polri menandatangani kesepakatan.", id="two offices"),
        pytest.param("BNPB \u2014 Badan Nasional Penanggulangan Bencana.", id="initials"),
        pytest.param("COVID-19 - Vaksin tiba di Padang.", id="a disease"),
        pytest.param("OPINI - Demokrasi kita sedang diuji.", id="a heading"),
        pytest.param("ANALISIS \u2013 Harga cabai akan turun.", id="another heading"),
        pytest.param("GO - JEK memperluas layanan.", id="a brand cut by its hyphen"),
        pytest.param("Tiba - tiba hujan turun.", id="a reduplication cut by its hyphen"),
        pytest.param("Paris Saint - Germain menang.", id="a club"),
        pytest.param(
            "Bank Rakyat Indonesia (BRI) - bank tertua - untung.", id="initials explained"
        ),
        pytest.param("Persatuan Guru (PGRI) - Federasi Guru sepakat.", id="two unions"),
        pytest.param("Bali, antara lain Kuta - Sanur, ramai.", id="antara the word"),
        pytest.param("antara - dua kota", id="antara in lower case"),
        pytest.param("Tokosaya.com - situs jual beli - tutup.", id="a site in a sentence"),
        pytest.param("Tempo - majalah mingguan - terbit lagi.", id="a name in a sentence"),
        pytest.param("Ketua DPR, Budi Hartono - politikus senior - hadir.", id="an aside"),
        pytest.param("Harga beras - bahan pokok - naik lagi.", id="another aside"),
        pytest.param("Jalan Tol Jakarta - Cikampek macet.", id="a toll road"),
        pytest.param("Puncak - Bogor macet.", id="a road from a place that is a word"),
        pytest.param("Sumber: Dinas Kesehatan.", id="a word that is a place"),
        pytest.param("H-3 Lebaran, stasiun padat.", id="a day"),
        pytest.param("- Butir pertama.", id="a list"),
        pytest.param("Pasar Malam, Jumat - Minggu, di alun-alun.", id="days of a week"),
        pytest.param("Lima, selasa - Rabu.", id="a number"),
        pytest.param("KABAR DAERAH\nSEMARANG - Air surut.", id="a heading above it"),
        pytest.param("padi, tempo - Beras.", id="words in small letters"),
        pytest.param("Liputan6.com, situs berita, berdiri pada 2000.", id="a site that is told of"),
    ],
)
def test_ordinary_opening_stays_whole(body: str) -> None:
    assert split_dateline(body) == Dateline(None, None, body)


@given(st.text(alphabet="Aa JAKRT(),.-\u2013:com1\n", max_size=80))
def test_what_is_left_is_the_end_of_the_body(body: str) -> None:
    assert body.endswith(split_dateline(body).body)


@pytest.mark.parametrize(
    "unit", ["A", "A ", "A, ", "A-", "Aa (", "A. ", "a.com", "- ", "A'", "\u2013"]
)
def test_hostile_openings_are_quick(unit: str) -> None:
    start = time.process_time()

    split_dateline(unit * 100_000)

    assert time.process_time() - start < 1.0
