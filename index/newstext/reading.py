"""What the text of one article says about itself, read once for all who ask.

The index, the pages, JSON and the command line take it from here, so that what is found is what
is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.newstext.quotes import find_quotes

if TYPE_CHECKING:
    from index.newstext.quotes import Quotation

# Raise it with any change of the rules that gives some text another reading: an index that was
# made by other rules is made anew. A test holds what the bundled sample is read as.
RULES_VERSION: Final = 1

# Characters of a text that is read; of a longer one nothing is, however it was asked for.
MAX_READ: Final = 200_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a body.

    Attributes:
        quotes: The direct quotations, in order.
    """

    quotes: tuple[Quotation, ...] = ()


NOTHING_READ: Final = Reading()


def read_body(body: str) -> Reading:
    """Return what is read of the body of an article; nothing of a very long one."""
    return Reading(find_quotes(body)) if len(body) <= MAX_READ else NOTHING_READ
