"""Which names of people are one person's, from how articles use them.

    Mulyani, Sri Mulyani     Sri Mulyani Indrawati   articles that say the long one say these too
    Anies Rasyid Baswedan    Anies Baswedan          one name within the other, and in no third
    Raden Argo Yuwono        Argo Yuwono             the same
    Muhammad Iqbal           nobody else             who knows which of the many
    Jokowi                   Joko Widodo             known (`index.newstext.people.NICKNAMES`)

A name whose words are all in a longer one, in the same order, is that person's where texts have
it for them: in an article that has both, the short one stands for the long one. Without such an
article, only where no third name may be meant, and the name is none that many have: it begins
the long one, or has its first and its last word, or stands in it behind a form of address. Two
people under one name are worse than one under two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from index.newstext.callnames import is_given
from index.newstext.people import NICKNAMES, spelling
from index.values.names import Joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.newstext.people import Name
    from index.values.names import Names

# Articles in which a name of one word stands for the same long one, and the share of them.
LEAST_FOR_ONE: Final = 3
LEAST_SHARE: Final = 0.9

# As `spelling` has them: what may stand before a name, and first names that so many have.
_ADDRESSES = frozenset(
    "raden andi tubagus teuku daeng datuk dato tun syeik sheik h. m. r. k. a. i".split()
)
_COMMON = frozenset(
    "muhamad mohamad mochamad achmad ahmad abdul nur siti sri agus budi dwi tri eko dewi m. a."
    " maria john jose david kim lee park li wang chen zhang".split()
)


def join_people(groups: Mapping[str, Iterable[str]], names: Names) -> Joined:
    """Return which names are one person's, and nicknames of those there are."""
    nicknames = {" ".join(short): " ".join(name) for short, name in NICKNAMES.items()}
    besides = {short: name for short, name in nicknames.items() if name in groups}
    return Joined(longest_names(groups, names), besides)


def longest_names(groups: Mapping[str, Iterable[str]], names: Names) -> dict[str, str]:
    """Return the longest name of the same person for names that have one.

    Args:
        groups: Spellings of each name, by the one that is shown.
        names: As articles have them.
    """
    shown = {value: name for name, values in groups.items() for value in (name, *values)}
    words = {name: tuple(map(spelling, name.split())) for name in groups}
    found: dict[str, str] = {}
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for (short, full), count in names.shorter.items():
        if short in shown and full in shown and shown[short] != shown[full]:
            uses[shown[short]][shown[full]] += count
    with_word: dict[str, list[str]] = defaultdict(list)
    for name, some in words.items():
        for word in some:
            with_word[word].append(name)
    for short, some in words.items():
        longer = [other for other in with_word[some[-1]] if _is_part(some, words[other])]
        if not longer:
            continue
        used = uses[short]
        most = max(longer, key=lambda name: (used[name], len(words[name]), name))
        same = [one for one in longer if one == most or _agree(words[one], words[most])]
        count = sum(used[one] for one in same)
        least = LEAST_FOR_ONE if len(some) == 1 else 1
        is_used = count >= least and count >= LEAST_SHARE * used.total()
        if is_used or (len(same) == len(longer) and _is_surely(short, some, words[most])):
            found[short] = max(same, key=lambda name: (len(words[name]), used[name], name))
    return {short: _last(found, full) for short, full in found.items()}


def _agree(one: Name, other: Name) -> bool:
    return _is_part(one, other) or _is_part(other, one)


def _last(found: Mapping[str, str], full: str) -> str:
    while full in found:  # each is longer than the one before
        full = found[full]
    return full


def _is_surely(shown: str, name: Name, longer: Name) -> bool:
    """Tell whether a name is that of who has a longer one, if no third person is known.

    The words of both are as `spelling` has them.
    """
    if len(name) < 2:
        return False
    if name == longer[len(longer) - len(name) :]:
        return _ADDRESSES.issuperset(longer[: -len(name)])
    is_rare = not all(map(is_given, shown.split()))
    if (name[0], name[-1]) == (longer[0], longer[-1]):
        return is_rare or name[0] not in _COMMON
    return is_rare and name == longer[: len(name)]


def _is_part(name: Name, other: Name) -> bool:
    rest = iter(other)
    return len(name) < len(other) and all(word in rest for word in name)
