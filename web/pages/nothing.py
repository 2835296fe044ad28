"""What to do next when a search found nothing: other searches, as links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from web.pages.here import Link
from web.pages.refine import active_filters

if TYPE_CHECKING:
    from search.results import ResultPage
    from web.pages.here import Here
    from web.texts.locales import Locale

MIN_PREFIX_CHARS = 4
MAX_WORDS = 4


class Hint(NamedTuple):
    """One thing to try, and the searches that do it."""

    text: str
    links: list[Link]


def hints(here: Here, page: ResultPage, locale: Locale) -> list[Hint]:
    """Return what may help, most likely first; only what applies to this search."""
    text = here.params.q
    words = [word.strip("\"~=+-():*.,'") for word in text.split()]
    words = [word for word in words if word.isalpha()][:MAX_WORDS]
    shown = [
        Hint(locale.say("results.meant"), suggestions(here, page)),
        Hint(locale.say("nothing.remove"), active_filters(here, locale)),
    ]
    if '"' in text:
        plain = " ".join(text.replace('"', " ").replace("~", " ").split())
        shown.append(Hint(locale.say("nothing.unquote"), [_query(here, plain)]))
    if len(words) > 1:
        fewer = [_query(here, word) for word in words]
        shown.append(Hint(locale.say("nothing.fewer"), fewer))
    beginnings = " ".join(map(_beginning, words))
    if beginnings != " ".join(words):
        shown.append(Hint(locale.say("nothing.prefix"), [_query(here, beginnings)]))
    return [hint for hint in shown if hint.links]


def suggestions(here: Here, page: ResultPage) -> list[Link]:
    """Return the searcher's own ideas."""
    return [_query(here, other.q) for other in page.suggestions]


def _beginning(word: str) -> str:
    """Return ``word`` without its last letters, where typing errors and suffixes are."""
    return f"{word[:-2]}*" if len(word) - 2 >= MIN_PREFIX_CHARS else word


def _query(here: Here, text: str) -> Link:
    return Link(text, here.change(q=text))
