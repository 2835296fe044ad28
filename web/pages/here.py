"""Where one can go from the results on screen: other pages, orders, forms and formats.

Everything is a `Link` with its final address, so that templates only lay out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from index.newstext.estimated import estimate
from search.language.parser import parse
from search.query import Forms, Prefix, leaves
from search.results import MAX_OFFSET, Sort
from web.links import Args, args_of, with_args

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from search.query import Query
    from search.results import ResultPage
    from web.answer import Answer
    from web.params import ConcordanceParams, QuotesParams, SearchParams, TrendParams
    from web.texts.locales import Locale

# Numbered pages on either side of the current one.
_PAGES_AROUND = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. ``count`` articles wait there, where that is known."""

    label: str
    href: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Ways to other pages; None in ``pages`` is a gap."""

    previous: str | None
    next: str | None
    pages: tuple[Link | None, ...]
    number: int
    count: int
    is_cut: bool  # there are more pages than can be reached


class Option(NamedTuple):
    """One value of a field of a form, and what it is called."""

    value: str
    label: str
    is_chosen: bool


class Narrowed:
    """A page about articles that pass filters, as the point from which its variations are linked.

    Attributes:
        path: Of the page.
        args: Its address, without the page number and the language.
    """

    params: SearchParams | ConcordanceParams | QuotesParams | TrendParams

    def __init__(
        self,
        params: SearchParams | ConcordanceParams | QuotesParams | TrendParams,
        root: str,
        path: str,
        args: Args,
    ) -> None:
        self.params = params
        self.chosen = params.chosen()
        self.root = root
        self.path = root + path
        self.args = args

    def change(self, **changes: str | list[str] | None) -> str:
        """Return the address of this page with some parameters changed, None removed."""
        args = self.args | {name: value for name, value in changes.items() if value}
        kept: Args = {name: value for name, value in args.items() if changes.get(name, value)}
        return with_args(self.path, kept)

    def beside(self, asked: AbstractSet[str]) -> Args:
        """Return what of the address a form that asks for some of it has to carry along."""
        return {name: value for name, value in self.args.items() if name not in asked}

    def elsewhere(self, path: str) -> str:
        """Return the address of another page about the same articles."""
        asked = {"q", "forms", "alias", "date_from", "date_to", *self.chosen}
        args = {name: value for name, value in self.args.items() if name in asked}
        return with_args(self.root + path, args)

    def export(self, path: str, **more: str) -> str:
        """Return the address of everything this page is about, in another form."""
        shown = {"per_page", "timeline"}
        args = {name: value for name, value in self.args.items() if name not in shown}
        return with_args(self.root + path, args | more)


class Here(Narrowed):
    """The search on screen."""

    params: SearchParams

    def __init__(self, params: SearchParams, root: str, per_page: int) -> None:
        args = args_of(params.bare(), without=("page", "lang"))
        if params.per_page == per_page:
            args.pop("per_page", None)
        else:
            args["per_page"] = str(params.per_page)
        if params.copies == "fold":
            args.pop("copies")  # as pages do it anyway
        super().__init__(params, root, "/search", args)
        # What the page of an article takes along: what to mark there, and the way back.
        page = {"page": str(params.page)} if params.page > 1 else {}
        self.words = with_args("", args | page)
        # What forms carry along beside their own fields; other words have other names.
        self.kept = {name: value for name, value in args.items() if name not in {"q", "alias"}}
        filters = {*self.chosen, "date_from", "date_to"}
        self.unfiltered = {name: value for name, value in args.items() if name not in filters}

    @property
    def back(self) -> str | None:
        """The address of these very results, for an article; None when it was found by none."""
        return self.path + self.words if self.words else None


def sort_links(here: Here, found: Answer, locale: Locale) -> list[Link]:
    """Return the orders to choose from; without a query there is nothing to be relevant to."""
    hits, wanted = found.page.hits, found.page.request.sort
    has_guesses = wanted.is_estimated or any(estimate(hit.article) for hit in hits)
    orders = [
        sort
        for sort in Sort
        if (sort is not Sort.RELEVANCE or not found.parsed.is_empty)
        and (has_guesses or not sort.is_estimated)
    ]
    return [
        Link(
            locale.say(f"sort.{sort}"),
            here.change(sort=None if sort is Sort.RELEVANCE else sort.value),
            is_current=found.page.request.sort is sort,
        )
        for sort in orders
    ]


def forms_choices(here: Here, found: Answer, locale: Locale) -> list[Link]:
    """Return in which forms words are found, and the other choices that ask for something else."""
    if all(isinstance(leaf, Prefix) for leaf in leaves(found.parsed.query, excluded=True)):
        return []
    ways: dict[Query, Link] = {}
    for forms in (None, *Forms):
        query = parse(here.params.q, forms=forms).query
        if query not in ways:
            kind = _forms_of(query)
            label = locale.say(f"forms.{kind}")
            href = here.change(forms=forms.value if forms else None)
            ways[query] = Link(label, href, is_current=query == found.parsed.query)
    return list(ways.values())


def _forms_of(query: Query) -> str:
    """Return which forms all words of a query are found in, or that they differ in that."""
    found = {leaf.forms for leaf in leaves(query, excluded=True) if not isinstance(leaf, Prefix)}
    return found.pop().value if len(found) == 1 else "typed"


def export_links(here: Here, locale: Locale) -> list[Link]:
    """Return the same search for programs and spreadsheets."""
    return [
        Link("CSV", here.export("/search.csv")),
        Link("JSON Lines", here.export("/search.jsonl")),
        Link(locale.say("results.whole"), here.export("/search.jsonl", text="full")),
        Link("JSON", here.export("/api/v1/search")),
    ]


def pager(here: Here, page: ResultPage, locale: Locale) -> Pager:
    """Return the ways to the other pages of these results."""
    number = page.request.number
    reachable = MAX_OFFSET // page.request.size
    count = min(page.page_count, reachable)

    def at(other: int) -> str:
        return here.change(page=str(other) if other > 1 else None)

    near = range(number - _PAGES_AROUND, number + _PAGES_AROUND + 1)
    shown = sorted({1, count, *(other for other in near if 1 <= other <= count)})
    pages: list[Link | None] = []
    for before, other in zip([0, *shown], shown, strict=False):
        if other - before > 1:
            pages.append(None)
        pages.append(Link(locale.number(other), at(other), is_current=other == number))
    return Pager(
        previous=at(min(number - 1, count)) if number > 1 else None,
        next=at(number + 1) if number < count else None,
        pages=tuple(pages),
        number=number,
        count=page.page_count,
        is_cut=page.page_count > reachable,
    )
