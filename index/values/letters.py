"""What two spellings of one value share: their letters and figures.

    ANTARA News, antaranews    antaranews          New York, Newyork     newyork
    Antaranews.com             antaranews, .com    Nusa Dua, Bali        nusadua,bali
    M. Razi, M.Razi            m razi              Dewi Ana              dewi ana

Spaces, hyphens, points, apostrophes and quotation marks tell nothing, but between figures and
between the words of a person's name: *Nur Aini* and *Nuraini* are two people. Every other sign
stays: a comma parts a town from its province, *+* is another channel.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.folding import APOSTROPHES, HYPHENS, fold
from index.fields import Kind

if TYPE_CHECKING:
    from index.fields import WordField

_QUOTES = '"\u201c\u201d'
_SILENT = re.compile(rf"[{APOSTROPHES}{_QUOTES}]")
_GAP = re.compile(rf"[\s._\u2013\u2014{HYPHENS}]+")
_JOINED = re.compile(r"(?<!\d) | (?!\d)")
_SPACED = re.compile(r"\s*([,;/])\s*")

# How the address of a publisher begins and ends, folded. Others are part of the name: Kompas.tv.
_BEGINNING = re.compile(r"(?:https?://)?(?:www\s*\.)?\s*")
_ENDING = re.compile(r"(?<=\w)\s*\.\s*(co\.id|com|co|id|net|org)/?$")


class Letters(NamedTuple):
    """What is compared; an address of a publisher has an ``ending``, such as ``com``."""

    name: str
    ending: str = ""


def letters(field: WordField, value: str) -> Letters:
    """Return the letters of a value; of one without any, the value itself."""
    folded, ending = fold(value), ""
    if field.kind is Kind.OUTLET:
        folded = _BEGINNING.sub("", folded, count=1)
        if found := _ENDING.search(folded):
            folded, ending = folded[: found.start()], found[1]
    apart = _GAP.sub(" ", _SILENT.sub("", folded)).strip()
    apart = _SPACED.sub(r"\1", apart)
    name = apart if field.kind is Kind.PERSON else _JOINED.sub("", apart)
    return Letters(name, ending) if name else Letters(value)


def folded(value: str) -> str:
    """Return a value without what no reader would call a difference: capitals and wide spaces."""
    return " ".join(value.split()).casefold()
