"""Where an index is decides which engine keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.data import Places
from index.embedded import EmbeddedStore

if TYPE_CHECKING:
    from pathlib import Path

    from index.store import Store


def locate(data: Path | Places) -> Store:
    """Return the index of a data directory, or where else it is.

    Raises:
        IndexMissingError: If that is of no kind that we know.
    """
    places = Places.of(data)
    return EmbeddedStore(places.data)
