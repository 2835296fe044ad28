"""Which articles of an archive are copies of each other, and which were published first.

    k-17   Kompas   1 August    first
    t-80   Tribun   1 August    a copy
    k-23   Kompas   2 August    an update: what came of it, with the text of before

    copies.arrays
        rows, dates            of each article, rows ascending; its seconds since 1970
        first, values          its sketch, see `index.newstext.fingerprint`; n + 1 starts
        pair.rows              of articles whose texts were compared, two by two
        pair.kinds             what was found, see `Kind`
        group.first            n + 1    where the articles of a group start in ``group.ids``
        group.ids.*            texts: the first published one first, then by date
        group.kinds            what each is to those before it
        group.rows             its row in the archive
        ids.*                  sorted texts: of all articles that are in a group
        id.groups              its group

Articles that share much of their sketches have their texts compared; what is alike makes one
group, and what is alike with any of it, too. The file keeps sketches and comparisons, so that
the next generation only reads texts that changed and texts like them.
"""

from __future__ import annotations

import re
from array import array
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from index.analysis.folding import title_words
from index.candidates import SOON, Before, Sketches, candidates, starts_of
from index.newstext.fingerprint import (
    MAX_CHARS,
    features,
    likeness,
    runs_of,
    shared,
    sketches,
)
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.texts import SortedTexts, Texts, write_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.archive.store import Archive
    from index.article import Article
    from index.newstext.fingerprint import Features

FILE_NAME: Final = "copies.arrays"
_NOTES = "copies-{}.notes"

# Characters whose sketches are made at once.
BATCH_CHARS = 200_000

# Texts read at once.
BATCH_TEXTS = 500

# A text that has so much of the shorter one's runs of three words carries it on. Reports of one
# event by two newsrooms share up to a fifth, those with the same background a third.
CARRIED = 0.4
# A later text is a copy if what of it is old is so much of what is left of the other one, so that
# it is not mainly new; what a publisher makes of its own, if so much of it is old.
OLD = 0.5
OWN_OLD = 0.8
# A rewrite shares so many runs, and so many of its longer words, and comes soon.
REWRITTEN = 0.22
REWRITTEN_WORDS = 0.65
# Figures, or names, of which so many differ between the same words, are those of another day,
# or place; of one event that is still going on, twice as many may: before the next day's prices.
CONTRADICTED = 0.25
STILL_GOING_ON = timedelta(hours=12)
# Nor is a text of the same words, of which so many figures differ, one more of one event: a form
# that is filled in.
SAME_WORDS = 0.97
OTHER_FIGURES = 2
# A correction leaves so much of the runs.
CORRECTED = 0.9

_SHIFT = 32
_UNKNOWN = 255
_NEVER = datetime.max.replace(tzinfo=UTC)
_UNDATED = np.iinfo(np.int64).max

_ADDRESS = re.compile(r"^https?://(?:www\.|m\.|amp\.)?|(?:/amp)?/?(?:[?#].*)?$")


class Kind(IntEnum):
    """What one article is to another that was published before."""

    OTHER = 0
    COPY = 1
    UPDATE = 2
    VERSION = 3  # its publisher's correction: in no group

    @property
    def what(self) -> Literal["copy", "update"]:
        """What one of the others of a group is, in a word."""
        return "update" if self is Kind.UPDATE else "copy"


class Member(NamedTuple):
    """An article of a group; the first one is what the others are copies of."""

    id: str
    kind: Kind


class Copies:
    """The groups of one generation. Safe to share between threads.

    Attributes:
        rows: Of the archive, of the articles of all groups, one group after another; None where
            they were not noted.
        kinds: What each of them is to those published before it.
    """

    rows: NDArray[np.int64] | None

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        self._first = file["group.first"]
        self._ids = Texts(file, "group.ids")
        self.kinds: NDArray[np.uint8] = file["group.kinds"]
        # Not in files from before results were folded.
        noted = "group.rows" in file
        self.rows = file["group.rows"] if noted else None
        self._known = SortedTexts(file, "ids")
        self._groups = file["id.groups"]

    @classmethod
    def open(cls, directory: Path) -> Copies | None:
        """Return the groups of a generation; None of one from before there were any.

        Raises:
            IndexBrokenError: If the file is damaged or foreign.
        """
        path = directory / FILE_NAME
        return cls(ArrayFile(path)) if path.exists() else None

    def __len__(self) -> int:
        return len(self._first) - 1

    @property
    def is_cut(self) -> bool:
        """Tell whether the file has been cut short since it was opened."""
        return self._file.is_cut

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many articles each group has."""
        starts = np.asarray(self._first, np.int64)
        return starts[1:] - starts[:-1]

    def of(self, article: str) -> list[Member]:
        """Return the group of an article by its id, itself included; or nothing."""
        number = self._known.find(article)
        return [] if number < 0 else self._group(int(self._groups[number]))

    def _group(self, number: int) -> list[Member]:
        first, last = int(self._first[number]), int(self._first[number + 1])
        kinds = map(Kind, self.kinds[first:last].tolist())
        return [Member(*each) for each in zip(self._ids.slice(first, last), kinds, strict=True)]

    def __iter__(self) -> Iterator[list[Member]]:
        """Yield all groups, the largest first."""
        for number in np.argsort(-self.sizes, kind="stable").tolist():
            yield self._group(number)


class CopyNotes:
    """The sketches of some articles, noted while they are indexed."""

    def __init__(self) -> None:
        self._rows = array("q")
        self._dates = array("q")
        self._counts: list[NDArray[np.int64]] = []
        self._values: list[NDArray[np.uint32]] = []
        self._bodies: list[str] = []
        self._chars = 0

    def add(self, row: int, article: Article) -> None:
        """Note the article in a row; rows ascend."""
        published = article.published
        self._rows.append(row)
        self._dates.append(_UNDATED if published is None else int(published.timestamp()))
        self._bodies.append(article.body[:MAX_CHARS])
        self._chars += len(self._bodies[-1])
        if self._chars > BATCH_CHARS:
            self._work()

    def write(self, build: Path, number: int) -> None:
        """Write them as those of the source ``number`` of a build."""
        self._work()
        counts = np.concatenate([np.zeros(0, np.int64), *self._counts])
        values = np.concatenate([np.zeros(0, np.uint32), *self._values])
        rows, dates = (np.array(column, np.int64) for column in (self._rows, self._dates))
        found = Sketches(rows, dates, starts_of(counts), values)
        writer = ArrayFileWriter(build / _NOTES.format(number))
        try:
            found.write(writer)
            writer.finish({})
        except BaseException:
            writer.abandon()
            raise

    def _work(self) -> None:
        if self._bodies:
            counts, values = sketches(self._bodies)
            self._counts.append(counts)
            self._values.append(values)
        self._bodies = []
        self._chars = 0


def write_copies(build: Path, unchanged: Sequence[int], archive: Archive) -> None:
    """Write the groups of a build, in place of those it started from and of all notes.

    Args:
        build: Its directory.
        unchanged: Rows of the articles that are still as they were.
        archive: Has the texts to compare.
    """
    path = build / FILE_NAME
    notes = sorted(build.glob(_NOTES.format("*")))
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
    pairs = _compared(archive, candidates(found, before), known)
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


class Compared:
    """An article as it is compared with others: with the runs of its text."""

    def __init__(self, article: Article, runs: NDArray[np.uint32]) -> None:
        self.article = article
        self.runs = runs

    @cached_property
    def features(self) -> Features:
        """What else its text is compared by; few articles get so far."""
        return features(self.article.body)


def compared(articles: Sequence[Article]) -> list[Compared]:
    """Return articles as they are compared."""
    runs = runs_of([article.body for article in articles])
    return [Compared(*each) for each in zip(articles, runs, strict=True)]


def judge(one: Compared, other: Compared) -> Kind:
    """Return what the later of two articles is to the earlier; ``one`` where no date tells."""
    if (other.article.published or _NEVER) < (one.article.published or _NEVER):
        one, other = other, one
    first, second = one.article, other.article
    of_first, of_second = shared(one.runs, other.runs)
    most = max(of_first, of_second)
    if most < REWRITTEN:
        return Kind.OTHER
    is_own = bool(first.source) and _folded(first.source) == _folded(second.source)
    apart = _apart(first.published, second.published)
    is_carried = most >= CARRIED
    if is_carried and first.url and _same_address(first.url, second.url):
        return Kind.VERSION
    may_be_rewritten = apart is not None and apart <= SOON and not is_own
    if not is_carried and not may_be_rewritten:
        return Kind.OTHER
    alike = likeness(one.features, other.features)
    is_corrected = alike.is_as_long and CORRECTED <= min(of_first, of_second) < 1
    if is_own and is_corrected and _folded(first.title) == _folded(second.title):
        return Kind.VERSION
    is_going_on = apart is not None and apart <= STILL_GOING_ON and not alike.names
    is_same = alike.is_as_long and alike.words >= SAME_WORDS
    if is_same and alike.other_figures >= OTHER_FIGURES + is_going_on:
        return Kind.OTHER
    if alike.names > CONTRADICTED or alike.figures > CONTRADICTED * (1 + is_going_on):
        return Kind.OTHER
    if is_carried:
        is_old = of_second >= (OWN_OLD if is_own else OLD * of_first)
        return Kind.COPY if is_old else Kind.UPDATE
    return Kind.COPY if alike.words >= REWRITTEN_WORDS else Kind.OTHER


def _same_address(one: str, other: str | None) -> bool:
    return other is not None and _ADDRESS.sub("", one) == _ADDRESS.sub("", other)


def _folded(text: str | None) -> str:
    return " ".join(word for word, _, _ in title_words(text or ""))


def _apart(one: datetime | None, other: datetime | None) -> timedelta | None:
    return None if one is None or other is None else abs(one - other)


def _compared(archive: Archive, wanted: NDArray[np.int64], known: _Pairs) -> _Pairs:
    """Return pairs with what they are, by what is known and by their texts."""
    kinds = known.kinds_of(wanted)
    missing = np.flatnonzero(kinds == _UNKNOWN)
    start = 0
    while start < len(missing):
        rows: dict[int, None] = {}
        end = start
        while end < len(missing) and len(rows) < BATCH_TEXTS:
            rows.update(dict.fromkeys(wanted[missing[end]].tolist()))
            end += 1
        articles = archive.get_rows(list(rows))
        texts = dict(zip(articles, compared(list(articles.values())), strict=True))
        for at in missing[start:end].tolist():
            one, other = (texts.get(row) for row in wanted[at].tolist())
            kinds[at] = judge(one, other) if one and other else Kind.OTHER
        start = end
    return _Pairs(wanted, kinds)


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
            keys, others = (pairs[:, 0] << _SHIFT | pairs[:, 1] for pairs in (self.rows, wanted))
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
