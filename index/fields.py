"""What an article has beside its text that words are looked for in, declared once.

    sumber:kompas     the words of a field, in the query language
    ?source=Kompas    one value of it, as a filter
    ?facets=source    all its values, counted

A province is worked out from the place, and people are read in the text, so neither is published.
What is said in an article, and by whom, stands apart from these: see `SPOKEN`.

The index, the query language, filters, facets, the API and the pages read this table. A new
line needs an attribute of `index.article.Article`, or of `index.newstext.reading.Reading`, and a
label in each of `web/texts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

from index.newstext.localities import province_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from index.article import Article

# The values of articles by the name of the field, and how many articles have just these.
Combination: TypeAlias = "tuple[Mapping[str, tuple[str, ...]], int]"


class Kind(Enum):
    """What the values of a field name, which decides when two spellings are one."""

    OUTLET = auto()
    LABEL = auto()
    PLACE = auto()
    PERSON = auto()
    ORGANISATION = auto()


@dataclass(frozen=True, slots=True)
class WordField:
    """One field of words.

    Attributes:
        name: In the index, as a parameter and as a facet; its label is ``filters.<name>``.
        prefixes: What asks for it in a query, the Indonesian one first.
        is_facet: Whether hits can be counted and filtered by its values.
        attribute: Of `Article`, when that has another name.
        kind: What its values name, see `index.values`.
        derive: Works its value out from one of the attribute, if it is not published.
        is_read: Whether its values are what the text says, and neither published nor derived.
    """

    name: str
    prefixes: tuple[str, ...]
    is_facet: bool = True
    attribute: str = ""
    kind: Kind = Kind.LABEL
    derive: Callable[[str], str | None] | None = None
    is_read: bool = False

    def values(self, article: Article) -> tuple[str, ...]:
        """Return the values that ``article`` has, as printed or as worked out from that.

        What is only read in its text is none of them.
        """
        if self.is_read:
            return ()
        value: tuple[str, ...] | str | None = getattr(article, self.attribute or self.name)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        return values if self.derive is None else self.derived(values)

    def derived(self, values: Iterable[str]) -> tuple[str, ...]:
        """Return what is worked out from values of the attribute."""
        if self.derive is None:
            return ()
        return tuple(dict.fromkeys(found for found in map(self.derive, values) if found))


FIELDS: Final = (
    WordField("source", ("sumber", "source"), kind=Kind.OUTLET),
    WordField("section", ("rubrik", "section")),
    WordField("province", ("provinsi", "province"), attribute="place", derive=province_of),
    WordField("place", ("tempat", "place"), kind=Kind.PLACE),
    WordField("person", ("tokoh", "person"), kind=Kind.PERSON, is_read=True),
    WordField("organisation", ("lembaga", "organisation"), kind=Kind.ORGANISATION, is_read=True),
    WordField("author", ("penulis", "author"), kind=Kind.PERSON),
    WordField("tag", ("tag",), is_facet=False, attribute="tags"),
)
FACETS: Final = tuple(field for field in FIELDS if field.is_facet)
# Who says what: the words of the quotations and of the names of their speakers, both at the place
# of their quotation, and what asks for them in a query.
QUOTE: Final = "quote"
SPEAKER: Final = "speaker"
SPOKEN: Final = {QUOTE: ("kutipan", "quote"), SPEAKER: ("oleh", "by")}
# Those whose values articles are published with.
PUBLISHED: Final = tuple(field for field in FACETS if field.derive is None and not field.is_read)
READ: Final = tuple(field for field in FACETS if field.is_read)
# Those whose values have several spellings, see `index.values`.
SPELLED: Final = (*PUBLISHED, *READ)
DERIVED: Final = tuple(field for field in FACETS if field.derive is not None)
