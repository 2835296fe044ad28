"""Search for the slowest thing that one request can ask for.

    python tests/bench/worst.py DATA [--tries 400] [--seed 1] [--door NAME] [--top N]

DATA is an indexed data directory. Every query of a catalogue of nasty ones goes through
every door once to warm up and then twice more; then each door is searched by hill climbing
over query texts (at most 1,000 characters and 64 clauses) and parameters, from its worst
ones on. Prints for each door a line: CPU ms of the slowest request (the better of two
runs), whether the answer was cut short, its size, and the address.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from index.archive.opening import open_archive
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from web.app import create_app
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    Args = dict[str, str]

MAX_CHARS = 1_000
# The commonest words of Indonesian news, the commonest first, and some that are rare.
COMMON = (
    "yang di dan ini untuk dengan dari tidak dalam itu juga akan pada ada saat oleh bisa ke "
    "para sudah lebih orang sebagai menjadi karena telah mereka kata tersebut tahun indonesia saya "
    "dapat harus seperti satu hari kami lain kita jakarta atas setelah baru banyak masih dia anak "
    "kali hanya besar lalu serta hal bahwa sangat waktu sejak antara namun warga kota jika "
    "melakukan pihak agar dua secara"
).split()
RARE = "gubernur mahkamah vaksin sepakbola gempa tsunami beras hujan kereta korupsi".split()
ALL_FACETS = "source,section,province,place,person,organisation,author,year"
DOORS = {
    "page": "/search",
    "api": "/api/v1/search",
    "atom": "/search.atom",
    "csv": "/search.csv",
    "suggest": "/api/v1/suggest",
    "article": "/articles/",
    "trends": "/tren",
}


@dataclass(frozen=True)
class Request:
    """One thing to ask, through one door."""

    door: str
    args: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """Path and query."""
        return f"{DOORS[self.door]}?{urlencode(self.args)}"


def repeated(text: str, joiner: str = " ") -> str:
    """Return ``text`` joined as often as a query may be long."""
    count = max(1, (MAX_CHARS + len(joiner)) // (len(text) + len(joiner)))
    return joiner.join([text] * count)


def filled(words: list[str], pattern: str, joiner: str, size: int = 1) -> str:
    """Return as many runs of ``size`` words in ``pattern`` as a query has room for."""
    text = ""
    for at in range(0, len(words) - size + 1, size):
        part = pattern.format(" ".join(words[at : at + size]))
        longer = f"{text}{joiner}{part}" if text else part
        if len(longer) > MAX_CHARS:
            break
        text = longer
    return text


def nasty() -> Iterator[str]:
    """Yield query texts that cost much."""
    yield from many_parts()
    yield from few_parts()


def many_parts() -> Iterator[str]:
    """Yield queries of as many parts as there may be."""
    pairs = [word for one in COMMON[:12] for other in COMMON[:12] for word in (one, other)]
    for joiner in (" ", " ATAU "):
        yield repeated('~"di yang"~100', joiner)
        yield repeated('"di yang"', joiner)
        yield repeated("yang", joiner)
        yield repeated("men*", joiner)
        yield filled(pairs, '~"{}"~100', joiner, 2)
        yield filled(pairs, '"{}"', joiner, 2)
        yield filled(COMMON, '~"{}"~9', joiner, 4)
        yield filled(COMMON, '~"{}"', joiner, 2)
        yield filled(COMMON, "{}", joiner)
        yield filled(COMMON, "={}", joiner)
        yield filled(COMMON, "judul:{}", joiner)
        yield filled(COMMON, "isi:{}", joiner)
        yield filled(COMMON, "-{}", joiner)
        yield filled(COMMON, "({} ATAU gempa)", joiner)
        yield filled(COMMON, "(-{} ATAU gempa)", joiner)
        beginnings = [a + b + c for a in "mpbdkstl" for b in "eaiu" for c in "nrmlkst"]
        yield filled(beginnings, "{}*", joiner)
        yield filled(beginnings, "isi:{}*", joiner)
        yield filled(beginnings, "-{}*", joiner)
        yield filled(["antara", "kompas", "nasional", "politik"] * 20, "sumber:{}", joiner)
        yield filled([f"{word}x" for word in COMMON], "{}", joiner)
        yield filled([f"{word[::-1]}" for word in RARE] * 5, "{}", joiner)
        yield filled(
            ["mempertanggungjawabkn", "keanekaragmaan", "ketidaksesuain"] * 9, "{}", joiner
        )
        yield filled([f"tanggal:{year}" for year in range(2000, 2030)] * 2, "{}", joiner)


def few_parts() -> Iterator[str]:
    """Yield long phrases, brackets in brackets, questions, and words that are many at once."""
    yield f'"{repeated("yang")[:990]}"~100'
    yield f'~"{repeated("yang")[:990]}"~100'
    yield f'"{repeated("yang")[:990]}"'
    yield f'"{filled(COMMON, "{}", " ")[:980]}"~1000'
    yield f'~"{filled(COMMON, "{}", " ")[:980]}"~1000'
    yield f'~"{filled(COMMON[:8], "{}", " ")}"~100'
    yield '~"yang dan"~1'
    yield '~"yang di"'
    yield '"yang di"~1000000'
    yield "-" + '"yang di" -"di yang" -"dan yang"'
    yield "(" * 500 + "yang" + ")" * 490
    yield "".join(f"({word} ATAU " for word in COMMON[:16]) + "gempa" + ")" * 16
    yield "".join(f"-({word} ATAU -" for word in COMMON[:16]) + "gempa" + ")" * 16
    yield "kapan " + filled(COMMON, "{}", " ")[:900]
    yield "berapa " + filled(COMMON, "{}", " ")[:900]
    yield "siapa presiden yang di dan ini untuk dengan dari tidak dalam itu juga akan pada"
    yield 'siapa "yang di" "di dan" -"ini untuk" dengan*'
    yield "praktek dokter jaman modren analisa kwalitas " * 20
    yield "oe dj tj " * 100
    yield "tjoedjoe soesjoenj djoenjoe " * 30
    yield "harga-beras/yang-di " * 45
    yield "1/1 2/2 3/3 4/4 5/5 6/6 7/7 8/8 9/9 10/10 11/11 12/12 " * 15
    yield "yang-di_dan'ini " * 60
    yield "a" * MAX_CHARS
    yield "a'" * 500
    yield "1.000" * 200
    yield "yang di"
    yield "yang"
    yield "harga ber"
    yield ""


def long_texts() -> Iterator[str]:
    """Yield what is typed so far: every query, and cut inside a word."""
    for text in nasty():
        yield text
        yield text.rstrip(')"*~0123456789')[:-1]
    for word in ("a", "b", "m", "me", "ber", "yang"):
        yield filled(COMMON, "{}", " ")[:900] + " " + word
        yield " ATAU ".join(COMMON[:40]) + " " + word
        yield '"' + " ".join(COMMON[:60]) + " " + word
        yield repeated("men*")[:900] + " " + word
        yield repeated('~"di yang"~100', " ATAU ")[:900] + " " + word


PARAMS: dict[str, list[Args]] = {
    "page": [
        {},
        {"per_page": "100", "interval": "day"},
        {"per_page": "100", "page": "1000"},
        {"sort": "newest", "page": "500"},
        {"forms": "all", "date_from": "1990-01-01", "interval": "day"},
    ],
    "api": [
        {},
        {"per_page": "100", "facets": ALL_FACETS, "interval": "day", "explain": "1"},
        {"per_page": "100", "page": "1000", "explain": "1"},
        {"sort": "oldest", "per_page": "100", "page": "999"},
        {"forms": "all", "facets": ALL_FACETS, "interval": "month"},
        {"forms": "exact", "date_from": "1990-01-01", "date_to": "2040-01-01"},
    ],
    "atom": [{}, {"per_page": "100", "page": "1000"}, {"sort": "relevance", "per_page": "100"}],
    "csv": [{"per_page": "100"}, {"per_page": "100", "page": "900"}],
    "suggest": [{}],
    "article": [{}, {"forms": "all"}],
    "trends": [
        {"interval": "day", "date_from": "2019-01-01", "date_to": "2020-01-01"},
        {"forms": "all", "interval": "month"},
    ],
}


def catalogue(door: str) -> Iterator[Request]:
    """Yield everything nasty for one door."""
    for text in long_texts() if door == "suggest" else nasty():
        for args in PARAMS[door]:
            yield Request(door, tuple({"q": text[:MAX_CHARS], **args}.items()))


class Clock:
    """Asks for things, and tells what they took."""

    def __init__(self, client: FlaskClient, article: str) -> None:
        self._client = client
        self._article = article

    def ask(self, request: Request, runs: int = 2) -> tuple[float, bool, int]:
        """Return the least CPU ms, whether the answer was cut short, and its bytes."""
        address = request.address.replace("/articles/", f"/articles/{self._article}")
        best, answer = float("inf"), None
        for _ in range(runs):
            started = time.process_time()
            answer = self._client.get(address)
            data = answer.get_data()
            best = min(best, time.process_time() - started)
        assert answer is not None
        assert answer.status_code in {200, 503}, (answer.status_code, address)
        is_cut = b'"partial":true' in data or b'class="notice cut"' in data
        return best * 1e3, is_cut, len(data)


def changed(request: Request, rng: random.Random) -> Request:
    """Return a request that differs a little."""
    args = dict(request.args)
    words = args["q"].split(" ")
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(words))
        match rng.randrange(7):
            case 0:
                words[at] = rng.choice(COMMON + RARE)
            case 1:
                words.insert(
                    at, rng.choice([*COMMON, "ATAU", "BUKAN", "men*", "-yang", '"di yang"'])
                )
            case 2:
                words.insert(
                    at, f'~"{rng.choice(COMMON)} {rng.choice(COMMON)}"~{rng.randint(1, 99)}'
                )
            case 3:
                words += words[at : at + rng.randint(1, 20)]
            case 4 if len(words) > 1:
                del words[at]
            case 5:
                words[at] = rng.choice(['"', "(", ")", "-", "~", "=", "judul:"]) + words[at]
            case 6:
                words[at] = words[at] + rng.choice(["*", '"', ")", "~5", "~100", " ATAU"])
            case _:
                pass
    args["q"] = " ".join(words)[:MAX_CHARS].strip() or "yang"
    if rng.random() < 0.2:
        args = {"q": args["q"], **rng.choice(PARAMS[request.door])}
    return Request(request.door, tuple(args.items()))


def climb(clock: Clock, found: list[tuple[float, Request]], tries: int, seed: int) -> None:
    """Add to ``found`` what is slower than its worst ones, starting from those."""
    rng = random.Random(seed)
    for _ in range(tries):
        found.sort(key=lambda pair: -pair[0])
        del found[12:]
        other = changed(rng.choice(found)[1], rng)
        ms, _, _ = clock.ask(other, runs=1)
        if ms > found[-1][0]:
            found.append((clock.ask(other)[0], other))


def main() -> None:
    """Run the search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tries", type=int, default=400, help="of each door")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--door", choices=DOORS, action="append")
    parser.add_argument("--top", type=int, default=1, help="slowest requests shown a door")
    options = parser.parse_args()
    with (
        closing(open_archive(options.data)) as archive,
        closing(Searcher(ArrayEngine(options.data), archive)) as searcher,
    ):
        _, first = next(iter(archive.walk()))
        client = create_app(searcher, archive, Settings(keep_mb=0)).test_client()
        clock = Clock(client, first.id)
        gc.freeze()
        for door in options.door or DOORS:
            found = []
            for request in catalogue(door):
                cold, _, _ = clock.ask(request, runs=1)
                warm, _, _ = clock.ask(request, runs=1) if cold > 20 else (cold, False, 0)
                found.append((min(cold, warm), request))
            climb(clock, found, options.tries, options.seed)
            found.sort(key=lambda pair: -pair[0])
            for ms, request in found[: options.top]:
                _, is_cut, size = clock.ask(request, runs=1)
                line = {"door": door, "cpu_ms": round(ms, 1), "cut": is_cut, "bytes": size}
                print(json.dumps(line | {"address": request.address}), flush=True)


if __name__ == "__main__":
    main()
