"""How the words of a search were understood, each with ways to narrow or widen it.

latih (pelatihan 120, melatih 41, ...); hanya pelatihan
melatih (41), bentuk persis; semua bentuk
"harga beras", bentuk persis; semua bentuk
"""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from search.language.narrowing import narrow, narrow_to, widen
from search.language.unparse import render
from search.query import Field, Forms, Phrase, Prefix, Term
from web.views import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.language.narrowing import Leaf
    from search.results import TermInfo
    from web.locales import Locale
    from web.views import Here

# Forms of a word that are listed.
MAX_FORMS = 12

_PLACES = {Field.TITLE: "explain.in_title", Field.BODY: "explain.in_body"}


class Kind(StrEnum):
    """What is looked for."""

    FORMS = "forms"  # any form of one word
    FORM = "form"  # one word as written
    PREFIX = "prefix"
    PHRASE = "phrase"  # several words as written
    PHRASE_FORMS = "phrase_forms"


class Word(NamedTuple):
    """One word with its forms; those that lead nowhere have no address."""

    info: TermInfo
    forms: list[Link]
    more: int  # forms that are not listed


class Part(NamedTuple):
    """A word, phrase or prefix of the search, and the same search with it in other forms.

    Attributes:
        label: What is looked for: a root, a form, a phrase in quotes.
        typed: As it was read, in the query language.
        place: Where it is looked for, if not everywhere.
    """

    kind: Kind
    label: str
    typed: str
    place: str
    words: list[Word]
    change: Link | None


def understood(here: Here, terms: Sequence[TermInfo], locale: Locale) -> list[Part]:
    """Return the parts of the search in its order, without what is left out."""
    return [
        _part(here, leaf, list(infos), locale)
        for leaf, infos in groupby(terms, key=lambda info: info.leaf)
    ]


def _part(here: Here, leaf: Leaf, infos: list[TermInfo], locale: Locale) -> Part:
    words = [_word(here, info) for info in infos]
    place = locale.say(_PLACES[leaf.field]) if leaf.field in _PLACES else ""
    kind, label = _kind(leaf), infos[0].stem or infos[0].text
    if isinstance(leaf, Phrase):
        near = "" if leaf.slop is None else f"~{leaf.slop}"
        label = f"\u201c{leaf.text}\u201d{near}"
    return Part(kind, label, render(leaf), place, words, _change(here, leaf, infos, locale))


def _kind(leaf: Leaf) -> Kind:
    match leaf:
        case Prefix():
            return Kind.PREFIX
        case Term():
            return Kind.FORMS if leaf.forms is Forms.ALL else Kind.FORM
        case Phrase():
            return Kind.PHRASE_FORMS if leaf.forms is Forms.ALL else Kind.PHRASE


def _word(here: Here, info: TermInfo) -> Word:
    forms = []
    for form, count in info.forms[:MAX_FORMS]:
        q, wide = here.params.q, here.params.forms
        other = None if form == info.text else narrow_to(q, info.leaf, form, wide)
        forms.append(Link(form, here.change(q=other) if other else "", count=count))
    return Word(info, forms, max(len(info.forms) - MAX_FORMS, 0))


def _change(here: Here, leaf: Leaf, infos: list[TermInfo], locale: Locale) -> Link | None:
    q, forms = here.params.q, here.params.forms
    match _kind(leaf):
        case Kind.FORMS:
            other = narrow(q, leaf, forms) if infos[0].is_wide else None
            label = infos[0].text
        case Kind.PHRASE_FORMS:
            other, label = narrow(q, leaf, forms), locale.say("explain.exact")
        case _:
            other, label = widen(q, leaf, forms), locale.say("explain.any")
    return Link(label, here.change(q=other)) if other else None
