"""Writers of an index in a cluster that are killed, whatever they have just done."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.data import Places
from index.locating import locate
from index.rebuild import reindex
from tests.building import put
from tests.corpus import ARTICLES
from tests.index.opensearch.kept import Counts, counts, described, documents, indices

if TYPE_CHECKING:
    from pathlib import Path

# More than any of them changes anything in the cluster.
MANY = 60

SCRIPT = """
import os, signal, sys
from pathlib import Path
from threading import Lock

from index.data import Places
from index.opensearch.client import Cluster
from index.rebuild import reindex

ask, lock, last = Cluster.ask, Lock(), int(sys.argv[3])

def counted(self, method, path, *given, **others):
    global last
    answer = ask(self, method, path, *given, **others)
    with lock:
        last -= method != "GET" and "_search" not in path
        if not last:
            os.kill(os.getpid(), signal.SIGKILL)
    return answer

Cluster.ask = counted
reindex(Places(Path(sys.argv[1]), None, sys.argv[2]), full=sys.argv[4] == "full")
"""


def killed(places: Places, mode: str, changes: int) -> bool:
    """Reindex in a process that is killed after so many changes; tell whether it came to that."""
    arguments = [str(places.data), str(places.index), str(changes), mode]
    done = subprocess.run([sys.executable, "-c", SCRIPT, *arguments], check=False)
    assert done.returncode in {0, -signal.SIGKILL}
    return done.returncode != 0


def change(places: Places, number: int) -> set[str]:
    """Change, remove and add articles; return the ids there are then."""
    first, second, third = (ARTICLES[(3 * number + at) % len(ARTICLES)] for at in range(3))
    with closing(open_archive(places)) as archive:
        archive.remove([first.id])
    put(
        places.data,
        [
            replace(second, body=f"{second.body} Versi {number} (VN{number})."),
            replace(third, id=f"baru-{number}", source=f"Harian {number}"),
        ],
    )
    if number % 2:
        put(places.data, [first])
    with closing(open_archive(places)) as archive:
        return {article.id for _, article in archive.walk()}


@pytest.fixture
def places(tmp_path: Path, index_url: str) -> Places:
    """A small archive, indexed."""
    put(tmp_path, ARTICLES)
    places = Places(tmp_path, None, index_url)
    reindex(places)
    return places


def indexed_anew(places: Places) -> Counts:
    """Return the counts of words of a full build."""
    reindex(places, full=True)
    return counts(places)


def test_an_incremental_build_that_is_killed_is_taken_up_where_it_was(places: Places) -> None:
    for step in range(1, MANY):
        before = described(places)
        expected = change(places, step)
        if not killed(places, "incremental", step):
            break
        index, manifest = described(places)
        assert index == before[0]
        mode = "incremental" if manifest == before[1] else "unchanged"
        if step % 3 == 0:  # the next one has more to do
            expected, mode = change(places, step + MANY), "incremental"

        assert reindex(places).mode == mode

        assert documents(places).keys() == expected
        with closing(open_archive(places)) as archive:
            assert locate(places).verify(archive).problems == []
    assert 10 < step < MANY - 1
    assert len(indices(places)) == 2
    assert counts(places) == indexed_anew(places)


def test_an_incremental_build_may_be_killed_again_and_again(places: Places) -> None:
    for number, step in enumerate((6, 9, 12, 6, 11)):
        expected = change(places, number)
        assert killed(places, "incremental", step)

    assert reindex(places).mode == "incremental"

    assert documents(places).keys() == expected
    assert counts(places) == indexed_anew(places)


def test_a_full_build_that_is_killed_is_never_seen(places: Places) -> None:
    seen = documents(places).keys()
    for step in range(1, MANY):
        before = described(places)
        expected = change(places, step)
        if not killed(places, "full", step):
            break
        is_switched = described(places) != before
        assert documents(places).keys() == (expected if is_switched else seen)

        assert reindex(places).mode == ("unchanged" if is_switched else "incremental")

        seen = documents(places).keys()
        assert seen == expected
    assert 10 < step < MANY - 1
    reindex(places, full=True)
    assert len(indices(places)) == 4
