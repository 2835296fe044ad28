"""Looking an index over before readers get it, and whenever ``arsip verify`` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.completions import Completions
from index.document import Document
from index.errors import IndexBrokenError
from index.segments.contents import open_segments, read_contents

if TYPE_CHECKING:
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.archive import Archive
    from index.segments.segment import Segment

# Articles of the archive that are looked up in a new build.
SAMPLES = 50
# Pieces of a body, as spaces part it, among which a word to look up is chosen.
PIECES = 40


def check_build(directory: Path, archive: Archive, analyzer: Analyzer, revision: int) -> int:
    """Return the number of searchable documents of a sound build of some revision.

    Raises:
        IndexBrokenError: If it does not hold what the archive holds.
    """
    documents = sum(entry.documents - entry.deleted for entry in read_contents(directory))
    if documents != archive.count():
        problem = f"holds {documents:,} documents for {archive.count():,} articles"
        raise IndexBrokenError(directory, problem)
    for problem in _missing_samples(open_segments(directory), archive, analyzer, revision):
        raise IndexBrokenError(directory, problem)
    return documents


def find_damage(directory: Path) -> list[str]:
    """Return one line for everything in the segments that is not as it was written."""
    return [problem for segment in open_segments(directory) for problem in segment.verify()]


def verify_index(directory: Path, archive: Archive, analyzer: Analyzer, revision: int) -> list[str]:
    """Return every problem found in a generation of some revision; empty when it is sound."""
    damaged = find_damage(directory) + Completions.open(directory).verify()
    return damaged or _missing_samples(open_segments(directory), archive, analyzer, revision)


def _missing_samples(
    segments: list[Segment], archive: Archive, analyzer: Analyzer, revision: int
) -> list[str]:
    low, high = archive.row_span()
    step = max(1, (high - low) // SAMPLES)
    problems = []
    for row, article in archive.get_rows(range(low, high + 1, step), until=revision).items():
        word = longest_word(Document.from_article(row, article), analyzer)
        place = _find(segments, article.id)
        if place is None:
            problems.append(f"article {article.id!r} is missing")
        elif int(place[0].rows[place[1]]) != row:
            problems.append(f"article {article.id!r} points to another row")
        elif word and not _holds(*place, word[1]):
            problems.append(f"article {article.id!r} is not found by {word[0]!r}")
    return problems


def longest_word(document: Document, analyzer: Analyzer) -> tuple[str, str] | None:
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
