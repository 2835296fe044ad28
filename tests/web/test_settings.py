from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.errors import IndexBrokenError
from search.query import EVERYTHING, Query, Term
from search.results import Fragment
from search.whoosh_searcher import WhooshSearcher
from web.highlights import mark
from web.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from index.archive import Archive


class MarkingSearcher(WhooshSearcher):
    """Marks everything, or fails to."""

    error: IndexBrokenError | None = None

    def highlight(self, text: str, _query: Query) -> tuple[Fragment, ...]:
        if self.error:
            raise self.error
        return (Fragment(text, is_match=True),)


@pytest.mark.parametrize("per_page", [0, 101])
def test_a_page_size_out_of_range_is_refused(per_page: int) -> None:
    with pytest.raises(ValueError, match="per_page"):
        Settings(per_page=per_page)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"):
        Settings(language="xx")  # type: ignore[arg-type]


def test_the_searcher_marks_the_words_of_a_query(tmp_path: Path, archive: Archive) -> None:
    searcher = MarkingSearcher(tmp_path, archive)

    assert mark(searcher, "teks", Term("kata")) == (Fragment("teks", is_match=True),)
    assert mark(searcher, "teks", EVERYTHING) == (Fragment("teks"),)


def test_a_text_stays_readable_when_highlighting_fails(tmp_path: Path, archive: Archive) -> None:
    searcher = MarkingSearcher(tmp_path, archive)
    searcher.error = IndexBrokenError(tmp_path, "gone")

    assert mark(searcher, "teks", Term("kata")) == (Fragment("teks"),)


def test_the_site_has_its_own_page_size(client: FlaskClient) -> None:
    assert client.get("/search?q=beras&per_page=25").text.count("<article>") == 25
    assert client.get("/search?q=beras").text.count("<article>") == 10
