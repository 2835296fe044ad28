"""What to do next when a search found nothing: other searches, as links.

Every one of them was run first, by the searcher or here, and finds something.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from search.query import Published
from search.suggesting.widening import Way
from web.pages.here import Link
from web.pages.offers import kept
from web.pages.refine import active_filters, without_filters

if TYPE_CHECKING:
    from search.query import Query
    from search.results import ResultPage, Suggestion
    from search.searcher import Searcher
    from web.answer import Answer
    from web.pages.here import Here
    from web.texts.locales import Locale


class Hint(NamedTuple):
    """One thing to try, and the searches that do it."""

    text: str
    links: list[Link]


def hints(searcher: Searcher, here: Here, found: Answer, locale: Locale) -> list[Hint]:
    """Return what may help, most likely first; only what applies to this search."""
    chips = active_filters(here, locale)
    filters = kept(searcher, chips)
    if len(chips) > 1 and not filters:
        filters = kept(searcher, [Link(locale.say("filters.clear"), without_filters(here))])
    shown = [Hint(locale.say("nothing.remove"), filters)] if filters else []
    for text, some in ideas(found.page, locale):
        hint = Hint(text, [_query(here, other) for other in some])
        shown.insert(len(shown) if _is_wider(some[0]) else 0, hint)
    return shown


def ideas(page: ResultPage, locale: Locale) -> list[tuple[str, list[Suggestion]]]:
    """Return the searcher's own ideas, those of one kind together under what they do."""

    def label(other: Suggestion) -> str:
        return locale.say(f"nothing.{other.reason}" if _is_wider(other) else "results.meant")

    return [(text, list(some)) for text, some in groupby(page.suggestions, key=label)]


def suggestions(here: Here, page: ResultPage) -> list[Link]:
    """Return the searcher's ideas about what was meant."""
    return [_query(here, other) for other in page.suggestions if not _is_wider(other)]


def coverage(searcher: Searcher, found: Answer, locale: Locale) -> str:
    """Tell which days the archive covers, to who asked for days."""
    params = found.params
    if not (params.date_from or params.date_to or _asks_for_days(found.parsed.query)):
        return ""
    covered = searcher.coverage()
    if covered is None:
        return ""
    first, last = map(locale.day, covered)
    return locale.say("nothing.coverage", first=first, last=last)


def _asks_for_days(query: Query) -> bool:
    clauses = getattr(query, "clauses", ())
    return isinstance(query, Published) or any(map(_asks_for_days, clauses))


def _is_wider(other: Suggestion) -> bool:
    return other.reason in set(Way)


def _query(here: Here, other: Suggestion) -> Link:
    return Link(other.q, here.change(q=other.q), count=other.count)
