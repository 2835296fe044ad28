"""What only a cluster does: it is switched, it loses sight of what it held, it does not answer."""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.data import Places
from index.errors import IndexBrokenError, IndexMissingError, IndexUnreachableError, RefusedError
from index.opensearch.client import Cluster as Client
from index.opensearch.location import Location
from index.rebuild import reindex
from search import query as q
from search.errors import GenerationGoneError
from search.language.parser import parse
from search.opensearch import engine as engines
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.file_cache import FileCache
from search.results import FacetValue, PageRequest, Sort
from search.searcher import Searcher
from tests.building import put
from tests.cluster.nodes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.results import ResultPage
    from tests.cluster.nodes import Cluster

MANY = [
    Article(id=f"b{number:02}", title=f"Harga ke-{number}", body="Beras di pasar.")
    for number in range(12)
]


@pytest.fixture
def places(tmp_path: Path, index_url: str, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A dozen articles that are indexed."""
    monkeypatch.setenv("ARSIP_INDEX_REPLICAS", "0")
    put(tmp_path, MANY)
    places = Places(tmp_path, index=index_url)
    reindex(places)
    return places


@contextmanager
def searching(places: Places) -> Iterator[Searcher]:
    assert places.index
    with (
        closing(open_archive(places)) as archive,
        closing(Searcher(OpenSearchEngine(Location.parse(places.index)), archive)) as searcher,
    ):
        yield searcher


def find(searcher: Searcher, text: str, page: PageRequest | None = None) -> ResultPage:
    return searcher.search(parse(text).query, page or PageRequest())


def find_in_time(searcher: Searcher, text: str, end: float) -> ResultPage:
    """Return what is found, as soon as the cluster answers again."""
    while True:
        try:
            return find(searcher, text)
        except IndexUnreachableError:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_a_change_is_noticed_without_being_told(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOOK_SECONDS", 0.0)
    with searching(places) as searcher:
        before = find(searcher, "beras")
        put(places.data, [Article(id="baru", title="Baru", body="Beras baru.")])
        reindex(places)
        after = find(searcher, "beras")

    assert (before.total, after.total) == (12, 13)
    assert before.generation != after.generation


def test_new_values_are_counted_as_what_is_known(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the embedded engine does, see `tests.search.test_values`."""
    monkeypatch.setattr(engines, "LOOK_SECONDS", 0.0)
    known = [replace(article, source="Harian Lentera") for article in MANY]
    put(places.data, known)
    reindex(places, full=True)
    with searching(places) as searcher:
        put(places.data, [replace(MANY[0], id="baru", source="harian-lentera")])
        put(places.data, [replace(MANY[1], source="Suara Nusa")])
        assert reindex(places).mode == "incremental"

        page = find(searcher, "", PageRequest(facets=("source",)))
        words = find(searcher, "sumber:lentera").total

    assert page.facets["source"] == (FacetValue("Harian Lentera", 12), FacetValue("Suara Nusa", 1))
    assert words == 12


@pytest.mark.parametrize("full", [False, True])
def test_a_walk_goes_on_in_the_generation_it_began_in(
    places: Places, monkeypatch: pytest.MonkeyPatch, *, full: bool
) -> None:
    monkeypatch.setattr(engines, "LOOK_SECONDS", 0.0)
    asked = PageRequest(size=5, sort=Sort.NEWEST)
    with searching(places) as searcher:
        first = find(searcher, "beras", asked)
        put(places.data, [Article(id="a-baru", title="Baru", body="Beras baru.")])
        reindex(places, full=full)
        assert find(searcher, "beras").total == 13
        second = find(searcher, "beras", replace(asked, after=first.next))
        third = find(searcher, "beras", replace(asked, after=second.next))

    walked = [hit.article.id for page in (first, second, third) for hit in page.hits]
    assert walked == [article.id for article in MANY]
    assert first.generation == third.generation


def test_a_walk_goes_on_in_another_process(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which may not have seen yet that there is a newer generation."""
    monkeypatch.setattr(engines, "LOOK_SECONDS", 3600.0)
    asked = PageRequest(size=5, sort=Sort.NEWEST)
    with searching(places) as late:
        find(late, "beras")
        reindex(places, full=True)
        with searching(places) as early:
            first = find(early, "beras", asked)

        second = find(late, "beras", replace(asked, after=first.next))

    assert second.generation == first.generation
    assert [hit.article.id for hit in second.hits] == [article.id for article in MANY[5:10]]


def test_a_generation_that_is_two_back_is_gone(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOOK_SECONDS", 0.0)
    asked = PageRequest(size=5, sort=Sort.NEWEST)
    with searching(places) as searcher:
        first = find(searcher, "beras", asked)
        for _ in range(2):
            reindex(places, full=True)
            find(searcher, "beras")

        with pytest.raises(GenerationGoneError):
            find(searcher, "beras", replace(asked, after=first.next))


def test_a_moment_that_is_lost_is_taken_up_again(places: Places) -> None:
    """As it is when nobody has searched for long, or its node has died."""
    with searching(places) as searcher:
        wanted = find(searcher, "beras")
        assert places.index
        with closing(Client(Location.parse(places.index))) as client:
            client.ask("DELETE", "/_search/point_in_time/_all")

        found = find(searcher, "beras")

    assert found.total == 12
    assert [hit.article.id for hit in found.hits] == [hit.article.id for hit in wanted.hits]


def test_a_moment_that_is_lost_with_its_generation_is_over(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search begins again in the newest; a walk cannot."""
    monkeypatch.setattr(engines, "LOOK_SECONDS", 3600.0)
    asked = PageRequest(size=5, sort=Sort.NEWEST)
    with searching(places) as searcher:
        first = find(searcher, "beras", asked)
        put(places.data, [Article(id="a-baru", title="Baru", body="Beras baru.")])
        reindex(places, full=True)
        assert places.index
        with closing(Client(Location.parse(places.index))) as client:
            client.ask("DELETE", "/_search/point_in_time/_all")

        found = find(searcher, "beras")

        with pytest.raises(GenerationGoneError):
            find(searcher, "beras", replace(asked, after=first.next))
    assert found.total == 13
    assert found.generation != first.generation


def test_files_of_a_generation_are_fetched_once(places: Places, tmp_path: Path) -> None:
    """What is there needs no cluster; a damaged file is fetched again."""
    assert places.index
    location, cache = Location.parse(places.index), tmp_path / "berkas"
    with (
        closing(Client(location)) as client,
        closing(OpenSearchEngine(location, cache)) as engine,
        engine.reading() as snapshot,
    ):
        (kept,) = cache.iterdir()
        client.ask("DELETE", f"/{location.name}-*-files")
        with closing(OpenSearchEngine(location, cache)) as other, other.reading() as same:
            assert same.forms("beras") == snapshot.forms("beras") == [("beras", 12)]
        (kept / "words.arrays").unlink()
        (kept / "words.arrays").write_bytes(b"rusak")
        with (
            closing(OpenSearchEngine(location, cache)) as other,
            pytest.raises(IndexBrokenError),
            other.reading(),
        ):
            pass


@pytest.mark.parametrize("kind", ["file", "nowhere"])
def test_without_a_place_for_files_they_are_kept_as_long_as_the_engine(
    places: Places, tmp_path: Path, kind: str
) -> None:
    assert places.index
    cache = None if kind == "nowhere" else tmp_path / "berkas"
    if cache:
        cache.write_text("bukan direktori")
    with (
        closing(OpenSearchEngine(Location.parse(places.index), cache)) as engine,
        engine.reading() as snapshot,
    ):
        assert snapshot.documents == len(MANY)


def test_files_of_old_generations_are_removed_in_time(tmp_path: Path) -> None:
    cache = FileCache(tmp_path)
    for name in ("lama", "sebelum", "kini", "baru"):
        cache.of(name)
    os.utime(tmp_path / "lama", (1, 1))
    os.utime(tmp_path / "sebelum", (1, 1))

    cache.keep("kini", "sebelum")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["baru", "kini", "sebelum"]


def test_more_hits_than_the_cluster_gives_at_once(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.opensearch.snapshot.BATCH", 5)
    with searching(places) as searcher:
        assert searcher.find_ids(parse("beras").query) == [article.id for article in MANY]
        page = find(searcher, "beras", PageRequest(size=12))
        assert [hit.article.id for hit in page.hits] == [article.id for article in MANY]


def test_nothing_indexed_is_told(tmp_path: Path, index_url: str) -> None:
    put(tmp_path, MANY)
    with searching(Places(tmp_path, index=index_url)) as searcher, pytest.raises(IndexMissingError):
        find(searcher, "beras")


def test_a_lost_part_is_no_answer(
    cluster: Cluster, tmp_path: Path, index_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without copies, what was on a node that is gone is nowhere; the rest would be half of it."""
    monkeypatch.setenv("ARSIP_INDEX_REPLICAS", "0")
    monkeypatch.setenv("ARSIP_INDEX_SHARDS", "6")
    put(tmp_path, MANY)
    places = Places(tmp_path, index=index_url)
    reindex(places)
    with searching(places) as searcher:
        assert find(searcher, "beras").total == 12
        cluster.kill(2)
        try:
            for _ in range(3):
                with pytest.raises(IndexUnreachableError):
                    find(searcher, "beras")
        finally:
            cluster.heal()
        end = time.monotonic() + PATIENCE
        while searcher.health().damage and time.monotonic() < end:
            time.sleep(0.1)
        assert find_in_time(searcher, "beras", end).total == 12


@pytest.mark.parametrize(
    "query",
    [
        q.Or(tuple(q.Prefix("har") for _ in range(64))),
        q.And(tuple(q.Phrase(f"harga {'x' * n}", is_open=True) for n in range(3, 20))),
        q.Phrase(" ".join(["harga"] * 60), slop=100),
        q.Term("a" * 5_000),
        q.Prefix("~"),
        q.Term("* =x |y ~z ^"),
        q.Not(q.Not(q.Not(q.And()))),
    ],
)
def test_any_query_has_an_answer(places: Places, query: q.Query) -> None:
    with searching(places) as searcher:
        page = searcher.search(query, PageRequest(facets=("source", "year")))

    assert 0 <= page.total <= len(MANY)


# A cluster that is none, to see what is made of each of its answers


@contextmanager
def answering(status: int, body: object) -> Iterator[Location]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - named by the library

        def log_message(self, *_: Any) -> None:
            """Keep still."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Location((("127.0.0.1", server.server_address[1]),), "berita")
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "kind", "told"),
    [
        (401, "security_exception", "does not know us"),
        (403, "security_exception", "does not allow it"),
        (429, "circuit_breaking_exception", "has too much to do"),
        (503, "cluster_block_exception", "cannot answer now"),
        (400, "parse_exception", "refused"),
    ],
)
def test_what_a_cluster_refuses_is_told_in_a_line(status: int, kind: str, told: str) -> None:
    error = {"type": kind, "reason": "sebab\nitu", "root_cause": [{"reason": "sebab\nitu"}]}
    with (
        answering(status, {"error": error, "status": status}) as location,
        closing(Client(location)) as client,
        pytest.raises(IndexUnreachableError, match=told) as caught,
    ):
        client.ask("GET", "/berita")

    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, RefusedError) == (status == 400)
    assert (caught.value.retry_after is not None) == (status == 429)


@pytest.mark.parametrize("body", ["teks", [], None, {"version": 3}])
def test_what_is_no_cluster_is_an_error_of_ours(body: object, tmp_path: Path) -> None:
    put(tmp_path, MANY[:1])
    with answering(200, body) as location:
        places = Places(tmp_path, index=str(location))
        with searching(places) as searcher, pytest.raises(Exception) as caught:  # noqa: PT011
            find(searcher, "beras")

    assert type(caught.value).__name__ in {"IndexUnreachableError", "IndexBrokenError"}


def test_nobody_answers(tmp_path: Path) -> None:
    put(tmp_path, MANY[:1])
    places = Places(tmp_path, index="opensearch://127.0.0.1:1/berita")
    with (
        searching(places) as searcher,
        pytest.raises(IndexUnreachableError, match="does not answer"),
    ):
        find(searcher, "beras")
