"""Quotations on a page: what can be changed about them, as links and as a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from search.language.parser import parse, parse_said
from search.language.unparse import unparse
from search.passages.spoken import quoted_of
from search.query import And, Quoted, join
from search.results import PageRequest
from web.links import args_of, article_path, with_args
from web.pages.here import Link, Narrowed
from web.pages.offers import leads_somewhere
from web.pages.refine import active_filters, without_filters
from web.params import QuotesParams

if TYPE_CHECKING:
    from search.query import Query
    from search.quotations import Speech
    from search.results import Fragment
    from search.searcher import Searcher
    from web.pages.here import Here
    from web.speech import InSpeech
    from web.texts.locales import Locale

# Articles on a page whose quotations are shown.
ARTICLES: Final = 10

# What the form itself asks for; all else is carried along.
_ASKED = frozenset({"q", "by", "date_from", "date_to", "lang", "page"})

# To begin with, where the archive answers them; and how many of those who speak most.
EXAMPLES: Final = ("banjir", "harga beras", '"tidak bisa"')
_SPEAKERS = 3
# Other questions to ask where there is no answer.
_OFFERED = 4


class Utterance(NamedTuple):
    """A quotation; ``by`` leads to what else its speaker says."""

    fragments: tuple[Fragment, ...]
    speaker: str | None
    office: str | None
    by: str | None


class Row(NamedTuple):
    """What is quoted in one article, and the article with it marked."""

    speech: Speech
    href: str
    said: list[Utterance]


def quotations_of(here: Here, query: Query) -> str | None:
    """Return the address of what a search asks of quotations, None if it asks for nothing."""
    clauses = query.clauses if isinstance(query, And) else (query,)
    asked = [clause for clause in clauses if isinstance(clause, Quoted)]
    if not asked:
        return None
    names = {"date_from", "date_to", *here.chosen}
    kept = {name: value for name, value in here.args.items() if name in names}
    return with_args(f"{here.root}/kutipan", {"q": unparse(join(And, asked)), **kept})


class Quotations(Narrowed):
    """Quotations on screen."""

    params: QuotesParams

    def __init__(self, answer: InSpeech, root: str, locale: Locale) -> None:
        args = args_of(answer.params, without=("page", "lang"), model=QuotesParams)
        super().__init__(answer.params, root, "/kutipan", args)
        self.answer = answer
        self.found = answer.found
        self._locale = locale
        self.kept = self.beside(_ASKED)

    @property
    def is_asked(self) -> bool:
        """Whether something is asked of quotations."""
        return bool(self.params.q or self.params.by)

    @property
    def results(self) -> str:
        """Address of the articles that have these quotations."""
        return self._search(self.answer.parsed.interpreted)

    def told_anywhere(self, searcher: Searcher) -> str | None:
        """Return the address of articles with the same words, quoted or not, where none has them.

        None if nobody tells them at all.
        """
        if self.found.articles or not self.is_asked:
            return None
        told = self._search(self.params.q or f'"{self.params.by.replace(chr(34), " ")}"')
        return told if leads_somewhere(searcher, told) else None

    def _search(self, text: str) -> str:
        args = {name: value for name, value in self.args.items() if name not in {"q", "by"}}
        args.pop("per_page", None)
        return with_args(f"{self.root}/search", {"q": text, **args})

    @property
    def rows(self) -> list[Row]:
        """What is quoted in each article of the page."""
        text = self.answer.parsed.interpreted
        words = with_args("", {"q": text} if text else {})
        return [
            Row(
                one,
                f"{self.root}/articles/{article_path(one.article.id)}{words}",
                [
                    Utterance(
                        said.fragments,
                        said.quote.speaker,
                        said.quote.office,
                        self.change(by=said.quote.speaker) if said.quote.speaker else None,
                    )
                    for said in one.said
                ],
            )
            for one in self.found.speech
        ]

    @property
    def speakers(self) -> list[Link]:
        """Those who say most of what is counted, each with what they say of this."""
        return [
            Link(one.value, self.change(by=one.value), count=one.count)
            for one in self.found.speakers
        ]

    @property
    def chips(self) -> list[Link]:
        """Every filter in force, with the address of the quotations without it."""
        chips = active_filters(self, self._locale)
        if not (by := self.params.by):
            return chips
        return [Link(self._locale.say("quotes.said_by", name=by), self.change(by=None)), *chips]

    @property
    def unfiltered(self) -> str:
        """Address of the quotations with no filter at all."""
        return without_filters(self, "by")

    def examples(self, searcher: Searcher) -> list[Link]:
        """Return what to begin with: words that are said, and those who speak most."""
        if self.is_asked or not self.found.articles:
            return []
        counts = searcher.counts([(parse_said(text).query, PageRequest()) for text in EXAMPLES])
        words = [text for text, count in zip(EXAMPLES, counts, strict=True) if count]
        names = [one.value for one in self.found.speakers[:_SPEAKERS]]
        return [
            *(Link(text, self.change(q=text)) for text in words),
            *(Link(self._locale.say("quotes.said_by", name=n), self.change(by=n)) for n in names),
        ]

    def instead(self, searcher: Searcher) -> list[Link]:
        """Return what is said where nothing is found: without a part, or spelt otherwise."""
        if self.found.articles or not self.is_asked:
            return []
        asked = PageRequest(size=1, filters=self.found.request.filters)
        offered = searcher.search(self.answer.parsed.query, asked).suggestions
        return [
            Link(one.q, self.change(q=one.q, by=None), count=one.count)
            for one in offered
            if one.count and any(quoted_of(parse(one.q).query))
        ][:_OFFERED]

    @property
    def summary(self) -> str:
        """How many quotations there are, in how many articles, as far as they are counted."""
        locale, found = self._locale, self.found
        articles = locale.count("results.total", found.articles)
        if found.in_all is not None:
            quotes = locale.count("quotes.total", found.in_all)
            return locale.say("quotes.in_articles", quotes=quotes, articles=articles)
        quotes = locale.count("quotes.total", found.quotes)
        if found.counted == found.articles:
            return locale.say("quotes.in_articles", quotes=quotes, articles=articles)
        return locale.say(
            "quotes.of_first",
            quotes=quotes,
            counted=locale.number(found.counted),
            articles=articles,
        )

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
