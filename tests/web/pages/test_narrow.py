"""No page scrolls sideways on the narrowest phone, as a real browser lays it out."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from html import unescape
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from tests.web.browsing import BROWSERS, FLAGS, SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)

PATHS = [
    f"{path}{'&' if '?' in path else '?'}lang={language}"
    for path in ("/", "/bantuan", "/api", "/search?q=beras", "/search?q=zzzz", "/articles/guru")
    for language in ("id", "en")
]

# Below another name, so that the frames are of the same origin and may be measured.
MEASURE = """<!doctype html>
<div id="widths">none</div>
<script>
const wide = {};
const frames = %s.map(path => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.width = 320;
  frame.height = 600;
  frame.style.border = 0;
  frame.onload = () => {
    const page = frame.contentDocument;
    page.querySelectorAll("details").forEach(one => one.open = true);
    wide[path] = [page.documentElement.scrollWidth, page.body.innerText.length];
    done();
  };
  frame.src = path;
  document.body.append(frame);
}));
Promise.all(frames).then(() =>
  document.getElementById("widths").textContent = JSON.stringify(wide));
</script>
"""


def framed(app: WSGIApplication) -> WSGIApplication:
    """Return ``app`` without what forbids frames, and a page that measures it."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/measure":
            start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [(MEASURE % json.dumps(PATHS)).encode()]

        def without(
            status: str, headers: list[tuple[str, str]], *rest: object
        ) -> Callable[[bytes], object]:
            kept = [
                (name, value.replace("frame-ancestors 'none'", "frame-ancestors 'self'"))
                for name, value in headers
                if name not in {"X-Frame-Options", "Cross-Origin-Opener-Policy"}
            ]
            return start(status, kept)

        return app(environ, without)

    return answer


@pytest.mark.skipif(BROWSER is None, reason="there is no browser to lay out pages")
def test_no_page_scrolls_sideways_at_320_pixels(app: Flask) -> None:
    assert BROWSER
    server = make_server("127.0.0.1", 0, framed(app), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            address = f"http://127.0.0.1:{server.server_port}/measure"
            flags = [*FLAGS, f"--user-data-dir={profile}", "--virtual-time-budget=20000"]
            done = subprocess.run(
                [BROWSER, *flags, "--dump-dom", address],
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=True,
            )
    finally:
        server.shutdown()
        server.server_close()

    told = unescape(done.stdout.split('<div id="widths">')[1].split("</div>")[0])
    widths = json.loads(told)
    assert widths.keys() == set(PATHS)
    assert all(length > 100 for _, length in widths.values()), widths
    assert {path: width for path, (width, _) in widths.items() if width > 320} == {}
