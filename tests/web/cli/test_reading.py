"""`arsip read`: how articles are read, without storing them."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from web.cli.main import run_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RECORD = {
    "id": "rob",
    "judul": "Rob surut",
    "isi": "\r\n Demak (Kabar Pesisir) - Badan Tanggul Desa (BTD) lega.\r\n"
    "Baca juga: Rob datang\r\n"
    '"Air surut," kata Bupati Demak Sri Wahyuni. "Warga pulang."\r\n'
    "“Kami lelah,” kata seorang warga.\r\nPewarta: Budi Hartono",
    "tanggal": "13/10/2018",
}


class Outcome(NamedTuple):
    code: int
    out: str
    err: str

    def articles(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def arsip(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """Runs one command."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        code = run_command([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run


def test_offsets_are_of_the_body_as_given(arsip: Callable[..., Outcome]) -> None:
    outcome = arsip("read", "-", "--format", "jsonl", "--json", stdin=json.dumps(RECORD).encode())

    (article,) = outcome.articles()
    body = RECORD["isi"]
    quotes = [(body[q["start"] : q["end"]], q["speaker"], q["office"]) for q in article["quotes"]]
    assert outcome.code == 0
    assert quotes == [
        ("Air surut,", "Sri Wahyuni", "Bupati Demak"),
        ("Warga pulang.", "Sri Wahyuni", "Bupati Demak"),
        ("Kami lelah,", None, None),
    ]
    assert body[article["dateline_end"] :].startswith("Badan Tanggul Desa")
    assert article["aliases"] == [{"short": "BTD", "full": "Badan Tanggul Desa"}]
    assert (article["id"], article["title"]) == ("rob", "Rob surut")
    assert (article["place"], article["source"]) == ("Demak", "Kabar Pesisir")
    assert (article["author"], article["related"]) == (["Budi Hartono"], ["Rob datang"])
    assert article["published"] == "2018-10-13T00:00:00+07:00"


def test_an_article_is_a_line(arsip: Callable[..., Outcome], tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text('"Air surut,"\nkata Sri.', "utf-8")

    articles = arsip("read", tmp_path).articles()

    assert [article["dateline_end"] for article in articles] == [None, None]
    assert not (tmp_path / "arsip-data").exists()


def test_markup_is_read_as_its_text(arsip: Callable[..., Outcome]) -> None:
    record = {"isi": "<p>&ldquo;Air surut,&rdquo; kata Sri.</p><p>Ia lega.</p>"}

    (article,) = arsip(
        "read", "-", "--format", "jsonl", stdin=json.dumps(record).encode()
    ).articles()

    assert [quote["text"] for quote in article["quotes"]] == ["Air surut,"]


def test_what_cannot_be_read_is_named(arsip: Callable[..., Outcome]) -> None:
    outcome = arsip("read", "-", "--format", "jsonl", stdin=b'{"isi": ""}\n{"isi": "Air surut."}\n')

    assert outcome.code == 3
    assert len(outcome.articles()) == 1
    assert outcome.err.startswith("-:1: the body is missing")


def test_on_a_terminal_it_is_laid_out(
    arsip: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.cli.reading.is_terminal", lambda: True)

    outcome = arsip("read", "-", "--format", "jsonl", stdin=json.dumps(RECORD).encode())

    assert outcome.out.splitlines() == [
        "rob  Rob surut",
        "  2018-10-13T00:00:00+07:00 · Demak · Kabar Pesisir · Budi Hartono",
        "  “Air surut,”",
        "    Sri Wahyuni, Bupati Demak",
        "  “Warga pulang.”",
        "    Sri Wahyuni, Bupati Demak",
        "  “Kami lelah,”",
        "    nobody is named",
        "  named: Sri Wahyuni, Bupati Demak",
        "  organisation: Badan Tanggul Desa (BTD)",
        "  BTD = Badan Tanggul Desa",
        "  see also: Rob datang",
        "",
    ]
