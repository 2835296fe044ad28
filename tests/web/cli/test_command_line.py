"""The `arsip` command as a user meets it: output, complaints and exit codes."""

from __future__ import annotations

import csv
import http.client
import io
import json
import os
import re
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from index.data import Places
from index.lock import writer_lock
from tests.building import segment_files
from web.cli.main import COMMANDS, load, run_command
from web.settings import Settings, is_secret, option, read_settings
from web.tokens import holder_of

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]

ARTICLES = [
    {
        "id": "a1",
        "title": "Balai desa melatih pemuda merakit perahu",
        "body": "Ambon, Maluku (Kabar Pesisir) - Dua puluh pemuda dilatih merakit perahu.\n"
        "Baca juga: Harga ikan naik",
        "date": "Sabtu, 13 Oktober 2018 10:26 WIB",
    },
    {
        "id": "a2",
        "title": "Harga ikan naik",
        "body": "Pelatihan nelayan membuat harga ikan lebih baik.",
        "date": "2019-02-01",
        "source": "Kabar Pesisir",
    },
    {"id": "a3", "title": "=Rumus", "body": "Judul ini mirip rumus lembar sebar."},
]


class Outcome(NamedTuple):
    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.out)
        return value


@pytest.fixture
def arsip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """Runs one command on a data directory of its own."""
    monkeypatch.setenv("ARSIP_DATA", str(tmp_path / "data"))

    def run(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        code = run_command([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles, imported and indexed once for all tests, which have copies of it."""
    data = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines(*ARTICLES)), "utf-8"))
        assert run_command(["import", "-", "--data", str(data)]) == 0
    assert run_command(["reindex", "--data", str(data)]) == 0
    return data


@pytest.fixture
def indexed(arsip: Callable[..., Outcome], made: Path, tmp_path: Path) -> Callable[..., Outcome]:
    """The same, with three articles imported and indexed."""
    shutil.copytree(made, tmp_path / "data")
    return arsip


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help(arsip: Callable[..., Outcome], name: str, flag: str) -> None:
    outcome = arsip(name, flag)

    assert outcome.code == 0
    assert all(f"{place} " in outcome.out for place in ("--data", "--archive", "--index"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_each_command_says_of_itself(name: str) -> None:
    _, about = COMMANDS[name]

    assert (load(name).help or "").startswith(about.removesuffix("."))


# What takes longer to load than a page of help to read. The options of a server are checked by
# pydantic, and described where they are declared.
HEAVY = {"numpy", "sqlalchemy", "flask", "werkzeug", "whoosh", "rich", "babel", "pydantic"}
DECLARED_WITH = {"serve": {"pydantic"}, "demo": {"pydantic"}}


def loaded_by(arguments: list[str], cwd: Path) -> tuple[set[str], str]:
    """Return the heavy modules that a command loads, and what it prints."""
    code = f"""
import sys
from web.cli.main import run_command
code = run_command({arguments})
assert code == 0, code
print(*({HEAVY} & sys.modules.keys()), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
    )
    return set(done.stderr.split()), done.stdout


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *([n, "--help"] for n in COMMANDS)]
)
def test_help_loads_nothing_that_only_the_work_needs(arguments: list[str], tmp_path: Path) -> None:
    loaded, _ = loaded_by(arguments, tmp_path)

    assert loaded == DECLARED_WITH.get(arguments[0], set())


def test_the_list_of_commands_names_them_all(tmp_path: Path) -> None:
    _, listed = loaded_by(["--help"], tmp_path)

    assert all(f"\n  {name} " in listed for name in COMMANDS)


def test_roots_need_no_archive_and_load_none(tmp_path: Path) -> None:
    loaded, printed = loaded_by(["stem", "melatih"], tmp_path)

    assert loaded == set()
    assert printed == "melatih\tlatih\n"


def test_a_search_loads_no_server_and_no_bar(
    indexed: Callable[..., Outcome], tmp_path: Path
) -> None:
    found, printed = loaded_by(["search", "pelatihan"], tmp_path)

    assert found & {"flask", "werkzeug", "whoosh", "rich"} == set()
    assert "Harga ikan naik" in printed


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`arsip {name}" in (ROOT / "README.md").read_text("utf-8")


def test_import_counts_what_it_did(arsip: Callable[..., Outcome]) -> None:
    first = arsip("import", "--json", "-", stdin=lines(*ARTICLES))
    again = arsip("import", "--json", "-", stdin=lines(*ARTICLES))
    changed = arsip("import", "--json", "-", stdin=lines(ARTICLES[0] | {"title": "Lain"}))

    assert first.json() == {"added": 3, "changed": 0, "unchanged": 0, "rejected": 0}
    assert again.json() == {"added": 0, "changed": 0, "unchanged": 3, "rejected": 0}
    assert changed.json() == {"added": 0, "changed": 1, "unchanged": 0, "rejected": 0}


def test_a_bad_record_is_one_line_and_the_rest_goes_in(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "berita.jsonl"
    path.write_bytes(lines(ARTICLES[0]) + b"{broken\n" + lines({"title": "x"}, ARTICLES[1]))
    rejects = tmp_path / "rejects.jsonl"

    outcome = arsip("import", path, "--rejects", rejects)

    assert outcome.code == 3
    assert outcome.out == "2 articles added, 0 changed, 0 unchanged, 2 rejected.\n"
    complaints = outcome.err.splitlines()
    assert complaints[0].startswith(f"{path}:2: not JSON")
    assert complaints[1].startswith(f"{path}:3: ")
    kept = [json.loads(line) for line in rejects.read_bytes().splitlines()]
    assert [(one["line"], one["record"]) for one in kept] == [(2, "{broken"), (3, '{"title": "x"}')]


def test_one_id_for_two_articles_is_rejected_with_its_line(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "berita.jsonl"
    path.write_bytes(lines(ARTICLES[0], ARTICLES[0], ARTICLES[1] | {"id": "a1"}))

    outcome = arsip("import", path)

    assert outcome.code == 3
    assert outcome.err.startswith(f"{path}:3: id 'a1' was used before in this import")
    assert arsip("import", path).out.startswith("0 articles added, 0 changed, 2 unchanged")


def test_a_number_of_two_sites_replaces_no_article(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    one, other = tmp_path / "kabar.jsonl", tmp_path / "warta.jsonl"
    one.write_bytes(lines({"id": 12, "body": "Air surut.", "url": "https://kabar.id/?p=12"}))
    theirs = {"id": 12, "body": "Harga beras naik.", "url": "https://warta.id/?p=12"}
    other.write_bytes(lines(theirs, theirs | {"id": 13, "url": "https://warta.id/?p=13"}))
    arsip("import", one)

    outcome = arsip("import", other)

    assert outcome.code == 3
    assert outcome.out.startswith("1 article added, 0 changed, 0 unchanged, 1 rejected")
    assert f"{other}:1: id '12' is of another site's article, https://kabar.id/?p=12" in outcome.err
    assert arsip("import", "--strict", other).code == 1
    assert arsip("import", "--map", "id=url", other).out.startswith("2 articles added")
    assert arsip("export").out.count("Air surut.") == 1


def test_strict_stops_at_the_first_bad_record(arsip: Callable[..., Outcome]) -> None:
    broken = lines(ARTICLES[0]) + b"{broken\n" + lines(ARTICLES[1])

    outcome = arsip("import", "--strict", "-", stdin=broken)

    assert outcome.code == 1
    assert arsip("status", "--json").json()["articles"] == 1


def generation(data: Path) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """Return the manifest of the index in use and its other files, without what differs always."""
    directory = data / "index" / (data / "index" / "current").read_text().strip()
    manifest = json.loads((directory / "manifest.json").read_bytes())
    for name in ("generation", "created", "archive", "stamp", "previous", "files", "digest"):
        manifest.pop(name)
    found = [
        (re.sub("^[0-9a-f]{16}", "segment", path.name), path.read_bytes())
        for path in directory.iterdir()
        if path.name not in {"manifest.json", "segments.json"}
    ]
    return manifest, sorted(found)


def test_an_import_that_indexes_leaves_what_two_commands_leave(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    articles = ROOT / "web" / "sample" / "articles.jsonl"

    both = arsip("import", articles, "--reindex")
    arsip("import", articles, "--data", tmp_path / "other")
    arsip("reindex", "--full", "--data", tmp_path / "other")

    assert both.code == 0
    assert re.fullmatch(
        r"72 articles added, .*\n72 articles indexed, .* \(.*, full\); 72 articles searchable\.\n"
        r"(Spellings .*\n)?",
        both.out,
    )
    assert both.err == ""
    assert generation(tmp_path / "data") == generation(tmp_path / "other")
    assert arsip("reindex").out == "Nothing to do: 72 articles searchable.\n"


def test_an_import_indexes_what_can_be_read_and_only_what_is_new(
    indexed: Callable[..., Outcome],
) -> None:
    record = {"id": "a4", "title": "Panen raya", "body": "Petani panen cabai."}

    first = indexed("import", "--reindex", "--json", "-", stdin=lines(record) + b"{broken\n")
    again = indexed("import", "--reindex", "-", stdin=lines(record))

    assert first.code == 3
    assert first.json()["rejected"] == first.json()["added"] == 1
    done = first.json()["reindex"]
    assert (done["mode"], done["written"], done["documents"]) == ("incremental", 1, 4)
    assert again.out.endswith("Nothing to do: 4 articles searchable.\n")
    assert "a4" in indexed("search", "cabai").out


def test_an_import_is_counted_when_indexing_fails(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "index").write_bytes(b"in the way")

    outcome = arsip("import", "--reindex", "--json", "-", stdin=lines(*ARTICLES))

    assert outcome.code == 1
    assert outcome.json() == {"added": 3, "changed": 0, "unchanged": 0, "rejected": 0}
    assert len(outcome.err.splitlines()) == 1


def test_a_field_is_mapped(arsip: Callable[..., Outcome]) -> None:
    record = {"judul_berita": "Panen raya", "teks": "Petani panen."}

    arsip("import", "--map", "title=judul_berita", "--map", "body=teks", "-", stdin=lines(record))

    assert json.loads(arsip("export").out)["title"] == "Panen raya"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["import"], id="no source"),
        pytest.param(["import", "--map", "title", "-"], id="half a mapping"),
        pytest.param(["reindex", "--full", "--if-needed"], id="contradiction"),
        pytest.param(["reindex", "--text-only"], id="text alone of what is new"),
        pytest.param(["search"], id="no query"),
        pytest.param(["search", "x", "-n", "0"], id="no hits a page"),
        pytest.param(["search", "x", "--from", "kemarin"], id="not a date"),
        pytest.param(["search", "x", "--page", "999999999"], id="too deep"),
        pytest.param(["serve", "--port", "99999"], id="no such port"),
        pytest.param(["apa"], id="no such command"),
    ],
)
def test_wrong_usage_is_exit_code_2(arsip: Callable[..., Outcome], arguments: list[str]) -> None:
    outcome = arsip(*arguments)

    assert outcome.code == 2
    assert outcome.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["import", "--format", "pdf", "-"], id="unknown format"),
        pytest.param(["import", "--map", "x=y", "-"], id="unknown field"),
        pytest.param(["reindex"], id="no archive"),
        pytest.param(["status"], id="nothing at all"),
        pytest.param(["export"], id="nothing to export"),
    ],
)
def test_failure_is_one_line(arsip: Callable[..., Outcome], arguments: list[str]) -> None:
    outcome = arsip(*arguments)

    assert outcome.code == 1
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [["search", "x"], ["run", "-"], ["export", "x"], ["verify"], ["rollback"]]
)
def test_no_index_is_exit_code_4_and_says_what_to_run(
    arsip: Callable[..., Outcome], arguments: list[str]
) -> None:
    arsip("import", "-", stdin=lines(*ARTICLES))

    outcome = arsip(*arguments)

    assert outcome.code == 4
    assert "arsip reindex" in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["import", "-"], ["import", "-", "--reindex"], ["reindex"], ["remove", "x"], ["demo"]],
)
def test_a_second_writer_is_exit_code_75(
    indexed: Callable[..., Outcome], tmp_path: Path, arguments: list[str]
) -> None:
    held = "from index.lock import writer_lock\nfrom pathlib import Path\n"
    held += (
        f"with writer_lock(Path({str(tmp_path / 'data')!r})): print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        outcome = indexed(*arguments)
        other.communicate(b"\n")

    assert outcome.code == 75
    assert len(outcome.err.splitlines()) == 1


def test_the_lock_is_free_again_after_a_command(
    indexed: Callable[..., Outcome], tmp_path: Path
) -> None:
    with writer_lock(tmp_path / "data"):
        pass

    assert indexed("reindex", "--full").code == 0


def test_status_tells_of_an_index_of_text_alone(indexed: Callable[..., Outcome]) -> None:
    assert indexed("status", "--json").json()["text_only"] is False

    done = indexed("reindex", "--full", "--text-only")

    assert done.code == 0
    assert "arsip reindex --full --read" in done.out
    assert indexed("status", "--json").json()["text_only"] is True
    assert "arsip reindex --full --read" in indexed("status").out
    assert indexed("reindex", "--full", "--read", "--json").json()["text_only"] is False


def test_search_shows_place_source_and_related_titles(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("search", "latihan perahu")

    assert outcome.code == 0
    assert "1. Balai desa melatih pemuda merakit perahu" in outcome.out
    assert "2018-10-13 · Ambon, Maluku · Kabar Pesisir" in outcome.out
    assert "     See also: Harga ikan naik\n" in outcome.out


def test_search_as_json_has_the_shape_of_the_endpoint(indexed: Callable[..., Outcome]) -> None:
    answer = indexed("search", "--json", "latihan", "-n", "1", "--sort", "newest").json()

    assert answer["total"] == 2
    assert [result["id"] for result in answer["results"]] == ["a2"]
    assert answer["query"]["terms"][0]["stem"] == "latih"


def test_search_takes_a_range_of_dates(indexed: Callable[..., Outcome]) -> None:
    answer = indexed("search", "--json", "latih", "--from", "2018", "--to", "2018-10").json()

    assert [result["id"] for result in answer["results"]] == ["a1"]


def test_search_finds_forms_as_written(indexed: Callable[..., Outcome]) -> None:
    answer = indexed("search", "--json", "melatih", "--forms", "exact").json()

    assert [result["id"] for result in answer["results"]] == ["a1"]


def test_search_takes_several_words(indexed: Callable[..., Outcome]) -> None:
    whole = indexed("search", "--json", "latihan perahu").json()
    parts = indexed("search", "latihan", "perahu", "--json").json()

    assert parts["query"] == whole["query"]


@pytest.mark.parametrize("arguments", [("harga", "-ikan"), ("-ikan",), ("harga", "-naik", "x")])
def test_search_says_how_to_leave_a_word_out(
    indexed: Callable[..., Outcome], arguments: tuple[str, ...]
) -> None:
    outcome = indexed("search", *arguments)

    assert outcome.code == 2
    assert "is no option. To leave out a word, put the query in quotes" in outcome.err
    assert indexed("search", "--", *arguments).code == 0


def test_search_says_what_an_article_lacks(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("search", "latihan perahu zzzqqq")

    assert "Without: zzzqqq" in outcome.out


def test_search_explains_words(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("search", "--explain", 'melatih =harga "harga ikan"')

    assert "melatih -> latih (" in outcome.out
    assert "; only as written: =melatih\n" in outcome.out
    assert "; any form: harga\n" in outcome.out
    assert '; any form: ~"harga ikan"\n' in outcome.out


def test_files_of_other_kinds_in_a_folder_are_counted_and_named(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    folder = tmp_path / "berita"
    (folder / "foto").mkdir(parents=True)
    (folder / "satu.txt").write_text("Ikan naik harganya di pasar.")
    for name in ("a.docx", "b.docx", "foto/c.PNG", "foto/tanpa", ".tersembunyi.doc"):
        (folder / name).touch()

    outcome = arsip("import", str(folder))

    assert outcome.code == 0
    assert "4 files of other kinds were passed over: .docx 2, .png 1, no ending 1\n" in outcome.err
    assert "passed over" not in arsip("import", str(folder / "satu.txt")).err

    shutil.rmtree(folder / "foto")
    (folder / "a.docx").unlink()
    assert "1 file of other kinds was passed over: .docx 1\n" in arsip("import", str(folder)).err


def test_what_to_run_next_is_told_for_the_same_archive(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    elsewhere = str(tmp_path / "tempat lain")
    imported = arsip("import", "-", "--data", elsewhere, stdin=lines(*ARTICLES))
    assert arsip("backup", tmp_path / "cadangan", "--data", elsewhere).code == 0
    restored = arsip("restore", tmp_path / "cadangan", "--data", elsewhere)

    for told in (imported.err, restored.out):
        (command,) = re.findall(r"run: arsip (reindex .*)", told)
        assert shlex.split(command) == ["reindex", "--data", elsewhere]
    assert arsip(*shlex.split(command)).code == 0


def test_days_that_run_backwards_are_wrong_usage(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("search", "ikan", "--from", "2019", "--to", "2018-12-31")

    assert outcome.code == 2
    assert outcome.err.endswith("Error: --to must not be before --from.\n")
    assert indexed("search", "ikan", "--from", "2018", "--to", "2018").code == 0


def test_what_was_removed_since_it_was_indexed_is_told(indexed: Callable[..., Outcome]) -> None:
    assert indexed("remove", "a1").code == 0

    outcome = indexed("search", "perahu")

    assert re.search(r"These were removed since; run: arsip (reindex .*)\n", outcome.err)
    assert "There is no page" not in outcome.err
    assert "There is no page 2; the last one is 1." in indexed("search", "ikan", "--page", "2").err
    assert indexed("reindex").code == 0
    assert not indexed("search", "perahu").err


def test_a_query_without_words_is_told_to_find_everything(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("search", "!!!")

    assert "“!!!” holds no word to search for. Here is everything.\n" in outcome.err
    assert outcome.out.startswith("3 articles,")
    assert not indexed("search", "").err


def test_help_keeps_its_examples_in_lines(arsip: Callable[..., Outcome]) -> None:
    lines = arsip("search", "--help").out.splitlines()

    assert "    harga beras                  both words, in any inflection" in lines
    assert not any("\\b" in line for line in lines)


def test_a_page_past_the_end_names_the_last(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("search", "ikan", "--page", "99")

    assert outcome.code == 0
    assert outcome.err == "There is no page 99; the last one is 1.\n"


def test_without_an_archive_both_commands_are_named(arsip: Callable[..., Outcome]) -> None:
    outcome = arsip("search", "ikan")

    assert outcome.code == 4
    assert outcome.err.index("arsip import") < outcome.err.index("arsip reindex")


def test_status_tells_a_person_what_is_there_and_what_to_do_next(
    indexed: Callable[..., Outcome],
) -> None:
    lines = indexed("status").out.splitlines()

    assert lines[0].startswith("3 articles, 13 October 2018 to 1 February 2019, in ")
    assert lines[1].startswith("Sources: ")
    assert lines[-1].startswith("Up to date. Next: arsip search")
    indexed("remove", "a1")
    assert indexed("status").out.splitlines()[-1].startswith("Next: arsip reindex")


def test_search_without_a_result_says_what_to_do(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("search", '"ikan zzzqqq"')

    assert outcome.code == 0
    assert "Search without quotation marks: ikan zzzqqq (1)\n" in outcome.out
    assert "Search with fewer words: =ikan (1)\n" in outcome.out
    assert "This archive has articles from" in indexed("search", "ikan tanggal:1901").err


def test_search_asks_whether_something_else_was_meant(indexed: Callable[..., Outcome]) -> None:
    assert "Did you mean: perahu (1)\n" in indexed("search", "parahu").out


def test_strange_queries_answer(indexed: Callable[..., Outcome]) -> None:
    for query in ("", '"', "((((", "-", "tanggal:32", "judul:", "\x00", "🙂", "*", "a" * 5_000):
        assert indexed("search", "--", query).code == 0


def test_run_prints_a_trec_run(indexed: Callable[..., Outcome]) -> None:
    topics = b"q1\tpelatihan nelayan\nbroken\n\nq2\tzzzqqq\n"

    outcome = indexed("run", "-", "--tag", "uji", stdin=topics)

    assert re.fullmatch(r"q1 Q0 a2 1 \d+\.\d{6} uji\nq1 Q0 a1 2 \d+\.\d{6} uji\n", outcome.out), (
        outcome.out
    )
    assert outcome.err == "-:2: expected qid<TAB>query\n"


def test_scores_of_a_run_fall_from_rank_to_rank(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    """trec_eval sorts by score and breaks ties by id, whatever the rank says."""
    source = tmp_path / "sama.jsonl"
    source.write_text("".join(f'{{"id": "s{n}", "body": "Hujan turun."}}\n' for n in range(3)))
    arsip("import", str(source))
    arsip("reindex")

    lines = arsip("run", "-", stdin=b"q\thujan\n").out.splitlines()

    assert [line.split()[2] for line in lines] == ["s0", "s1", "s2"]
    scores = [float(line.split()[4]) for line in lines]
    assert scores[0] > scores[1] > scores[2]


def test_stem_prints_word_and_root(arsip: Callable[..., Outcome]) -> None:
    assert arsip("stem", "melatih", "Anak-anak").out == "melatih\tlatih\nAnak-anak\tanak\n"
    assert arsip("stem", stdin=b"pelatihan\n\nBali\n").out == "pelatihan\tlatih\nBali\tbali\n"


def test_stem_explains_every_step(arsip: Callable[..., Outcome]) -> None:
    lines = arsip("stem", "--explain", "mempertanggungjawabkannya").out.splitlines()

    assert lines[0].split("\t")[1] == "tanggungjawab"
    assert [line.split()[0] for line in lines[1:5]] == ["-nya", "-kan", "meN-", "per-"]
    assert lines[5].strip() == "dictionary word"
    assert arsip("stem", "--explain", "sebuah").out.endswith("searched as sebuah\n")


def test_stem_knows_the_users_exceptions(arsip: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "exceptions.tsv").write_text("melatihkan\tcontoh\tuji\n")

    assert arsip("stem", "melatihkan").out == "melatihkan\tcontoh\n"


def test_other_names_are_printed_and_included(arsip: Callable[..., Outcome]) -> None:
    bodies = (
        "Komisi Pengawas Kopi (KPK) hadir.",
        "Komisi Pengawas Kopi pulang.",
        "Dinas Desa (DD) tutup.",
        "Dana Daerah (DD) habis.",
        "Dinas Desa buka.",
        "Dana Daerah tiba.",
    )
    records = [{"id": str(number), "body": body} for number, body in enumerate(bodies)]
    arsip("import", "--format", "jsonl", "-", stdin=lines(*records))
    arsip("reindex")

    offered, included = arsip("search", "KPK"), arsip("search", "KPK", "--alias", "all")

    assert "KPK, also as Komisi Pengawas Kopi: +1 with --alias all" in offered.out
    assert "KPK, also as Komisi Pengawas Kopi (+1)" in included.out
    assert (offered.out[:9], included.out[:10]) == ("1 article", "2 articles")
    assert '+1 with DD ATAU "Dana Daerah"; Dinas Desa: +1 with' in arsip("search", "DD").out
    assert arsip("status", "--json").json()["aliases"] == 3
    assert "1\tDD\tDana Daerah\n" in arsip("status", "--aliases").out
    assert arsip("status", "--aliases", "--json").json()["aliases"][0] == {
        "short": "DD",
        "full": "Dana Daerah",
        "articles": 1,
    }


FISH = "Nelayan di Ambon pulang membawa tuna besar pagi tadi dan menjualnya mahal di pasar kota."
PLANTING = "Petani di Karawang mulai menanam padi setelah hujan turun merata sejak pekan lalu."


def test_copies_are_folded_when_asked(arsip: Callable[..., Outcome]) -> None:
    body = "Petani di Karawang menanam padi lagi setelah hujan turun merata sejak pekan lalu."
    records = [
        {"id": str(day), "title": "Padi", "body": body, "date": f"2019-01-0{day}", "source": name}
        for day, name in ((1, "Biru"), (2, "Hijau"), (3, "Ungu"))
    ]
    arsip("import", "--format", "jsonl", "-", stdin=lines(*records))
    arsip("reindex")

    each, folded = arsip("search", "padi"), arsip("search", "padi", "--copies", "fold")

    assert each.out.startswith("3 articles, page 1 of 1\n")
    assert folded.out.startswith("3 articles, 1 without copies, page 1 of 1\n")
    assert "     Also 2: Hijau, Ungu\n" in folded.out


def test_copies_are_listed(arsip: Callable[..., Outcome]) -> None:
    elsewhere = " ".join(f"Kabar {number} dari sawah lain." for number in range(9))
    records = [
        {
            "id": "b",
            "title": "Padi\nbaru",
            "body": PLANTING,
            "date": "2019-01-02",
            "source": "Biru",
        },
        {"id": "a", "title": "Tanam padi", "body": PLANTING, "date": "2019-01-01"},
        {"id": "c", "title": "Sawah", "body": f"{elsewhere} {PLANTING}", "date": "2019-01-03"},
        {"id": "d", "title": "Laut", "body": FISH},
    ]
    arsip("import", "--format", "jsonl", "-", stdin=lines(*records))
    arsip("reindex")

    printed = arsip("copies").out.splitlines()
    assert printed[0].split() == ["first", "2019-01-01", "00:00", "-", "Tanam", "padi", "(a)"]
    assert [line.split()[0] for line in printed[1:3]] == ["copy", "update"]
    assert printed[3:] == ["", "1 group, 2 of them copies or updates"]
    (group,) = map(json.loads, arsip("copies", "--json").out.splitlines())
    assert (group["ids"], group["first"]) == (["a", "b", "c"], "a")
    assert [one["what"] for one in group["articles"]] == ["first", "copy", "update"]
    assert group["articles"][1]["published"] == "2019-01-02T00:00:00+07:00"
    assert arsip("copies", "--min", "4").out == "0 groups, 0 of them copies or updates\n"

    arsip("remove", "a", "c")
    assert arsip("copies", "--json").out == ""


def test_status_counts(indexed: Callable[..., Outcome]) -> None:
    facts = indexed("status", "--json").json()

    assert (facts["articles"], facts["documents"], facts["up_to_date"]) == (3, 3, True)
    assert facts["generation"] in indexed("status").out


def test_only_a_changed_article_is_indexed_again(indexed: Callable[..., Outcome]) -> None:
    indexed("import", "-", stdin=lines(ARTICLES[1] | {"title": "Harga udang naik"}))
    assert indexed("status", "--json").json()["up_to_date"] is False

    report = indexed("reindex", "--json").json()

    assert (report["mode"], report["written"], report["documents"]) == ("incremental", 1, 3)
    assert indexed("search", "--json", "judul:udang").json()["total"] == 1
    assert indexed("search", "--json", "judul:ikan").json()["total"] == 0
    assert indexed("reindex", "--if-needed", "--json").json()["mode"] == "unchanged"


def test_a_removed_article_is_found_no_more(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("remove", "a1", "nothing")
    indexed("reindex")

    assert outcome.out == "1 article removed.\n"
    assert outcome.err == "nothing: no article has this id\n"

    assert indexed("search", "--json", "perahu").json()["total"] == 0


def test_rollback_goes_back_to_the_index_before(indexed: Callable[..., Outcome]) -> None:
    before = indexed("status", "--json").json()["generation"]
    indexed("reindex", "--full")

    assert indexed("rollback", "--json").json()["generation"] == before
    assert indexed("rollback").code == 1


def test_verify_finds_damage(indexed: Callable[..., Outcome], tmp_path: Path) -> None:
    assert indexed("verify", "--json").json()["ok"] is True
    (segment,) = segment_files(tmp_path / "data")
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 255
    segment.unlink()
    segment.write_bytes(content)

    outcome = indexed("verify")

    assert outcome.code in (1, 4)
    assert outcome.err


def test_export_can_be_imported_without_loss(
    indexed: Callable[..., Outcome], tmp_path: Path
) -> None:
    exported = indexed("export").out

    copy = tmp_path / "copy"
    assert indexed("import", "-", "--data", copy, stdin=exported.encode()).code == 0
    assert indexed("export", "--data", copy).out == exported


def test_export_of_versions_holds_all_that_was(indexed: Callable[..., Outcome]) -> None:
    plain = [json.loads(line) for line in indexed("export").out.splitlines()]
    corrected = [{**ARTICLES[1], "title": f"Harga ikan {word}"} for word in ("turun", "tetap")]
    for record in corrected:
        assert indexed("import", "-", stdin=lines(record)).code == 0

    exported = [json.loads(line) for line in indexed("export", "--versions").out.splitlines()]

    assert [one["versions"] for one in exported if one["id"] != "a2"] == [[], []]
    (fish,) = (one for one in exported if one["id"] == "a2")
    assert [fish[name] for name in ("title", "body")] == ["Harga ikan tetap", ARTICLES[1]["body"]]
    assert [one["title"] for one in fish["versions"]] == ["Harga ikan naik", "Harga ikan turun"]
    first, second = fish["versions"]
    assert {name: first[name] for name in plain[1]} == plain[1]
    assert [first["number"], second["number"]] == [1, 2]
    assert first["stored"] == fish["first_seen"]
    assert (first["replaced"], second["replaced"]) == (second["stored"], fish["updated"])
    assert indexed("reindex").code == 0
    found = [json.loads(line) for line in indexed("export", "tetap", "--versions").out.splitlines()]
    assert found == [fish]


def without_dates(exported: str) -> list[dict[str, Any]]:
    """Return articles without when they were last imported: a zone may have another name."""
    return [json.loads(line) | {"updated": None} for line in exported.splitlines()]


def test_an_export_of_versions_can_be_imported_and_harms_nothing(
    indexed: Callable[..., Outcome], tmp_path: Path
) -> None:
    indexed("import", "-", stdin=lines({**ARTICLES[1], "title": "Harga ikan turun"}))
    exported = indexed("export", "--versions").out
    articles = indexed("export").out

    again = indexed("import", "-", "--json", stdin=exported.encode())
    copy = tmp_path / "copy"
    moved = indexed("import", "-", "--data", copy, stdin=exported.encode())

    assert (again.code, again.json()["added"], again.json()["rejected"]) == (0, 0, 0)
    assert without_dates(indexed("export", "--versions").out) == without_dates(exported)
    assert moved.code == 0
    assert indexed("export", "--data", copy).out == articles


def test_versions_go_into_no_table(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("export", "--versions", "--csv")

    assert (outcome.code, outcome.out) == (2, "")
    assert "--versions" in outcome.err


def test_a_damaged_version_is_named_and_left_out(
    indexed: Callable[..., Outcome], tmp_path: Path
) -> None:
    indexed("import", "-", stdin=lines({**ARTICLES[1], "title": "Harga ikan turun"}))
    with closing(sqlite3.connect(tmp_path / "data" / "archive.db")) as connection, connection:
        connection.execute("UPDATE versions SET body = body || '.'")

    exported, verified = indexed("export", "--versions"), indexed("verify")

    assert exported.code == 3
    assert len(exported.out.splitlines()) == 3
    assert exported.err.startswith("version 1 of article 'a2' is damaged and left out")
    assert verified.code == 1
    assert "version 1 of the article in row 2 is damaged" in verified.err
    indexed("remove", "a2")
    assert indexed("export", "--versions").code == 0


def test_what_was_exported_corrects_nothing(arsip: Callable[..., Outcome]) -> None:
    dates = ["24 Juli 2018 18:30 WIB", "2018-07-24T18:30:00Z", "2018-07-24T18:30:00+09:00", None]
    records = [{"id": f"{n}", "body": "Isi.", "date": date} for n, date in enumerate(dates)]
    arsip("import", "-", stdin=lines(*records))

    again = arsip("import", "-", stdin=arsip("export").out.encode())
    later = arsip("import", "-", stdin=lines(records[1] | {"date": "2018-07-24T18:31:00Z"}))

    assert "0 articles added, 0 changed, 4 unchanged" in again.out + again.err
    assert "0 articles added, 1 changed, 0 unchanged" in later.out + later.err


def test_export_of_a_query_as_csv_defuses_formulas(indexed: Callable[..., Outcome]) -> None:
    table = list(csv.DictReader(io.StringIO(indexed("export", "--csv", "rumus").out)))

    assert [(row["id"], row["title"]) for row in table] == [("a3", "'=Rumus")]


def test_export_tells_what_it_did_not_understand(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("export", "judl:perahu")

    assert "“judl:” is unknown; did you mean judul:?" in outcome.err
    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == ["a1"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_demo_serves_the_sample_until_it_is_stopped(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", "from web.cli.main import main; main()", "demo"]
    with subprocess.Popen(
        [*command, "--data", str(tmp_path / "demo"), "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as server:
        assert server.stdout is not None
        shown = [server.stdout.readline() for _ in range(5)]
        url = f"http://127.0.0.1:{port}/api/v1/search?q=harga+beras"
        deadline = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(url) as response:
                    answer = json.load(response)
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        server.send_signal(signal.SIGINT)
        code = server.wait(20)

    assert f"http://127.0.0.1:{port}/" in shown[1]
    assert [line.split(":")[0] for line in shown[2:]] == ["  try"] * 3
    assert answer["total"] > 0
    assert code in (0, 130)


@pytest.mark.parametrize(
    ("proxies", "header", "status"),
    [
        ("127.0.0.1", "X-Remote-User", 200),
        ("127.0.0.1", "X_Remote_User", 401),
        ("10.0.0.0/8", "X-Remote-User", 401),
    ],
)
def test_a_proxys_word_reaches_the_site(
    indexed: Callable[..., Outcome], tmp_path: Path, proxies: str, header: str, status: int
) -> None:
    command = [sys.executable, "-c", "from web.cli.main import main; main()", "serve"]
    settings = {
        "ARSIP_AUTH_HEADER": "X-Remote-User",
        "ARSIP_TRUSTED_PROXIES": proxies,
        "ARSIP_BASE_URL": "https://arsip.example",
        "ARSIP_DATA": str(tmp_path / "data"),
    }
    with subprocess.Popen(
        [*command, "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | settings | {"PYTHONUNBUFFERED": "1"},
    ) as server:
        assert server.stdout is not None
        port = int(re.findall(r":(\d+)/", server.stdout.readline())[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/", headers={header: "dewi"})
        answered = connection.getresponse().status
        connection.close()
        server.terminate()

    assert answered == status


@pytest.mark.parametrize("data", ["broken one", "nothing"])
@pytest.mark.parametrize("spelling", ["--data {}", "--data={}"])
def test_advice_is_about_the_archive_that_was_asked_for(
    indexed: Callable[..., Outcome], tmp_path: Path, data: str, spelling: str
) -> None:
    (tmp_path / "data" / "index" / "current").write_text("elsewhere\n")
    shutil.copytree(tmp_path / "data", tmp_path / "broken one")
    asked = str(tmp_path / data)

    outcome = indexed("search", "ikan", *[part.format(asked) for part in spelling.split()])

    assert outcome.err.strip().endswith(f"--data {shlex.quote(asked)}")
    assert "--data" not in indexed("search", "ikan").err


def test_advice_repeats_an_address_without_its_password(
    indexed: Callable[..., Outcome], tmp_path: Path
) -> None:
    address = "opensearch://budi:kucing@host/name"

    outcome = indexed("search", "ikan", "--data", str(tmp_path / "nothing"), "--index", address)

    assert outcome.err.strip().endswith("--index 'opensearch://budi:***@host/name'")


def test_an_index_may_be_in_another_directory(
    arsip: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARSIP_INDEX", f"whoosh:{tmp_path / 'cepat'}")
    arsip("import", "-", stdin=lines(*ARTICLES))
    assert arsip("reindex").code == 0
    assert arsip("verify").code == 0
    assert arsip("doctor").code == 0

    backup = tmp_path / "backup"
    assert arsip("backup", backup).code == 0
    assert arsip("remove", "a2").code == 0
    shutil.rmtree(tmp_path / "cepat")
    assert arsip("restore", backup).code == 0

    assert arsip("search", "ikan", "--json").json()["total"] == 1
    assert not (tmp_path / "data" / "index").exists()
    assert (tmp_path / "cepat" / "current").exists()


def test_one_writer_at_a_time_in_an_index_of_two(
    indexed: Callable[..., Outcome], tmp_path: Path
) -> None:
    indexed("import", "-", "--data", tmp_path / "other", stdin=lines(*ARTICLES))
    shared = f"whoosh:{tmp_path / 'shared'}"

    with writer_lock(Places(tmp_path / "data", index=shared)):
        outcome = indexed("reindex", "--data", tmp_path / "other", "--index", shared)

    assert outcome.code == 75
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("command", ["search ikan", "reindex", "status", "stem pelatihan"])
def test_an_index_in_no_directory_is_one_line(
    indexed: Callable[..., Outcome], command: str
) -> None:
    outcome = indexed(*command.split(), "--index", "whoosh:")

    assert outcome.code == 1
    assert outcome.err == "arsip: 'whoosh:' is no such place: write whoosh:DIR\n"


def test_a_new_key_opens_what_its_token_closes(arsip: Callable[..., Outcome]) -> None:
    made = arsip("token", "redaksi", "--json").json()

    (token,) = read_settings({"ARSIP_TOKENS": made["token"]}).tokens
    assert holder_of(made["key"], [token]) == token
    assert token.name == made["name"] == "redaksi"
    assert arsip("token", "a:b").code == 2
    assert re.fullmatch(
        r"key    arsip_\S+\ntoken  redaksi:sha256:\w{64}\n", arsip("token", "redaksi").out
    )


def test_a_bad_variable_is_one_line(
    indexed: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARSIP_THREADS", "many")

    outcome = indexed("serve")

    assert outcome.code == 2
    assert outcome.err.startswith("Error: ARSIP_THREADS: ")
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_but_a_secret_is_an_option(arsip: Callable[..., Outcome], name: str) -> None:
    assert (f"{option(name)} " in arsip("serve", "-h").out) is not is_secret(name)


def test_a_port_in_use_is_one_line(indexed: Callable[..., Outcome]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = indexed("serve", "--port", str(port))

    assert outcome.code == 1
    assert outcome.err == f"Error: port {port} of 127.0.0.1 is in use; try another with --port\n"


def test_a_host_that_is_none_is_one_line_that_names_it(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("serve", "--host", "tidak-ada.invalid", "--port", str(free_port()))

    assert outcome.code == 1
    assert re.fullmatch(r"Error: --host tidak-ada\.invalid: \S.*\n", outcome.err)


def test_values_are_listed_with_what_was_merged_and_why(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    sources = ["antaranews", "antaranews", "ANTARA News", "Kantor Berita Antara", "Tempo"]
    records = [
        {"id": str(number), "body": f"Kabar {number}.", "source": source}
        for number, source in enumerate(sources)
    ]
    arsip("import", "--format", "jsonl", "-", stdin=lines(*records))
    assert "Spellings shown as another: 1" in arsip("reindex").out
    (tmp_path / "data" / "aliases.tsv").write_text("sumber\tKantor Berita Antara\tantaranews\n")
    assert arsip("status", "--json").json()["up_to_date"] is False

    renewed = arsip("reindex")

    assert "aliases.tsv has changed: every article was indexed anew" in renewed.err
    assert arsip("status", "--values").out == (
        "source\t4\tantaranews\n"
        "\t1\tANTARA News\tlearned: the same letters\n"
        "\t1\tKantor Berita Antara\town\n"
        "source\t1\tTempo\n"
    )
    assert arsip("status", "--values", "--json").json()["values"]["source"][0] == {
        "value": "antaranews",
        "articles": 4,
        "merged": [
            {"value": "ANTARA News", "articles": 1, "why": "learned", "rule": "letters"},
            {"value": "Kantor Berita Antara", "articles": 1, "why": "own", "rule": None},
        ],
    }
    facts = arsip("status", "--json").json()
    assert (facts["sources"], facts["merged"]) == ({"antaranews": 4, "Tempo": 1}, 2)
    assert "Sources: antaranews 4, Tempo 1\n" in arsip("status").out
    found = arsip("search", "kabar", "--json").json()["results"]
    assert {hit["source"] for hit in found} == {"antaranews", "Tempo"}
    assert arsip("status", "--values", "--aliases").code == 2


def test_a_table_of_values_that_cannot_be_used_is_one_line(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    arsip("import", "--format", "jsonl", "-", stdin=lines({"id": "1", "body": "Kabar."}))
    (tmp_path / "data" / "aliases.tsv").write_text("sumber\tTempo\n")

    outcome = arsip("reindex")

    assert outcome.code == 1
    assert outcome.err.endswith("aliases.tsv:1: expected field<TAB>value as found<TAB>as shown\n")
