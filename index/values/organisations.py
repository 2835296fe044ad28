"""Which names are one organisation's, from how articles use them.

    Badan Keamanan Laut        Badan Keamanan Laut (Bakamla)     articles explain the short form
    Bakamla                    the same                          no article has it for another
    Bank Permata Tbk           PT Bank Permata                   the same but for its form in law
    Kemenkumham, Kemenkum HAM  Kementerian Hukum dan HAM (...)   the table says so

A short form is that of what nine in ten of the articles mean that explain it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from index.newstext.bodies import key, known_names, split_label
from index.values.names import Joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.values.names import Names

# The share of the articles in which another name has to stand for the same organisation.
LEAST_SHARE: Final = 0.9


def join_organisations(groups: Mapping[str, Iterable[str]], names: Names) -> Joined:
    """Return which names are one organisation's, and others that find it.

    Args:
        groups: Spellings of each name, by the one that is shown.
        names: As articles have them.
    """
    articles = {
        label: sum(names.counts[one] for one in {label, *spellings})
        for label, spellings in groups.items()
    }
    shown = {one: label for label, some in groups.items() for one in (label, *some)}
    into = _by_full_names(articles)
    besides: dict[str, str] = {}
    for other, label in _meant(articles, shown, names).items():
        if other in groups and other not in known_names():
            into.setdefault(other, label)
        elif other not in shown:
            besides[other] = label
    for label in known_names().keys() & groups.keys():
        forms = (form for form in known_names()[label] if not form.mark)
        besides |= {name: label for form in forms if (name := " ".join(form.words)) not in shown}
    return Joined(
        {one: _last(into, one) for one in into},
        {other: _last(into, label) for other, label in besides.items()},
    )


def _meant(articles: Mapping[str, int], shown: Mapping[str, str], names: Names) -> dict[str, str]:
    """Return what other names stand for, those that nearly all articles have for one thing."""
    claims: dict[str, Counter[str]] = defaultdict(Counter)
    for label, count in articles.items():
        for one in split_label(label):
            claims[one][label] += count
    for (other, name), count in names.shorter.items():
        # Rumah Sakit Bhayangkara is not in Semarang everywhere.
        if name in shown and not key(name).startswith(f"{key(other)} "):
            claims[other][shown[name]] += count
    found = {}
    for other, labels in claims.items():
        del labels[other]  # which says nothing of what it is short for
        if other and labels:
            label, count = labels.most_common(1)[0]
            if count >= LEAST_SHARE * labels.total():
                found[other] = label
    return found


def _by_full_names(articles: Mapping[str, int]) -> dict[str, str]:
    """Return what names are shown as that are others but for a short form, or a form in law."""
    same: dict[str, list[str]] = defaultdict(list)
    for label in articles:
        same[key(split_label(label)[0])].append(label)
    found: dict[str, str] = {}
    for labels in same.values():
        best = max(labels, key=lambda one: (bool(split_label(one)[1]), articles[one], one))
        found |= {label: best for label in labels if label != best}
    return found


def _last(into: Mapping[str, str], label: str) -> str:
    seen = {label}
    while label in into and into[label] not in seen:
        label = into[label]
        seen.add(label)
    return label
