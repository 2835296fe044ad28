"""Why a word has its root, step by step, for a person who asks.

mempertanggungjawabkannya   -nya   mempertanggungjawabkan
                            -kan   mempertanggungjawab
                            meN-   pertanggungjawab
                            per-   tanggungjawab
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from index.stemming.affixes import prefix_splits
from index.stemming.hyphens import cut_affix

if TYPE_CHECKING:
    from index.stemming.derivations import Derivation
    from index.stemming.stemmer import Stemmer

# What a suffix is in writing, where that is not its name.
_WRITTEN = {"-(k)an": "an"}


class Step(NamedTuple):
    """One affix taken off, and what it leaves."""

    affix: str
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RootExplanation:
    """Where a root comes from, in words fit for ``arsip stem --explain``.

    Attributes:
        steps: Affixes in the order in which they come off; empty for a word kept whole.
        term: What the word is searched as; differs from ``root`` for function words.
    """

    word: str
    root: str
    why: str
    steps: tuple[Step, ...]
    term: str


def explain(stemmer: Stemmer, word: str) -> RootExplanation:
    """Return the root of ``word``, the rule that found it, and every step on the way."""
    root, why = stemmer.resolve(word)
    return RootExplanation(
        word=word,
        root=root,
        why=why,
        steps=tuple(_steps(stemmer, word, root)),
        term=stemmer.term(word),
    )


def _steps(stemmer: Stemmer, word: str, root: str) -> list[Step]:
    """Return the way from ``word`` to ``root``; a jump that no affix explains has none."""
    if word == root or stemmer.is_fixed(word):
        return []
    rest = cut_affix(word)
    if rest != word:
        affix = word.removesuffix(rest) if word.endswith(rest) else word.removeprefix(rest)
        return [Step(affix, rest), *_steps(stemmer, rest, root)]
    if "-" in word:
        return _repeated(stemmer, word, root)
    derivation = stemmer.derivation(word)
    if derivation is not None:
        return _peel(word, derivation)
    if word.endswith("nya"):
        rest = word[:-3]
        whole = next((form for form in (rest + "n", rest) if stemmer.root(form) == root), rest)
        return [Step("-nya", whole), *_steps(stemmer, whole, root)]
    return []


def _repeated(stemmer: Stemmer, word: str, root: str) -> list[Step]:
    """Return the half that goes first; a root that is itself repeated is reached at once."""
    if "-" in root:
        return []
    first, _, second = word.partition("-")
    if stemmer.root(first) != root == stemmer.root(second):  # setinggi-tingginya
        first, second = second, first
    return [Step(second, first), *_steps(stemmer, first, root)]


def _peel(word: str, derivation: Derivation) -> list[Step]:
    steps = []
    for suffix in reversed(derivation.suffixes):
        word = word.removesuffix(_WRITTEN.get(suffix, suffix[1:])).rstrip("-")
        steps.append(Step(suffix, word))
    return steps + (_prefixed(word, derivation.prefixes, derivation.root) or [])


def _prefixed(word: str, prefixes: tuple[str, ...], root: str) -> list[Step] | None:
    if not prefixes:
        return [] if word == root else None
    for prefix, base, _ in prefix_splits(word):
        if prefix == prefixes[0] and (further := _prefixed(base, prefixes[1:], root)) is not None:
            return [Step(prefix, base), *further]
    return None
