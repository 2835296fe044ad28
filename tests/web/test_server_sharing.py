"""Several processes on one data directory."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.archive.opening import open_archive
from index.article import make_article
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]

# Opens everything, answers once, forks, and has both answer again: what a server that forks
# after loading does.
FORKED = """
import os, sys
from pathlib import Path
from index.archive.opening import open_archive
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from web.app import create_app

data = Path(sys.argv[1])
archive = open_archive(data)
client = create_app(Searcher(ArrayEngine(data), archive), archive).test_client()

def answer():
    found = client.get("/api/v1/search?q=beras&facets=year").get_json()
    del found["took_ms"]
    return found, client.get("/api/v1/articles/guru").get_json()

before = answer()
child = os.fork()
after = [answer() for _ in range(20)]
if child:
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
os._exit(0 if before[0]["total"] and after == [before] * 20 else 1)
"""


@contextmanager
def site_on(data: Path) -> Iterator[FlaskClient]:
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        yield create_app(searcher, archive).test_client()


def test_two_servers_follow_one_writer(tmp_path: Path) -> None:
    with ExitStack() as open_sites, closing(open_archive(tmp_path, create=True)) as archive:
        archive.put([make_article(id="a", title="Harga beras naik", body="Putaran nol.")])
        reindex(tmp_path)
        sites = [open_sites.enter_context(site_on(tmp_path)) for _ in range(2)]
        for number, full in enumerate([False, True, False], 1):
            archive.put([make_article(id="a", title="Harga beras", body=f"Kini putaran{number}.")])
            reindex(tmp_path, full=full)

            found = [site.get(f"/api/v1/search?q=putaran{number}").get_json() for site in sites]

            assert [answer["total"] for answer in found] == [1, 1]
            assert len({answer["index"]["generation"] for answer in found}) == 1


def test_a_fork_answers_as_its_parent_does(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORKED, str(data)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
