"""How much each word of a query says about what is wanted.

    siapa presiden pertama      siapa 0.3, presiden 1, pertama 1; a question

Words that ask (*siapa*) and words that join (*yang*) stand in many articles that answer
nothing; in a question so do words that name what is asked for (*tahun*, *nama*). They
still count, only less. A list, not frequency alone: *berapa* is rare in news.
"""

from __future__ import annotations

from dataclasses import replace

from index.analysis.folding import fold
from search.query import And, Forms, Query, Term, together

QUESTION_WEIGHT = 0.3
FUNCTION_WEIGHT = 0.5
ASKED_WEIGHT = 0.4

QUESTION = frozenset(
    """
    apa apakah siapa siapakah kapan kapankah berapa berapakah seberapa mana manakah dimana
    dimanakah darimana darimanakah kemana kemanakah bagaimana bagaimanakah mengapa
    mengapakah kenapa kenapakah sebutkan
    """.split()
)
FUNCTION = frozenset(
    """
    yang dan di ke dari pada untuk dengan dalam oleh adalah ialah merupakan itu ini para
    sebuah suatu seorang tersebut sebagai akan telah sudah atau juga saat ketika
    """.split()
)
ASKED = frozenset(
    """
    nama namanya bernama maksud dimaksud letak terletak letaknya lokasi lokasinya berlokasi
    asal berasal asalnya jumlah jumlahnya banyak banyaknya sekarang disebut sebutan arti
    artinya pengertian definisi saja tahun tanggal bulan hari kali tempat jenis
    """.split()
)


def weigh(query: Query) -> Query:
    """Return ``query`` with the weight of each plain word of a conjunction.

    A word that was typed twice counts once.
    """
    if not isinstance(query, And):
        return query
    is_question = asks(query)
    clauses = dict.fromkeys(
        replace(clause, weight=_weight(clause, is_question=is_question))
        if isinstance(clause, Term) and is_plain(clause)
        else clause
        for clause in query.clauses
    )
    return And(tuple(clauses))


def asks(query: Query) -> bool:
    """Tell whether ``query`` is a question."""
    return any(map(is_asking, plain_words(query)))


def required(query: Query) -> Query:
    """Return what an article has to have: in a question, not the words that ask.

    ``kapan gempa Lombok`` is answered by articles that hold *gempa* and *Lombok*.
    """
    if not isinstance(query, And) or not asks(query):
        return query
    kept = tuple(clause for clause in query.clauses if not is_asking(clause))
    return together(kept) if kept else query


def is_asking(query: Query) -> bool:
    """Tell whether ``query`` is one plain word that asks."""
    return isinstance(query, Term) and is_plain(query) and fold(query.text) in QUESTION


def plain_words(query: Query) -> list[Term]:
    """Return the words of a conjunction that may stand anywhere in any form."""
    if not isinstance(query, And):
        return []
    return [clause for clause in query.clauses if isinstance(clause, Term) and is_plain(clause)]


def is_plain(query: Query) -> bool:
    """Tell whether ``query`` is one word without a field or a form of its own."""
    return isinstance(query, Term) and query.field is None and query.forms is Forms.ALL


def _weight(term: Term, *, is_question: bool) -> float:
    word = fold(term.text)
    if word in QUESTION:
        return QUESTION_WEIGHT
    if word in FUNCTION:
        return FUNCTION_WEIGHT
    return ASKED_WEIGHT if is_question and word in ASKED else 1.0
