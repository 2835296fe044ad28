"""The files of a generation, which a cluster keeps in parts beside its documents.

    {"file": "words.arrays", "digest": "0f3a...c2", "number": 0, "data": "QVJTSVA..."}

A part is found by the digest of its file and its number, without a search: what was put there
can be had at once, and files of one content are kept once.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from index.errors import IndexBrokenError, RefusedError
from index.opensearch.generations import files_index
from index.segments.array_file import ArrayFile, file_digest, is_array_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from index.manifest import Manifest
    from index.opensearch.client import Cluster

# Of a part, before it is written in letters.
PART_BYTES: Final = 3 << 20

# Seconds that a node may take for one part.
_PART_SECONDS = 60


def put_files(cluster: Cluster, index: str, paths: Iterable[Path]) -> dict[str, str]:
    """Put files beside the documents of an index, whole; return the digest of each by name.

    Parts that are there already are written again: they may be damaged.
    """
    digests = {}
    for path in paths:
        digest = digests[path.name] = file_digest(path)
        with path.open("rb") as file:
            for number, data in enumerate(iter(partial(file.read, PART_BYTES), b"")):
                part = {"file": path.name, "digest": digest, "number": number}
                part["data"] = b64encode(data).decode()
                place = f"/{files_index(index)}/_doc/{digest}-{number}"
                cluster.ask("PUT", place, part, seconds=_PART_SECONDS)
    return digests


def fetch_files(
    cluster: Cluster,
    index: str,
    manifest: Manifest,
    directory: Path,
    *names: str,
    fresh: bool = False,
) -> None:
    """Fill a directory with the files of a generation, or some; what is there and right stays.

    Args:
        cluster: Keeps them.
        index: The index of documents beside which they are.
        manifest: Of the generation.
        directory: Is made if it is missing; each file appears in it whole.
        names: Those wanted, if not all of them.
        fresh: Fetch also what is there, to know what the cluster has.

    Raises:
        IndexBrokenError: If a file is not there, or not as it was written.
        IndexUnreachableError: If the cluster does not answer.
    """
    every = manifest.files
    wanted = {name: digest for name, digest in every.items() if not names or name in names}
    fetch(cluster, index, wanted, directory, fresh=fresh)


def fetch(
    cluster: Cluster, index: str, wanted: dict[str, str], directory: Path, *, fresh: bool = False
) -> None:
    """Fill a directory with files of some digests by name, as `fetch_files`."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, digest in wanted.items():
        path = directory / name
        if not fresh and is_right(path, digest):
            continue
        arriving = directory / f"{name}.{secrets.token_hex(4)}.partial"
        try:
            with arriving.open("wb") as file:
                file.writelines(_parts(cluster, index, digest))
            if not is_right(arriving, digest):
                where = str(cluster.location)
                raise IndexBrokenError(where, f"{name} is missing or not the file that was written")
            arriving.replace(path)
        finally:
            arriving.unlink(missing_ok=True)


def remove_files_but(cluster: Cluster, index: str, kept: Collection[str]) -> None:
    """Remove all files that have none of some digests."""
    files = files_index(index)
    cluster.ask("POST", f"/{files}/_refresh")
    asked = {"query": {"bool": {"must_not": [{"terms": {"digest": sorted(kept)}}]}}}
    params = {"conflicts": "proceed", "refresh": "true"}
    cluster.ask("POST", f"/{files}/_delete_by_query", asked, params=params, seconds=_PART_SECONDS)


def is_right(path: Path, digest: str) -> bool:
    """Tell whether a file is there and is, to the last byte, the one that was written."""
    try:
        if file_digest(path) != digest:
            return False
        return not is_array_file(path) or not ArrayFile(path).verify()
    except (OSError, IndexBrokenError):
        return False


def _parts(cluster: Cluster, index: str, digest: str) -> Iterator[bytes]:
    for number in count():
        place = f"/{files_index(index)}/_doc/{digest}-{number}"
        try:
            found = cluster.ask("GET", place, seconds=_PART_SECONDS)
            yield b64decode(found["_source"]["data"])
        except RefusedError as error:
            if error.is_missing:
                return
            raise
        except (LookupError, TypeError, ValueError) as error:
            where = str(cluster.location)
            raise IndexBrokenError(where, f"a part of file {digest} is none") from error
