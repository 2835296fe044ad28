"""Search engines that are measured beside each other, each as its own manual says.

    peer.build(corpus, work)       from JSON Lines to an index on disk
    ask = peer.open(work)          in another process, later
    ask("and", ["harga", "beras"])  how many of the ten best ids there are, and how long it took

Where an engine has an Indonesian stemmer it is used; tantivy and FTS5 have none.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

# From the kind of a query (term, and, or, phrase) and its words to the number of ids found, and
# the seconds that took.
Ask = Callable[[str, list[str]], tuple[int, float]]

KINDS = ("term", "and", "or", "phrase")


class Peer(Protocol):
    """An engine.

    Attributes:
        name: As the table calls it.
        is_here: Whether its files are below the directory it was given.
    """

    name: str
    is_here: bool

    def missing(self) -> str:
        """Return what is not installed, nothing if all is there."""
        ...

    def build(self, corpus: Path, work: Path) -> None:
        """Index a corpus, from the file to searchable."""
        ...

    def open(self, work: Path) -> Ask:
        """Return what answers queries from the index that was built."""
        ...

    def size(self, work: Path) -> int:
        """Return the bytes of the index, texts included where they cannot be left out."""
        ...


def clocked(ask: Callable[[str, list[str]], int]) -> Ask:
    """Return what asks and takes the time here."""

    def answer(kind: str, words: list[str]) -> tuple[int, float]:
        started = time.perf_counter()
        found = ask(kind, words)
        return found, time.perf_counter() - started

    return answer
