"""The quotations in an article, for whoever waits for its page or its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.newstext.quotes import find_quotes

if TYPE_CHECKING:
    from index.article import Article
    from index.newstext.quotes import Quotation

# Characters of a text that is read for quotations while somebody waits.
MAX_READ: Final = 200_000


def quotes_of(article: Article) -> tuple[Quotation, ...]:
    """Return the quotations in the body of an article; none of a very long one."""
    return find_quotes(article.body) if len(article.body) <= MAX_READ else ()
