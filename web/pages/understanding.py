"""How the words of a search were understood, each with ways to narrow or widen it.

    pelatihan (semua bentuk), =melatih (bentuk persis), xyzzy (tidak ditemukan)

says a line; the forms, their counts and the ways are told below it for who wants to know.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from search.language.narrowing import narrow, narrow_to, widen
from search.language.unparse import unparse
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
    Quoted,
    is_in_text,
)
from web.pages.here import Link, forms_choices
from web.pages.offers import MAX_ASKED, kept

if TYPE_CHECKING:
    from search.language.parser import ParsedQuery
    from search.query import Leaf, Query
    from search.results import TermInfo
    from search.searcher import Searcher
    from web.answer import Answer
    from web.pages.here import Here
    from web.texts.locales import Locale

# Forms of a word that are listed.
MAX_FORMS = 12
# Parts of a search that its line names.
MAX_NAMED = 6

_PLACES = {TITLE: "explain.in_title", BODY: "explain.in_body"}


class Word(NamedTuple):
    """One word with its forms; those that lead nowhere have no address."""

    info: TermInfo
    forms: list[Link]
    more: int  # forms that are not listed


class Part(NamedTuple):
    """A word, phrase or prefix of the search, and the same search with it in other forms.

    Attributes:
        typed: As it was read, in the query language.
        note: In which forms it is found, if in any.
        place: Where it is looked for, if not everywhere.
    """

    typed: str
    note: str
    place: str
    words: list[Word]
    change: Link | None


class Understanding(NamedTuple):
    """The parts of a search in its order, and in which forms its words are or could be found."""

    parts: list[Part]
    forms: list[Link]


def understood(searcher: Searcher, here: Here, found: Answer, locale: Locale) -> Understanding:
    """Return how a search was understood, without what is left out.

    Of the same search with its words in other forms only what finds something is offered.
    """
    parts = [
        _part(here, found.parsed, leaf, list(infos), locale)
        for leaf, infos in groupby(found.page.terms, key=lambda info: info.leaf)
    ]
    forms = forms_choices(here, found, locale)
    asked = [link for link in forms if not link.is_current]
    asked += [part.change for part in parts if part.change][:MAX_ASKED]
    offered = {link.href: link for link in kept(searcher, asked, most=len(asked))}
    return Understanding(
        [part._replace(change=part.change and offered.get(part.change.href)) for part in parts],
        [offered.get(link.href, link) for link in forms if link.is_current or link.href in offered],
    )


def is_narrowed(query: Query) -> bool:
    """Tell whether something besides its parts decides: what is left out, a day, a field."""
    match query:
        case And(clauses) | Or(clauses):
            return any(map(is_narrowed, clauses))
        case Not() | Published() | Quoted():
            return True
        case _:
            return not is_in_text(query.field)


def _part(
    here: Here, parsed: ParsedQuery, leaf: Leaf, infos: list[TermInfo], locale: Locale
) -> Part:
    # What else is asked for may not go with every form, and those are not tried.
    is_alone = parsed.query == leaf and not here.params.filters()
    words = [_word(here, parsed, info, is_alone=is_alone) for info in infos]
    place = locale.say(_PLACES[leaf.field]) if leaf.field in _PLACES else ""
    note = _note(leaf, infos)
    told = locale.say(f"explain.{note}")
    return Part(unparse(leaf), told, place, words, _change(here, parsed, leaf, infos, locale))


def _note(leaf: Leaf, infos: list[TermInfo]) -> str:
    if any(not info.df for info in infos):
        return "none"
    if isinstance(leaf, Prefix):
        return "prefix"
    return "any" if leaf.forms is Forms.ALL else "exact"


def _word(here: Here, parsed: ParsedQuery, info: TermInfo, *, is_alone: bool) -> Word:
    forms = []
    for form, count in info.forms[:MAX_FORMS]:
        is_other = is_alone and form != info.text
        other = narrow_to(parsed, info.leaf, form) if is_other else None
        forms.append(Link(form, here.change(q=other) if other else "", count=count))
    return Word(info, forms, max(len(info.forms) - MAX_FORMS, 0))


def _change(
    here: Here, parsed: ParsedQuery, leaf: Leaf, infos: list[TermInfo], locale: Locale
) -> Link | None:
    is_any = not isinstance(leaf, Prefix) and leaf.forms is Forms.ALL
    if is_any and (isinstance(leaf, Phrase) or infos[0].is_wide):
        other, label = narrow(parsed, leaf), "explain.narrow"
    elif not is_any:
        other, label = widen(parsed, leaf), "explain.widen"
    else:
        return None
    return Link(locale.say(label), here.change(q=other)) if other else None
