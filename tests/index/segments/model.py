"""The documents of some batches as plain dictionaries, to compare an index with."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.fields import QUOTE, SPOKEN
from index.newstext.quotes import Quotation
from index.segments.bulk_writer import BulkWriter
from index.segments.format import OVERHANG, QUOTE_START, VALUE_FIELDS, VALUE_GAP

ANALYZER = Analyzer()
WORDS = (
    "beras harga melatih pelatihan latihan upload diupload di-upload anak anak-anak "
    "e-commerce commerce Ma'ruf ruf 5.000 Rp5.000 selesai.Selanjutnya dan/atau - ... naïve 日本 "
    "e KTP Ma beras, (beras Ruf. A. B. P.T. keretapi anaknya e-barang barang"
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
    published=st.none() | st.integers(-(2**35), 2**35),
    fields=st.dictionaries(
        st.sampled_from(VALUE_FIELDS), st.lists(names, min_size=1, max_size=3).map(tuple)
    ),
    quotes=st.lists(
        st.builds(
            lambda text, speaker: Quotation(start=0, end=len(text), text=text, speaker=speaker),
            texts,
            st.none() | names,
        ),
        max_size=3,
    ).map(tuple),
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
    return len(ANALYZER.words(text))


def words(text: str, base: int) -> Iterator[tuple[str, str, int]]:
    for token in ANALYZER.analyze(text):
        yield token.exact, token.root, base + token.position


def occurrences(document: Document, name: str) -> list[tuple[str, int]]:
    if name in {"text", "root"}:
        all_words = [
            *words(document.title, 0),
            *words(document.body, span(document.title) + 1),
        ]
        return [(exact if name == "text" else root, at) for exact, root, at in all_words]
    found: list[tuple[str, int]] = []
    base = 0
    if name in SPOKEN:
        for quote in document.quotes:
            speaker = quote.speaker or ""
            found += [(QUOTE_START, base)] if name == QUOTE else []
            said = quote.text if name == QUOTE else speaker
            found += [(exact, at) for exact, _, at in words(said, base + 1)]
            base += 1 + max(span(quote.text), span(speaker)) + OVERHANG
        return found
    values = document.fields.get(name, ())
    for one in values:
        found += [(exact, at) for exact, _, at in words(one, base)]
        base += span(one) + VALUE_GAP
    return found


def write(directory: Path, batch: Batch) -> None:
    half = len(batch.added) // 2
    with BulkWriter(directory, ANALYZER, memory_mb=batch.memory_mb) as writer:
        assert writer.add_all([batch.added[:half], batch.added[half:]]) == len(batch.added)
        writer.delete(batch.deleted)
