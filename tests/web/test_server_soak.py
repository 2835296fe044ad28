from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_readers_see_whole_answers_while_the_archive_is_written() -> None:
    """Two rounds of the soak; `tests/bench/soak.py --minutes 60` is the long one."""
    options = ["--rounds", "2", "--readers", "2", "--articles", "60"]
    done = subprocess.run(
        [sys.executable, "tests/bench/soak.py", *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
