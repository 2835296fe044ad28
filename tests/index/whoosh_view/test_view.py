"""An archive answers Whoosh's own queries, as any index of Whoosh does."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import whoosh.fields
import whoosh.index
from whoosh import highlight, qparser, sorting
from whoosh import query as wq
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.query import spans

from index.archive.opening import open_archive
from index.article import Article
from index.errors import IndexBrokenError, IndexMissingError
from index.generations import Generations
from index.rebuild import reindex
from index.segments.contents import read_contents
from index.whoosh_view.view import ArrayIndex, open_index
from tests.building import build, put
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from whoosh.searching import Hit, Searcher

NEW = Article(
    id="baru",
    title="Pelatihan daring",
    body="Balai melatih petani. Harga beras tidak disebut di e-commerce mana pun.",
    published=datetime.fromisoformat("2024-05-06T07:08:09+07:00"),
    source="Zaman Baru",
    section="Ekonomi",
    author=("Ani Wijaya", "Budi Santoso"),
    tags=("pangan", "pelatihan"),
    url="https://contoh.id/baru",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in several segments, with deleted documents."""
    data = build(tmp_path_factory.mktemp("view") / "data", ARTICLES)
    with closing(open_archive(data)) as archive:
        archive.put([NEW])
        archive.remove([ARTICLES[-1].id])
    reindex(data)
    assert len(read_contents(Generations(data).current())) == 2
    return data


@pytest.fixture
def index(data: Path) -> ArrayIndex:
    return open_index(data)


@pytest.fixture
def searcher(index: ArrayIndex) -> Searcher:
    return index.searcher()


def ids(searcher: Searcher, query: wq.Query, **options: object) -> list[str]:
    return [hit["id"] for hit in searcher.search(query, limit=None, **options)]


def hit(searcher: Searcher, id_: str) -> Hit:
    (found,) = searcher.search(wq.Term("id", id_))
    return found


def holding(*words: str) -> set[str]:
    """Return the ids of the articles whose texts hold some words, letter by letter."""
    return {
        article.id
        for article in (*ARTICLES[:-1], NEW)
        if all(word in f"{article.title} {article.body}".lower() for word in words)
    }


def test_stored_fields_are_those_of_the_article(searcher: Searcher) -> None:
    fields = hit(searcher, "baru").fields()

    assert fields == {
        "id": "baru",
        "title": NEW.title,
        "text": NEW.body,
        "url": NEW.url,
        "date": NEW.published,
        "source": "Zaman Baru",
        "section": "Ekonomi",
        "author": "Ani Wijaya, Budi Santoso",
        "tag": "pangan, pelatihan",
    }


def test_what_an_article_lacks_is_not_stored(searcher: Searcher) -> None:
    bare = next(article for article in ARTICLES if article.source is None)

    assert "source" not in hit(searcher, bare.id).fields()


def test_an_article_that_changed_since_shows_what_the_index_knows(tmp_path: Path) -> None:
    data = build(tmp_path, [NEW])
    put(data, [replace(NEW, body="Lain sama sekali.")])

    found = hit(open_index(data).searcher(), "baru")

    assert found["source"] == "Zaman Baru"
    assert found["date"] == NEW.published
    assert "text" not in found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (wq.Term("text", "beras"), holding("beras")),
        (wq.Phrase("text", ["harga", "beras"]), holding("harga beras")),
        (wq.And([wq.Term("text", "harga"), wq.Term("text", "beras")]), holding("harga", "beras")),
        (
            wq.And([wq.Term("text", "beras"), wq.Not(wq.Term("text", "harga"))]),
            holding("beras") - holding("harga"),
        ),
        (wq.AndMaybe(wq.Term("text", "beras"), wq.Term("text", "harga")), holding("beras")),
        (wq.DisjunctionMax([wq.Term("text", "beras"), wq.Term("text", "tiada")]), holding("beras")),
        (wq.Prefix("text", "bera"), holding("bera")),
        (wq.Wildcard("text", "ber*s"), holding("beras")),
        (wq.Regex("text", "ber[a]s"), holding("beras")),
        (wq.FuzzyTerm("text", "berass"), holding("beras")),
        (wq.TermRange("text", "beras", "berasa"), holding("beras")),
        (wq.Every(), {article.id for article in (*ARTICLES[:-1], NEW)}),
        (wq.Every("tag"), {a.id for a in (*ARTICLES[:-1], NEW) if a.tags}),
        (wq.Term("source", "zaman"), {"baru"}),
        (wq.Phrase("author", ["ani", "wijaya"]), {"baru"}),
        (wq.Term("text", "tiada"), set()),
        (wq.Term("text", b"\xff"), set()),
        (wq.ConstantScoreQuery(wq.Term("id", "baru")), {"baru"}),
        (
            spans.SpanNear(wq.Term("text", "harga"), wq.Term("text", "beras"), slop=1),
            holding("harga beras"),
        ),
    ],
    ids=lambda value: "" if isinstance(value, set) else str(value),
)
def test_queries(searcher: Searcher, query: wq.Query, expected: set[str]) -> None:
    assert set(ids(searcher, query)) == expected
    assert set(ids(searcher, query, sortedby="date")) == expected


def test_deleted_documents_are_gone(searcher: Searcher) -> None:
    assert ids(searcher, wq.Term("id", ARTICLES[-1].id)) == []
    assert searcher.doc_count() == len(ARTICLES)
    assert searcher.doc_count_all() == len(ARTICLES) + 1


def test_better_matches_come_first_by_lengths_and_averages(tmp_path: Path) -> None:
    articles = [
        Article(id="panjang", title="Kabar", body="beras " + "kata lain " * 40),
        Article(id="pendek", title="Warta", body="beras kata lain"),
        Article(id="tiada", title="Warta lama", body="kata lain"),
    ]
    searcher = open_index(build(tmp_path, articles)).searcher()

    assert ids(searcher, wq.Term("text", "beras")) == ["pendek", "panjang"]
    assert searcher.avg_field_length("text") == (1 + 81 + 1 + 3 + 2 + 2) / 3
    assert searcher.doc_field_length(searcher.document_number(id="pendek"), "text") == 4
    assert searcher.avg_field_length("source") == 0


def test_sorting_and_grouping_by_columns(searcher: Searcher) -> None:
    published = {a.source or "" for a in (*ARTICLES[:-1], NEW)}
    sources = sorted(published - {"antara news"})  # which is shown as ANTARA News

    by_date = searcher.search(wq.Every(), limit=None, sortedby="date", reverse=True)
    by_source = searcher.search(wq.Every(), limit=None, sortedby="source", groupedby="source")
    backwards = sorting.FieldFacet("source", reverse=True)
    by_author = searcher.search(
        wq.Term("id", "baru"), groupedby=sorting.FieldFacet("author", allow_overlap=True)
    )

    assert by_date[0]["id"] == "baru"
    assert list(dict.fromkeys(found.get("source", "") for found in by_source)) == sources
    assert set(by_source.groups("source")) == set(sources)
    assert hit(searcher, ids(searcher, wq.Every(), sortedby=backwards)[0])["source"] == sources[-1]
    assert set(by_author.groups("author")) == {"Ani Wijaya", "Budi Santoso"}


def test_a_column_can_be_read_and_asked(searcher: Searcher) -> None:
    number = searcher.document_number(id="baru")

    assert searcher.reader().column_reader("date")[number] == NEW.published
    assert searcher.reader().column_reader("author")[number] == "Ani Wijaya, Budi Santoso"
    assert ids(searcher, wq.Every(), filter=wq.ColumnQuery("source", "Zaman Baru")) == ["baru"]


def test_highlights_are_whooshs_own(searcher: Searcher) -> None:
    results = searcher.search(wq.And([wq.Term("id", "baru"), wq.Term("root", "latih")]))
    results.formatter = highlight.UppercaseFormatter()
    exact = searcher.search(wq.And([wq.Term("id", "baru"), wq.Term("text", "ecommerce")]))
    exact.formatter = highlight.UppercaseFormatter()

    assert "Balai MELATIH petani" in results[0].highlights("root", text=results[0]["text"])
    assert "di E-COMMERCE" in exact[0].highlights("text")


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("root", "pelatihan", wq.Term("root", "latih")),
        ("text", "Pelatihan", wq.Term("text", "pelatihan")),
        ("text", '"harga beras"', wq.Phrase("text", ["harga", "beras"])),
        ("text", "Ma'ruf", wq.Term("text", "maruf")),
        ("text", '"di e-commerce mana"', wq.Phrase("text", ["di", "ecommerce", "mana"])),
        ("text", "source:Zaman", wq.Term("source", "zaman")),
        ("root", "beras AND NOT pelatihan", None),
        ("text", "bera*", wq.Prefix("text", "bera")),
    ],
)
def test_whooshs_parser_reads_as_the_index_was_written(
    searcher: Searcher, field: str, text: str, expected: wq.Query | None
) -> None:
    parsed = qparser.QueryParser(field, searcher.schema).parse(text)

    assert expected is None or parsed == expected
    assert ids(searcher, parsed) or "Ma'ruf" in text


def test_more_of_the_same_and_corrections(searcher: Searcher) -> None:
    similar = hit(searcher, "beras-naik").more_like_this("text", numterms=10)

    assert "beras" in searcher.suggest("text", "berass")
    assert {found["id"] for found in similar} <= {a.id for a in (*ARTICLES, NEW)}


def test_a_searcher_stays_and_a_fresh_one_follows(tmp_path: Path) -> None:
    data = build(tmp_path, ARTICLES[:5])
    index = open_index(data)
    searcher = index.searcher()
    first = Generations(data).current()

    put(data, [NEW])
    reindex(data)

    assert not searcher.up_to_date()
    assert ids(searcher, wq.Term("id", "baru")) == []
    assert ids(searcher.refresh(), wq.Term("id", "baru")) == ["baru"]
    assert index.doc_count() == 6
    assert open_index(data, generation=first).doc_count() == 5


def test_an_empty_archive_is_an_empty_index(tmp_path: Path) -> None:
    index = open_index(build(tmp_path, []))

    assert index.is_empty()
    assert ids(index.searcher(), wq.Every()) == []


def test_nothing_is_written_through_whoosh(index: ArrayIndex) -> None:
    with pytest.raises(ReadOnlyError, match="arsip reindex"):
        index.writer()
    with pytest.raises(ReadOnlyError, match="arsip reindex"):
        index.delete_by_term("id", "baru")


class Bomb:
    """A pickle that shows that it was loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_a_foreign_index_is_broken_and_never_unpickled(tmp_path: Path) -> None:
    whoosh.index.create_in(str(tmp_path), whoosh.fields.Schema(id=whoosh.fields.ID()))
    for name in ("_MAIN_1.toc", "manifest.json", "segments.json"):
        (tmp_path / name).write_bytes(pickle.dumps(Bomb(tmp_path / "loaded")))

    with pytest.raises(IndexMissingError):
        open_index(tmp_path)
    with pytest.raises(IndexBrokenError):
        open_index(tmp_path, generation=tmp_path)

    assert not (tmp_path / "loaded").exists()


def test_a_damaged_generation_is_broken(tmp_path: Path) -> None:
    data = build(tmp_path, ARTICLES[:3])
    (Generations(data).current() / "segments.json").write_text("{}")

    with pytest.raises(IndexBrokenError, match=r"segments\.json"):
        open_index(data)


def test_the_command_never_imports_whoosh() -> None:
    code = (
        "import sys, index.rebuild, search.arrays.engine, web.app, web.cli.main;"
        "from web.cli import serving, indexing;"
        "sys.exit('whoosh' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3])

    assert done.returncode == 0
