"""Where an index is decides which engine answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.data import cluster_files
from search.arrays.engine import ArrayEngine

if TYPE_CHECKING:
    from index.data import Places
    from search.engine import Engine


def open_engine(places: Places, *, checked: bool = False) -> Engine:
    """Return the engine of an index.

    Args:
        places: Where it is.
        checked: Read large files whole, in the background, to know of damage before a search
            meets it; for an index that is in files here.

    Raises:
        LocationError: If no index can be there.
        BuildFailedError: If what its engine needs is not installed.
    """
    if places.cluster is None:
        return ArrayEngine(places, checked=checked)
    # Both need an extra.
    from index.opensearch.location import Location  # noqa: PLC0415
    from search.opensearch.engine import OpenSearchEngine  # noqa: PLC0415

    return OpenSearchEngine(Location.parse(places.cluster), cluster_files(places.data))
