"""How typing goes on: phrases, titles and words."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import completions as writing
from index.archive.opening import open_archive
from index.article import Article
from index.completions import Completions, add_completions, write_completions
from index.errors import IndexBrokenError
from index.generations import Generations
from search.arrays.engine import ArrayEngine
from search.arrays.evaluate import Evaluation
from search.arrays.finding import ArrayFinder
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher
from search.suggesting.following import complete_word
from search.work import Work
from tests.building import build, reseal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _joined(pieces: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([" ".join(pieces), "".join(pieces)])


TITLES = (
    "Gubernur Jawa Barat resmikan jembatan",
    "Kata Gubernur Jawa Barat soal banjir",
    "Pesan Gubernur Jawa Tengah di Solo",
    "Jokowi: harga beras harus turun",
    "Mengapa harga beras naik terus",
    "COVID-19 mereda di Jawa",
    "Doa Jum'at untuk COVID-19",
    "Presiden Joko Widodo tiba di Nusa Dua",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose newest generation has completions."""
    articles = [
        Article(
            id=str(number), title=title, body="Widodo dan beras berasal dari Jawa.", source="Tempo"
        )
        for number, title in enumerate(TITLES)
    ]
    directory = build(tmp_path_factory.mktemp("completion"), articles)
    write_completions(
        Generations(directory).current(),
        [
            ("Gubernur Jatim yang sudah dihapus", 99),
            *((title, at) for at, title in enumerate(TITLES)),
        ],
    )
    reseal(directory)
    return directory


@pytest.fixture(scope="module")
def searcher(data: Path) -> Iterator[Searcher]:
    """A searcher on that directory."""
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as engine,
    ):
        yield engine


@pytest.mark.parametrize(
    ("typed", "completion"),
    [
        pytest.param("gubernur ja", "Gubernur Jawa", id="phrase with its capitals"),
        pytest.param("gubernur jawa b", "Gubernur Jawa Barat", id="three words"),
        pytest.param("harga be", "harga beras", id="phrase in lower case"),
        pytest.param("harga ", "harga beras", id="the next word"),
        pytest.param("gubernur jawa t", "Pesan Gubernur Jawa Tengah di Solo", id="title"),
        pytest.param("presiden nusa", TITLES[-1], id="title with words between"),
        pytest.param("covid", "COVID-19", id="hyphen and number"),
        pytest.param("jum'a", "Doa Jum'at untuk COVID-19", id="apostrophe"),
        pytest.param("jumat un", "Doa Jum'at untuk COVID-19", id="apostrophe left out"),
        pytest.param("berasa", "berasal", id="word of a body"),
        pytest.param("widodo harga be", "widodo harga beras", id="last words"),
        pytest.param("judul:bera", "judul:beras", id="field"),
        pytest.param("sumber:te", "sumber:tempo", id="value of a field"),
        pytest.param('"harga be', '"harga beras"', id="open quote"),
        pytest.param("jawa -ba", "jawa -barat", id="excluded"),
        pytest.param("jawa ATAU ba", "jawa ATAU barat", id="alternative"),
        pytest.param("(harga ATAU b", "(harga ATAU beras", id="alternative in brackets"),
        pytest.param("judul:(gubernur ba", "judul:(gubernur barat", id="brackets in a field"),
        pytest.param('jawa "nusa du', 'jawa "nusa dua"', id="phrase behind a word"),
        pytest.param("=be", "=beras", id="exact form"),
    ],
)
def test_completion(searcher: Searcher, typed: str, completion: str) -> None:
    assert completion in offered(searcher, typed)


def offered(searcher: Searcher, text: str) -> list[str]:
    return [one.text for one in searcher.suggest(text)]


def test_queries_come_first_then_titles_then_names(searcher: Searcher) -> None:
    found = searcher.suggest("jawa")

    kinds = [one.kind for one in found]
    assert kinds == sorted(kinds, key=["query", "title", "name"].index)
    assert "query" in kinds
    assert kinds.count("title") == 3
    assert [one.article is not None for one in found] == [kind == "title" for kind in kinds]


def test_a_title_typed_to_its_end_still_leads_to_its_article(searcher: Searcher) -> None:
    (found,) = searcher.suggest(TITLES[0])

    assert (found.text, found.kind, found.article) == (TITLES[0], "title", "0")


KPK = 'lembaga:"Komisi Pemberantasan Korupsi (KPK)"'
NAMES = [
    ("kp", ['"Komisi Pemberantasan Korupsi"']),
    ("kpk", ['"Komisi Pemberantasan Korupsi"', KPK]),
    ("komisi pem", ['"Komisi Pemberantasan Korupsi"', KPK]),
    ("bud", ['tokoh:"Budi Utomo"', 'penulis:"Budi Utomo"']),
    ("budi u", []),  # too few letters to look fields through
    ("budi uto", ['tokoh:"Budi Utomo"', 'penulis:"Budi Utomo"']),
    ("utomo", ['tokoh:"Budi Utomo"', 'penulis:"Budi Utomo"']),
    ("nusa dua", ['tempat:"Nusa Dua, Bali"']),
    ("lentera", ['sumber:"Harian Lentera"']),
    ("jawa lente", []),
    ("judul:kpk", []),
]


@pytest.fixture(scope="module")
def naming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher on articles with names."""
    articles = [
        Article(
            id=str(number),
            title=f"Sidang {number}",
            body="Komisi Pemberantasan Korupsi (KPK) menahan Budi Utomo di Jawa.",
            author=("Ani", "Budi Utomo"),
            place="Nusa Dua, Bali",
            source="Harian Lentera",
        )
        for number in range(3)
    ]
    data = build(tmp_path_factory.mktemp("naming"), articles)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as engine,
    ):
        yield engine


@pytest.mark.parametrize(("typed", "names"), NAMES)
def test_names_are_offered_last(naming: Searcher, typed: str, names: list[str]) -> None:
    found = naming.suggest(typed)

    assert [one.text for one in found if one.kind == "name"] == names
    assert all(one.count == 3 for one in found if one.kind == "name")


@pytest.mark.parametrize(
    "text", ["", " ", "b", "-", "(", '"', "zzzz", "x" * 2_000, "ini \U0001f600"]
)
def test_nothing_to_go_on(searcher: Searcher, text: str) -> None:
    assert searcher.suggest(text) == []


def test_a_phrase_gives_way_to_the_longer_one_that_is_always_meant(tmp_path: Path) -> None:
    write_completions(tmp_path, [("Nusa Dua sepi", 1), ("Di Nusa Dua", 2), ("Nusa Dua lagi", 3)])
    completions = Completions.open(tmp_path)
    typed = completions.read("nus")
    assert typed is not None

    assert [phrase.text for phrase in completions.phrases(typed, 5)] == ["Nusa Dua"]


def test_titles_of_articles_that_are_gone_are_not_offered(searcher: Searcher) -> None:
    assert not any("Jatim" in text for text in offered(searcher, "gubernur jat"))


def test_the_limit_is_kept(searcher: Searcher) -> None:
    assert len(searcher.suggest("ja", 2)) == 2
    assert searcher.suggest("ja", 0) == []


def test_words_that_follow_come_before_words_that_are_somewhere(tmp_path: Path) -> None:
    bodies = ["Harga beras naik, barang lain tidak."] * 3 + ["Barang dan bahan mahal."] * 20
    bodies += ["Harga barang dan barat."]
    articles = [Article(id=str(at), title="Pasar", body=body) for at, body in enumerate(bodies)]
    data = build(tmp_path, articles)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as engine,
    ):
        assert offered(engine, "harga b") == ["harga beras", "harga barang", "harga barat"]


def test_names_are_completed_as_they_are_written(tmp_path: Path) -> None:
    """The word that follows is rarer than forty that begin like it."""
    others = " ".join(f"da{number:03}" for number in range(40))
    bodies = [f"Rapat dibuka di Nusa Dua. Hasil {others}."] + [f"Kabar {others}."] * 3
    articles = [Article(id=str(at), title="Pasar", body=body) for at, body in enumerate(bodies)]
    data = build(tmp_path, articles)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as engine,
    ):
        assert offered(engine, "Nusa D")[:2] == ["Nusa Dua", "Nusa di"]
        assert offered(engine, "nusa d")[0] == "nusa dua"


@pytest.mark.parametrize("days", ["tanggal:", "banjir Sebelum:", "-sesudah:", "date:", "(after:"])
def test_a_day_is_not_completed_with_words_of_the_text(tmp_path: Path, days: str) -> None:
    body = "Banjir pada Oktober 2015 terulang pada 2017."
    data = build(tmp_path, [Article(id="satu", title="Banjir", body=body)])
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as engine,
    ):
        assert offered(engine, f"{days}20") == offered(engine, f"{days}okt") == []
        assert offered(engine, "banjir 20") == ["banjir 2015", "banjir 2017"]


def test_of_many_documents_some_are_looked_at(data: Path) -> None:
    with ArrayEngine(data).reading() as snapshot:
        company, forms = parse("jawa").query, ["barat", "tengah", "timur"]
        every = ArrayFinder(Evaluation(snapshot.reader, Work())).sharing(company, forms)
        some = ArrayFinder(Evaluation(snapshot.reader, Work()), sample=1).sharing(company, forms)

    assert [(form, documents) for form, documents, _ in some] == [
        (form, documents) for form, documents, _ in every
    ]
    assert sum(together for _, _, together in some) < sum(together for _, _, together in every)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from("gub Jawa \"harga be ( - judul: covid-1 jum' di".split())).map(
            " ".join
        ),
    )
)
def test_any_text_has_distinct_completions_that_find_something(
    searcher: Searcher, text: str
) -> None:
    found = searcher.suggest(text, 5)

    assert len({other.text.casefold() for other in found}) == len(found) <= 5
    for other in found:
        total = searcher.search(parse(other.text).query, PageRequest()).total
        assert total > 0
        assert other.count == (None if other.kind == "title" else total)


PIECES = st.sampled_from(
    "harga be ja \" ( ) - = ~ judul: sumber: ATAU DAN BUKAN, 5 jum' a-b".split()
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.lists(PIECES, max_size=8).flatmap(_joined))
def test_a_completed_word_is_the_query_it_reads_as(data: Path, text: str) -> None:
    with ArrayEngine(data).reading() as snapshot:
        for completed, query in complete_word(snapshot, snapshot.finder(), text):
            assert parse(completed).query == query


def test_the_newest_titles_are_kept(tmp_path: Path) -> None:
    given = [("Lama", 1), ("Terbaru", 3), ("Tanpa tanggal", None), ("Baru", 2)]

    write_completions(tmp_path, given, most=2)

    assert titles(tmp_path, "") == []
    assert titles(tmp_path, "ter") == ["Terbaru"]
    assert titles(tmp_path, "ba") == ["Baru"]
    assert titles(tmp_path, "la") == titles(tmp_path, "tan") == []


def test_titles_that_begin_as_typed_come_first_then_the_newest(tmp_path: Path) -> None:
    write_completions(
        tmp_path, [("Kata Jawa", 9), ("Jawa lama", 1), ("Jawa baru", 2), ("JAWA BARU", 3)]
    )

    assert titles(tmp_path, "jaw") == ["JAWA BARU", "Jawa lama", "Kata Jawa"]


def test_more_words_than_are_sorted_by(tmp_path: Path) -> None:
    write_completions(tmp_path, [("a b c d enam", 1), ("a b c e enam", 2), ("a b c d lima", 3)])

    assert titles(tmp_path, "a b c d e") == ["a b c d enam"]


@pytest.mark.parametrize("titles_given", [[], [("", 1)], [("...", None)]])
def test_no_words_at_all(tmp_path: Path, titles_given: list[tuple[str, int | None]]) -> None:
    write_completions(tmp_path, titles_given)

    assert titles(tmp_path, "a") == []


def test_a_file_that_is_missing_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(IndexBrokenError, match="is missing"):
        Completions.open(tmp_path)


def test_a_file_that_is_cut_short_is_noticed(tmp_path: Path) -> None:
    write_completions(tmp_path, [("Harga beras", 1)])
    path = tmp_path / writing.FILE_NAME
    path.write_bytes(path.read_bytes()[:-9])

    with pytest.raises(IndexBrokenError):
        Completions.open(tmp_path)


def titles(directory: Path, text: str) -> list[str]:
    completions = Completions.open(directory)
    typed = completions.read(text)
    return completions.titles(typed, 5) if typed else []


def test_titles_that_are_added_leave_what_all_of_them_would(tmp_path: Path) -> None:
    before: list[tuple[str, int | None]] = [
        ("Harga beras", 5),
        ("Tanpa tanggal", None),
        ("HARGA  beras", 9),
        ("x" * 300, 7),
    ]
    more: list[tuple[str, int | None]] = [
        ("harga Beras", 9),
        ("Gabah turun", 5),
        ("Lagi tanpa", None),
        ("Tanpa Tanggal", 1),
    ]
    path = tmp_path / writing.FILE_NAME
    write_completions(tmp_path, before)

    assert add_completions(tmp_path, more, 8)
    added = path.read_bytes()
    write_completions(tmp_path, before + more)
    assert path.read_bytes() == added
    assert titles(tmp_path, "har") == ["HARGA beras"]

    assert not add_completions(tmp_path, more, 11)  # one has gone
    assert not add_completions(tmp_path, more, 12, most=11)
    assert path.read_bytes() == added
    path.unlink()
    assert not add_completions(tmp_path, more, 4)
