"""What only a server can do to an archive: refuse, end, be shared by machines."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import find_database, open_archive
from index.archive.postgres import PostgresServer
from index.archive.storing import ImportCounts
from index.article import Article
from index.data import Places
from index.errors import ArchiveError, ArchiveMissingError, ArticleError, WriterLockedError
from index.lock import archive_lock, writer_lock
from tests.databases import OPENED, arguments, run_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.store import Archive
    from tests.postgres import Postgres

WORD = "kucing"


@pytest.fixture
def place(postgres: Postgres, tmp_path: Path) -> Places:
    return Places(tmp_path / "data", postgres.new_archive())


@pytest.fixture
def archive(place: Places) -> Iterator[Archive]:
    with closing(open_archive(place, create=True)) as archive:
        yield archive


def article(id_: str, body: str = "Isi berita.", title: str = "Judul") -> Article:
    return Article(id=id_, title=title, body=body)


def problem_with(address: str) -> str:
    """Return why an archive cannot be opened, in one line."""
    with pytest.raises(ArchiveError) as caught:
        open_archive(Places(Path("nowhere"), address))
    message = str(caught.value)
    assert "\n" not in message
    return message


# What cannot be reached


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        (f"mysql://budi:{WORD}@localhost/arsip", "not an address like postgresql://"),
        (f"postgresql:/budi:{WORD}@localhost", "not an address like postgresql://"),
        (f"postgresql://budi:{WORD}@localhost:pintu/arsip", "no address of a database"),
        (f"postgresql://budi:{WORD}@127.0.0.1:1/arsip", "Connection refused"),
        (f"postgresql://budi:{WORD}@127.0.0.1:1/arsip?warna=biru", "invalid"),
        (f"postgresql:///arsip?host=/nowhere&password={WORD}", "No such file or directory"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line(address: str, problem: str) -> None:
    message = problem_with(address)

    assert problem in message
    assert WORD not in message


def test_a_wrong_password_is_one_line_without_it(postgres: Postgres) -> None:
    postgres.run(
        "DO $$ BEGIN CREATE ROLE tamu LOGIN PASSWORD 'benar'; EXCEPTION"
        " WHEN duplicate_object THEN NULL; END $$"
    )

    message = problem_with(postgres.address(user=f"tamu:{WORD}"))

    assert "password authentication failed" in message
    assert WORD not in message
    assert "tamu:***@" in message


def test_a_database_that_is_not_there_is_named(postgres: Postgres) -> None:
    assert 'database "lain" does not exist' in problem_with(postgres.address(name="lain"))


def test_a_schema_that_is_not_there_cannot_be_written_to(postgres: Postgres) -> None:
    with pytest.raises(ArchiveError, match="no schema has been selected"):
        open_archive(Places(Path("nowhere"), postgres.address(schema="hilang")), create=True)


def test_a_database_in_another_encoding_is_refused(postgres: Postgres) -> None:
    postgres.run(
        "CREATE DATABASE kuno TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc"
    )

    assert "ENCODING 'UTF8'" in problem_with(postgres.address(name="kuno"))


def test_without_the_extra_it_is_named(place: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    message = problem_with(str(place.archive))

    assert message.endswith("needs the postgres extra: pip install 'arsip-berita[postgres]'")


def test_nothing_imported_yet_names_the_command(place: Places) -> None:
    with pytest.raises(ArchiveMissingError, match="arsip import"):
        open_archive(place)


# A server that comes and goes


def test_a_reader_goes_on_when_the_server_is_back(archive: Archive, postgres: Postgres) -> None:
    archive.put([article(f"a{number}", "Isi. " * 200) for number in range(2_000)])
    walk = archive.walk()
    next(walk)

    postgres.stop()
    try:
        for ask in (archive.revision, lambda: archive.get_rows([1]), lambda: archive.put([])):
            with pytest.raises(ArchiveError):
                ask()
        with pytest.raises(ArchiveError):
            list(walk)
    finally:
        postgres.start()

    assert archive.get("a1") == article("a1", "Isi. " * 200)
    assert len(archive.get_rows([1, 2])) == 2
    assert sum(1 for _ in archive.walk()) == 2_000
    assert archive.put([article("baru")]) == ImportCounts(1, 0, 0)


# What the database cannot keep


def test_a_text_with_a_nul_is_refused_by_article(archive: Archive) -> None:
    bad = article("buruk", "Isi\0berita.")

    with pytest.raises(ArticleError, match="article 'buruk': body holds a NUL character"):
        archive.put([article("baik"), bad])

    assert archive.count() == 0


def test_nothing_is_found_by_a_nul(archive: Archive) -> None:
    archive.put([article("a"), article("b")])
    archive.put([article("a", "Lain.")])

    assert archive.get("a\0") is None
    assert archive.get_many(["a\0", "b"]) == {"b": article("b")}
    assert archive.related("\0") == ()
    assert archive.find_titled(["Judul\0x", "\0"]) == {}
    assert archive.versions.history("a\0") is None
    assert archive.versions.get("a\0", 1) is None
    assert archive.versions.changes("a\0", most=9) == []
    assert archive.remove(["a\0"]) == 0


# Turns


def test_revisions_become_visible_in_their_order(place: Places) -> None:
    """What a reader has seen up to a revision never grows afterwards."""
    with ExitStack() as stack:
        archives = [
            stack.enter_context(closing(open_archive(place, create=True))) for _ in range(4)
        ]
        reader = stack.enter_context(closing(open_archive(place)))
        seen: dict[int, set[int]] = {}

        def write(number: int) -> None:
            for batch in range(15):
                some = [article(f"{number}-{batch}-{one}") for one in range(1 + number * 20)]
                archives[number].put(some)

        with ThreadPoolExecutor(4) as pool:
            done = [pool.submit(write, number) for number in range(4)]
            while not all(one.done() for one in done):
                revision = reader.revision()
                seen[revision] = set(reader.row_numbers(until=revision))
            for one in done:
                one.result()

        assert reader.revision() == 60
        assert len(seen) > 5
        for revision, rows in seen.items():
            assert set(reader.row_numbers(until=revision)) == rows


def test_a_tool_that_deletes_waits_for_its_turn(archive: Archive, place: Places) -> None:
    archive.put([article("a"), article("b"), article("c")])
    with closing(find_database(place)) as database, ThreadPoolExecutor(1) as pool:
        with database.writing():
            deleting = pool.submit(run_sql, place, "DELETE FROM articles WHERE id <> 'c'")
            with pytest.raises(TimeoutError):
                deleting.result(timeout=0.3)
        deleting.result(timeout=10)

    assert set(archive.removed_since(1)) == {"a", "b"}
    assert archive.revision() == 3
    assert archive.stamp(2) != archive.stamp(3)


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        (["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "DELETE FROM articles"], "COMMITTED"),
        (["TRUNCATE articles"], "use DELETE"),
    ],
)
def test_a_tool_cannot_remove_articles_unnoticed(
    archive: Archive, place: Places, statements: list[str], problem: str
) -> None:
    import psycopg

    archive.put([article("a")])

    with pytest.raises(psycopg.errors.RaiseException, match=problem):
        run_sql(place, *statements)

    assert archive.count() == 1


# Machines


def test_another_machine_that_writes_keeps_writers_out(place: Places, tmp_path: Path) -> None:
    elsewhere = Places(tmp_path / "elsewhere", place.archive)
    with writer_lock(place):
        with (
            pytest.raises(WriterLockedError, match=r"writing to postgresql://") as caught,
            writer_lock(elsewhere),
        ):
            pass
        assert caught.value.place == PostgresServer(str(place.archive)).name
        with pytest.raises(WriterLockedError, match="writing to /"), writer_lock(place):
            pass
    with writer_lock(elsewhere):
        pass


def test_whoever_has_written_keeps_nobody_out(place: Places) -> None:
    for _ in range(100):
        with archive_lock(place):
            pass
        with pytest.raises(ArchiveError, match="mine"), archive_lock(place):
            raise ArchiveError("mine")


def test_archives_in_one_database_do_not_wait_for_each_other(
    place: Places, postgres: Postgres
) -> None:
    with archive_lock(place), archive_lock(Places(place.data, postgres.new_archive())):
        pass


_HOLDING = f"""{OPENED}
from index.lock import writer_lock
with writer_lock(Places(Path(sys.argv[1]), sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_dies_with_its_process(place: Places, tmp_path: Path) -> None:
    elsewhere = Places(tmp_path / "elsewhere", place.archive)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDING, *arguments(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WriterLockedError), writer_lock(elsewhere):
            pass
        holder.kill()

    for attempt in range(50):
        try:
            with writer_lock(elsewhere):
                break
        except WriterLockedError:  # the server has not noticed yet
            assert attempt < 49
            time.sleep(0.1)


def test_a_lock_whose_server_ends_is_let_go_in_silence(
    place: Places, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    with writer_lock(place):
        postgres.stop()
        postgres.start()
        with closing(open_archive(place, create=True)) as archive:
            archive.put([article("a")])

    assert caplog.text == ""
    with writer_lock(place):
        pass


# Rights


def test_a_reader_needs_no_right_to_write(archive: Archive, postgres: Postgres) -> None:
    archive.put([article("a")])
    schema = str(archive.name).rpartition("%3D")[2]
    postgres.run(
        "DO $$ BEGIN CREATE ROLE pembaca LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    )
    postgres.run(f"GRANT USAGE ON SCHEMA {schema} TO pembaca")
    postgres.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO pembaca")
    place = Places(Path("nowhere"), postgres.address(user="pembaca", schema=schema))

    with closing(open_archive(place)) as reader:
        assert [kept.article for kept in reader.walk()] == [article("a")]
        assert reader.check() == []
        assert reader.size() > 0
        with archive_lock(place), pytest.raises(ArchiveError, match="permission denied"):
            reader.put([article("b")])


def test_a_trigger_that_is_gone_is_a_problem(archive: Archive, place: Places) -> None:
    run_sql(
        place,
        "DROP TRIGGER articles_removed ON articles",
        "ALTER TABLE articles DISABLE TRIGGER articles_corrected",
    )

    assert archive.check() == [
        f"the trigger {name} is missing or disabled"
        for name in ("articles_removed", "articles_corrected")
    ]
