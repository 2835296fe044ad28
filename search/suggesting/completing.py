"""How a query that is being typed may go on.

    gubernur ja       Gubernur Jawa Barat, gubernur jakarta; Gubernur Jawa Barat resmikan ...
    "harga ber        "harga beras"
    rubrik:olah       rubrik:olahraga
    kpk               "Komisi Pemberantasan Korupsi"

Queries come first: phrases of titles, then words of the archive, those that stand right after
the word before, then those that meet it most. Then titles, then names. What comes from a title
has its capitals. Each completion is read and looked for as a query before it is offered, so none
finds nothing.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Literal, TypeAlias

from search.asked import ask
from search.language.lexer import PREFIXES
from search.language.parser import MAX_CHARS, parse
from search.results import NO_FILTERS, Completion
from search.suggesting.following import MIN_TYPED, Continued, complete_word
from search.suggesting.naming import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.completions import Phrase as TitlePhrase
    from search.engine import Snapshot
    from search.query import Query
    from search.results import Filters
    from search.work import Work

Kind: TypeAlias = Literal["query", "title", "name"]

# Words typed that are looked for in titles.
MAX_WORDS = 8
# Of all that is offered, the shares that titles and names take at most.
TITLES = 3 / 8
NAMES = 2 / 8
# Completions that are looked for in vain before giving up.
MAX_IN_VAIN = 8

# Text that means more than its words.
_SYNTAX = re.compile(rf'[()"=~*]|(?:^|\s)(?:-|(?:{"|".join(PREFIXES)}):)', re.IGNORECASE)


def complete(
    snapshot: Snapshot, text: str, limit: int, work: Work, filters: Filters = NO_FILTERS
) -> list[Completion]:
    """Return at most ``limit`` ways to go on with ``text`` that find something, best first.

    Titles lead to their articles, whatever passes ``filters``. Documents that do are counted as
    far as there is room for it in ``work``, that of ``snapshot``.
    """
    text = text.lstrip()
    if len(text) > MAX_CHARS or len(text.strip()) < MIN_TYPED or limit < 1:
        return []
    offered = _Offered(snapshot, work, filters)
    phrases: list[str] = []
    titles: list[Completion] = []
    others: list[Completion] = []
    tails: Iterable[str] = ()
    if not _SYNTAX.search(text) and len(text.split()) <= MAX_WORDS:
        most = int(limit * TITLES)
        phrases, named = _from_titles(snapshot, text, limit, most)
        titles = offered.first(most, "title", map(_read, named), ())
        shown = [*phrases, *(title.text for title in titles)]
        others = offered.first(int(limit * NAMES), "name", map(_read, names(snapshot, text)), shown)
        tails = _tails(snapshot, text, limit)
    queries = chain(
        map(_read, chain(phrases, tails)), complete_word(snapshot, offered.finder, text)
    )
    shown = [text, *(one.text for one in (*titles, *others))]
    room = limit - len(titles) - len(others)
    return [*offered.first(room, "query", queries, shown), *titles, *others]


class _Offered:
    """Takes of many candidates those that find something."""

    def __init__(self, snapshot: Snapshot, work: Work, filters: Filters) -> None:
        self.finder = snapshot.finder()
        self._snapshot = snapshot
        self._work = work
        self._filters = filters

    def first(
        self, limit: int, kind: Kind, candidates: Iterable[Continued], shown: Iterable[str]
    ) -> list[Completion]:
        """Return the first ``limit`` that find something and are not ``shown``."""
        seen = set(map(_key, shown))
        found: list[Completion] = []
        in_vain = 0
        for candidate, query in candidates if limit else ():
            key = _key(candidate)
            if key in seen:
                continue
            seen.add(key)
            finds = len(candidate) <= MAX_CHARS and self.finder.finds(query)
            count = self._count(query) if finds and kind != "title" else None
            if finds and count != 0:
                found.append(Completion(_closed(candidate), kind, count))
            else:
                in_vain += 1
            if len(found) == limit or in_vain == MAX_IN_VAIN:
                break
        return found

    def _count(self, query: Query) -> int | None:
        required = ask(query).required
        if self._filters == NO_FILTERS:
            count = self.finder.count(required)
        else:
            count = self._snapshot.count(required, self._filters)
        return None if self._work.is_cut else count


def _closed(text: str) -> str:
    """Return a query with its last phrase closed."""
    return text + '"' if text.count('"') % 2 else text


def _key(text: str) -> str:
    """Return what two texts share that are one to a reader."""
    return text.strip(' "').casefold()


def _read(text: str) -> Continued:
    return Continued(text, parse(text).query)


def _from_titles(
    snapshot: Snapshot, text: str, most: int, titles: int
) -> tuple[list[str], list[str]]:
    """Return phrases and whole titles that go on as typed, likeliest first."""
    completions = snapshot.completions
    typed = completions.read(text) if completions else None
    if completions is None or typed is None:
        return [], []
    phrases = [_as_typed(phrase, text) for phrase in completions.phrases(typed, most)]
    return phrases, completions.titles(typed, titles) if titles else []


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
