"""What may help where little was found, in words that every door shares."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from search.passages.spoken import quoted_of
from search.query import Published
from search.suggesting.widening import Way

if TYPE_CHECKING:
    from search.query import Query
    from search.results import Filters, ResultPage, Suggestion
    from search.searcher import Searcher
    from web.texts.locales import Locale


def ideas(page: ResultPage, locale: Locale) -> list[tuple[str, list[Suggestion]]]:
    """Return the searcher's own ideas, those of one kind together under what they do."""

    def label(other: Suggestion) -> str:
        return locale.say(f"nothing.{other.reason}" if is_wider(other) else "results.meant")

    return [(text, list(some)) for text, some in groupby(page.suggestions, key=label)]


def is_wider(other: Suggestion) -> bool:
    """Tell whether it asks for less, rather than for what was meant."""
    return other.reason in set(Way)


def coverage(searcher: Searcher, query: Query, filters: Filters, locale: Locale) -> str:
    """Tell which days the archive covers, to who asked for days; nothing to others.

    And to who asked for quotations, that none was read.
    """
    told = []
    if any(quoted_of(query)) and not searcher.knows_quotations():
        told.append(locale.say("quotes.none"))
    asks_for_days = filters.date_from or filters.date_to or _asks_for_days(query)
    covered = searcher.coverage() if asks_for_days else None
    if covered is not None:
        first, last = map(locale.day, covered)
        told.append(locale.say("nothing.coverage", first=first, last=last))
    return " ".join(told)


def _asks_for_days(query: Query) -> bool:
    clauses = getattr(query, "clauses", ())
    return isinstance(query, Published) or any(map(_asks_for_days, clauses))
