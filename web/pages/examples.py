"""Examples of what can be asked, for readers who do not know yet.

Those of the page that explains how to search are promises: the tests index every form and
ask for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from web.links import with_args
from web.pages.here import Link
from web.pages.offers import kept

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
