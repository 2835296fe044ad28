"""A fault costs the record it stands in: what comes before and behind it is read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import csv_file, json_items
from index.readers.outcome import Found, ReadOptions
from index.readers.reading import read_articles

if TYPE_CHECKING:
    from collections.abc import Sequence


def read(data: str | bytes, form: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the line and body of every article, the line and reason of every reject."""
    stdin = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    found, rejected = [], []
    for outcome in read_articles(["-"], ReadOptions(format=form), stdin):
        if isinstance(outcome, Found):
            found.append((outcome.line, outcome.article.body))
        else:
            rejected.append((outcome.line, outcome.reason))
    return found, rejected


def rows(numbers: Sequence[int], form: str) -> str:
    return "".join(form.format(number) for number in numbers)


@pytest.mark.parametrize(
    ("form", "bad", "reason"),
    [
        pytest.param("j{0},b{0}\n", 'x,"y\n', "a quote is never closed", id="none are quoted"),
        pytest.param('"j{0}","b{0}"\n', 'x,"y\n', "a quote closes in the mid", id="all are quoted"),
        pytest.param('j{0},"b{0}"\n', '"x,"y"\n', "a quote closes in the mid", id="in the title"),
        pytest.param('j{0},"b{0}"\n', 'x,"y" "z\n"\n', "lines 4 to 5: a quote", id="two lines"),
        pytest.param(
            "j{0},b{0}\n", 'x,"y\nz",1\n', "lines 4 to 5: the row has 3 fields", id="too wide"
        ),
        pytest.param("j{0},b{0}\n", 'x,"y\n\0"\n', "lines 4 to 5: the line holds", id="NUL within"),
    ],
)
def test_row_that_swallows_others_is_rejected_by_its_lines(
    form: str, bad: str, reason: str
) -> None:
    found, rejected = read(
        "judul,isi\n" + rows((2, 3), form) + bad + rows(range(1_000), form), "csv"
    )

    assert [body for _, body in found] == [f"b{number}" for number in (2, 3, *range(1_000))]
    ((line, why),) = rejected
    assert line == 4
    assert why.startswith(reason)


def test_quoted_body_of_many_lines_is_one_row() -> None:
    body = 'Satu, dua.\n\n"Tiga", kata dia; empat\nlima,enam\n'

    found, rejected = read('isi,judul\n"' + body.replace('"', '""') + '",A\nB,C\n', "csv")

    assert found == [(2, 'Satu, dua.\n"Tiga", kata dia; empat\nlima,enam'), (7, "B")]
    assert rejected == []


def test_rows_with_the_wrong_number_of_fields_are_rejected_one_by_one() -> None:
    found, rejected = read("judul,isi\na\nb\nc,d\ne,f,g\n", "csv")

    assert found == [(4, "d")]
    assert [line for line, _ in rejected] == [2, 3, 5]


def test_quotes_within_a_line_are_letters() -> None:
    found, rejected = read('judul,isi\na,"kata "banjir" itu"\nb,c\n', "csv")

    assert [line for line, _ in found] == [2, 3]
    assert "banjir" in found[0][1]
    assert rejected == []


@pytest.mark.parametrize("body", ['"Surut," kata dia.', '"Surut', 'Kata dia, "surut"'])
def test_table_by_tabs_that_quotes_nothing(body: str) -> None:
    found, rejected = read(f"judul\tisi\tid\nA\t{body}\t1\nB\tAman.\t2\n", "tsv")

    assert found == [(2, body), (3, "Aman.")]
    assert rejected == []


TEXT = st.text(st.sampled_from("ab ,;\"'\n\t"), max_size=30).map(lambda text: f"x{text}")
# Never the same as the first line of a text, which would be no part of it.
TITLE = TEXT.map(lambda text: f"y{text}")


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(st.tuples(TITLE, TEXT), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t"),
)
def test_whatever_is_quoted_rightly_is_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=delimiter)
    table.writerow(("judul", "isi"))
    table.writerows(rows)

    found, rejected = read(text.getvalue(), "csv")

    assert [body.split() for _, body in found] == [body.split() for _, body in rows]
    assert rejected == []


@settings(max_examples=100, deadline=None)
@given(data=st.data(), form=st.sampled_from(["csv", "json"]))
def test_one_cut_costs_little(data: st.DataObject, form: str) -> None:
    rows = [{"judul": f"j{number}", "isi": f"isi {number}"} for number in range(30)]
    if form == "json":
        text = json.dumps(rows)
    else:
        text = "judul,isi\n" + "".join('"{judul}","{isi}"\n'.format(**row) for row in rows)
    start = data.draw(st.integers(40, len(text) - 40))

    found, rejected = read(text[:start] + text[start + 1 :], form)

    assert len(found) >= 28
    assert len(found) >= 30 or rejected


def test_open_quote_before_a_million_lines_is_quick_and_small() -> None:
    found, rejected = read('judul,isi\na,"\n' + "\n" * 300_000 + "b,c\n", "csv")

    assert found == [(300_003, "c")]
    assert rejected == [(2, f"lines 2 to 300002: the row has more than {LINES} lines")]


LINES = f"{csv_file.MAX_ROW_LINES:,}"


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param('{"body": tru}', id="a bad word"),
        pytest.param('{"body": "x}', id="an open quote"),
        pytest.param('{"body": ["x"}', id="an open list"),
        pytest.param('{"body": {"x": 1}', id="an open object"),
        pytest.param('{"body": "x"]', id="the wrong bracket"),
        pytest.param('{"body": "x", "a": [{"name": tru}, {"b": 1}]}', id="a list within"),
        pytest.param('{"body": "x\n"}', id="a line break in a text"),
        pytest.param('{"body": "x"} "', id="a stray quote"),
        pytest.param("[" * 2_000 + "1" + "]" * 2_000, id="too deep"),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True], ids=["list", "object"])
def test_bad_record_in_a_list_leaves_the_others(bad: str, *, wrapped: bool) -> None:
    text = f'[{{"body": "a"}},\n{bad},\n{{"body": "c"}}, {{"body": "d"}}]'

    found, rejected = read(f'{{"articles": {text}}}' if wrapped else text, "json")

    last = 4 if "\n" in bad else 3
    assert found[0] == (1, "a")
    assert found[-2:] == [(last, "c"), (last, "d")]
    assert rejected[0][0] in {2, 3}


@pytest.mark.parametrize(
    ("text", "bodies", "reason"),
    [
        ('[{"body": "a"}, {"body": "b"}', "ab", "not JSON: the list is not closed"),
        ('[{"body": "a"}, {"body": "b', "a", "not JSON: the file ends within a record"),
        ('[{"body": "a"}] x', "a", "not JSON: extra data at column 17"),
        ('[{"body": "a"} {"body": "b"}]', "ab", "not JSON: expecting ',' delimiter at column 16"),
    ],
)
def test_list_that_is_no_list(text: str, bodies: str, reason: str) -> None:
    found, rejected = read(text, "json")

    assert [body for _, body in found] == list(bodies)
    assert rejected == [(1, reason)]


def test_objects_that_follow_each_other_without_a_list() -> None:
    found, rejected = read('{\n"body": "a"}\n{\n"body": "b"}\n', "json")

    assert found == [(1, "a"), (3, "b")]
    assert rejected == []


@pytest.mark.parametrize("opening", ["[", '{"ok": [1], "data": ['])
def test_list_longer_than_a_record_is_read_item_by_item(
    monkeypatch: pytest.MonkeyPatch, opening: str
) -> None:
    monkeypatch.setattr(json_items, "_CHUNK_BYTES", 1_000)
    for module in ("json_file", "json_items"):
        monkeypatch.setattr(f"index.readers.{module}.MAX_RECORD_BYTES", 2_000)
    items = [f'{{"body": "{number} {"x" * (number % 900)}"}}' for number in range(1_500)]
    items[700] = '{"body": "' + "y" * 5_000 + '"}'

    found, rejected = read(opening + ",\n".join(items) + "]", "json")

    assert len(found) == 1_499
    assert rejected == [(701, "the record is longer than 16 MiB")]


def test_too_much_damage_ends_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "MAX_SEARCHED_BYTES", 1_000)

    _, rejected = read("[" + '{"a": x},' * 5_000 + "]", "json")

    assert 100 < len(rejected) < 130
    assert rejected[-1][1] == "too much is damaged before here to read on"


def test_files_put_together_keep_their_marks() -> None:
    mark = b"\xef\xbb\xbf"

    found, rejected = read((mark + b'{"body": "a"}\n') * 2, "jsonl")

    assert found == [(1, "a"), (2, "a")]
    assert rejected == []


def test_file_of_nothing_but_rejects_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.stream.MAX_REJECTS_IN_A_ROW", 3)

    found, rejected = read('{"body": "a"}\n' * 2 + "x\n" * 10 + '{"body": "b"}\n', "jsonl")

    assert [body for _, body in found] == ["a", "a"]
    assert [line for line, _ in rejected] == [3, 4, 5, 5]
    assert rejected[-1][1] == "3 records in a row cannot be read; the rest is passed over"
