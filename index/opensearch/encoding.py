"""A document as it is sent to OpenSearch, and its words as they come back.

    Harga beras. E-commerce turun.        "~harga|=harga ~beras|=beras ^ ~ecommerce|=ecommerce..."

    ~root|=form     the word at a place; other spellings and parts of it behind another |
    ^               the empty place between title and body

So a root and a form are told apart, share a place, and a phrase may mix both. Quotations stand
apart, each with the name of its speaker before its words:

    "Air surut," kata Sri.                "^ @sri =air =surut"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from index.fields import FACETS, FIELDS, QUOTE, SPEAKER
from index.ranking import TITLE_WEIGHT
from index.values.letters import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.analysis.analyzer import Analyzer, Layout
    from index.document import Document
    from index.newstext.quotes import Quotation

ROOT: Final = "~"
FORM: Final = "="
BORDER: Final = "^"
BY: Final = "@"
OR: Final = "|"

# How the words of each of `index.fields.SPOKEN` are signed.
SPOKEN_SIGNS: Final = {QUOTE: FORM, SPEAKER: BY}

# What a document is beside its words and values; see `index.opensearch.mapping`.
Encoded = dict[str, Any]


def encode(document: Document, analyzer: Analyzer, revision: int) -> Encoded:
    """Return ``document`` as an index in OpenSearch keeps it.

    Args:
        document: With its values as they are shown.
        analyzer: Of the generation.
        revision: Of the archive, as of which the build that writes it knows it.
    """
    title, body = analyzer.lay_out(document.title), analyzer.lay_out(document.body)
    title_words = len(title.exacts)
    run = [*_words(title), BORDER, *_words(body)]
    _add_others(run, title)
    _add_others(run, body, title_words + 1)
    encoded: Encoded = {
        "row": document.row,
        "id": document.id,
        "title_words": title_words,
        "words": int(TITLE_WEIGHT) * title_words + len(body.exacts),
        "revision": revision,
        "text": [" ".join(run)],
    }
    places = _add_others(_words(title), title)
    encoded["titled"] = " ".join(_weighed(places, len(body.exacts)))
    if title_words:
        encoded["title"] = " ".join(places)
        encoded["text"].insert(0, encoded["title"])
    if document.published is not None:
        encoded["date"] = document.published
    moment = document.guessed if document.published is None else document.published
    if moment is not None:
        encoded["guess"] = moment
    for field in FIELDS:
        values = document.fields.get(field.name, ())
        every = (*values, *document.found_by.get(field.name, ()))
        if every:
            encoded[f"w_{field.name}"] = [_written(value, analyzer) for value in every]
    if document.quotes:
        encoded["speech"] = [_spoken(quote, analyzer) for quote in document.quotes]
    for field in FACETS:
        if values := document.fields.get(field.name, ()):
            encoded[field.name] = list(dict.fromkeys(map(folded, values)))
            encoded[f"as_{field.name}"] = list(values)
    return encoded


def _words(layout: Layout) -> list[str]:
    """Return the word at each place of a text."""
    pairs = zip(layout.roots, layout.exacts, strict=True)
    return [f"{ROOT}{root}{OR}{FORM}{form}" for root, form in pairs]


def _weighed(places: list[str], body_words: int) -> Iterator[str]:
    """Yield the words of a title as often as they count, and something as often as the others.

    All of it is twice as long as the text, since a root and a form have a place each.
    """
    for word in " ".join(places).replace(OR, " ").split():
        yield f"{word}{OR}{int(TITLE_WEIGHT)}"
    if body_words:
        yield f"{BORDER}{OR}{2 * body_words}"


def _add_others(places: list[str], layout: Layout, first: int = 0) -> list[str]:
    """Add what else stands in a text that begins at the place ``first``; return the places."""
    for other in layout.others:
        _put(places, first + other.position, f"{ROOT}{other.root}{OR}{FORM}{other.exact}")
    return places


def _written(value: str, analyzer: Analyzer) -> str:
    """Return the forms at each place of a value."""
    return " ".join(_signed(value, "", analyzer))


def _spoken(quote: Quotation, analyzer: Analyzer) -> str:
    """Return a quotation with its speaker."""
    speaker = _signed(quote.names, BY, analyzer)
    return " ".join([BORDER, *speaker, *_signed(quote.text, FORM, analyzer)])


def _signed(text: str, sign: str, analyzer: Analyzer) -> list[str]:
    layout = analyzer.lay_out(text)
    places = [sign + form for form in layout.exacts]
    for other in layout.others:
        _put(places, other.position, sign + other.exact)
    return places


def _put(places: list[str], place: int, word: str) -> None:
    """Add a word; the parts of a text's last word may be more than it: d'Ambrosio."""
    if place < len(places):
        places[place] += OR + word
    else:
        places.append(word)


def text_of(encoded: Encoded) -> EncodedText:
    """Return the words of a document that came back."""
    return EncodedText(encoded["text"][-1], encoded["title_words"])


@dataclass(frozen=True, slots=True)
class EncodedText:
    """The title and the body of one document, as sent.

    Attributes:
        run: All places, one after the other.
        title_words: Places before the border.
    """

    run: str
    title_words: int

    def positions(self, root: str, most: int) -> list[int]:
        """Return the first ``most`` places with ``root``, ascending."""
        found: list[int] = []
        run, wanted = self.run, f"{ROOT}{root}{OR}"
        place = last = 0
        at = run.find(wanted)
        while at >= 0 and len(found) < most:
            place += run.count(" ", last, at)
            last = at
            if not found or found[-1] != place:
                found.append(place)
            at = run.find(wanted, at + 1)
        return found

    def holds(self, forms: Iterable[str]) -> bool:
        """Tell whether any of some forms stands anywhere."""
        run = self.run
        return any(
            f"{FORM}{form} " in run or f"{FORM}{form}{OR}" in run or run.endswith(FORM + form)
            for form in forms
        )
