"""Organisations in a text: what is one, by which name, and what is none."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.newstext.bodies import key, known_label, known_names, label_of, split_label, table_digest
from index.newstext.organisations import find_organisations
from index.newstext.persons import Person, find_people
from index.newstext.tally import MAX_NAMES, Organisation


def labels(text: str) -> list[str]:
    return [one.label for one in find_organisations(text, find_people(text))]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("Ia kini di KPK.", "Komisi Pemberantasan Korupsi (KPK)", id="table"),
        pytest.param(
            "Ketua Komisi II DPR Budi Santoso pulang.", "Dewan Perwakilan Rakyat (DPR)", id="part"
        ),
        pytest.param(
            "Menurut Badan Pengelola Sungai, air surut.", "Badan Pengelola Sungai", id="of state"
        ),
        pytest.param(
            "Kepala Dinas Kelautan dan Perikanan Demak Budi.",
            "Dinas Kelautan dan Perikanan Demak",
            id="of two things, with its place",
        ),
        pytest.param("Kapolres menunggu di Polres Demak.", "Polres Demak", id="place"),
        pytest.param("Kepolisian Daerah Jabar menolak.", "Polda Jawa Barat", id="spelt out"),
        pytest.param("Menurut KPU Provinsi NTB, sah.", "KPU Nusa Tenggara Barat", id="branch"),
        pytest.param("Ia bekerja di PT Sinar Abadi Jaya.", "PT Sinar Abadi Jaya", id="firm"),
        pytest.param(
            "Dokter dari Ikatan Perawat Gigi Indonesia hadir.",
            "Ikatan Perawat Gigi Indonesia",
            id="of members",
        ),
        pytest.param("Agensinya, Melati Entertainment, diam.", "Melati Entertainment", id="end"),
        pytest.param(
            "Ia lulus dari Melati University of Applied Arts.",
            "Melati University of Applied Arts",
            id="English",
        ),
        pytest.param("Kata Ketua HKTX, panen gagal.", "HKTX", id="what somebody heads"),
        pytest.param(
            "Jaringan Pegiat Sungai (JPS) menolak.",
            "Jaringan Pegiat Sungai (JPS)",
            id="explained",
        ),
        pytest.param(
            "Kementerian Ruang Angkasa, Samudra, dan Sungai dibentuk.",
            "Kementerian Ruang Angkasa, Samudra, dan Sungai",
            id="list",
        ),
        pytest.param("Pelatih Chelsea tersenyum.", "Chelsea", id="club"),
        pytest.param("Hasil laga itu Chelsea 1 - 0.", "Chelsea", id="goals"),
        pytest.param("Samsung meluncurkan ponsel.", "Samsung", id="what firms do"),
        pytest.param(
            "Gol kiper Valencia menutup laga, kata pelatih.", "Valencia", id="town, of sports"
        ),
        pytest.param("Rumah Sakit Fatmawati penuh.", "Rumah Sakit Fatmawati", id="pair"),
        pytest.param(
            "Menurut Komisi Pemilihan Umum (KPU) Jawa Barat, sah.",
            "KPU Jawa Barat",
            id="short form within",
        ),
        pytest.param(
            "Menurut Kementerian Kesehatan Kanada, sehat.",
            "Kementerian Kesehatan Kanada",
            id="abroad",
        ),
        pytest.param(
            "Menurut Kementerian Pertahanan Sipil Kanada, aman.",
            "Kementerian Pertahanan Sipil Kanada",
            id="another field",
        ),
        pytest.param("Ia bekerja di PT. Sinar Abadi.", "PT Sinar Abadi", id="with a stop"),
        pytest.param(
            "Ia lulusan Universitas Melati Amerika Serikat.",
            "Universitas Melati Amerika Serikat",
            id="country of two words",
        ),
        pytest.param(
            "Ia kuliah di Institut Sains dan Teknologi Melati.",
            "Institut Sains dan Teknologi Melati",
            id="of two studies",
        ),
        pytest.param(
            "Menurut Koperasi Pegawai PLN, untung.", "Koperasi Pegawai PLN", id="of a known one"
        ),
        pytest.param(
            "Pesawat Maskapai Melati Airlines mendarat.", "Melati Airlines", id="kind before"
        ),
        pytest.param(
            "Ia pindah ke Melati Ventures Asia Ltd.", "Melati Ventures Asia Ltd", id="two ends"
        ),
        pytest.param(
            "Ia belajar di Melati University of the Arts.",
            "Melati University of the Arts",
            id="article",
        ),
        pytest.param("Putusan PT Bandung terbit.", "Pengadilan Tinggi Bandung", id="high court"),
        pytest.param("Ia dibawa ke Polres Metro Jakbar.", "Polres Metro Jakarta Barat", id="short"),
        pytest.param("Kata manajer, Samsung Corp untung.", "Samsung", id="firm and its form"),
        pytest.param("Ia memimpin Samsung Securities.", "Samsung Securities", id="longer firm"),
        pytest.param(
            "Menurut Badan Pengkajian dan Penerapan Sunggai (BPPSX), surut.",
            "Badan Pengkajian dan Penerapan Sunggai",
            id="misspelt",
        ),
        pytest.param(
            "Ia memuji Satgas Pemberantasan Illegal Fishing.",
            "Satgas Pemberantasan Illegal Fishing",
            id="task",
        ),
        pytest.param(
            "Kepala Departemen Komunikasi BI pulang.", "Bank Indonesia (BI)", id="part of one"
        ),
        pytest.param("Ia membeli saham Google.", "Google", id="owned"),
    ],
)
def test_an_organisation_is_found(text: str, label: str) -> None:
    assert labels(text) == [label]


@pytest.mark.parametrize(
    "text",
    [
        "Sidang Pengadilan Negeri ditunda, kata Majelis Hakim.",
        "Komisi III rapat dengan Dinas Sosial.",
        "Rapat di Balai Kota Depok dihadiri Badan Usaha Milik Negara.",
        "Chelsea Islan bermain film.",
        "Ia membeli Galaxy S8 buatan Samsung lewat Facebook.",
        "Ia berlibur di Valencia.",
        "Warga Amerika Serikat menonton di Stadion Melati Council.",
        "Ketua RT menunggu di Rumah Budi, dekat Sekolah Melati.",
        "Rapat Dengar Pendapat (RDP) ditunda.",
        "Kereta tiba di BNI City, penonton di FIFA 18, negara zona ASEAN.",
        "Susunan pemain di laga itu: De Gea; Valencia, Smalling. Gol kiper, kata pelatih.",
        "Pelaku berinisial MU dan JY ditangkap.",
        "Proyek Next Melati Technologies for Exploration ditunda.",
        "Kata ketua DPD Melati, bagikan di Google+.",
        "Kata peneliti, Melati Group Discussion dimulai.",
        "Mereka hadir dalam Forum Peningkatan Mutu dan ajang Melati Group.",
        "Pelaku berinisial MK kabur ke Perum Griya Melati.",
        "Ia mencari di Google lewat aplikasi Tokopedia.",
        "Tim Jakarta PLN Melati menang atas lawan.",
        "Ia membahas Serikat Pekerja/Serikat Buruh Indonesia.",
        "Komandan Pangkalan Angkatan Laut Melati pulang dari Komando Distrik Militer.",
        "Harga mobil Melati RS MT naik, dikutip dari ESPN FC.",
        "Ia memakai sistem Payment Point Online Bank (PPOB) itu.",
        "",
    ],
)
def test_none_is_found(text: str) -> None:
    assert labels(text) == []


def test_the_short_form_counts_as_the_full_one() -> None:
    text = (
        "Badan Pengelola Sungai (Bapesu) menolak. Ketua Bapesu pulang. Kepolisian Resor Demak "
        "menemui Badan Pengelola Sungai. “Tidak,” kata Polres Demak."
    )

    assert find_organisations(text) == (
        Organisation("Badan Pengelola Sungai", "Bapesu", 4),
        Organisation("Polres Demak", "", 2, ("Kepolisian Resor Demak",)),
    )


def test_what_a_text_explains_goes_before_the_table() -> None:
    assert labels("PBB berkantor di New York.") == ["Perserikatan Bangsa-Bangsa (PBB)"]
    assert labels("Partai Bulan Bintang (PBB) menang. PBB lega.") == ["Partai Bulan Bintang"]
    assert labels("Surat KAI (Kongres Advokat Imbang) hilang.") == []
    assert labels("Badan Pengelola Sungai (BPS) diam.") == ["Badan Pengelola Sungai (BPS)"]


def test_a_body_of_another_country_is_that_throughout() -> None:
    text = "Kementerian Kesehatan Kanada setuju. Menurut Kementerian Kesehatan, itu sehat."

    assert [(one.label, one.mentions) for one in find_organisations(text)] == [
        ("Kementerian Kesehatan Kanada", 2)
    ]


def test_a_full_form_spelt_otherwise_is_that_of_the_table() -> None:
    text = "Badan Pengawasan Obat dan Makanan (BPOM) menyita jamu."

    (found,) = find_organisations(text)

    assert found.label == "Badan Pengawas Obat dan Makanan (BPOM)"
    assert "Badan Pengawasan Obat dan Makanan" in found.others


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Direktur Utama PT Sinar Abadi Budi Santoso pulang.", ()),
        ("Menurut PT Sinar Abadi Xaverinus Tolo.", (Person("Xaverinus Tolo", "", 1),)),
        ("Komisaris PT Sinar Abadi Xaverinus T. Loyo pulang.", ()),
        (
            "Bos PT Sinar Abadi Xaverinus Tolo mengatakan untung. PT Sinar Abadi senang.",
            (),
        ),
    ],
)
def test_who_stands_behind_is_no_part(text: str, people: tuple[Person, ...]) -> None:
    assert [one.name for one in find_organisations(text, people)] == ["PT Sinar Abadi"]


def test_of_somebody_unknown_behind_a_firm_nothing_is_told() -> None:
    assert labels("“Laba,” kata Direktur PT Melati Surau Xaverinus Tolo kepada pers.") == []


def test_two_ministries_of_one_country_are_of_that() -> None:
    text = "Ia menemui Kementerian Agama dan Kementerian Kesehatan Mesir."

    assert labels(text) == ["Kementerian Agama Mesir", "Kementerian Kesehatan Mesir"]


def test_the_end_of_a_name_is_that_name() -> None:
    ends = "Memory Sports Council hadir. Kata panitia, ajang itu digagas Memory Sports Council."
    places = "Pilot Melati Airways turun. Ia naik India Melati Airways."

    assert labels(ends) == ["Memory Sports Council"]
    assert labels(places) == ["Melati Airways"]


def test_what_each_place_has_is_that_of_the_place_named() -> None:
    text = "Kepala BPBD Kabupaten Demak pulang. Tim BPBD mencari korban."

    assert labels(text) == ["BPBD Kabupaten Demak"]


def test_a_short_form_beside_a_party_is_the_party() -> None:
    parties = "Calon itu diusung PPP dan PBB."

    assert labels(parties)[1] == "Partai Bulan Bintang"
    assert labels("Ia bekerja di PBB.") == ["Perserikatan Bangsa-Bangsa (PBB)"]


def test_a_site_counts_where_the_text_is_sure() -> None:
    (found,) = find_organisations("Google untung. Ia mencari di Google.")

    assert (found.name, found.mentions) == ("Google", 2)


def test_the_beginning_of_a_name_is_that_name() -> None:
    found = find_organisations("PT Melati Mekar Wangi untung. Bos PT Melati senang.")

    assert [(one.name, one.mentions) for one in found] == [("PT Melati Mekar Wangi", 2)]


def test_what_may_be_something_else_counts_where_the_text_is_sure() -> None:
    (found,) = find_organisations("Bos Samsung datang. Ia memakai ponsel Samsung dan jam Samsung.")

    assert (found.name, found.mentions) == ("Samsung", 2)


def test_no_form_of_the_table_is_two_organisations() -> None:
    forms = Counter(" ".join(form.words) for forms in known_names().values() for form in {*forms})

    assert [form for form, count in forms.items() if count > 1] == []
    assert all(label_of(*split_label(label)) == label for label in known_names())
    assert len(table_digest()) == 16


def test_the_table_is_known_by_what_ways_to_print_a_name_share() -> None:
    assert key("PT Sinar Abadi (Persero) Tbk") == "sinar abadi"
    assert known_label("Polri") == known_label("Kepolisian Negara Republik Indonesia")
    assert (
        known_label("Kementerian Kesehatan Republik Indonesia")
        == "Kementerian Kesehatan (Kemenkes)"
    )
    assert known_label("Samsung") == ""  # the word alone says too little


def test_no_more_names_are_told_than_are_kept() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = ". ".join(f"PT Ga{one}{two}u" for one in letters for two in letters)

    assert len(find_organisations(text)) == MAX_NAMES


@pytest.mark.parametrize(
    "text",
    [
        "PT " * 30_000,
        "Badan Keamanan " * 15_000,
        "Komisi, " * 30_000,
        "Kementerian A, B, " * 15_000,
        "Melati University of " * 10_000,
        "KPK (KPK) " * 20_000,
        "A dan " * 30_000,
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.process_time()
    find_organisations(text)

    assert time.process_time() - started < 2


@given(
    st.lists(
        st.sampled_from(
            "PT Badan Polda Jabar KPK (KPK) Bank Indonesia dan , . of Group Rumah Sakit Dewan Budi "
            "Santoso Chelsea Komisi III (PBB) Partai Bulan Bintang - Daerah 12 Tbk".split()
        ),
        max_size=30,
    ).map(" ".join)
)
def test_every_text_can_be_read(text: str) -> None:
    for one in find_organisations(text, find_people(text)):
        assert one.mentions > 0
        assert one.name.split()
        assert one.short != one.name


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    find_organisations(text)
