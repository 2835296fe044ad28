"""Index one corpus and time one query set, with the same output as the peers' harness.

    python tests/bench/engine.py articles.jsonl queries.jsonl WORKDIR [--jobs N] [--keep] [--more]

Articles are JSON Lines with id, title, body, date, source and section; queries are JSON
Lines with ``kind`` (term, and, or, phrase) and ``words``. Indexes from the file to
searchable, then measures from query text to the ten best ids: the best of three runs of
each query after one to warm up, as the peers are measured, and that one, too, when little
is known of its words. Prints one JSON line. With ``--keep`` an index in WORKDIR is measured
that was made before; with ``--more`` so are other ways to ask for the same.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from index.completions import write_completions
from index.document import Document
from index.generations import digests
from index.manifest import Manifest, make_analyzer
from index.names import learn_from_texts
from index.segments.bulk_writer import BulkWriter
from search.arrays.engine import ArraySnapshot
from search.engine import Search
from search.language.parser import _parse
from search.results import Filters, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import Snapshot

REPEATS = 3
NAMES_FROM = 3_000


@dataclass(frozen=True)
class Lines:
    """Documents in a byte range of a JSON Lines file."""

    path: str
    start: int
    end: int

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents whose line starts in the range."""
        with Path(self.path).open("rb") as file:
            if self.start:
                file.seek(self.start - 1)
                file.readline()
            while file.tell() < self.end and (line := file.readline()):
                yield document(orjson.loads(line))


def document(record: dict[str, Any]) -> Document:
    """Return the document of one line."""
    date = record.get("date")
    return Document(
        row=0,
        id=record["id"],
        title=record.get("title") or "",
        body=record.get("body") or record.get("content") or "",
        published=int(datetime.fromisoformat(date).timestamp()) if date else None,
        fields={name: (record[name],) for name in ("source", "section") if record.get(name)},
    )


def build(corpus: Path, directory: Path, jobs: int) -> int:
    """Index ``corpus`` and return the number of documents."""
    size = corpus.stat().st_size
    step = -(-size // jobs)
    sources = [Lines(str(corpus), at, min(at + step, size)) for at in range(0, size, step)]
    sample = Lines(str(corpus), 0, 2_500 * NAMES_FROM)
    names = learn_from_texts(doc.body for doc in sample)
    analyzer = make_analyzer(names, {})
    directory.mkdir()
    with BulkWriter(directory, analyzer, jobs=jobs) as writer:
        count = writer.add_all(sources)
    write_completions(directory, ())
    Manifest(
        generation=directory.name,
        created=datetime.now(UTC).isoformat(),
        archive="",
        revision=0,
        documents=count,
        analyzer=analyzer.fingerprint,
        libraries={},
        names=tuple(sorted(names)),
        exceptions={},
        files=digests(directory),
    ).write(directory)
    return count


def text_of(kind: str, words: list[str]) -> str:
    """Return the query in our language."""
    if kind == "phrase":
        return '"' + " ".join(words) + '"'
    return (" ATAU " if kind == "or" else " ").join(words)


# Other ways to ask.
MORE: dict[str, dict[str, Any]] = {
    "newest": {"sort": Sort.NEWEST},
    "100": {"count": 100},
    "facets": {"facets": ("source", "section", "year")},
    "source": {"filters": Filters(values={"source": ("antara", "kompas")})},
    "since": {"filters": Filters(date_from=date(2018, 1, 1))},
}


def measure(
    snapshot: Snapshot, queries: list[dict[str, Any]], kind: str, how: dict[str, Any]
) -> dict[str, float]:
    """Return the median and the 95th percentile of one kind of query, in ms.

    ``cold`` are those of the first of all runs.
    """
    times, first, hits = [], [], 0
    for query in queries:
        if query["kind"] != kind:
            continue
        text = text_of(kind, query["words"])
        runs = []
        for _ in range(REPEATS + 1):
            started = time.perf_counter()
            found = snapshot.find(Search(query=_parse(text, None).query, **{"count": 10} | how))
            ids = snapshot.ids(found.docs)
            runs.append((time.perf_counter() - started) * 1e3)
        times.append(min(runs[1:]))
        first.append(runs[0])
        hits += len(ids)
    return {
        "p50_ms": round(statistics.median(times), 4),
        "p95_ms": round(sorted(times)[int(len(times) * 0.95)], 4),
        "cold_p50_ms": round(statistics.median(first), 4),
        "cold_p95_ms": round(sorted(first)[int(len(first) * 0.95)], 4),
        "hits": hits,
    }


def resident_mb() -> float:
    """Return the memory this process has in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("workdir", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", action="store_true", help="measure the index that is there")
    parser.add_argument("--more", action="store_true", help="ask in other ways, too")
    options = parser.parse_args()
    out: dict[str, Any] = {"peer": "arsip"}
    if not options.keep:
        shutil.rmtree(options.workdir, ignore_errors=True)
        started, cpu = time.perf_counter(), time.process_time()
        count = build(options.corpus, options.workdir, options.jobs)
        seconds = time.perf_counter() - started
        out |= {
            "index_s": round(seconds, 2),
            "index_cpu_s": round(time.process_time() - cpu, 2),
            "docs_per_s": round(count / seconds, 1),
        }
    analyzer_of = ArraySnapshot(options.workdir)  # loads the dictionary, as any process does once
    before = resident_mb()
    opening = time.perf_counter()
    snapshot = ArraySnapshot(options.workdir)
    opened = time.perf_counter() - opening
    grown = resident_mb() - before
    del analyzer_of
    queries = [json.loads(line) for line in options.queries.read_text().splitlines()]
    out |= {
        "docs": snapshot.documents,
        "index_mb": round(sum(f.stat().st_size for f in options.workdir.iterdir()) / 1e6, 1),
        "open_ms": round(opened * 1e3, 1),
        "open_mb": round(grown, 1),
    }
    for kind in ("term", "and", "or", "phrase"):
        out[kind] = measure(snapshot, queries, kind, {})
    for name, how in MORE.items() if options.more else ():
        for kind in ("and", "or"):
            out[f"{kind} {name}"] = measure(snapshot, queries, kind, how)
    out["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(out))


if __name__ == "__main__":
    main()
