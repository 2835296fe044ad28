"""Articles and queries drawn at random, for whoever compares two answers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import get_args

from hypothesis import strategies as st

from index.article import Article
from index.fields import FIELDS as WORD_FIELDS
from index.fields import QUOTE, SPEAKER
from search.language.parser import parse
from search.query import (
    BODY,
    TITLE,
    And,
    Forms,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Quoted,
    Term,
)
from search.results import COUNTABLE, Filters, Interval, PageRequest, Sort

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


SPEAKERS = ("Sri Wahyuni", "Budi Latih", "Bupati Demak Dewi Lestari", "warga", "Ma'ruf Amin")


@st.composite
def texts(draw: st.DrawFn, max_words: int) -> str:
    """Return words with punctuation between them; the last one is plain."""
    words = draw(st.lists(WORDS, max_size=max_words))
    gaps = [draw(st.sampled_from([" ", " ", ". ", ", ", "\n"])) for _ in words]
    pairs = zip(words, gaps, strict=True)
    return "".join(word + gap for word, gap in pairs) + draw(st.sampled_from(PLAIN))


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Return words, and now and then a quotation or two among them."""
    told = draw(texts(8))
    for speaker in draw(st.lists(st.sampled_from(SPEAKERS), max_size=3)):
        said = draw(texts(6))
        told += f'. "Beras itu {said}," kata {speaker}. ' + draw(texts(3))
    return told


def articles(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Article]:
    """Return a strategy for articles."""
    return st.builds(
        Article,
        id=ids,
        title=texts(4),
        body=texts(14) | bodies(),
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

NAMES = WORDS | st.sampled_from("Sri Wahyuni Budi Latih Dewi Lestari warga Bupati".split())
SAID: st.SearchStrategy[Term | Phrase | Prefix] = st.one_of(
    st.builds(Term, WORDS, st.just(QUOTE), st.sampled_from(Forms)),
    st.builds(Term, NAMES, st.just(SPEAKER), st.sampled_from(Forms)),
    st.builds(
        Phrase,
        st.lists(WORDS | NAMES, min_size=1, max_size=3).map(" ".join),
        st.sampled_from((QUOTE, SPEAKER)),
        st.sampled_from(Forms),
        st.sampled_from([None, None, 0, 1, 3, 100]),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(Prefix, NAMES.map(lambda word: word[:4]), st.sampled_from((QUOTE, SPEAKER))),
)
EITHER = st.builds(Or, st.lists(SAID, min_size=1, max_size=2).map(tuple))

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
    st.builds(
        Quoted,
        st.lists(
            SAID | st.builds(Or, st.lists(SAID, min_size=1, max_size=2).map(tuple)), max_size=3
        ).map(tuple),
    ),
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
        [
            "ATAU",
            "DAN",
            "BUKAN",
            "-",
            "(",
            ")",
            '"',
            "judul:",
            "sumber:antara",
            "kutipan:",
            "oleh:",
            "=",
            "~",
            "*",
            "~3",
        ]
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


def some_articles(count: int, seed: int) -> list[Article]:
    """Return articles of the same words, the same ones for the same ``seed``."""
    rng = random.Random(seed)

    def text(most: int) -> str:
        words = rng.choices(PLAIN + ODD + ASKING, k=rng.randint(0, most))
        gaps = rng.choices([" ", " ", ". ", ", ", "\n"], k=len(words))
        return "".join(map("".join, zip(words, gaps, strict=True))) + rng.choice(PLAIN)

    def moment() -> datetime:
        day = rng.choice(DAYS)
        return datetime(day.year, day.month, day.day, rng.choice([0, 12]), tzinfo=rng.choice(ZONES))

    def body() -> str:
        if rng.random() < 0.6:
            return text(14)
        said = [
            f' "Beras {text(6)}," kata {rng.choice(SPEAKERS)}. ' for _ in range(rng.randint(1, 3))
        ]
        return f"{text(4)}.{''.join(said)}{text(3)}"

    return [
        Article(
            id=f"b{number:03}",
            title=text(4),
            body=body(),
            published=rng.choice([None, moment(), moment()]),
            source=rng.choice([None, *SOURCES]),
            section=rng.choice([None, *SECTIONS]),
            place=rng.choice([None, *PLACES]),
            author=tuple(rng.sample(AUTHORS, rng.randint(0, 2))),
            tags=tuple(rng.sample(TAGS, rng.randint(0, 2))),
        )
        for number in range(count)
    ]
