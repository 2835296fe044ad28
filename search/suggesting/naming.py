"""Names that begin as what is typed, or that a short form in it stands for.

    kpk              "Komisi Pemberantasan Korupsi"
    komisi pem       the same
    citro            penulis:"Citro Atmoko"
    joko wi          tokoh:"Joko Widodo"
    pengelola su     lembaga:"Badan Pengelola Sungai"
    nusa d           tempat:"Nusa Dua, Bali"

Full forms come from what articles explain (`index.aliases`), then values of fields from the
articles that have them, those of most articles first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.analysis.folding import title_words
from index.fields import FIELDS
from search.engine import Search
from search.query import And, Forms, Prefix, Term, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.fields import WordField
    from search.engine import Snapshot

# Of each kind, those of most articles.
MAX_NAMES = 4
# Values of fields are looked through from these letters on, up to so many words.
MIN_LETTERS = 3
MAX_WORDS = 3
# The fields whose values are names.
_NAMES: Final = frozenset({"author", "organisation", "person", "place", "source"})
NAMED: Final = tuple(field for field in FIELDS if field.name in _NAMES)


def names(snapshot: Snapshot, text: str) -> Iterator[str]:
    """Yield queries for names that ``text`` begins, likeliest first; some may find nothing."""
    typed = [word for word, _, _ in title_words(text)]
    if not typed:
        return
    is_open = text[-1:].isalnum()
    if snapshot.aliases is not None:
        beginning = " ".join(typed) + ("" if is_open else " ")
        yield from map(_quoted, snapshot.aliases.starting(beginning, MAX_NAMES))
    if len(typed[-1]) >= MIN_LETTERS and len(typed) <= MAX_WORDS:
        for field in NAMED:
            for value in _values(snapshot, field, typed, is_open=is_open):
                yield f"{field.prefixes[0]}:{_quoted(value)}"


def _values(
    snapshot: Snapshot, field: WordField, typed: Sequence[str], *, is_open: bool
) -> list[str]:
    """Return the values that have the words typed side by side, most frequent first."""
    *before, last = [Term(word, field.name, Forms.EXACT) for word in typed]
    ending = Prefix(last.text, field.name) if is_open else last
    found = snapshot.find(
        Search(
            query=join(And, [*before, ending]),
            count=0,
            facets=(field.name,),
            facet_size=MAX_NAMES,
        )
    )
    values = [facet.value for facet in found.facets[field.name]]
    return [value for value in values if _goes_on(value, typed, is_open=is_open)]


def _goes_on(value: str, typed: Sequence[str], *, is_open: bool) -> bool:
    words = [word for word, _, _ in title_words(value)]
    wanted = " ".join(["", *typed]) + ("" if is_open else " ")
    return wanted in " ".join(["", *words, ""])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', " ") + '"'
