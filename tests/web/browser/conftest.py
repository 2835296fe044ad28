"""One browser for all tests, one context for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.web.browsing import serving
from web.app import create_app
from web.settings import Settings
from web.tokens import make_key, token_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

    from index.archive.store import Archive
    from search.searcher import Searcher

SECONDS = 20


class Visit(Protocol):
    """Opens a page as somebody has it: ``visit("/", java_script_enabled=False)``."""

    def __call__(self, path: str, *, private: bool = False, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def private_address(searcher: Searcher, archive: Archive) -> Iterator[str]:
    private = Settings.model_validate({"tokens": token_line("redaksi", make_key())})
    with serving(create_app(searcher, archive, private)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str, private_address: str) -> Iterator[Visit]:
    """What opens pages in contexts of this test; no script may fail, and no policy be broken."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(message.text)

    def visit(path: str, *, private: bool = False, **options: Any) -> Page:
        site = private_address if private else address
        context = browser.new_context(**{"base_url": site, "locale": "id-ID", **options})
        contexts.append(context)
        context.set_default_timeout(SECONDS * 1000)
        context.on("console", note)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        page = context.new_page()
        answer = page.goto(path)
        assert answer
        assert answer.status < 500
        return page

    yield visit
    for context in contexts:
        context.close()
    assert faults == []
