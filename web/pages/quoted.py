"""What an article quotes, on its page: who says what, in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from index.newstext.reading import read_body

if TYPE_CHECKING:
    from index.article import Article
    from index.newstext.quotes import Quotation

# Quotations that are listed.
MAX_LISTED: Final = 100


class Quoted(NamedTuple):
    """A quotation.

    Attributes:
        text: In one line.
        speaker: None where the text names nobody.
    """

    text: str
    speaker: str | None
    office: str | None


def quoted(article: Article) -> tuple[Quoted, ...]:
    """Return the first quotations in an article."""
    return tuple(map(in_one_line, read_body(article.body).quotes[:MAX_LISTED]))


def in_one_line(quote: Quotation) -> Quoted:
    """Return a quotation as it is shown."""
    return Quoted(" ".join(quote.text.split()), quote.speaker, quote.office)
