"""The same search with one of its words in this form only, or in any form.

    pelatihan, guru      narrow to pelatihan    =pelatihan, guru
    pelatihan, guru      narrow to melatih      =melatih, guru
    =pelatihan guru      widen                  pelatihan guru
    "harga beras" naik   widen                  ~"harga beras" naik

Everything else stays as it was typed. A word that was typed twice changes in both places.
What would then mean anything else as well is not offered: every text returned here parses
to the tree of the one given with nothing but the one leaf changed. That takes reading it, so
queries of more than `MAX_PARTS` words, phrases and beginnings have no such offers.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from index.analysis.folding import CHUNK
from search.language.parser import MAX_CHARS, parse
from search.query import Forms, Leaf, Phrase, Prefix, Query, Term, is_in_text, with_leaves

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.language.parser import ParsedQuery

MAX_PARTS = 16

_MARKS = {Forms.ALL: "~", Forms.EXACT: "="}

_Spell: TypeAlias = "Callable[[str], str | None]"


def narrow(parsed: ParsedQuery, leaf: Leaf) -> str | None:
    """Return the text with ``leaf`` of its tree as written, None when it cannot be or is."""
    return _in_forms(parsed, leaf, Forms.EXACT)


def widen(parsed: ParsedQuery, leaf: Leaf) -> str | None:
    """Return the text with ``leaf`` of its tree in any form, None when it cannot be or is."""
    return _in_forms(parsed, leaf, Forms.ALL)


def narrow_to(parsed: ParsedQuery, leaf: Leaf, form: str) -> str | None:
    """Return the text with a ``form`` of a word, or of a prefix, in its place, as written."""
    if isinstance(leaf, Phrase) or not is_in_text(leaf.field) or CHUNK.findall(form) != [form]:
        return None
    wanted = Term(form, leaf.field, Forms.EXACT)

    def spell(raw: str) -> str | None:
        whole = raw.removesuffix("*") if isinstance(leaf, Prefix) else _as_one(raw, leaf)
        return _marked(CHUNK.sub(lambda _: form, whole, count=1), wanted, parsed.forms)

    if isinstance(leaf, Term) and leaf.forms is Forms.ALL and narrow(parsed, leaf):
        # What holds for the word as typed holds for any other in its place.
        return _respelled(parsed, leaf, spell)
    return _checked(parsed, leaf, wanted, spell)


def _in_forms(parsed: ParsedQuery, leaf: Leaf, wanted: Forms) -> str | None:
    if isinstance(leaf, Prefix) or leaf.forms is wanted or not is_in_text(leaf.field):
        return None
    other = replace(leaf, forms=wanted)
    return _checked(
        parsed, leaf, other, lambda raw: _marked(_as_one(raw, leaf), other, parsed.forms)
    )


def _as_one(raw: str, leaf: Leaf) -> str:
    """Return a word without the space that it may have been typed with: *anak anak*."""
    return leaf.text if isinstance(leaf, Term) and " " in raw else raw


def _checked(parsed: ParsedQuery, leaf: Leaf, wanted: Leaf, spell: _Spell) -> str | None:
    """Return the text respelled if it then means ``wanted`` for ``leaf`` and is else the same."""
    new = _respelled(parsed, leaf, spell)
    if new is None or parse(new, parsed.forms).query != _with(parsed.query, leaf, wanted):
        return None
    return new


def _respelled(parsed: ParsedQuery, leaf: Leaf, spell: _Spell) -> str | None:
    """Return the text with every ``leaf`` spelled anew from what it was without its mark."""
    if len(parsed.places) > MAX_PARTS:
        return None
    done, parts = 0, []
    for place in parsed.places:
        if place.leaf == leaf:
            new = spell(parsed.text[place.start + len(place.mark) : place.end])
            if new is None:
                return None
            parts += [parsed.text[done : place.start], new]
            done = place.end
    respelled = "".join([*parts, parsed.text[done:]])
    return respelled if parts and len(respelled) <= MAX_CHARS else None


def _marked(raw: str, leaf: Term | Phrase, forms: Forms | None) -> str | None:
    """Return ``raw`` with the mark it needs, if any, to be read as ``leaf``."""
    alone = replace(leaf, field=None)
    spellings = (mark + raw for mark in ("", _MARKS[leaf.forms]))
    return next((some for some in spellings if parse(some, forms).query == alone), None)


def _with(query: Query, old: Leaf, new: Leaf) -> Query:
    return with_leaves(query, lambda leaf: new if leaf == old else leaf)
