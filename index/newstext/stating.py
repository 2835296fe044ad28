"""What a sentence states about who says something: a verb of saying, and whom it names.

"...," kata Sri; "...," ujarnya        behind a quotation
Sri mengatakan: "..."                  before it
Surut, menurut Sri, sejak Senin        aside
"..." Demikian kata Sri                of all that was said
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.newstext.phrases import NOBODY, THE_SAME, Kind, Who
from index.newstext.saying import SAME, who_before, who_behind
from index.newstext.verbs import BEFORE, BEHIND, PASSIVE

if TYPE_CHECKING:
    from index.newstext.sentences import Token

# Behind a quotation, no verb of saying although a name follows.
NO_VERBS = frozenset(
    """
    dan di ke dari pada dalam dengan untuk oleh yang karena tetapi tapi namun saat ketika usai
    setelah sebelum seperti bagi atau serta sebagai bahwa adalah itu ini tersebut agar jika bila
    kalau antara tanpa selain sampai hingga bersama kepada milik karya asal versi ala menjadi lalu
    kemudian juga pun akan telah sudah masih tidak bukan belum hanya sedangkan sementara maupun
    melawan lawan bagi terhadap tentang soal atas saja lagi sih kok
    """.split()
)

_MIN_PASSIVE = 5  # letters: di sana, dilema
# What begins a sentence on somebody who says the same: Hal serupa dirasakan Sri.
ALIKE = frozenset("hal keluhan pendapat senada serupa".split())


def by_verb(sentence: list[Token], at: int, *, is_parted: bool) -> Who | None:
    """Return who is named by a verb of saying, if there is one at ``at``.

    Behind a quotation that is parted from what follows by its comma, what stands before a name
    is such a verb, and what ends in *-nya*, whether we know it or not.
    """
    text = sentence[at].text
    word = text.lower()
    following = sentence[at + 1].text if at + 1 < len(sentence) else ""
    if word in BEHIND or word == "menurut":
        is_pronoun = word == "aku" and (text == "Aku" or not following)
        return None if is_pronoun else who_behind(sentence, at + 1)
    stem = word.removesuffix("nya")
    if stem != word and (is_parted or stem in BEHIND or stem == "menurut"):
        return THE_SAME
    if not is_parted or word in NO_VERBS or not (text.isalpha() and text.islower()):
        return None
    if following[:1].isupper() or following in SAME:
        who = who_behind(sentence, at + 1)
        return who if who.kind is not Kind.UNKNOWN else None
    return None


def by_statement(sentence: list[Token], verb: int, start: int) -> Who | None:
    """Return who is named by a verb of saying before what is said."""
    if sentence[verb].low in BEFORE:
        return who_before(sentence[start:verb], verb - start)
    return by_verb(sentence, verb, is_parted=True)


def who_said_so(sentence: list[Token], at: int) -> Who:
    """Return who is named behind *demikian*, or whose words *bunyi siaran pers ...* says."""
    for verb in range(at + 1, min(len(sentence), at + 4)):
        if sentence[verb].span >= 0:
            break
        if sentence[verb].text in BEFORE and (
            said := who_before(sentence[at + 1 : verb], verb - at - 1)
        ):
            return said
        if who := by_verb(sentence, verb, is_parted=False):
            return who
    begin = at + 1
    while begin < len(sentence) and sentence[begin].text.islower():
        begin += 1
    if begin < len(sentence) and sentence[begin].text[0].isupper():
        return who_behind(sentence, begin)
    return NOBODY


def is_statement(sentence: list[Token], at: int) -> bool:
    """Tell whether a verb that says who says it stands at ``at``."""
    word = sentence[at].low
    if word in BEFORE or word == "menurutnya":
        return True
    is_bare = word in BEHIND or word == "menurut"
    return is_bare and at + 1 < len(sentence) and (at == 0 or _is_apart(sentence, at))


def is_passive(word: str) -> bool:
    """Tell what is done by whom follows: *dirasakan*."""
    return len(word) > _MIN_PASSIVE and word.startswith("di")


def who_aside(sentence: list[Token], at: int, start: int) -> Who | None:
    """Return who is named in *..., kata Sri, ...*, *menurut Sri* and *disampaikan Sri*."""
    word = sentence[at].low
    if word == "menurut" or (word in BEHIND and (at == start or _is_apart(sentence, at))):
        return who_behind(sentence, at + 1)
    is_alike = sentence[start].low in ALIKE and is_passive(word)
    if not (word in PASSIVE or is_alike) or (at and sentence[at - 1].text == "yang"):
        return None
    if at + 1 < len(sentence) and sentence[at + 1].text == ",":
        who = who_behind(sentence, at + 2)
        return who if who.kind is Kind.NAMED else None
    return who_behind(sentence, at + 1)


def _is_apart(sentence: list[Token], at: int) -> bool:
    """Tell the verb in *surut, kata Sri* from the noun in *dengan kata lain*."""
    return not sentence[at - 1].text[0].isalpha()
