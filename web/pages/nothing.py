"""What to do next when a search found nothing: other searches, as links.

Every one of them was run first, by the searcher or here, and finds something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from web.ideas import ideas, is_wider
from web.pages.here import Link
from web.pages.offers import kept
from web.pages.refine import active_filters, without_filters

if TYPE_CHECKING:
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
        shown.insert(len(shown) if is_wider(some[0]) else 0, hint)
    return shown


def suggestions(here: Here, page: ResultPage) -> list[Link]:
    """Return the searcher's ideas about what was meant."""
    return [_query(here, other) for other in page.suggestions if not is_wider(other)]


def _query(here: Here, other: Suggestion) -> Link:
    # It says by itself in which forms and under which names it was counted.
    return Link(other.q, here.change(q=other.q, forms=None, alias=None), count=other.count)
