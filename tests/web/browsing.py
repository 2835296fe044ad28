"""Pages as a real browser has them, without a network.

On a machine without Chromium they are the HTML that it would receive.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

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


@contextmanager
def browsing(app: Flask) -> Iterator[Callable[[str], str]]:
    """Yield what returns the markup that a page of ``app`` has become once it is loaded."""
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
