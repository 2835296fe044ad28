"""How much each word of a query says about what is wanted.

    siapa presiden pertama      siapa 0.3, presiden 1, pertama 1; a question

Words that ask (*siapa*) and words that join (*yang*) stand in many articles that answer
nothing; in a question so do words that name what is asked for (*tahun*, *nama*). They
still count, only less. A list, not frequency alone: *berapa* is rare in news. So does a
compound that is written in two ways (*ibukota*), for it is looked for in both.
"""

from __future__ import annotations

import math

from index.analysis.joining import open_compounds

# Of so many words that are no question, each has `KEYWORDS_K1`.
MIN_KEYWORDS = 4

QUESTION_WEIGHT = 0.3
FUNCTION_WEIGHT = 0.5
ASKED_WEIGHT = 0.4
# *ibukota* scores for each of its two words, and once more where it is written as one; *ibu kota*
# for two words, each of which says less than one that stands by itself.
COMPOUND_WEIGHT = 0.5
PART_WEIGHT = 0.7

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


# What a short form stands for.
NAME = frozenset(
    """
    kepanjangan kepanjangannya singkatan singkatannya kependekan kependekannya akronim
    """.split()
)


def weight_of(word: str, *, is_question: bool) -> float:
    """Return how much a folded word of a query counts."""
    if word in QUESTION:
        return QUESTION_WEIGHT
    if word in FUNCTION:
        return FUNCTION_WEIGHT
    if word in open_compounds():
        return COMPOUND_WEIGHT
    return ASKED_WEIGHT if is_question and word in ASKED else 1.0


def idf(documents: int, frequency: int) -> float:
    """Return how telling a word is that is in ``frequency`` of ``documents``.

    As in Lucene's BM25Similarity: never negative.
    """
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
