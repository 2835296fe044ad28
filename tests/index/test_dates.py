from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.newstext.dates import FIRST_YEAR, LAST_YEAR, WIB, parse_date

WITA = timezone(timedelta(hours=8))
WIT = timezone(timedelta(hours=9))
MORNING = datetime(2018, 10, 13, 10, 26, tzinfo=WIB)
MIDNIGHT = datetime(2018, 10, 13, tzinfo=WIB)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("Sabtu, 13 Oktober 2018 10:26 WIB", MORNING, id="as ANTARA prints it"),
        pytest.param("Sabtu, 13 Okt 2018 10.26", MORNING, id="time with a point"),
        pytest.param("13 Oktober 2018, pukul 10.26 WIB", MORNING, id="pukul"),
        pytest.param("Sabtu, 13/10/2018, 10:26 WIB", MORNING, id="numbers and a weekday"),
        pytest.param("Sabtu (13/10/2018) 10:26", MORNING, id="date in brackets"),
        pytest.param("Sabtu, 13 Oktober 2018 (10:26 WIB)", MORNING, id="time in brackets"),
        pytest.param("13 Oktober 2018 | 10:26 WIB", MORNING, id="bar"),
        pytest.param("13-10-2018 10.26", MORNING, id="hyphens"),
        pytest.param("2018-10-13 10:26:00", MORNING, id="database"),
        pytest.param("2018-10-13T10:26", MORNING, id="ISO without a zone"),
        pytest.param("2018/10/13 10:26", MORNING, id="year first"),
        pytest.param("201810131026", MORNING, id="run together"),
        pytest.param("20181013102600", MORNING, id="run together with seconds"),
        pytest.param("1539401160", MORNING, id="seconds since 1970"),
        pytest.param("1539401160000", MORNING, id="milliseconds since 1970"),
        pytest.param("1539401160.0", MORNING, id="seconds in a data frame"),
        pytest.param("Oct 13, 2018 10:26 AM", MORNING, id="English, month first"),
        pytest.param("Sat Oct 13 2018 10:26:00 GMT+0700 (WIB)", MORNING, id="JavaScript"),
        pytest.param("2018-10-13", MIDNIGHT, id="ISO date"),
        pytest.param("20181013", MIDNIGHT, id="ISO date, basic"),
        pytest.param("13/10/2018", MIDNIGHT, id="day first"),
        pytest.param("13.10.2018", MIDNIGHT, id="points"),
        pytest.param("13/10/18", MIDNIGHT, id="short year"),
        pytest.param("13-Okt-2018", MIDNIGHT, id="month name between hyphens"),
        pytest.param("  13 oktober 2018 ", MIDNIGHT, id="case and blanks"),
        pytest.param("Jakarta, 13 Oktober 2018", MIDNIGHT, id="place before"),
        pytest.param(
            "Jum'at, 9 Nopember 2018", datetime(2018, 11, 9, tzinfo=WIB), id="old spelling"
        ),
        pytest.param("Jum\u2019at, 1 Pebruari 2019", datetime(2019, 2, 1, tzinfo=WIB), id="curly"),
        pytest.param("1 Agt 2018", datetime(2018, 8, 1, tzinfo=WIB), id="Agt"),
        pytest.param("1 Ags 2018", datetime(2018, 8, 1, tzinfo=WIB), id="Ags"),
        pytest.param("1 Agust 2018", datetime(2018, 8, 1, tzinfo=WIB), id="Agust"),
        pytest.param("1 Agustus 2018", datetime(2018, 8, 1, tzinfo=WIB), id="Agustus"),
        pytest.param("1 Des. 2018", datetime(2018, 12, 1, tzinfo=WIB), id="Des."),
        pytest.param("1 May 1998", datetime(1998, 5, 1, tzinfo=WIB), id="English month"),
        pytest.param("1 Mei 98", datetime(1998, 5, 1, tzinfo=WIB), id="short year, last century"),
        pytest.param("29 Februari 2020", datetime(2020, 2, 29, tzinfo=WIB), id="leap day"),
    ],
)
def test_date_is_read(text: str, moment: datetime) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("13 Oktober 2018 10:26 WITA", MORNING.replace(tzinfo=WITA), id="WITA"),
        pytest.param("13 Oktober 2018 10:26 WIT", MORNING.replace(tzinfo=WIT), id="WIT"),
        pytest.param("13/10/2018 10:26 GMT+8", MORNING.replace(tzinfo=WITA), id="GMT+8"),
        pytest.param("13/10/2018 10:26 (UTC+9)", MORNING.replace(tzinfo=WIT), id="in brackets"),
        pytest.param("2018-10-13T10:26:00Z", MORNING.replace(tzinfo=UTC), id="Z"),
        pytest.param("2018-10-13T10:26:00+08:00", MORNING.replace(tzinfo=WITA), id="offset"),
        pytest.param("2018-10-13 10:26:00 +0800", MORNING.replace(tzinfo=WITA), id="blank offset"),
        pytest.param("Sat, 13 Oct 2018 10:26:00 +0900", MORNING.replace(tzinfo=WIT), id="RFC 822"),
        pytest.param("Sat, 13 Oct 2018 10:26:00 GMT", MORNING.replace(tzinfo=UTC), id="GMT"),
        pytest.param(
            "13 Oct 18 10:26 EST", MORNING.replace(tzinfo=timezone(timedelta(hours=-5))), id="EST"
        ),
    ],
)
def test_stated_zone_is_kept(text: str, moment: datetime) -> None:
    found = parse_date(text)

    assert found == moment
    assert found is not None
    assert found.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("kemarin", id="a word"),
        pytest.param("32 Januari 2020", id="32 January"),
        pytest.param("31 Februari 2020", id="31 February"),
        pytest.param("29 Februari 2019", id="no leap year"),
        pytest.param("10/13/2018", id="month first in numbers"),
        pytest.param("2018-02-30", id="ISO, impossible"),
        pytest.param("13 Oktobre 2018", id="no such month"),
        pytest.param("13 Oktober 2018 25:00", id="hour 25"),
        pytest.param("13 Oktober 2018 13:00 PM", id="13 PM"),
        pytest.param("13 Oktober 2018 10:26 XYZ", id="no such zone"),
        pytest.param("13 Oktober 2018 10:26 WIB+0700", id="two zones"),
        pytest.param("13 Oktober 2018 10:26 +9900", id="offset of days"),
        pytest.param("13 Oktober 2018 -7", id="a number behind"),
        pytest.param("1 Mei 1899", id="before 1900"),
        pytest.param("2101-01-01", id="after 2100"),
        pytest.param("2018", id="a year"),
        pytest.param("2018-10", id="a month"),
        pytest.param("00000000", id="zeros"),
        pytest.param("99999999999999999999", id="too many digits"),
        pytest.param("-1539401160", id="negative"),
        pytest.param("Banjir pada 13 Oktober 2018 merendam tiga desa", id="prose"),
        pytest.param("13 Oktober 2018" + " " * 200 + "10:26", id="too long"),
        pytest.param("\u0663 Mei 2018", id="other digits"),
    ],
)
def test_anything_else_is_not_a_date(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=120) | st.from_regex(r"[0-9 /.:T+-]{0,30}", fullmatch=True))
def test_any_text_gives_an_aware_date_in_range_or_none(text: str) -> None:
    found = parse_date(text)

    assert found is None or (found.tzinfo and FIRST_YEAR <= found.year <= LAST_YEAR)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2060, 1, 1)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_printed_dates_come_back(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0, tzinfo=WIB)

    assert parse_date(f"{minute:%d/%m/%Y %H:%M} WIB") == minute
    assert parse_date(f"{minute:%d-%m-%Y %H.%M}") == minute
    assert parse_date(minute.isoformat()) == minute
