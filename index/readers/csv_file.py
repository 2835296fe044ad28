"""CSV and TSV: a header of field names, then one article a row.

    judul;isi;tanggal
    "Banjir surut";"Air di Kaligawe ...";13/10/2018

The header tells the separator, because Excel writes semicolons on Indonesian machines. A
quoted field may run over several lines. A row with more or fewer fields than the header
is rejected rather than guessed at.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, BinaryIO

from index.readers.encoding import MAX_RECORD_BYTES, Line, decode, read_lines
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import has_body, read_record, show

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATORS = ",;\t|"


class _LineError(Exception):
    """A line cannot be given to the csv module; the text says why."""


class _Lines:
    """Lines for the csv module, remembering those of the row it is at."""

    def __init__(self, lines: Iterator[Line], first: Line) -> None:
        self._lines = lines
        self._waiting: Line | None = first
        self._row: list[Line] = []
        self._bytes = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting or next(self._lines)
        self._waiting = None
        self._row.append(line)
        self._bytes += len(line.data)
        if line.problem or self._bytes > MAX_RECORD_BYTES:
            raise _LineError(line.problem or "the row is longer than 16 MiB")
        return decode(line.data)

    def take_row(self) -> tuple[int, bytes]:
        """Return where the row just read begins, and its bytes; the next row starts anew."""
        row, self._row, self._bytes = self._row, [], 0
        return row[0].number if row else 1, b"".join(line.data for line in row)


def read_csv(
    stream: BinaryIO, path: str, options: ReadOptions, *, separator: str | None = None
) -> Iterator[Outcome]:
    """Yield an article or a reject for each row; the header decides ``separator`` if None."""
    # The module's own limit of 128 KiB would reject a long report.
    csv.field_size_limit(MAX_RECORD_BYTES)
    lines = read_lines(stream)
    first = next((line for line in lines if line.problem or not line.data.isspace()), None)
    if first is None:
        return
    source = _Lines(lines, first)
    rows = csv.reader(source, delimiter=separator or _find_separator(first.data))
    header: list[str] | None = None
    while True:
        try:
            row = next(rows, None)
        except (csv.Error, _LineError) as error:
            number, raw = source.take_row()
            reason = str(error) if isinstance(error, _LineError) else f"not CSV: {error}"
            yield Reject(path, number, reason, show(raw))
            continue
        number, raw = source.take_row()
        if row is None:
            return
        if not any(row):
            continue
        if header is None:
            header = [name.strip() for name in row]
            if not has_body(header, options.mapping):
                names = ", ".join(name[:40] for name in header[:12])
                yield Reject(path, number, f"no column is the body (columns: {names})", show(raw))
                return
        elif len(row) != len(header):
            reason = f"the row has {len(row)} fields, the header {len(header)}"
            yield Reject(path, number, reason, show(raw))
        else:
            yield read_record(dict(zip(header, row, strict=True)), options, path, number, raw)


def _find_separator(header: bytes) -> str:
    text = decode(header)
    return max(_SEPARATORS, key=text.count)
