"""Add articles to a large archive and search them: from commit to found.

    python tests/bench/incremental.py DATA [--articles 100]

DATA is an indexed data directory, which grows by the articles added. Prints one JSON
line: seconds to put them into the archive, to reindex, and until a searcher that was
open before finds all of them.
"""

from __future__ import annotations

import argparse
import json
import time
from contextlib import closing
from pathlib import Path

from index.archive.opening import open_archive
from index.article import make_article
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=100)
    options = parser.parse_args()
    mark = f"penanda{time.time_ns()}"
    with closing(open_archive(options.data)) as archive:
        searcher = Searcher(ArrayEngine(options.data), archive)
        searcher.search(parse("harga").query, PageRequest())
        body = f"{mark} harga beras naik di pasar induk. " * 40
        batch = [
            make_article(id=f"{mark}-{number}", title=f"Harga {number}", body=body)
            for number in range(options.articles)
        ]
        started = time.perf_counter()
        archive.put(batch)
        stored = time.perf_counter()
        report = reindex(options.data)
        indexed = time.perf_counter()
        found = searcher.search(parse(mark[:64]).query, PageRequest()).total
        done = time.perf_counter()
        searcher.close()
    print(
        json.dumps(
            {
                "documents": report.documents,
                "mode": report.mode,
                "put_s": round(stored - started, 3),
                "reindex_s": round(indexed - stored, 3),
                "found": found,
                "total_s": round(done - started, 3),
            }
        )
    )


if __name__ == "__main__":
    main()
