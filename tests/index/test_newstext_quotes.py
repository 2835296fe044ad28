"""Who said what, and what in quotation marks nobody said."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.newstext.marks import MAX_PARAGRAPHS, find_spans
from index.newstext.quotes import MAX_SILENCE, find_quotes

LEAD = "Bupati Demak Sri Wahyuni mengatakan air sudah surut.\n"


def said(text: str) -> list[tuple[str, str | None]]:
    """Return what is said, with the speakers."""
    return [(quote.text, quote.speaker) for quote in find_quotes(text)]


def speakers(text: str) -> list[str | None]:
    """Return the speakers."""
    return [quote.speaker for quote in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ('"Air surut," kata Sri.', ["Air surut,"]),
        ("“Air surut,” kata Sri.", ["Air surut,"]),
        ("„Air surut,“ kata Sri.", ["Air surut,"]),
        ("«Air surut,» kata Sri.", ["Air surut,"]),
        ("''Air surut,'' kata Sri.", ["Air surut,"]),
        ("'Air surut,' kata Sri.", ["Air surut,"]),
        ("\u2018Air surut,\u2019 kata Sri.", ["Air surut,"]),
        ("“Air surut,“ kata Sri.", ["Air surut,"]),
        ("”Air surut,” kata Sri.", ["Air surut,"]),
        ('“Air surut," kata Sri.', ["Air surut,"]),
        ('" Air surut, " kata Sri.', ["Air surut,"]),
        ('Buku "Laut "terbit. "Laris," kata Sri.', ["Laut", "Laris,"]),
        ('"Air surut." "Warga pulang."', ["Air surut.", "Warga pulang."]),
        ("\"Kata 'rob' dari mana?\" tanya Sri.", ["Kata 'rob' dari mana?"]),
        ("\"Ma'ruf pulang Jum'at,\" kata Sri.", ["Ma'ruf pulang Jum'at,"]),
        ("Al-Qur'an dan Ma'ruf tiba Jum'at.", []),
        ("Gol dicetak Budi (45') dan Joko (90').", []),
        ('Layar 15" dan 17".', []),
        ('"Air surut, kata Sri Wahyuni.\n"Kami pulang," ujarnya.', ["Air surut,", "Kami pulang,"]),
        ('Kelompok Tani "yang baru itu.\n"Kami siap," kata Sri.', ["Kami siap,"]),
        ('Panitia Rob ".', []),
        ("", []),
    ],
)
def test_marks_are_paired_however_they_are_printed(text: str, spans: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_spans(text)] == spans


def test_a_quotation_goes_on_in_paragraphs_that_open_again() -> None:
    text = "“Air naik malam itu.\n\n“Kami lari ke bukit.\n“Semua selamat,” kata Sri."

    (quote,) = find_quotes(text)

    assert text[quote.start : quote.end] == text[1 : text.index("” kata")]
    assert quote.speaker == "Sri"


def test_a_quotation_goes_on_behind_a_link_to_another_story() -> None:
    text = "“Air naik.\nBaca juga: “Rob” di Demak\n“Kami lari,” kata Sri."

    assert [quote.text.split("\n")[-1] for quote in find_quotes(text)] == ["“Kami lari,"]


def test_a_quotation_goes_on_in_a_paragraph_that_only_closes() -> None:
    assert said("“Air naik malam itu.\nKami lari, ” kata Sri.") == [
        ("Air naik malam itu.\nKami lari,", "Sri")
    ]


def test_a_mark_that_nobody_closes_swallows_no_article() -> None:
    text = "“Air naik.\n" * (MAX_PARAGRAPHS + 5) + "“Kami lari,” kata Sri."

    assert max(quote.text.count("\n") for quote in find_quotes(text)) <= MAX_PARAGRAPHS


@pytest.mark.parametrize(
    ("tag", "speaker", "office"),
    [
        ("kata Sri Wahyuni.", "Sri Wahyuni", None),
        ("kata Sri Wahyuni di balai desa, Senin (3/2).", "Sri Wahyuni", None),
        ("ujar Menteri Keuangan Sri Mulyani, Senin.", "Sri Mulyani", "Menteri Keuangan"),
        ("tutur Bupati Demak, Sri Wahyuni, di Demak.", "Sri Wahyuni", "Bupati Demak"),
        ("tutur Sri Wahyuni, pemilik kios di blok C.", "Sri Wahyuni", "pemilik kios di blok C"),
        (
            "jelas Kapolres Bekasi Komisaris Besar Asep Adi saat dihubungi.",
            "Asep Adi",
            "Kapolres Bekasi Komisaris Besar",
        ),
        (
            "terang Kepala Dinas Pekerjaan Umum dan Tata Ruang (PUTR) Demak Budi Hartono.",
            "Budi Hartono",
            "Kepala Dinas Pekerjaan Umum dan Tata Ruang Demak",
        ),
        ("papar Direktur Utama PT Angin Timur, Joko.", "Joko", "Direktur Utama PT Angin Timur"),
        ("kata Wali Kota Bogor Bima Arya.", "Bima Arya", "Wali Kota Bogor"),
        ("kata Ketua Komisi I DPR I Made Suardana.", "I Made Suardana", "Ketua Komisi I DPR"),
        ("kata Dr. Ahmad bin Said al-Habsyi, S.H., M.H.", "Ahmad bin Said al-Habsyi", None),
        ("kata H. M. Tb. Fathoni dari Banten.", "M Tb Fathoni", None),
        ("kata Robin van der Berg.", "Robin van der Berg", None),
        ("kata Park Geun - hye di Seoul.", "Park Geun - hye", None),
        ("kata dokter gigi Rini Astuti, S.Kg.", "Rini Astuti", "dokter gigi"),
        ("kata pelatih Persib Joko Susanto.", "Joko Susanto", "pelatih Persib"),
        ("kata Sekjen Kemenkes Joko Susanto.", "Joko Susanto", "Sekjen Kemenkes"),
        ("kata pelatih Timnas U-19 Joko Susanto.", "Joko Susanto", "pelatih Timnas U-19"),
        ("kata Kabag Humas Imigrasi Agung Susanto.", "Agung Susanto", "Kabag Humas Imigrasi"),
        ("kata Jaksa Agung Joko Susanto.", "Joko Susanto", "Jaksa Agung"),
        ("kata Menag Lukman Hakim.", "Lukman Hakim", "Menag"),
        ("kata Paus Urbanus IX.", "Urbanus IX", "Paus"),
        ("kata Manajer Humas KAI Daop 4 Semarang Joko Susanto.", "Joko Susanto", None),
        (
            "kata Kepala Pusat Data, Informasi, dan Humas BNPB Joko Susanto.",
            "Joko Susanto",
            "Kepala Pusat Data Informasi dan Humas BNPB",
        ),
        ("kata Direktur Bank, Otoritas Jasa Keuangan (OJK) Joko Susanto.", "Joko Susanto", None),
        ("kata dokter dari RSCM, Dr. dr. Joko Susanto, Senin.", "Joko Susanto", None),
        ("ujar, Sri Wahyuni, Senin.", "Sri Wahyuni", None),
        ("kata al - Saleh.", "al - Saleh", None),
        ("kata Yang Liwei.", "Yang Liwei", None),
        ("demikian Sri Wahyuni menyebut.", "Sri Wahyuni", None),
        ("tulis pernyataan resmi KPK.", "KPK", None),
        ("tulis akun bernama @sri_wahyuni.", "@sri_wahyuni", None),
        ("tulis sri_wahyuni99.", "sri_wahyuni99", None),
        ("kata seorang warga bernama Sri Wahyuni.", "Sri Wahyuni", None),
        ("kata salah seorang pedagang Sri Wahyuni.", "Sri Wahyuni", None),
        ("Sri Wahyuni menambahkan.", "Sri Wahyuni", None),
        ("demikian Sri Wahyuni.", "Sri Wahyuni", None),
        ("demikian bunyi siaran pers KPK.", "KPK", None),
        ("kata BMKG dalam siaran pers.", "BMKG", None),
        ("kata juru bicara KPK.", "KPK", None),
        ("tulis Kementerian Luar Negeri Kosovo.", "Kementerian Luar Negeri Kosovo", None),
        ("gerutu Sri Wahyuni.", "Sri Wahyuni", None),
        ("aku Sri Wahyuni.", "Sri Wahyuni", None),
        ("Kata Sri Wahyuni.", "Sri Wahyuni", None),
        ("menurut Sri Wahyuni.", "Sri Wahyuni", None),
        ("kata seorang warga.", None, None),
        ("kata salah satu petugas di Demak.", None, None),
        ("kata teman dekat Sri Wahyuni.", None, None),
        ("kata kuasa hukum Sri Wahyuni.", None, None),
        ("kata mereka.", None, None),
        ("kata sumber itu.", None, None),
        ("kata Bupati di Demak.", None, None),
        ("kata dosen Universitas Cendana.", None, None),
        ("katanya.", None, None),
    ],
)
def test_the_speaker_stands_behind_the_verb(
    tag: str, speaker: str | None, office: str | None
) -> None:
    (quote,) = find_quotes(f'"Air sudah surut," {tag}')

    assert (quote.text, quote.speaker) == ("Air sudah surut,", speaker)
    assert office is None or quote.office == office


@pytest.mark.parametrize(
    "text",
    [
        'Sri Wahyuni mengatakan, "Air sudah surut dan warga boleh pulang."',
        'Sri Wahyuni mengatakan: "Air sudah surut dan warga boleh pulang."',
        'Sebelumnya, Bupati Demak Sri Wahyuni menegaskan, "Air sudah surut dan warga pulang."',
        'Dalam siaran persnya Sri Wahyuni menulis, "Air sudah surut dan warga boleh pulang."',
        'Kepada wartawan, Bupati Demak Sri Wahyuni menjelaskan:\n"Air sudah surut, warga pulang."',
        'Menurut Sri Wahyuni, "air sudah surut dan warga boleh pulang."',
        'Sri Wahyuni, ketua RT setempat, menyebut banjir "tidak separah tahun lalu".',
        'Sri Wahyuni menyatakan bahwa warga "tidak perlu takut lagi" pada air.',
        'Sri Wahyuni: "Air sudah surut dan warga boleh pulang."',
        'Hal itu disampaikan Sri Wahyuni. "Air sudah surut," katanya.',
        'Sri Wahyuni, petani di Demak, menunggu. "Air sudah surut," katanya.',
        '"Air sudah surut," kata Sri Wahyuni. "Warga pulang."',
        '"Air sudah surut," kata Sri Wahyuni. "Alhamdulillah."',
        '"Air sudah surut," kata Sri Wahyuni.\n"Warga boleh pulang hari ini."',
        '"Air sudah surut dan kami pulang."\n"Terima kasih," kata Sri Wahyuni.',
    ],
)
def test_the_speaker_stands_before_or_around(text: str) -> None:
    assert set(speakers(text)) == {"Sri Wahyuni"}


@pytest.mark.parametrize(
    "tag",
    [
        "katanya.",
        "ujarnya lagi.",
        "kata dia, Senin.",
        "tutur beliau.",
        "Ia menambahkan.",
        "kata Sri.",
        "kata Wahyuni.",
        "kata Bupati.",
        "kata Bupati Demak itu.",
        "tutur perempuan berusia 50 tahun ini.",
        "ungkap mantan guru tersebut.",
    ],
)
def test_short_names_and_words_for_a_person_are_that_person(tag: str) -> None:
    (quote,) = find_quotes(f'{LEAD}"Warga boleh pulang," {tag}')

    assert (quote.speaker, quote.office) == ("Sri Wahyuni", "Bupati Demak")


def test_what_a_text_has_people_in_is_no_part_of_a_name() -> None:
    text = (
        '"Air surut," kata Camat Tirtajaya Sri Wahyuni di Tirtajaya.\n'
        '"Kami menang," kata manajer Angin Laut Budi Hartono, yang memimpin klub Angin Laut.\n'
        '"Kami kalah," kata manajer Air Laut Budi Santoso.\n'
        '"Kami kalah," kata manajer Tirtaloka Budi Prasetyo.\n'
        '"Kami rugi," kata manajer Tirtaloka Drogba Vukcevic.'
    )

    assert [(quote.speaker, quote.office) for quote in find_quotes(text)] == [
        ("Sri Wahyuni", "Camat Tirtajaya"),
        ("Budi Hartono", "manajer Angin Laut"),
        ("Budi Santoso", "manajer Air Laut"),
        ("Budi Prasetyo", "manajer Tirtaloka"),
        ("Tirtaloka Drogba Vukcevic", "manajer"),  # who knows
    ]


@pytest.mark.parametrize(
    ("said", "office", "name"),
    [
        ("CEO Tirtaloka Budi Hartono", "CEO Tirtaloka", "Budi Hartono"),
        ("CEO Melati.id Budi Hartono", "CEO Melati.id", "Budi Hartono"),
        ("Direktur Utama Bank Melati Budi Hartono", "Direktur Utama Bank Melati", "Budi Hartono"),
        ("Direktur PT Air Laut Budi Hartono", "Direktur PT Air Laut", "Budi Hartono"),
        ("Deputi Kelembagaan Kemenpar Sri Wahyuni", "Deputi Kelembagaan Kemenpar", "Sri Wahyuni"),
        ("Direktur PT Melati Zoran Budi Hartono", "Direktur PT Melati", "Zoran Budi Hartono"),
        (
            "Direktur Bank Melati Indonesia Zoran Budi",
            "Direktur Bank Melati Indonesia",
            "Zoran Budi",
        ),
        ("CEO Tirtaloka Drogba Vukcevic", "CEO Tirtaloka", "Drogba Vukcevic"),
        ("CEO Drogba Vukcevic", "CEO", "Drogba Vukcevic"),
        ("CEO Drogba van Vukcevic", "CEO", "Drogba van Vukcevic"),
        ("Founder Loka.id Drogba Vukcevic Peko", "Founder Loka.id", "Drogba Vukcevic Peko"),
        ("Danrem Demak Kolonel Inf Budi Hartono", "Danrem Demak Kolonel Inf", "Budi Hartono"),
        ("Kapolres Demak Kombespol Sri Wahyuni", "Kapolres Demak Kombespol", "Sri Wahyuni"),
        ("Direktur A Budi Hartono", "Direktur", "A Budi Hartono"),
        ("Ketua DPRD Bali I Made Hartono", "Ketua DPRD Bali", "I Made Hartono"),
        ("Ketua Yayasan Melati Zoran Budi Hartono", "Ketua Yayasan Melati", "Zoran Budi Hartono"),
    ],
)
def test_what_an_office_is_of_is_no_part_of_a_name(said: str, office: str, name: str) -> None:
    (quote,) = find_quotes(f'"Kami rugi," kata {said} di Palu.')

    assert (quote.speaker, quote.office) == (name, office)


def test_who_was_told_of_is_named_without_their_firm() -> None:
    text = 'CEO Tirtaloka Budi Hartono akan pulang. "Kami untung," kata dia di Palu.'

    (quote,) = find_quotes(text)

    assert (quote.speaker, quote.office) == ("Budi Hartono", "CEO Tirtaloka")


@pytest.mark.parametrize(
    ("tag", "speaker", "office"),
    [
        ("kata Camat Tirtaloka Sri Wahyuni.", "Sri Wahyuni", "Camat Tirtaloka"),
        ("kata Camat Sri Wahyuni Putri.", "Sri Wahyuni Putri", "Camat"),
        ("kata CEO PasarDesa Sri Wahyuni.", "Sri Wahyuni", "CEO PasarDesa"),
        ("kata AKBP Boy Sri Wahyuni.", "Boy Sri Wahyuni", "AKBP"),
        ("kata Bupati I Made Wahyuni.", "I Made Wahyuni", "Bupati"),
    ],
)
def test_words_that_name_nobody_are_of_the_office(tag: str, speaker: str, office: str) -> None:
    (quote,) = find_quotes(f'"Air sudah surut," {tag}')

    assert (quote.speaker, quote.office) == (speaker, office)


def test_the_office_of_a_name_may_stand_where_nobody_speaks() -> None:
    text = 'Mantan pelatih Persib Budi Hartono pulang. "Saya lelah," kata Budi.'

    (quote,) = find_quotes(text)

    assert (quote.speaker, quote.office) == ("Budi Hartono", "Mantan pelatih Persib")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Presiden Joko Widodo tiba. "Saya senang," kata Jokowi.', "Joko Widodo"),
        ('Nadiem Makarim (Nadi) tiba. "Saya senang," kata Nadi.', "Nadiem Makarim"),
        ('Sopir Budi Hartono (Toyota) tiba. "Saya senang," kata Toyota.', "Toyota"),
        ('"Saya senang," kata Jokowi.', "Jokowi"),
    ],
)
def test_nicknames_are_the_name_if_the_text_has_it(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_who_wrote_it_may_stand_behind_the_last_quotation() -> None:
    text = f'{LEAD}"Warga boleh pulang hari ini." (ayu/din)'

    assert speakers(text) == ["Sri Wahyuni"]


def test_ia_is_who_spoke_last() -> None:
    text = (
        'Sri Wahyuni meninjau tanggul. "Air surut," katanya.\n'
        'Sementara itu, Budi Hartono mengaku lelah. "Saya belum tidur," ujarnya.\n'
        'KPK menilai dana cukup. "Saya menunggu," kata dia.'
    )

    assert speakers(text) == ["Sri Wahyuni", "Budi Hartono", "Budi Hartono"]


def test_nobody_is_who_spoke_last_behind_somebody_without_a_name() -> None:
    text = f'{LEAD}Seorang pengungsi mengaku lelah. "Saya belum tidur," ujarnya.'

    assert speakers(text) == [None]


def test_nobody_is_who_spoke_last_long_ago() -> None:
    story = "Air laut naik turun.\n" * (MAX_SILENCE + 1)

    assert speakers(f'{LEAD}{story}"Kami pulang," katanya.') == [None]


def test_a_name_given_in_full_later_is_the_fullest() -> None:
    text = '"Air surut," kata Wahyuni.\nBupati Sri Wahyuni pulang.'

    assert speakers(text) == ["Sri Wahyuni"]


def test_the_full_name_is_of_the_person_who_speaks() -> None:
    text = (
        'Pelatih Budi Santoso dan Joko Santoso bertemu. "Kami siap," kata Budi Santoso.\n'
        '"Kami juga," kata Joko.\n"Sampai besok," kata Budi.'
    )

    assert speakers(text) == ["Budi Santoso", "Joko Santoso", "Budi Santoso"]


def test_another_name_of_somebody_is_theirs() -> None:
    text = f'{LEAD}"Air surut," kata perempuan yang akrab disapa Yuni itu.\n"Ya," kata Yuni.'

    assert speakers(text) == ["Sri Wahyuni", "Sri Wahyuni"]


@pytest.mark.parametrize(
    "text",
    [
        'Film "Air Mata Terakhir" diputar lagi, kata Sri Wahyuni.',
        'Sri Wahyuni mengatakan film "Air Mata Terakhir di Demak" diputar lagi.',
        'Sri Wahyuni membuka pameran bertajuk "Laut yang tidak pernah tidur".',
        'Pertemuan bertema "Bersama menjaga tanggul desa kita" dibuka Sri Wahyuni.',
        'Sri Wahyuni, yang dijuluki "Ibu Tanggul", tertawa.',
        'Warga menyebut jalan itu "jalan tikus".',
        'Harga "murah" itu dikeluhkan, kata Sri Wahyuni.',
        "Tombol 'simpan' ditekan.",
        "Sri Wahyuni mengatakan jalan itu sekarang ' jalan tikus yang licin '.",
        'Menurut data, yang terbanyak tahun ini ialah "warna biru tua sekali".',
        'Baca juga: "Air surut," kata Sri Wahyuni',
    ],
)
def test_titles_themes_and_nicknames_are_no_speech(text: str) -> None:
    assert find_quotes(text) == ()


def test_the_dateline_and_its_agency_say_nothing() -> None:
    text = 'Semarang (ANTARA) - Sri Wahyuni lega. "Air surut," katanya.'

    (quote,) = find_quotes(text)

    assert quote.speaker == "Sri Wahyuni"
    assert text[quote.start : quote.end] == quote.text == "Air surut,"


def test_what_is_quoted_names_nobody() -> None:
    text = '"Budi Hartono mengatakan air surut," kata Sri Wahyuni. "Itu salah," ujarnya.'

    assert speakers(text) == ["Sri Wahyuni", "Sri Wahyuni"]


PIECES = st.sampled_from(
    [
        *(
            '"',
            "“",
            "”",
            "'",
            "\u2018",
            "\u2019",
            "''",
            " ",
            "\n",
            ", ",
            ". ",
            "? ",
            ": ",
            "(",
            ")",
        ),
        *(
            "kata ",
            "ujarnya",
            "menurut ",
            "mengatakan ",
            "Sri ",
            "Wahyuni ",
            "Bupati ",
            "ia ",
            "itu",
        ),
        *(
            "dan ",
            "yang ",
            "KPK ",
            "I ",
            "van ",
            " - ",
            "Dr. ",
            "Baca juga: ",
            "45",
            "bernama ",
            "a",
        ),
        *("Jakarta (ANTARA) - ", "sapaan ", "oleh ", "\x00", "\u0130", "ß", "\u0661"),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text())
@example("“" * 500)
@example('"a\n' * 50)
@example("kata (((")
def test_any_text_is_read(text: str) -> None:
    quotes = find_quotes(text)

    ends = [0, *(quote.end for quote in quotes)]
    assert all(end <= quote.start < quote.end for end, quote in zip(ends, quotes, strict=False))
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes)
    assert all(quote.speaker or quote.office is None for quote in quotes)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 200_000,
        "“" * 50_000,
        '"a" ' * 10_000,
        "“Air naik.\n" * 50_000,
        '"Air surut, kata Sri ' * 5_000,
        '"Air surut," kata ' + "Sri Wahyuni, " * 10_000,
        " ".join(f'Nama{n} Budi berkata, "Saya datang ke sini lagi." Joko' for n in range(2_000)),
    ],
)
def test_texts_without_end_are_read(text: str) -> None:
    assert len(find_quotes(text)) <= len(text)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"Air surut," kata Sutrisno MD di Demak.', "Sutrisno MD"),
        ('"Air surut," kata Menteri Sutrisno MD.', "Sutrisno MD"),
        ('"Air surut," kata Ketua Umum Panitia Besar Porprov XV di Demak.', None),
        ('"Air surut," kata Kombes Pol. Sri Wahyuni.', "Sri Wahyuni"),
        ('Juru bicara itu, dr. Sri Wahyuni, M.Epid. menyatakan, "Air sudah surut."', "Sri Wahyuni"),
    ],
)
def test_letters_and_stops_behind_names_and_ranks(text: str, speaker: str | None) -> None:
    assert speaker in (None, *speakers(text))
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        'Sri Wahyuni berkata: "Jangan takut."',
        'Sri Wahyuni berkata, "Jangan takut."',
        'Ketika ditanya, Sri Wahyuni menjawab singkat: "Belum tahu."',
    ],
)
def test_two_words_with_a_full_stop_behind_a_verb_are_speech(text: str) -> None:
    assert speakers(text) == ["Sri Wahyuni"]


@pytest.mark.parametrize(
    "text",
    [
        'Sri Wahyuni mengumumkan: "Laut Pasang."',
        'Sri Wahyuni menyebut program bernama: "Tanggul Kuat."',
    ],
)
def test_two_words_that_may_be_a_title_are_none(text: str) -> None:
    assert said(text) == []
