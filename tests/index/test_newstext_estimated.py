"""About when an undated article appeared, by the days that its text names."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from index.article import Article
from index.newstext.estimated import MAX_CHARS, estimate, month_of


@pytest.mark.parametrize(
    ("text", "month"),
    [
        pytest.param(
            "Ia tiba Sabtu (13/10). Sejak 2018 begitu.", (2018, 10), id="a year elsewhere"
        ),
        pytest.param("Ia tiba Sabtu (13/10).", None, id="a day of any year"),
        pytest.param("Ia tiba Sabtu (13/10). Sejak 2017 begitu.", None, id="not a Saturday then"),
        pytest.param("Jum'at (12/10/2018), kata dia", (2018, 10), id="a day with its year"),
        pytest.param("Senin (12/10/2018), kata dia", None, id="no Monday"),
        pytest.param("Jumat, 12/10/18, kata dia", (2018, 10), id="a short year"),
        pytest.param("Rabu (31/10/2018) dan Kamis (1/11)", (2018, 11), id="the latest day"),
        pytest.param("Sabtu (13/10) pada 2018; 2019 nanti", None, id="not in the latest year"),
        pytest.param("Sabtu (13/10) pada 2018 dan 2007", None, id="of two years"),
        pytest.param("Sabtu (31/2) pada 2018", None, id="no day of the calendar"),
        pytest.param("pada 13 Oktober 2018", None, id="a date that may be past"),
        pytest.param("Sabtu (13/10/2018) Rp2.019 juta dan 2.019,5", (2018, 10), id="no years"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_month_of_a_text(text: str, month: tuple[int, int] | None) -> None:
    assert month_of(text) == (date(*month, 1) if month else None)


def test_only_the_beginning_is_looked_at_and_many_days_cost_little() -> None:
    assert month_of("a" * MAX_CHARS + " Sabtu (13/10/2018)") is None
    assert month_of("Sabtu (13/10) 2018 " * 1_000_000) == date(2018, 10, 1)


def test_a_known_date_is_not_estimated() -> None:
    body = "Ia tiba Sabtu (13/10/2018)."
    undated = Article(id="a", title="Tiba", body=body)
    dated = Article(id="a", title="Tiba", body=body, published=datetime(2019, 1, 1, tzinfo=UTC))

    assert (estimate(undated), estimate(dated)) == (date(2018, 10, 1), None)
