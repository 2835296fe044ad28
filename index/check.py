"""Looking an index over before readers get it, and whenever ``arsip verify`` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.completions import FILE_NAME as COMPLETIONS_FILE
from index.errors import IndexBrokenError
from index.segments.array_file import ArrayFile
from index.whoosh_view.view import open_index, segments

if TYPE_CHECKING:
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.archive import Archive
    from index.segments.segment_reader import SegmentArrays

# Articles of the archive that are looked up in a new build.
SAMPLES = 50


def check_build(directory: Path, archive: Archive, analyzer: Analyzer) -> int:
    """Return the number of searchable documents of a sound build.

    Raises:
        IndexBrokenError: If it does not hold what the archive holds.
    """
    opened = segments(open_index(directory))
    try:
        documents = sum(_live_count(segment) for segment in opened)
        if documents != archive.count():
            problem = f"holds {documents:,} documents for {archive.count():,} articles"
            raise IndexBrokenError(directory, problem)
        for problem in _missing_samples(opened, archive, analyzer, archive.revision()):
            raise IndexBrokenError(directory, problem)
    finally:
        for segment in opened:
            segment.close()
    return documents


def find_damage(directory: Path) -> list[str]:
    """Return one line for everything in the segments that is not as it was written."""
    return [problem for segment in segments(open_index(directory)) for problem in segment.verify()]


def verify_index(directory: Path, archive: Archive, analyzer: Analyzer, revision: int) -> list[str]:
    """Return every problem found in a generation of some revision; empty when it is sound."""
    opened = segments(open_index(directory))
    try:
        damaged = [problem for segment in opened for problem in segment.verify()]
        damaged += ArrayFile(directory / COMPLETIONS_FILE).verify()
        return damaged or _missing_samples(opened, archive, analyzer, revision)
    finally:
        for segment in opened:
            segment.close()


def _missing_samples(
    opened: list[SegmentArrays], archive: Archive, analyzer: Analyzer, revision: int
) -> list[str]:
    low, high = archive.row_span()
    step = max(1, (high - low) // SAMPLES)
    sampled = archive.get_rows(range(low, high + 1, step), until=revision)
    problems = []
    for row, article in sampled.items():
        word = max(
            analyzer.words(article.title + " " + article.body[:200]), default=None, key=_length
        )
        place = _find(opened, article.id)
        if place is None:
            problems.append(f"article {article.id!r} is missing")
        elif int(place[0].rows[place[1]]) != row:
            problems.append(f"article {article.id!r} points to another row")
        elif word and not _holds(*place, word.root):
            problems.append(f"article {article.id!r} is not found by {word.exact!r}")
    return problems


def _length(word: tuple[str, str]) -> int:
    return len(word[0])


def _live_count(segment: SegmentArrays) -> int:
    return segment.doc_count if segment.live is None else int(segment.live.sum())


def _find(opened: list[SegmentArrays], id_: str) -> tuple[SegmentArrays, int] | None:
    for segment in opened:
        document = segment.find(id_)
        if document >= 0 and (segment.live is None or segment.live[document]):
            return segment, document
    return None


def _holds(segment: SegmentArrays, document: int, root: str) -> bool:
    postings = segment.postings("root", root)
    return postings is not None and document in postings.docs
