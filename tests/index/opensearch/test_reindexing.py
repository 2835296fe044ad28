"""An index in a cluster follows the archive, as one in files does."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.data import Places, aliases_file
from index.errors import (
    BuildFailedError,
    IndexBrokenError,
    IndexMissingError,
    IndexUnreachableError,
    LocationError,
    NothingBeforeError,
    WriterLockedError,
)
from index.locating import locate
from index.lock import writer_lock
from index.opensearch import filling
from index.opensearch import store as store_module
from index.opensearch.encoding import encode
from index.rebuild import reindex
from tests.building import put
from tests.corpus import ARTICLES
from tests.index.opensearch.kept import ask, counts, described, documents, indices

if TYPE_CHECKING:
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.article import Article
    from index.document import Document
    from index.opensearch.encoding import Encoded

EVERY = {article.id for article in ARTICLES}


@pytest.fixture
def empty(tmp_path: Path, index_url: str) -> Places:
    """An archive of some articles, and where its index may be."""
    put(tmp_path, ARTICLES)
    return Places(tmp_path, None, index_url)


@pytest.fixture
def places(empty: Places) -> Places:
    """The same, indexed."""
    reindex(empty)
    return empty


def remove(places: Places, *ids: str) -> None:
    with closing(open_archive(places)) as archive:
        archive.remove(ids)


def changed(id_: str, **changes: object) -> Article:
    """Return an article of the corpus with something changed."""
    article = next(article for article in ARTICLES if article.id == id_)
    return replace(article, **changes)  # type: ignore[arg-type]


def assert_sound(places: Places) -> None:
    """Check what a generation promises, and that nothing lies beside it."""
    index, manifest = described(places)
    with closing(open_archive(places)) as archive:
        assert locate(places).verify(archive) == (manifest.generation, [])
        assert manifest.documents == archive.count() == len(documents(places))
    kept = [manifest.generation, manifest.previous]
    assert len(indices(places)) <= 2 * len(kept)
    ask(places, "POST", f"/{index}-files/_refresh")
    files = ask(places, "POST", f"/{index}-files/_search", {"size": 1_000})["hits"]["hits"]
    assert set(manifest.files.values()) <= {file["_source"]["digest"] for file in files}
    left = {path.name for path in (places.data / "index").iterdir()}
    assert left == set()


def assert_as_anew(places: Places) -> None:
    """Check that a full build would make the same index."""
    before = documents(places), counts(places)
    reindex(places, full=True)
    after = documents(places), counts(places)
    for some in (*before[0].values(), *after[0].values()):
        del some["revision"]
    assert before[0] == after[0]
    assert before[1] == after[1]


# What is indexed


def test_the_first_reindex_is_full(empty: Places) -> None:
    report = reindex(empty)

    assert (report.mode, report.written, report.removed) == ("full", len(ARTICLES), 0)
    assert report.documents == len(ARTICLES)
    assert described(empty)[1].generation == report.generation
    assert documents(empty).keys() == EVERY
    assert_sound(empty)


def test_a_new_index_has_its_copies_and_is_refreshed_by_its_writer_only(places: Places) -> None:
    index, _ = described(places)

    settings = ask(places, "GET", f"/{index}/_settings")[index]["settings"]["index"]

    assert settings["number_of_replicas"] == "1"
    assert ask(places, "GET", f"/_cluster/health/{index}")["status"] == "green"
    assert settings["refresh_interval"] == "-1"


@pytest.mark.parametrize("jobs", [2, 5])
def test_several_processes_make_the_same_index(places: Places, jobs: int) -> None:
    before = documents(places), counts(places)

    assert reindex(places, full=True, jobs=jobs).written == len(ARTICLES)

    assert (documents(places), counts(places)) == before
    assert_sound(places)


def test_nothing_changed_is_nothing_done(places: Places) -> None:
    before = described(places)

    report = reindex(places)

    assert (report.mode, report.written, report.removed) == ("unchanged", 0, 0)
    assert described(places) == before


def test_what_changed_alone_is_written(places: Places) -> None:
    before = documents(places)
    put(places.data, [changed("polos", id="baru", body="Beras merah laris.")])
    put(places.data, [changed("beras-turun", title="Jagung", body="Jagung melimpah di ladang.")])
    remove(places, "beras-naik")

    report = reindex(places)

    assert (report.mode, report.written, report.removed) == ("incremental", 2, 1)
    after = documents(places)
    assert after.keys() == EVERY - {"beras-naik"} | {"baru"}
    assert after["beras-turun"]["row"] == before["beras-turun"]["row"]
    assert "=jagung" in after["beras-turun"]["text"][-1]
    same = EVERY - {"beras-naik", "beras-turun"}
    assert all(after[id_] == before[id_] for id_ in same)
    assert_sound(places)
    assert_as_anew(places)


def test_an_article_that_comes_back_is_there_once(places: Places) -> None:
    before = documents(places)["beras-turun"]["row"]
    remove(places, "beras-turun")
    put(places.data, [changed("beras-turun", body="Kembali.")])

    assert reindex(places).documents == len(ARTICLES)

    assert documents(places)["beras-turun"]["row"] != before
    assert_sound(places)
    assert_as_anew(places)


def test_what_came_and_went_between_is_no_trouble(places: Places) -> None:
    put(places.data, [changed("polos", id="sebentar")])
    remove(places, "sebentar")

    report = reindex(places)

    assert (report.written, report.removed) == (0, 0)
    assert_sound(places)


def test_many_small_steps_make_the_index_of_one_full_build(places: Places) -> None:
    for number, article in enumerate(ARTICLES[:12]):
        body = f"{article.body} Versi {number} dari Badan Urusan Logistik (Bulog)."
        put(places.data, [replace(article, body=body, source="Harian Pagi")])
        if number % 3 == 0:
            remove(places, article.id)
        assert reindex(places).mode == "incremental"

    assert_sound(places)
    assert_as_anew(places)


def test_many_changes_are_a_full_build(places: Places) -> None:
    put(places.data, [replace(article, language="su") for article in ARTICLES])

    assert reindex(places).mode == "full"


def test_an_archive_can_become_empty_and_fill_again(places: Places) -> None:
    remove(places, *EVERY)
    assert reindex(places).documents == 0
    assert documents(places) == {}
    assert reindex(places).mode == "unchanged"

    put(places.data, ARTICLES)

    assert reindex(places).documents == len(ARTICLES)
    assert_sound(places)


def test_what_changes_during_a_build_is_left_for_the_next(places: Places) -> None:
    new = changed("polos", title="Pantun disusun", body="Pantun lama.")

    reindex(places, full=True, progress=lambda _: put(places.data, [new]))
    assert reindex(places).mode == "incremental"

    assert "=disusun" in documents(places)["polos"]["text"][-1]
    assert_as_anew(places)


# When an index does not fit any more


def test_values_of_the_user_rebuild_the_index_and_are_reported(places: Places) -> None:
    aliases_file(places.data).write_text("sumber\tTempo\tMajalah Tempo\n")

    report = reindex(places)

    assert (report.mode, report.renewed) == ("full", ("aliases.tsv",))
    assert reindex(places).mode == "unchanged"


def test_another_mapping_is_built_anew(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAPPING_DIGEST", "another")

    assert reindex(places).mode == "full"


def test_a_damaged_file_is_found_and_built_anew(places: Places) -> None:
    index, manifest = described(places)
    digest = manifest.files["words.arrays"]
    part = ask(places, "GET", f"/{index}-files/_doc/{digest}-0")["_source"]
    part["data"] = part["data"][:-8] + "AAAAAAAA"
    ask(places, "PUT", f"/{index}-files/_doc/{digest}-0", part)
    problem = "words.arrays is missing or not the file that was written"

    with closing(open_archive(places)) as archive:
        assert locate(places).verify(archive) == (manifest.generation, [problem])
    report = reindex(places)

    assert report.mode == "full"
    assert report.damage == (f"generation {manifest.generation}: {problem}",)
    assert_sound(places)


def test_documents_that_are_gone_are_noticed_and_built_anew(places: Places) -> None:
    index, manifest = described(places)
    row = documents(places)["polos"]["row"]
    ask(places, "DELETE", f"/{index}/_doc/{row}", refresh="true")

    with closing(open_archive(places)) as archive:
        (problem,) = locate(places).verify(archive).problems
    report = reindex(places)

    assert problem == f"holds {len(ARTICLES) - 1} documents, not {len(ARTICLES)}"
    assert report.mode == "full"
    assert report.damage == (f"generation {manifest.generation}: {problem}",)
    assert documents(places).keys() == EVERY


def test_an_index_without_a_manifest_is_built_anew(places: Places) -> None:
    index, _ = described(places)
    ask(places, "PUT", f"/{index}/_mapping", {"_meta": {"manifest": "rusak", "mapping": ""}})

    with pytest.raises(IndexBrokenError, match="damaged or not ours"):
        locate(places).current()
    assert reindex(places).mode == "full"
    assert_sound(places)


def test_a_build_that_fails_its_check_is_never_seen(places: Places) -> None:
    before, kept = described(places), indices(places)

    with pytest.raises(IndexBrokenError, match="40 documents for 41 articles"):
        reindex(
            places,
            full=True,
            progress=lambda _: put(places.data, [changed("polos", id="baru")]),
        )

    assert (described(places), indices(places)) == (before, kept)
    assert documents(places).keys() == EVERY


def test_an_article_that_is_refused_is_named(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, kept = described(places), indices(places)

    def encode_badly(document: Document, analyzer: Analyzer, revision: int) -> Encoded:
        encoded = encode(document, analyzer, revision)
        return encoded | ({"tidak dikenal": 1} if document.id == "polos" else {})

    monkeypatch.setattr(filling, "encode", encode_badly)

    with pytest.raises(BuildFailedError, match=r"^article 'polos' cannot be indexed: strict"):
        reindex(places, full=True)

    assert (described(places), indices(places)) == (before, kept)


# Back, and at the same time


def test_going_back_and_on_again(places: Places) -> None:
    first = described(places)
    store = locate(places)
    with pytest.raises(NothingBeforeError, match="no earlier index"):
        store.roll_back()
    put(places.data, [changed("polos", id="baru")])
    reindex(places, full=True)
    put(places.data, [changed("polos", id="lagi")])
    assert reindex(places).mode == "incremental"

    assert store.roll_back() == first[1]

    assert described(places) == first
    assert documents(places).keys() == EVERY
    assert reindex(places).mode == "incremental"
    assert documents(places).keys() == EVERY | {"baru", "lagi"}
    assert_as_anew(places)


def test_a_damaged_index_is_no_way_back(places: Places) -> None:
    index, manifest = described(places)
    reindex(places, full=True)
    ask(places, "DELETE", f"/{index}-files")

    with pytest.raises(NothingBeforeError, match=f"The earlier index {manifest.generation}: "):
        locate(places).roll_back()


def test_old_generations_do_not_pile_up(places: Places) -> None:
    for _ in range(3):
        reindex(places, full=True)
    put(places.data, [changed("polos", body="Baru.")])
    reindex(places)

    _, manifest = described(places)
    assert len(indices(places)) == 4
    assert manifest.previous != manifest.generation
    assert_sound(places)


def test_one_writer_at_a_time(places: Places) -> None:
    with writer_lock(places.data), pytest.raises(WriterLockedError):
        reindex(places)


def test_an_index_of_somebody_else_is_left_alone(empty: Places) -> None:
    ask(empty, "PUT", "/NAME")

    with pytest.raises(LocationError, match="none of ours"):
        reindex(empty)

    assert indices(empty) == []


def test_names_that_begin_alike_are_not_mixed_up(places: Places) -> None:
    other = Places(places.data, None, f"{places.index}-2")
    reindex(other)
    before = described(other)

    for _ in range(2):
        reindex(places, full=True)

    assert described(other) == before
    assert documents(other).keys() == EVERY


def test_before_the_first_reindex_there_is_no_index(empty: Places) -> None:
    store = locate(empty)

    with pytest.raises(IndexMissingError, match=f"no index at {empty.index} yet"):
        store.current()
    with pytest.raises(IndexMissingError):
        store.roll_back()


def test_a_cluster_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    put(tmp_path, ARTICLES)

    with pytest.raises(IndexUnreachableError, match=r"127\.0\.0\.1:9/berita: does not answer"):
        reindex(Places(tmp_path, None, "opensearch://127.0.0.1:9/berita"))
