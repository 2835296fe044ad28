"""Examples of what a word finds, for the page that explains how to search.

Each one is a promise: the tests index every form and ask for it.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """Something typed, what it finds besides itself, and what it must not find."""

    typed: str
    found: tuple[str, ...]
    missed: tuple[str, ...] = ()


EXAMPLES = (
    Example("pelatihan", ("melatih", "dilatih", "berlatih", "latihan", "pelatih")),
    Example("perbankan", ("bank", "bank-bank"), ("perban",)),
    Example("anak", ("anak-anak", "anaknya", "beranak")),
    Example("kupu-kupu", ("kupu-kupunya",), ("kupu",)),
    Example("menunjukkan", ("ditunjukkan", "petunjuk", "menunjukan")),
    Example("Bali", ("di Bali", "Balinya"), ("bal",)),
    Example("buah", ("buah-buahan", "berbuah"), ("sebuah",)),
    Example("belum", ("belumlah",), ("sebelum",)),
    Example("Jumat", ("Jum\u2019at",)),
    Example("27 Maret", ("(27/3)", "27/03/2017")),
    Example("5000", ("5.000", "Rp5.000")),
    Example("e-commerce", ("ecommerce", "e commerce")),
)
