"""Lines in context and collocates, against reading everything word by word."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from itertools import chain, pairwise
from math import log2
from typing import TYPE_CHECKING, NamedTuple

import pytest

from index.archive.opening import open_archive
from index.article import Article, first_sentence, make_article
from index.newstext.dates import WIB
from search import contexts
from search.arrays.engine import ArrayEngine
from search.concordance import (
    ARTICLE_LINES,
    CONTEXT_CHARS,
    MATCH_CHARS,
    MAX_LINES,
    ContextLine,
    ContextRequest,
    Order,
)
from search.contexts import MAX_WINDOW, Counted
from search.language.parser import parse
from search.passages.highlighting import MARKED_CHARS
from search.results import Filters
from search.searcher import Searcher
from search.work import CONTEXT_STEPS, Work
from tests.building import analyzer_of, build, put
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.analysis.analyzer import Analyzer, Token
    from index.archive.store import Archive
    from search.concordance import Concordance
    from search.engine import Engine

FIRST = datetime(2018, 1, 1, 8, tzinfo=WIB)
WORDS = (
    "petani pedagang menjual membeli beras gabah jagung di pasar desa kota Rp5.000 e-KTP COVID-19 "
    "harga naik menaikkan turun lagi anak-anak Ma'ruf (26/8) yang dan murah mahal impor mengimpor"
).split()
# What stands far from any match in long articles.
FILLER = (
    "rapat warga hujan jalan sekolah guru murid kereta stasiun kapal pelabuhan nelayan laut gunung "
    "pemerintah daerah menteri rencana anggaran pembangunan jembatan kesehatan dokter perawat"
).split()
ALL = 1_000


def made(count: int, seed: int = 3) -> list[Article]:
    """Return articles of words by chance; some undated, some with their first sentence as title."""
    rng = random.Random(seed)

    def sentence(length: int) -> str:
        words = FILLER if rng.random() < 0.5 else WORDS
        return " ".join(rng.choice(words) for _ in range(length)).capitalize()

    return [
        make_article(
            id=f"buatan-{number:03}",
            title=None if number % 4 == 0 else sentence(rng.randint(1, 5)),
            body=". ".join(
                sentence(rng.randint(2, 30)) for _ in range(rng.randint(1, 5 + 8 * (number % 3)))
            ),
            published=None if number % 7 == 3 else FIRST + timedelta(hours=rng.randrange(2_000)),
            source=rng.choice(("Kompas", "Tempo")),
        )
        for number in range(count)
    ]


EVERY = [*made(60), *ARTICLES]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("konteks"), EVERY)


@pytest.fixture(scope="module")
def our_analyzer(data: Path) -> Analyzer:
    return analyzer_of(data)


@pytest.fixture(scope="module")
def searcher(data: Path) -> Iterator[Searcher]:
    with closing(open_archive(data)) as archive, closing(ArrayEngine(data)) as engine:
        yield Searcher(engine, archive)


def ask(searcher: Searcher, text: str, work: Work | None = None, **rest: object) -> Concordance:
    request = ContextRequest(**({"size": ALL, "least": 1, "most": ALL} | rest))  # type: ignore[arg-type]
    return searcher.concordance(parse(text).query, request, work)


class Plain(NamedTuple):
    """A line, found by reading."""

    article: Article
    is_title: bool
    start: int
    end: int
    before: list[str]  # words by distance, the nearest first
    after: list[str]
    company: set[str]


def texts(article: Article) -> list[tuple[str, bool]]:
    """Return title and body; a title that was made from the body is not read twice."""
    is_made = article.title == first_sentence(article.body)
    return [(article.body, False)] if is_made else [(article.title, True), (article.body, False)]


def read(analyzer: Analyzer, word: str, *, root: bool, window: int = 5) -> list[Plain]:
    """Return the lines of one word, by its root or as written, the newest article first."""
    found = []
    for article in sorted(EVERY, key=newest):
        for text, is_title in texts(article):
            tokens = tokens_of(analyzer, text)
            spans = {
                (one.start, one.end) for one in tokens if word == (one.root if root else one.exact)
            }
            for start, end in sorted(spans):
                here = min(one.position for one in tokens if one.start == start)
                behind = [one for one in tokens if one.start >= end]
                then = min((one.position for one in behind), default=0)
                near = [
                    one for one in tokens if one.end <= start and 0 < here - one.position <= window
                ]
                near += [one for one in behind if one.position - then < window]
                before, after = (analyzer.words(side) for side in (text[:start], text[end:]))
                found.append(
                    Plain(
                        article,
                        is_title,
                        start,
                        end,
                        [one.exact for one in before[::-1][:MAX_WINDOW]],
                        [one.exact for one in after[:MAX_WINDOW]],
                        {one.root if root else one.exact for one in near},
                    )
                )
    return found


@cache
def tokens_of(analyzer: Analyzer, text: str) -> list[Token]:
    return list(analyzer.analyze(text))


def newest(article: Article) -> tuple[bool, float, str]:
    published = article.published
    return published is None, -published.timestamp() if published else 0.0, article.id


def place(line: ContextLine | Plain) -> tuple[str, bool, int, int]:
    return line.article.id, not line.is_title, line.start, line.end


@pytest.mark.parametrize(
    "word", ["beras", "naik", "impor", "ektp", "5000", "covid", "agustus", "anak"]
)
def test_lines_and_collocates_are_those_found_by_reading(
    searcher: Searcher, our_analyzer: Analyzer, word: str
) -> None:
    by_root, by_form = read(our_analyzer, word, root=True), read(our_analyzer, word, root=False)
    every = [
        token
        for article in EVERY
        for text, _ in texts(article)
        for token in tokens_of(our_analyzer, text)
    ]

    for lines, query, counted in (
        (by_root, word, Counted.ROOT),
        (by_form, f"={word}", Counted.FORM),
    ):
        found = ask(searcher, query, counted=counted)

        assert [place(line) for line in found.lines] == [place(line) for line in lines]
        assert not found.is_cut
        assert found.total == found.matches == len(lines) > 1
        assert found.read == found.articles == len({line.article.id for line in lines})
        counts = Counter(chain.from_iterable(line.company for line in lines))
        frequency = Counter(one.root if counted is Counted.ROOT else one.exact for one in every)
        assert {one.word: (one.lines, one.frequency) for one in found.collocates} == {
            other: (count, frequency[other]) for other, count in counts.items()
        }
        for one in found.collocates:
            together = min(one.lines, one.frequency)
            score = 14 + log2(2 * together / (len(lines) + one.frequency))
            assert one.score == pytest.approx(score, abs=0.005)


def test_every_engine_has_the_same_lines(engine: Engine, corpus_archive: Archive) -> None:
    searcher = Searcher(engine, corpus_archive)

    found = ask(searcher, "harga")

    assert [place(line) for line in found.lines][:2] == [
        ("beras-harga", True, 6, 11),
        ("beras-impor", True, 38, 43),
    ]
    assert ("beras", 5) in {(one.word, one.lines) for one in found.collocates}


@pytest.mark.parametrize("window", [1, 3, MAX_WINDOW])
def test_the_window_is_so_many_words_on_either_side(
    searcher: Searcher, our_analyzer: Analyzer, window: int
) -> None:
    lines = read(our_analyzer, "beras", root=True, window=window)

    found = ask(searcher, "beras", window=window, counted=Counted.ROOT)

    counts = Counter(chain.from_iterable(line.company for line in lines))
    assert {one.word: one.lines for one in found.collocates} == counts


@pytest.mark.parametrize("counted", Counted)
def test_the_count_of_a_collocate_is_that_of_its_lines(
    searcher: Searcher, counted: Counted
) -> None:
    everything = ask(searcher, "beras", counted=counted)

    for one in everything.collocates[:40]:
        found = ask(searcher, "beras", counted=counted, company=one.word)

        assert found.total == len(found.lines) == one.lines
        assert found.matches == everything.total
        assert found.collocates == everything.collocates


def test_a_root_is_asked_for_by_any_form_of_it(searcher: Searcher) -> None:
    by_root = ask(searcher, "beras", counted=Counted.ROOT, company="impor")

    assert by_root.total > ask(searcher, "beras", company="impor").total > 0
    assert ask(searcher, "beras", counted=Counted.ROOT, company="Mengimpor").lines == by_root.lines


def keys(order: Order, line: Plain) -> tuple[object, ...]:
    keyword = line.article.title if line.is_title else line.article.body
    keyword = " ".join(keyword[line.start : line.end].lower().split())
    return {
        Order.NEWEST: (),
        Order.OLDEST: (line.article.published is None, -newest(line.article)[1]),
        Order.LEFT: (line.before, keyword),
        Order.RIGHT: (line.after, keyword),
        Order.KEYWORD: (keyword, line.after),
    }[order]


@pytest.mark.parametrize("order", Order)
def test_lines_are_sorted_with_the_newest_of_equals_first(
    searcher: Searcher, our_analyzer: Analyzer, order: Order
) -> None:
    lines = read(our_analyzer, "naik", root=True)
    lines.sort(key=lambda line: keys(order, line))

    found = ask(searcher, "naik", order=order)

    assert [place(line) for line in found.lines] == [place(line) for line in lines]


@pytest.mark.parametrize("order", Order)
def test_pages_are_the_lines_in_parts(searcher: Searcher, order: Order) -> None:
    whole = ask(searcher, "beras harga", order=order)

    count = -(-len(whole.lines) // 41)
    pages = [
        ask(searcher, "beras harga", order=order, size=41, number=number)
        for number in range(1, count + 2)
    ]

    assert count > 3
    assert tuple(chain.from_iterable(page.lines for page in pages)) == whole.lines
    assert {(page.total, page.page_count) for page in pages} == {(len(whole.lines), count)}
    assert pages[-1].lines == ()


def test_a_line_is_the_text_around_its_match(searcher: Searcher) -> None:
    for line in ask(searcher, 'harga ATAU "di pasar"').lines:
        text = line.article.title if line.is_title else line.article.body
        plain = " ".join(text.split())

        assert text[line.start : line.end] == line.keyword
        assert line.left + line.keyword + line.right in plain
        assert len(line.left) <= CONTEXT_CHARS
        assert len(line.right) <= CONTEXT_CHARS
        before = plain.partition(line.left + line.keyword + line.right)[0]
        assert not before or before[-1] == " " or line.left[:1] in {" ", ""}


def test_a_line_ends_neither_in_a_word_nor_in_a_line(tmp_path: Path) -> None:
    body = f"{'kata ' * 40}\nkemarin\n\npanen\nraya {'x' * 300}"
    build(tmp_path, [make_article(id="a", title="Judul", body=body)])

    with closing(open_archive(tmp_path)) as archive, closing(ArrayEngine(tmp_path)) as engine:
        (line,) = ask(Searcher(engine, archive), '"panen raya"').lines

    assert line.left.startswith("kata kata ")
    assert line.left.endswith("kata kemarin ")
    assert (line.keyword, line.right[:3]) == ("panen raya", "")


def test_filters_and_excluded_words_hold(searcher: Searcher) -> None:
    filters = Filters(values={"source": ("kompas",)}, date_from=FIRST.date())

    found = ask(searcher, "beras -jagung", filters=filters)

    assert found.lines
    for line in found.lines:
        assert line.article.source == "Kompas"
        assert line.article.published is not None
        assert "jagung" not in (line.article.title + line.article.body).lower()


def test_an_article_has_to_have_every_word(searcher: Searcher) -> None:
    assert ask(searcher, "beras kuetiau").total == 0
    assert ask(searcher, "beras ATAU kuetiau").total == ask(searcher, "beras").total


@pytest.mark.parametrize("text", ["", "   ", "-beras", "sumber:kompas", "tanggal:2018", "()", "*"])
def test_a_query_without_words_has_no_lines(searcher: Searcher, text: str) -> None:
    found = ask(searcher, text)

    assert (found.lines, found.total, found.collocates) == ((), 0, ())


def many(count: int) -> list[Article]:
    return [
        make_article(
            id=f"{number:04}",
            title=f"Laporan {number}",
            body=f"Hujan deras hari ke-{number}. Hujan lagi.",
            published=FIRST + timedelta(days=number),
        )
        for number in range(count)
    ]


def test_what_there_is_no_room_for_is_left_out_evenly(tmp_path: Path) -> None:
    build(tmp_path, many(300))
    with closing(open_archive(tmp_path)) as archive, closing(ArrayEngine(tmp_path)) as engine:
        searcher = Searcher(engine, archive)
        whole = ask(searcher, "hujan")
        found = {order: ask(searcher, "hujan", Work(1_000_000), order=order) for order in Order}

    assert not whole.is_cut
    assert (whole.total, whole.read, whole.articles) == (600, 300, 300)
    cut = found[Order.NEWEST]
    assert cut.is_cut
    assert 30 < cut.read < 150
    assert (cut.articles, cut.total) == (300, 2 * cut.read)
    days = [int(line.article.id) for line in cut.lines[::2]]
    assert days == sorted(days, reverse=True)
    gaps = [one - other for one, other in pairwise([300, *days, -1])]
    assert max(gaps) <= 3 * 300 / cut.read
    for other in found.values():
        assert {place(line) for line in other.lines} == {place(line) for line in cut.lines}
        assert other.collocates == cut.collocates
    # deras: one of two lines, as often in the archive as hujan is half of the time.
    whole_scores = {one.word: one.score for one in whole.collocates}
    assert {one.word: one.score for one in cut.collocates}["deras"] == pytest.approx(
        whole_scores["deras"], abs=0.02
    )


def test_a_common_word_does_not_cost_more_than_it_may(tmp_path: Path) -> None:
    put(tmp_path, [make_article(id="a", title="Judul", body="di " * (MAX_LINES + 10))])
    build(tmp_path, many(3))
    with closing(open_archive(tmp_path)) as archive, closing(ArrayEngine(tmp_path)) as engine:
        work = Work(CONTEXT_STEPS)
        found = ask(Searcher(engine, archive), "di ATAU hujan", work)

    assert found.is_cut
    assert found.total <= MAX_LINES
    assert work.spent <= CONTEXT_STEPS


def test_a_very_long_article_is_read_as_far_as_it_is_marked(tmp_path: Path) -> None:
    body = "panen " + "kosong " * (MARKED_CHARS // 7) + "panen"
    build(tmp_path, [make_article(id="a", title="Judul", body=body)])
    with closing(open_archive(tmp_path)) as archive, closing(ArrayEngine(tmp_path)) as engine:
        found = ask(Searcher(engine, archive), "panen")

    assert (found.total, found.is_cut) == (1, True)
    assert len(found.lines[0].article.body) <= MARKED_CHARS


def test_lines_are_found_once_and_turned_over_as_often_as_one_likes(tmp_path: Path) -> None:
    build(tmp_path, many(20))
    with closing(open_archive(tmp_path)) as archive, closing(ArrayEngine(tmp_path)) as engine:
        searcher = Searcher(engine, archive)
        first, again, other = Work(CONTEXT_STEPS), Work(CONTEXT_STEPS), Work(CONTEXT_STEPS)
        whole = ask(searcher, "hujan", first)
        page = ask(searcher, "hujan", again, order=Order.OLDEST, size=5, number=2)
        fewer = ask(searcher, "hujan", other, filters=Filters(date_from=FIRST.date()))
        put(tmp_path, [make_article(id="0001", title="Ralat", body="Cerah.")])
        changed = ask(searcher, "hujan")

    assert first.spent > 100_000
    assert again.spent == 0
    assert other.spent > 100_000
    assert page.lines == tuple(sorted(whole.lines, key=lambda line: line.article.id))[5:10]
    assert fewer.lines == whole.lines
    assert changed.total == whole.total - 2


def test_lines_that_are_kept_stay_below_their_bytes(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = searcher._concordances._kept
    monkeypatch.setattr(kept, "limit", 300_000)

    for word in (*WORDS, *FILLER):
        ask(searcher, word)
        assert kept.held <= 300_000 or len(kept._values) == 1
    assert kept.held > 50_000


def test_an_article_that_was_changed_or_removed_since_is_as_it_is_now(tmp_path: Path) -> None:
    build(tmp_path, many(3))
    with closing(open_archive(tmp_path)) as archive, closing(ArrayEngine(tmp_path)) as engine:
        searcher = Searcher(engine, archive)
        archive.put([make_article(id="0001", title="Ralat", body="Hujan kecubung.")])
        archive.remove(["0002"])
        found = ask(searcher, "hujan")

    assert [line.article.id for line in found.lines] == ["0001", "0000", "0000"]
    assert found.lines[0].right == " kecubung."
    assert {one.word: one.frequency for one in found.collocates}["kecubung"] == 1


def test_an_article_full_of_matches_leaves_room_for_others(tmp_path: Path) -> None:
    full = make_article(id="penuh", title="Penuh", body="jeruk dan " * (MAX_LINES + 1))
    others = [
        make_article(id=f"lain-{number}", title="Kebun", body=f"Panen jeruk di kebun {number}.")
        for number in range(5)
    ]
    build(tmp_path, [full, *others])

    with (
        closing(open_archive(tmp_path)) as archive,
        closing(Searcher(ArrayEngine(tmp_path), archive)) as found,
    ):
        answer = ask(found, "jeruk")

    lines = Counter(line.article.id for line in answer.lines)
    assert answer.is_cut
    assert answer.total == ARTICLE_LINES + 5
    assert answer.read == 6
    assert len(lines) > 1


def test_a_match_as_long_as_its_article_is_shown_cut(tmp_path: Path) -> None:
    build(tmp_path, [make_article(id="ulang", title="Ulang", body="jeruk manis " * 2_000)])
    phrase = " ".join(["jeruk manis"] * 60)

    with (
        closing(open_archive(tmp_path)) as archive,
        closing(Searcher(ArrayEngine(tmp_path), archive)) as found,
    ):
        answer = ask(found, f'"{phrase}"')

    assert answer.lines
    assert {len(line.keyword) for line in answer.lines} == {MATCH_CHARS + 1}
    assert all(line.keyword.endswith("\u2026") for line in answer.lines)


def test_thousands_of_compounds_are_passed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands beside a match is looked up by its place, not among all that an article has."""
    body = "".join(f"covid-{number} " for number in range(2_000))
    build(tmp_path, [make_article(id="angka", title="Angka", body=body)])
    seen = Counter[str]()
    plain = contexts._between

    def between(others: list[Token], first: int, end: int) -> list[Token]:
        some = plain(others, first, end)
        seen["looked at"] += len(some)
        return some

    monkeypatch.setattr(contexts, "_between", between)
    with (
        closing(open_archive(tmp_path)) as archive,
        closing(Searcher(ArrayEngine(tmp_path), archive)) as found,
    ):
        answer = ask(found, "covid")

    assert answer.total == ARTICLE_LINES
    assert seen["looked at"] <= 2_000 * 2 * 2 * MAX_WINDOW
