"""What it costs to learn which values are one thing, and to show each as that.

    python tests/bench/values.py DATA [--tries 5]

DATA is a data directory with an archive. Prints one JSON line, each time the best of the tries,
in seconds of the processor: to count all values, to learn from the counts and from texts, and to
apply what was learned to every article; then how many values are shown as others. Indexing all of
it, for comparison, is what `arsip reindex --full --jobs 1` takes. `arsip status --values` lists
what was learned.
"""

from __future__ import annotations

import argparse
import json
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.archive.opening import open_archive
from index.archive.reading import ignore_damage
from index.data import Places
from index.document import Document
from index.names import sample_archive
from index.rebuild import confirmed, user_values
from index.values.learning import count_values, learn_values

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tries", type=int, default=5)
    options = parser.parse_args()
    with closing(open_archive(options.data)) as archive:
        own = user_values(options.data)
        words = sample_archive(Places.of(options.data), archive).words
        rows = archive.walk(on_damage=ignore_damage)
        documents = [Document.from_article(row, article) for row, article in rows]

        def timed(action: Callable[[], object]) -> float:
            started = time.process_time()
            action()
            return time.process_time() - started

        def count() -> None:
            count_values(archive.combinations())

        def learn() -> None:
            learn_values(counts, own, confirmed(archive, words))

        def apply() -> None:
            values = learn_values(counts, own, confirmed(archive, words))
            started = time.process_time()
            for document in documents:
                values.apply(document)
            applied.append(time.process_time() - started)

        counts = count_values(archive.combinations())
        applied: list[float] = []
        counting = min(timed(count) for _ in range(options.tries))
        learning = min(timed(learn) for _ in range(options.tries))
        for _ in range(options.tries):
            apply()
        merged = len(learn_values(counts, own, confirmed(archive, words)).merges)
    print(
        json.dumps(
            {
                "articles": len(documents),
                "count_s": round(counting, 3),
                "learn_s": round(learning, 3),
                "apply_s": round(min(applied), 3),
                "merged": merged,
            }
        )
    )


if __name__ == "__main__":
    main()
