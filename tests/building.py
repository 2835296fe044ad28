"""Data directories for tests: real archives, really indexed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from index.archive.opening import open_archive
from index.generations import Generations
from index.manifest import Manifest
from index.rebuild import reindex
from index.segments.array_file import file_digest
from index.segments.contents import open_segments, read_contents
from index.values.table import Values, known_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.article import Article


def put(data: Path, articles: Sequence[Article]) -> None:
    """Import ``articles``."""
    with closing(open_archive(data, create=True)) as archive:
        archive.put(articles)


def build(data: Path, articles: Sequence[Article]) -> Path:
    """Import ``articles``, index them and return ``data``."""
    put(data, articles)
    reindex(data)
    return data


def analyzer_of(data: Path) -> Analyzer:
    """Return the analyzer that the current generation was indexed with."""
    return Manifest.read(Generations(data).current()).make_analyzer()


def values_of(data: Path) -> Values:
    """Return what the current generation shows for the values of articles."""
    current = Generations(data).current()
    values = Values.open(current, known_in(open_segments(current)))
    assert values is not None
    return values


def reseal(data: Path) -> None:
    """Take the files of the current generation, changed by a test, for what was written."""
    current = Generations(data).current()
    manifest = Manifest.read(current)
    files = {name: file_digest(current / name) for name in manifest.files}
    replace(manifest, files=files).write(current)


def segment_files(data: Path) -> list[Path]:
    """Return the segment files of the current generation."""
    current = Generations(data).current()
    return [current / entry.file_name for entry in read_contents(current)]
