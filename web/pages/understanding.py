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
from search.language.unparse import nearness, unparse
from search.query import BODY, TITLE, Forms, Phrase, Prefix, Term
from web.pages.here import Link

if TYPE_CHECKING:
    from search.language.parser import ParsedQuery
    from search.query import Leaf
    from search.results import TermInfo
    from web.answer import Answer
    from web.pages.here import Here
    from web.texts.locales import Locale

# Forms of a word that are listed.
MAX_FORMS = 12

_PLACES = {TITLE: "explain.in_title", BODY: "explain.in_body"}


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


def understood(here: Here, found: Answer, locale: Locale) -> list[Part]:
    """Return the parts of the search in its order, without what is left out."""
    return [
        _part(here, found.parsed, leaf, list(infos), locale)
        for leaf, infos in groupby(found.page.terms, key=lambda info: info.leaf)
    ]


def _part(
    here: Here, parsed: ParsedQuery, leaf: Leaf, infos: list[TermInfo], locale: Locale
) -> Part:
    words = [_word(here, parsed, info) for info in infos]
    place = locale.say(_PLACES[leaf.field]) if leaf.field in _PLACES else ""
    kind, label = _kind(leaf), infos[0].stem or infos[0].text
    if isinstance(leaf, Phrase):
        label = f"\u201c{leaf.text}{'*' if leaf.is_open else ''}\u201d{nearness(leaf)}"
    change = _change(here, parsed, leaf, infos, locale)
    return Part(kind, label, unparse(leaf), place, words, change)


def _kind(leaf: Leaf) -> Kind:
    match leaf:
        case Prefix():
            return Kind.PREFIX
        case Term():
            return Kind.FORMS if leaf.forms is Forms.ALL else Kind.FORM
        case Phrase():
            return Kind.PHRASE_FORMS if leaf.forms is Forms.ALL else Kind.PHRASE


def _word(here: Here, parsed: ParsedQuery, info: TermInfo) -> Word:
    forms = []
    for form, count in info.forms[:MAX_FORMS]:
        other = None if form == info.text else narrow_to(parsed, info.leaf, form)
        forms.append(Link(form, here.change(q=other) if other else "", count=count))
    return Word(info, forms, max(len(info.forms) - MAX_FORMS, 0))


def _change(
    here: Here, parsed: ParsedQuery, leaf: Leaf, infos: list[TermInfo], locale: Locale
) -> Link | None:
    match _kind(leaf):
        case Kind.FORMS:
            other = narrow(parsed, leaf) if infos[0].is_wide else None
            label = infos[0].text
        case Kind.PHRASE_FORMS:
            other, label = narrow(parsed, leaf), locale.say("explain.exact")
        case Kind.FORM | Kind.PREFIX | Kind.PHRASE:
            other, label = widen(parsed, leaf), locale.say("explain.any")
    return Link(label, here.change(q=other)) if other else None
