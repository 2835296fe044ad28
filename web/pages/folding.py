"""Copies on the results page: how many are folded, and what is said of those under a hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from web.pages.here import Link

if TYPE_CHECKING:
    from search.results import Copies, ResultPage
    from web.pages.here import Here
    from web.texts.locales import Locale

# Sources that are named beside how many copies there are.
MAX_NAMED: Final = 3


class Told(NamedTuple):
    """How many results are left once copies are folded, and the way to the other view.

    Attributes:
        label: Empty where nothing is folded.
    """

    label: str
    other: Link


def copies(here: Here, page: ResultPage, locale: Locale) -> Told | None:
    """Return what is said of copies beside the total; None where there is nothing to say."""
    if here.params.copies == "all":
        return Told("", Link(locale.say("copies.fold"), here.change(copies=None)))
    if not page.folded:
        return None
    label = locale.say("copies.without", n=locale.number(page.listed))
    return Told(label, Link(locale.say("copies.unfold"), here.change(copies="all")))


def under(copies: Copies, *, locale: Locale) -> str:
    """Return how many articles are under a hit, and who printed the first of them."""
    counts = [
        locale.count(noun, count)
        for noun, count in (("copies.heading", copies.copies), ("copies.updates", copies.updates))
        if count
    ]
    sources = [one.article.source for one in copies.shown]
    named = list(dict.fromkeys(source for source in sources if source))
    more = [] if len(named) <= MAX_NAMED and copies.total == len(copies.shown) else ["\u2026"]
    names = ", ".join([*named[:MAX_NAMED], *more] if named else [])
    return ", ".join(counts) + (f": {names}" if names else "")
