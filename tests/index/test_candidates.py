"""Which articles are to be compared does not depend on how they came into the index."""

from __future__ import annotations

import numpy as np
import pytest

from index.copies import candidates as module
from index.copies.candidates import Before, candidates
from index.copies.sketches import Sketches, starts_of
from index.newstext.fingerprint import LIMIT


def sketches(rng: np.random.Generator, rows: np.ndarray, common: int) -> Sketches:
    """Return sketches with values that few, some or all have."""
    values, sizes = [], []
    for _ in rows:
        own = rng.integers(0, LIMIT, 4)
        shared = rng.integers(0, common, 6) * 7_777
        both = np.unique(np.concatenate([own, shared, [5]])).astype(np.uint32)
        values.append(both)
        sizes.append(len(both))
    dates = rng.integers(0, 10 * 86_400, len(rows))
    dates[rng.random(len(rows)) < 0.1] = np.iinfo(np.int64).max
    starts = starts_of(np.array(sizes, np.int64))
    return Sketches(rows, dates, starts, np.concatenate(values))


@pytest.mark.parametrize("common", [40, 120, 900])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("gone", [0, 1, 20])
def test_what_is_counted_anew_is_what_all_of_it_would_be(
    monkeypatch: pytest.MonkeyPatch, common: int, seed: int, gone: int
) -> None:
    monkeypatch.setattr(module, "TOUCHED", 0)
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.choice(1_000, 300, replace=False)).astype(np.int64)
    then = sketches(rng, rows, common)
    is_kept = np.ones(len(rows), np.bool_)
    is_kept[rng.choice(len(rows), gone, replace=False)] = False
    # Some of those that are gone come back with another text, among new ones.
    back = rows[~is_kept][: gone // 2]
    new = sketches(rng, np.concatenate([back, np.arange(1_000, 1_010)]), common)
    now = Sketches.joined([then.only(is_kept), new])
    before = Before(then, is_kept, candidates(then))

    assert candidates(now, before).tolist() == candidates(now).tolist()
    assert len(before.pairs)


def test_where_most_is_touched_all_is_counted() -> None:
    rng = np.random.default_rng(7)
    then = sketches(rng, np.arange(40), 10)
    nothing = Before(then, np.zeros(40, np.bool_), candidates(then))
    now = sketches(rng, np.arange(50), 10)

    assert candidates(now, nothing).tolist() == candidates(now).tolist()


def test_without_articles_there_are_none() -> None:
    none = np.zeros(0, np.int64)
    empty = Sketches(none, none, starts_of(none), np.zeros(0, np.uint32))

    assert candidates(empty).shape == (0, 2)
    assert candidates(empty, Before(empty, np.zeros(0, np.bool_), none.reshape(0, 2))).shape == (
        0,
        2,
    )
