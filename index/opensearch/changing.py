"""An incremental build in a cluster: what changed goes into the index that is searched.

    take      the words of old versions are taken away, new versions wait on the disk
    note      files of the new generation, and the journal, beside the documents
    send      deletes and new versions; nothing is seen before the index is refreshed
    publish   the manifest of the new generation in the place of the one before

A writer that is killed has taken nothing away that is not in the journal, and everything is
sent by row, so that the next one does all of it again with the same outcome.
"""

from __future__ import annotations

import struct
import tempfile
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, TypeVar

from index.errors import IndexUnreachableError
from index.opensearch.bulk import Action, Bulk, deleting, putting
from index.opensearch.encoding import encode
from index.opensearch.files import put_files, remove_files_but
from index.opensearch.journal import Journal
from index.opensearch.looking import check_index, refresh, search
from index.opensearch.words import NOTES, WordNotes, Words, write_words
from index.store import Written
from index.values.table import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from index.archive.store import Archive
    from index.document import Document
    from index.manifest import Manifest
    from index.opensearch.client import Cluster
    from index.opensearch.encoding import Encoded
    from index.opensearch.generations import Finished, Indices
    from index.store import Checked, How

Item = TypeVar("Item")

# Articles whose old versions are asked for together.
BATCH: Final = 200
# Of each there is one, but for what another program has done.
_MOST = 10_000

_LENGTHS = struct.Struct("<II")

# Of the new versions; those of the old ones are numbered from 1, a writer each.
_NEW = 0


class IncrementalBuild:
    """An index that is changed. Implements `index.store.Build`."""

    def __init__(
        self, indices: Indices, base: Finished, generation: str, directory: Path, how: How
    ) -> None:
        self.generation = generation
        self.directory = directory
        self._indices = indices
        self._cluster = indices.cluster
        self._index = base.index
        self._base = base.manifest
        self._how = how
        self._journal = Journal(self._cluster, base.index, base.generation)
        self._changes = _Spool(directory)
        self._files: dict[str, str] = {}

    def values(self) -> Values | None:
        """Return the values of the base; all that it shows is among its words."""
        return Values.open(self.directory, Words.open(self.directory).values)

    def write(self, removed: Iterable[str], sources: Sequence[Iterable[Document]]) -> Written:
        """Find out what changes, and how often which words are there then."""
        how, changes = self._how, self._changes
        taken, notes = self._journal.fetch(self.directory)
        if notes:
            refresh(self._cluster, self._index)  # what a killed writer sent has to be found, too
        old = _OldVersions(self._cluster, self._index, self._base.revision, taken)
        new, added, gone = WordNotes(), 0, 0
        for ids in _batches(removed):
            for row, id_ in old.take(ids, ()):
                changes.add(deleting(row, id_))
                gone += 1
        for documents in _batches(chain.from_iterable(sources)):
            rows = {document.row for document in documents}
            for row, id_ in old.take([document.id for document in documents], rows):
                if row not in rows:
                    changes.add(deleting(row, id_))
            for document in documents:
                encoded = encode(document, how.analyzer, how.revision)
                new.add(encoded)
                changes.add(putting(document.row, document.id, encoded))
            added += len(documents)
            if how.progress is not None:
                how.progress(len(documents))
        new.write(self.directory, _NEW)
        mine = len(notes) + 1
        old.notes.write(self.directory, mine)
        self._journal.write(self.directory, taken, [*notes, NOTES.format(mine)])
        return Written(added, gone)

    def check(self, archive: Archive) -> Checked:
        """Send what changes, let it be found, and count."""
        write_words(self.directory)
        paths = sorted(self.directory.iterdir())
        self._files = put_files(self._cluster, self._index, paths)
        bulk = Bulk(self._cluster, self._index, lanes=1)  # what is first is done first
        try:
            for action in self._changes:
                bulk.send(action)
            bulk.finish()
        finally:
            bulk.close()
        refresh(self._cluster, self._index)
        how = self._how
        return check_index(self._cluster, self._index, archive, how.analyzer, how.revision)

    def publish(self, manifest: Manifest) -> Manifest:
        """Describe the index as what it is now; what was before it is as far back as it was."""
        manifest = replace(manifest, files=self._files, previous=self._base.previous)
        self._indices.describe(self._index, manifest)
        self._indices.switch(self._index)
        kept = {*self._files.values(), *self._base.files.values()}
        with suppress(IndexUnreachableError):  # it is searched; the next writer tidies
            self._journal.remove()
            remove_files_but(self._cluster, self._index, kept)
            self._indices.remove_all_but(self._index, manifest.previous)
        return manifest

    def close(self) -> None:
        """Forget what was not sent. Closing twice is harmless."""
        self._changes.close()


class _OldVersions:
    """What an index held of articles that have changed or are gone, each taken away once.

    Attributes:
        notes: Their words, taken away.
        taken: The rows of those, and of those that a killed writer has taken away.
    """

    def __init__(self, cluster: Cluster, index: str, revision: int, taken: set[int]) -> None:
        self._cluster = cluster
        self._index = index
        self._revision = revision
        self.notes = WordNotes()
        self.taken = taken

    def take(self, ids: Sequence[str], rows: Iterable[int]) -> list[tuple[int, str]]:
        """Take away what there is by some ids or in some rows; return row and id of each.

        One with a later revision than the base was put there by a writer that was killed, and
        no count of words has it.
        """
        keys = [{"terms": {"id": ids}}, {"terms": {"row": list(rows)}}]
        asked = {"query": {"bool": {"should": keys}}, "size": _MOST}
        found = []
        for hit in search(self._cluster, self._index, asked)["hits"]["hits"]:
            encoded: Encoded = hit["_source"]
            row = encoded["row"]
            if row not in self.taken and encoded["revision"] <= self._revision:
                self.notes.subtract(encoded)
                self.taken.add(row)
            found.append((row, encoded["id"]))
        return found


class _Spool:
    """Actions in a file that has no name, in the order in which they were added."""

    def __init__(self, directory: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=directory)  # noqa: SIM115 - see close

    def add(self, action: Action) -> None:
        article = action.article.encode("utf-8", "surrogatepass")
        self._file.write(_LENGTHS.pack(len(article), len(action.lines)))
        self._file.write(article)
        self._file.write(action.lines)

    def __iter__(self) -> Iterator[Action]:
        self._file.seek(0)
        while head := self._file.read(_LENGTHS.size):
            article, lines = map(self._file.read, _LENGTHS.unpack(head))
            yield Action(article.decode("utf-8", "surrogatepass"), lines)

    def close(self) -> None:
        self._file.close()


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    every = iter(items)
    while some := list(islice(every, BATCH)):
        yield some
