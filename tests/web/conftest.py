"""A real archive and a real index of a few articles, and the site on top of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.newstext.dates import WIB
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.web.browsing import browsing
from web.app import create_app
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

    from index.archive.store import Archive
    from index.article import Article

JACK_MA = "antara/jack ma?2018"
HOSTILE = "hostile"
RICE_ARTICLES = 25
# One that was something else before.
CORRECTED = "beras-07"
BEFORE = "Harga beras di pasar turun lagi.\nSatu paragraf yang dihapus."


def _articles() -> list[Article]:
    articles = [
        make_article(
            id=JACK_MA,
            title="Jack Ma ingin cetak seribu pemimpin teknologi",
            body='"Kami ingin melatih seribu pemimpin teknologi," kata Ma.\n'
            "Ma mengatakan pelatihan itu masih direncanakan.\n"
            "Pertemuan berlangsung di Nusa Dua.",
            published=datetime(2018, 10, 13, 10, 26, tzinfo=WIB),
            place="Nusa Dua, Bali",
            source="ANTARA News",
            author=("Citro Atmoko", "Dewi Lestari"),
            section="Ekonomi",
            url="https://www.antaranews.com/berita/758219",
            tags=("Alibaba",),
            related=("Guru belajar mengelola komputasi awan", "Berita yang tidak tersimpan"),
        ),
        make_article(
            id="guru",
            title="Guru belajar mengelola komputasi awan",
            body="Pelatihan bagi 300 guru dibuka di Surabaya.",
            published=datetime(2019, 5, 2, tzinfo=WIB),
            place="Surabaya",
            source="Kompas",
        ),
        make_article(
            id=HOSTILE,
            title="<script>alert('judul')</script> banjir",
            body='<img src=x onerror=alert(1)> banjir besar & "kutip"\n</p><b>tebal</b>',
            source='"><script>alert(2)</script>',
            place="<i>Bekasi</i>",
            url="javascript:alert(3)",
            tags=('"><b>tag',),
            published=datetime(2020, 1, 1, 8, tzinfo=WIB),
        ),
        make_article(
            id="rumus",
            title='=HYPERLINK("http://jahat.example","gabah")',
            body="Gabah kering dijual murah.",
            source="@SUM(A1)",
            author=("+62 812", "-1"),
        ),
    ]
    first = datetime(2016, 1, 10, 7, 30, tzinfo=WIB)
    articles += [
        make_article(
            id=f"beras-{number:02}",
            title=f"Harga beras naik, laporan {number}",
            body=f"Harga beras di pasar naik lagi.\nPedagang ke-{number} menaikkan harga beras.",
            published=first + timedelta(days=40 * number),
            place="Jakarta" if number % 2 else "Medan",
            source="ANTARA News" if number % 3 else "Kompas",
            section="Ekonomi",
        )
        for number in range(RICE_ARTICLES)
    ]
    return articles


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an index, made once and never written again."""
    directory = tmp_path_factory.mktemp("data")
    archive = open_archive(directory, create=True)
    articles = {article.id: article for article in _articles()}
    corrected = articles[CORRECTED]
    before = replace(corrected, title="Harga beras turun", author=("Dewi",), body=BEFORE)
    archive.put([*(articles | {CORRECTED: before}).values()])
    archive.put([corrected])
    archive.close()
    reindex(directory)
    return directory


@pytest.fixture(scope="session")
def archive(data: Path) -> Iterator[Archive]:
    opened = open_archive(data)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def searcher(data: Path, archive: Archive) -> Iterator[Searcher]:
    opened = Searcher(ArrayEngine(data), archive)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def app(searcher: Searcher, archive: Archive) -> Flask:
    made = create_app(searcher, archive, Settings(cors=("https://kantor.example",)))
    made.testing = True  # an exception in a view is one in the test
    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def client_without_index(tmp_path: Path) -> Iterator[FlaskClient]:
    """The site on an archive that was filled but never indexed."""
    archive = open_archive(tmp_path, create=True)
    archive.put(_articles())
    searcher = Searcher(ArrayEngine(tmp_path), archive)
    made = create_app(searcher, archive, Settings())
    made.testing = True
    yield made.test_client()
    searcher.close()
    archive.close()
