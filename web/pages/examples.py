"""Examples of what can be asked, for readers who do not know yet.

Those of the page that explains how to search are promises: the tests index every form and
ask for it. Each is a link only where this archive answers it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from web.links import with_args
from web.pages.here import Link
from web.pages.offers import MAX_ASKED, kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.results import Hit
    from search.searcher import Searcher

# Searches to begin with, where the archive answers them; they show what the box understands.
FIRST_SEARCHES = ("harga beras", '"tidak bisa"', "judul:banjir sesudah:2018")
MAX_SEARCHES = 3
# Two words with capitals in a row, no more of them beside: Sri Mulyani.
_NAME = re.compile(r"(?<![A-Z]\w )\b[A-Z][a-z]+ [A-Z][a-z]+\b(?! [A-Z])")


def first_searches(searcher: Searcher, root: str, newest: Iterable[Hit]) -> list[Link]:
    """Return searches to begin with, made from the newest articles where there are too few."""
    titles = " | ".join(hit.article.title for hit in newest)
    names = (f'"{name}"' for name in _NAME.findall(titles))
    texts = dict.fromkeys([*FIRST_SEARCHES, *names])
    links = [Link(text, with_args(root + "/search", {"q": text})) for text in texts]
    return kept(searcher, links)[:MAX_SEARCHES]


class Promise(NamedTuple):
    """Something typed, what it finds besides itself, and what it must not find."""

    typed: str
    found: tuple[str, ...]
    missed: tuple[str, ...] = ()


PROMISES = (
    Promise("pelatihan", ("melatih", "dilatih", "berlatih", "latihan", "pelatih")),
    Promise("perbankan", ("bank", "bank-bank"), ("perban",)),
    Promise("anak", ("anak-anak", "anaknya", "beranak")),
    Promise("kupu-kupu", ("kupu-kupunya",), ("kupu",)),
    Promise("menunjukkan", ("ditunjukkan", "petunjuk", "menunjukan")),
    Promise("Bali", ("di Bali", "Balinya"), ("bal",)),
    Promise("buah", ("buah-buahan", "berbuah"), ("sebuah",)),
    Promise("belum", ("belumlah",), ("sebelum",)),
    Promise("Jumat", ("Jum\u2019at",)),
    Promise("27 Maret", ("(27/3)", "27/03/2017")),
    Promise("5000", ("5.000", "Rp5.000")),
    Promise("e-commerce", ("ecommerce", "e commerce")),
)


class Tried(NamedTuple):
    """A promise, and the link to what it finds here, if it finds anything."""

    promise: Promise
    link: Link | None


class Written(NamedTuple):
    """Something that can be written, which text says what it means, and what it finds here."""

    typed: str
    meaning: str
    link: Link | None


SYNTAX = (
    ("harga beras", "words"),
    ('"harga beras"', "phrase"),
    ('~"pembangunan jalan"', "any_phrase"),
    ('"harga ber*"', "open_phrase"),
    ("beras w/5 impor", "near"),
    ("beras pre/3 impor", "before"),
    ("=melatih", "exact"),
    ("beras -impor", "without"),
    ("beras ATAU gabah", "or"),
    ("ekono*", "prefix"),
    ("judul:banjir", "field"),
    ("kutipan:banjir", "quoted"),
    ('oleh:"Sri Mulyani" kutipan:pajak', "said_by"),
    ("tanggal:2018-10..2018-12", "date"),
    ('tanggal:"13 Oktober 2018"', "day"),
)


def tried_promises(searcher: Searcher, root: str) -> list[Tried]:
    """Return every promise with its link."""
    links = _tried(searcher, root, [promise.typed for promise in PROMISES])
    return [Tried(promise, links.get(promise.typed)) for promise in PROMISES]


def written(searcher: Searcher, root: str) -> list[Written]:
    """Return everything that can be written with its link."""
    links = _tried(searcher, root, [typed for typed, _ in SYNTAX])
    return [Written(typed, meaning, links.get(typed)) for typed, meaning in SYNTAX]


# What the examples find, of the generation that was asked last: they are many and never change.
_COUNTED: WeakKeyDictionary[Searcher, tuple[str, dict[str, int]]] = WeakKeyDictionary()


def _tried(searcher: Searcher, root: str, texts: list[str]) -> dict[str, Link]:
    generation = searcher.health().generation
    before, known = _COUNTED.get(searcher, ("", {}))
    if before != generation:
        known = {}
    links = [Link(text, with_args(root + "/search", {"q": text})) for text in texts]
    missing = [link for link in links if link.label not in known]
    for start in range(0, len(missing), MAX_ASKED):
        some = missing[start : start + MAX_ASKED]
        found = {link.label: link.count or 0 for link in kept(searcher, some)}
        known = known | dict.fromkeys((link.label for link in some), 0) | found
    if missing:
        _COUNTED[searcher] = (generation, known)
    counted = (replace(link, count=known[link.label]) for link in links)
    return {link.label: link for link in counted if link.count}
