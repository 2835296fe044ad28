"""Copies of an archive: what is one text makes a group, and what only looks like one does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.copies.candidates import ALL_PAIRS
from index.copies.groups import FILE_NAME, Copies, Kind
from index.copies.judging import compared, judge
from index.copies.sketches import CopyNotes
from index.copies.writing import write_copies
from index.errors import IndexBrokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from index.archive.store import Archive

FLOOD = (
    "Sedikitnya 300 rumah di pesisir Semarang Utara terendam banjir rob setinggi 60 sentimeter.",
    "Air laut mulai masuk ke permukiman pada Selasa sekitar pukul 04.30 dan belum surut.",
    "Kepala BPBD Kota Semarang Endro Martanto mengatakan tanggul di Tambak Lorok jebol.",
    "Menurut dia, 45 keluarga sudah mengungsi ke balai kelurahan dan dua masjid.",
    "Petugas mengerahkan 12 pompa untuk menyedot air dari jalan-jalan utama.",
    "Warga bernama Sutinah mengaku perabot rumahnya rusak karena tidak sempat diangkat.",
    "Pemerintah kota menjanjikan perbaikan tanggul rampung sebelum akhir Desember.",
)
LATER = (
    "Tanggul Tambak Lorok akhirnya ditutup dengan karung pasir oleh ratusan prajurit kemarin.",
    "Wali Kota Semarang Hendrar Prihadi meninjau pekerjaan itu bersama para insinyur.",
    "Ia meminta kementerian mempercepat pembangunan tembok laut yang tertunda bertahun-tahun.",
    "Sekolah di kelurahan terdampak kembali dibuka meski sebagian kelas masih berlumpur.",
    "Dinas kesehatan membagikan obat gatal dan air bersih dari mobil tangki keliling.",
    "Para nelayan berharap bantuan bahan bakar agar bisa segera melaut lagi.",
    "Pengamat lingkungan menilai penurunan tanah akibat sumur dalam memperparah keadaan.",
    "Data kampus menunjukkan permukaan tanah di sana turun setiap tahun tanpa henti.",
    "Rapat lanjutan dijadwalkan di balai kota dengan mengundang wakil warga pesisir.",
)
PRICES = (
    "Harga beras medium di Pasar Induk Cipinang pada {} tercatat Rp{}.{} per kilogram.",
    "Cabai rawit dijual Rp{}.{} per kilogram, sedangkan bawang merah Rp{}.{} per kilogram.",
    "Telur ayam ras berada di Rp{}.{} per kilogram dan minyak goreng Rp{}.{} per liter.",
    "Pasokan yang masuk pada {} mencapai {} ton dari berbagai daerah.",
)
DAY = datetime(2018, 12, 4, 8, tzinfo=UTC)


def news(
    id_: str, text: Sequence[str] | str = FLOOD, hours: float = 0, source: str = "", **more: object
) -> Article:
    body = text if isinstance(text, str) else " ".join(text)
    article = Article(
        id=id_, title="Rob", body=body, published=DAY + timedelta(hours=hours), source=source
    )
    return replace(article, **more)  # type: ignore[arg-type]


def prices(id_: str, day: str, first: int, hours: float) -> Article:
    figures = [day, *range(first, first + 10), day, first * 7]
    return news(id_, " ".join(PRICES).format(*figures), hours, "Warta Pasar")


class Shelf:
    """An archive as far as it is asked for texts."""

    def __init__(self, articles: dict[int, Article]) -> None:
        self.articles = articles
        self.read: list[int] = []

    def close(self) -> None:
        """Close nothing."""

    def get_rows(self, rows: Sequence[int]) -> dict[int, Article]:
        self.read += rows
        return {row: self.articles[row] for row in rows if row in self.articles}


def write(
    place: Path,
    shelf: Shelf,
    unchanged: Sequence[int] = (),
    sources: int = 1,
    reopen: Callable[[], Archive] | None = None,
) -> Copies:
    rows = sorted(shelf.articles.keys() - set(unchanged))
    for number in range(sources):
        notes = CopyNotes()
        for row in rows[number::sources]:
            notes.add(row, shelf.articles[row])
        notes.write(place, number)
    archive: Archive = shelf  # type: ignore[assignment]
    write_copies(place, unchanged, archive, reopen)
    assert [path.name for path in place.iterdir()] == [FILE_NAME]
    found = Copies.open(place)
    assert found is not None
    return found


def groups(place: Path, *articles: Article) -> list[list[tuple[str, str]]]:
    found = write(place, Shelf(dict(enumerate(articles, start=1))))
    return [[(member.id, member.kind.name.lower()) for member in group] for group in found]


def kind(one: Article, other: Article) -> Kind:
    return judge(*compared([one, other]))


def test_copies_are_listed_below_the_first_published(tmp_path: Path) -> None:
    tribun = news("t", FLOOD[:4], 3, "Tribun")
    kompas = news("k", FLOOD, 0, "Kompas")
    antara = news("a", [*FLOOD[1:], "Artikel ini telah tayang di laman lain."], 5, "Antara")

    found = write(tmp_path, Shelf({4: tribun, 5: kompas, 9: antara}))

    expected = [("k", Kind.OTHER), ("t", Kind.COPY), ("a", Kind.COPY)]
    assert [*found] == [expected]
    assert [found.of(id_) for id_ in ("k", "t", "a", "x")] == [expected, expected, expected, []]
    assert (len(found), found.is_cut) == (1, False)


@pytest.mark.parametrize(
    "text",
    [
        FLOOD,
        FLOOD[:3],
        FLOOD[::2],
        [sentence.replace("mengatakan", "menyatakan") for sentence in FLOOD],
        ["Sementara itu, " + sentence for sentence in FLOOD],
        [*FLOOD, *LATER[:3]],
    ],
    ids=["whole", "beginning", "every second", "a word", "rewritten", "with more"],
)
def test_a_copy(text: Sequence[str]) -> None:
    assert kind(news("a"), news("b", text, 4, "Tribun", title="Warga mengungsi")) is Kind.COPY


def test_what_goes_on_with_the_text_of_before_is_an_update() -> None:
    later = news("b", [*LATER, *FLOOD[:5]], 26, "Kompas")

    assert kind(news("a", source="Kompas"), later) is Kind.UPDATE
    assert kind(later, news("a", source="Kompas")) is Kind.UPDATE


def test_the_toll_of_what_goes_on_may_rise() -> None:
    risen = [sentence.replace("300", "450").replace("45 ", "90 ") for sentence in FLOOD]

    assert kind(news("a"), news("b", risen, 9, "Tribun")) is Kind.COPY


@pytest.mark.parametrize("hours", [24, 240])
def test_a_template_with_other_figures_is_another_text(hours: float) -> None:
    today = prices("a", "Senin", 11, 0)
    assert kind(today, prices("b", "Selasa", 31, hours)) is Kind.OTHER
    assert kind(today, replace(today, id="b", source="Tribun")) is Kind.COPY


def test_half_of_a_template_may_stay_as_it_is() -> None:
    weights = (1, 2, 5, 10, 25)

    def gold(id_: str, price: int, hours: float) -> Article:
        parts = (f"emas ukuran {gram} gram dijual Rp{gram * price}.000" for gram in weights)
        return news(id_, f"Harga emas batangan pagi ini naik: {', '.join(parts)}.", hours)

    assert kind(gold("a", 701, 0), gold("b", 706, 24)) is Kind.OTHER


def test_a_short_form_is_another_text_with_one_other_figure() -> None:
    form = "Harga beras di pasar naik lagi, pedagang ke-{} di sana menaikkan harga jual."

    one, other = news("a", form.format(7)), news("b", form.format(8), 30, "Tribun")
    assert kind(one, other) is Kind.OTHER


def test_a_form_is_another_text_with_a_few_other_figures() -> None:
    day = " ".join(FLOOD)
    one = day.replace("300", "310")
    two = one.replace("45 keluarga", "52 keluarga")
    three = two.replace("12 pompa", "14 pompa")

    assert kind(news("a", day), news("b", one, 30, "Tribun")) is Kind.COPY
    assert kind(news("a", day), news("b", two, 30, "Tribun")) is Kind.OTHER
    assert kind(news("a", day), news("b", two, 3, "Tribun")) is Kind.COPY
    assert kind(news("a", day), news("b", three, 3, "Tribun")) is Kind.OTHER


def test_a_template_with_other_names_is_another_text() -> None:
    text = "Langit di {0} cerah pada pagi dan {0} diguyur hujan ringan sore. Warga kota {0} diminta"
    text += " waspada angin kencang di {0} bagian utara, sebab kabut turun di {0} menjelang malam."

    one, other = (news(place, text.format(place)) for place in ("Palu", "Jepara"))

    assert kind(one, other) is Kind.OTHER


def test_one_event_reported_twice_is_two_texts() -> None:
    assert kind(news("a"), news("b", [*LATER, FLOOD[0]], 2)) is Kind.OTHER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.contoh.id/a/rob", "http://m.contoh.id/a/rob/amp?page=all#1"),
        ("https://contoh.id/a/rob/", "https://contoh.id/a/rob"),
    ],
)
def test_one_address_is_one_article(one: str, other: str) -> None:
    assert kind(news("a", url=one), news("b", FLOOD[:5], 1, url=other)) is Kind.VERSION


def test_a_correction_is_a_version(tmp_path: Path) -> None:
    text = [sentence.replace("Sutinah", "Sutinem") for sentence in FLOOD]
    first, corrected = news("a", source="Kompas"), news("b", text, 1, "KOMPAS")

    assert kind(first, corrected) is Kind.VERSION
    assert kind(first, replace(corrected, source="Tribun")) is Kind.COPY
    assert kind(first, replace(corrected, title="Sutinem mengungsi")) is Kind.COPY
    assert groups(tmp_path, first, corrected) == []


def test_what_copies_a_correction_copies_what_was_corrected(tmp_path: Path) -> None:
    text = [sentence.replace("Sutinah", "Sutinem") for sentence in FLOOD]
    corrected = news("b", text, 1, "Kompas")

    found = groups(tmp_path, news("a", source="Kompas"), corrected, news("c", text, 3, "Tribun"))

    assert found == [[("a", "other"), ("c", "copy")]]


def test_undated_articles_come_last(tmp_path: Path) -> None:
    found = groups(tmp_path, news("a", published=None), news("b", hours=50), news("c", hours=9))

    assert found == [[("c", "other"), ("b", "copy"), ("a", "copy")]]


def test_short_texts_are_not_compared(tmp_path: Path) -> None:
    assert groups(tmp_path, *(news(id_, "Foto: banjir di Semarang") for id_ in "ab")) == []


def test_a_group_may_be_large(tmp_path: Path) -> None:
    many = [news(str(at), hours=at, source=str(at)) for at in range(3 * ALL_PAIRS)]

    (found,) = groups(tmp_path, *many)

    assert found == [("0", "other"), *((str(at), "copy") for at in range(1, 3 * ALL_PAIRS))]


def test_only_texts_that_changed_are_compared_again(tmp_path: Path) -> None:
    shelf = Shelf({1: news("a"), 2: news("b", hours=1), 3: news("c", LATER), 4: news("d", LATER)})
    write(tmp_path, shelf)
    del shelf.articles[4]
    shelf.articles |= {3: news("c", prices("-", "Senin", 11, 0).body), 7: news("e", FLOOD[:5], 2)}
    shelf.read = []

    found = write(tmp_path, shelf, (1, 2))

    expected = [("a", Kind.OTHER), ("b", Kind.COPY), ("e", Kind.COPY)]
    assert [*found] == [expected]
    assert found.of("d") == []
    assert shelf.read == [1, 7, 2, 7]  # the pairs of the new one, then its id


def test_an_article_that_cannot_be_read_is_in_no_group(tmp_path: Path) -> None:
    shelf = Shelf({1: news("a"), 2: news("b")})
    notes = CopyNotes()
    for row, article in shelf.articles.items():
        notes.add(row, article)
    notes.write(tmp_path, 0)
    del shelf.articles[1]

    write_copies(tmp_path, (), shelf)  # type: ignore[arg-type]

    found = Copies.open(tmp_path)
    assert found is not None
    assert [*found] == []


PIECES = [*FLOOD, *LATER, prices("-", "Senin", 11, 0).body, prices("-", "Rabu", 55, 0).body, "Foto"]
ARTICLES = st.builds(
    lambda pieces, hours, source, is_dated: news(
        "-", " ".join(pieces) or "-", hours, source, **({} if is_dated else {"published": None})
    ),
    st.lists(st.sampled_from(PIECES), max_size=9),
    st.integers(0, 90),
    st.sampled_from(["", "Kompas", "Tribun"]),
    st.booleans(),
)


@given(ARTICLES, ARTICLES)
def test_judging_does_not_depend_on_the_order(one: Article, other: Article) -> None:
    if one.published != other.published:
        assert kind(one, other) is kind(other, one)
    else:
        assert (kind(one, other) is Kind.OTHER) == (kind(other, one) is Kind.OTHER)


@settings(max_examples=40)
@given(
    st.lists(ARTICLES, min_size=1, max_size=6),
    st.lists(ARTICLES, max_size=3),
    st.sampled_from([(2, 0), (3, 0), (3, 2), (ALL_PAIRS, 0), (ALL_PAIRS, 2)]),
    st.data(),
)
def test_an_incremental_build_finds_what_a_full_one_does(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[Article],
    more: list[Article],
    limits: tuple[int, int],
    data: st.DataObject,
) -> None:
    all_pairs, touched = limits
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.copies.candidates.ALL_PAIRS", all_pairs)
        patch.setattr("index.copies.candidates.NEXT_ONES", all_pairs // 2)
        patch.setattr("index.copies.candidates.TOUCHED", touched)
        _check_incremental(tmp_path_factory, before, more, data)


def _check_incremental(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[Article],
    more: list[Article],
    data: st.DataObject,
) -> None:
    place, anew = (tmp_path_factory.mktemp("salinan") for _ in range(2))
    named = [replace(article, id=str(at)) for at, article in enumerate(before + more)]
    shelf = Shelf(dict(enumerate(named[: len(before)], start=1)))
    write(place, shelf)
    gone = data.draw(st.sets(st.sampled_from(sorted(shelf.articles))))
    unchanged = sorted(shelf.articles.keys() - gone)
    kept = {row: shelf.articles[row] for row in unchanged}
    after = kept | dict(enumerate(named[len(before) :], start=len(before) + 1))

    found = write(place, Shelf(after), unchanged)

    assert [*found] == [*write(anew, Shelf(after), sources=2)]
    assert all(len(group) > 1 for group in found)
    assert (place / FILE_NAME).read_bytes() == (anew / FILE_NAME).read_bytes()


def test_two_processes_find_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.copies.writing.FEW_PAIRS", 1)
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    shelf = Shelf({at: news(f"a{at}", FLOOD[at % 3 :], at, f"Warta {at}") for at in range(1, 9)})

    def reopen() -> Archive:
        (tmp_path / "reopened").touch()
        return shelf  # type: ignore[return-value]

    assert [*write(two, shelf, reopen=reopen)] == [*write(one, shelf)]
    assert (one / FILE_NAME).read_bytes() == (two / FILE_NAME).read_bytes()
    assert (tmp_path / "reopened").exists()


def test_groups_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    some = [news("a"), news("b", FLOOD[:5], 1, "x"), news("c", FLOOD[2:], 2, "y")]
    some.append(news("d", LATER, 3))
    found = []
    for number, ordered in enumerate(permutations(some)):
        place = tmp_path / str(number)
        place.mkdir()
        found.append(groups(place, *ordered))
    assert all(one == found[0] for one in found)


def test_an_index_without_them_has_none(tmp_path: Path) -> None:
    assert Copies.open(tmp_path) is None


def test_damage_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"rusak" * 100)

    with pytest.raises(IndexBrokenError, match="copies"):
        Copies.open(tmp_path)


def test_a_writer_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf({1: news("a"), 2: news("b", hours=1)})
    write(tmp_path, shelf)
    before = (tmp_path / FILE_NAME).read_bytes()

    def fail(*_: object) -> None:
        raise OSError("penuh")

    monkeypatch.setattr("index.copies.writing.write_texts", fail)
    with pytest.raises(OSError, match="penuh"):
        write(tmp_path, shelf, (1, 2))

    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert not list(tmp_path.glob("*.partial"))
