"""Compare ways to find the word that was meant, on made typos.

    python tests/bench/spelling.py DATA [--forms 166000] [--typos 500] [--errors 1]

DATA is a data directory with an index. Its words are topped up with made ones to the
number of forms, typos are made of words of at least 3 documents drawn by frequency: a
letter added, dropped, swapped with the next, or hit beside the right key. Prints, for
each way: precision (right first suggestions among those made), recall (among all typos),
how often the word is among the first three, time for one word and memory. The last way,
Whoosh's automaton through the reader of the index, has only the archive's own forms, and
is so slow that it gets the first few typos only.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
import tracemalloc
from bisect import bisect_left
from collections import defaultdict
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from whoosh.automata.fsa import find_all_matches
from whoosh.automata.lev import levenshtein_automaton

from index.generations import Generations
from index.segments.contents import open_segments
from index.whoosh_view.view import open_index
from search.suggesting.confusions import NEIGHBOURS, cost
from search.suggesting.spelling import LONG, RARITY, corrections
from search.vocabulary import LONGEST, SHORTEST, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Counts: TypeAlias = dict[str, int]
Suggest: TypeAlias = "Callable[[str], list[str]]"

MIN_DOCUMENTS = 3
READER_TYPOS = 20


def read_forms(data: Path) -> Counts:
    """Return the forms of letters in an archive with their document counts."""
    counts: Counts = defaultdict(int)
    for segment in open_segments(Generations(data).current()):
        for form, count in segment.terms("text"):
            if SHORTEST <= len(form) <= LONGEST and form.isascii() and form.isalpha():
                counts[form] += count
    return dict(counts)


def top_up(counts: Counts, forms: int, rng: random.Random) -> Counts:
    """Return ``counts`` with rare words made of its words, up to ``forms`` of them."""
    every = list(counts)
    more = dict(counts)
    while len(more) < forms:
        word = rng.choice(every) + "".join(rng.choices("aiueongktr", k=rng.randint(1, 4)))
        if len(word) <= LONGEST:
            more.setdefault(word, 1)
    return more


def make_typos(
    counts: Counts, number: int, rng: random.Random, errors: int = 1
) -> list[tuple[str, str]]:
    """Return pairs of a typo that is not a word, and the word that was meant."""
    words = [word for word, count in counts.items() if count >= MIN_DOCUMENTS and len(word) > 3]
    weights = [counts[word] for word in words]
    found: list[tuple[str, str]] = []
    while len(found) < number:
        word = rng.choices(words, weights)[0]
        typo = word
        for _ in range(errors):
            typo = misspell(typo, rng)
        if typo not in counts and len(typo) > 3:
            found.append((typo, word))
    return found


def misspell(word: str, rng: random.Random) -> str:
    """Return ``word`` with one error."""
    at = rng.randrange(len(word))
    beside = [pair[1] for pair in sorted(NEIGHBOURS) if pair[0] == word[at]]
    match rng.randrange(4):
        case 0:
            return word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at:]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[:at] + rng.choice(beside) + word[at + 1 :]
        case _:
            return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


class Deletes:
    """SymSpell: every form under itself with up to two letters of its beginning deleted."""

    PREFIX = 7

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.forms: dict[str, list[str]] = defaultdict(list)
        for form in counts:
            for delete in self._deletes(form, 1 if len(form) < LONG - 1 else 2):
                self.forms[delete].append(form)

    def _deletes(self, word: str, distance: int) -> set[str]:
        found = {word[: self.PREFIX]}
        for _ in range(distance):
            found |= {text[:at] + text[at + 1 :] for text in found for at in range(len(text))}
        return found

    def __call__(self, word: str) -> list[str]:
        """Return the likeliest forms, best first."""
        limit = 1 if len(word) < LONG else 2
        deletes = self._deletes(word, limit)
        found = {form for delete in deletes for form in self.forms.get(delete, ())}
        near = [form for form in found if abs(len(form) - len(word)) <= limit]
        return ranked(word, [form for form in near if apart(word, form) <= limit], self.counts)


class Automaton:
    """Whoosh: a Levenshtein automaton that skips through the sorted forms."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.forms = sorted(counts)

    def __call__(self, word: str) -> list[str]:
        """Return the likeliest forms, best first."""
        automaton = levenshtein_automaton(word, 1 if len(word) < LONG else 2).to_dfa()
        return ranked(word, list(find_all_matches(automaton, self._next)), self.counts)

    def _next(self, text: str) -> str | None:
        at = bisect_left(self.forms, text)
        return self.forms[at] if at < len(self.forms) else None


class Reader:
    """Whoosh: the same automaton, on the terms of each segment as the codec reads them."""

    def __init__(self, data: Path, counts: Counts) -> None:
        self.counts = counts
        reader = open_index(data).reader()
        self.readers = [leaf for leaf, _ in reader.leaf_readers()]

    def __call__(self, word: str) -> list[str]:
        """Return the likeliest forms, best first."""
        limit = 1 if len(word) < LONG else 2
        every = (reader.terms_within("text", word, limit) for reader in self.readers)
        found = {form for some in every for form in some if form in self.counts}
        return ranked(word, list(found), self.counts)


def apart(one: str, other: str) -> int:
    """Return Damerau's distance, none of the letters touched twice."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        this = [row]
        for at, wanted in enumerate(other, 1):
            best = min(this[-1] + 1, last[at] + 1, last[at - 1] + (letter != wanted))
            if row > 1 and at > 1 and letter == other[at - 2] and one[row - 2] == wanted:
                best = min(best, before[at - 2] + 1)
            this.append(best)
        before, last = last, this
    return last[-1]


def ranked(word: str, forms: list[str], counts: Counts) -> list[str]:
    """Rank as `search.suggesting.spelling` does."""
    return sorted(forms, key=lambda form: (cost(word, form) - RARITY * log(counts[form]), form))


def measure(name: str, make: Callable[[], Suggest], typos: list[tuple[str, str]]) -> None:
    """Print the figures of one way."""
    tracemalloc.start()
    started = time.perf_counter()
    suggest = make()
    built = time.perf_counter() - started
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    suggest(typos[0][0])
    times, found = [], []
    for typo, _ in typos:
        started = time.perf_counter()
        found.append(suggest(typo))
        times.append(time.perf_counter() - started)
    first = sum(forms[:1] == [word] for forms, (_, word) in zip(found, typos, strict=True))
    third = sum(word in forms[:3] for forms, (_, word) in zip(found, typos, strict=True))
    made = sum(map(bool, found))
    print(
        f"{name:10} precision {first / made:.3f}  recall {first / len(typos):.3f}"
        f"  in three {third / len(typos):.3f}  median {1000 * statistics.median(times):.2f} ms"
        f"  p99 {1000 * sorted(times)[len(times) * 99 // 100]:.2f} ms"
        f"  memory {memory / 1e6:.1f} MB  built in {built:.2f} s"
    )


def ways(counts: Counts) -> Iterator[tuple[str, Callable[[], Suggest]]]:
    """Yield the ways with what prepares them."""

    def table() -> Suggest:
        vocabulary = Vocabulary.of(counts)
        return lambda word: [form for form, _, _ in corrections(vocabulary.near, word, 3)]

    yield "table", table
    yield "deletes", lambda: Deletes(counts)
    yield "automaton", lambda: Automaton(counts)


def main() -> None:
    """Measure every way on the same typos."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--forms", type=int, default=166_000)
    parser.add_argument("--typos", type=int, default=500)
    parser.add_argument("--errors", type=int, default=1, help="in each typo")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    counts = top_up(read_forms(arguments.data), arguments.forms, rng)
    typos = make_typos(counts, arguments.typos, rng, arguments.errors)
    print(f"{len(counts):,} forms, {len(typos)} typos: {', '.join(map('='.join, typos[:5]))}, ...")
    for name, make in ways(counts):
        measure(name, make, typos)
    measure("reader", lambda: Reader(arguments.data, counts), typos[:READER_TYPOS])


if __name__ == "__main__":
    main()
