"""What a generation was made from and of which files: enough to tell whether it still fits.

    manifest.json    {"files": {"0f3a...c2.arrays": digest, ...}, ..., "digest": digest}

An index fits when the archive is the same one and every text would be analyzed the same
way; otherwise it is rebuilt. The names and the exceptions that shaped its roots are kept
here, so that questions are analyzed exactly as the articles were. The digest at the end is
that of all before it, and the others lead on to every byte of the generation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from index.analysis.analyzer import Analyzer
from index.durable import raise_if_passing
from index.errors import IndexBrokenError
from index.segments.format import COLUMNS, FORMAT_VERSION, WORD_FIELDS
from index.stemming.stemmer import Stemmer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Kept = TypeVar("Kept")

FILE_NAME = "manifest.json"

# The version of the rules by which texts are read, among those of libraries; or none.
READING = "reading"
UNREAD = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The description of one generation.

    Attributes:
        generation: Its name, which is also the name of its directory.
        created: ISO 8601, UTC.
        archive: Identity of the archive it was made from.
        revision: The archive's revision it holds.
        stamp: Tells that revision from the same one of the archive's other lives, see
            `index.archive.store`.
        documents: Searchable documents.
        analyzer: Fingerprint of the analyzer, dictionary, names and exceptions included.
        index_version: The `FORMAT_VERSION` of its files.
        word_fields, columns: What it keeps beside the text.
        libraries: Versions of what shapes roots, provinces, quotations and people, by name.
        names: Words that are names in this archive and are not stemmed.
        exceptions: Roots given by the user, by word.
        previous: The generation it replaced.
        files: The digest of every other file of the generation, by name.
    """

    generation: str
    created: str
    archive: str
    revision: int
    stamp: str | None = None
    documents: int
    analyzer: str
    index_version: int = FORMAT_VERSION
    word_fields: tuple[str, ...] = WORD_FIELDS
    columns: tuple[str, ...] = COLUMNS
    libraries: dict[str, str]
    names: tuple[str, ...] = ()
    exceptions: dict[str, str]
    previous: str | None = None
    files: dict[str, str] = field(default_factory=dict)

    @property
    def is_text_only(self) -> bool:
        """Whether it was not read who says what and who is named."""
        return self.libraries.get(READING) == UNREAD

    def write(self, directory: Path) -> None:
        """Write the manifest into the directory of its generation."""
        (directory / FILE_NAME).write_bytes(self.encode())

    @classmethod
    def read(cls, directory: Path) -> Manifest:
        """Read the manifest of a generation.

        Raises:
            IndexBrokenError: If it is missing, damaged, not ours, or of another version.
            OSError: If it cannot be read now.
        """
        try:
            content = (directory / FILE_NAME).read_bytes()
        except OSError as error:
            raise_if_passing(error)
            raise IndexBrokenError(directory, f"no {FILE_NAME} can be read") from error
        return cls.decode(content, directory)

    def encode(self) -> bytes:
        """Return the one way to write a manifest; another byte is another manifest."""
        # Not `asdict`, which copies each of thousands of names.
        body = {one.name: getattr(self, one.name) for one in fields(self)}
        digest = blake2b(orjson.dumps(body), digest_size=16).hexdigest()
        return orjson.dumps(body | {"digest": digest}, option=orjson.OPT_INDENT_2)

    @classmethod
    def decode(cls, content: bytes, where: Path | str) -> Manifest:
        """Return the manifest that was written so.

        Raises:
            IndexBrokenError: As of the index at ``where``; see `read`.
        """
        try:
            found = orjson.loads(content)
            version = found["index_version"]
            if isinstance(version, int) and version != FORMAT_VERSION:
                problem = f"has index version {version}, not {FORMAT_VERSION}"
                raise IndexBrokenError(where, problem)
            manifest = _read(found)
        except (ValueError, TypeError, LookupError) as error:
            raise IndexBrokenError(where, f"{FILE_NAME} is damaged or not ours") from error
        if manifest.encode() != content:
            raise IndexBrokenError(where, f"{FILE_NAME} is damaged")
        if (manifest.word_fields, manifest.columns) != (WORD_FIELDS, COLUMNS):
            raise IndexBrokenError(where, "keeps other fields than this program")
        return manifest

    def make_analyzer(self) -> Analyzer:
        """Return the analyzer for the names and exceptions of this generation."""
        return make_analyzer(frozenset(self.names), self.exceptions)

    def checked_analyzer(self, where: Path | str) -> Analyzer:
        """Return the analyzer this generation was indexed with.

        Raises:
            IndexBrokenError: If this program would analyze text in another way.
        """
        analyzer = self.make_analyzer()
        if analyzer.fingerprint != self.analyzer:
            raise IndexBrokenError(where, "was written with another analyzer or dictionary")
        return analyzer


def _read(found: Mapping[str, Any]) -> Manifest:
    """Return the manifest in what a file holds; raises TypeError or LookupError if it is none.

    By hand: a library that does it takes a fifth of the time of a search on the command line.
    """

    def text(name: str) -> str:
        return _of(found[name], str)

    def texts(name: str) -> tuple[str, ...]:
        return tuple(_of(value, str) for value in _of(found[name], list))

    def table(name: str) -> dict[str, str]:
        return {key: _of(value, str) for key, value in _of(found[name], dict).items()}

    return Manifest(
        generation=text("generation"),
        created=text("created"),
        archive=text("archive"),
        revision=_of(found["revision"], int),
        stamp=None if found["stamp"] is None else text("stamp"),
        documents=_of(found["documents"], int),
        analyzer=text("analyzer"),
        index_version=_of(found["index_version"], int),
        word_fields=texts("word_fields"),
        columns=texts("columns"),
        libraries=table("libraries"),
        names=texts("names"),
        exceptions=table("exceptions"),
        previous=None if found["previous"] is None else text("previous"),
        files=table("files"),
    )


def _of(value: object, kind: type[Kept]) -> Kept:
    if not isinstance(value, kind):
        raise TypeError
    return value


def make_analyzer(names: frozenset[str], exceptions: dict[str, str]) -> Analyzer:
    """Return an analyzer that keeps ``names`` whole and knows the user's ``exceptions``."""
    return Analyzer(Stemmer(names=names, exceptions=exceptions))
