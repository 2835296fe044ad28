from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.newstext import crosslinks
from index.newstext.byline import read_byline, split_names
from index.newstext.dates import WIB
from index.newstext.story import NewsText, dateline_end, read_body

NOON = datetime(2023, 6, 12, 15, 30, tzinfo=WIB)
STORY = "Air di Kaligawe mulai surut.\nWarga membersihkan lumpur sejak pagi."


def test_everything_around_the_story_is_taken_out() -> None:
    text = (
        "Semarang (ANTARA) - Air di Kaligawe mulai surut.\n\n"
        "Baca juga: Tanggul jebol di Demak\n"
        "Warga membersihkan lumpur sejak pagi.\n"
        "Baca juga: Kereta kembali lewat Tawang\n\n"
        "Pewarta: Sri Wahyuni\nEditor: Budi Hartono\nCOPYRIGHT \u00a9 ANTARA 2024\n"
    )

    assert read_body(text) == NewsText(
        body=STORY,
        place="Semarang",
        source="ANTARA",
        author=("Sri Wahyuni",),
        related=("Tanggul jebol di Demak", "Kereta kembali lewat Tawang"),
    )


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("Baca juga: Tanggul jebol", ["Tanggul jebol"]),
        ("Baca Juga : Tanggul jebol", ["Tanggul jebol"]),
        ("BACA JUGA: Tanggul jebol", ["Tanggul jebol"]),
        ("BACA JUGA :Tanggul jebol", ["Tanggul jebol"]),
        ("Baca juga Tanggul jebol di Demak", ["Tanggul jebol di Demak"]),
        ("Baca pula: Tanggul jebol", ["Tanggul jebol"]),
        ("Baca: Tanggul jebol", ["Tanggul jebol"]),
        ("(Baca: Tanggul jebol)", ["Tanggul jebol"]),
        ("(Baca juga: Tanggul (lagi) jebol)", ["Tanggul (lagi) jebol"]),
        ("Baca juga: (Tanggul jebol)", ["Tanggul jebol"]),
        ("(Baca juga: Tanggul jebol", ["Tanggul jebol"]),
        ("[Baca juga: Tanggul jebol]", ["Tanggul jebol"]),
        ("SIMAK JUGA - Tanggul jebol", ["Tanggul jebol"]),
        ("Lihat juga: Tanggul jebol", ["Tanggul jebol"]),
        ("Baca juga: Tanggul jebol https://berita.example/1", ["Tanggul jebol"]),
        ("Baca juga: Tanggul jebol Baca juga: Jalan putus", ["Tanggul jebol", "Jalan putus"]),
        ("Baca juga: Tanggul jebol\nBaca juga: Tanggul jebol", ["Tanggul jebol"]),
        ("Baca juga:\nTanggul jebol\nJalan putus", ["Tanggul jebol", "Jalan putus"]),
        ("Baca juga:\n\nTanggul jebol", ["Tanggul jebol"]),
        ("Baca_Juga", []),
        ("Baca juga:", []),
        ("Baca selanjutnya: Tanggul jebol", ["Tanggul jebol"]),
        ("Baca juga berita: Tanggul jebol", ["Tanggul jebol"]),
        ("Baca berita lainnya: Tanggul jebol", ["Tanggul jebol"]),
        ("Tonton juga video: Tanggul jebol", ["Tanggul jebol"]),
        ("Berita terkait: Tanggul jebol", ["Tanggul jebol"]),
        (">> Baca juga: Tanggul jebol", ["Tanggul jebol"]),
        ("\u2022 Baca juga: Tanggul jebol", ["Tanggul jebol"]),
        ("| Baca juga: Tanggul jebol |", ["Tanggul jebol"]),
        ("- Baca Juga:\n- Tanggul jebol\n- Jalan putus", ["Tanggul jebol", "Jalan putus"]),
        ("Pilihan Editor: Tanggul jebol", ["Tanggul jebol"]),
        (
            "Lihat Juga :\nTanggul jebol\nPilihan Redaksi\nJalan putus",
            ["Tanggul jebol", "Jalan putus"],
        ),
        ("Berita Terkait\nTanggul jebol\nBaca juga: Jalan putus", ["Tanggul jebol", "Jalan putus"]),
        ("Artikel Selanjutnya\nTanggul jebol", ["Tanggul jebol"]),
        ("Baca juga:\nTanggul jebol\nReporter: Sri Wahyuni", ["Tanggul jebol"]),
    ],
)
def test_links_become_related(line: str, titles: list[str]) -> None:
    found = read_body(
        f"Air di Kaligawe mulai surut.\n{line}\nWarga membersihkan lumpur sejak pagi."
    )

    assert found.body == STORY
    assert found.related == tuple(titles)


@pytest.mark.parametrize(
    "line",
    [
        "ADVERTISEMENT",
        "Advertisement - Scroll to Continue with Content",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Scroll ke bawah untuk melanjutkan membaca",
        "Iklan",
        "[Gambas:Video 20detik]",
        "Lihat Video: Tanggul jebol",
        "Saksikan Video Pilihan Ini:",
        "Ikuti berita kami di Google News.",
        "Artikel ini telah tayang di situs.example dengan judul Air Surut",
        "* Fakta atau Hoaks? Tanyakan kepada kami.",
        "SELENGKAPNYA",
        "Bagikan:",
        "Salin Tautan",
        "[iklan]",
        "Rekomendasi untuk Anda",
        "Halaman: 1 2 3 Selanjutnya",
        "Halaman 1 dari 3",
        "Halaman 1 2",
        'Simak Video "Tanggul Jebol"',
        "Ikuti Kabar Warga di Google News",
        "Ikuti WhatsApp Channel Kabar Warga untuk berita setiap hari",
        "Silakan login untuk melanjutkan membaca",
        "The post Air Surut appeared first on Kabar Warga.",
        "Dilarang keras mengambil konten" + " dan melakukan crawling" * 5,
    ],
)
def test_what_a_page_prints_around_the_story_is_taken_out(line: str) -> None:
    first, second = STORY.split("\n")

    assert read_body(f"{first}\n{line}\n{second}") == NewsText(body=STORY)
    assert read_body(f"{STORY}\n{line}\n") == NewsText(body=STORY)


@pytest.mark.parametrize("initials", ["(sw)", "(sw/bh)", "[sw]", "(sw2 / bh)", "(SW/bh)", "(*)"])
@pytest.mark.parametrize("glue", ["\n", "\n\n", " "])
def test_initials_of_who_wrote_it_are_taken_from_the_end(initials: str, glue: str) -> None:
    is_known = glue != " " or (initials.islower() and initials[0] == "(")
    whole = "\n".join(f"{STORY}{glue}{initials}".replace("\n\n", "\n").split("\n"))

    assert read_body(f"{STORY}{glue}{initials}\n").body == (STORY if is_known else whole)
    assert read_body(f"Air naik.\n{initials}\n{STORY}").body == f"Air naik.\n{initials}\n{STORY}"


@pytest.mark.parametrize(
    ("end", "tags"),
    [
        ("Tag: banjir, Kota Semarang", ("banjir", "Kota Semarang")),
        ("Editor: Dewi\nTAGS : #banjir #rob", ("banjir", "rob")),
        ("(sw/bh)\n\n#banjir #rob\n", ("banjir", "rob")),
        ("Tag: banjir\n#rob #banjir", ("banjir", "rob")),
        ("Topik terkait: banjir", ("banjir",)),
        ("Kata kunci: banjir; rob\nEditor: Dewi", ("banjir", "rob")),
    ],
)
def test_keywords_below_the_story_are_tags(end: str, tags: tuple[str, ...]) -> None:
    assert read_body(f"{STORY}\n{end}") == NewsText(body=STORY, tags=tags)


@pytest.mark.parametrize(
    "caption",
    [
        "Ilustrasi banjir. (Kabar/Budi)",
        "Pompa di Kaligawe (Foto: Budi)\nDua hari setelah hujan",
    ],
)
def test_dateline_below_a_caption_is_read(caption: str) -> None:
    text = f"{caption}\nSEMARANG, KABAR.id - {STORY}"

    found = read_body(text)

    assert found == NewsText(body=f"{caption}\n{STORY}", place="Semarang", source="KABAR.id")
    end = dateline_end(text, "")
    assert end is not None
    assert text[end:] == STORY


@pytest.mark.parametrize(
    ("end", "author", "source"),
    [
        ("\n(Sri Wahyuni)", ("Sri Wahyuni",), None),
        ("\n(Sri Wahyuni/bh)", ("Sri Wahyuni",), None),
        ("\n(T.B012/S-045)", (), None),
        ("\n***", (), None),
        ("\n(ANTARA)", (), "ANTARA"),
        (" (Antara)", (), "Antara"),
        (" (Antara/Reuters)", (), "Antara"),
        ("\n(Antara/sw)", (), None),
    ],
)
def test_who_signs_the_end_is_author_or_source(
    end: str, author: tuple[str, ...], source: str | None
) -> None:
    assert read_body(STORY + end) == NewsText(body=STORY, author=author, source=source)


@pytest.mark.parametrize(
    "body",
    [
        "Iklan itu ditonton jutaan orang.",
        "Perbesar peluang dengan belajar.",
        "Air surut (sw).",
        "Air surut (Antara)",
        "Tag: banjir",
        "Air surut.\nTag: banjir.",
        "Air surut.\nTag: banjir\nWarga lega.",
        "Air surut\nSemarang - Demak ditempuh dua jam.",
        "Air surut.\nSEMARANG, KABAR.id - Warga lega.",
        "Air surut. (Sri Wahyuni)",
        "Air surut.\n(Warga masih menunggu bantuan)",
        "(Bersambung)",
        "Halaman 2 buku itu sobek.",
        "Halaman sekolah itu tergenang.",
        "Ikuti upacara, warga berdatangan.",
        "Bagikan bantuan, warga antre.",
        "Selanjutnya, air surut.",
        "- Baca puisi",
        "Baca berita setiap hari.",
        "Air mencapai dua meter (bpbd)",
        "Selengkapnya akan diumumkan besok.",
        "Ikuti berita ini sampai selesai, pinta wali kota.",
    ],
)
def test_sentences_that_begin_like_what_a_page_prints_are_kept(body: str) -> None:
    assert read_body(body) == NewsText(body=body)


@pytest.mark.parametrize(
    ("paragraph", "rest", "title"),
    [
        ("Air surut. Baca juga: Tanggul jebol", "Air surut.", "Tanggul jebol"),
        ('"Aman," kata dia." BACA JUGA: Tanggul jebol', '"Aman," kata dia."', "Tanggul jebol"),
        (
            "Air surut (Baca: Tanggul jebol lagi) pagi ini.",
            "Air surut pagi ini.",
            "Tanggul jebol lagi",
        ),
        (
            "Air surut. (Baca: Tanggul jebol lagi) (foto: sw)",
            "Air surut. (foto: sw)",
            "Tanggul jebol lagi",
        ),
    ],
)
def test_links_inside_a_paragraph_are_cut_out(paragraph: str, rest: str, title: str) -> None:
    assert read_body(paragraph) == NewsText(body=rest, related=(title,))


@given(
    st.lists(
        st.sampled_from(
            [
                "Baca juga: A B",
                " (Lihat juga: ",
                "(BACA: Air Di Kota)",
                "l\u0131hat juga: ",
                "\u017fimak juga - C",
            ]
        )
        | st.sampled_from(["kata dia. ", ") ", " [", "\u201dAir surut.\u201d ", "\n", "x", " "]),
        max_size=8,
    )
)
def test_links_are_the_same_wherever_the_search_for_them_begins(parts: list[str]) -> None:
    text = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crosslinks, "_first_verb", lambda _: 0)
        expected = crosslinks.take_links(text)

    assert crosslinks.take_links(text) == expected


def test_paragraph_behind_a_stray_label_is_kept() -> None:
    found = read_body("Baca_Juga Namun, warga masih menunggu bantuan dari pemerintah kota.")

    assert found.body == "Namun, warga masih menunggu bantuan dari pemerintah kota."
    assert found.related == ()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Baca dulu aturannya.", id="the verb"),
        pytest.param("Baca juga aturan itu, kata dia.", id="juga in a sentence"),
        pytest.param("Ia mengamankan (baca: mencuri) uang itu.", id="a translation"),
        pytest.param("Wakil rakyat (baca: DPR) diam.", id="a translation in capitals"),
        pytest.param("Bacaan wajib: tiga buku.", id="another word"),
        pytest.param("Naskah ini bisa dibaca juga di perpustakaan.", id="inside a word"),
        pytest.param("Baca juga: " + "kata " * 60 + "selesai.", id="a whole paragraph"),
        pytest.param("Oleh karena itu, warga mengungsi.", id="oleh the word"),
        pytest.param("Editor itu mengundurkan diri kemarin.", id="an editor in the news"),
        pytest.param("Wartawan: Apa rencana Anda?\nBupati: Membangun tanggul.", id="an interview"),
        pytest.param("Copyright menjadi sengketa.", id="copyright in the news"),
        pytest.param("Judul: Hujan\nPenulis: Dewi Lestari\nPenerbit: Pustaka", id="a book"),
        pytest.param("Baca juga: Tanggul jebol", id="nothing but a link"),
        pytest.param("Pewarta: Sri\nEditor: Budi", id="nothing but bylines"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_text_stays_as_it_was(body: str) -> None:
    assert read_body(body) == NewsText(body=body)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Sri Wahyuni, CNN Indonesia", {"author": ("Sri Wahyuni",), "source": "CNN Indonesia"}),
        ("Sri Wahyuni - detikNews", {"author": ("Sri Wahyuni",), "source": "detikNews"}),
        ("Tim Redaksi, CNBC Indonesia", {"source": "CNBC Indonesia"}),
        ("Senin, 12 Jun 2023 15:30 WIB", {"published": NOON}),
        ("Situs.com - 12/06/2023, 15:30 WIB", {"published": NOON}),
        (
            "Sri Wahyuni, CNN Indonesia\n\nSenin, 12 Juni 2023 | 15:30 WIB",
            {"author": ("Sri Wahyuni",), "source": "CNN Indonesia", "published": NOON},
        ),
        ("Penulis Sri Wahyuni | Editor Budi Hartono", {"author": ("Sri Wahyuni",)}),
        ("Foto: Kantor Berita/Sri Wahyuni", {}),
    ],
)
def test_what_stands_above_a_story_is_taken_off(head: str, said: dict[str, Any]) -> None:
    assert read_body(f"{head}\n{STORY}") == NewsText(body=STORY, **said)
    assert read_body(f"{head}\nSemarang - {STORY}").place == "Semarang"
    assert read_body(head).body == head


@pytest.mark.parametrize(
    "head", ["12 Juni 2023", "Senin, 12 Juni 2023", "Semarang, Kota Lumpia", "Tanggul Kuat"]
)
def test_headings_above_a_story_are_kept(head: str) -> None:
    assert read_body(f"{head}\n{STORY}") == NewsText(body=f"{head}\n{STORY}")


def test_dateline_below_a_title_ends_where_the_story_begins() -> None:
    text = f"Tempo - Banjir surut\nSemarang (ANTARA) - {STORY}"

    end = dateline_end(text, "TEMPO: BANJIR SURUT")

    assert end is not None
    assert text[end:] == STORY


def test_byline_deep_inside_is_part_of_the_story() -> None:
    lines = [f"Paragraf {number}." for number in range(30)]
    lines[15] = "Penulis: Dewi Lestari"

    assert read_body("\n".join(lines)).author == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Pewarta: Sri Wahyuni", ("Sri Wahyuni",)),
        ("Reporter : Sri Wahyuni", ("Sri Wahyuni",)),
        ("Penulis: Sri Wahyuni dan Budi Hartono", ("Sri Wahyuni", "Budi Hartono")),
        ("Oleh: Sri Wahyuni", ("Sri Wahyuni",)),
        ("Oleh Sri Wahyuni", ("Sri Wahyuni",)),
        ("Pewarta: Sri Wahyuni/Editor: Budi Hartono", ("Sri Wahyuni",)),
        ("Pewarta: Sri Wahyuni Editor: Budi Hartono", ("Sri Wahyuni",)),
        ("Penulis: sw/bh", ("sw", "bh")),
        ("(Reporter: Sri Wahyuni)", ("Sri Wahyuni",)),
        ("Editor: Budi Hartono", ()),
        ("Laporan Wartawan Situs.com, Sri Wahyuni", ("Sri Wahyuni",)),
        ("Laporan Khusus Reporter Situs.com, Sri Wahyuni", ("Sri Wahyuni",)),
        ("Laporan wartawan itu, kata dia, benar.", None),
        ("Sumber : Kantor Berita", ()),
        ("Rep: Sri Wahyuni/ Red: Budi Hartono", ("Sri Wahyuni",)),
        ("Sumber: Dinas Kesehatan Kota Semarang.", None),
        ("Copyright \u00a9 ANTARA 2018", ()),
        ("COPYRIGHT (C) 2018 ANTARA", ()),
        ("\u00a9 2018 Kantor Berita", ()),
        ("Hak Cipta 2018 Kantor Berita", ()),
        ("Penulis", None),
        ("Reporter:", None),
        ("Wartawan: Kapan banjir surut?", None),
        ("Editor: pekerjaan ini melelahkan sekali setiap hari.", None),
        ("Air surut.", None),
        ("Pewarta: " + "Sri " * 60, None),
    ],
)
def test_byline(line: str, names: tuple[str, ...] | None) -> None:
    assert read_byline(line) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sri Wahyuni", ("Sri Wahyuni",)),
        ("Sri Wahyuni dan Budi Hartono", ("Sri Wahyuni", "Budi Hartono")),
        ("Sri, Budi; Dewi | Agus / Rina & Tono", ("Sri", "Budi", "Dewi", "Agus", "Rina", "Tono")),
        ("Sri Wahyuni, S.H., M.Hum. dan Budi", ("Sri Wahyuni, S.H., M.Hum.", "Budi")),
        ("Sri Wahyuni, MSi", ("Sri Wahyuni, MSi",)),
        ("M. Ali dan Budi", ("M. Ali", "Budi")),
        ("Sri Wahyuni, dosen Universitas Diponegoro", ("Sri Wahyuni",)),
        ("Oleh: Sri  Wahyuni", ("Sri Wahyuni",)),
        ("Penulis: Sri dan Rina | Editor: Dewi", ("Sri", "Rina")),
        ("Sri, Editor: Dewi", ("Sri",)),
        ("Sri Wahyuni - detikNews", ("Sri Wahyuni",)),
        ("Sri Wahyuni, CNN Indonesia", ("Sri Wahyuni",)),
        ("CNN Indonesia", ("CNN Indonesia",)),
        ("Kontributor Semarang, Sri Wahyuni", ("Sri Wahyuni",)),
        ("Kontributor Sri Wahyuni dan Rina", ("Sri Wahyuni", "Rina")),
        ("Kontributor Semarang", ("Kontributor Semarang",)),
        ("Sri Wahyuni (Kontributor)", ("Sri Wahyuni",)),
        ("Oleh Sri Wahyuni", ("Sri Wahyuni",)),
        ("Reporter Sri dan Rina", ("Sri", "Rina")),
        ("Laporan: Sri Wahyuni", ("Sri Wahyuni",)),
        ("(sw/bh)", ("sw", "bh")),
        ("Editor: Dewi, Reporter: Sri", ("Sri",)),
        ("Danang Ramadan", ("Danang Ramadan",)),
        (" , ; ", ()),
        ("", ()),
    ],
)
def test_names_are_split(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@given(
    st.lists(
        st.sampled_from(["Baca juga:", "Baca juga: A", "(Baca: B)", "Pewarta: C", "", " ", "Air."])
        | st.text(max_size=30)
    )
)
def test_body_is_never_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read_body(text)

    assert bool(found.body.strip()) == bool(text.strip())


@pytest.mark.parametrize(
    "unit",
    ["(Baca: ", "(Baca: (", ". Baca juga: ", "Baca juga ", "http://", "Pewarta:", "[", "Oleh A "],
)
def test_hostile_text_is_quick(unit: str) -> None:
    start = time.process_time()

    read_body(unit * 100_000)
    read_body((unit * 15 + "\n") * 5_000)

    assert time.process_time() - start < 2.0
