"""The indices of one name in a cluster, and which of them is searched.

    berita                                  the alias of the documents that are searched
    berita-20181013t102600-4f1c             documents of one full build, and what changed since
    berita-20181013t102600-4f1c-files       the files of its generations, see `.files`

The manifest is in the mapping of the documents, so that one small request tells which
generation it is and what to make of it; an index without one is not finished. A switch to
another index is one change of the alias, a switch to what changed in an index is one change
of its manifest: a reader sees the generation before it or the one behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.errors import IndexBrokenError, IndexMissingError, LocationError, RefusedError
from index.manifest import Manifest
from index.opensearch.mapping import MAPPING_DIGEST, documents_body, files_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.opensearch.client import Cluster

_FILES = "-files"
_GENERATION = r"\d{8}t\d{6}-[0-9a-f]{4}"

_FOUND = {"filter_path": "*.mappings._meta"}

_THERE = "resource_already_exists_exception"

# A change of the cluster's state takes as long as its slowest node.
_CHANGE_SECONDS = 60


def files_index(index: str) -> str:
    """Return the index that has the files of an index of documents."""
    return index + _FILES


@dataclass(frozen=True, slots=True)
class Finished:
    """An index of documents with what its mapping says of it.

    Attributes:
        mapping: Digest of the mapping it was made with.
    """

    index: str
    manifest: Manifest
    mapping: str

    @property
    def generation(self) -> str:
        """The name of what it holds now."""
        return self.manifest.generation


def current(cluster: Cluster, name: str) -> tuple[str, Manifest]:
    """Return the index of documents that is searched, and its manifest, by one request.

    Raises:
        IndexMissingError: If nothing has been indexed under this name yet.
        IndexBrokenError: If what is there has no manifest, or a damaged one.
        LocationError: If it is no index of ours.
        IndexUnreachableError: If the cluster does not answer.
    """
    found = read_finished(cluster, name)
    return found.index, found.manifest


def read_finished(cluster: Cluster, name: str) -> Finished:
    """Return what an index, or an alias of one, is; raises as `current`."""
    where = str(cluster.location)
    try:
        found = cluster.ask("GET", f"/{name}/_mapping")
    except RefusedError as error:
        if error.is_missing:
            raise IndexMissingError(where) from error
        raise
    if name == cluster.location.name and name in found:
        raise LocationError(where, f"there is an index {name!r} already, and it is none of ours")
    if len(found) != 1:
        raise IndexBrokenError(where, "is the name of several indices")
    ((index, content),) = found.items()
    try:
        meta = content["mappings"].get("_meta", {})
    except (LookupError, TypeError, AttributeError) as error:
        raise IndexBrokenError(where, "answers as no index does") from error
    return _finished(where, index, meta)


class Indices:
    """All indices of the generations of one name; changed by who holds the writer's lock."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._name = cluster.location.name

    def create(self, generation: str) -> str:
        """Make an empty index of documents, and one for its files; return the first."""
        index = f"{self._name}-{generation.lower()}"
        location = self.cluster.location
        for name, body in (
            (index, documents_body(location)),
            (files_index(index), files_body(location)),
        ):
            try:
                self.cluster.ask("PUT", f"/{name}", body, seconds=_CHANGE_SECONDS)
            except RefusedError as error:
                if error.kind != _THERE:  # since a node that was asked first took too long
                    raise
        return index

    def every(self) -> list[str]:
        """Return all indices of documents, finished or not, the newest first."""
        ours = re.compile(rf"{re.escape(self._name)}-{_GENERATION}")
        return sorted(filter(ours.fullmatch, self._all()), reverse=True)

    def others(self, index: str | None) -> list[Finished]:
        """Return the finished ones that can be read but one, the newest first."""
        found = self.cluster.ask("GET", f"/{self._name}-*/_mapping", params=_FOUND)
        every = []
        for other in self.every():
            if other != index and other in found:
                try:
                    every.append(_finished("", other, found[other]["mappings"]["_meta"]))
                except IndexBrokenError:
                    continue
        return every

    def searched(self) -> list[str]:
        """Return the indices that the alias stands for: one, or none yet."""
        try:
            return sorted(self.cluster.ask("GET", f"/_alias/{self._name}"))
        except RefusedError as error:
            if error.is_missing:
                return []
            raise

    def describe(self, index: str, manifest: Manifest) -> None:
        """Make what an index holds now the generation of a manifest."""
        meta = {"manifest": manifest.encode().decode(), "mapping": MAPPING_DIGEST}
        body = {"_meta": meta}
        self.cluster.ask("PUT", f"/{index}/_mapping", body, seconds=_CHANGE_SECONDS)

    def switch(self, index: str) -> None:
        """Make an index the one that is searched, in one step."""
        before = self.searched()
        if before == [index]:
            return
        actions: list[dict[str, Any]] = [
            {"remove": {"index": other, "alias": self._name}} for other in before if other != index
        ]
        actions.append({"add": {"index": index, "alias": self._name}})
        self.cluster.ask("POST", "/_aliases", {"actions": actions}, seconds=_CHANGE_SECONDS)

    def remove(self, *indices: str) -> None:
        """Remove indices of documents with their files; those that are gone are passed over."""
        names = [name for index in indices for name in (index, files_index(index))]
        if names:
            params = {"ignore_unavailable": "true"}
            path = f"/{','.join(names)}"
            self.cluster.ask("DELETE", path, params=params, seconds=_CHANGE_SECONDS)

    def remove_all_but(self, index: str, previous: str | None) -> None:
        """Remove every index but one, and that of the generation before it."""
        before = [other.index for other in self.others(index) if other.generation == previous]
        self._keep(index, *before)

    def _keep(self, *kept: str) -> None:
        """Remove every index but some, and files without documents."""
        self.remove(*(index for index in self.every() if index not in kept))
        ours = re.compile(rf"{re.escape(self._name)}-{_GENERATION}{_FILES}")
        lonely = {name for name in self._all() if ours.fullmatch(name)}
        self.remove(*(name.removesuffix(_FILES) for name in lonely - set(map(files_index, kept))))

    def remove_unfinished(self) -> None:
        """Remove what a writer was making when it was killed."""
        found = self.cluster.ask("GET", f"/{self._name}-*/_mapping", params=_FOUND)
        kept = [index for index in self.every() if index in found]
        self._keep(*kept, *self.searched())

    def _all(self) -> Mapping[str, Any]:
        params = {"filter_path": "*.aliases", "expand_wildcards": "all"}
        found: Mapping[str, Any] = self.cluster.ask("GET", f"/{self._name}-*/_alias", params=params)
        return found


def _finished(where: str, index: str, meta: Mapping[str, Any]) -> Finished:
    try:
        text, mapping = meta["manifest"], str(meta["mapping"])
    except (LookupError, TypeError) as error:
        raise IndexBrokenError(where or index, f"{index} has no manifest") from error
    return Finished(index, _decoded(str(text), where or index), mapping)


@lru_cache(4)
def _decoded(text: str, where: str) -> Manifest:
    """Return a manifest; readers ask for the same one again and again."""
    return Manifest.decode(text.encode(), where)
