"""Whom a sentence names beside a verb of saying, before it or behind.

", kata Menteri Keuangan Sri Mulyani, Senin       behind the verb
Sebelumnya Budi, ketua RT setempat, mengatakan    before it
", ujarnya; ", kata dia; ia menambahkan           who spoke before
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from index.newstext.naming import BRACKETS
from index.newstext.offices import NO_NAMES
from index.newstext.phrases import (
    NOBODY,
    SOMEBODY,
    STOPS,
    THE_SAME,
    Kind,
    Who,
    points_back,
    read_part,
    who_is,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.newstext.sentences import Token

SAME = frozenset("ia dia beliau dirinya pihaknya".split())
_OTHERS = frozenset("mereka kami kita keduanya semuanya orang saya".split())
_ADVERBS = frozenset(
    """
    lagi pula juga pun kemudian kembali lantas lalu sempat sendiri pernah turut ikut akhirnya telah
    sudah hanya masih terus selanjutnya lanjut tegas bahkan langsung menyebut hendak ingin justru
    tetap secara akan sambil mulai memang
    """.split()
)
# Between a subject and its verb, too.
_HELPERS = _ADVERBS | frozenset(
    "belum tidak tak bisa dapat harus mau enggan perlu mampu wajib patut baru rela kerap sering "
    "selalu".split()
)
_PREPOSITIONS = frozenset(
    "di dari ke pada kepada dengan untuk oleh bagi antara dalam tentang asal terhadap melalui "
    "menyoal menyikapi menjelang mengomentari menyinggung membahas perihal "
    "lewat saat ketika usai seusai setelah menurut atas bersama lawan melawan versus".split()
)
_VERB = re.compile(r"(?:me(?:m|n|ng|ny|l|r|w|y)|ber|di)\w{4,}")
_STATE = re.compile(r"ter\w{4,}")
_NO_STATES = frozenset(["tersebut", "terkait", "terhadap", "tertentu"])
_COPULAS = frozenset(["adalah", "merupakan", "ialah"])
_NO_VERBS = frozenset(
    """
    melalui melainkan merdeka
    bernama berinisial berusia bergelar berdarah bersama menteri direktur dirjen divisi dirinya
    berita bersangkutan bersenjata berjuluk berpangkat terdakwa tersangka terpidana mengenai
    """.split()
)
_BREAKS = frozenset(".!?…;:\u2013—")
# Words beside a verb that are looked at.
_MAX_WORDS = 40


def who_behind(tokens: Sequence[Token], at: int) -> Who:
    """Return whom the words from ``at`` on name: the phrase behind *kata*, *menurut*, *tutur*."""
    while at < len(tokens) and (_opening(tokens, at) in _ADVERBS or tokens[at].text == "oleh"):
        at += 1
    if at + 1 < len(tokens) and tokens[at].text == "," and tokens[at + 1].text[0].isupper():
        at += 1  # ujar, Sri Wahyuni, Senin
    first = tokens[at].low if at < len(tokens) and tokens[at].span < 0 else ""
    if first in SAME:
        return THE_SAME
    if first in _OTHERS:
        return SOMEBODY
    if not (first[:1].isalnum() or first[:1] == "@") or _opening(tokens, at) in STOPS:
        return NOBODY
    phrase = tokens[at : at + _MAX_WORDS]
    end = next((n for n, token in enumerate(phrase) if _is_break(token)), None)
    parts = _parts(phrase[:end])
    if at and tokens[at - 1].low == "menurut":
        # Menurut Bupati Budi, Pasar Lama dibuka: behind the comma a sentence may begin.
        parts = [parts[0], *takewhile(_is_all_capitals, parts[1:])]
    return who_is(parts)


def who_before(tokens: Sequence[Token], end: int) -> Who | None:
    """Return the subject of the verb at ``end``, as the words before name it; None if none do."""
    while end and (
        tokens[end - 1].low in _ADVERBS or (end > 1 and tokens[end - 2].text == "dengan")
    ):
        end -= 1
    if not end:
        return None
    last = tokens[end - 1].low
    if last in SAME:
        return THE_SAME
    if last in _OTHERS:
        return SOMEBODY
    clause = tokens[max(0, end - _MAX_WORDS) : end]
    breaks = (n for n, token in enumerate(reversed(clause)) if token.span >= 0 or _is_break(token))
    start = len(clause) - next(breaks, len(clause))
    parts = _parts(clause[start:])
    parts[-1] = _before_verb(parts[-1])
    return _subject(parts)


def who_is_it(tokens: Sequence[Token]) -> Who | None:
    """Return whom a sentence is about: its subject, whatever they do."""
    for at, token in enumerate(tokens[:_MAX_WORDS]):
        if token.span >= 0:
            return None
        is_verb = at and _is_finite(token.text) and tokens[at - 1].text != "yang"
        if is_verb and (who := who_before(tokens, at)):
            return who
    return None


def _is_finite(word: str) -> bool:
    """Tell a word that goes behind a subject: a verb, or what stands before one."""
    if not word.islower() or word in _NO_VERBS or word in _NO_STATES:
        return False
    return word in _HELPERS or word in _COPULAS or bool(_VERB.match(word) or _STATE.match(word))


def _subject(parts: list[list[str]]) -> Who | None:
    """Return whom the words before a verb name, behind what a sentence may begin with."""
    is_first = True  # in the sentence, where capitals tell no name
    while parts and (len(parts) > 1 or not parts[0]) and _is_aside(parts[0]):
        parts, is_first = parts[1:], False
    if not parts:
        return None
    words = parts[0]
    if words[0].lower() in _PREPOSITIONS:
        return _behind_aside(words) if len(parts) == 1 else None
    # Sebelumnya Menteri Keuangan ...: without a comma
    while words and words[0].lower() in NO_NAMES:
        if words[0].lower() in SAME:
            return THE_SAME
        words, is_first = words[1:], False
    return who_is([words, *parts[1:]], is_first=is_first) if words else None


def _is_aside(words: Sequence[str]) -> bool:
    """Tell what a sentence begins with, before a comma, from its subject."""
    if not words:
        return True
    first = words[0].lower()
    if first in SAME:
        return False
    if first == "yang":
        return True  # of what is quoted: ("..." yang viral, Sri menyatakan)
    is_verb = first not in _NO_VERBS and (_STATE.match(first) or _VERB.match(first))
    is_plain = all(word.islower() or word == BRACKETS or word.lower() in NO_NAMES for word in words)
    return bool(first in _PREPOSITIONS or is_verb or (first in NO_NAMES and is_plain))


def _behind_aside(words: list[str]) -> Who | None:
    """Return the name behind what a sentence begins with: *Dalam siaran persnya Budi*."""
    at = len(words)
    while at and words[at - 1][0].isupper():
        at -= 1
    if not at or at == len(words) or words[at - 1].lower() in _PREPOSITIONS:
        return None
    who = read_part(words[at:])
    return who if who.kind is Kind.NAMED else None


def _before_verb(words: list[str]) -> list[str]:
    """Return the words before another verb: *jaksa menunjukkan surat Budi dan (menyatakan)*."""
    is_pointed = points_back(words)
    for at, word in enumerate(words):
        is_verb = _VERB.match(word) and word not in _NO_VERBS
        if is_verb and is_pointed and word.startswith("ber"):
            continue  # pria berkumis itu
        if at and word.islower() and (is_verb or word in _HELPERS):
            return words[:at]
    return words


def _parts(tokens: Sequence[Token]) -> list[list[str]]:
    """Return the words of a phrase, parted by commas; what is in brackets or quoted as one word."""
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        text = token.text if token.span < 0 else BRACKETS
        if depth:
            depth += (text in ("(", "[")) - (text in (")", "]"))
        elif text in ("(", "["):
            depth = 1
            parts[-1].append(BRACKETS)
        elif text == ",":
            parts.append([])
        elif text not in (")", "]"):
            parts[-1].append(text)
    return parts


def _opening(tokens: Sequence[Token], at: int) -> str:
    """Return a word without the capital that begins a sentence: *Yang Liwei* keeps it."""
    return tokens[at].text if at else tokens[at].low


def _is_all_capitals(words: Sequence[str]) -> bool:
    return all(word[0].isupper() or word == BRACKETS for word in words)


def _is_break(token: Token) -> bool:
    return token.span < 0 and token.text in _BREAKS
