"""What is kept stays below its bytes, and one thing is forgotten at a time."""

from __future__ import annotations

import pickle

from index.caching import ByteCache, Memo


def test_the_oldest_is_forgotten_first() -> None:
    cache: ByteCache[str, int] = ByteCache(30)

    for number in range(5):
        cache.put(f"k{number}", number, 10)

    assert [cache.get(f"k{number}") for number in range(5)] == [None, None, 2, 3, 4]
    assert cache.held == 30


def test_what_is_put_again_counts_once() -> None:
    cache: ByteCache[str, int] = ByteCache(30)

    for size in (5, 25, 10):
        cache.put("k", size, size)

    assert cache.held == 10
    assert cache.get("k") == 10


def test_the_newest_is_kept_however_large() -> None:
    cache: ByteCache[str, int] = ByteCache(30)

    cache.put("small", 1, 10)
    cache.put("large", 2, 100)

    assert cache.get("small") is None
    assert cache.get("large") == 2


def test_a_memo_computes_what_it_misses_once() -> None:
    asked = []
    memo = Memo(lambda text: asked.append(text) or text.upper(), 1_000, 10, 5)  # type: ignore[func-returns-value]

    assert [memo["a"], memo["a"], memo["too long"], memo["too long"]] == [
        "A",
        "A",
        "TOO LONG",
        "TOO LONG",
    ]
    assert asked == ["a", "too long", "too long"]


def test_a_memo_forgets_one_at_a_time() -> None:
    memo = Memo(str.upper, 1_000, 94)  # ten of six letters

    sizes = []
    for number in range(100_000, 100_100):
        memo[str(number)]
        sizes.append(len(memo))

    assert sizes == [*range(1, 11), *[10] * 90]
    assert memo.held == 1_000
    assert list(memo) == [str(number) for number in range(100_090, 100_100)]


def test_a_memo_goes_to_another_process_empty() -> None:
    memo = Memo(str.upper, 1_000, 10)
    assert memo["a"] == "A"

    other = pickle.loads(pickle.dumps(memo))  # noqa: S301 - our own

    assert len(other) == 0
    assert other["b"] == "B"
