"""Other names of what is searched for, as links to the search with them.

Juga sebagai *Komisi Pemberantasan Korupsi*: +12
PBB bisa berarti *Perserikatan Bangsa-Bangsa*: +9 · *Partai Bulan Bintang*: +0
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from web.pages.here import Link

if TYPE_CHECKING:
    from search.results import ResultPage
    from web.pages.here import Here


class OtherNames(NamedTuple):
    """The other names of one name of the search, each with the articles that it adds.

    Attributes:
        meanings: What the name stands for, of the names here.
    """

    name: str
    meanings: int
    links: list[Link]


def other_names(here: Here, page: ResultPage) -> list[OtherNames]:
    """Return the other names by name, in the order of the search."""
    found = []
    for name, group in groupby(page.aliases, key=lambda other: other.name):
        others = list(group)
        links = [Link(other.text, here.change(q=other.q), count=other.adds) for other in others]
        found.append(OtherNames(name, sum(other.is_full for other in others), links))
    return found
