"""An article belongs to one day, whichever zone its source wrote in and whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from index.article import make_article
from tests.building import build
from web.app import create_app
from web.cli.main import run_command
from web.cli.opening import opened
from web.settings import Settings
from web.times import iso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

# Of a news agency's feed: the evening of one day in UTC, the small hours of the next one in WIB.
NIGHT = datetime(2018, 7, 24, 18, 30, tzinfo=UTC)
MORNING = "2018-07-25T01:30:00+07:00"

DOORS = [
    "/search?q=ronda",
    "/articles/ronda",
    "/api/v1/search?q=ronda",
    "/api/v1/articles/ronda",
    "/api/v1/articles/warung/related",
    "/search.csv?q=ronda",
    "/search.jsonl?q=ronda",
    "/search.atom?q=ronda",
    "/",
]

COMMANDS = [["export"], ["export", "--csv"], ["export", "ronda"], ["search", "ronda", "--json"]]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    title = "Ronda malam di Gang Kenari"
    articles = [
        make_article(id="ronda", title=title, body="Warga ronda bergiliran.", published=NIGHT),
        make_article(id="warung", body="Warung tetap buka.", related=(title,)),
    ]
    return build(tmp_path_factory.mktemp("night"), articles)


@pytest.fixture(scope="module")
def site(night: Path) -> Iterator[FlaskClient]:
    with opened(night) as (archive, searcher):
        yield create_app(searcher, archive, Settings()).test_client()


@pytest.mark.parametrize("path", DOORS)
def test_every_door_tells_the_time_of_jakarta(site: FlaskClient, path: str) -> None:
    text = site.get(path).text

    assert MORNING in text
    assert "2018-07-24" not in text


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_so_does_every_command(
    night: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command([*command, "--data", str(night)]) == 0

    text = capsys.readouterr().out
    assert MORNING in text
    assert "2018-07-24" not in text


def test_the_day_that_is_shown_is_the_day_that_is_searched(site: FlaskClient) -> None:
    day = "date_from=2018-07-25&date_to=2018-07-25"

    (bar,) = site.get(f"/api/v1/search?{day}&interval=day").get_json()["histogram"]

    assert bar == {"from": "2018-07-25", "count": 1}


def test_the_state_of_the_index_is_told_in_it_too(
    site: FlaskClient, night: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(["status", "--json", "--data", str(night)])

    created = site.get("/readyz").get_json()["created"]
    assert created.endswith("+07:00")
    assert f'"created":"{created}"' in capsys.readouterr().out.replace(": ", ":")


@pytest.mark.parametrize(
    ("when", "printed"),
    [
        (datetime(2018, 7, 25, 1, 30, tzinfo=timezone(timedelta(hours=9))), "2018-07-24T23:30:00"),
        (datetime.max.replace(tzinfo=UTC, microsecond=0), None),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=9))), None),
    ],
)
def test_what_no_calendar_has_in_it_stays_as_it_is(when: datetime, printed: str | None) -> None:
    assert iso(when) == (f"{printed}+07:00" if printed else when.isoformat())
