"""Whoosh's queries on the arrays find what a model of plain dictionaries has."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from whoosh import query as wq
from whoosh.reading import EmptyReader, MultiReader, SegmentReader
from whoosh.searching import Searcher

from index.segments.contents import open_segments
from index.whoosh_view.codec import ArraySegment
from index.whoosh_view.schema import build_schema
from tests.index.segments.model import ANALYZER, Batch, Model, batches, write

SCHEMA = build_schema(ANALYZER)


def nothing_more(row: int) -> None:
    """Stand for an archive that has changed since."""


def searcher_of(directory: Path) -> Searcher:
    """Return a searcher of a build, which has no manifest yet."""
    readers = [
        SegmentReader(None, SCHEMA, ArraySegment(arrays, nothing_more))
        for arrays in open_segments(directory)
    ]
    return Searcher(MultiReader(readers) if readers else EmptyReader(SCHEMA))


@settings(max_examples=25, deadline=None)
@given(batches)
def test_queries_equal_the_model(history: list[Batch]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        model = Model()
        for batch in history:
            write(Path(directory), batch)
            model.apply(batch)
        with searcher_of(Path(directory)) as searcher:
            check_queries(searcher, model)


def check_queries(searcher: Searcher, model: Model) -> None:
    text, root = model.postings("text"), model.postings("root")

    def having(word: str) -> set[str]:
        return set(text.get(word, {}))

    def is_phrase(id_: str, first: str, second: str) -> bool:
        starts = text[first][id_].positions
        return any(at + 1 in text[second][id_].positions for at in starts)

    both = having("beras") & having("harga")
    expected = {
        wq.Term("text", "beras"): having("beras"),
        wq.Term("root", "latih"): set(root.get("latih", {})),
        wq.And([wq.Term("text", "beras"), wq.Term("text", "harga")]): both,
        wq.Or([wq.Term("text", "beras"), wq.Term("text", "upload")]): having("beras")
        | having("upload"),
        wq.And([wq.Term("text", "beras"), wq.Not(wq.Term("text", "harga"))]): having("beras")
        - having("harga"),
        wq.Phrase("text", ["harga", "beras"]): {
            id_ for id_ in both if is_phrase(id_, "harga", "beras")
        },
        wq.Prefix("text", "an"): {
            id_ for word in text if word.startswith("an") for id_ in text[word]
        },
        wq.Term("id", "a"): {"a"} & set(model.documents),
        wq.Every(): set(model.documents),
        wq.Every("author"): {
            one.id for one in model.documents.values() if one.fields.get("author")
        },
    }
    for query, ids in expected.items():
        results = searcher.search(query, limit=None)
        assert {hit["id"] for hit in results} == ids, query
        assert searcher.search(query, limit=2).scored_length() == min(2, len(ids))
    for word, found in text.items():
        assert searcher.doc_frequency("text", word) >= len(found)
        matcher = searcher.postings("text", word)
        weights = {}
        while matcher.is_active():
            id_ = searcher.stored_fields(matcher.id())["id"]
            weights[id_] = matcher.weight()
            assert matcher.value_as("positions") == sorted(found[id_].positions)
            matcher.next()
        assert weights == {id_: one.title + one.body for id_, one in found.items()}
