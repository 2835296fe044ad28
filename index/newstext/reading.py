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
    from index.newstext.tally import Organisation

# Raise it with any change that gives some text another reading, or has the index keep another
# part of it: an index that was made by other rules is made anew. A test holds what the bundled
# sample is read as.
RULES_VERSION: Final = 9

# What people and organisations are called as fields.
PERSON: Final = "person"
ORGANISATION: Final = "organisation"
# Those that an article is found by: whom, and what, it names most often.
MAX_PEOPLE: Final = 20
MAX_ORGANISATIONS: Final = 20

# Characters of a text that is read; of a longer one nothing is, however it was asked for.
MAX_READ: Final = 200_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a body.

    Attributes:
        quotes: The direct quotations, in order.
        people: Who is named, those named most often first.
        organisations: Which bodies are, in the same order.
    """

    quotes: tuple[Quotation, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()

    def values(self, field: str) -> tuple[str, ...]:
        """Return the values of a field of `index.fields.READ`."""
        if field == PERSON:
            return tuple(person.name for person in self.people)
        return tuple(one.label for one in self.organisations) if field == ORGANISATION else ()


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
    from index.newstext.organisations import find_organisations
    from index.newstext.persons import find_people

    quotes = read_quotes(body)
    speakers = dict.fromkeys(quote.speaker for quote in quotes if quote.speaker)
    everybody = find_people(body, speakers)
    organisations = find_organisations(body, everybody)
    bodies = {name for one in organisations for name in (one.name, one.short, *one.others)}
    people = [person for person in everybody if person.name not in bodies]  # kata KPK
    return Reading(quotes, tuple(people[:MAX_PEOPLE]), organisations[:MAX_ORGANISATIONS])
