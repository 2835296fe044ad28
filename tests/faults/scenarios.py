"""Every command that writes, each from a directory that other commands have made.

A row is all that a new command needs to be killed, torn and refused at each of its calls.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from pathlib import Path

    from index.article import Article

# Articles committed together here, so that an import has several batches.
BATCH = 4

FIRST = ARTICLES[:12]
# Too few to be merged with the segment that is there, and enough to be.
FEW = ARTICLES[12:14]
MORE = (replace(ARTICLES[3], body="Jagung melimpah di ladang."), *ARTICLES[12:20])

FILES: dict[str, tuple[Article, ...]] = {"first": FIRST, "few": FEW, "more": MORE}

Words = tuple[str, ...]

_IMPORT: Words = ("import", "{first}")
_REINDEX: Words = ("reindex", "--jobs", "1")
_FULL: Words = (*_REINDEX, "--full")
_BACKUP: Words = ("backup", "{disk}/backup")
_RESTORE: Words = ("restore", "{disk}/backup")
_ELSEWHERE: Words = ("--data", "{disk}/elsewhere")
_CORRECT: Words = ("import", "{more}")
# The second one was corrected, where `_CORRECT` came before.
_REMOVE: Words = ("remove", FIRST[0].id, FIRST[3].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One command that is going to fail.

    Attributes:
        before: Commands that make the directory it starts from.
        command: The one that fails.
        after: Commands that heal, which a user would run next anyway.
        imported: The name of the file that it imports, in batches.
        makes: A directory that is there as a whole backup, or not at all.
    """

    name: str
    before: tuple[Words, ...]
    command: Words
    after: tuple[Words, ...]
    imported: str = ""
    makes: str = ""


SCENARIOS = (
    Scenario(
        name="import into nothing",
        before=(),
        command=_IMPORT,
        after=(_IMPORT, _REINDEX),
        imported="first",
    ),
    Scenario(
        name="import",
        before=(_IMPORT, _REINDEX),
        command=_CORRECT,
        after=(_CORRECT, _REINDEX),
        imported="more",
    ),
    Scenario(
        name="remove",
        before=(_IMPORT, _CORRECT, _REINDEX),
        command=_REMOVE,
        after=(_REMOVE, _REINDEX),
    ),
    Scenario(name="reindex, first", before=(_IMPORT,), command=_REINDEX, after=(_REINDEX,)),
    Scenario(
        name="reindex, full", before=(_IMPORT, _REINDEX, _FULL), command=_FULL, after=(_REINDEX,)
    ),
    Scenario(
        name="reindex, incremental",
        before=(_IMPORT, _FULL, _FULL, ("import", "{few}"), _REMOVE[:2]),
        command=_REINDEX,
        after=(_REINDEX,),
    ),
    Scenario(
        name="reindex, merge",
        before=(_IMPORT, _REINDEX, ("import", "{few}"), _REINDEX, _CORRECT, _REMOVE),
        command=_REINDEX,
        after=(_REINDEX,),
    ),
    Scenario(
        name="rollback",
        before=(_IMPORT, _REINDEX, ("import", "{few}"), _REINDEX),
        command=("rollback",),
        after=(_REINDEX,),
    ),
    Scenario(
        name="backup",
        before=(_IMPORT, _CORRECT, _REINDEX),
        command=_BACKUP,
        after=(_REINDEX,),
        makes="backup",
    ),
    Scenario(
        name="restore",
        before=(
            *(_IMPORT, _REINDEX, _BACKUP),
            *(_CORRECT, _REMOVE[:2], _REINDEX),
        ),
        command=_RESTORE,
        after=(_RESTORE, _REINDEX),
    ),
    Scenario(
        name="restore into nothing",
        before=tuple((*words, *_ELSEWHERE) for words in (_IMPORT, _REINDEX, _BACKUP)),
        command=_RESTORE,
        after=(_RESTORE, _REINDEX),
    ),
)


def write_files(directory: Path) -> None:
    """Write what the scenarios import."""
    for name, articles in FILES.items():
        (directory / f"{name}.jsonl").write_bytes(
            b"".join(json.dumps(_record(article)).encode() + b"\n" for article in articles)
        )


def spelled(words: Words, files: Path, disk: Path) -> list[str]:
    """Return the arguments of a command for some places."""
    places = {name: str(files / f"{name}.jsonl") for name in FILES}
    arguments = [word.format(**places, disk=disk) for word in words]
    return arguments if "--data" in words else [*arguments, "--data", str(data_directory(disk))]


def data_directory(disk: Path) -> Path:
    """Return where the archive is on a disk."""
    return disk / "data"


def _record(article: Article) -> dict[str, object]:
    published = article.published
    return {
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "published_at": None if published is None else published.isoformat(),
        "source": article.source,
        "author": list(article.author),
        "tags": list(article.tags),
    }
