"""What an article has beside its text that words are looked for in, declared once.

    sumber:kompas     the words of a field, in the query language
    ?source=Kompas    one value of it, as a filter
    ?facets=source    all its values, counted

The index, the query language, filters, facets, the API and the pages read this table. A new
line needs an attribute of `index.article.Article` and a label in each of `web/texts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.article import Article


@dataclass(frozen=True, slots=True)
class WordField:
    """One field of words.

    Attributes:
        name: In the index, as a parameter and as a facet; its label is ``filters.<name>``.
        prefixes: What asks for it in a query, the Indonesian one first.
        is_facet: Whether hits can be counted and filtered by its values.
        attribute: Of `Article`, when that has another name.
    """

    name: str
    prefixes: tuple[str, ...]
    is_facet: bool = True
    attribute: str = ""

    def values(self, article: Article) -> tuple[str, ...]:
        """Return the values that ``article`` has, as printed."""
        value: tuple[str, ...] | str | None = getattr(article, self.attribute or self.name)
        if isinstance(value, tuple):
            return value
        return () if value is None else (value,)


FIELDS: Final = (
    WordField("source", ("sumber", "source")),
    WordField("section", ("rubrik", "section")),
    WordField("place", ("tempat", "place")),
    WordField("author", ("penulis", "author")),
    WordField("tag", ("tag",), is_facet=False, attribute="tags"),
)
FACETS: Final = tuple(field for field in FIELDS if field.is_facet)
