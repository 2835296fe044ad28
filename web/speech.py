"""From checked parameters to quotations: for the page and the JSON API."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from search.language.parser import ParsedQuery, parse_said
from search.quotations import SpeechPage, SpeechRequest
from web.answer import filters_of

if TYPE_CHECKING:
    from search.searcher import Searcher
    from search.work import Work
    from web.params import QuotesParams


class InSpeech(NamedTuple):
    """What was asked, how it was understood, and what was found."""

    params: QuotesParams
    parsed: ParsedQuery
    found: SpeechPage


def in_speech(searcher: Searcher, params: QuotesParams, work: Work) -> InSpeech:
    """Return the quotations that ``params`` ask for, for no more than ``work``."""
    parsed = parse_said(params.q, params.by)
    request = SpeechRequest(number=params.page, size=params.per_page, filters=filters_of(params))
    return InSpeech(params, parsed, searcher.quotations(parsed.query, request, work))
