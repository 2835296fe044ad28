"""How a query that is being typed may go on.

    gubernur ja       Gubernur Jawa Barat, gubernur jakarta, Gubernur Jawa Barat resmikan ...
    "harga ber        "harga beras
    rubrik:olah       rubrik:olahraga

Phrases of titles come first, then titles, then words of the archive: those that stand
right after the word before, then those that meet it most. What comes from a title has its
capitals. Each completion is read and looked for as a query before it is offered, so none
finds nothing.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from search.language.lexer import PREFIXES
from search.language.parser import MAX_CHARS, parse
from search.suggesting.following import MIN_TYPED, Continued, complete_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.completions import Phrase as TitlePhrase
    from search.engine import Snapshot

# Words typed that are looked for in titles.
MAX_WORDS = 8
TITLES = 3
# Completions that are looked for in vain before giving up.
MAX_IN_VAIN = 8

# Text that means more than its words.
_SYNTAX = re.compile(rf'[()"=~*]|(?:^|\s)(?:-|(?:{"|".join(PREFIXES)}):)', re.IGNORECASE)


def complete(snapshot: Snapshot, text: str, limit: int) -> list[str]:
    """Return at most ``limit`` ways to go on with ``text`` that find something, best first."""
    text = text.lstrip()
    if len(text) > MAX_CHARS or len(text.strip()) < MIN_TYPED or limit < 1:
        return []
    seen = {text.strip().casefold()}
    found: list[str] = []
    in_vain = 0
    finder = snapshot.finder()
    from_words = complete_word(snapshot, finder, text)
    from_titles = map(_read, _titles(snapshot, text, limit))
    for candidate, query in chain(from_titles, from_words):
        key = candidate.casefold()
        if key in seen:
            continue
        seen.add(key)
        if len(candidate) <= MAX_CHARS and finder.finds(query):
            found.append(candidate)
        else:
            in_vain += 1
        if len(found) == limit or in_vain == MAX_IN_VAIN:
            break
    return found


def _read(text: str) -> Continued:
    return Continued(text, parse(text).query)


def _titles(snapshot: Snapshot, text: str, limit: int) -> Iterable[str]:
    """Return ways to go on that titles know, likeliest first."""
    if _SYNTAX.search(text) or len(text.split()) > MAX_WORDS:
        return ()
    completions = snapshot.completions
    typed = completions.read(text) if completions else None
    if completions is None or typed is None:
        return _tails(snapshot, text, limit)
    phrases = [_as_typed(phrase, text) for phrase in completions.phrases(typed, limit)]
    titles = completions.titles(typed, TITLES)
    first = max(limit - len(titles) - 1, 1)
    tails = _tails(snapshot, text, limit)
    return chain(phrases[:first], titles, tails, phrases[first:])


def _as_typed(phrase: TitlePhrase, text: str) -> str:
    """Return a phrase as printed, but the typed part as typed where titles cannot tell."""
    if phrase.is_opening and phrase.text.casefold().startswith(text.casefold()):
        return text + phrase.text[len(text) :]
    return phrase.text


def _tails(snapshot: Snapshot, text: str, limit: int) -> Iterator[str]:
    """Yield ``text`` with its last words completed by phrases, the rest as typed."""
    completions = snapshot.completions
    words = text.split(" ")
    for count in range(min(3, len(words) - 1), 1, -1):
        tail = " ".join(words[-count:])
        typed = completions.read(tail) if completions else None
        if completions is None or typed is None:
            continue
        for phrase in completions.phrases(typed, limit):
            yield " ".join([*words[:-count], _as_typed(phrase, tail)])
