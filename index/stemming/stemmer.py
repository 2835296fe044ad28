"""From a folded word to its root.

    pelatihan          latih         peN- -an
    berbalas-balasan   balas         reduplication
    bali               bali          name
    2024-nya           2024          clitic behind a hyphen

In order: exceptions, dictionary, names, hyphens, derivation, unknown. `Stemmer.roots`
is the warm path: a dictionary that fills itself, so a loop over an article costs one
look-up a word.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from index.caching import Memo
from index.stemming.derivations import derive
from index.stemming.exceptions import bundled_exceptions
from index.stemming.hyphens import cut_affix, reduplicated
from index.stemming.lexicon import bundled_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from index.stemming.derivations import Derivation

# Raise whenever a rule changes a root: indexes of another version are rebuilt.
#   1  the first one
#   2  function words are searched as written; roots in -ai and -k
#   3  -wan makes words of their own; se- before a pair; rhymes are listed as in dictionaries
RULES_VERSION = 3
# Words kept; 166,000 occur in 33,000 articles and take 28 MB.
CACHE_BYTES = 32 << 20
_WORD_BYTES = 160
# Shorter words have no affixes (Sastrawi keeps three letters, too).
MIN_LETTERS = 4
# An unknown word this long and in -nya is taken for a clitic: *servernya*.
MIN_UNKNOWN_NYA = 7
# An exception holds for its forms with a clitic, too.
CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")
# A function word takes these only.
PARTICLES = CLITICS[:4]
# Longer "words" are base64 or broken markup.
MAX_LETTERS = 60
# The root of nothing at all, so that every root is a term.
NOTHING = "-"
# What names and words without affixes bring to a reading with clitics: the first take -nya
# only (*jokowinya*, but *lukaku*), the second all of them (*peluangmu*).
NAME_EVIDENCE = (-2.5, -2.5)
WHOLE_EVIDENCE = (2.0, 2.0)


class Stemmer:
    """Roots of Indonesian words, the same answer for ever for the same inputs.

    Attributes:
        roots: ``roots[word]`` is `root`, cached; use it in loops.
        fingerprint: Changes whenever any answer may change.
    """

    def __init__(
        self,
        *,
        names: AbstractSet[str] = frozenset(),
        exceptions: Mapping[str, str] | None = None,
    ) -> None:
        lexicon = bundled_lexicon()
        bundled = bundled_exceptions()
        self._whole = lexicon.whole
        self._bases = lexicon.roots
        self._names = lexicon.names | names
        self._clitic_bases = {
            **dict.fromkeys(self._names, NAME_EVIDENCE),
            **dict.fromkeys(lexicon.whole - lexicon.roots.keys(), WHOLE_EVIDENCE),
        }
        self._reasons = {**bundled.reasons, **dict.fromkeys(exceptions or (), "yours")}
        self._exceptions = {**bundled.roots, **(exceptions or {})}
        self._as_written = {
            form: word
            for word in lexicon.function_words
            for form in (word, *(word + clitic for clitic in PARTICLES))
            if not (exceptions and (word in exceptions or form in exceptions))
        }
        self.roots = Memo(self._find, CACHE_BYTES, _WORD_BYTES)
        digest = hashlib.blake2b(f"{RULES_VERSION} {lexicon.digest}".encode(), digest_size=8)
        for part in (sorted(names), sorted(self._exceptions.items())):
            digest.update(repr(part).encode())
        self.fingerprint = digest.hexdigest()

    def root(self, word: str) -> str:
        """Return the root of one folded, lower-case word; an unknown word is its own root."""
        return self.roots[word]

    def term(self, word: str) -> str:
        """Return what ``word`` is searched as: its root, or itself if it is a function word.

        >>> Stemmer().root("sebuah"), Stemmer().term("sebuah")
        ('buah', 'sebuah')
        """
        return self._as_written.get(word) or self.roots[word]

    def is_fixed(self, word: str) -> bool:
        """Tell whether ``word`` has its root from a list: an exception, a word, a name."""
        return word in self._exceptions or word in self._whole or word in self._names

    def derivation(self, word: str) -> Derivation | None:
        """Return the likeliest reading of ``word`` as an inflection, if any is credible."""
        return derive(word, self._bases, self._clitic_bases)

    def is_reduplication(self, word: str) -> bool:
        """Tell whether a hyphenated word is one word with one root, not several words."""
        if "-" not in word:
            return False
        rest = cut_affix(word)
        for form in (word, rest):
            if "-" in form and (form in self._whole or form in self._exceptions):
                return True
        return self._reduplicated(rest) is not None

    def _find(self, word: str) -> str:
        return self.resolve(word)[0]

    def resolve(self, word: str) -> tuple[str, str]:
        """Return the root of ``word`` and the rule that found it."""
        excepted = self._exceptions.get(word)
        if excepted is not None:
            reason = self._reasons.get(word)
            return excepted, f"exception: {reason}" if reason else "exception"
        if word in self._whole:
            return word, "dictionary word"
        if word in self._names:
            return word, "name"
        if len(word.split()) != 1 or word != word.strip():
            return "".join(word.split()) or NOTHING, "not one word"
        if not MIN_LETTERS <= len(word) <= MAX_LETTERS:
            return word, "too short or too long to have affixes"
        return self._resolve_hyphens(word) if "-" in word else self._resolve_inflection(word)

    def _resolve_inflection(self, word: str) -> tuple[str, str]:
        for clitic in CLITICS:
            rest = word.removesuffix(clitic)
            if rest in self._exceptions and rest != word:
                return self._exceptions[rest], f"exception {rest}, -{clitic}"
        derivation = self.derivation(word)
        if derivation is not None:
            root = self._exceptions.get(derivation.root, derivation.root)
            return root, " ".join((*derivation.prefixes, root, *derivation.suffixes))
        if word.endswith("nya") and len(word) >= MIN_UNKNOWN_NYA:
            return self._resolve_unknown(word[:-3])
        return word, "unknown, kept"

    def _resolve_unknown(self, rest: str) -> tuple[str, str]:
        """Return the root of an unknown word in -nya; *rencananya* may have lost an n."""
        if rest.endswith("a"):
            root, why = self.resolve(rest + "n")
            if root != rest + "n":
                return root, f"{why} (one n for two), -nya"
        root, why = self.resolve(rest)
        return root, f"{why}, -nya"

    def _resolve_hyphens(self, word: str) -> tuple[str, str]:
        rest = cut_affix(word)
        if rest != word:
            root, why = self.resolve(rest)
            return root, f"hyphenated affix, {why}"
        repeated = self._reduplicated(word)
        if repeated is not None:
            return repeated, f"reduplication of {repeated}"
        return word, "compound, kept"

    def _reduplicated(self, word: str) -> str | None:
        return reduplicated(
            word,
            root=self._find,
            known=self._whole.__contains__,
            inflected=self._bases.__contains__,
        )
