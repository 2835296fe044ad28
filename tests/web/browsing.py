"""A real browser, and the site as it has it.

Where there is none, what needs it is skipped; in CI there has to be one.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.web.listening import listening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import WSGIApplication

    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
THREADS = 4


@contextmanager
def browsing() -> Iterator[Browser]:
    """Yield the browser of this machine; none is ever downloaded."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        assert not os.environ.get("CI"), f"install one of {', '.join(BROWSERS)}"
        pytest.skip("there is no browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    """Yield the address of a site until the block ends."""
    with listening(app, threads=THREADS) as server:
        yield f"http://127.0.0.1:{server.port}"
