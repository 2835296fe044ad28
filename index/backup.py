"""A checked copy of a data directory, made while others write, and the way back.

    DIR/archive.db             every article, of one instant
    DIR/index/                 the generation in use then, and ``current``
    DIR/exceptions.tsv, aliases.tsv    if there are any
    DIR/backup.json            written last: what the copy holds

The archive is copied in one transaction of SQLite's backup API, both ways: readers see it
before or after a restore, and so does whoever starts after a crash in the middle. Files of
the index never change, so links to them are as good as copies. An index in a cluster is none of
these files: it can be made anew, or kept by snapshots there.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from glob import escape
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp

import orjson
from pydantic import TypeAdapter

from index.archive.file import archive_errors, connect, is_no_database
from index.archive.opening import open_archive
from index.check import check_archive
from index.damage import find_damage
from index.data import Places, archive_file, index_directory, users_files, without_secret
from index.durable import make_directory, sync, sync_tree
from index.errors import ArchiveError, BackupError, IndexMissingError
from index.generations import Generations, link_files
from index.lock import writer_lock

FILE_NAME = "backup.json"

# A generation can be swept away while it is linked, once for every reindex meanwhile.
ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds.

    Attributes:
        created: ISO 8601, UTC.
        digest: BLAKE2b of the archive's file.
        generation: None when there was no sound index.
        problems: What was wrong with archive and index already, a line each.
    """

    created: str
    digest: str
    articles: int
    generation: str | None
    problems: tuple[str, ...] = ()


_BACKUP = TypeAdapter(Backup)

# What a backup can hold before it is complete.
_ARCHIVE = {f"archive.db{suffix}" for suffix in ("", "-wal", "-shm", "-journal")}
_OURS = {*_ARCHIVE, *(file.name for file in users_files(Path())), "index", FILE_NAME}


def back_up(data: Path | Places, target: Path) -> Backup:
    """Copy a data directory to ``target``, check the copy and return what it holds.

    Raises:
        ArchiveError: If there is no archive, or it cannot be read or copied.
        BackupError: If ``target`` is in use, or the archive is not in the directory.
    """
    places, target = _with_archive(data), target.absolute()
    data = places.data
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(f"{target} is not empty; name a new directory")
    open_archive(data).close()  # says what is wrong when there is none
    make_directory(target.parent)
    for path in target.parent.glob(f"{escape(target.name)}.????????.incomplete"):
        if path.is_dir() and all(file.name in _OURS for file in path.iterdir()):
            shutil.rmtree(path, ignore_errors=True)  # of a backup that was killed
    partial = Path(mkdtemp(prefix=f"{target.name}.", suffix=".incomplete", dir=target.parent))
    try:
        copy_archive(archive_file(data), archive_file(partial))
        generation, problems = (None, []) if places.cluster else _copy_generation(places, partial)
        for file, copy in zip(users_files(data), users_files(partial), strict=True):
            if file.exists():
                shutil.copy2(file, copy)
        with closing(open_archive(partial)) as archive:
            problems += [f"archive: {problem}" for problem in check_archive(archive)]
            articles = archive.count()
        backup = Backup(
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            digest=_digest(archive_file(partial)),
            articles=articles,
            generation=generation,
            problems=tuple(problems),
        )
        (partial / FILE_NAME).write_bytes(orjson.dumps(asdict(backup), option=orjson.OPT_INDENT_2))
        sync_tree(partial)
        if target.exists():
            target.rmdir()
        partial.rename(target)
        sync(target.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return backup


def restore(source: Path, data: Path | Places) -> tuple[Backup, Path | None]:
    """Put a backup back into a data directory; servers go on and notice.

    Returns:
        What the backup holds, and the directory in which what it replaced is kept, if
        anything.

    Raises:
        BackupError: If ``source`` is no sound backup, or ``data`` does not hold its archive;
            nothing has been changed then.
        WriterLockedError: If another process is writing.
        ArchiveError: If the archive cannot be written; it is as it was.
    """
    places, backup = _with_archive(data), _checked(source)
    data = places.data
    if places.cluster is not None:
        backup = replace(backup, generation=None)
    with writer_lock(places, create=True):
        kept = _keep(data)
        if backup.generation is not None:
            _place_generation(index_directory(source) / backup.generation, places)
        copy_archive(archive_file(source), archive_file(data))
        for file, copy in zip(users_files(source), users_files(data), strict=True):
            if file.exists():
                shutil.copy2(file, copy)
                sync(copy)
            else:
                copy.unlink(missing_ok=True)
        sync(data)
        if backup.generation is not None:
            generations = Generations(places)
            generations.switch(generations.directory / backup.generation)
    return backup, kept


def _with_archive(data: Path | Places) -> Places:
    """Return where everything is, if the archive is in the data directory."""
    places = Places.of(data)
    if places.archive is not None:
        raise BackupError(
            f"the articles are in {without_secret(places.archive)}: use pg_dump and pg_restore;"
            " the index is made from them by arsip reindex"
        )
    return places


def _checked(source: Path) -> Backup:
    """Return what a backup holds, if it is as it was made."""
    try:
        backup = _BACKUP.validate_json((source / FILE_NAME).read_bytes())
        digest = _digest(archive_file(source))
    except (OSError, ValueError) as error:
        raise BackupError(f"{source} is no backup, or not a whole one") from error
    if digest != backup.digest:
        raise BackupError(f"{archive_file(source)} is not as it was when the backup was made")
    if backup.generation is not None:
        directory = index_directory(source) / backup.generation
        if not directory.exists():
            return replace(backup, generation=None)
        if problems := find_damage(directory):
            raise BackupError(f"{directory}: {problems[0]}; remove it to restore the archive alone")
    return backup


def _keep(data: Path) -> Path | None:
    """Put aside what a restore replaces."""
    archive, others = archive_file(data), [file for file in users_files(data) if file.exists()]
    if not archive.exists() and not others:
        return None
    kept = data / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    kept.mkdir()
    for file in others:
        shutil.copy2(file, kept / file.name)
    if archive.exists():
        try:
            copy_archive(archive, archive_file(kept))
        except ArchiveError as error:
            if not is_no_database(error):  # it may be whole, and stays where it is
                raise
            # Too damaged to be copied; its log belongs to it.
            for path in data.glob(archive.name + "*"):
                path.replace(kept / path.name)
    sync_tree(kept)
    sync(data)
    return kept


def _copy_generation(places: Places, target: Path) -> tuple[str | None, list[str]]:
    """Link or copy the newest sound generation.

    Returns:
        Its name, None when there is none, and a line for each that is not sound.
    """
    generations, copies = Generations(places), Generations(target)
    for _ in range(ATTEMPTS):
        try:
            candidates, broken = generations.candidates()
            problems = [broken.problem] if broken else []
            for generation in candidates:
                copy = copies.directory / generation.name
                copy.mkdir(parents=True)
                link_files(generation, copy)
                damage = find_damage(copy)
                if not damage:
                    copies.switch(copy)
                    return copy.name, problems
                problems.append(f"generation {copy.name}: {damage[0]}")
                shutil.rmtree(copy)
        except IndexMissingError:
            return None, []
        except FileNotFoundError:
            shutil.rmtree(copies.directory)
        else:
            return None, problems
    return None, ["the index was replaced faster than it could be copied"]


def _place_generation(source: Path, places: Places) -> None:
    """Link or copy a generation to where it belongs, unless it is there and sound."""
    generations = Generations(places)
    final = generations.directory / source.name
    if not find_damage(final):
        return
    with generations.building() as build:
        link_files(source, build)
        sync_tree(build)
        shutil.rmtree(final, ignore_errors=True)
        build.rename(final)
        sync(generations.directory)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "blake2b").hexdigest()


def copy_archive(source: Path, target: Path) -> None:
    """Copy an archive in one transaction; a target that exists is replaced in one step.

    Raises:
        ArchiveError: If either cannot be read or written.
    """
    with (
        archive_errors(source),
        closing(connect(source)) as reader,
        closing(connect(target, create=True)) as writer,
    ):
        reader.backup(writer)
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
