"""Pages without the data in them that is no markup."""

from __future__ import annotations

import re

# The data of an article: nothing in it can end it.
DATA = re.compile(r'<script type="application/ld\+json">([^<>&]*)</script>')


def without_data(html: str) -> str:
    """Return a page without what it tells search engines about its article."""
    return DATA.sub("", html)


def data_of(html: str) -> str:
    """Return what a page tells search engines about its article."""
    found = DATA.search(html)
    assert found
    return found[1]
