"""Bringing the index up to date with the archive.

    reindex(data)              what changed since the current generation
    reindex(data, full=True)   everything, beside the generation in use

Either way the result is a new generation, checked before any reader sees it. What is the same
for every engine is here; what an engine does is behind `index.store`.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from index.aliases import FILE_NAME as ALIASES
from index.aliases import AliasNotes, write_aliases
from index.analysis.folding import words_of_title
from index.archive.opening import open_archive
from index.archive.reading import ignore_damage
from index.completions import MAX_TITLES, add_completions, write_completions
from index.copies.groups import FILE_NAME as COPIES
from index.copies.sketches import CopyNotes
from index.copies.writing import write_copies
from index.data import Places, aliases_file, exceptions_file
from index.document import Document
from index.errors import IndexBrokenError, IndexMissingError
from index.locating import locate
from index.lock import writer_lock
from index.manifest import READING, UNREAD, Manifest, make_analyzer
from index.names import sample_archive
from index.newstext.bodies import table_digest
from index.newstext.callnames import tables_digest
from index.newstext.gazetteer import gazetteer_digest
from index.newstext.reading import NOTHING_READ, RULES_VERSION, read_body
from index.processes import beside
from index.stemming.exceptions import user_exceptions
from index.store import How
from index.values.learning import count_values, learn_values
from index.values.own import load_own
from index.values.table import FILE_NAME as VALUES
from index.values.table import Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.archive.store import Archive
    from index.names import SampledWords
    from index.newstext.reading import Reading
    from index.store import Build, Store
    from index.values.learning import Slip
    from index.values.own import Own


# Libraries whose version shapes the roots.
LIBRARIES = ("PySastrawi",)

# A word that is a slip is this many times as rare in texts, too, as the word that was meant.
MISPRINTED = 1_000
# Articles with what looks like a slip that are read for whether it is a word.
READ_FOR_SLIPS = 50

# Articles of which it is read who says what and who is named without being asked for: in more,
# the words are searchable in a fifth of the time.
MAX_READ_UNASKED = 20_000

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
        text_only: Whether it was left unread who says what and who is named.
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
    text_only: bool = False
    damage: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchiveSlice:
    """Documents of some rows of an archive; each process opens it for itself.

    Their values are as ``values`` shows them. What short forms their texts explain, and what
    copies of them are known by, is noted in the ``build`` on the way. Who says what and who is
    named is left unread with ``text_only``; ``readings`` is what has been read of some, by row.
    """

    places: Places
    build: Path
    values: Values
    since: int = 0
    first: int = 0
    last: int | None = None
    text_only: bool = False
    readings: Mapping[int, Reading] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents by row."""
        aliases, copies = AliasNotes(), CopyNotes()
        with closing(open_archive(self.places)) as archive:
            for row, article in archive.walk(
                since=self.since, first=self.first, last=self.last, on_damage=ignore_damage
            ):
                aliases.add(row, article.body)
                copies.add(row, article)
                reading = NOTHING_READ if self.text_only else self.readings.get(row)
                reading = reading or read_body(article.body)
                yield self.values.apply(Document.from_article(row, article, reading))
        aliases.write(self.build, self.first)
        copies.write(self.build, self.first)


def reindex(
    data: Path | Places,
    *,
    full: bool = False,
    reads: bool | None = None,
    jobs: int = 1,
    memory_mb: int = 512,
    progress: Callable[[int], None] | None = None,
) -> ReindexReport:
    """Make the newest generation hold what the archive holds.

    Args:
        data: The data directory, or where archive and index are.
        full: Index everything, even what has not changed.
        reads: If full, whether it is read who says what and who is named, which takes longer
            than all the rest. If not given, as it was before; at first, where there are at most
            `MAX_READ_UNASKED` articles.
        jobs: Processes that index at the same time.
        memory_mb: Memory for unwritten postings, in all processes together.
        progress: Called with the number of articles done since the last call.

    Raises:
        WriterLockedError: If another process is writing.
        ArchiveError: If the archive cannot be read.
        IndexBrokenError: If the new generation fails its check; the old one stays.
    """
    places = Places.of(data)
    with writer_lock(places), closing(open_archive(places)) as archive:
        return reindex_held(
            places,
            archive,
            full=full,
            reads=reads,
            jobs=jobs,
            memory_mb=memory_mb,
            progress=progress,
        )


def reindex_held(
    places: Places,
    archive: Archive,
    *,
    full: bool = False,
    reads: bool | None = None,
    jobs: int = 1,
    memory_mb: int = 512,
    progress: Callable[[int], None] | None = None,
) -> ReindexReport:
    """Do as `reindex` for one who holds the writer's lock and has the archive open."""
    started = time.perf_counter()
    done = _Build(places, archive, jobs, memory_mb, progress).run(full=full, reads=reads)
    return replace(done, seconds=time.perf_counter() - started)


def complete_titles(places: Places, build: Path, since: int | None = None) -> None:
    """Write the completions of a build, which began with those of the revision ``since``."""
    with closing(open_archive(places)) as archive:
        is_known = since is not None and archive.count() <= MAX_TITLES
        if is_known and add_completions(build, archive.titles(since=since or 0), archive.count()):
            return
        write_completions(build, archive.titles())


def fits(store: Store, manifest: Manifest, data: Path, archive: Archive) -> bool:
    """Tell whether a generation is of this archive, and made as this program would."""
    return (
        store.suits(manifest)
        and manifest.archive == archive.identity
        and manifest.revision <= archive.revision()
        and manifest.stamp == archive.stamp(manifest.revision)
        and manifest.exceptions == user_exceptions(data)
        and own_values(store, manifest) == user_values(data)
        and manifest.libraries == _versions(text_only=manifest.is_text_only)
        and manifest.make_analyzer().fingerprint == manifest.analyzer
    )


def user_values(data: Path) -> Own:
    """Return the values that the user of a data directory has put right."""
    path = aliases_file(data)
    return load_own(path) if path.exists() else {}


def own_values(store: Store, manifest: Manifest) -> Own | None:
    """Return those that a generation was made with; None where that cannot be told."""
    try:
        values = Values.open(store.files(manifest, VALUES))
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
        said = {word for text in texts for word in words_of_title(text)}
        return slip.meant in said and slip.word not in said

    return is_slip


def _versions(*, text_only: bool) -> dict[str, str]:
    versions = {name: version(name) for name in LIBRARIES} | {"gazetteer": gazetteer_digest()}
    if text_only:
        return versions | {READING: UNREAD}
    return versions | {
        READING: str(RULES_VERSION),
        "people": tables_digest(),
        "organisations": table_digest(),
    }


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
        self._reopen = partial(open_archive, places) if jobs > 1 else None
        self._jobs = jobs
        self._memory_mb = memory_mb
        self._progress = progress
        self._store = locate(places)
        self._text_only = False
        # What changes from now on may be missed, and is for the next time.
        self._revision = archive.revision()

    def run(self, *, full: bool, reads: bool | None) -> ReindexReport:
        """Bring the index up to date and say what was done, but for the time it took."""
        damage, base = self._store.newest_sound()
        if reads is not None:
            self._text_only = not reads
        elif base is not None and READING in base.libraries:
            self._text_only = base.is_text_only
        else:
            self._text_only = self._archive.count() > MAX_READ_UNASKED
        if full or base is None or not self._can_grow(base):
            report = self._full(base)
        elif base.revision == self._revision and not damage:
            report = _report("unchanged", base, 0, 0)
        elif self._changes(base) <= FULL_BUILD_SHARE * base.documents:
            report = self._incremental(base)
        else:
            report = self._full(base)
        return replace(report, text_only=self._text_only, damage=tuple(damage))

    def _can_grow(self, base: Manifest) -> bool:
        """Tell whether what changed can be added to a generation."""
        is_whole = {ALIASES, COPIES} <= base.files.keys()
        return is_whole and fits(self._store, base, self._data, self._archive)

    def _changes(self, base: Manifest) -> int:
        removed = self._archive.removed_since(base.revision)
        return self._archive.count(since=base.revision) + len(removed)

    def _incremental(self, base: Manifest) -> ReindexReport:
        how = self._how(base.make_analyzer())
        with self._store.building(how, base=base) as build:
            values = build.values()
            if values is None:  # for which it would not have been taken as a base
                raise IndexBrokenError(build.directory, "has no table of values")
            changes = ArchiveSlice(
                self._places,
                build.directory,
                values,
                since=base.revision,
                text_only=self._text_only,
            )
            written, gone = build.write(self._archive.removed_since(base.revision), [changes])
            values.write(build.directory)
            unchanged = self._archive.row_numbers(until=base.revision)
            write_aliases(build.directory, unchanged)
            write_copies(build.directory, unchanged, self._archive, self._reopen)
            complete_titles(self._places, build.directory, base.revision)
            manifest, unreadable = self._publish(
                build, how.analyzer, base.names, base.exceptions, base.generation
            )
        report = _report("incremental", manifest, written, gone, unreadable)
        return replace(report, merged=len(values.merges) + len(values.since))

    def _full(self, before: Manifest | None) -> ReindexReport:
        exceptions = user_exceptions(self._data)
        own = user_values(self._data)
        sample = sample_archive(
            self._places, self._archive, jobs=self._jobs, text_only=self._text_only
        )
        names = sample.words.names()
        counts = count_values(self._archive.combinations())
        values = learn_values(counts, own, confirmed(self._archive, sample.words), sample.read)
        analyzer = make_analyzer(names, exceptions)
        with self._store.building(self._how(analyzer)) as build:
            written, _ = build.write((), self._slices(build.directory, values, sample.readings))
            values.write(build.directory)
            write_aliases(build.directory, ())
            complete = partial(complete_titles, self._places, build.directory)
            with beside(complete, jobs=self._jobs) as wait:
                write_copies(build.directory, (), self._archive, self._reopen)
                wait()
            previous = before.generation if before else self._in_use()
            manifest, unreadable = self._publish(
                build, analyzer, tuple(sorted(names)), exceptions, previous
            )
        report = _report("full", manifest, written, 0, unreadable)
        renewed = () if before is None else self._renewed(before, exceptions, own)
        return replace(report, merged=len(values.merges) + len(values.since), renewed=renewed)

    def _renewed(self, before: Manifest, exceptions: dict[str, str], own: Own) -> tuple[str, ...]:
        """Return the names of the user's tables that differ from those of a generation."""
        was = own_values(self._store, before)
        changes = {
            exceptions_file(self._data).name: before.exceptions != exceptions,
            aliases_file(self._data).name: (was or {}) != own,
        }
        return tuple(name for name, is_changed in changes.items() if is_changed)

    def _in_use(self) -> str | None:
        """Return the generation that is named as current, whatever its state."""
        try:
            return self._store.in_use()
        except (IndexMissingError, IndexBrokenError):
            return None

    def _how(self, analyzer: Analyzer) -> How:
        return How(
            analyzer=analyzer,
            revision=self._revision,
            jobs=self._jobs,
            memory_mb=self._memory_mb,
            progress=self._progress,
        )

    def _slices(
        self, build: Path, values: Values, readings: Mapping[int, Reading]
    ) -> list[ArchiveSlice]:
        low, high = self._archive.row_span()
        step = max(1, -(-(high - low + 1) // self._jobs))
        return [
            ArchiveSlice(
                self._places,
                build,
                values,
                first=first,
                last=first + step - 1,
                text_only=self._text_only,
                readings={row: readings[row] for row in readings if first <= row < first + step},
            )
            for first in range(low, high + 1, step)
        ]

    def _publish(
        self,
        build: Build,
        analyzer: Analyzer,
        names: tuple[str, ...],
        exceptions: dict[str, str],
        previous: str | None,
    ) -> tuple[Manifest, tuple[str, ...]]:
        documents, unreadable = build.check(self._archive)
        manifest = Manifest(
            generation=build.generation,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            archive=self._archive.identity,
            revision=self._revision,
            stamp=self._archive.stamp(self._revision),
            documents=documents,
            analyzer=analyzer.fingerprint,
            libraries=_versions(text_only=self._text_only),
            names=names,
            exceptions=exceptions,
            previous=previous,
        )
        return build.publish(manifest), unreadable


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
