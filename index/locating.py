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
        LocationError: If that is written as no place of any kind.
        BuildFailedError: If what its engine needs is not installed.
    """
    places = Places.of(data)
    if places.cluster is None:
        return EmbeddedStore(places)
    from index.opensearch.store import OpenSearchStore  # noqa: PLC0415 - needs an extra

    return OpenSearchStore(places)
