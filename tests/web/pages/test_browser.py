"""What a real browser makes of the pages, without a network.

On a machine without Chromium the same is asserted on the HTML that it would receive.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 60

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def open_page(app: Flask) -> Iterator[Callable[[str], str]]:
    """Return what a page has become once it is loaded."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        assert not os.environ.get("CI"), f"install one of {', '.join(BROWSERS)}"
        yield lambda path: app.test_client().get(path).text
        return
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def dump(path: str) -> str:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            address = f"http://127.0.0.1:{server.server_port}{path}"
            command = [browser, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", address]
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=SECONDS, check=True
            )
        return done.stdout

    yield dump
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_browser_shows_highlighted_results(open_page: Callable[[str], str]) -> None:
    dom = open_page("/search?q=latih")

    assert "<title>latih \u2013 Arsip</title>" in dom
    assert "<mark>melatih</mark>" in dom
    assert len(re.findall(r"<article>", dom)) == 2


def test_a_browser_opens_an_article_with_a_strange_id(open_page: Callable[[str], str]) -> None:
    dom = open_page("/articles/antara%2Fjack%20ma%3F2018?q=latih")

    assert "Sabtu, 13 Oktober 2018, 10.26 WIB" in dom
    assert "<mark>pelatihan</mark>" in dom


def test_a_browser_finds_no_script_in_a_hostile_article(open_page: Callable[[str], str]) -> None:
    dom = open_page("/articles/hostile?q=banjir")

    assert "<script" not in dom
    assert "<img" not in dom
    assert "banjir" in dom
