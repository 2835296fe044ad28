"""How well the bundled sample is ranked; figures that only rise."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.importing import import_articles
from index.readers.outcome import ReadOptions, Reject
from index.readers.reading import read_articles
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "web" / "sample" / "articles.jsonl"
DATA = ROOT / "tests" / "data"

# Mean reciprocal rank of the current code on tests/data/judgements.tsv. Raise it when
# ranking improves; lowering it needs a reason in the commit message.
MRR_FLOOR = 1.0


def lines(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (DATA / name).read_text("utf-8").splitlines() if line]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    data = tmp_path_factory.mktemp("sample")

    def fail(reject: Reject) -> None:
        raise AssertionError(str(reject))

    with closing(open_archive(data, create=True)) as archive:
        outcomes = read_articles([str(SAMPLE)], ReadOptions(), sys.stdin.buffer)
        import_articles(archive, outcomes, on_reject=fail)
        reindex(data)
        yield Searcher(ArrayEngine(data), archive)


def found(searcher: Searcher, text: str) -> list[str]:
    page = searcher.search(parse(text).query, PageRequest(size=100))
    return [hit.article.id for hit in page.hits]


def test_mean_reciprocal_rank(sample: Searcher) -> None:
    ranks = []
    for text, wanted in lines("judgements.tsv"):
        ids = found(sample, text)
        places = [ids.index(id_) + 1 for id_ in wanted.split(",") if id_ in ids]
        ranks.append(1 / min(places) if places else 0.0)

    assert sum(ranks) / len(ranks) >= MRR_FLOOR


@pytest.mark.parametrize(("text", "expected", "id_"), lines("probes.tsv"))
def test_probe(sample: Searcher, text: str, expected: str, id_: str) -> None:
    ids = found(sample, text)

    if expected == "first":
        assert ids[:1] == [id_]
    else:
        assert expected == "absent"
        assert id_ not in ids


# What the formula gives today; a constant that moves, moves these. Change them with a reason
# in the commit message.
SCORES = {
    "melatih": [("contoh-020", 5.6053), ("contoh-033", 3.4261)],
    "harga beras": [("contoh-001", 21.8361), ("contoh-002", 7.5249)],
    "kapan banjir rob di Semarang": [("contoh-061", 46.8598), ("contoh-045", 13.2342)],
    "perbaikan jalan desa rusak berat": [("contoh-061", 13.1611), ("contoh-012", 12.0126)],
}


@pytest.mark.parametrize("text", SCORES)
def test_scores_are_those_that_were_measured(sample: Searcher, text: str) -> None:
    ranked = sample.rank(parse(text).query, 2)

    assert [id_ for id_, _ in ranked] == [id_ for id_, _ in SCORES[text]]
    assert [score for _, score in ranked] == pytest.approx(
        [score for _, score in SCORES[text]], abs=1e-4
    )
