"""Engines that are asked over a connection: PostgreSQL, OpenSearch, and Lucene in a JVM."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from peers import clocked
from peers.corpus import bytes_below, texts
from peers.embedded import TOP

if TYPE_CHECKING:
    from peers import Ask

LUCENE = Path(__file__).with_name("Lucene.java")
BULK = 2_000


class Postgresql:
    """https://www.postgresql.org/docs/current/textsearch-intro.html, a GIN index.

    Args:
        address: Of a database in which a table called ``beside`` may be made.
    """

    name = "PostgreSQL"
    is_here = False

    def __init__(self, address: str) -> None:
        self._address = address

    def missing(self) -> str:
        if not find_spec("psycopg"):
            return "psycopg"
        return "" if self._address else "--postgres"

    def build(self, corpus: Path, work: Path) -> None:
        with closing(self._connect()) as db:
            db.execute("DROP TABLE IF EXISTS beside")
            db.execute(
                "CREATE TABLE beside (id text, title text, body text, words tsvector GENERATED"
                " ALWAYS AS (to_tsvector('indonesian', title || ' ' || body)) STORED)"
            )
            with db.cursor().copy("COPY beside (id, title, body) FROM STDIN") as copy:
                for text in texts(corpus):
                    copy.write_row([part.replace("\0", "") for part in text])
            db.execute("CREATE INDEX ON beside USING gin (words)")
            db.execute("VACUUM ANALYZE beside")

    def open(self, work: Path) -> Ask:
        db = self._connect()

        def ask(kind: str, words: list[str]) -> int:
            made = {"phrase": "phraseto_tsquery", "or": "to_tsquery"}.get(kind, "plainto_tsquery")
            statement = (
                f"SELECT id FROM beside, {made}('indonesian', %s) query WHERE words @@ query"  # noqa: S608
                f" ORDER BY ts_rank_cd(words, query) DESC LIMIT {TOP}"
            )
            text = (" | " if kind == "or" else " ").join(words)
            return len(db.execute(statement, (text,)).fetchall())

        return clocked(ask)

    def size(self, work: Path) -> int:
        with closing(self._connect()) as db:
            found = db.execute("SELECT pg_total_relation_size('beside')").fetchone()
            return int(found[0])

    def _connect(self) -> Any:
        import psycopg

        return psycopg.connect(self._address, autocommit=True)


class OpenSearch:
    """https://docs.opensearch.org, over HTTP, its Indonesian analyzer, one part, no copies.

    Args:
        address: Of a node, on which an index called ``beside`` may be made.
    """

    name = "OpenSearch, HTTP"
    is_here = False

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc

    def missing(self) -> str:
        return "" if self._host else "--opensearch"

    def build(self, corpus: Path, work: Path) -> None:
        text = {"type": "text", "analyzer": "indonesian"}
        settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
        made = {"settings": settings, "mappings": {"properties": {"title": text, "body": text}}}
        with closing(self._connect()) as node:
            _call(node, "DELETE", "/beside?ignore_unavailable=true")
            _call(node, "PUT", "/beside", json.dumps(made))
            lines: list[str] = []
            for id_, title, body in texts(corpus):
                lines.append(json.dumps({"index": {"_id": id_}}))
                lines.append(json.dumps({"title": title, "body": body}))
                if len(lines) == 2 * BULK:
                    _call(node, "POST", "/beside/_bulk", "\n".join([*lines, ""]))
                    lines.clear()
            if lines:
                _call(node, "POST", "/beside/_bulk", "\n".join([*lines, ""]))
            _call(node, "POST", "/beside/_refresh")

    def open(self, work: Path) -> Ask:
        node = self._connect()
        fields = ["title", "body"]

        def ask(kind: str, words: list[str]) -> int:
            query = {"query": " ".join(words), "fields": fields}
            if kind == "phrase":
                query["type"] = "phrase"
            elif kind == "and":
                query |= {"operator": "and", "type": "cross_fields"}
            body = {"query": {"multi_match": query}, "size": TOP, "_source": False}
            return len(_call(node, "POST", "/beside/_search", json.dumps(body))["hits"]["hits"])

        return clocked(ask)

    def size(self, work: Path) -> int:
        with closing(self._connect()) as node:
            _call(node, "POST", "/beside/_flush")
            stats = _call(node, "GET", "/beside/_stats/store")
        return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._host, timeout=120)


def _call(
    node: http.client.HTTPConnection, method: str, path: str, body: str | None = None
) -> dict[str, Any]:
    kind = "application/x-ndjson" if path.endswith("_bulk") else "application/json"
    node.request(method, path, body and body.encode(), {"Content-Type": kind})
    answer = node.getresponse()
    found: dict[str, Any] = json.loads(answer.read())
    if answer.status >= http.HTTPStatus.BAD_REQUEST or found.get("errors"):
        raise SystemExit(f"{method} {path}: {answer.status} {str(found)[:300]}")
    return found


class Lucene:
    """https://lucene.apache.org, its IndonesianAnalyzer; times are taken inside the JVM.

    That is the one of ``JAVA_HOME``, if there is any.

    Args:
        jars: The directory of lucene-core, -analysis-common and -queryparser.
    """

    name = "Lucene"
    is_here = True

    def __init__(self, jars: Path | None) -> None:
        self._jars = jars

    def missing(self) -> str:
        if which(_java()) is None:
            return "java"
        return "" if self._jars and list(self._jars.glob("lucene-core-*.jar")) else "--lucene"

    def build(self, corpus: Path, work: Path) -> None:
        java = [*self._java(), "build", str(work)]
        with subprocess.Popen(java, stdin=subprocess.PIPE) as process:
            assert process.stdin
            for text in texts(corpus):
                fields = (" ".join(part.split()) for part in text)
                process.stdin.write(("\t".join(fields) + "\n").encode())
            process.stdin.close()
        if process.returncode:
            raise SystemExit(process.returncode)

    def open(self, work: Path) -> Ask:
        java = [*self._java(), "ask", str(work)]
        process = subprocess.Popen(
            java, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        return partial(_ask_line, process)

    def size(self, work: Path) -> int:
        return bytes_below(work)

    def _java(self) -> list[str]:
        # A program in source is compiled with a path that is written out only.
        jars = self._jars.glob("lucene-*.jar") if self._jars else ()
        return [_java(), "-cp", os.pathsep.join(map(str, jars)), str(LUCENE)]


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def _ask_line(process: subprocess.Popen[str], kind: str, words: list[str]) -> tuple[int, float]:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{kind}\t{' '.join(words)}\n")
    process.stdin.flush()
    found, nanoseconds = process.stdout.readline().split()
    return int(found), int(nanoseconds) / 1e9
