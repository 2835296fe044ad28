from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from web.app import create_app
from web.settings import Settings
from web.tokens import make_key, token_line

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

KEY = make_key()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


@pytest.fixture
def audited(searcher: Searcher, archive: Archive, log: Path) -> FlaskClient:
    settings = {"audit_log": str(log), "tokens": token_line("redaksi", KEY)}
    return create_app(searcher, archive, Settings.model_validate(settings)).test_client()


def entries(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_bytes().splitlines()]


def test_searches_are_noted_with_the_name_of_the_key(audited: FlaskClient, log: Path) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    for path in ("/search?q=beras", "/api/v1/search?q=%22a%0Ab%22", "/search.csv?q=x", "/"):
        audited.get(path, headers=headers)

    noted = entries(log)
    assert [(entry["who"], entry["what"], entry["q"]) for entry in noted] == [
        ("redaksi", "pages.search", "beras"),
        ("redaksi", "api.search", '"a\nb"'),
        ("redaksi", "exports.search_csv", "x"),
    ]
    assert noted[0].keys() == {"at", "who", "what", "q"}
    assert "127.0.0.1" not in log.read_text()


@pytest.mark.parametrize(
    "path",
    "/search /api/v1/search /search.csv /search.atom /api/v1/suggest /suggest.json".split(),
)
def test_what_is_noted_is_what_was_searched(audited: FlaskClient, log: Path, path: str) -> None:
    audited.get(f"{path}?q=&q=gempa", headers={"Authorization": f"Bearer {KEY}"})

    assert [entry["q"] for entry in entries(log)] == ["gempa"]


@pytest.mark.parametrize("path", ["/search", "/api/v1/search", "/search.csv", "/search.atom"])
def test_searches_by_filter_alone_are_noted(audited: FlaskClient, log: Path, path: str) -> None:
    audited.get(
        f"{path}?source=ANTARA&date_from=2018-10-13", headers={"Authorization": f"Bearer {KEY}"}
    )

    (entry,) = entries(log)
    assert entry["q"] == ""
    assert entry["filters"] == {"source": ["ANTARA"], "date_from": "2018-10-13"}


def test_what_strangers_ask_is_not_noted(audited: FlaskClient, log: Path) -> None:
    audited.get("/search?q=beras")

    assert log.read_bytes() == b""


def test_only_the_owner_may_read_it(audited: FlaskClient, log: Path) -> None:
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_it_goes_on_after_it_was_moved_away(audited: FlaskClient, log: Path) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    audited.get("/search?q=lama", headers=headers)
    log.rename(log.with_suffix(".1"))

    audited.get("/search?q=baru", headers=headers)

    assert [entry["q"] for entry in entries(log)] == ["baru"]


def test_a_full_disk_stops_no_search(
    audited: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def write(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("web.audit.os.write", write)

    response = audited.get("/search?q=beras", headers={"Authorization": f"Bearer {KEY}"})

    assert response.status_code == 200
    assert "a search was not noted: [Errno 28]" in caplog.text


def test_a_log_that_cannot_be_written_stops_the_start(
    searcher: Searcher, archive: Archive, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="nowhere"):
        create_app(searcher, archive, Settings(audit_log=str(tmp_path / "nowhere" / "log")))
