"""Of indexed texts only parts are read, with the same matches and words around them."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.article import make_article
from search.arrays.engine import ArrayEngine
from search.contexts import ContextReader
from search.language.parser import parse
from search.passages.patterns import Patterns
from search.passages.surroundings import MARGIN_CHARS, Surroundings
from search.query import leaves
from search.work import CHAR, GLANCE, Work, unbounded
from tests.building import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.engine import Snapshot

FAR = "kota ramai sejak pagi, jalan padat dan hujan turun di sana; " * 20
SPELLINGS = (
    "Harga beras naik e-KTP COVID-19 Ma'ruf Amin (26/8) anak - anak e KTP Rp5.000 P. T. Maju"
    " keretapi kereta api caf\u00e9 \u201cberas\u201d beras-beras beras\u2019nya B. J. Habibie"
).split(" ")
BODIES = [
    f"{FAR}Harga beras naik lagi. {FAR}\nPetani menjual beras. {FAR}",
    f"{FAR}{' '.join(SPELLINGS)}. {FAR}",
    f"beras {FAR}{'panjangsekali' * 20} beras {'takberujung' * 20} {FAR} beras",
    f"{FAR}harga {'. ' * MARGIN_CHARS}beras {FAR}",
    f"{FAR}harga {'. ' * MARGIN_CHARS}{'jagung, ' * 3}beras {FAR}",
]
QUERIES = (
    "beras",
    "=beras",
    '"harga beras"',
    '~"harga beras"',
    "ber*",
    '"harga ber*"',
    "harga w/5 beras",
    "e-KTP",
    "covid",
    '"covid 19"',
    '"maruf amin"',
    "ruf",
    "agustus",
    "26/8",
    "anak",
    "5000",
    "PT",
    "keretapi",
    '"B. J. Habibie"',
    "cafe ATAU naik",
    "judul:beras",
    "isi:beras",
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    articles = [
        make_article(id=f"{number}", title="Harga beras", body=body)
        for number, body in enumerate(BODIES)
    ]
    data: Path = build(tmp_path_factory.mktemp("contexts"), articles)
    with closing(ArrayEngine(data)) as engine, engine.reading() as snapshot:
        yield snapshot


@pytest.mark.parametrize("text", QUERIES)
def test_parts_have_the_matches_of_the_whole(snapshot: Snapshot, text: str) -> None:
    reader = ContextReader(snapshot, parse(text).query, unbounded())
    seen = 0
    for body in BODIES:
        article = make_article(title="Harga beras", body=body)
        whole = reader.read(1, article, is_indexed=False)

        assert reader.read(1, article, is_indexed=True) == whole
        seen += len(whole or ())
    assert seen


def test_any_query_has_the_same_matches_in_parts(snapshot: Snapshot) -> None:
    rng = random.Random(1)
    written = [body.split() for body in BODIES]
    for _ in range(60):
        words = rng.choice(written)
        at = rng.randrange(len(words))
        beside = " ".join(words[at : at + rng.randint(1, 3)]).replace('"', " ")
        text = rng.choice((beside, f'"{beside}"', f'~"{beside}"', f"{beside[:4]}*"))
        reader = ContextReader(snapshot, parse(text).query, unbounded())
        for body in BODIES:
            article = make_article(title="Harga beras", body=body)
            whole = reader.read(1, article, is_indexed=False)
            assert reader.read(1, article, is_indexed=True) == whole, text


def test_what_is_far_from_a_match_is_not_read(snapshot: Snapshot) -> None:
    query, article = parse('"harga beras"').query, make_article(title="Judul", body=BODIES[0])
    patterns = Patterns(leaves(query), snapshot.analyzer)
    surroundings = Surroundings(query, patterns, snapshot.analyzer, snapshot.forms)
    work = Work()

    parts = surroundings.parts(article.body)
    ContextReader(snapshot, query, work).read(1, article, is_indexed=True)

    assert len(parts) == 3  # and what the text ends in
    assert all(article.body[start:end].strip() for start, end in parts)
    read = sum(end - start for start, end in parts) + len(article.title)
    assert read < len(article.body) // 2
    assert work.spent >= GLANCE * len(article.body) + CHAR * read
    assert work.spent < CHAR * len(article.body) // 2 + 20_000


def test_an_article_there_is_no_room_for_is_not_read_in_part(snapshot: Snapshot) -> None:
    article = make_article(title="Harga beras", body=BODIES[0])
    query = parse("beras").query
    whole = unbounded()
    ContextReader(snapshot, query, whole).read(1, article, is_indexed=True)

    for limit in range(0, whole.spent, whole.spent // 20):
        work = Work(limit)
        assert ContextReader(snapshot, query, work).read(1, article, is_indexed=True) is None
        assert work.is_cut
