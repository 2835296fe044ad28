"""CSV and TSV: a header of field names, then one article a row.

    judul;isi;tanggal
    "Banjir surut";"Air di Kaligawe ...";13/10/2018

The header tells the separator, because Excel writes semicolons on Indonesian machines. What
stands above it, a caption or ``sep=;``, fills one cell of its line at most.

A quoted field may run over several lines. A row with more or fewer fields than the header is
rejected rather than guessed at.

A quote that nobody closed would swallow the rows behind it. So quotes count only when they
close where a field ends, in a row as wide as the header. Where they do not, a row that is
whole on its line is read as it stands, and any other is rejected, by its lines, up to the
next line that begins a row.
"""

from __future__ import annotations

import csv
from collections import deque
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from index.readers.encoding import MAX_RECORD_BYTES, Line, decode, read_lines
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import SHOWN_BYTES, has_body, read_record, show

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of one row; a body of 8 million characters has fewer.
MAX_ROW_LINES = 100_000

_MAX_LINES_ABOVE = 20
_SEPARATORS = ",;\t|"


class _RowError(Exception):
    """The lines at hand begin with no row of the table; the text says why.

    Attributes:
        is_line: It is the first of them that is at fault, and no quote.
    """

    def __init__(self, problem: str, *, is_line: bool = False) -> None:
        super().__init__(problem)
        self.is_line = is_line


class _Lines:
    """Lines for the csv module, to be put back when they make no row."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._ahead: deque[Line] = deque()
        self._bytes = 0
        self.row: list[Line] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._lines)
        self.row.append(line)
        self._bytes += len(line.data)
        if line.problem:
            raise _RowError(line.problem, is_line=len(self.row) == 1)
        if self._bytes > MAX_RECORD_BYTES:
            raise _RowError("the row is longer than 16 MiB")
        if len(self.row) > MAX_ROW_LINES:
            raise _RowError(f"the row has more than {MAX_ROW_LINES:,} lines")
        return decode(line.data)

    def begin_row(self) -> None:
        """Forget the lines of the row before."""
        self.row = []
        self._bytes = 0

    def put_back(self, *, keep: int) -> None:
        """Put back all lines of the row but the first ``keep``."""
        self._ahead.extendleft(reversed(self.row[keep:]))
        del self.row[keep:]


class _Table:
    """The rows below a header."""

    def __init__(self, lines: _Lines, separator: str, width: int) -> None:
        self._lines = lines
        self._separator = separator
        self._width = width

    def read_row(self) -> list[str] | None:
        """Return the row that begins at the next line, empty if that is blank; None at the end.

        Raises:
            _RowError: If none does.
        """
        self._lines.begin_row()
        problem: _RowError
        try:
            row = next(csv.reader(self._lines, delimiter=self._separator, strict=True), None)
        except csv.Error as error:
            problem = _explain(error)
        except _RowError as error:
            problem = error
        else:
            if not row or not any(row) or len(row) == self._width:
                return row
            reason = f"the row has {len(row)} fields, the header {self._width}"
            problem = _RowError(reason, is_line=len(self._lines.row) == 1)
        if (whole := self._read_line()) is not None:
            return whole
        raise problem

    def skip_row(self, problem: _RowError) -> tuple[list[Line], int]:
        """Return the first lines that make no row, and the number of the last of them.

        The next row begins behind them.
        """
        self._lines.put_back(keep=1)
        skipped = self._lines.row
        last = skipped[0].number
        room = SHOWN_BYTES
        while not problem.is_line:
            try:
                row = self.read_row()
            except _RowError:
                row = []
            is_open = self._separator != "\t" and _join(self._lines.row).count(b'"') % 2
            if row is None or (any(row) and not is_open):
                self._lines.put_back(keep=0)
                break
            self._lines.put_back(keep=1)
            line = self._lines.row[0]
            last = line.number
            room -= len(line.data)
            if room > 0:
                skipped.append(line)
        return skipped, last

    def _read_line(self) -> list[str] | None:
        """Return the row that the first line at hand is by itself, None if it is none.

        Programs that write tabs often quote nothing; what writes commas forgets to double
        the quotes within a field.
        """
        first = self._lines.row[0]
        if first.problem:
            return None
        is_plain = self._separator == "\t"
        text = decode(first.data)
        reader = partial(csv.reader, quoting=csv.QUOTE_NONE) if is_plain else csv.reader
        try:
            row = next(reader((text,), delimiter=self._separator))
        except csv.Error:
            return None
        if len(row) != self._width or not (is_plain or text.count('"') % 2 == 0):
            return None
        self._lines.put_back(keep=1)
        return row


def read_tsv(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Outcome]:
    """Do as `read_csv` does, with tabs between the cells."""
    return read_csv(stream, path, options, separator="\t")


def read_csv(
    stream: BinaryIO, path: str, options: ReadOptions, *, separator: str | None = None
) -> Iterator[Outcome]:
    """Yield an article or a reject for each row; the header decides ``separator`` if None."""
    # The module's own limit of 128 KiB would reject a long report.
    csv.field_size_limit(MAX_RECORD_BYTES)
    source = read_lines(stream)
    above = [line for line in islice(source, _MAX_LINES_ABOVE) if not line.data.isspace()]
    if not above:
        return
    start = next((at for at, line in enumerate(above) if _is_header(line, separator, options)), 0)
    lines = _Lines(chain(above[start:], source))
    separator = separator or _find_separator(above[start].data)
    try:
        header = [name.strip() for name in next(csv.reader(lines, delimiter=separator))]
    except (csv.Error, _RowError) as error:
        problem = _explain(error) if isinstance(error, csv.Error) else error
        yield _reject(path, lines.row, lines.row[-1].number, str(problem))
        return
    if not has_body(header, options.mapping):
        names = ", ".join(name[:40] for name in header[:12])
        reason = f"no column is the body (columns: {names})"
        yield _reject(path, lines.row, lines.row[-1].number, reason)
        return
    table = _Table(lines, separator, len(header))
    while True:
        try:
            row = table.read_row()
        except _RowError as error:
            yield _reject(path, *table.skip_row(error), str(error))
            continue
        if row is None:
            return
        if any(row):
            record = dict(zip(header, row, strict=True))
            yield read_record(record, options, path, lines.row[0].number, _join(lines.row))


def _is_header(line: Line, separator: str | None, options: ReadOptions) -> bool:
    """Tell whether a line fills several cells, or one that is the body, or cannot be read."""
    try:
        cells = next(
            csv.reader([decode(line.data)], delimiter=separator or _find_separator(line.data))
        )
    except csv.Error:
        return True
    is_wide = sum(map(bool, map(str.strip, cells))) > 1
    return bool(line.problem) or is_wide or has_body(cells, options.mapping)


def _find_separator(header: bytes) -> str:
    text = decode(header)
    return max(_SEPARATORS, key=text.count)


def _explain(error: csv.Error) -> _RowError:
    problem = str(error)
    if problem == "unexpected end of data":
        return _RowError("a quote is never closed")
    if problem.endswith("expected after '\"'"):
        return _RowError("a quote closes in the middle of a field")
    if problem.startswith("new-line character"):
        return _RowError("a line ends by CR alone, as on old Macs; save it again", is_line=True)
    return _RowError(f"not CSV: {problem}", is_line=True)


def _reject(path: str, lines: list[Line], last: int, reason: str) -> Reject:
    first = lines[0].number
    where = "" if first == last else f"lines {first} to {last}: "
    return Reject(path, first, where + reason, show(_join(lines)))


def _join(lines: list[Line]) -> bytes:
    return b"".join(line.data for line in lines)
