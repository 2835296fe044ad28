"""JSON Lines: one object a line.

    {"title": "Banjir surut", "body": "..."}
    {"judul": "Harga cabai turun", "isi": "..."}

A line is read, and rejected, by itself; blank lines are skipped.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from index.readers.encoding import decode, read_lines
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import read_record, show

if TYPE_CHECKING:
    from collections.abc import Iterator


class JSONError(ValueError):
    """Bytes are not JSON; the text says why, `line` where, from 1."""

    def __init__(self, problem: str, line: int = 1) -> None:
        super().__init__(problem)
        self.line = line


def read_jsonl(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Outcome]:
    """Yield an article or a reject for each line."""
    for line in read_lines(stream):
        if line.problem:
            yield Reject(path, line.number, line.problem, show(line.data))
        elif not line.data.isspace():
            try:
                record = parse_json(line.data)
            except JSONError as error:
                yield Reject(path, line.number, str(error), show(line.data))
            else:
                yield read_record(record, options, path, line.number, line.data)


def parse_json(data: bytes) -> Any:
    """Return the value written in ``data``.

    What the fast parser refuses and Python's own writes, NaN and lone surrogates, is
    read all the same, and so are cp1252 and the marks of files that were put together.

    Raises:
        JSONError: If it is not JSON.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(decode(data).lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        problem = error.msg[:1].lower() + error.msg[1:]
        raise JSONError(
            f"not JSON: {problem.removesuffix(' at')} at column {error.colno}", error.lineno
        ) from error
    except RecursionError as error:
        raise JSONError("not JSON: nested too deeply") from error
    except ValueError as error:  # what int() makes of more than 4,300 digits
        raise JSONError("not JSON: a number has too many digits") from error
