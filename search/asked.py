"""What is asked, found out once: every later step reads it here.

    kapan gempa Lombok      words       kapan 0.3, gempa 1, Lombok 1
                            required    gempa Lombok
                            loose       kapan ATAU gempa ATAU Lombok
                            answer      a date

Whether a query is a question, and what it wants, is decided nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeGuard, assert_never

from index.analysis.folding import fold
from index.analysis.joining import open_compounds
from index.ranking import KEYWORDS_K1
from search.answers import answer_type
from search.query import (
    And,
    Forms,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Quoted,
    Term,
    is_in_text,
    join,
)
from search.weighting import MIN_KEYWORDS, NAME, PART_WEIGHT, QUESTION, weight_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.answers import AnswerType


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and what it wants.

    Attributes:
        query: With the weight of each plain word; a word that was typed twice counts once.
        required: What an article has to match: in a question, not the words that ask.
        loose: Any of its words instead of all of them; dates, exclusions and words in
            other fields stay required. None when there are not two words to choose from.
        words: The words of a conjunction that may stand anywhere in any form.
        asking: Those of them that ask. They add to scores and need not be there.
        answer: What a question wants, when that can be told by its form.
        wants_name: It is a question for what a short form stands for.
    """

    query: Query
    required: Query
    loose: Query | None = None
    words: tuple[Term, ...] = ()
    asking: tuple[Term, ...] = ()
    answer: AnswerType | None = None
    wants_name: bool = False

    @property
    def is_question(self) -> bool:
        """Whether any word asks."""
        return bool(self.asking)


def ask(query: Query) -> Asked:
    """Return what ``query`` asks for."""
    if not isinstance(query, And):
        return Asked(query, query)
    folded = {clause: fold(clause.text) for clause in query.clauses if _is_plain(clause)}
    is_question = not QUESTION.isdisjoint(folded.values())
    k1 = KEYWORDS_K1 if _is_list(query) and not is_question else None
    parts = _parts(query, folded)
    words = {
        term: replace(
            term,
            weight=PART_WEIGHT if term in parts else weight_of(word, is_question=is_question),
            k1=k1,
        )
        for term, word in folded.items()
    }
    clauses = tuple(
        dict.fromkeys(words[clause] if _is_plain(clause) else clause for clause in query.clauses)
    )
    weighed = And(clauses)
    asking = tuple(words[term] for term, word in folded.items() if word in QUESTION)
    needed = [clause for clause in clauses if clause not in asking]
    return Asked(
        query=weighed,
        required=join(And, needed) if asking and needed else weighed,
        loose=_loosened(clauses),
        words=tuple(words.values()),
        asking=asking,
        answer=answer_type(list(folded.values())),
        wants_name=is_question and not NAME.isdisjoint(folded.values()),
    )


def _is_plain(query: Query) -> TypeGuard[Term]:
    """Tell whether ``query`` is one word without a field or a form of its own."""
    return isinstance(query, Term) and query.field is None and query.forms is Forms.ALL


def _parts(query: And, folded: Mapping[Term, str]) -> set[Term]:
    """Return the words that follow each other as a compound that is also written as one."""
    compounds = set(open_compounds().values())
    return {
        part
        for one, other in pairwise(query.clauses)
        if _is_plain(one) and _is_plain(other) and (folded[one], folded[other]) in compounds
        for part in (one, other)
    }


def _is_list(query: And) -> bool:
    """Tell whether ``query`` is many words, and nothing else that scores."""
    scoring = {clause for clause in query.clauses if not isinstance(clause, (Not, Published))}
    return len(scoring) >= MIN_KEYWORDS and all(map(_is_plain, scoring))


def _loosened(clauses: tuple[Query, ...]) -> Query | None:
    loose = tuple(filter(_is_loose, clauses))
    if len(loose) < 2:
        return None
    required = tuple(clause for clause in clauses if not _is_loose(clause))
    return And((Or(loose), *required)) if required else Or(loose)


def _is_loose(query: Query) -> bool:
    match query:
        case Term() | Phrase() | Prefix():
            return is_in_text(query.field)
        case Or(clauses):
            return all(map(_is_loose, clauses))
        case And() | Not() | Published() | Quoted():
            return False
        case _:
            assert_never(query)
