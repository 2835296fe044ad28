"""Engines that are libraries: ours, SQLite's FTS5, tantivy and Xapian."""

from __future__ import annotations

import os
import sqlite3
from importlib.util import find_spec
from typing import TYPE_CHECKING

from peers import clocked
from peers.corpus import bytes_below, texts

if TYPE_CHECKING:
    from pathlib import Path

    from peers import Ask

TOP = 10
TANTIVY_BUFFER = 256_000_000


class _Library:
    """An engine whose files are all in one directory."""

    is_here = True
    module = ""

    def missing(self) -> str:
        return "" if find_spec(self.module) else self.module

    def size(self, work: Path) -> int:
        return bytes_below(work)


class Arsip(_Library):
    """Our embedded index, without an archive, built on all cores."""

    name = "Arsip"
    module = "index"

    def build(self, corpus: Path, work: Path) -> None:
        from engine import build

        build(corpus, work / "index", os.cpu_count() or 1)

    def open(self, work: Path) -> Ask:
        from engine import text_of

        from search.arrays.engine import ArraySnapshot
        from search.engine import Search
        from search.language.parser import _parse

        snapshot = ArraySnapshot(work / "index")

        def ask(kind: str, words: list[str]) -> int:
            # Beside the memory of parsed queries, which no other engine has.
            query = _parse(text_of(kind, words), None).query
            return len(snapshot.ids(snapshot.find(Search(query=query, count=TOP)).docs))

        return clocked(ask)


class Fts5(_Library):
    """https://www.sqlite.org/fts5.html; a bare MATCH is a conjunction."""

    name = "SQLite FTS5"
    module = "sqlite3"

    def build(self, corpus: Path, work: Path) -> None:
        with sqlite3.connect(work / "fts.db") as db:
            db.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, body)")
            db.executemany("INSERT INTO t VALUES (?, ?, ?)", texts(corpus))

    def open(self, work: Path) -> Ask:
        db = sqlite3.connect(work / "fts.db")
        best = f"SELECT id FROM t WHERE t MATCH ? ORDER BY rank LIMIT {TOP}"  # noqa: S608

        def ask(kind: str, words: list[str]) -> int:
            between = {"phrase": " + ", "or": " OR "}.get(kind, " ")
            match = between.join(f'"{word}"' for word in words)
            return len(db.execute(best, (match,)).fetchall())

        return clocked(ask)


class Tantivy(_Library):
    """https://github.com/quickwit-oss/tantivy-py, one thread writing, so that it searches best."""

    name = "tantivy"
    module = "tantivy"

    def build(self, corpus: Path, work: Path) -> None:
        from tantivy import Document, Index, SchemaBuilder

        schema = SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("title", stored=True)
        schema.add_text_field("body", stored=True)
        index = Index(schema.build(), path=str(work))
        writer = index.writer(heap_size=TANTIVY_BUFFER, num_threads=1)
        for id_, title, body in texts(corpus):
            writer.add_document(Document(id=id_, title=title, body=body))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, work: Path) -> Ask:
        from tantivy import Index

        index = Index.open(str(work))
        searcher = index.searcher()

        def ask(kind: str, words: list[str]) -> int:
            text = (" OR " if kind == "or" else " AND ").join(words)
            text = f'"{" ".join(words)}"' if kind == "phrase" else text
            # By number: an id is stored beside the texts, all of which would be unpacked for it.
            return len(searcher.search(index.parse_query(text, ["title", "body"]), TOP).hits)

        return clocked(ask)


class Xapian(_Library):
    """https://getting-started-with-xapian.readthedocs.io; its Snowball stemmer."""

    name = "Xapian"
    module = "xapian"

    def build(self, corpus: Path, work: Path) -> None:
        import xapian

        db = xapian.WritableDatabase(str(work / "db"), xapian.DB_CREATE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("indonesian"))
        for id_, title, body in texts(corpus):
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(title)
            generator.increase_termpos()
            generator.index_text(body)
            document.set_data(id_)
            db.add_document(document)
        db.commit()
        db.close()

    def open(self, work: Path) -> Ask:
        import xapian

        db = xapian.Database(str(work / "db"))

        def ask(kind: str, words: list[str]) -> int:
            parser = xapian.QueryParser()
            parser.set_stemmer(xapian.Stem("indonesian"))
            parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
            parser.set_database(db)
            either = xapian.Query.OP_OR if kind == "or" else xapian.Query.OP_AND
            parser.set_default_op(either)
            text = " ".join(words)
            enquire = xapian.Enquire(db)
            enquire.set_query(parser.parse_query(f'"{text}"' if kind == "phrase" else text))
            return len([match.document.get_data() for match in enquire.get_mset(0, TOP)])

        return clocked(ask)
