"""Fuzz queries guided by the code that they reach, for as many as one likes.

    pip install atheris
    python tests/bench/fuzzing.py DATA [-runs=1000000] [-max_len=400] [CORPUS]

DATA is an indexed data directory, best a small one; what else is given goes to libFuzzer.
Each input goes through one door: a search with any parameters and any limit of work, a
completion, or the marks in a text. Stops at the first exception, and where work goes
beyond its limit, an answer holds more than it says, or a marked text is not the text.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["index", "search"]):
    from index.archive.opening import open_archive
    from search.arrays.engine import ArrayEngine
    from search.language.parser import parse
    from search.query import Forms
    from search.results import COUNTABLE, Interval, PageRequest, Sort
    from search.searcher import Searcher
    from search.work import Work

LIMITS = (0, 300, 3_000, 30_000, 32_000_000)


def main() -> None:
    """Run the fuzzer; it does not return."""
    data = Path(sys.argv.pop(1))
    archive = open_archive(data)
    searcher = Searcher(ArrayEngine(data), archive)

    def one(raw: bytes) -> None:
        some = atheris.FuzzedDataProvider(raw)
        door = some.ConsumeIntInRange(0, 3)
        forms = some.PickValueInList([None, *Forms])
        limit = some.PickValueInList(list(LIMITS))
        request = PageRequest(
            number=some.PickValueInList([1, 2, 1_000]),
            size=some.PickValueInList([1, 10, 100]),
            sort=some.PickValueInList(list(Sort)),
            facets=COUNTABLE if some.ConsumeBool() else (),
            interval=some.PickValueInList([None, *Interval]),
            explain=some.ConsumeBool(),
        )
        text = some.ConsumeUnicode(some.remaining_bytes())
        if door == 0:
            if len(searcher.suggest(text)) > 8:
                raise AssertionError(text)
        elif door == 1:
            fragments = searcher.highlight(text, parse(text, forms).query)
            if "".join(fragment.text for fragment in fragments) != text:
                raise AssertionError(text)
        else:
            work = Work(limit)
            page = searcher.search(parse(text, forms).query, request, work)
            if work.spent > limit or len(page.hits) > min(request.size, page.total):
                raise AssertionError(text)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
