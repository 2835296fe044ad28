"""What to do next when a search found nothing: other searches, as links."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from search.language.unparse import unparse
from search.query import And, Phrase, Term, join, leaves, with_leaves
from web.pages.here import Link
from web.pages.refine import active_filters

if TYPE_CHECKING:
    from search.query import Leaf, Query
    from search.results import ResultPage
    from web.answer import Answer
    from web.pages.here import Here
    from web.texts.locales import Locale

MIN_PREFIX_CHARS = 4
MAX_WORDS = 4


class Hint(NamedTuple):
    """One thing to try, and the searches that do it."""

    text: str
    links: list[Link]


def hints(here: Here, found: Answer, locale: Locale) -> list[Hint]:
    """Return what may help, most likely first; only what applies to this search."""
    shown = [
        Hint(locale.say("results.meant"), suggestions(here, found.page)),
        Hint(locale.say("nothing.remove"), active_filters(here, locale)),
    ]
    shown += [Hint(text, [_query(here, q) for q in some]) for text, some in ideas(found, locale)]
    return [hint for hint in shown if hint.links]


def ideas(found: Answer, locale: Locale) -> list[tuple[str, list[str]]]:
    """Return other ways to ask, and the queries that do."""
    query = found.parsed.query
    typed = [word for leaf in leaves(query) for word in leaf.text.split()]
    words = list(filter(str.isalpha, typed))[:MAX_WORDS]
    shown = []
    unquoted = with_leaves(query, _without_quotes)
    if unquoted != query:
        shown.append((locale.say("nothing.unquote"), [unparse(unquoted)]))
    if len(words) > 1:
        shown.append((locale.say("nothing.fewer"), words))
    beginnings = " ".join(map(_beginning, words))
    if beginnings != " ".join(words):
        shown.append((locale.say("nothing.prefix"), [beginnings]))
    return shown


def suggestions(here: Here, page: ResultPage) -> list[Link]:
    """Return the searcher's own ideas."""
    return [replace(_query(here, other.q), count=other.count) for other in page.suggestions]


def _without_quotes(leaf: Leaf) -> Query:
    if not isinstance(leaf, Phrase):
        return leaf
    return join(And, (Term(word, leaf.field) for word in leaf.text.split()))


def _beginning(word: str) -> str:
    """Return ``word`` without its last letters, where typing errors and suffixes are."""
    return f"{word[:-2]}*" if len(word) - 2 >= MIN_PREFIX_CHARS else word


def _query(here: Here, text: str) -> Link:
    return Link(text, here.change(q=text))
