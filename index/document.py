"""What the index keeps of an article: the words to find, and columns to sort and count by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING

from index.article import has_own_title
from index.fields import FIELDS, READ
from index.newstext.dates import WIB
from index.newstext.estimated import estimate
from index.newstext.reading import NOTHING_READ

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.article import Article
    from index.newstext.quotes import Quotation
    from index.newstext.reading import Reading


_PRINTED = tuple(some for some in FIELDS if some.derive is None and not some.is_read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article on its way into the index.

    Attributes:
        row: The article's row in the archive; text for hits is fetched by it.
        published: Seconds since 1970 UTC; None when undated.
        fields: The values of `index.fields.FIELDS` that it has, as printed or, once
            `index.values` has seen it, as shown and with what is worked out; by name.
        guessed: If undated, the beginning of the month in which it seems to have appeared.
        found_by: Other spellings of them, whose words find it, too.
        quotes: Who says what in its body.
    """

    row: int
    id: str
    title: str
    body: str
    published: int | None = None
    guessed: int | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    found_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quotes: tuple[Quotation, ...] = ()

    @classmethod
    def from_article(cls, row: int, article: Article, reading: Reading = NOTHING_READ) -> Document:
        """Return the document of the article kept at ``row`` of the archive.

        Without a ``reading`` of its body it has only what is published.
        """
        return cls(
            row=row,
            id=article.id,
            title=article.title if has_own_title(article) else "",
            body=article.body,
            published=None if article.published is None else int(article.published.timestamp()),
            guessed=_guess(article),
            fields={
                **{some.name: values for some in _PRINTED if (values := some.values(article))},
                **{some.name: values for some in READ if (values := reading.values(some.name))},
            },
            quotes=reading.quotes,
        )


def _guess(article: Article) -> int | None:
    month = estimate(article)
    return None if month is None else int(datetime.combine(month, time(), WIB).timestamp())
