from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize("per_page", [0, 101])
def test_a_page_size_out_of_range_is_refused(per_page: int) -> None:
    with pytest.raises(ValueError, match="per_page"):
        Settings(per_page=per_page)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"):
        Settings(language="xx")


def test_the_site_has_its_own_page_size(client: FlaskClient) -> None:
    assert client.get("/search?q=beras&per_page=25").text.count("<article>") == 25
    assert client.get("/search?q=beras").text.count("<article>") == 10
