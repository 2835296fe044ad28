"""One reading of each text, and an index that is made anew when the rules are others."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from index import rebuild
from index.article import Article
from index.newstext.reading import MAX_READ, NOTHING_READ, RULES_VERSION, read_body
from index.rebuild import reindex
from tests.building import build

if TYPE_CHECKING:
    import pytest

SAMPLE = Path(__file__).parents[2] / "web" / "sample" / "articles.jsonl"
SPEECH = "“Air sudah surut sejak pagi,” kata Sri Wahyuni di Demak."

# What the rules of each version read in the sample. Another digest is another version: raise
# `RULES_VERSION`, so that indexes are made anew, and add a line.
READ_BY = {
    1: "c9008923f40154ed",
    5: "1a51550d36d06a39",
    6: "1a51550d36d06a39",
    7: "92ec19270279b63f",
    8: "a036006580a2a4ea",
    9: "a036006580a2a4ea",
} | dict.fromkeys((2, 3, 4), "47e13b04a70865e4")


def test_rules_that_read_otherwise_have_another_version() -> None:
    bodies = [json.loads(line)["body"] for line in SAMPLE.read_text("utf-8").splitlines()]
    readings = list(map(read_body, bodies))
    read = [
        [
            [(one.start, one.end, one.speaker, one.office) for one in reading.quotes],
            *[(one.name, one.office, one.mentions) for one in reading.people],
            *[(one.label, one.mentions) for one in reading.organisations],
        ]
        for reading in readings
    ]

    assert sum(len(reading.quotes) for reading in readings) > 50
    assert sum(len(reading.people) for reading in readings) > 50
    assert sum(len(reading.organisations) for reading in readings) > 10
    digest = blake2b(json.dumps(read).encode(), digest_size=8).hexdigest()
    assert digest == READ_BY[RULES_VERSION]


def test_a_very_long_text_is_not_read() -> None:
    assert [one.speaker for one in read_body(SPEECH).quotes] == ["Sri Wahyuni"]
    assert read_body(SPEECH + " " * MAX_READ) == NOTHING_READ


def test_an_index_by_other_rules_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = build(tmp_path, [Article(id="a", title="Air", body=SPEECH)])
    assert reindex(data).mode == "unchanged"

    monkeypatch.setattr(rebuild, "RULES_VERSION", RULES_VERSION + 1)

    assert reindex(data).mode == "full"
