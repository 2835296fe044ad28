"""Lines in context on a page: what can be changed about them, as links and as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from search.concordance import Order
from search.contexts import MAX_WINDOW, Counted
from web.links import Args, args_of, with_args
from web.pages.here import Link
from web.pages.refine import label_of
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


class Option(NamedTuple):
    """A value to choose."""

    value: str
    label: str
    is_current: bool


class Contexts:
    """Lines on screen, as the point from which their variations are linked."""

    def __init__(self, answer: InContext, root: str, locale: Locale) -> None:
        self.answer = answer
        self.params = answer.params
        self.found = answer.found
        self.root = root
        self.path = root + "/konteks"
        self.args = args_of(self.params, without=("page", "lang"), model=ConcordanceParams)
        self._locale = locale
        words = {name: value for name, value in self.args.items() if name in _WORDS}
        # What the page of an article takes along, to mark the words there.
        self.words = with_args("", words)
        self.kept = {name: value for name, value in self.args.items() if name not in _ASKED}

    def change(self, **changes: str | list[str] | None) -> str:
        """Return the address of these lines with some parameters changed, None removed."""
        args: Args = {name: value for name, value in self.args.items() if name not in changes}
        return with_args(self.path, args | {key: value for key, value in changes.items() if value})

    def export(self, path: str) -> str:
        """Return the address of all of it, in another form."""
        args = {name: value for name, value in self.args.items() if name != "per_page"}
        return with_args(self.root + path, args)

    @property
    def results(self) -> str:
        """Address of the articles that the lines come from."""
        names = {*_WORDS, "date_from", "date_to", *self.params.chosen()}
        args = {name: value for name, value in self.args.items() if name in names}
        return with_args(self.root + "/search", args)

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
        say = self._locale.say
        chips = [
            Link(
                f"{label_of(name, self._locale)}: {value}",
                self.change(**{name: _without(values, value)}),
            )
            for name, values in self.params.chosen().items()
            for value in values
        ]
        if self.params.forms:
            chips.append(Link(say(f"filters.forms_{self.params.forms}"), self.change(forms=None)))
        if near := self.params.near:
            chips.append(Link(say("konteks.near", word=near), self.change(near=None)))
        return chips

    @property
    def unfiltered(self) -> str:
        """Address of the lines with no filter at all."""
        names = (*self.params.chosen(), "date_from", "date_to", "forms", "near")
        return self.change(**dict.fromkeys(names))

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


def _without(values: tuple[str, ...], value: str) -> list[str]:
    return [other for other in values if other != value]
