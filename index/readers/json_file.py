"""A JSON file: a list of objects, one object, or an object that holds the list.

    [{"title": ...}, ...]
    {"title": ..., "body": ...}
    {"status": "ok", "articles": [{"title": ...}, ...]}
    {"hits": {"total": 7, "hits": [{"_id": ..., "_source": {"title": ...}}]}}
    [{"type": "header"}, {"type": "table", "data": [{"judul": ...}, ...]}]       phpMyAdmin

A file that is longer than a record may be, or damaged, is read item by item, and each is
rejected by itself. A file that is JSON Lines under the wrong name is read as what it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from index.readers.encoding import MAX_RECORD_BYTES
from index.readers.json_items import Item, Window, read_items
from index.readers.jsonl import JSONError, parse_json, read_jsonl
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import read_record, show

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTS = (
    *("articles", "data", "items", "results"),
    *("posts", "berita", "artikel", "hits", "docs", "response"),
)

# What opens the list in an object that holds it; it is looked for near the beginning.
_LIST = re.compile(rb'"(?:%s)"\s{0,200}:\s{0,200}\[(?=\s{0,200}\{)' % "|".join(_LISTS).encode())
_OPENING_BYTES = 64 * 1024


def read_json(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Outcome]:
    """Yield an article or a reject for each object."""
    window = Window(stream)
    while len(window.data) <= MAX_RECORD_BYTES and window.read_on():
        pass
    if not window.skip_gap():
        if window.fault:
            yield Reject(path, 1, window.fault)
        return
    error = None
    if window.is_whole and not window.fault:
        try:
            records = _records(parse_json(window.data))
        except JSONError as problem:
            error = problem
        else:
            for number, record in enumerate(records, start=1):
                yield _read_item(Item(1, b"", record), number, path, options)
            return
    if _is_jsonl(window.data):
        yield from read_jsonl(window.rest(), path, options)
    elif window.data[window.at] in b"[{":
        yield from _read_items(window, error, path, options)
    else:
        line = error.line if error else 1
        yield Reject(path, line, str(error or "not JSON"), show(window.data))


def _read_items(
    window: Window, error: JSONError | None, path: str, options: ReadOptions
) -> Iterator[Outcome]:
    opening = _LIST.search(window.data, window.at, _OPENING_BYTES)
    is_list = window.data[window.at] == ord("[")
    if is_list:
        window.move(window.at + 1)
    elif opening:
        window.move(opening.end())
    is_told = not is_list
    for number, item in enumerate(read_items(window, is_list=is_list or bool(opening)), start=1):
        is_told |= item.problem is not None
        yield _read_item(item, number, path, options)
    if error and not is_told:
        yield Reject(path, error.line, str(error))


def _read_item(item: Item, number: int, path: str, options: ReadOptions) -> Outcome:
    if item.problem:
        return Reject(path, item.line, item.problem, show(item.data))
    outcome = read_record(item.value, options, path, item.line)
    if isinstance(outcome, Reject):
        outcome = Reject(path, item.line, f"record {number}: {outcome.reason}", outcome.record)
    return outcome


def _records(value: Any) -> list[Any]:
    if isinstance(value, list):
        tables = [item for item in value if isinstance(item, dict) and item.get("type") == "table"]
        return [record for table in tables for record in _held(table) or ()] or value
    held = _held(value) if isinstance(value, dict) else None
    return [value] if held is None else held


def _held(value: dict[str, Any]) -> list[Any] | None:
    """Return the list of objects that ``value`` holds, by itself or one level down."""
    found = _named(value)
    found += [held for inner in found if isinstance(inner, dict) for held in _named(inner)]
    lists = (held for held in found if isinstance(held, list))
    return next((held for held in lists if not held or isinstance(held[0], dict)), None)


def _named(value: dict[str, Any]) -> list[Any]:
    return [value[name] for name in _LISTS if name in value]


def _is_jsonl(data: bytes) -> bool:
    first, _, rest = data.lstrip().partition(b"\n")
    try:
        return bool(rest) and isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return False
