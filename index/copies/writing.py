"""Finding the groups of a build: by sketches, then by texts, then one with another.

Articles that share much of their sketches have their texts compared; what is alike makes one
group, and what is alike with any of it, too. The file keeps sketches and comparisons, so that
the next generation only reads texts that changed and texts like them.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.copies.candidates import Before, candidates, pair_keys
from index.copies.groups import FILE_NAME, Kind
from index.copies.judging import compared, judge
from index.copies.sketches import Sketches, notes_of, starts_of
from index.processes import beside
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.texts import Texts, write_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.archive.store import Archive

# Texts read at once.
BATCH_TEXTS = 500
# Pairs that are compared sooner than a process can be started for half of them.
FEW_PAIRS = 1_000

_UNKNOWN = 255


def write_copies(
    build: Path,
    unchanged: Sequence[int],
    archive: Archive,
    reopen: Callable[[], Archive] | None = None,
) -> None:
    """Write the groups of a build, in place of those it started from and of all notes.

    Args:
        build: Its directory.
        unchanged: Rows of the articles that are still as they were.
        archive: Has the texts to compare.
        reopen: Opens it in another process, where half of many texts are compared; if given.
    """
    path = build / FILE_NAME
    notes = notes_of(build)
    some = [Sketches.read(ArrayFile(note)) for note in notes]
    known, before, named = _Pairs.none(), None, dict[int, str]()
    if path.exists():
        file = ArrayFile(path)
        rows = np.array(unchanged, np.int64)
        sketches, pairs = Sketches.read(file), _Pairs.read(file)
        is_kept = np.isin(sketches.rows, rows)
        before = Before(sketches, is_kept, pairs.rows)
        some.append(sketches.only(is_kept))
        known = pairs.only(rows)
        named = _named(file, rows)
    found = Sketches.joined(some)
    pairs = _compared(archive, reopen, candidates(found, before), known)
    groups = _groups(found, pairs)
    ids = named | _ids(archive, [row for group in groups for row, _ in group if row not in named])
    members = [[(row, kind) for row, kind in group if row in ids] for group in groups]
    groups_of = sorted((ids[row], at) for at, group in enumerate(members) for row, _ in group)
    writer = ArrayFileWriter(path)
    try:
        found.write(writer)
        pairs.write(writer)
        writer.add("group.first", starts_of(np.array([*map(len, members)], np.int64)))
        rows_of = [row for group in members for row, _ in group]
        writer.add("group.rows", np.array(rows_of, np.int64))
        write_texts(writer, "group.ids", (ids[row] for row in rows_of))
        kinds = [kind for group in members for _, kind in group]
        writer.add("group.kinds", np.array(kinds, np.uint8))
        write_texts(writer, "ids", (id_ for id_, _ in groups_of))
        writer.add("id.groups", np.array([at for _, at in groups_of], np.uint32))
        writer.finish({"groups": len(members)})
    except BaseException:
        writer.abandon()
        raise
    for note in notes:
        note.unlink()


def _compared(
    archive: Archive,
    reopen: Callable[[], Archive] | None,
    wanted: NDArray[np.int64],
    known: _Pairs,
) -> _Pairs:
    """Return pairs with what they are, by what is known and by their texts."""
    kinds = known.kinds_of(wanted)
    missing = np.flatnonzero(kinds == _UNKNOWN)
    if reopen is None or len(missing) <= FEW_PAIRS:
        kinds[missing] = _judged(archive, wanted[missing])
        return _Pairs(wanted, kinds)
    here, there = np.array_split(missing, 2)
    with beside(partial(_judged_there, reopen, wanted[there]), jobs=2) as others:
        kinds[here] = _judged(archive, wanted[here])
        kinds[there] = others()
    return _Pairs(wanted, kinds)


def _judged_there(reopen: Callable[[], Archive], pairs: NDArray[np.int64]) -> NDArray[np.uint8]:
    with closing(reopen()) as archive:
        return _judged(archive, pairs)


def _judged(archive: Archive, pairs: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return what the articles of pairs of rows are to each other, by their texts."""
    kinds = np.full(len(pairs), Kind.OTHER, np.uint8)
    start = 0
    while start < len(pairs):
        rows: dict[int, None] = {}
        end = start
        while end < len(pairs) and len(rows) < BATCH_TEXTS:
            rows.update(dict.fromkeys(pairs[end].tolist()))
            end += 1
        articles = archive.get_rows(list(rows))
        texts = dict(zip(articles, compared(list(articles.values())), strict=True))
        for at, two in enumerate(pairs[start:end].tolist(), start):
            one, other = map(texts.get, two)
            if one and other:
                kinds[at] = judge(one, other)
        start = end
    return kinds


def _ids(archive: Archive, rows: Sequence[int]) -> dict[int, str]:
    """Return the ids of the articles in some rows, of those that can be read."""
    parts = (rows[at : at + BATCH_TEXTS] for at in range(0, len(rows), BATCH_TEXTS))
    found = (archive.get_rows(part) for part in parts)
    return {row: article.id for some in found for row, article in some.items()}


def _named(file: ArrayFile, rows: NDArray[np.int64]) -> dict[int, str]:
    """Return the ids of those of some rows that were in groups, as far as that was noted."""
    if "group.rows" not in file:
        return {}
    members = file["group.rows"]
    at = np.flatnonzero(np.isin(members, rows)).tolist()
    return dict(zip(members[at].tolist(), Texts(file, "group.ids").pick(at), strict=True))


def _groups(found: Sketches, pairs: _Pairs) -> list[list[tuple[int, Kind]]]:
    """Return the rows of each group in the order of publication, and what each is."""
    is_one = pairs.kinds != Kind.OTHER
    rows_of = np.unique(pairs.rows[is_one])
    dates = found.dates[found.rows.searchsorted(rows_of)]
    order = {row: (date, row) for row, date in zip(rows_of.tolist(), dates.tolist(), strict=True)}
    leader: dict[int, int] = {}

    def lead(row: int) -> int:
        while (up := leader.setdefault(row, row)) != row:
            leader[row] = leader[up]
            row = leader[row]
        return row

    found_kinds: dict[tuple[int, int], Kind] = {}
    for (one, other), kind in zip(
        pairs.rows[is_one].tolist(), pairs.kinds[is_one].tolist(), strict=True
    ):
        first, second = sorted((one, other), key=order.__getitem__)
        found_kinds[first, second] = Kind(kind)
    # What is a copy of a correction is one of what was corrected.
    corrects = {
        second: first for (first, second), kind in found_kinds.items() if kind == Kind.VERSION
    }
    related: dict[tuple[int, int], Kind] = {}
    for pair, kind in found_kinds.items():
        first, second = (_origin(corrects, row) for row in pair)
        if kind in (Kind.COPY, Kind.UPDATE) and first != second:
            first, second = sorted((first, second), key=order.__getitem__)
            related[first, second] = min(kind, related.get((first, second), kind))
            leader[lead(second)] = lead(first)
    groups: dict[int, list[int]] = {}
    for row in sorted(leader, key=order.__getitem__):
        groups.setdefault(lead(row), []).append(row)
    nearest: dict[int, Kind] = {}
    for (_, second), kind in related.items():
        nearest[second] = min(kind, nearest.get(second, kind))
    return [
        [
            (rows[0], Kind.OTHER),
            *(
                (row, related.get((rows[0], row)) or nearest.get(row, Kind.UPDATE))
                for row in rows[1:]
            ),
        ]
        for rows in groups.values()
    ]


def _origin(corrects: dict[int, int], row: int) -> int:
    while row in corrects:
        row = corrects[row]
    return row


class _Pairs(NamedTuple):
    """Rows that were compared, two by two, in ascending order, and what was found."""

    rows: NDArray[np.int64]
    kinds: NDArray[np.uint8]

    def only(self, rows: NDArray[np.int64]) -> _Pairs:
        is_kept = np.isin(self.rows, rows).all(axis=1)
        return _Pairs(self.rows[is_kept], self.kinds[is_kept])

    def kinds_of(self, wanted: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return what is known of some pairs, `_UNKNOWN` of the others."""
        found = np.full(len(wanted), _UNKNOWN, np.uint8)
        if len(self.rows):
            keys, others = pair_keys(self.rows), pair_keys(wanted)
            at = np.minimum(keys.searchsorted(others), len(keys) - 1)
            is_known = keys[at] == others
            found[is_known] = self.kinds[at[is_known]]
        return found

    @classmethod
    def none(cls) -> _Pairs:
        """Return no pairs."""
        return cls(np.zeros((0, 2), np.int64), np.zeros(0, np.uint8))

    def write(self, writer: ArrayFileWriter) -> None:
        writer.add("pair.rows", self.rows.reshape(-1))
        writer.add("pair.kinds", self.kinds)

    @classmethod
    def read(cls, file: ArrayFile) -> _Pairs:
        return cls(np.asarray(file["pair.rows"]).reshape(-1, 2), np.asarray(file["pair.kinds"]))
