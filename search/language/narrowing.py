"""The same search with one of its words in this form only, or in any form.

    pelatihan, guru      narrow to pelatihan    =pelatihan, guru
    pelatihan, guru      narrow to melatih      =melatih, guru
    =pelatihan guru      widen                  pelatihan guru
    "harga beras" naik   widen                  ~"harga beras" naik

Everything else stays as it was typed. A word that was typed twice changes in both places.
What would then mean anything else as well is not offered: every text returned here parses
to the tree of the one given with nothing but the one leaf changed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from index.analysis.folding import CHUNK
from search.language.parser import MAX_CHARS, locate, parse
from search.query import Field, Forms, Phrase, Prefix, Query, Term, with_leaves

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.language.grammar import Place

# Texts whose places are kept: a page asks for every word of one.
CACHE_SIZE = 64

_MARKS = {Forms.ALL: "~", Forms.EXACT: "="}
_WITH_FORMS = (None, Field.TITLE, Field.BODY)

Leaf: TypeAlias = Term | Phrase | Prefix
_Spell: TypeAlias = "Callable[[str], str | None]"


def narrow(text: str, leaf: Leaf, forms: Forms | None = None) -> str | None:
    """Return ``text`` with ``leaf`` as written, None when it cannot be or is so already.

    Args:
        text: As typed.
        leaf: Of the tree of ``text``, in ``forms`` as for `search.language.parser.parse`.
        forms: The same as there.
    """
    return _in_forms(text, leaf, Forms.EXACT, forms)


def widen(text: str, leaf: Leaf, forms: Forms | None = None) -> str | None:
    """Return ``text`` with ``leaf`` in any form, None when it cannot be or is so already."""
    return _in_forms(text, leaf, Forms.ALL, forms)


def narrow_to(text: str, leaf: Leaf, form: str, forms: Forms | None = None) -> str | None:
    """Return ``text`` with a ``form`` of a word, or of a prefix, in its place, as written."""
    if isinstance(leaf, Phrase) or leaf.field not in _WITH_FORMS or CHUNK.findall(form) != [form]:
        return None
    wanted = Term(form, leaf.field, Forms.EXACT)

    def spell(raw: str) -> str | None:
        whole = raw.removesuffix("*") if isinstance(leaf, Prefix) else raw
        return _marked(CHUNK.sub(lambda _: form, whole, count=1), wanted, forms)

    if isinstance(leaf, Term) and leaf.forms is Forms.ALL and narrow(text, leaf, forms):
        # What holds for the word as typed holds for any other in its place.
        return _respelled(text, leaf, spell, forms)
    return _checked(text, leaf, wanted, spell, forms)


def _in_forms(text: str, leaf: Leaf, wanted: Forms, forms: Forms | None) -> str | None:
    if isinstance(leaf, Prefix) or leaf.forms is wanted or leaf.field not in _WITH_FORMS:
        return None
    other = replace(leaf, forms=wanted)
    return _checked(text, leaf, other, lambda raw: _marked(raw, other, forms), forms)


def _checked(text: str, leaf: Leaf, wanted: Leaf, spell: _Spell, forms: Forms | None) -> str | None:
    """Return ``text`` respelled if it then means ``wanted`` for ``leaf`` and is else the same."""
    new = _respelled(text, leaf, spell, forms)
    if new is None or parse(new, forms).query != _with(parse(text, forms).query, leaf, wanted):
        return None
    return new


def _respelled(text: str, leaf: Leaf, spell: _Spell, forms: Forms | None) -> str | None:
    """Return ``text`` with every ``leaf`` spelled anew from what it was without its mark."""
    done, parts = 0, []
    for place in _places(text, forms):
        if place.leaf == leaf:
            new = spell(text[place.start + len(place.mark) : place.end])
            if new is None:
                return None
            parts += [text[done : place.start], new]
            done = place.end
    respelled = "".join([*parts, text[done:]])
    return respelled if parts and len(respelled) <= MAX_CHARS else None


def _marked(raw: str, leaf: Term | Phrase, forms: Forms | None) -> str | None:
    """Return ``raw`` with the mark it needs, if any, to be read as ``leaf``."""
    alone = replace(leaf, field=None)
    spellings = (mark + raw for mark in ("", _MARKS[leaf.forms]))
    return next((some for some in spellings if parse(some, forms).query == alone), None)


def _with(query: Query, old: Leaf, new: Leaf) -> Query:
    return with_leaves(query, lambda leaf: new if leaf == old else leaf)


@lru_cache(maxsize=CACHE_SIZE)
def _places(text: str, forms: Forms | None) -> tuple[Place, ...]:
    return tuple(locate(text, forms))
