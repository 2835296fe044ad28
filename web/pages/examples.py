"""Examples of what can be asked, for readers who do not know yet.

Those of the page that explains how to search are promises: the tests index every form and
ask for it.
"""

from __future__ import annotations

from typing import NamedTuple

from web.links import with_args
from web.pages.here import Link

# Searches to begin with, found in the bundled sample too; they show what the box understands.
FIRST_SEARCHES = ("harga beras", '"tidak bisa"', "judul:banjir sesudah:2018")


def first_searches(root: str) -> list[Link]:
    """Return searches to begin with."""
    return [Link(text, with_args(root + "/search", {"q": text})) for text in FIRST_SEARCHES]


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
