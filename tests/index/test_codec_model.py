"""The arrays and Whoosh's queries on them equal a model made of plain dictionaries."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.searching import Searcher

from index.analysis.analyzer import Analyzer
from index.analysis.folding import CHUNK
from index.document import Document
from index.segments.bulk_writer import BulkWriter
from index.segments.format import FIELDS, UNDATED, VALUE_GAP
from index.segments.segment_reader import SegmentArrays
from index.whoosh_view.view import ArrayIndex, create_index, segments

ANALYZER = Analyzer()
WORDS = (
    "beras harga melatih pelatihan latihan upload diupload di-upload anak anak-anak "
    "e-commerce commerce Ma'ruf ruf 5.000 Rp5.000 selesai.Selanjutnya dan/atau - ... naïve 日本"
).split()
IDS = tuple("abcdefgh")

texts = st.lists(st.sampled_from(WORDS), max_size=8).flatmap(
    lambda words: st.sampled_from((" ", "\n", "\u00a0", ", ")).map(lambda gap: gap.join(words))
)
names = st.sampled_from(("ANTARA News", "Kompas", "Budi Santoso", "Nusa Dua, Bali"))
documents = st.builds(
    Document,
    row=st.integers(0, 2**40),
    id=st.sampled_from(IDS),
    title=texts,
    body=st.one_of(texts, texts.map(lambda text: f"{text} beras" * 70)),
    published=st.none() | st.integers(-(2**40), 2**40),
    source=st.none() | names,
    section=st.none() | names,
    place=st.none() | names,
    author=st.lists(names, max_size=3).map(tuple),
    tags=st.lists(names, max_size=2).map(tuple),
)


@dataclass
class Batch:
    """What one commit does."""

    added: list[Document]
    deleted: list[str]
    memory_mb: int


batches = st.lists(
    st.builds(
        Batch,
        st.lists(documents, max_size=6),
        st.lists(st.sampled_from(IDS), max_size=2),
        st.sampled_from((0, 64)),
    ),
    min_size=1,
    max_size=4,
)


@dataclass
class Found:
    """Occurrences of one term in one document."""

    title: int = 0
    body: int = 0
    positions: list[int] = field(default_factory=list)


class Model:
    """The documents by id, and every term of them by brute force."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}

    def apply(self, batch: Batch) -> None:
        for document in batch.added:
            self.documents[document.id] = document
        for id_ in batch.deleted:
            self.documents.pop(id_, None)

    def postings(self, name: str) -> dict[str, dict[str, Found]]:
        """Return the documents of every term of one field."""
        found: dict[str, dict[str, Found]] = defaultdict(lambda: defaultdict(Found))
        for id_, document in self.documents.items():
            title = span(document.title)
            for text, position in occurrences(document, name):
                one = found[text][id_]
                one.positions.append(position)
                if name in {"text", "root"} and position < title:
                    one.title += 1
                else:
                    one.body += 1
        return found


def span(text: str) -> int:
    return sum(len(ANALYZER.chunks[raw].words) for raw in CHUNK.findall(text))


def words(text: str, base: int) -> Iterator[tuple[str, str, int]]:
    for raw in CHUNK.findall(text):
        chunk = ANALYZER.chunks[raw]
        for place, (exact, root) in chunk.places:
            yield exact, root, base + place
        base += len(chunk.words)


def occurrences(document: Document, name: str) -> list[tuple[str, int]]:
    if name in {"text", "root"}:
        all_words = [
            *words(document.title, 0),
            *words(document.body, span(document.title) + 1),
        ]
        return [(exact if name == "text" else root, at) for exact, root, at in all_words]
    value = document.tags if name == "tag" else getattr(document, name)
    values = value if isinstance(value, tuple) else (value,) if value else ()
    found: list[tuple[str, int]] = []
    base = 0
    for one in values:
        found += [(exact, at) for exact, _, at in words(one, base)]
        base += span(one) + VALUE_GAP
    return found


def write(index: ArrayIndex, batch: Batch) -> None:
    half = len(batch.added) // 2
    with BulkWriter(index, ANALYZER, memory_mb=batch.memory_mb) as writer:
        assert writer.add_all([batch.added[:half], batch.added[half:]]) == len(batch.added)
        writer.delete(batch.deleted)


def read_postings(parts: Sequence[SegmentArrays], name: str) -> dict[str, dict[str, Found]]:
    """Return what the segments hold, in the shape of the model."""
    found: dict[str, dict[str, Found]] = defaultdict(dict)
    for part in parts:
        live = np.ones(part.doc_count, bool) if part.live is None else part.live
        terms = list(part.terms(name))
        assert [text for text, _ in terms] == sorted({text for text, _ in terms})
        for text, count in terms:
            postings = part.postings(name, text)
            assert postings is not None
            assert len(postings) == count
            assert not postings.docs.flags.writeable
            assert (np.diff(postings.docs) > 0).all()
            offsets, positions = postings.positions()
            for at, doc in enumerate(postings.docs.tolist()):
                if live[doc]:
                    code = int(postings.codes[at])
                    own = positions[offsets[at] : offsets[at + 1]].tolist()
                    found[text][part.ids([doc])[0]] = Found(code >> 6, code & 63, own)
    return found


def capped(terms: dict[str, dict[str, Found]]) -> dict[str, dict[str, Found]]:
    return {
        text: {
            id_: Found(min(one.title, 3), min(one.body, 63), sorted(one.positions))
            for id_, one in found.items()
        }
        for text, found in terms.items()
    }


@settings(max_examples=25, deadline=None)
@given(batches)
def test_arrays_equal_the_model(history: list[Batch]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        index = create_index(Path(directory))
        model = Model()
        for batch in history:
            write(index, batch)
            model.apply(batch)
        parts = segments(index)

        for name in FIELDS:
            assert read_postings(parts, name) == capped(model.postings(name)), name
        check_columns(parts, model)
        check_forms(parts, model)
        assert [part.verify() for part in parts] == [[] for _ in parts]
        with index.searcher() as searcher:
            check_queries(searcher, model)


def check_columns(parts: Sequence[SegmentArrays], model: Model) -> None:
    seen = {}
    for part in parts:
        for doc in range(part.doc_count):
            if part.live is not None and not part.live[doc]:
                continue
            id_ = part.ids(np.array([doc]))[0]
            assert part.find(id_) == doc
            document = model.documents[id_]
            assert part.rows[doc] == document.row
            date = UNDATED if document.published is None else document.published
            assert part.dates[doc] == date
            assert part.title_lengths[doc] == span(document.title)
            assert part.body_lengths[doc] == span(document.body)
            for name in ("source", "section", "place"):
                ids, values = part.values(name)
                value = None if ids[doc] < 0 else values[ids[doc]]
                assert value == getattr(document, name)
            start, end = part.author_offsets[doc : doc + 2]
            authors = tuple(part.author_values[at] for at in part.author_ids[start:end])
            assert authors == document.author
            seen[id_] = doc
        assert part.find("nobody") == -1
    assert set(seen) == set(model.documents)


def check_forms(parts: Sequence[SegmentArrays], model: Model) -> None:
    expected: dict[str, set[str]] = defaultdict(set)
    for document in model.documents.values():
        for text in (document.title, document.body):
            for exact, root, _ in words(text, 0):
                expected[root].add(exact)
    found: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for root, _ in part.terms("root"):
            forms = part.forms(root)
            found[root].update(form for form, _ in forms)
            if len(forms) == 1:
                own, merged = part.postings("text", forms[0][0]), part.postings("root", root)
                assert own is not None
                assert merged is not None
                alive = len(merged) if part.live is None else int(part.live[merged.docs].sum())
                assert forms[0][1] == alive
    for root, written in expected.items():
        assert written <= found[root]


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
        wq.Every("author"): {one.id for one in model.documents.values() if one.author},
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
    rows = [hit["id"] for hit in searcher.search(wq.Every(), sortedby="row", limit=None)]
    in_order = [model.documents[id_].row for id_ in rows]
    assert in_order == sorted(in_order)


def test_expanding_a_prefix_is_by_frequency_then_alphabet(tmp_path: Path) -> None:
    index = create_index(tmp_path)
    bodies = ("pada padi", "padi padam", "padang", "lada")
    with BulkWriter(index, ANALYZER) as writer:
        writer.add_all(
            [
                [
                    Document(row=row, id=str(row), title="x", body=text)
                    for row, text in enumerate(bodies)
                ]
            ]
        )
    (part,) = segments(index)

    assert part.expand("text", "pad", 3) == [("padi", 2), ("pada", 1), ("padam", 1)]
    assert part.expand("text", "z", 3) == []
    assert part.expand("nothing", "a", 3) == []


@pytest.mark.parametrize("name", ["text", "root"])
def test_a_root_of_one_form_shares_its_list(tmp_path: Path, name: str) -> None:
    index = create_index(tmp_path)
    with BulkWriter(index, ANALYZER) as writer:
        writer.add_all([[Document(row=1, id="a", title="beras", body="melatih pelatihan")]])
    (part,) = segments(index)

    beras, melatih = part.postings(name, "beras"), part.postings("text", "melatih")
    latih = part.postings("root", "latih")

    assert beras is part.postings("root", "beras")
    assert melatih is not None
    assert latih is not None
    assert melatih.key != latih.key
    assert part.forms("latih") == [("melatih", 1), ("pelatihan", 1)]
