"""Names of organisations as they are counted: each under one name, whatever a text calls it.

    Badan Keamanan Laut (Bakamla) ... Bakamla     Badan Keamanan Laut, thrice
    PT Adhiguna Keruktama ... PT Adhiguna         the longer one, twice
    Jepang Melati Airlines ... Melati Airlines    Melati Airlines, twice

A name of the table is counted by its label there, any other by `index.newstext.bodies.key`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.newstext.aliases import find_aliases
from index.newstext.bodies import (
    ENDS,
    EXPLAINED,
    GENERIC,
    LOCAL,
    NEVER,
    OF_STATE,
    OPEN,
    PAIRED,
    key,
    known_label,
    known_names,
    label_of,
    split_label,
)
from index.newstext.callnames import is_given
from index.newstext.institutions import JOINTS, NO_BODIES, spelled
from index.newstext.naming import is_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Different names of a text that are looked at, and short forms that are looked for.
MAX_NAMES: Final = 200
MAX_SHORTS: Final = 50
# Words that say nothing of two names that share them.
_TELLING_NOTHING: Final = (
    OF_STATE | OPEN | JOINTS | {"indonesia", "nasional", "negara", "republik", "ri"}
)
# What is explained so is no body.
_NO_SHORTS: Final = frozenset("PPOB JWG MEA FGD".split())


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that a text names.

    Attributes:
        name: That of the table, else the fullest there.
        short: What it is called short; or nothing.
        mentions: How often a name of it stands there.
        others: What it is called there besides.
    """

    name: str
    short: str
    mentions: int
    others: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is shown as: *Komisi Pemberantasan Korupsi (KPK)*."""
        return label_of(self.name, self.short)


class Tally:
    """The names of a text, as far as it has been read."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._printed: dict[str, Counter[str]] = defaultdict(Counter)
        self._doubtful: Counter[str] = Counter()

    def add(self, name: str, label: str, printed: str) -> None:
        """Count a name, of the table if it has a label there, as it is printed."""
        of = label or known_label(name) or key(name)
        if of in self._times or len(self._times) < MAX_NAMES:
            self._times[of] += 1
            self._printed[of].update({name, printed})

    def doubt(self, label: str, *, times: int) -> None:
        """Count a name of the table that counts only beside others of its organisation."""
        self._doubtful[label] += times

    def organisations(self, text: str) -> tuple[Organisation, ...]:
        """Return those there are, named most often first, by what ``text`` explains of them."""
        shorts = self._explain(text)
        self._join(shorts)
        for label, count in self._doubtful.items():
            if label in self._times:
                self._times[label] += count
        found = []
        for of, times in self._times.items():
            printed = self._printed[of]
            if of in known_names():
                name, short = split_label(of)
            else:
                short = shorts.get(of, "")
                long = [one for one in printed if one != short] or [of]
                name = max(long, key=lambda one: (key(one) == of, printed[one], len(one)))
            others = tuple(one for one in printed if one not in (name, short))
            found.append(Organisation(name, short, times, others))
        return tuple(sorted(found, key=lambda one: -one.mentions))

    def _explain(self, text: str) -> dict[str, str]:
        """Count what is explained in brackets as one; return the short forms of the long ones."""
        shorts: dict[str, str] = {}
        for short, full in sorted(find_aliases(text))[:MAX_SHORTS]:
            long, known = key(spelled(full)), known_label(short)
            is_one = long in self._times or _may_be_explained(full)
            of = _counted_by(full, short)
            if short.upper() in _NO_SHORTS:
                self._times.pop(long, 0)
            if short.upper() in NO_BODIES or not is_one:
                if known != of:
                    self._times.pop(known, 0)  # KAI (Kongres Advokat Indonesia)
                continue
            if long != of:
                self._take(of, long)
            if known != of:
                shorts[of] = short
                for other in (key(short), known):
                    self._times.pop(other, 0)
                self._times[of] += _times(short, text)
            self._times[of] += not self._printed[of]
            self._printed[of][spelled(full)] += 1
            self._printed[of][short] += known != of
        return shorts

    def _take(self, kept: str, gone: str) -> None:
        """Count one name as another."""
        if gone in self._times:
            self._times[kept] += self._times.pop(gone)
            self._printed[kept].update(self._printed[gone])

    def _join_ends(self, names: Sequence[str], shorts: Iterable[str]) -> list[str]:
        """Count what ends another name as that, or that as it; return what is left.

        A sentence begins with *Melati Sports Council*, whose first word may be a plain one; but
        *Jepang Melati Airlines* is *Melati Airlines*.
        """
        left = list(names)
        for one in names:
            longer = [of for of in left if of.endswith(f" {one}")]
            if len(longer) != 1 or one not in left or one.split()[-1] not in ENDS:
                continue
            before = longer[0][: -len(one) - 1]
            is_apart = longer[0] not in shorts and (
                is_place(before.split()) or before in self._times or bool(known_label(before))
            )
            kept, gone = (one, longer[0]) if is_apart else (longer[0], one)
            self._take(kept, gone)
            left.remove(gone)
        return left

    def _join(self, shorts: Iterable[str]) -> None:
        """Count what begins another name as that: *PT Adhiguna*, *PT Adhiguna Keruktama*."""
        names = sorted(of for of in self._times if of not in known_names())
        for label in self._times.keys() & known_names().keys():
            full = split_label(label)[0]
            beginning = f"{key(full)} "
            longer = [of for of in names if of.startswith(beginning)]
            if full.endswith(" Daerah"):  # BPBD, of one place
                beginning = f"{key(split_label(label)[1])} "
                longer = [of for of in names if of.startswith(beginning)]
                if len(longer) == 1:
                    self._take(longer[0], label)
            elif len(longer) == 1 and self._printed[label].keys() == {full}:
                self._take(longer[0], label)  # Kementerian Luar Negeri, of Kosovo as before
        names = self._join_ends(names, shorts)
        for one, other in itertools.pairwise(names):
            is_firm = any(name.startswith("PT ") for name in self._printed[one])
            if not other.startswith(f"{one} ") or not (is_firm or " " in one):
                continue
            rest = other[len(one) :].split()
            if other not in shorts and any(map(is_given, rest)):
                self._times[one] += self._times.pop(other)
            else:
                self._take(other, one)


def _times(short: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(short)}(?!\w)", text))


def _counted_by(full: str, short: str) -> str:
    """Return what an organisation is counted by that the text explains.

    It is that of the table where both names are, or one is and the other but spelt otherwise:
    *Badan Pengawasan Obat dan Makanan (BPOM)*.
    """
    long, known = known_label(full), known_label(short)
    if long or not known:
        return long or key(spelled(full))
    if not split_label(known)[1]:
        return known  # Federasi Sepak Bola Internasional (FIFA)
    words = set(key(full).split()) - _TELLING_NOTHING
    shared = words & set(key(known).split())
    return known if 2 * len(shared) >= len(words) else key(spelled(full))


def _may_be_explained(full: str) -> bool:
    """Tell whether a full form is that of an organisation."""
    if known_label(full):
        return True
    words = full.lower().split()
    if len(words) < 2:
        return False
    if not full[0].isupper() or " ".join(words) in GENERIC or tuple(words[:2]) in NEVER:
        return False
    if words[0] == "dinas" or words[-1] == "daerah" or words[1] in JOINTS:  # Bappeda
        return False
    if words[0] in PAIRED:
        return words[1] in PAIRED[words[0]]
    is_head = words[0] in OF_STATE | LOCAL | OPEN | EXPLAINED
    return is_head or words[-1] in ENDS
