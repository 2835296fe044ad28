from __future__ import annotations

from math import log2

import pytest

from search.collocates import Collocate, find_collocates, log_dice
from search.work import LOOK_UP, Work, unbounded

ARCHIVE = {"impor": 40, "yang": 5_000, "pulen": 2, "di": 4_000}


@pytest.mark.parametrize(
    ("together", "one", "other", "score"),
    [
        pytest.param(1, 1, 1, 14, id="never apart"),
        pytest.param(1, 2, 2, 13, id="half of the time"),
        pytest.param(10, 100, 60, 11, id="14 + log2(20 / 160)"),
        pytest.param(10, 1_000, 1_560, 7, id="14 + log2(20 / 2560)"),
        pytest.param(1, 16_384, 16_384, 0, id="one in 16,384"),
    ],
)
def test_log_dice_by_hand(together: int, one: int, other: int, score: float) -> None:
    assert log_dice(together, one, other) == pytest.approx(score)


def test_words_are_ordered_by_how_close_they_are() -> None:
    windows = [{"impor", "yang"}, {"impor", "yang", "pulen"}, {"impor", "di"}, {"pulen", "di"}]

    found = find_collocates(windows, ARCHIVE.__getitem__, unbounded())

    # f(x) is 4: 2*2/(4+2), 2*3/(4+40), 2*2/(4+4000), 2*2/(4+5000).
    assert found == (
        Collocate("pulen", 2, 2, round(14 + log2(4 / 6), 2)),
        Collocate("impor", 3, 40, round(14 + log2(6 / 44), 2)),
        Collocate("di", 2, 4_000, round(14 + log2(4 / 4_004), 2)),
        Collocate("yang", 2, 5_000, round(14 + log2(4 / 5_004), 2)),
    )


def test_words_in_few_lines_and_beyond_the_most_are_left_out() -> None:
    windows = [{"impor", "yang"}, {"impor", "yang", "pulen"}, {"impor"}]

    found = find_collocates(windows, ARCHIVE.__getitem__, unbounded(), least=2, most=1)

    assert [one.word for one in found] == ["impor"]


def test_a_share_of_the_matches_stands_for_all_of_them() -> None:
    windows = [{"impor"}, {"impor"}, {"yang"}, {"yang"}]

    found = find_collocates(windows, ARCHIVE.__getitem__, unbounded(), share=0.25, least=2)

    # f(x) is 16 and f(x,y) 8.
    assert found[0] == Collocate("impor", 2, 40, round(14 + log2(16 / 56), 2))


def test_one_occurrence_beside_two_matches_is_not_more_than_never_apart() -> None:
    found = find_collocates([{"pulen"}] * 4, ARCHIVE.__getitem__, unbounded())

    assert found == (Collocate("pulen", 4, 2, round(14 + log2(4 / 6), 2)),)


def test_a_word_that_is_not_in_the_index_yet_is_as_frequent_as_its_lines() -> None:
    assert find_collocates([{"baru"}], lambda _: 0, unbounded()) == (Collocate("baru", 1, 1, 14.0),)


def test_where_there_is_no_room_the_words_seen_most_are_looked_up() -> None:
    work = Work(LOOK_UP)

    found = find_collocates([{"impor"}, {"impor", "yang"}], ARCHIVE.__getitem__, work)

    assert [one.word for one in found] == ["impor"]
    assert work.is_cut


def test_nothing_keeps_company_with_nothing() -> None:
    assert find_collocates([], ARCHIVE.__getitem__, unbounded()) == ()
