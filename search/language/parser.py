"""From what the reader typed to a `Query`.

    harga beras                both words, in any inflection
    "harga beras"~5            the words within 5 positions
    beras ATAU gabah -impor    one of two, without a third
    judul:ekono* tanggal:2018  in the title, by prefix, in one year
    oleh:sri kutipan:pajak     said by one person, in one quotation

Juxtaposed words are joined by AND. What binds tightest comes first: ``-``, ``w/5``, DAN
and BUKAN, ATAU, juxtaposition; so ``harga beras ATAU gabah`` means a price of either. Any
string gives a query, with a warning where part of it was not understood.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.analysis.analyzer import has_words
from index.analysis.joining import joined_spans, spelled_chunks
from index.caching import ByteCache
from index.fields import QUOTE, SPEAKER
from search.language.adjoining import adjoined
from search.language.grammar import MAX_CLAUSES, MAX_SLOP, Descent, Place
from search.language.lexer import lex
from search.language.passage import as_words, is_passage
from search.language.signs import SPECIAL_WORDS, ranges
from search.language.together import one_name, together
from search.language.unparse import unparse
from search.language.warnings import QueryWarning, WarningKind
from search.query import EVERYTHING, And, Forms, Or, Phrase, Quoted, Term, join

if TYPE_CHECKING:
    from search.query import Query

MAX_CHARS = 1_000
# Of a name that is asked for by itself.
MAX_NAME_CHARS = 200

# Parsed queries kept, so that paging through results parses once; what one takes, beside
# what each character of it does.
CACHE_BYTES = 8 << 20
_QUERY_BYTES = 2_000
_CHAR_BYTES = 50


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query and how it was understood.

    Attributes:
        text: As typed; cut a little beyond `MAX_CHARS`.
        forms: Which forms of a word were asked for, see `parse`.
        query: The tree.
        interpreted: The query in its plainest spelling; parses to the same tree, unless
            spelling it out takes more than `MAX_CHARS`.
        warnings: What was left out and why, each once.
        places: Where the leaves stand in ``text``, in order; none if it was cut.
    """

    text: str
    forms: Forms | None
    query: Query
    interpreted: str
    warnings: tuple[QueryWarning, ...]
    places: tuple[Place, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for, which every article matches."""
        return self.query == EVERYTHING


_EITHER = frozenset({"ATAU", "OR"})

_PARSED: ByteCache[tuple[str, Forms | None], ParsedQuery] = ByteCache(CACHE_BYTES)


def parse(text: str, forms: Forms | None = None) -> ParsedQuery:
    """Return the query that ``text`` means.

    Args:
        text: As typed.
        forms: None: words in any form, phrases as written. Otherwise both alike,
            except where the text itself says so with ``=`` or ``~``.
    """
    key = text[: MAX_CHARS + 1], forms
    found = _PARSED.get(key)
    if found is None:
        found = _parse(*key)
        _PARSED.put(key, found, _QUERY_BYTES + _CHAR_BYTES * len(key[0]))
    return found


def parse_said(text: str, by: str = "") -> ParsedQuery:
    """Return the query for quotations: what is said in one, and by whom, as words of a name.

    What asks for something else (``tanggal:``, ``sumber:``) is asked of the article.
    """
    said = _parse(text, None, QUOTE)
    words = [chunk for chunk in spelled_chunks(by[:MAX_NAME_CHARS]) if has_words(chunk)]
    names = [Term(word, SPEAKER) for word in words]
    clauses = [*_ungrouped(said.query), *one_name([*names], MAX_SLOP)]
    query = together(join(And, clauses))
    return replace(said, query=query, interpreted=unparse(query))


def _ungrouped(query: Query) -> list[Query]:
    """Return the clauses of a conjunction, those of a quotation as they were."""
    every = query.clauses if isinstance(query, And) else (query,)
    parts = (one.clauses if isinstance(one, Quoted) else (one,) for one in every)
    return [clause for part in parts for clause in part]


def _parse(text: str, forms: Forms | None, field: str | None = None) -> ParsedQuery:
    if field is None and (plain := _plain(text, forms)) is not None:
        return plain
    is_cut = len(text) > MAX_CHARS
    read = "".join(text[:MAX_CHARS].rsplit(None, 1)[:1]) if is_cut else text
    lexemes = list(lex(read))
    warnings = [QueryWarning(WarningKind.TOO_LONG, number=MAX_CHARS)] if is_cut else []
    warnings += [QueryWarning(WarningKind.NO_SUCH_SIGN, some) for some in ranges(read)]
    if is_passage(lexemes):
        lexemes, ignored = as_words(lexemes)
        warnings += ignored
    descent = Descent(adjoined(lexemes), forms, field)
    query = together(descent.parse())
    warnings += descent.warnings
    places = () if is_cut else tuple(descent.places)
    return ParsedQuery(text, forms, query, unparse(query), tuple(dict.fromkeys(warnings)), places)


def _plain(text: str, forms: Forms | None) -> ParsedQuery | None:
    """Return the query for a few plain words or one phrase, without the grammar's work.

    Or for any of such words: *beras ATAU gabah*.
    """
    is_quoted = len(text) > 2 and text[0] == text[-1] == '"'
    words = (text[1:-1] if is_quoted else text).split()
    is_plain = text.isascii() and "".join(words).isalpha() and len(words) < MAX_CLAUSES
    if not is_plain or len(text) > MAX_CHARS or joined_spans(" ".join(words)):
        return None
    if is_quoted:
        if len(words) < 2:
            return None
        phrase = Phrase(" ".join(words), None, forms or Forms.EXACT)
        place = Place(phrase, 0, len(text), "")
        return ParsedQuery(text, forms, phrase, unparse(phrase), (), (place,))
    is_either = len(words) > 2 and len(words) % 2 == 1 and _EITHER.issuperset(words[1::2])
    if is_either:
        words = words[::2]
    if not SPECIAL_WORDS.isdisjoint(words):
        return None
    terms = tuple([Term(word, None, forms or Forms.ALL) for word in words])
    places, end = [], 0
    for term in terms:
        start = text.index(term.text, end)
        end = start + len(term.text)
        places.append(Place(term, start, end, ""))
    query: Query = terms[0] if len(terms) == 1 else Or(terms) if is_either else And(terms)
    return ParsedQuery(text, forms, query, unparse(query), (), tuple(places))
