"""Queries that nobody would type, through every door, against a real index."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.query import Forms
from search.results import COUNTABLE, Filters, Interval, PageRequest, Sort
from search.searcher import Searcher
from search.work import Work
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from pathlib import Path

    from index.archive.store import Archive

QUERIES = 20_000
PARTS = 20

WORDS = (
    "di yang dan ini beras harga impor banjir melatih pelatihan Jakarta praktek bears hargaberas"
    " apa kapan berapa siapa tahun e-commerce Ma'ruf 26/8 Rp5.000 anak-anak a x 2018 13"
    " gmn Djogja oe \u00e9 \u4e2d \u0644 \ud800 \x00 \u200d \u00ad \u0301 \U0001f600 _ ' - "
).split(" ")
SYNTAX = (
    '" " ( ) - ! | ~ = * ~5 ~100 ~9999999999999999999 w/3 pre/2 NEAR/5 ATAU DAN BUKAN TANPA'
    " OR AND NOT judul: isi: penulis: sumber: tempat: rubrik: tag: tanggal: sesudah: sebelum:"
    " kutipan: oleh:"
    " tanggal:2018 tanggal:2018-10..2018-12 sesudah:0001-01-01 sebelum:9999 judul:ekono* ber* men*"
    ' "harga beras" ~"di yang"~9 "joko wid*" (( )) -( : .. ^2 atleast3( \n \t'
).split(" ")


def query_text(rng: random.Random) -> str:
    """Return words and signs in no order, or one thing repeated up to the limit."""
    if rng.random() < 0.02:
        joiner = rng.choice([" ", " ATAU ", "", " -"])
        return joiner.join([rng.choice([*SYNTAX, *WORDS])] * rng.randint(1, 200))[:1_100]
    parts = rng.choices(WORDS + SYNTAX, k=rng.randint(0, rng.choice([3, 8, 30])))
    return rng.choice([" ", " ", ""]).join(parts)


def page_request(rng: random.Random) -> PageRequest:
    """Return any page that can be asked for."""
    return PageRequest(
        number=rng.choice([1, 1, 2, 1_000]),
        size=rng.choice([1, 3, 10, 100]),
        sort=rng.choice(list(Sort)),
        filters=Filters(values=rng.choice([{}, {}, {"source": ("antara",)}])),
        facets=tuple(rng.sample(COUNTABLE, rng.choice([0, 0, 2]))),
        interval=rng.choice([None, None, *Interval]),
        explain=rng.random() < 0.2,
    )


@pytest.mark.parametrize("part", range(PARTS))
def test_any_query_is_answered_within_its_work_and_the_same_again(
    corpus_data: Path, corpus_archive: Archive, part: int
) -> None:
    rng = random.Random(part)
    with closing(ArrayEngine(corpus_data)) as engine:
        searcher = Searcher(engine, corpus_archive)
        for _ in range(QUERIES // PARTS):
            text = query_text(rng)
            is_again = rng.random() < 0.05
            match rng.randrange(4):
                case 0:
                    found = searcher.suggest(text)
                    assert len(found) <= 8
                    assert not is_again or searcher.suggest(text) == found
                case 1:
                    body = rng.choice(ARTICLES).body
                    query = parse(text).query
                    fragments = searcher.highlight(body, query)
                    assert "".join(fragment.text for fragment in fragments) == body
                case _:
                    query = parse(text, rng.choice([None, *Forms])).query
                    request = page_request(rng)
                    limit = rng.choice([0, 300, 3_000, 30_000, 32_000_000])
                    work = Work(limit)
                    page = searcher.search(query, request, work)
                    assert work.spent <= limit
                    assert len(page.hits) <= min(request.size, page.total)
                    assert not is_again or page == searcher.search(query, request, Work(limit))
