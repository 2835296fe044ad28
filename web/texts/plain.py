"""Text as a page or a feed may show it: what it says, and nothing that acts."""

from __future__ import annotations

import re
from typing import Any

# Controls but tab and line ends, embeddings and overrides of direction, and what XML cannot hold.
# Marks of direction (U+200E, U+200F) stay: they turn nothing that follows them.
_ACTING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def plain(value: Any) -> Any:
    """Return a text without what would act on the text around it; anything else as it is."""
    # A Markup was made of such texts, and has to stay one; most texts are printable throughout.
    if type(value) is not str or value.isprintable():
        return value
    return _ACTING.sub("", value)
