"""Random archives, changed at random, answer random questions as the oracle does."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import HealthCheck, Phase, find, given, note, settings
from hypothesis import strategies as st

from index.archive import open_archive
from index.article import Article
from index.fields import FIELDS as WORD_FIELDS
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.query import BODY, TITLE, And, Forms, Not, Or, Phrase, Prefix, Published, Query, Term
from search.results import COUNTABLE, Filters, Interval, PageRequest, Sort
from search.searcher import Searcher
from search.suggesting.following import complete_word
from tests.building import analyzer_of, values_of
from tests.search.linear_engine import LinearEngine, LinearSnapshot

if TYPE_CHECKING:
    from search.results import ResultPage

PLAIN = (
    "beras harga naik turun latih melatih pelatihan dilatih berlatih jalan menjalankan "
    "perjalanan bangun pembangunan membangun bantu bantuan membantu dan yang tidak bisa "
    "Bali Susi Jakarta antara anak anaknya bukunya buku baca membaca pembaca"
).split()
ODD = (
    "anak-anak berbalas-balasan kupu-kupu Ma'ruf maruf ma ruf Jum'at jumat jum at caf\u00e9 "
    "cafe e-commerce ecommerce commerce COVID-19 covid 19 IMF-WB imf wb 5.000 5000 3,5 "
    "Rp1,5 rp 1,5 di-upload diupload upload ke-5 2024-nya selesai.Selanjutnya dan/atau "
    "26/8 26/8/2018 2017/2018 26 agustus "
    "do'a-do'a Rp5.000 -- _ a'a makan-i makan ke5 nge-tweet ngetweet tweet"
).split()
# Words that make a question of a query, and one that dates a document.
ASKING = "apa siapa kapan berapa tahun nama 1998".split()
WORDS = st.sampled_from(PLAIN) | st.sampled_from(PLAIN + ODD + ASKING)
TEXT_FIELDS = (None, None, None, TITLE, BODY)
FIELDS = (*TEXT_FIELDS, *(field.name for field in WORD_FIELDS))

SOURCES = ("ANTARA News", "Antara News", "antaranews", "KOMPAS.com", "Tempo", "www.tempo.co")
AUTHORS = ("Dewi Lestari", "dewi lestari", "Budi", "Ma'ruf Amin", "Jean-Paul Budi")
PLACES = ("Nusa Dua, Bali", "nusa  dua, bali", "Nusadua, Bali", "Jakarta", "JAKARTA")
SECTIONS = ("Ekonomi", "EKONOMI", "Daerah")
TAGS = ("beras", "ekonomi digital", "e-commerce")

ZONES = [timezone(timedelta(hours=hours)) for hours in (7, 9, 0)]
DAYS = [date(2018, 10, 13), date(2018, 12, 31), date(2019, 1, 1), date(1969, 12, 31)]
MOMENTS = st.none() | st.builds(
    lambda day, hour, zone: datetime(day.year, day.month, day.day, hour, tzinfo=zone),
    st.sampled_from(DAYS),
    st.sampled_from([0, 12, 23]),
    st.sampled_from(ZONES),
)


@st.composite
def texts(draw: st.DrawFn, max_words: int) -> str:
    """Return words with punctuation between them; the last one is plain."""
    words = draw(st.lists(WORDS, max_size=max_words))
    gaps = [draw(st.sampled_from([" ", " ", ". ", ", ", "\n"])) for _ in words]
    pairs = zip(words, gaps, strict=True)
    return "".join(word + gap for word, gap in pairs) + draw(st.sampled_from(PLAIN))


def articles(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Article]:
    """Return a strategy for articles."""
    return st.builds(
        Article,
        id=ids,
        title=texts(4),
        body=texts(14),
        published=MOMENTS,
        source=st.none() | st.sampled_from(SOURCES),
        section=st.none() | st.sampled_from(SECTIONS),
        place=st.none() | st.sampled_from(PLACES),
        author=st.lists(st.sampled_from(AUTHORS), max_size=2).map(tuple),
        tags=st.lists(st.sampled_from(TAGS), max_size=2).map(tuple),
    )


@dataclass(frozen=True, slots=True)
class History:
    """What happened to an archive: what was imported first, then what else."""

    first: list[Article]
    rounds: list[tuple[list[Article], list[str]]]  # put, removed


IDS = st.integers(0, 30).map("b{:02}".format)


def batches(least: int, most: int) -> st.SearchStrategy[list[Article]]:
    """Return a strategy for batches of articles with different ids."""
    return st.lists(
        articles(IDS), min_size=least, max_size=most, unique_by=lambda article: article.id
    )


# Enough articles at first, and few enough later, to be indexed incrementally most times.
HISTORIES = st.builds(
    History,
    first=st.one_of(batches(16, 30), batches(16, 30), batches(0, 30)),
    rounds=st.lists(st.tuples(batches(1, 3), st.lists(IDS, max_size=2)), max_size=4),
)

LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, WORDS, st.sampled_from(FIELDS), st.sampled_from(Forms)),
    st.builds(Term, WORDS),
    st.builds(
        Phrase,
        st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
        st.sampled_from(FIELDS),
        st.sampled_from(Forms),
        st.sampled_from([None, None, 0, 1, 3, 100]),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(Prefix, WORDS.map(lambda word: word[:4]), st.sampled_from(FIELDS)),
    st.builds(Published, st.none() | st.sampled_from(DAYS), st.none() | st.sampled_from(DAYS)),
)
LEAF_TYPES = set(get_args(Query)) - {And, Or, Not}
TREES: st.SearchStrategy[Query] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda some: Or(tuple(some), tuple(range(1, len(some) + 1)), 2.0)
        ),
    ),
    max_leaves=5,
)
TYPED = st.lists(
    WORDS
    | st.sampled_from(
        ["ATAU", "DAN", "BUKAN", "-", "(", ")", '"', "judul:", "sumber:antara", "=", "~", "*", "~3"]
    ),
    max_size=8,
).map(lambda parts: parse(" ".join(parts).replace("- ", "-").replace("= ", "=")).query)
WORD_LISTS = st.lists(st.builds(Term, WORDS), min_size=2, max_size=7).map(
    lambda terms: And(tuple(terms))
)
QUERIES: st.SearchStrategy[Query] = TREES | TYPED | WORD_LISTS

FILTERS = st.builds(
    Filters,
    values=st.fixed_dictionaries(
        {},
        optional={
            "source": st.lists(st.sampled_from(SOURCES), max_size=2).map(tuple),
            "section": st.lists(st.sampled_from(SECTIONS), max_size=2).map(tuple),
            "place": st.lists(st.sampled_from(PLACES), max_size=2).map(tuple),
            "author": st.lists(st.sampled_from(AUTHORS), max_size=2).map(tuple),
            "year": st.lists(st.sampled_from(["2017", "2018", "x"]), max_size=2).map(tuple),
        },
    ),
    date_from=st.none() | st.sampled_from(DAYS),
    date_to=st.none() | st.sampled_from(DAYS),
)
PAGES = st.builds(
    PageRequest,
    number=st.integers(1, 4),
    size=st.sampled_from([1, 3, 10, 100]),
    sort=st.sampled_from(Sort),
    filters=st.just(Filters()) | FILTERS,
    facets=st.just(COUNTABLE),
    facet_size=st.sampled_from([1, 10]),
    interval=st.none() | st.sampled_from(Interval),
    explain=st.booleans(),
)


@pytest.mark.parametrize("kind", sorted(LEAF_TYPES, key=str))
def test_every_leaf_of_the_tree_is_compared(kind: type) -> None:
    assert find(LEAVES, lambda leaf: isinstance(leaf, kind))


def replay(data: Path, history: History) -> None:
    """Do what happened, reindexing after each step."""
    with closing(open_archive(data, create=True)) as archive:
        archive.put(history.first)
        reindex(data)
        for put, removed in history.rounds:
            archive.put(put)
            archive.remove(removed)
            reindex(data)


def assert_same(found: ResultPage, wanted: ResultPage) -> None:
    """Compare everything but the name of the engine."""
    assert [hit.article for hit in found.hits] == [hit.article for hit in wanted.hits]
    assert found.total == wanted.total
    assert found.documents == wanted.documents
    assert found.relaxed == wanted.relaxed
    assert found.facets == wanted.facets
    assert found.histogram == wanted.histogram
    assert found.terms == wanted.terms
    for hit, other in zip(found.hits, wanted.hits, strict=True):
        assert hit.score == pytest.approx(other.score, abs=2e-6)
        assert hit.title == other.title
        assert hit.snippet == other.snippet


# Add Phase.shrink to look into a failure; it takes minutes. The last query noted is the one.
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    history=HISTORIES,
    questions=st.lists(st.tuples(QUERIES, PAGES), min_size=20, max_size=40),
)
def test_the_engine_answers_as_the_oracle_does(
    history: History, questions: list[tuple[Query, PageRequest]]
) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with closing(open_archive(Path(name))) as archive:
            oracle = Searcher(
                LinearEngine(archive, analyzer_of(Path(name)), values_of(Path(name))), archive
            )
            engine = Searcher(ArrayEngine(Path(name)), archive)

            for query, page in questions:
                note(f"{query!r}")
                assert_same(engine.search(query, page), oracle.search(query, page))
                assert engine.find_ids(query) == oracle.find_ids(query)
                ranked, wanted = engine.rank(query, 5), oracle.rank(query, 5)
                assert [id_ for id_, _ in ranked] == [id_ for id_, _ in wanted]
                assert [score for _, score in ranked] == pytest.approx(
                    [score for _, score in wanted], abs=2e-6
                )

            engine.close()


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(history=HISTORIES, words=st.lists(WORDS, max_size=20))
def test_completions_find_something(history: History, words: list[str]) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with closing(open_archive(Path(name))) as archive:
            engine = Searcher(ArrayEngine(Path(name)), archive)

            for word in words:
                for text in (word[:2], word[:3], word, f"harga {word[:3]}"):
                    for completion in engine.suggest(text, 20):
                        ids = engine.find_ids(parse(completion.text).query)
                        assert ids, (text, completion)

            engine.close()


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(history=HISTORIES, queries=st.lists(QUERIES, min_size=10, max_size=30))
def test_what_finds_something_is_known_without_scores(
    history: History, queries: list[Query]
) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with ArrayEngine(Path(name)).reading() as snapshot:
            finder = snapshot.finder()

            for query in queries:
                note(f"{query!r}")
                assert finder.finds(query) == (snapshot.count(query) > 0)


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(history=HISTORIES, limit=st.integers(1, 4))
def test_a_beginning_stands_for_its_most_frequent_words(history: History, limit: int) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with closing(open_archive(Path(name))) as archive:
            oracle = LinearSnapshot(archive, analyzer_of(Path(name)), values_of(Path(name)))
        with ArrayEngine(Path(name)).reading() as snapshot:
            for beginning in ("b", "be", "m", "di", "5", "x"):
                found = snapshot.expand("text", (beginning,), limit)
                every = oracle.expand("text", (beginning,), 1_000)
                assert found == every[:limit]


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(history=HISTORIES, words=st.lists(WORDS, min_size=10, max_size=20))
def test_what_is_offered_is_what_reading_everything_offers(
    history: History, words: list[str]
) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with closing(open_archive(Path(name))) as archive:
            oracle = LinearSnapshot(archive, analyzer_of(Path(name)), values_of(Path(name)))
        with ArrayEngine(Path(name)).reading() as snapshot:
            for word, other in pairwise(words):
                for text in (other[:2], f"{word} {other[:3]}", f'"{word} {other[:2]}'):
                    completed = list(complete_word(snapshot, snapshot.finder(), text))
                    assert completed == list(complete_word(oracle, oracle.finder(), text)), text
                if snapshot.reader.live is None:  # misspellings still count deleted documents
                    near = sorted(snapshot.near("text", word[1:], 2))
                    assert near == sorted(oracle.near("text", word[1:], 2)), word


def test_a_phrase_that_overlaps_itself_counts_once_a_place(tmp_path: Path) -> None:
    bodies = ("a'a a'a beras", "a'a beras harga", "beras", "harga naik turun")
    articles = [Article(id=f"b{at}", title="Judul", body=text) for at, text in enumerate(bodies)]
    replay(tmp_path, History(articles, []))
    with closing(open_archive(tmp_path)) as archive:
        oracle = Searcher(
            LinearEngine(archive, analyzer_of(tmp_path), values_of(tmp_path)), archive
        )
        engine = Searcher(ArrayEngine(tmp_path), archive)

        for query in (Term("a'a"), Phrase("a a"), Phrase("a a a", slop=1), Phrase("a a", slop=0)):
            assert_same(engine.search(query, PageRequest()), oracle.search(query, PageRequest()))

        engine.close()
