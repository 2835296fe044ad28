"""Articles and queries as all peers read them, and files that are no longer in memory."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Text(NamedTuple):
    """What is indexed of an article."""

    id: str
    title: str
    body: str


def texts(corpus: Path) -> Iterator[Text]:
    """Yield the articles of a JSON Lines file."""
    with corpus.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            body = record.get("body") or record.get("content") or ""
            yield Text(record["id"], record.get("title") or "", body)


def queries(path: Path) -> list[dict[str, Any]]:
    """Return queries, each with ``kind`` and ``words``."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def bytes_below(directory: Path) -> int:
    """Return the size of all files in a directory."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def forget(directory: Path) -> None:
    """Have the system drop what it remembers of the files in a directory."""
    for path in directory.rglob("*"):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            try:
                os.fsync(file)
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(file)
