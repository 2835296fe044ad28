"""Bringing the index up to date with the archive.

    reindex(data)              what changed since the current generation
    reindex(data, full=True)   everything, beside the generation in use

Either way the result is a new generation, checked before any reader sees it. Nothing is
written into a generation that is in use.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from index.aliases import Aliases, AliasNotes, write_aliases
from index.analysis.folding import title_words
from index.archive import ignore_damage, open_archive
from index.check import check_build, find_damage
from index.completions import write_completions
from index.data import Places, aliases_file, exceptions_file
from index.document import Document
from index.errors import IndexBrokenError, IndexMissingError
from index.generations import Generations, name_of
from index.lock import writer_lock
from index.manifest import Manifest, make_analyzer
from index.names import sample_words
from index.segments.bulk_writer import BulkWriter
from index.segments.contents import open_segments
from index.stemming.exceptions import user_exceptions
from index.values.learning import count_values, learn_values
from index.values.own import load_own
from index.values.table import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.archive import Archive
    from index.names import SampledWords
    from index.values.learning import Slip
    from index.values.own import Own


# Libraries whose version shapes the roots.
LIBRARIES = ("PySastrawi",)

# A word that is a slip is this many times as rare in texts, too, as the word that was meant.
MISPRINTED = 1_000
# Articles with what looks like a slip that are read for whether it is a word.
READ_FOR_SLIPS = 50

# A change of more than this share of the archive is done sooner by building anew.
FULL_BUILD_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReindexReport:
    """What a reindex did.

    Attributes:
        mode: ``"full"``, ``"incremental"`` or ``"unchanged"``.
        written: Articles indexed.
        removed: Articles taken out.
        documents: Searchable documents now.
        merged: Values that are shown as others.
        renewed: The user's tables that took effect in another way than before, by name.
        damage: What was wrong with the generations passed over, a line for each.
        unreadable: Articles that the archive cannot read any more, a line for each; they are
            not searchable.
    """

    generation: str
    mode: str
    written: int
    removed: int
    documents: int
    seconds: float
    merged: int = 0
    renewed: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchiveSlice:
    """Documents of some rows of an archive; each process opens it for itself.

    Their values are as ``values`` shows them. What short forms their texts explain is noted in
    the ``build`` on the way.
    """

    places: Places
    build: Path
    values: Values
    since: int = 0
    first: int = 0
    last: int | None = None

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents by row."""
        notes = AliasNotes()
        with closing(open_archive(self.places)) as archive:
            for row, article in archive.walk(
                since=self.since, first=self.first, last=self.last, on_damage=ignore_damage
            ):
                notes.add(row, article.body)
                yield self.values.apply(Document.from_article(row, article))
        notes.write(self.build, self.first)


def reindex(
    data: Path | Places,
    *,
    full: bool = False,
    jobs: int = 1,
    memory_mb: int = 512,
    progress: Callable[[int], None] | None = None,
) -> ReindexReport:
    """Make the newest generation hold what the archive holds.

    Args:
        data: The data directory, or where archive and index are.
        full: Index everything, even what has not changed.
        jobs: Processes that index at the same time.
        memory_mb: Memory for unwritten postings, in all processes together.
        progress: Called with the number of articles done since the last call.

    Raises:
        WriterLockedError: If another process is writing.
        ArchiveError: If the archive cannot be read.
        IndexBrokenError: If the new generation fails its check; the old one stays.
    """
    started = time.perf_counter()
    places = Places.of(data)
    with writer_lock(places), closing(open_archive(places)) as archive:
        done = _Build(places, archive, jobs, memory_mb, progress).run(full=full)
    return replace(done, seconds=time.perf_counter() - started)


def fits(manifest: Manifest, data: Path, archive: Archive) -> bool:
    """Tell whether a generation is of this archive, and analyzed as this program would."""
    return (
        manifest.archive == archive.identity
        and manifest.revision <= archive.revision()
        and manifest.stamp == archive.stamp(manifest.revision)
        and manifest.exceptions == user_exceptions(data)
        and own_values(data, manifest) == user_values(data)
        and manifest.libraries == _library_versions()
        and manifest.make_analyzer().fingerprint == manifest.analyzer
    )


def user_values(data: Path) -> Own:
    """Return the values that the user of a data directory has put right."""
    path = aliases_file(data)
    return load_own(path) if path.exists() else {}


def own_values(data: Path, manifest: Manifest) -> Own | None:
    """Return those that a generation was made with; None where that cannot be told."""
    try:
        values = Values.open(Generations(data).directory / manifest.generation, ())
    except IndexBrokenError:
        return None
    return None if values is None else values.own


def confirmed(archive: Archive, words: SampledWords) -> Callable[[Slip], bool]:
    """Return what tells by the texts of an archive whether a place is a slip."""

    def is_slip(slip: Slip) -> bool:
        if words.uses(slip.word) * MISPRINTED > words.uses(slip.meant):
            return False
        articles = archive.filed_from(slip.values, READ_FOR_SLIPS)
        texts = (f"{article.title} {article.body}" for article in articles)
        said = {word for text in texts for word, _, _ in title_words(text)}
        return slip.meant in said and slip.word not in said

    return is_slip


def _library_versions() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


class _Build:
    def __init__(
        self,
        places: Places,
        archive: Archive,
        jobs: int,
        memory_mb: int,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._places = places
        self._data = places.data
        self._archive = archive
        self._jobs = jobs
        self._memory_mb = memory_mb
        self._progress = progress
        self._generations = Generations(places.data)
        # What changes from now on may be missed, and is for the next time.
        self._revision = archive.revision()

    def run(self, *, full: bool) -> ReindexReport:
        """Bring the index up to date and say what was done, but for the time it took."""
        damage, sound = self._newest_sound()
        base = None if sound is None else Manifest.read(sound)
        if full or base is None or not self._can_grow(base):
            report = self._full(base)
        elif base.revision == self._revision and not damage:
            report = _report("unchanged", base, 0, 0)
        elif self._changes(base) <= FULL_BUILD_SHARE * base.documents:
            report = self._incremental(base)
        else:
            report = self._full(base)
        return replace(report, damage=tuple(damage))

    def _newest_sound(self) -> tuple[list[str], Path | None]:
        """Return what is wrong with some generations, and the first of which nothing is.

        Damage that is built upon would look sound for ever after.
        """
        try:
            candidates, broken = self._generations.candidates()
        except IndexMissingError:
            return [], None
        damage = [broken.problem] if broken else []
        for path in candidates:
            problems = find_damage(path)
            if not problems:
                return damage, path
            damage.append(f"generation {path.name}: {problems[0]}")
        return damage, None

    def _can_grow(self, base: Manifest) -> bool:
        """Tell whether what changed can be added to a generation."""
        directory = self._generations.directory / base.generation
        return fits(base, self._data, self._archive) and Aliases.open(directory) is not None

    def _changes(self, base: Manifest) -> int:
        removed = self._archive.removed_since(base.revision)
        return self._archive.count(since=base.revision) + len(removed)

    def _incremental(self, base: Manifest) -> ReindexReport:
        analyzer = base.make_analyzer()
        removed = self._archive.removed_since(base.revision)
        with self._generations.building(self._generations.directory / base.generation) as build:
            values = Values.open(build, open_segments(build))
            if values is None:  # for which it would not have been taken as a base
                raise IndexBrokenError(build, "has no table of values")
            changes = ArchiveSlice(self._places, build, values, since=base.revision)
            with BulkWriter(build, analyzer, memory_mb=self._memory_mb) as writer:
                gone = writer.delete(removed)
                written = writer.add_all([changes], self._progress)
            values.write(build)
            write_aliases(build, self._archive.row_numbers(until=base.revision))
            manifest, unreadable = self._publish(
                build, analyzer, base.names, base.exceptions, base.generation
            )
        report = _report("incremental", manifest, written, gone, unreadable)
        return replace(report, merged=len(values.merges) + len(values.since))

    def _full(self, before: Manifest | None) -> ReindexReport:
        exceptions = user_exceptions(self._data)
        own = user_values(self._data)
        words = sample_words(self._archive)
        names = words.names()
        counts = count_values(self._archive.combinations())
        values = learn_values(counts, own, confirmed(self._archive, words))
        analyzer = make_analyzer(names, exceptions)
        with self._generations.building() as build:
            with BulkWriter(build, analyzer, jobs=self._jobs, memory_mb=self._memory_mb) as writer:
                written = writer.add_all(self._slices(build, values), self._progress)
            values.write(build)
            write_aliases(build, ())
            previous = before.generation if before else self._in_use()
            manifest, unreadable = self._publish(
                build, analyzer, tuple(sorted(names)), exceptions, previous
            )
        report = _report("full", manifest, written, 0, unreadable)
        renewed = () if before is None else self._renewed(before, exceptions, own)
        return replace(report, merged=len(values.merges) + len(values.since), renewed=renewed)

    def _renewed(self, before: Manifest, exceptions: dict[str, str], own: Own) -> tuple[str, ...]:
        """Return the names of the user's tables that differ from those of a generation."""
        was = own_values(self._data, before)
        changes = {
            exceptions_file(self._data).name: before.exceptions != exceptions,
            aliases_file(self._data).name: (was or {}) != own,
        }
        return tuple(name for name, is_changed in changes.items() if is_changed)

    def _in_use(self) -> str | None:
        """Return the generation that is named as current, whatever its state."""
        try:
            return self._generations.current().name
        except (IndexMissingError, IndexBrokenError):
            return None

    def _slices(self, build: Path, values: Values) -> list[ArchiveSlice]:
        low, high = self._archive.row_span()
        step = max(1, -(-(high - low + 1) // self._jobs))
        return [
            ArchiveSlice(self._places, build, values, first=first, last=first + step - 1)
            for first in range(low, high + 1, step)
        ]

    def _publish(
        self,
        build: Path,
        analyzer: Analyzer,
        names: tuple[str, ...],
        exceptions: dict[str, str],
        previous: str | None,
    ) -> tuple[Manifest, tuple[str, ...]]:
        write_completions(build, self._archive.titles())
        documents, unreadable = check_build(build, self._archive, analyzer, self._revision)
        manifest = Manifest(
            generation=name_of(build),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            archive=self._archive.identity,
            revision=self._revision,
            stamp=self._archive.stamp(self._revision),
            documents=documents,
            analyzer=analyzer.fingerprint,
            libraries=_library_versions(),
            names=names,
            exceptions=exceptions,
            previous=previous,
        )
        return self._generations.publish(build, manifest), unreadable


def _report(
    mode: str, manifest: Manifest, written: int, removed: int, unreadable: tuple[str, ...] = ()
) -> ReindexReport:
    return ReindexReport(
        generation=manifest.generation,
        mode=mode,
        written=written,
        removed=removed,
        documents=manifest.documents,
        seconds=0,
        unreadable=unreadable,
    )
