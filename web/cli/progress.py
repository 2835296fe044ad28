"""How far a long command has come, on stderr and only on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with each number of articles done; shows only on a terminal."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield _ignore
        return
    from web.cli.bar import drawn_bar

    with drawn_bar(label, total) as advance:
        yield advance


def _ignore(_count: int) -> None:
    """Show nothing."""
