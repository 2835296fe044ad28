"""How a query that is being typed may go on.

    gubernur ja       Gubernur Jawa Barat, gubernur jakarta, Gubernur Jawa Barat resmikan ...
    "harga ber        "harga beras
    rubrik:olah       rubrik:olahraga

Phrases of titles come first, then titles, then words of the archive: those that stand
right after the word before, then those that meet it most. What comes from a title has its
capitals. Each completion is read and counted as a query before it is offered, so none
finds nothing.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from search.engine.evaluate import evaluate
from search.lexer import FIELDS
from search.parser import MAX_CHARS, parse
from search.query import Field, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.engine.snapshot import Docs, Snapshot
    from search.suggesting.completions import Phrase as TitlePhrase

# A word is completed from its second letter, the first one when others stand before it.
MIN_LETTERS = 2
# Words typed that are looked for in titles.
MAX_WORDS = 8
TITLES = 3
# Words of the archive that are weighed by the documents they share with the rest of the
# query, and those of them that are looked for right after the word before, as long as
# they share no more documents than this together.
MAX_SHARING = 32
MAX_BESIDE = 8
MAX_SHARED = 5_000
# Completions that are counted in vain before giving up.
MAX_IN_VAIN = 8

# Text that means more than its words.
_SYNTAX = re.compile(rf'[()"=~*]|(?:^|\s)(?:-|(?:{"|".join(FIELDS)}):)', re.IGNORECASE)
# The beginning of the word being typed.
_LAST = re.compile(r'(?:(?P<field>[^\W\d_]+):)?(?P<word>[^\s()":=~*-][^\s()":=~*]*)$')


def complete(snapshot: Snapshot, text: str, limit: int) -> list[str]:
    """Return at most ``limit`` ways to go on with ``text`` that find something, best first."""
    text = text.lstrip()
    if len(text) > MAX_CHARS or len(text.strip()) < MIN_LETTERS or limit < 1:
        return []
    seen = {text.strip().casefold()}
    found: list[str] = []
    in_vain = 0
    for candidate in _candidates(snapshot, text, limit):
        key = candidate.casefold()
        if key in seen:
            continue
        seen.add(key)
        if len(candidate) <= MAX_CHARS and len(evaluate(snapshot, parse(candidate).query).docs):
            found.append(candidate)
        else:
            in_vain += 1
        if len(found) == limit or in_vain == MAX_IN_VAIN:
            break
    return found


def _candidates(snapshot: Snapshot, text: str, limit: int) -> Iterator[str]:
    words = _words(snapshot, text)
    if _SYNTAX.search(text) or len(text.split()) > MAX_WORDS:
        return words
    completions = snapshot.completions
    typed = completions.read(text) if completions else None
    if completions is None or typed is None:
        return chain(_tails(snapshot, text, limit), words)
    phrases = [_as_typed(phrase, text) for phrase in completions.phrases(typed, limit)]
    titles = completions.titles(typed, TITLES)
    first = max(limit - len(titles) - 1, 1)
    tails = _tails(snapshot, text, limit)
    return chain(phrases[:first], titles, tails, phrases[first:], words)


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


def _words(snapshot: Snapshot, text: str) -> Iterator[str]:
    """Yield ``text`` with its last word completed by words of the archive."""
    match = _LAST.search(text)
    words = snapshot.analyzer.words(match["word"]) if match else []
    if match is None or len(words) != 1:
        return
    prefix, head = words[0].exact, text[: match.start("word")]
    field = FIELDS.get((match["field"] or "").lower())
    if isinstance(field, Field) and field not in (Field.TITLE, Field.BODY):
        forms = snapshot.expand(field.value, (prefix,), MAX_SHARING)
        yield from (head + form for form, _ in forms)
        return
    before = text[: match.start()]
    company = snapshot.analyzer.words(before)
    if company:
        docs = evaluate(snapshot, parse(before).query).docs
        forms = snapshot.expand("text", (prefix,), MAX_SHARING)
        yield from (head + form for form in _sharing(snapshot, docs, company[-1].exact, forms))
    elif len(prefix) >= MIN_LETTERS:
        forms = snapshot.expand("text", (prefix,), MAX_SHARING)
        yield from (head + form for form, _ in forms)


def _sharing(
    snapshot: Snapshot, docs: Docs, before: str, forms: Iterable[tuple[str, int]]
) -> Iterator[str]:
    """Yield the forms in some documents, those that often follow ``before`` first."""
    is_wanted = np.zeros(snapshot.size, np.bool_)
    is_wanted[docs] = True
    shared: list[tuple[float, str, int]] = []
    for form, _ in forms:
        found = snapshot.find("text", form)
        if found is not None and (number := int(np.count_nonzero(is_wanted[found.docs]))):
            shared.append((number / len(found.docs) ** 0.5, form, number))
    shared.sort(reverse=True)
    beside = {form: 0 for _, form, _ in shared}
    read = 0
    for _, form, number in shared[:MAX_BESIDE]:
        read += number
        if read > MAX_SHARED:
            break
        beside[form] = len(evaluate(snapshot, Phrase(f"{before} {form}")).docs)
    yield from sorted(beside, key=lambda form: -beside[form])
