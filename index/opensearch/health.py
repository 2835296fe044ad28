"""How a cluster is: what a person asks before all else when searches fail."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.opensearch.client import Cluster
from index.opensearch.generations import Indices
from index.opensearch.version import check_version

if TYPE_CHECKING:
    from index.opensearch.location import Location

# The share of a disk above which nothing new is put on a node, and above which nothing may be
# written any more, unless its settings say otherwise.
HIGH_WATERMARK: Final = 0.9
FLOOD_STAGE: Final = 0.95

_DISKS = "nodes.*.name,nodes.*.fs.total.total_in_bytes,nodes.*.fs.total.available_in_bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a cluster says of itself.

    Attributes:
        version: Of the server.
        status: ``"green"``, ``"yellow"`` if copies are missing, ``"red"`` if there is something
            of which there is no copy; of the index once there is one, else of all there is.
        copies: That are missing.
        fullest: The node with the fullest disk, and how full that is, from 0 to 1.
    """

    version: str
    status: str
    nodes: int
    copies: int
    fullest: tuple[str, float]


def ask_health(location: Location) -> Health:
    """Return how a cluster is.

    Raises:
        IndexUnreachableError: If it does not answer, or is none that is understood here.
    """
    with closing(Cluster(location)) as cluster:
        version = check_version(cluster)
        mine = ",".join(Indices(cluster).searched())
        found = cluster.ask("GET", f"/_cluster/health/{mine}".rstrip("/"))
        stats = cluster.ask("GET", "/_nodes/stats/fs", params={"filter_path": _DISKS})
    disks = [
        (1 - disk["available_in_bytes"] / max(1, disk["total_in_bytes"]), str(node["name"]))
        for node in stats["nodes"].values()
        if (disk := node.get("fs", {}).get("total"))
    ]
    share, name = max(disks, default=(0.0, ""))
    return Health(
        version=version,
        status=str(found["status"]),
        nodes=int(found["number_of_data_nodes"]),
        copies=int(found["unassigned_shards"]),
        fullest=(name, share),
    )
