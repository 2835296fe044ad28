"""The index follows the archive, and whatever happens the old one still answers."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.aliases import Aliases
from index.archive.opening import open_archive
from index.check import check_build, verify_index
from index.copies.groups import Copies
from index.damage import find_damage
from index.data import aliases_file, archive_file, exceptions_file
from index.errors import ArchiveError, ArsipError, IndexBrokenError, WriterLockedError
from index.generations import Generations
from index.lock import writer_lock
from index.manifest import Manifest
from index.newstext.reading import Reading, read_body
from index.rebuild import reindex
from index.segments.contents import read_contents
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.searcher import Searcher
from tests.building import analyzer_of, build, put, values_of
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from pathlib import Path

    from index.article import Article

BERAS = {"beras-naik", "beras-turun", "beras-impor", "beras-harga"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive, indexed once for all tests, which have copies of it."""
    return build(tmp_path_factory.mktemp("made"), ARTICLES)


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A small archive, indexed."""
    return shutil.copytree(made, tmp_path, dirs_exist_ok=True)


def find(data: Path, text: str) -> set[str]:
    """Return the ids that a fresh searcher finds."""
    with closing(open_archive(data)) as archive:
        searcher = Searcher(ArrayEngine(data), archive)
        found = searcher.find_ids(parse(text).query)
        searcher.close()
    return set(found)


def remove(data: Path, *ids: str) -> None:
    with closing(open_archive(data)) as archive:
        archive.remove(ids)


def changed(id_: str, **changes: object) -> Article:
    """Return an article of the corpus with something changed."""
    article = next(article for article in ARTICLES if article.id == id_)
    return replace(article, **changes)  # type: ignore[arg-type]


def manifest(data: Path) -> Manifest:
    return Manifest.read(Generations(data).current())


def assert_sound(data: Path) -> None:
    """Check everything a generation promises, and that nothing lies beside it."""
    current = Generations(data).current()
    described = Manifest.read(current)
    with closing(open_archive(data)) as archive:
        assert verify_index(current, archive) == []
    names = {path.name for path in (data / "index").iterdir()}
    assert names <= {"current", current.name, described.previous}


# What is indexed


def test_the_first_reindex_is_full(tmp_path: Path) -> None:
    put(tmp_path, ARTICLES)

    report = reindex(tmp_path)

    assert (report.mode, report.written, report.removed) == ("full", len(ARTICLES), 0)
    assert report.documents == len(ARTICLES)
    assert report.generation == manifest(tmp_path).generation
    assert find(tmp_path, "beras") == BERAS
    assert_sound(tmp_path)


def test_nothing_changed_is_nothing_done(data: Path) -> None:
    before = manifest(data)

    report = reindex(data)

    assert (report.mode, report.written, report.removed) == ("unchanged", 0, 0)
    assert manifest(data) == before


def test_an_index_of_text_alone_stays_one_until_all_is_read(data: Path) -> None:
    first, second = (
        changed("beras-naik", id=name, body=f'"Beras {name} sudah tiba," kata Sri Mulyani di Palu.')
        for name in ("pertama", "kedua")
    )
    put(data, [first])
    assert reindex(data, full=True, reads=False).text_only
    put(data, [second])

    assert reindex(data).mode == "incremental"
    assert manifest(data).is_text_only
    assert find(data, "tiba mulyani") == {"pertama", "kedua"}
    assert find(data, "kutipan:tiba") == find(data, 'tokoh:"sri mulyani"') == set()
    assert reindex(data).mode == "unchanged"

    assert reindex(data, full=True).text_only

    assert reindex(data, full=True, reads=True).mode == "full"
    assert not manifest(data).is_text_only
    for query in ("kutipan:tiba", "oleh:mulyani", 'tokoh:"sri mulyani"'):
        assert find(data, query) == {"pertama", "kedua"}


def test_no_article_is_read_for_people_twice(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies: list[str] = []

    def read(body: str) -> Reading:
        bodies.append(body)
        return read_body(body)

    monkeypatch.setattr("index.names.read_body", read)
    monkeypatch.setattr("index.rebuild.read_body", read)

    assert reindex(data, full=True, reads=True).documents == len(bodies)


def test_a_large_archive_is_read_once_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.rebuild.MAX_READ_UNASKED", len(ARTICLES))
    data = build(tmp_path, ARTICLES)
    assert not manifest(data).is_text_only
    monkeypatch.setattr("index.rebuild.MAX_READ_UNASKED", len(ARTICLES) - 1)
    assert not reindex(data, full=True).text_only  # as it was

    shutil.rmtree(data / "index")

    assert reindex(data).text_only
    assert not reindex(data, full=True, reads=True).text_only
    assert not reindex(data, full=True).text_only


def test_an_unchanged_import_changes_no_index(data: Path) -> None:
    put(data, ARTICLES)

    assert reindex(data).mode == "unchanged"


def test_a_new_article_is_added_alone(data: Path) -> None:
    put(data, [changed("polos", id="baru", title="Beras merah", body="Beras merah laris.")])

    report = reindex(data)

    assert (report.mode, report.written, report.removed) == ("incremental", 1, 0)
    assert report.documents == len(ARTICLES) + 1
    assert find(data, "beras") == BERAS | {"baru"}
    assert_sound(data)


def test_a_changed_article_is_found_by_its_new_words_only(data: Path) -> None:
    put(data, [changed("beras-turun", title="Jagung", body="Jagung melimpah di ladang.")])

    report = reindex(data)

    assert (report.mode, report.written) == ("incremental", 1)
    assert report.documents == len(ARTICLES)
    assert find(data, "beras") == BERAS - {"beras-turun"}
    assert find(data, "jagung") == {"beras-turun"}
    assert_sound(data)


def test_a_removed_article_is_gone(data: Path) -> None:
    remove(data, "beras-turun")

    report = reindex(data)

    assert (report.mode, report.written, report.removed) == ("incremental", 0, 1)
    assert find(data, "beras") == BERAS - {"beras-turun"}
    assert_sound(data)


def test_a_row_deleted_by_hand_leaves_the_index(data: Path) -> None:
    with closing(sqlite3.connect(archive_file(data))) as connection, connection:
        connection.execute("DELETE FROM articles WHERE id = 'beras-turun'")

    assert reindex(data).removed == 1
    assert find(data, "beras") == BERAS - {"beras-turun"}


def test_an_article_that_comes_back_is_there_once(data: Path) -> None:
    remove(data, "beras-turun")
    put(data, [changed("beras-turun")])

    report = reindex(data)

    assert report.documents == len(ARTICLES)
    assert find(data, "beras") == BERAS
    assert_sound(data)


def test_what_came_and_went_between_is_no_trouble(data: Path) -> None:
    put(data, [changed("polos", id="sebentar")])
    remove(data, "sebentar")

    report = reindex(data)

    assert (report.written, report.removed) == (0, 0)
    assert report.documents == len(ARTICLES)


def test_many_changes_are_a_full_build(data: Path) -> None:
    put(data, [replace(article, language="su") for article in ARTICLES])

    assert reindex(data).mode == "full"
    assert find(data, "beras") == BERAS


def test_an_archive_can_become_empty_and_fill_again(data: Path) -> None:
    remove(data, *(article.id for article in ARTICLES))
    assert reindex(data).documents == 0
    assert find(data, "") == set()

    put(data, ARTICLES)

    assert reindex(data).documents == len(ARTICLES)
    assert find(data, "beras") == BERAS


def test_an_empty_archive_has_an_index(tmp_path: Path) -> None:
    put(tmp_path, [])

    assert reindex(tmp_path).documents == 0
    assert reindex(tmp_path).mode == "unchanged"


def test_a_full_build_on_request_is_the_same_index(data: Path) -> None:
    before = manifest(data)

    report = reindex(data, full=True)

    assert (report.mode, report.written) == ("full", len(ARTICLES))
    assert manifest(data).previous == before.generation
    assert manifest(data).analyzer == before.analyzer
    assert_sound(data)


def test_many_small_steps_make_the_index_of_one_full_build(data: Path) -> None:
    for number, article in enumerate(ARTICLES):
        put(data, [replace(article, body=f"{article.body} Versi {number}.")])
        if number % 3 == 0:
            remove(data, article.id)
        assert reindex(data).mode == "incremental"
    stepwise = {text: find(data, text) for text in ("beras", "versi", "bali", "-beras")}

    reindex(data, full=True)

    assert {text: find(data, text) for text in stepwise} == stepwise
    assert_sound(data)


@pytest.mark.parametrize("jobs", [2, 5])
def test_several_processes_make_the_same_index(data: Path, jobs: int) -> None:
    expected = {text: find(data, text) for text in ("beras", "bali", "")}

    report = reindex(data, full=True, jobs=jobs)

    assert report.documents == len(ARTICLES)
    assert {text: find(data, text) for text in expected} == expected
    assert_sound(data)


def aliases(data: Path) -> list[tuple[str, str, int]]:
    found = Aliases.open(Generations(data).current())
    assert found is not None
    return [(*one.alias, one.articles) for one in found.every()]


EXPLAINED = ("Dana Desa (DD)", "Dana Desa (DD)", "Bank Tani (BT)", "Tidak ada")


@pytest.mark.parametrize("jobs", [1, 3])
def test_aliases_follow_the_archive(data: Path, jobs: int) -> None:
    explaining = [
        changed("beras-naik", id=f"nama-{number}", body=body)
        for number, body in enumerate(EXPLAINED)
    ]
    put(data, explaining)
    reindex(data, full=True, jobs=jobs)
    assert aliases(data) == [("DD", "Dana Desa", 2), ("BT", "Bank Tani", 1)]

    put(data, [replace(explaining[0], body="Dana itu habis."), changed("beras-naik", title="Baru")])
    assert reindex(data).mode == "incremental"
    assert aliases(data) == [("BT", "Bank Tani", 1), ("DD", "Dana Desa", 1)]

    remove(data, "nama-2")
    assert reindex(data).mode == "incremental"
    assert aliases(data) == [("DD", "Dana Desa", 1)]
    assert_sound(data)


def copies(data: Path) -> list[list[str]]:
    found = Copies.open(Generations(data).current())
    assert found is not None
    return [[member.id for member in group] for group in found]


@pytest.mark.parametrize("jobs", [1, 3])
def test_copies_follow_the_archive(data: Path, jobs: int) -> None:
    body = " ".join(f"Kalimat {number} tentang sawah yang kering." for number in range(9))
    some = [changed("beras-naik", id=f"salin-{number}", body=body, url=None) for number in range(3)]
    put(data, some)
    reindex(data, full=True, jobs=jobs)
    assert copies(data) == [["salin-0", "salin-1", "salin-2"]]

    put(data, [replace(some[0], body="Sawah itu kini basah."), changed("beras-naik", title="Baru")])
    assert reindex(data).mode == "incremental"
    assert copies(data) == [["salin-1", "salin-2"]]

    remove(data, "salin-2")
    assert reindex(data).mode == "incremental"
    assert copies(data) == []
    assert_sound(data)


@pytest.mark.parametrize("missing", ["aliases.arrays", "copies.arrays", "values.json"])
def test_a_generation_from_before_there_was_a_file_answers_and_is_built_anew(
    data: Path, missing: str
) -> None:
    current = Generations(data).current()
    (current / missing).unlink()
    described = Manifest.read(current)
    files = {name: digest for name, digest in described.files.items() if name != missing}
    replace(described, files=files).write(current)

    assert find(data, "judul:naik")
    report = reindex(data)
    assert (report.mode, report.renewed) == ("full", ())
    assert aliases(data) == []


def test_progress_counts_every_article(tmp_path: Path) -> None:
    put(tmp_path, ARTICLES)
    done: list[int] = []

    reindex(tmp_path, progress=done.append)

    assert sum(done) == len(ARTICLES)


def test_what_changes_during_a_build_is_left_for_the_next(data: Path) -> None:
    new = changed("polos", title="Pantun disusun", body="Mempertanggungjawabkan pantun lama.")

    reindex(data, full=True, progress=lambda _: put(data, [new]))

    assert find(data, "disusun") == set()
    assert reindex(data).mode == "incremental"
    assert find(data, "disusun") == {"polos"}


# When an index does not fit any more


def test_exceptions_of_the_user_rebuild_the_index(data: Path) -> None:
    exceptions_file(data).write_text("pelatihan\tpelatihan\tnama kursus\n")

    report = reindex(data)

    assert report.mode == "full"
    assert find(data, "pelatihan") == {"latih-2"}
    assert reindex(data).mode == "unchanged"


def test_exceptions_taken_back_rebuild_it_again(data: Path) -> None:
    exceptions_file(data).write_text("pelatihan\tpelatihan\tnama kursus\n")
    reindex(data)
    exceptions_file(data).unlink()

    assert reindex(data).mode == "full"
    assert find(data, "pelatihan") == {"latih-1", "latih-2", "latih-3"}


def test_malformed_exceptions_leave_the_index(data: Path) -> None:
    exceptions_file(data).write_text("satu dua tiga\n")

    with pytest.raises(ArsipError, match=r"exceptions\.tsv:1"):
        reindex(data)

    assert find(data, "beras") == BERAS


def test_values_of_the_user_rebuild_the_index_and_are_reported(data: Path) -> None:
    assert reindex(data).renewed == ()
    aliases_file(data).write_text("sumber\tTempo\tMajalah Tempo\n")

    report = reindex(data)

    assert (report.mode, report.renewed) == ("full", ("aliases.tsv",))
    assert find(data, "sumber:majalah") == find(data, "sumber:tempo") != set()
    assert reindex(data).mode == "unchanged"

    aliases_file(data).write_text("# sumber\tTempo\tMajalah Tempo\n")
    assert reindex(data).renewed == ("aliases.tsv",)
    assert find(data, "sumber:majalah") == set()


def test_both_tables_of_the_user_are_reported(data: Path) -> None:
    aliases_file(data).write_text("sumber\tTempo\tMajalah Tempo\n")
    exceptions_file(data).write_text("pelatihan\tpelatihan\n")

    assert reindex(data, full=True).renewed == ("exceptions.tsv", "aliases.tsv")


def test_malformed_values_leave_the_index(data: Path) -> None:
    aliases_file(data).write_text("sumber\tTempo\n")

    with pytest.raises(ArsipError, match=r"aliases\.tsv:1"):
        reindex(data)

    assert find(data, "beras") == BERAS


@pytest.mark.parametrize("jobs", [1, 3])
def test_values_are_learned_from_texts_too(data: Path, jobs: int) -> None:
    many = [changed("polos", id=f"ibu-{n}", place="Washington", body="Rapat.") for n in range(50)]
    few = [
        changed("polos", id="salah", place="Washingto", body="Warga Washington berkumpul."),
        changed("polos", id="benar", place="Ashington", body="Warga Ashington berkumpul."),
    ]
    put(data, many + few)

    report = reindex(data, jobs=jobs)

    assert (report.mode, report.merged) == ("full", 12)  # one of a person
    merges = {(merge.value, merge.shown) for merge in values_of(data).merges}
    assert ("Washingto", "Washington") in merges
    assert "Ashington" not in {value for value, _ in merges}
    assert_sound(data)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"libraries": {"PySastrawi": "9"}}, id="other libraries"),
        pytest.param({"analyzer": "9-x"}, id="another analyzer"),
        pytest.param({"archive": "x"}, id="another archive"),
        pytest.param({"index_version": 99}, id="another version"),
        pytest.param({"columns": ()}, id="other fields"),
    ],
)
def test_an_index_that_does_not_fit_is_built_anew(data: Path, change: dict[str, object]) -> None:
    fitting = manifest(data)
    replace(fitting, **change).write(Generations(data).current())  # type: ignore[arg-type]

    assert reindex(data).mode == "full"
    assert manifest(data).analyzer == fitting.analyzer


@pytest.mark.parametrize("pattern", ["*.arrays", "segments.json", "manifest.json"])
@pytest.mark.parametrize("content", [b"", b"rusak" * 1_000])
def test_a_damaged_base_is_built_anew(data: Path, pattern: str, content: bytes) -> None:
    for file in Generations(data).current().glob(pattern):
        file.write_bytes(content)
    put(data, [changed("polos", body="Pantun baru.")])

    assert reindex(data).mode == "full"
    assert find(data, "beras") == BERAS
    assert_sound(data)


def test_damage_that_shows_only_in_use_is_built_anew(data: Path) -> None:
    current = Generations(data).current()
    (entry,) = read_contents(current)
    path = current / entry.file_name
    content = bytearray(path.read_bytes())
    start = content.index(b"beras")  # among the forms
    content[start : start + 4] = b"\xff" * 4
    path.unlink()
    path.write_bytes(content)
    assert find_damage(current)
    put(data, [replace(article, body="Pantun baru.") for article in ARTICLES[:15]])

    assert reindex(data).mode == "full"
    assert_sound(data)


def test_a_bug_on_a_sound_base_is_not_hidden(data: Path) -> None:
    def fail(_: int) -> None:
        raise ValueError("a bug")

    put(data, [changed("polos", body="Pantun baru.")])

    with pytest.raises(ValueError, match="a bug"):
        reindex(data, progress=fail)


def test_a_build_that_fails_its_check_is_never_seen(data: Path) -> None:
    before = manifest(data)

    def add_one(_: int) -> None:
        put(data, [changed("polos", id="baru")])

    with pytest.raises(IndexBrokenError, match="40 documents for 41 articles"):
        reindex(data, full=True, progress=add_one)

    assert manifest(data) == before
    assert_sound(data)


def test_the_check_misses_no_missing_article(data: Path) -> None:
    put(data, [changed("polos", id="baru")])

    with (
        closing(open_archive(data)) as archive,
        pytest.raises(IndexBrokenError, match="40 documents for 41 articles"),
    ):
        check_build(Generations(data).current(), archive, analyzer_of(data), archive.revision())


def test_going_back_and_on_again(data: Path) -> None:
    generations = Generations(data)
    first = generations.current()
    put(data, [changed("polos", id="baru", body="Beras merah.")])
    reindex(data)
    assert find(data, "beras") == BERAS | {"baru"}

    generations.switch(first)
    assert find(data, "beras") == BERAS

    assert reindex(data).mode == "incremental"
    assert find(data, "beras") == BERAS | {"baru"}
    assert_sound(data)


# Other processes, and the end of this one


def run(data: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in another process, with ``data`` and ``reindex`` at hand."""
    head = """
        import os, resource, signal, sys
        from pathlib import Path
        from index.lock import writer_lock
        from index.rebuild import reindex

        data = Path(sys.argv[1])

        def die(*_args, **_options):
            os.kill(os.getpid(), signal.SIGKILL)

        def at_step(number, act, counts=lambda: True):
            # Counts what is opened, linked, renamed or removed in the index.
            steps = 0

            def watch(event, args):
                nonlocal steps
                if event in STEPS and str(data / "index") in str(args[0]) and counts():
                    steps += 1
                    if steps == number:
                        act()

            sys.addaudithook(watch)

        STEPS = {"open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}

    """
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(head) + textwrap.dedent(code), str(data)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_second_writer_is_turned_away(data: Path) -> None:
    with writer_lock(data):
        result = run(data, "reindex(data, full=True)")

    assert "WriterLockedError" in result.stderr
    assert run(data, "reindex(data, full=True)").returncode == 0


def test_a_second_writer_in_this_process_is_turned_away(data: Path) -> None:
    with writer_lock(data), pytest.raises(WriterLockedError, match="another arsip process"):
        reindex(data)


def test_the_lock_dies_with_its_process(data: Path) -> None:
    result = run(data, "with writer_lock(data): die()")

    assert result.returncode == -signal.SIGKILL
    assert reindex(data).mode == "unchanged"


@pytest.mark.parametrize(
    ("options", "step"),
    [
        *(("full=True", step) for step in (2, 4, 7, 9, 14, 23, 24)),
        *(("full=False", step) for step in (6, 11, 14, 16, 22, 29, 32, 33)),
    ],
)
def test_killed_at_any_step_an_index_answers(data: Path, options: str, step: int) -> None:
    before = manifest(data)
    put(data, [changed("polos", id="baru", body="Beras merah.")])

    result = run(data, f"at_step({step}, die); reindex(data, {options})")

    assert result.returncode == -signal.SIGKILL, result.stderr
    is_switched = manifest(data) != before
    assert find(data, "beras") == BERAS | ({"baru"} if is_switched else set())
    assert reindex(data).mode == ("unchanged" if is_switched else "incremental")
    assert find(data, "beras") == BERAS | {"baru"}
    assert_sound(data)


def test_killed_before_the_first_index_is_done_there_is_none(tmp_path: Path) -> None:
    put(tmp_path, ARTICLES)

    assert run(tmp_path, "at_step(8, die); reindex(data)").returncode == -signal.SIGKILL

    assert reindex(tmp_path).mode == "full"
    assert_sound(tmp_path)


def test_a_worker_that_dies_fails_the_build_and_nothing_else(data: Path) -> None:
    before = manifest(data)

    result = run(
        data,
        """
        parent = os.getpid()
        at_step(2, die, lambda: os.getpid() != parent)
        reindex(data, full=True, jobs=2)
        """,
    )

    assert result.returncode == 1
    assert "Error" in result.stderr
    assert manifest(data) == before
    assert_sound(data)


def test_a_full_disk_leaves_the_old_index(data: Path) -> None:
    before = manifest(data)
    put(
        data,
        [
            changed(
                "polos", id=f"tebal-{number}", body=" ".join(f"k{number}x{at}" for at in range(300))
            )
            for number in range(100)
        ],
    )

    result = run(
        data,
        """
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            reindex(data)
        except OSError as error:
            print(type(error).__name__)
        """,
    )

    assert result.stdout.strip() == "OSError", result.stderr
    assert manifest(data) == before
    assert find(data, "beras") == BERAS
    assert reindex(data).documents == len(ARTICLES) + 100
    assert_sound(data)


def test_without_an_archive_there_is_nothing_to_index(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="arsip import"):
        reindex(tmp_path)

    assert not (tmp_path / "index").exists()


def test_a_file_in_the_place_of_the_index_is_a_clear_error(tmp_path: Path) -> None:
    put(tmp_path, ARTICLES)
    (tmp_path / "index").write_text("milik saya")

    with pytest.raises(OSError, match="index"):
        reindex(tmp_path)

    assert (tmp_path / "index").read_text() == "milik saya"


def test_old_generations_do_not_pile_up(data: Path) -> None:
    for _ in range(4):
        reindex(data, full=True)

    generations = [path for path in (data / "index").iterdir() if path.is_dir()]
    assert len(generations) == 2
