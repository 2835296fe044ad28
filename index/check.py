"""Looking an index over, before it replaces another and for ``arsip verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.archive.reading import ignore_damage
from index.damage import find_damage
from index.document import Document
from index.errors import IndexBrokenError
from index.manifest import Manifest
from index.segments.contents import open_segments, read_contents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer
    from index.analysis.chunk import Word
    from index.archive.store import Archive
    from index.segments.segment import Segment

# Articles of the archive that are looked up in a new build.
SAMPLES = 50
# Pieces of a body, as spaces part it, among which a word to look up is chosen.
PIECES = 40


def check_build(
    directory: Path, archive: Archive, analyzer: Analyzer, revision: int
) -> tuple[int, tuple[str, ...]]:
    """Return the searchable documents of a build, and a line for each article it cannot have.

    Raises:
        IndexBrokenError: If it does not hold what can be read of the archive at a revision.
    """
    documents = sum(entry.documents - entry.deleted for entry in read_contents(directory))
    segments = open_segments(directory)
    unreadable = find_unreadable(directory, documents, lambda: _rows(segments), archive)
    for problem in _missing_samples(segments, archive, analyzer, revision):
        raise IndexBrokenError(directory, problem)
    return documents, unreadable


def find_unreadable(
    where: Path | str, documents: int, rows: Callable[[], NDArray[np.int64]], archive: Archive
) -> tuple[str, ...]:
    """Return a line for each article that an index cannot have, as it cannot be read.

    Args:
        where: The index is.
        documents: That it holds.
        rows: Gives the rows that they are of; asked only if some are missing.
        archive: What it is made from.

    Raises:
        IndexBrokenError: If others are missing, or there are too many.
    """
    articles = archive.count()
    if documents == articles:
        return ()
    missing = np.setdiff1d(archive.row_numbers(), rows()).tolist()
    lines = [
        f"the article in row {row} is damaged: {problem}"
        for row in missing
        if (problem := archive.problem_of(row))
    ]
    if documents + len(lines) != articles:
        raise IndexBrokenError(where, f"holds {documents:,} documents for {articles:,} articles")
    return tuple(lines)


def _rows(segments: list[Segment]) -> NDArray[np.int64]:
    """Return the rows of all documents that are not deleted."""
    live = [
        segment.rows if segment.live is None else segment.rows[segment.live] for segment in segments
    ]
    return np.concatenate([np.zeros(0, np.int64), *live])


def verify_index(directory: Path, archive: Archive) -> list[str]:
    """Return every problem found in a generation; empty when it is sound."""
    if damaged := find_damage(directory):
        return damaged
    manifest = Manifest.read(directory)
    try:
        analyzer = manifest.checked_analyzer(directory)
    except IndexBrokenError as error:
        return [error.problem]
    return _missing_samples(open_segments(directory), archive, analyzer, manifest.revision)


def check_archive(archive: Archive, progress: Callable[[int], None] | None = None) -> list[str]:
    """Return every problem found in an archive; empty when it is sound.

    Args:
        archive: Every article of it, and every version of one that was corrected, is read and
            compared with the hash kept beside it.
        progress: Called with the number of these read since the last call.
    """
    problems = archive.check()
    for row, problem in archive.damaged(progress=progress):
        problems.append(f"the article in row {row} is damaged: {problem}")
    problems += archive.versions.damaged(progress)
    return problems


def _missing_samples(
    segments: list[Segment], archive: Archive, analyzer: Analyzer, revision: int
) -> list[str]:
    problems = []
    for row, id_, word in samples(archive, analyzer, revision):
        place = _find(segments, id_)
        if place is None:
            problems.append(MISSING.format(id_))
        elif int(place[0].rows[place[1]]) != row:
            problems.append(ELSEWHERE.format(id_))
        elif word and not _holds(*place, word.root):
            problems.append(NOT_FOUND.format(id_, word.exact))
    return problems


class Sample(NamedTuple):
    """An article to look up in an index, and a word that has to find it, if it has any."""

    row: int
    id: str
    word: Word | None


# What can be wrong with one.
MISSING = "article {!r} is missing"
ELSEWHERE = "article {!r} points to another row"
NOT_FOUND = "article {!r} is not found by {!r}"


def samples(archive: Archive, analyzer: Analyzer, revision: int) -> Iterator[Sample]:
    """Yield some articles, evenly spread, of those that an index of a revision must have."""
    low, high = archive.row_span()
    for row in range(low, high + 1, max(1, (high - low) // SAMPLES)):
        for _, article in archive.walk(
            until=revision, first=row, last=row, on_damage=ignore_damage
        ):
            document = Document.from_article(row, article)
            yield Sample(row, article.id, longest_word(document, analyzer))


def longest_word(document: Document, analyzer: Analyzer) -> Word | None:
    """Return the longest word near the beginning, as written and its root; None without words.

    No chunk is cut: spaces are in none.
    """
    pieces = (document.title, *document.body.split(maxsplit=PIECES)[:PIECES])
    words = (word for piece in pieces for word in analyzer.words(piece))
    return max(words, default=None, key=lambda word: len(word.exact))


def _find(segments: list[Segment], id_: str) -> tuple[Segment, int] | None:
    for segment in segments:
        document = segment.find(id_)
        if document >= 0 and (segment.live is None or segment.live[document]):
            return segment, document
    return None


def _holds(segment: Segment, document: int, root: str) -> bool:
    postings = segment.postings("root", root)
    return postings is not None and document in postings.docs
