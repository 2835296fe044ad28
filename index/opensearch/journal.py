"""What a change takes out of an index is noted before it does.

Words are counted anew by taking away what the old version of a document says and adding what
the new one does. Once the new one is in its place the old one cannot be asked any more, and a
writer may be killed at any time. So the words that are taken away, and the rows they are from,
are put beside the documents first: the next writer takes them from there.

    {"base": "20181013T102600-4f1c", "files": {"words-1.notes": digest, "taken.arrays": digest}}

It is about one base, and out of date as soon as another generation is in its place.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson

from index.errors import IndexBrokenError, RefusedError
from index.opensearch.files import fetch, put_files
from index.opensearch.generations import files_index
from index.segments.array_file import ArrayFile, ArrayFileWriter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from index.opensearch.client import Cluster

_NAME: Final = "journal"
_TAKEN: Final = "taken.arrays"


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal beside the documents of an index, about changes to one of its generations.

    Attributes:
        base: Name of the generation.
    """

    cluster: Cluster
    index: str
    base: str

    def exists(self) -> bool:
        """Tell whether a writer has begun to change that generation and has not come to an end."""
        return bool(self._read())

    def fetch(self, directory: Path) -> tuple[set[int], list[str]]:
        """Put the notes of all writers so far into a build.

        Returns:
            The rows whose words they have taken away, and the names of the notes.

        Raises:
            IndexBrokenError: If they cannot be had as they were written.
        """
        files = self._read()
        if not files:
            return set(), []
        fetch(self.cluster, self.index, files, directory)
        taken = directory / _TAKEN
        rows = set(ArrayFile(taken)["rows"].tolist())
        taken.unlink()
        return rows, sorted(files.keys() - {_TAKEN})

    def write(self, directory: Path, rows: Iterable[int], notes: Iterable[str]) -> None:
        """Note, before anything is changed, what will have been taken away.

        Args:
            directory: Of the build; it has the notes.
            rows: Those taken away by this writer and by those before it.
            notes: The names of the notes of all of them.
        """
        taken = directory / _TAKEN
        writer = ArrayFileWriter(taken)
        try:
            writer.add("rows", np.array(sorted(rows), np.int64))
            writer.finish({})
        except BaseException:
            writer.abandon()
            raise
        paths = [taken, *(directory / name for name in notes)]
        files = put_files(self.cluster, self.index, paths)
        taken.unlink()
        content = orjson.dumps({"base": self.base, "files": files})
        entry = {"file": _NAME, "digest": _NAME, "number": 0, "data": b64encode(content).decode()}
        self.cluster.ask("PUT", self._place, entry)

    def remove(self) -> None:
        """Forget it."""
        try:
            self.cluster.ask("DELETE", self._place)
        except RefusedError as error:
            if not error.is_missing:
                raise

    def _read(self) -> dict[str, str]:
        """Return the digests of its files by name; none if there is no journal of this base."""
        try:
            found: Any = self.cluster.ask("GET", self._place)
            content = orjson.loads(b64decode(found["_source"]["data"]))
            files: dict[str, str] = content["files"] if content["base"] == self.base else {}
        except RefusedError as error:
            if error.is_missing:
                return {}
            raise
        except (LookupError, TypeError, ValueError) as error:
            raise IndexBrokenError(str(self.cluster.location), "its journal is damaged") from error
        return files

    @property
    def _place(self) -> str:
        return f"/{files_index(self.index)}/_doc/{_NAME}"
