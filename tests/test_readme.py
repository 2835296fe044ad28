"""What the README shows is what happens today."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest

from search.language.parser import parse
from tests.web.listening import listening
from web.app import create_app
from web.cli.main import COMMANDS, run_command
from web.cli.opening import opened

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")

# A folder or a module of ours, as the README names them.
PATHS = re.compile(r"`((?:index|search|web|tests)/[\w./]*)`")


def example(beginning: str) -> str:
    """Return the indented block that has a line beginning so, without its indent."""
    start = README.index(f"\n    {beginning}") + 1
    return dedent(re.split(r"\n(?=\S)", README[start:])[0])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample, imported and indexed as the demo does."""
    folder = tmp_path_factory.mktemp("readme")
    assert run_command(["demo", "--no-serve", "--data", str(folder / "arsip-data")]) == 0
    return folder


@pytest.fixture
def inside(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be where the demo was run."""
    monkeypatch.chdir(sample)


def test_every_path_leads_somewhere() -> None:
    paths = set(PATHS.findall(README))

    assert len(paths) > 20
    assert {path for path in paths if not (ROOT / path).exists()} == set()


def test_every_room_is_on_the_map_with_its_question() -> None:
    for package in ("index", "search", "web"):
        for init in (ROOT / package).rglob("__init__.py"):
            room = init.parent.relative_to(ROOT).as_posix()
            assert f"| `{room}/` |" in README, room
            assert "?" in init.read_text("utf-8").partition('"""\n')[0], room


def syntax() -> list[str]:
    """Return what the table of the query language shows; prefixes alone need a word."""
    table = README.split("## The query language")[1].split("\n\n")[1]
    cells = [line.split(" | ")[0] for line in table.splitlines()[2:]]
    shown = [text.replace("\\|", "|") for cell in cells for text in re.findall("`([^`]+)`", cell)]
    return [f"{text}beras" if text.endswith(":") else text for text in shown]


@pytest.mark.parametrize("text", syntax())
def test_the_query_language_is_understood_as_the_table_shows_it(text: str) -> None:
    operators = {"OR", "DAN", "AND", "( )", "&&", "NEAR/5", "NEAR5", "ADJ3"}
    text = f"(beras {text} impor)" if text in operators - {"( )"} else text

    parsed = parse(text)

    assert parsed.warnings == ()
    assert text == "( )" or not parsed.is_empty
    assert parse(parsed.interpreted).query == parsed.query


def test_every_command_is_documented() -> None:
    assert {name for name in COMMANDS if f"`arsip {name}" not in README} == set()


@pytest.mark.usefixtures("inside")
def test_the_example_of_a_search(capsys: pytest.CaptureFixture[str]) -> None:
    shown = example("$ arsip search 'pelatihan pengembang'").splitlines()

    run_command(["search", "pelatihan pengembang", "--explain", "-n", "1"])

    printed = " ".join(capsys.readouterr().out.split())
    for line in " ".join(" ".join(shown[1:]).split()).split(" ... "):
        assert line in printed


@pytest.mark.usefixtures("inside")
def test_the_example_of_whoosh(capsys: pytest.CaptureFixture[str]) -> None:
    exec(example("from whoosh.qparser import"), {})  # noqa: S102 - it is ours

    printed = capsys.readouterr().out
    assert "harga</b> <b" in printed
    assert "{" in printed.splitlines()[-1]


@pytest.mark.usefixtures("inside")
def test_the_example_of_a_harvest(capsys: pytest.CaptureFixture[str]) -> None:
    program = example("import json\n")

    with (
        opened(Path("arsip-data")) as (archive, searcher),
        listening(create_app(searcher, archive)) as site,
    ):
        exec(program.replace("127.0.0.1:8000", f"127.0.0.1:{site.port}"), {})  # noqa: S102 - ours

    got, of, total = capsys.readouterr().out.split()
    assert (got, of) == (total, "of")
    assert int(total) > 20  # of ten a step


@pytest.mark.usefixtures("inside")
def test_the_example_of_the_json_endpoint(capsys: pytest.CaptureFixture[str]) -> None:
    shown = example("curl 'http://127.0.0.1:8000/api/v1/search")

    run_command(["search", "harga beras", "-n", "2", "--json"])

    answer = json.loads(capsys.readouterr().out)
    for key in (*answer, *answer["query"], *answer["results"][0]):
        assert f'"{key}":' in shown, key
    first = answer["results"][0]
    for value in (first["id"], first["title"], first["url"], first["source"], first["score"]):
        assert json.dumps(value) in shown, value
