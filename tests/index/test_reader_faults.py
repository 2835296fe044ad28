from __future__ import annotations

import gzip
import io
import json
import os
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article
from index.readers import encoding
from index.readers.encoding import ChunkReader, unreadable
from index.readers.formats import FORMATS
from index.readers.outcome import Found, ReadOptions, Reject
from index.readers.reading import read_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

# The user id that owns nothing, on every Unix.
NOBODY = 65_534

GOOD = b'{"body": "Air surut."}\n'


def read(*sources: Path | str, stdin: bytes = b"", **options: Any) -> list[Article | Reject]:
    found = read_articles(map(str, sources), ReadOptions(**options), io.BytesIO(stdin))
    return [outcome.article if isinstance(outcome, Found) else outcome for outcome in found]


def rejects(found: list[Article | Reject]) -> list[tuple[int, str]]:
    return [(item.line, item.reason) for item in found if isinstance(item, Reject)]


def articles(found: list[Article | Reject]) -> int:
    return sum(isinstance(item, Article) for item in found)


@pytest.mark.parametrize(
    ("name", "content", "line", "reason"),
    [
        pytest.param("a.jsonl", b"", 1, "the file is empty", id="empty JSON Lines"),
        pytest.param("a.jsonl", b"\n \n", 1, "the file is empty", id="blank JSON Lines"),
        pytest.param("a.json", b"", 1, "the file is empty", id="empty JSON"),
        pytest.param("a.csv", b"\n\n", 1, "the file is empty", id="blank CSV"),
        pytest.param("a.txt", b" \n", 1, "the file is empty", id="blank text"),
        pytest.param("a.md", b"", 1, "the file is empty", id="empty Markdown"),
        pytest.param("a.html", b"", 1, "the file is empty", id="empty page"),
        pytest.param("a.rss", b"", 1, "the file is empty", id="empty feed"),
        pytest.param(
            "a.txt.gz", gzip.compress(b""), 1, "the file is empty", id="empty inside gzip"
        ),
        pytest.param("a.txt.gz", b"", 1, "the file is empty", id="empty gzip"),
        pytest.param(
            "a.txt.gz",
            b"Air surut.",
            1,
            "the file is damaged here, or was never gzip",
            id="not gzip",
        ),
        pytest.param(
            "a.jsonl", b"\n{bad}\n", 2, "not JSON: expecting property name", id="bad JSON"
        ),
        pytest.param(
            "a.jsonl",
            b'[{"body": "a"}]',
            1,
            "the record is a list, not an object",
            id="list on a line",
        ),
        pytest.param(
            "a.jsonl", b'"Air surut."', 1, "the record is text, not an object", id="text on a line"
        ),
        pytest.param(
            "a.jsonl", b"null", 1, "the record is empty, not an object", id="null on a line"
        ),
        pytest.param(
            "a.jsonl", b"17", 1, "the record is a number, not an object", id="number on a line"
        ),
        pytest.param(
            "a.jsonl", b'{"title": "A"}', 1, "the body is missing (fields: title)", id="no body"
        ),
        pytest.param(
            "a.jsonl", b'{"body": " \\n"}', 1, "the body is missing (fields: body)", id="blank body"
        ),
        pytest.param("a.jsonl", b"{}", 1, "the body is missing (fields: none)", id="no fields"),
        pytest.param(
            "a.jsonl",
            b'{"body": {"a": 1}}',
            1,
            "field 'body' is an object, not text",
            id="body is an object",
        ),
        pytest.param(
            "a.jsonl",
            b'{"isi": "a", "judul": ["a", "b"]}',
            1,
            "field 'judul' is a list",
            id="title is a list",
        ),
        pytest.param(
            "a.jsonl",
            b'{"isi": "a", "judul": true}',
            1,
            "field 'judul' is true or false",
            id="title is true",
        ),
        pytest.param(
            "a.jsonl",
            b'{"isi": "a", "tag": [["b", "c"]]}',
            1,
            "field 'tag' is a list",
            id="tag is a list",
        ),
        pytest.param(
            "a.jsonl",
            b'{"isi": "a", "date": ["x", "y"]}',
            1,
            "field 'date' is a list, not a date",
            id="date is a list",
        ),
        pytest.param(
            "a.jsonl",
            b'{"isi": "a", "date": "32 Mei 2020"}',
            1,
            "date '32 Mei 2020' is not a date",
            id="no such day",
        ),
        pytest.param(
            "a.jsonl", b'{"isi": "a", "date": 1e300}', 1, "date '1000000", id="no such second"
        ),
        pytest.param(
            "a.jsonl",
            b'{"isi": "a", "url": "http://[x"}',
            1,
            "url 'http://[x' is not an address",
            id="no address",
        ),
        pytest.param(
            "a.jsonl",
            b'{"isi": "a", "id": "' + b"x" * 600 + b'"}',
            1,
            "id is longer than 512",
            id="long id",
        ),
        pytest.param(
            "a.jsonl", b'{"isi": "a\0b"}', 1, "the line holds NUL bytes", id="NUL in JSON"
        ),
        pytest.param(
            "a.jsonl", b"[" * 100_000, 1, "not JSON: nested too deeply", id="deep JSON Lines"
        ),
        pytest.param("a.json", b"[" * 100_000, 1, "not JSON: nested too deeply", id="deep JSON"),
        pytest.param("a.json", b'[{"body": "a"},\n\n{]', 3, "not JSON: ", id="bad JSON on line 3"),
        pytest.param(
            "a.json",
            b'{"data": "x"}',
            1,
            "record 1: the body is missing",
            id="wrapper without a list",
        ),
        pytest.param(
            "a.json",
            b'[{"body": "Air."}, 7]',
            1,
            "record 2: the record is a number",
            id="number in a list",
        ),
        pytest.param(
            "a.csv",
            b"judul,tanggal\nA,B\n",
            1,
            "no column is the body (columns: judul, ",
            id="CSV without a body",
        ),
        pytest.param(
            "a.csv", b"judul,isi\nA,B\nC\n", 3, "the row has 1 fields, the header 2", id="short row"
        ),
        pytest.param(
            "a.csv",
            b'judul,isi\nA,"B\nC"\nD,E,F\n',
            4,
            "the row has 3 fields, the header 2",
            id="long row",
        ),
        pytest.param(
            "a.csv",
            b"judul,isi\nA,\n",
            2,
            "the body is missing (fields: judul, isi)",
            id="row without a body",
        ),
        pytest.param(
            "a.csv", b"judul,isi\nA,B\0\n", 2, "the line holds NUL bytes", id="NUL in CSV"
        ),
        pytest.param("a.csv", b"judul,isi\nA,B\rC\n", 2, "a line ends by CR alone", id="bad CSV"),
        pytest.param("a.txt", b"%PDF-1.4\n\0\1\2", 1, "not a text file", id="PDF as text"),
        pytest.param("a.txt", bytes(range(1, 256)) * 8, 1, "not a text file", id="noise as text"),
        pytest.param(
            "a.md",
            b"---\ntitle: [a\n---\nAir surut.",
            3,
            "front matter is not YAML",
            id="open list in YAML",
        ),
        pytest.param(
            "a.md",
            b"---\na: !!python/object:os.x y\n---\nAir.",
            2,
            "front matter is not YAML",
            id="object in YAML",
        ),
        pytest.param(
            "a.md",
            b"---\ndate: 2018-13-45\n---\nAir.",
            1,
            "front matter is not YAML",
            id="bad date in YAML",
        ),
        pytest.param(
            "a.md",
            b"---\n- a\n---\nAir.",
            1,
            "front matter is not YAML: it is not a list of",
            id="list as YAML",
        ),
        pytest.param(
            "a.md",
            b"---\na: " + b"[" * 50_000 + b"\n---\nAir.",
            1,
            "front matter is not YAML",
            id="deep YAML",
        ),
        pytest.param(
            "a.md",
            b"---\na: " + b"b" * 70_000 + b"\n---\nAir.",
            1,
            "front matter is not YAML",
            id="long YAML",
        ),
        pytest.param(
            "a.md", b"---\ntitle: A\n---\n", 1, "the body is missing", id="Markdown without a body"
        ),
        pytest.param(
            "a.html",
            b"<html><body></body></html>",
            1,
            "the body is missing",
            id="page without text",
        ),
        pytest.param(
            "a.rss",
            b"<html><body>Air surut.</body></html>",
            1,
            "not an RSS or Atom feed",
            id="page as feed",
        ),
        pytest.param("a.rss", b"\x00\x01\x02", 1, "not an RSS or Atom feed", id="noise as feed"),
        pytest.param(
            "a.rss",
            b"<rss version='2.0'><channel/></rss>",
            1,
            "the feed has no entries",
            id="feed without entries",
        ),
        pytest.param(
            "a.jsonl",
            b'{"isi": ' + b"1" * 5_000 + b"}",
            1,
            "not JSON: a number has",
            id="endless number",
        ),
        pytest.param(
            "a.jsonl", b'{"judul": {"x": 1}}', 1, "field 'judul' is an object", id="nameless object"
        ),
        pytest.param(
            "a.json",
            b'[{"b": "' + b"\\ud800" + b'"}]',
            1,
            "record 1: the body is",
            id="half a pair",
        ),
        pytest.param(
            "a.csv",
            b"judul,ringkasan,kanal\nA,b,Berita\nC,d,Berita\n",
            1,
            "no column is the body (columns: judul, ringkasan, kanal)",
            id="a row that could be a header",
        ),
        pytest.param(
            "a.csv", b"judul,isi\rA,b\r", 1, "a line ends by CR alone", id="old line ends"
        ),
        pytest.param("a.pdf", b"%PDF", 1, "its name does not tell the format", id="unknown kind"),
    ],
)
def test_fault_is_named_with_its_line(
    tmp_path: Path, name: str, content: bytes, line: int, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    ((found_line, found_reason),) = rejects(read(path))

    assert found_reason.startswith(reason)
    assert found_line == line


@pytest.mark.parametrize(
    "path", ["tidak-ada.jsonl", "tidak-ada", "tidak/ada.txt.gz", "a\0b.txt", "x" * 5_000 + ".txt"]
)
def test_file_that_is_not_there(path: str) -> None:
    (found,) = read(path)

    assert isinstance(found, Reject)


def test_no_such_file_says_so() -> None:
    assert [str(item) for item in read("tidak-ada.csv")] == ["tidak-ada.csv:1: no such file"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "permission denied"),
        (OSError(5, "Input/output error"), "input/output error"),
        (EOFError("x"), "the gzip file is cut off here"),
        (ValueError("embedded null byte"), "cannot be read: embedded null byte"),
    ],
)
def test_errors_of_the_system_in_plain_words(error: Exception, reason: str) -> None:
    assert unreadable(error) == reason


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """Nothing is forbidden to root, so a test run as root steps down for a while."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    yield
    if before == 0:
        os.seteuid(before)


@pytest.mark.usefixtures("as_nobody")
def test_forbidden_file_and_folder() -> None:
    tmp_path = Path(tempfile.mkdtemp())
    (tmp_path / "a.txt").write_text("Air surut.")
    (tmp_path / "b").mkdir()
    (tmp_path / "b").chmod(0)
    (tmp_path / "a.txt").chmod(0)

    found = rejects(read(tmp_path))
    (tmp_path / "b").chmod(0o700)

    assert found == [(1, "permission denied"), (1, "permission denied")]


def test_broken_link_in_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")

    assert rejects(read(tmp_path)) == [(1, "no such file")]


def test_pipe_in_a_folder_is_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")

    assert rejects(read(tmp_path)) == [(1, "a pipe, not a file")]


def test_faults_do_not_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD + b"{bad}\n" + GOOD + b"\xff\xfe\n" + GOOD)

    found = read(path, "tidak-ada.txt", path)

    assert articles(found) == 6
    assert [line for line, _ in rejects(found)] == [2, 4, 1, 2, 4]


@pytest.mark.parametrize("cut", [1, 8, 20])
def test_packed_file_that_is_cut_off(tmp_path: Path, cut: int) -> None:
    # Noise keeps the packed lines apart, so that the cut falls behind many of them.
    lines = [json.dumps({"body": f"Air {os.urandom(40).hex()}"}) for _ in range(1_000)]
    packed = gzip.compress("\n".join(lines).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed[: -cut * len(packed) // 100])

    found = read(path)

    assert articles(found) >= 700
    assert rejects(found) == [(articles(found) + 1, "the gzip file is cut off here")]


def test_packed_file_that_is_damaged(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(GOOD * 10))
    packed[-6] ^= 0xFF
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed)

    found = read(path)

    assert articles(found) == 10
    assert rejects(found) == [(11, "the file is damaged here, or was never gzip")]


def test_feed_that_is_cut_off() -> None:
    item = "<item><title>Banjir</title><description>Air surut.</description></item>"
    feed = f'<?xml version="1.0"?>\n<rss version="2.0"><channel>{item}\n{item}\n<item><ti'

    found = read("-", stdin=feed.encode())

    assert articles(found) == 2
    assert rejects(found)[-1] == (4, "the feed is cut off here")


@pytest.mark.parametrize(
    ("name", "parser"), [("html", "trafilatura.bare_extraction"), ("feed", "feedparser.parse")]
)
def test_parser_that_breaks_rejects_the_file(
    monkeypatch: pytest.MonkeyPatch, name: str, parser: str
) -> None:

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("boom")

    monkeypatch.setattr(parser, fail)

    ((_, reason),) = rejects(read("-", stdin=b"<p>Air surut.</p>", format=name))

    assert reason.endswith(": boom")


def test_line_that_is_too_long_is_skipped_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(GOOD)
        for _ in range(60):
            file.write(b"a" * 1024 * 1024)
        file.write(b"\n" + GOOD)
    tracemalloc.start()

    found = read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert articles(found) == 2
    assert rejects(found) == [(2, "the line is longer than 16 MiB")]
    assert peak < 45 * 1024 * 1024


@pytest.mark.parametrize("name", ["a.txt.gz", "a.md.gz", "a.html.gz", "a.csv.gz", "a.rss.gz"])
def test_bomb_is_not_unpacked_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(80):
            file.write(b"a" * 1024 * 1024)
    tracemalloc.start()

    found = read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert articles(found) == 0
    assert "MiB" in rejects(found)[0][1] or "100 times" in rejects(found)[0][1]
    assert peak < 140 * 1024 * 1024


def test_aliases_in_front_matter_do_not_multiply(tmp_path: Path) -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    path = tmp_path / "a.md"
    path.write_text(f"---\na0: &a0 [x, x]\n{levels}\ntags: *a11\n---\nAir surut.")
    start = time.process_time()

    ((_, reason),) = rejects(read(path))

    assert reason == "field 'tags' is a list, not text"
    assert time.process_time() - start < 2.0


def test_entities_in_a_feed_do_not_multiply() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "aaaaaaaaaa">{entities}]>'
        "<rss version='2.0'><channel><item><description>&a9;</description></item></channel></rss>"
    )
    start = time.process_time()

    read("-", stdin=feed.encode())

    assert time.process_time() - start < 5.0


@pytest.mark.parametrize(
    "unit",
    [
        "<script type=application/ld+json>",
        "<meta ",
        "<!--",
        "<",
        "<p ",
        "&lt;",
        "<script>",
        "<a b='",
    ],
)
@pytest.mark.parametrize("name", ["body", "page"])
def test_hostile_markup_is_quick(name: str, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    text = unit * 50_000
    stdin = json.dumps({"body": text}) if name == "body" else f"<html>{text}"
    start = time.process_time()

    read("-", stdin=stdin.encode())

    assert time.process_time() - start < 3.0


@pytest.mark.parametrize("unit", ["[", "![", "](", "**", "_a ", "# ", "---\n", "> ", "* "])
def test_hostile_markdown_is_quick(unit: str) -> None:
    start = time.process_time()

    read("-", stdin=(unit * 100_000).encode(), format="md")

    assert time.process_time() - start < 3.0


def test_reject_is_one_line_and_keeps_a_part_of_the_record() -> None:
    reject = Reject("a\nb\udcff.csv", 7, "date '1\n2'\x1b[31m is not a date", "x" * 5_000)

    assert str(reject) == "a b\\xff.csv:7: date '1 2' [31m is not a date"
    assert len(reject.record) == 2_000


def test_reject_keeps_the_text_of_the_record() -> None:
    found = read("-", stdin=b'{"judul": "A"}\n{"judul": "B"}\n')

    assert [item.record for item in found if isinstance(item, Reject)] == [
        '{"judul": "A"}',
        '{"judul": "B"}',
    ]


def test_chunks_of_any_size_are_read_whole() -> None:
    stream = io.BufferedReader(ChunkReader([b"", b"a", b"", b"bc\n" * 3, b"d"]), 4)

    assert stream.readlines() == [b"abc\n", b"bc\n", b"bc\n", b"d"]
    assert [line.data for line in encoding.read_lines(io.BytesIO(b"a\n\nb"))] == [
        b"a\n",
        b"\n",
        b"b",
    ]


FRAGMENTS = st.sampled_from(
    [
        b'{"body": "a"}', b"{", b"}", b"[", b"]", b'"', b"\n", b"\r", b"\0", b",", b";", b"\t",
        b"---\n", b"title: ", b"<rss>", b"<item>", b"<p>", b"</p>", b"<script type=text/json>",
        b"\x1f\x8b", b"\xff\xfe", b"\xef\xbb\xbf", b"isi,judul\n", b"Jakarta (ANTARA) - ",
        b"Baca juga: ", b"13/10/2018", b"<?xml version='1.0'?>", b"&amp;", b"<![CDATA[", b"-->",
    ]
)  # fmt: skip


@pytest.mark.parametrize("name", [*FORMATS, None])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=300) | st.lists(FRAGMENTS, max_size=12).map(b"".join))
def test_any_bytes_give_articles_or_rejects(name: str | None, data: bytes) -> None:
    found = read("-", stdin=data, format=name)

    assert found or data.strip()
    for item in found:
        assert isinstance(item, Article | Reject)
        assert "\n" not in str(item) or isinstance(item, Article)


@pytest.mark.parametrize("name", ["jsonl", "json"])
@settings(max_examples=60, deadline=None)
@given(
    record=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["body", "title", "date", "author", "tags", "url", "id", "lang", "name"]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=12,
    )
)
def test_any_record_gives_an_article_or_a_reject(name: str, record: Any) -> None:
    found = read("-", stdin=json.dumps(record).encode(), format=name)

    assert all(isinstance(item, Article | Reject) for item in found)
    assert found or record == []
