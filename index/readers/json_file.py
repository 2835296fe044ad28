"""A JSON file: a list of objects, one object, or an object that holds the list.

    [{"title": ...}, ...]
    {"title": ..., "body": ...}
    {"status": "ok", "articles": [{"title": ...}, ...]}

Held in memory whole, so larger collections are better kept as JSON Lines. A file that is
JSON Lines under the wrong name is read as what it is.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from index.readers.encoding import UnreadableError, read_whole
from index.readers.jsonl import JSONError, parse_json, read_jsonl
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import read_record, show

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_JSON_BYTES = 512 * 1024 * 1024

_LISTS = ("articles", "data", "items", "results")


def read_json(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Outcome]:
    """Yield an article or a reject for each object."""
    try:
        data = read_whole(stream, MAX_JSON_BYTES)
    except UnreadableError as error:
        yield Reject(path, 1, str(error))
        return
    if not data or data.isspace():
        return
    try:
        value = parse_json(data)
    except JSONError as error:
        if _is_jsonl(data):
            yield from read_jsonl(io.BytesIO(data), path, options)
        else:
            yield Reject(path, error.line, str(error), show(data))
        return
    for number, record in enumerate(_records(value), start=1):
        outcome = read_record(record, options, path, 1)
        if isinstance(outcome, Reject):
            outcome = Reject(path, 1, f"record {number}: {outcome.reason}", outcome.record)
        yield outcome


def _records(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for key in _LISTS:
            inner = value.get(key)
            if isinstance(inner, list) and (not inner or isinstance(inner[0], dict)):
                return inner
    return [value]


def _is_jsonl(data: bytes) -> bool:
    first, _, rest = data.lstrip().partition(b"\n")
    try:
        return bool(rest) and isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False
