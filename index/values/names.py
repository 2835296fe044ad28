"""Names that articles have for what is read in their texts, and which are one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(slots=True)
class Names:
    """Names that some articles have for people, or for organisations.

    Attributes:
        counts: Articles with a name as the fullest of somebody.
        shorter: Articles in which a name, the first, stands for a fuller one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    shorter: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, found: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Count what one article names: the fullest name of each, and its others there."""
        for name, others in found:
            self.counts[name] += 1
            self.shorter.update((other, name) for other in others)

    def update(self, other: Names) -> None:
        """Count those of other articles, too."""
        self.counts.update(other.counts)
        self.shorter.update(other.shorter)


class Joined(NamedTuple):
    """Names that are one.

    Attributes:
        into: Names of articles, and the one that each is shown as.
        besides: Other names that find what is shown, though no article may be under them.
    """

    into: Mapping[str, str]
    besides: Mapping[str, str]
