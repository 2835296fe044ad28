"""What the text of one article says about itself, read once for all who ask.

The index, the pages, JSON and the command line take it from here, so that what is found is what
is shown. The rules are loaded for the first text that is read: most searches start without them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.newstext.persons import Person
    from index.newstext.quotes import Quotation

# Raise it with any change of the rules that gives some text another reading: an index that was
# made by other rules is made anew. A test holds what the bundled sample is read as.
RULES_VERSION: Final = 6

# What people are called as a field.
PERSON: Final = "person"
# People that an article is found by: those it names most often.
MAX_PEOPLE: Final = 20

# Characters of a text that is read; of a longer one nothing is, however it was asked for.
MAX_READ: Final = 200_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a body.

    Attributes:
        quotes: The direct quotations, in order.
        people: Who is named, those named most often first.
    """

    quotes: tuple[Quotation, ...] = ()
    people: tuple[Person, ...] = ()

    def values(self, field: str) -> tuple[str, ...]:
        """Return the values of a field of `index.fields.READ`."""
        return tuple(person.name for person in self.people) if field == PERSON else ()


NOTHING_READ: Final = Reading()


def read_quotes(body: str) -> tuple[Quotation, ...]:
    """Return its quotations alone, sooner."""
    from index.newstext.quotes import find_quotes

    return find_quotes(body) if len(body) <= MAX_READ else ()


# A page asks for the quotations of an article, and then for its people.
@lru_cache(maxsize=4)
def read_body(body: str) -> Reading:
    """Return what is read of the body of an article; nothing of a very long one."""
    if len(body) > MAX_READ:
        return NOTHING_READ
    from index.newstext.persons import find_people

    quotes = read_quotes(body)
    speakers = dict.fromkeys(quote.speaker for quote in quotes if quote.speaker)
    return Reading(quotes, find_people(body, speakers)[:MAX_PEOPLE])
