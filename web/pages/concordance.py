"""Lines in context on a page: what can be changed about them, as links and as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.concordance import Order
from search.contexts import MAX_WINDOW, Counted
from web.links import args_of, with_args
from web.pages.here import Link, Narrowed, Option
from web.pages.refine import forms_filters, value_filters, without_filters
from web.params import ConcordanceParams

if TYPE_CHECKING:
    from web.concordance import InContext
    from web.texts.locales import Locale

# On a page of them.
LINES = 50

# What the form itself asks for; all else is carried along.
_ASKED = frozenset({"q", "sort", "window", "words", "date_from", "date_to", "lang", "page"})


# What says which words are marked.
_WORDS = frozenset({"q", "forms", "alias"})


class Contexts(Narrowed):
    """Lines on screen."""

    params: ConcordanceParams

    def __init__(self, answer: InContext, root: str, locale: Locale) -> None:
        args = args_of(answer.params, without=("page", "lang"), model=ConcordanceParams)
        super().__init__(answer.params, root, "/konteks", args)
        self.answer = answer
        self.found = answer.found
        self._locale = locale
        # What the page of an article takes along, to mark the words there.
        self.words = with_args("", {name: args[name] for name in args if name in _WORDS})
        self.kept = self.beside(_ASKED)

    @property
    def results(self) -> str:
        """Address of the articles that the lines come from."""
        return self.elsewhere("/search")

    @property
    def orders(self) -> list[Option]:
        """What lines can be sorted by."""
        return [
            Option(order, self._locale.say(f"konteks.sort_{order}"), order is self.params.sort)
            for order in Order
        ]

    @property
    def windows(self) -> list[Option]:
        """How many words on either side may be company."""
        return [
            Option(str(width), self._locale.number(width), width == self.params.window)
            for width in range(1, MAX_WINDOW + 1)
        ]

    @property
    def units(self) -> list[Option]:
        """What is one word among collocates."""
        return [
            Option(unit, self._locale.say(f"konteks.words_{unit}"), unit is self.params.words)
            for unit in Counted
        ]

    @property
    def chips(self) -> list[Link]:
        """Every filter in force, with the address of the lines without it."""
        chips = value_filters(self, self._locale) + forms_filters(self, self._locale)
        if near := self.params.near:
            label = self._locale.say("konteks.near", word=near)
            chips.append(Link(label, self.change(near=None)))
        return chips

    @property
    def unfiltered(self) -> str:
        """Address of the lines with no filter at all."""
        return without_filters(self, "near")

    @property
    def exports(self) -> list[Link]:
        """The same for programs and spreadsheets."""
        say = self._locale.say
        return [
            Link(say("konteks.csv_lines"), self.export("/konteks.csv")),
            Link(say("konteks.csv_collocates"), self.export("/konteks/kolokasi.csv")),
            Link("JSON", self.export("/api/v1/concordance")),
        ]

    @property
    def previous(self) -> str | None:
        """Address of the page before."""
        number = min(self.params.page - 1, self.found.page_count)
        return self.change(page=str(number) if number > 1 else None) if number else None

    @property
    def next(self) -> str | None:
        """Address of the next page."""
        number = self.params.page + 1
        return self.change(page=str(number)) if number <= self.found.page_count else None
