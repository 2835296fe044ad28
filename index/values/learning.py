"""Learning which values are one, from how many articles have each.

    antaranews 288, ANTARA News 1     the same letters: all are shown as the most frequent
    Jakarta 1,448, Akarta 1           a slip: the first or the last letter is missing from a place
                                      that 50 times as many articles are from, and texts agree

Two things that are taken for one are worse than one thing that is shown twice. So a slip is
learned of places only (*Indonews* and *Sindonews* are two papers), only of a letter that is
missing (*Zambia* and *Gambia*, *Lembang* and *Rembang* are two places), and only where articles
from there never say that word, but the one with the letter (*Ashington*, *Washington*). An
address is its name (*antaranews.com*), unless the archive has two that differ in their ending
only (*bola.com*, *bola.net*).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from index.analysis.folding import fold
from index.fields import PUBLISHED, SPELLED, Kind
from index.newstext.gazetteer import find_places
from index.stemming.lexicon import bundled_lexicon
from index.values.letters import Letters, folded, letters
from index.values.organisations import join_organisations
from index.values.own import resolved
from index.values.people import join_people
from index.values.table import TWO_NEWSROOMS, Merge, Values, Why

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from index.fields import Combination, WordField
    from index.values.names import Joined, Names
    from index.values.own import Own

# A slip is this many times as rare as what was meant, and has a word of at least so many letters.
SLIP_RATIO: Final = 50
MIN_SLIPPED: Final = 6

_TOKEN = re.compile(r"[^\W_]+|[,;/]")


def count_values(combinations: Iterable[Combination]) -> dict[str, Counter[str]]:
    """Return how many articles have each value, by the name of the field."""
    counts: dict[str, Counter[str]] = {facet.name: Counter() for facet in PUBLISHED}
    for values, count in combinations:
        for name, some in values.items():
            counts[name].update(dict.fromkeys(some, count))
    return counts


class Slip(NamedTuple):
    """A place that may be a slip: one of its words is in no other place, and clipped.

    Attributes:
        values: As found.
        word: Folded.
        meant: The whole word, folded.
    """

    values: tuple[str, ...]
    word: str
    meant: str


@dataclass(slots=True)
class _Group:
    """Spellings of one thing with the articles of each."""

    spellings: Counter[str] = field(default_factory=Counter)
    shown: str = ""
    is_fixed: bool = False
    whys: dict[str, Why] = field(default_factory=dict)

    def take(self, other: _Group, why: Why) -> None:
        """Take the spellings of another group."""
        self.spellings.update(other.spellings)
        self.whys |= other.whys | dict.fromkeys(other.spellings.keys() - other.whys.keys(), why)


def learn_values(
    counts: Mapping[str, Counter[str]],
    own: Own,
    is_confirmed: Callable[[Slip], bool],
    read: Mapping[str, Names] | None = None,
) -> Values:
    """Return what is shown for each value.

    Args:
        counts: Articles of each value, by the name of the field.
        own: What the user has put right, which comes before all that is learned.
        is_confirmed: Tells whether texts agree that what looks like a slip is one.
        read: Names of what is read in texts, as some articles have them, by the name of the field.
    """
    merges: list[Merge] = []
    known: dict[str, list[str]] = {}
    for facet in SPELLED:
        mine = own.get(facet.name, {})
        names = read.get(facet.name) if read else None
        groups = _groups(facet, names.counts if names else counts.get(facet.name, Counter()), mine)
        if names:
            groups = _joined_names(facet, groups, names)
        if facet.kind is Kind.PLACE:
            groups = _without_slips(groups, is_confirmed)
        known[facet.name] = [group.shown for group in groups]
        merges += (merge for group in groups for merge in _merges(facet.name, group, mine))
    merges.sort(key=lambda merge: (merge.why is not Why.OWN, merge))
    return Values(own, merges, partial(_of, known))


def _of(known: Mapping[str, list[str]], name: str) -> list[str]:
    return known[name]


def _merges(name: str, group: _Group, own: Mapping[str, str]) -> Iterator[Merge]:
    mine = {folded(found) for found, shown in own.items() if found != shown}
    for value in sorted(group.spellings):
        if value != group.shown:
            why = group.whys.get(value, Why.LETTERS)
            yield Merge(name, value, group.shown, Why.OWN if folded(value) in mine else why)


def _groups(facet: WordField, counts: Counter[str], own: dict[str, str]) -> list[_Group]:
    """Return the values of one field, those that are one together."""
    last = resolved(own)
    apart = {folded(found) for found, shown in own.items() if found == shown}
    key_of = _keys(facet, [*counts, *own, *own.values()], apart)
    groups: dict[Letters, _Group] = defaultdict(_Group)
    led: dict[Letters, set[str]] = defaultdict(set)
    for found in own:
        shown = last[folded(found)]
        group = groups[key_of[shown]]
        if not group.is_fixed:
            group.shown, group.is_fixed = shown, True
        if folded(found) not in apart:
            group.spellings[found] += 0
            led[key_of[found]].add(group.shown)
    for value, count in counts.items():
        key = key_of[value]
        if folded(value) in last:
            key = key_of[last[folded(value)]]
        elif len(led[key]) == 1 and not (key in groups and groups[key].is_fixed):
            key = key_of[next(iter(led[key]))]
        groups[key].spellings[value] += count
    for group in groups.values():
        if not group.is_fixed:
            group.shown = display(facet, group.spellings)
    return [group for group in groups.values() if group.spellings or group.is_fixed]


def _keys(facet: WordField, values: Iterable[str], apart: set[str]) -> dict[str, Letters]:
    """Return what values of one thing share; an ending counts where there are two of them."""
    key_of = {
        value: Letters(folded(value), "apart") if folded(value) in apart else letters(facet, value)
        for value in values
    }
    endings: dict[str, set[str]] = defaultdict(set)
    for name, ending in key_of.values():
        endings[name].add(ending)
    return {
        value: key
        if key.ending == "apart" or key.name in TWO_NEWSROOMS or len(endings[key.name] - {""}) > 1
        else Letters(key.name)
        for value, key in key_of.items()
    }


def display(facet: WordField, spellings: Counter[str]) -> str:
    """Return the spelling that most articles have, with capitals if any of them has.

    A name in capitals only is one of a publisher (*ANTARA*), elsewhere it shouts.
    """
    forms: Counter[str] = Counter()
    for value, count in spellings.items():
        forms[folded(value)] += count
    most = max(sorted(forms), key=lambda form: (forms[form], len(form)))
    same = sorted(value for value in spellings if folded(value) == most)

    def rank(value: str) -> tuple[bool, bool, int]:
        is_capital = next(filter(str.isalpha, value), "").isupper()
        shouts = value.isupper() and facet.kind is not Kind.OUTLET
        return is_capital and not shouts, is_capital, spellings[value]

    return max(same, key=rank)


def _without_slips(groups: list[_Group], is_confirmed: Callable[[Slip], bool]) -> list[_Group]:
    """Return the groups with each that is a slip in the one that was meant."""
    sizes = {id(group): sum(group.spellings.values()) for group in groups}
    by_words = {_tokens(group.shown): group for group in groups}
    uses = Counter(word for words in by_words for word in set(words))
    meant: dict[int, list[tuple[_Group, Slip]]] = defaultdict(list)
    for words, group in by_words.items():
        for short, word, long in _clipped(words) if sizes[id(group)] >= SLIP_RATIO else ():
            rare = by_words.get(short)
            if rare is None or rare.is_fixed or uses[word] > 1:
                continue
            if sizes[id(group)] >= SLIP_RATIO * sizes[id(rare)]:
                meant[id(rare)].append((group, Slip(tuple(rare.spellings), word, long)))
    kept = []
    for rare in groups:
        some = meant.get(id(rare), [])
        if len(some) == 1 and not _is_known(some[0][1].word, rare.shown):
            group, slip = some[0]
            if is_confirmed(slip):
                group.take(rare, Why.SLIP)
                continue
        kept.append(rare)
    return kept


# What tells which names are one, by what they name.
_JOIN: Final[dict[Kind, Callable[[Mapping[str, Iterable[str]], Names], Joined]]] = {
    Kind.PERSON: join_people,
    Kind.ORGANISATION: join_organisations,
}


def _joined_names(facet: WordField, groups: list[_Group], names: Names) -> list[_Group]:
    """Return the groups, names of one person or organisation in one.

    Of a person's a name of some words is shown, that which most articles have.
    """
    by_name = {group.shown: group for group in groups if not group.is_fixed}
    spellings = {name: [*group.spellings] for name, group in by_name.items()}
    joined = _JOIN[facet.kind](spellings, names)
    for short, full in joined.into.items():
        by_name[full].take(by_name[short], Why.NAME)
    for full in dict.fromkeys(joined.into.values()):
        group = by_name[full]
        if facet.kind is Kind.PERSON:
            long = {name: count for name, count in group.spellings.items() if " " in name}
            group.shown = display(facet, Counter(long))
        same = letters(facet, group.shown)
        others = (name for name in group.spellings if letters(facet, name) != same)
        group.whys |= dict.fromkeys(others, Why.NAME)
    for value, name in joined.besides.items():
        by_name[name].spellings[value] += 0
        by_name[name].whys[value] = Why.NAME
    taken = {id(by_name[short]) for short in joined.into}
    return [group for group in groups if id(group) not in taken]


def _is_known(word: str, value: str) -> bool:
    """Tell whether a folded word is in our dictionaries, or the whole value a place we know."""
    lexicon = bundled_lexicon()
    if word in lexicon.whole or word in lexicon.names:
        return True
    return any(map(find_places, (word, value)))


def _tokens(value: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(fold(value)))


def _clipped(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield the words with one of them clipped, that one, and what it was."""
    for at, word in enumerate(words):
        if len(word) > MIN_SLIPPED:
            for short in {word[1:], word[:-1]}:
                yield (*words[:at], short, *words[at + 1 :]), short, word
