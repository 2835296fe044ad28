"""Words with hyphens: reduplications, hyphenated affixes, compounds.

    anak-anak, berbalas-balasan, sayur-mayur  ->  one word, one root
    di-upload, nge-tweet, 2024-nya            ->  an affix that a hyphen sets apart
    e-commerce, covid-19, jakarta-bandung     ->  several words; not ours

Sources: Asian (2007), pages 76 and 77, for whole and affixed reduplication; rhyming ones
(*gerak-gerik*) are known by their shape, lexical ones (*kupu-kupu*) by the dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.stemming.affixes import VOWELS, prefix_splits

if TYPE_CHECKING:
    from collections.abc import Callable

CLITICS = frozenset({"ku", "mu", "nya", "lah", "kah", "tah", "pun"})
TAILS = CLITICS | {"an", "kan", "i"}
PREFIXES = frozenset(
    {
        *("di", "ke", "se", "ku", "kau", "nge", "per", "diper", "memper", "ber", "ter"),
        *("me", "mem", "men", "meng", "meny", "pe", "pem", "pen", "peng", "peny"),
    }
)
# What may hang on to the second half of a reduplication.
ENDINGS = (
    *("", "nya", "an", "i", "kan", "in", "annya", "kannya", "inya", "lah", "ku", "mu", "pun"),
)
INFIXES = frozenset({"em", "er", "el"})
MIN_HALF = 3
# A dictionary word that begins so may repeat its end only: perlahan-lahan.
_PARTIAL = "per"


def cut_affix(word: str) -> str:
    """Return ``word`` without an affix that a hyphen sets apart, or ``word`` itself.

    >>> cut_affix("di-upload"), cut_affix("2024-nya"), cut_affix("anak-anak")
    ('upload', '2024', 'anak-anak')
    """
    head, _, rest = word.partition("-")
    if head in PREFIXES and rest and rest != head:
        return rest
    left, _, tail = word.rpartition("-")
    return left if tail in TAILS and left and left != tail else word


def reduplicated(
    word: str,
    *,
    root: Callable[[str], str],
    known: Callable[[str], bool],
    inflected: Callable[[str], bool],
) -> str | None:
    """Return the root of a reduplication, or None if ``word`` is a compound.

    ``root`` stems one half; ``known`` tells whether a word is in the dictionary,
    ``inflected`` whether it is a reduplication that takes affixes as a whole.
    """
    first, _, second = word.partition("-")
    if not first or not second or "-" in second:
        return None
    bases = [base for _, base, _ in prefix_splits(first)]
    lexical = _lexical(first, second, bases, known, inflected)
    if lexical:
        return lexical
    if first == second:
        return root(first)
    inner = first.removeprefix("se")
    if inner != first and known(inner) and second in {inner + ending for ending in ENDINGS}:
        return root(inner)  # setinggi-tingginya, semata-mata
    left, right = root(first), root(second)
    if left == right:
        return left
    echoed = _echo(first, second, bases, root, known) or _rhyme(left, right, known)
    if echoed is None:  # bergerak-gerik: the affix of a rhyme stands before its first half
        echoed = next(filter(None, (_rhyme(base, second, known) for base in bases)), None)
    return echoed


def _lexical(
    first: str,
    second: str,
    bases: list[str],
    known: Callable[[str], bool],
    inflected: Callable[[str], bool],
) -> str | None:
    """Return the dictionary's reduplication inside affixes: *bergotong-royong*, *keabu-abuan*."""
    swallowed = [base for base in bases if not first.endswith(base)]  # menyia: sia
    for ending in ENDINGS:
        if second.endswith(ending):
            core = second[: len(second) - len(ending)]
            for start in (first, *bases):
                is_repeated = start == core
                if known(f"{start}-{core}") and (
                    not is_repeated or (first == core and ending in CLITICS)
                ):
                    return f"{start}-{core}"
            if first not in {second, "se" + core} and first.endswith(core):
                whole = filter(inflected, (f"{start}-{start}" for start in (core, *swallowed)))
                if lexical := next(whole, None):
                    return lexical  # memata-matai, menyia-nyiakan
    return None


def _echo(
    first: str,
    second: str,
    bases: list[str],
    root: Callable[[str], str],
    known: Callable[[str], bool],
) -> str | None:
    """Return the root if one half repeats the other without its affixes: *menyebut-nyebut*."""
    is_nasal = first.startswith(("me", "pe"))
    for ending in ENDINGS:
        core = second[: len(second) - len(ending)]
        if not second.endswith(ending) or len(core) < MIN_HALF:
            continue
        if core == first:
            return root(first)
        if core in bases or first.endswith(core):
            is_prefixed = core in bases and not first.startswith(_PARTIAL)
            is_own = not is_nasal or core[0] not in "mn"  # not what is left of a swallowed letter
            if known(core) and is_own and (is_prefixed or not known(first)):
                return root(core)  # mereka-reka, terkadang-kadang
            whole = root(first)
            if whole != first or known(first):
                return whole
            return next(filter(known, (*bases, core)), None)  # mengais-ngais
        if known(first) and (second.endswith(first) or _infixed(first, core)):
            return root(first)
    return None


def _infixed(first: str, core: str) -> bool:
    """Tell whether ``core`` is ``first`` with an infix: *turun-temurun*, *tali-temali*."""
    return core[:1] == first[0] and core[1:3] in INFIXES and core[3:] == first[1:]


def _rhyme(left: str, right: str, known: Callable[[str], bool]) -> str | None:
    """Return where a dictionary lists a word and its echo: *sayur-mayur*, *gerak-gerik*.

    That is below the first half, if it is a word, and else by itself: *corat-coret*.
    """
    if len(left) > MIN_HALF and right[1:] == left and known(left):  # ingar-bingar
        return left
    if len(left) != len(right) or len(left) <= MIN_HALF:
        return None
    skeletons = [[letter for letter in half if letter not in VOWELS] for half in (left, right)]
    if left[1:] != right[1:] and skeletons[0] != skeletons[1]:
        return None
    if known(left):
        return left
    if not known(right):
        return None
    changed = next(
        here for here, there in zip(left[::-1], right[::-1], strict=True) if here != there
    )
    return f"{left}-{right}" if changed == "a" else right  # temen-teman is a slip
