"""No file, whatever it holds, takes an import with it, nor more than the bounds allow."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.errors import ArsipError
from index.readers import bounded
from index.readers.ahead import ahead
from index.readers.bounds import MEMORY_BYTES
from index.readers.outcome import Found, ReadOptions, Reject
from index.readers.reading import read_bounded
from index.readers.wire import Kind, receive, unpack_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from index.readers.outcome import Outcome

ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024

# What an import holds besides: outcomes that wait, and a batch.
IMPORT_MIB = 300

YAML_ALIASES = "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)
)  # fmt: skip
YAML_MERGES = "\n".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)
)  # fmt: skip
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
OUTSIDE = "teks di luar map"


def feed(doctype: str, text: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{doctype}]><rss version="2.0"><channel><item>'
        f"<title>T</title><description>isi {text}</description></item></channel></rss>"
    ).encode()


def packed(unit: bytes, count: int, before: bytes = b"", after: bytes = b"") -> bytes:
    out = io.BytesIO()
    with gzip.open(out, "wb", compresslevel=6) as file:
        file.write(before)
        for _ in range(count):
            file.write(unit)
        file.write(after)
    return out.getvalue()


def dates(*values: str) -> bytes:
    records = ({"id": value, "body": "Air.", "date": value} for value in values)
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


AFTER = b'\n{"body": "sesudah"}\n'

# name -> what it holds, how many articles it gives, how its rejects begin
FILES: dict[str, tuple[bytes | Callable[[], bytes], int, list[str]]] = {
    "lists.json.gz": (
        lambda: packed(b"[]," * (MIB // 3), 200, b"["),
        0,
        ["record 1: the record is a list", *["record "] * 9_999, "10,000 records in a row"],
    ),
    "zeros.jsonl.gz": (lambda: packed(bytes(MIB), 200), 0, ["unpacks to more than 100 times"]),
    "zeros.txt.gz": (lambda: packed(bytes(MIB), 200), 0, ["the file is larger than 16 MiB"]),
    "tags.html.gz": (
        lambda: packed(b"<p>" * (MIB // 3), 15, b"<html><body>"),
        0,
        ["the page has more than 250,000 tags"],
    ),
    "tags.rss.gz": (lambda: packed(b"<a>" * (MIB // 3), 64), 0, ["unpacks to more than 100 times"]),
    "twice.txt.gz": (lambda: gzip.compress(gzip.compress(b"a" * MIB)), 0, ["not a text file"]),
    "entities.rss": (feed('<!ENTITY a0 "aaaaaaaaaa">' + ENTITIES, "&a9;"), 1, []),
    "entities.html": (
        feed('<!ENTITY a0 "aaaaaaaaaa">' + ENTITIES, "&a9;"),
        0,
        ["the body is missing"],
    ),
    "outside.rss": (feed('<!ENTITY x SYSTEM "file:///tmp/rahasia.txt">', "&x;"), 1, []),
    "line.jsonl": (
        lambda: b'{"body": "' + b"a" * 200 * MIB + b'"}' + AFTER,
        1,
        ["the line is longer than 16 MiB"],
    ),
    "deep.json": (b"[" * 100_000 + b"]" * 100_000, 0, ["not JSON: nested too deeply"]),
    "deep.jsonl": (
        b'{"body": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}" + AFTER,
        1,
        ["not JSON: nested too deeply"],
    ),
    "deeper.jsonl": (b'{"a":' * 100_000 + AFTER, 1, ["not JSON: nested too deeply"]),
    "fields.jsonl": (
        lambda: b'{"body": "a"' + b"".join(b',"%d":1' % n for n in range(1_000_000)) + b"}" + AFTER,
        2,
        [],
    ),
    "fields.csv": (lambda: b"isi" + b"," * 1_000_000 + b"\nair" + b"," * 1_000_000, 1, []),
    "items.jsonl": (lambda: b'{"body":"a","x":[' + b"[]," * 2_000_000 + b"1]}" + AFTER, 2, []),
    "surrogates.jsonl": (
        b'{"body": "a \\ud800 b"}\n{"\\ud800": 1}\n{"body": "a", "date": "\\ud800"}\n',
        1,
        ["the body is missing (fields: \ufffd)", "date '\\ud800' is not a date"],
    ),
    "nul.jsonl": (b'{"body": "a\\u0000b"}\n{"body": "a\0b"}\n', 1, ["the line holds NUL"]),
    "nan.jsonl": (
        b'{"body": "a", "date": NaN, "title": -Infinity}\n{"body": NaN}\n',
        1,
        ["the body is missing"],
    ),
    "dates.jsonl": (
        dates("0000-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
        0,
        ["date '0000", "date '0001", "date '9999"],
    ),
    "zones.jsonl": (dates("1900-01-01T00:00:00+23:59", "2100-12-31T23:59:59-23:59"), 2, []),
    "ids.jsonl": (
        lambda: b'{"id": "' + b"i" * MIB + b'", "body": "a"}' + AFTER,
        1,
        ["id is longer than 512 characters"],
    ),
    "titles.jsonl": (
        lambda: b'{"title": "' + b"t" * 8 * MIB + b'", "body": "a"}' + AFTER,
        1,
        ["title is longer than 20,000 characters"],
    ),
    "tags.jsonl": (
        lambda: json.dumps({"body": "a", "tags": [str(n) for n in range(500_000)]}).encode(),
        0,
        ["tags is longer than 20,000 characters"],
    ),
    "aliases.md": (
        f"---\na0: &a0 [x, x]\n{YAML_ALIASES}\ntags: *a11\n---\nAir.".encode(),
        0,
        ["field 'tags' is a list, not text"],
    ),
    "merges.md": (f"---\na0: &a0 {{x: 1}}\n{YAML_MERGES}\n---\nAir.".encode(), 1, []),
    "numbers.jsonl": (
        b'{"body": "a", "id": ' + b"9" * 100_000 + b"}\n" + b'{"body": "b", "date": 1e308}\n',
        0,
        ["not JSON: a number has too many digits", "date '1000"],
    ),
    "keys.jsonl": (b'{"body": "a", "body": "b"}\n', 1, []),
    "marks.jsonl": (b"\xef\xbb\xbf" * 2 + b'{"body": "a"}\n\xef\xbb\xbf{"body": "b"}\n', 2, []),
    "half.jsonl": (b"\xff\xfe\x00", 0, ["not JSON"]),
    "quotes.csv": (b"judul,isi\n" + b'a,"b\n' * 20_000, 0, ["lines 2 to 20001: a quote"]),
    "quote.csv": (b'judul,isi\n"' + b"\n" * 300_000, 0, ["lines 2 to 300001: the row has more"]),
    "nama\udcff.jsonl": (b'{"body": "a"}\n{bad\n', 1, ["not JSON"]),
    "baris\n\x1b[31m.jsonl": (b"{bad\n", 0, ["not JSON"]),
    "zz-last.jsonl": (b'{"body": "terakhir"}\n', 1, []),
}
LINKS = {
    "loop.jsonl": ("loop.jsonl", "too many levels of symbolic links"),
    "loops": ("loops", "too many levels of symbolic links"),
    "out.txt": ("../rahasia.txt", "a link that leads out of the folder"),
    "outside": ("..", "a link that leads out of the folder"),
    "nothing.txt": ("nothing", "no such file"),
}

_READ = """
import json, re, resource, sys
from pathlib import Path
from index.readers.outcome import Found, ReadOptions
from index.readers.reading import read_bounded

outcomes = []
for one in read_bounded(sys.argv[1:], ReadOptions(), sys.stdin.buffer):
    is_found = isinstance(one, Found)
    outcomes.append((one.path, is_found, one.article.body[:100] if is_found else str(one)))
# Not the other figure of rusage: that is inherited from the process before.
own = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([outcomes, [own // 1024, children // 1024]]))
"""


class Reading:
    """What came of a folder of hostile files, by name, and the memory it took in MiB."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", _READ, str(folder)]
        done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
        outcomes, (self.own_mib, self.worker_mib) = json.loads(done.stdout)
        self.articles: dict[str, list[str]] = {}
        self.rejects: dict[str, list[str]] = {}
        for path, is_found, text in outcomes:
            name = path.removeprefix(f"{folder}/")
            (self.articles if is_found else self.rejects).setdefault(name, []).append(text)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("top") / "berita"
    folder.mkdir()
    (folder.parent / "rahasia.txt").write_text(OUTSIDE)
    for name, (content, _, _) in FILES.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content())
    for name, (target, _) in LINKS.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.txt")
    before = Path.cwd()
    os.chdir(folder)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("socket.txt")
    os.chdir(before)
    return Reading(folder)


@pytest.mark.parametrize("name", FILES, ids=ascii)
def test_hostile_file_is_named_and_the_rest_goes_in(reading: Reading, name: str) -> None:
    _, articles, reasons = FILES[name]
    shown = name.replace("\udcff", "\\xff")

    rejects = reading.rejects.get(shown, [])

    # A found article names its file as it was found, a reject as it can be printed.
    assert len(reading.articles.get(name, [])) == articles
    assert len(rejects) == len(reasons)
    for text, reason in zip(rejects, reasons, strict=True):
        assert text.partition(": ")[2].startswith(reason)
        assert text.isprintable()


@pytest.mark.parametrize(("name", "reason"), [(name, why) for name, (_, why) in LINKS.items()])
def test_link_is_named_and_the_rest_goes_in(reading: Reading, name: str, reason: str) -> None:
    (text,) = reading.rejects[name]

    assert text.partition(": ")[2].startswith(reason)


@pytest.mark.parametrize(("name", "kind"), [("pipe.txt", "a pipe"), ("socket.txt", "a socket")])
def test_what_is_no_file_is_named(reading: Reading, name: str, kind: str) -> None:
    (text,) = reading.rejects[name]

    assert text.endswith(f": {kind}, not a file")


def test_nothing_outside_of_the_folder_was_read(reading: Reading) -> None:
    assert OUTSIDE not in str(reading.articles)


def test_memory_stays_within_the_bounds(reading: Reading) -> None:
    assert reading.worker_mib < MEMORY_BYTES // MIB
    assert reading.own_mib < IMPORT_MIB


# A worker in which some bodies do what a broken parser would.
_FRAIL = """
import os, signal
from index.readers import bounds, worker

bounds.CPU_SECONDS = 0.2

def pack(outcome, pack=worker.pack_outcome):
    match outcome.article.body:
        case "jatuh":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "diam":
            while True:
                pass
        case "besar":
            bytearray(4 * bounds.MEMORY_BYTES)
        case "rusak":
            raise RuntimeError
    return pack(outcome)

worker.pack_outcome = pack
worker.main()
"""


@pytest.fixture
def frail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(bounded, "_COMMAND", (sys.executable, "-c", _FRAIL))


def lines(*bodies: str) -> bytes:
    return b"".join(json.dumps({"body": body}).encode() + b"\n" for body in bodies)


def show(outcomes: Iterator[Outcome]) -> list[str]:
    return [
        one.article.body if isinstance(one, Found) else f"{one.line}: {one.reason}"
        for one in outcomes
    ]


@pytest.mark.usefixtures("frail")
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("jatuh", "reading it breaks the reader (exit code -11)"),
        ("diam", "reading it takes more than 20 s of processor time"),
        ("besar", "reading it takes more than 1,024 MiB of memory"),
        ("rusak", "reading it breaks the reader (exit code 1)"),
    ],
)
def test_file_that_ends_the_process_costs_what_follows_in_it(
    tmp_path: Path, body: str, reason: str
) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines("satu", "dua", body, "tiga"))
    (tmp_path / "b.txt").write_text(body)
    (tmp_path / "c.jsonl").write_bytes(lines("empat"))

    found = show(read_bounded([str(tmp_path)], ReadOptions(), io.BytesIO()))

    assert found == ["satu", "dua", f"2: {reason}", f"1: {reason}", "empat"]


@pytest.mark.usefixtures("frail")
def test_standard_input_that_ends_the_process_says_from_where(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_bytes(lines("empat"))
    stdin = io.BytesIO(lines("satu", "jatuh"))

    found = show(read_bounded(["-", str(tmp_path)], ReadOptions(format="jsonl"), stdin))

    assert found == ["1: reading it breaks the reader (exit code -11)", "empat"]


def test_process_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from index.errors import ArsipError

    monkeypatch.setattr(bounded, "_COMMAND", (sys.executable, "-c", "raise SystemExit"))

    with pytest.raises(ArsipError, match="does not start"):
        list(read_bounded(["-"], ReadOptions(), io.BytesIO(b"Air.")))


def test_reading_that_is_left_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    outcomes = read_bounded(["-"], ReadOptions(format="jsonl"), io.BytesIO(lines(*"abc" * 99_999)))

    assert isinstance(next(outcomes), Found)
    outcomes.close()

    (process,) = started
    assert process.returncode is not None


def test_options_reach_the_process(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(b"kepala;badan\nA;Air.\n")
    options = ReadOptions(
        format="csv", mapping={"title": "kepala", "body": "badan", "id": "\udcff"}, source="Kabar"
    )

    (found,) = read_bounded([str(path)], options, io.BytesIO())

    assert isinstance(found, Found)
    assert (found.article.title, found.article.source) == ("A", "Kabar")


def test_article_arrives_as_it_was_read(tmp_path: Path) -> None:
    from index.readers.reading import read_articles

    path = tmp_path / "a.jsonl"
    moments = ("2018-10-13", "13 Oktober 2018 10:26 WITA", "2018-10-13T10:26Z", 1_539_401_160)
    zones = ("2018-10-13T10:26:00.5+05:30", "Sat, 13 Oct 2018 10:26:00 EST", None)
    path.write_bytes(
        b"".join(
            json.dumps({"body": f"Bali (ANTARA) - {n}\u2028", "date": date, "tags": "a,b"}).encode()
            + b"\n"
            for n, date in enumerate((*moments, *zones))
        )
    )

    here = list(read_articles([str(path)], ReadOptions(), io.BytesIO()))
    there = list(read_bounded([str(path)], ReadOptions(), io.BytesIO()))

    assert here == there
    assert [str(one.article.published) for one in here if isinstance(one, Found)] == [
        str(one.article.published) for one in there if isinstance(one, Found)
    ]


@pytest.mark.parametrize("size", [0, 300 * MIB])
def test_frame_of_a_process_gone_wrong_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match=r"frame|is not a valid"):
        receive(io.BytesIO(size.to_bytes(4, "big") + b"\x63"))


@pytest.mark.parametrize("payload", [b"[]", b"{}", b"7", b"[1,2]", b"[1,2,3,4]", b"x"])
@pytest.mark.parametrize("kind", [Kind.FOUND, Kind.REJECT])
def test_outcome_of_a_process_gone_wrong_is_refused(kind: Kind, payload: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        unpack_outcome(kind, payload, "a.jsonl")


def test_file_that_grows_is_read_as_long_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*map(str, range(50_000))))
    outcomes = read_bounded([str(path)], ReadOptions(), io.BytesIO())

    count = 0
    with path.open("ab") as file:
        for _ in outcomes:
            count += 1
            if count % 10 == 0:
                file.write(lines("lagi") * 100)
                file.flush()

    assert count == 50_000


def test_file_that_is_gone_when_its_turn_comes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Air.")
    (tmp_path / "b.txt").write_text("Air.")
    from index.readers.reading import read_articles

    outcomes = read_articles([str(tmp_path)], ReadOptions(), io.BytesIO())
    next(outcomes)
    (tmp_path / "b.txt").unlink()

    assert [str(one) for one in outcomes] == [f"{tmp_path}/b.txt:1: no such file"]


def test_device_that_was_named_is_rejected() -> None:
    (found,) = read_bounded(["/dev/zero"], ReadOptions(format="jsonl"), io.BytesIO())

    assert isinstance(found, Reject)
    assert found.reason == "a device, not a file"


def test_ahead_makes_no_more_than_it_may_and_stops_when_left() -> None:
    made: list[int] = []

    def items() -> Generator[int, None, None]:
        try:
            for number in range(1_000):
                made.append(number)
                yield number
        finally:
            made.append(-1)

    waiting = ahead(items(), lambda _: 1, 10)
    first = next(waiting)
    waiting.close()
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread():
            thread.join(5)

    assert first == 0
    assert made[-1] == -1
    assert len(made) < 40


def test_ahead_raises_what_was_raised_after_what_was_made() -> None:
    def items() -> Generator[int, None, None]:
        yield 1
        raise OSError("habis")

    waiting = ahead(items(), lambda _: 1, 10)

    assert next(waiting) == 1
    with pytest.raises(OSError, match="habis"):
        next(waiting)


def test_an_import_that_has_ended_starts_no_other_process() -> None:
    """As its thread would that reads ahead, and finds the one it had gone."""
    with bounded.reading_process() as process:
        pass

    with pytest.raises(ArsipError, match="nothing more is read"):
        process.start()
