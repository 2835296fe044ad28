"""The arrays equal a model made of plain dictionaries."""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from index.document import Document
from index.segments.bulk_writer import BulkWriter
from index.segments.columns import Column
from index.segments.contents import open_segments
from index.segments.format import COLUMNS, FIELDS, UNDATED
from index.segments.segment import Segment
from tests.index.segments.model import (
    ANALYZER,
    Batch,
    Found,
    Model,
    batches,
    occurrences,
    span,
    words,
    write,
)


def read_postings(parts: Sequence[Segment], name: str) -> dict[str, dict[str, Found]]:
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
        model = Model()
        for batch in history:
            write(Path(directory), batch)
            model.apply(batch)
        parts = open_segments(Path(directory))

        for name in FIELDS:
            assert read_postings(parts, name) == capped(model.postings(name)), name
        check_columns(parts, model)
        check_forms(parts, model)
        assert [part.file.verify() for part in parts] == [[] for _ in parts]


def check_columns(parts: Sequence[Segment], model: Model) -> None:
    seen = {}
    for part in parts:
        lengths = {name: part.lengths(name) for name in FIELDS}
        columns = {name: values_of(part.column(name)) for name in COLUMNS}
        for doc in range(part.doc_count):
            if part.live is not None and not part.live[doc]:
                continue
            id_ = part.id(doc)
            assert part.find(id_) == doc
            document = model.documents[id_]
            assert part.rows[doc] == document.row
            date = UNDATED if document.published is None else document.published
            assert part.dates[doc] == date
            assert part.title_lengths[doc] == span(document.title)
            assert part.body_lengths[doc] == span(document.body)
            for name in FIELDS:
                assert lengths[name][doc] == length(document, name)
            for name in COLUMNS:
                assert tuple(columns[name][doc]) == document.fields.get(name, ())
            seen[id_] = doc
        assert part.find("nobody") == -1
    assert set(seen) == set(model.documents)


def length(document: Document, name: str) -> int:
    """Return the words of a document; in the text, by position."""
    if name in {"text", "root"}:
        return span(document.title) + span(document.body)
    return len(occurrences(document, name))


def values_of(column: Column) -> list[list[str]]:
    """Return the values of each document."""
    ids = iter(column.ids.tolist())
    return [[column.values[next(ids)] for _ in range(count)] for count in column.counts.tolist()]


def check_forms(parts: Sequence[Segment], model: Model) -> None:
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


def test_expanding_a_prefix_is_by_frequency_then_alphabet(tmp_path: Path) -> None:
    bodies = ("pada padi", "padi padam", "padang", "lada")
    with BulkWriter(tmp_path, ANALYZER) as writer:
        writer.add_all(
            [
                [
                    Document(row=row, id=str(row), title="x", body=text)
                    for row, text in enumerate(bodies)
                ]
            ]
        )
    (part,) = open_segments(tmp_path)

    assert part.expand("text", "pad", 3) == [("padi", 2), ("pada", 1), ("padam", 1)]
    assert part.expand("text", "z", 3) == []
    assert part.expand("nothing", "a", 3) == []


@pytest.mark.parametrize("name", ["text", "root"])
def test_a_root_of_one_form_shares_its_list(tmp_path: Path, name: str) -> None:
    with BulkWriter(tmp_path, ANALYZER) as writer:
        writer.add_all([[Document(row=1, id="a", title="beras", body="melatih pelatihan")]])
    (part,) = open_segments(tmp_path)

    beras, melatih = part.postings(name, "beras"), part.postings("text", "melatih")
    latih = part.postings("root", "latih")

    assert beras is part.postings("root", "beras")
    assert melatih is not None
    assert latih is not None
    assert melatih.key != latih.key
    assert part.forms("latih") == [("melatih", 1), ("pelatihan", 1)]


@pytest.mark.parametrize(
    ("values", "is_compact"),
    [([(), ("Kompas",), ("ANTARA",)], True), ([(), ("Budi", "Ani"), ("Ani",)], False)],
)
@pytest.mark.parametrize("name", COLUMNS)
def test_the_values_decide_how_a_column_is_written(
    tmp_path: Path, name: str, values: list[tuple[str, ...]], is_compact: bool
) -> None:
    documents = [
        Document(row=row, id=str(row), title="x", body="y", fields={name: own} if own else {})
        for row, own in enumerate(values)
    ]
    with BulkWriter(tmp_path, ANALYZER) as writer:
        writer.add_all([documents])
    (part,) = open_segments(tmp_path)

    assert values_of(part.column(name)) == [list(own) for own in values]
    assert (f"{name}.offsets" not in part.file) == is_compact


def test_all_terms_of_a_field_at_once(tmp_path: Path) -> None:
    documents = [Document(row=row, id=str(row), title="", body="beras naïve") for row in range(2)]
    with BulkWriter(tmp_path, ANALYZER) as writer:
        writer.add_all([documents])
    (part,) = open_segments(tmp_path)

    lexicon = part.lexicon("text")

    assert lexicon.letters.tobytes() == b"berasnaive"
    assert lexicon.starts.tolist() == [0, 5, 10]
    assert lexicon.counts.tolist() == [2, 2]
    assert part.lexicon("tag").starts.tolist() == [0]
