"""What one article is to another that was published before, by both texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from index.analysis.folding import title_words
from index.copies.candidates import SOON
from index.copies.groups import Kind
from index.newstext.fingerprint import features, likeness, runs_of, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.article import Article
    from index.newstext.fingerprint import Features

# A text that has so much of the shorter one's runs of three words carries it on. Reports of one
# event by two newsrooms share up to a fifth, those with the same background a third.
CARRIED = 0.4
# A later text is a copy if what of it is old is so much of what is left of the other one, so that
# it is not mainly new; what a publisher makes of its own, if so much of it is old.
OLD = 0.5
OWN_OLD = 0.8
# A rewrite shares so many runs, and so many of its longer words, and comes soon.
REWRITTEN = 0.22
REWRITTEN_WORDS = 0.65
# Figures, or names, of which so many differ between the same words, are those of another day,
# or place; of one event that is still going on, twice as many may: before the next day's prices.
CONTRADICTED = 0.25
STILL_GOING_ON = timedelta(hours=12)
# Nor is a text of the same words, of which so many figures differ, one more of one event: a form
# that is filled in.
SAME_WORDS = 0.97
OTHER_FIGURES = 2
# A correction leaves so much of the runs.
CORRECTED = 0.9

_NEVER = datetime.max.replace(tzinfo=UTC)

_ADDRESS = re.compile(r"^https?://(?:www\.|m\.|amp\.)?|(?:/amp)?/?(?:[?#].*)?$")


class Compared:
    """An article as it is compared with others: with the runs of its text."""

    def __init__(self, article: Article, runs: NDArray[np.uint32]) -> None:
        self.article = article
        self.runs = runs

    @cached_property
    def features(self) -> Features:
        """What else its text is compared by; few articles get so far."""
        return features(self.article.body)


def compared(articles: Sequence[Article]) -> list[Compared]:
    """Return articles as they are compared."""
    runs = runs_of([article.body for article in articles])
    return [Compared(*each) for each in zip(articles, runs, strict=True)]


def judge(one: Compared, other: Compared) -> Kind:
    """Return what the later of two articles is to the earlier; ``one`` where no date tells."""
    if (other.article.published or _NEVER) < (one.article.published or _NEVER):
        one, other = other, one
    first, second = one.article, other.article
    of_first, of_second = shared(one.runs, other.runs)
    most = max(of_first, of_second)
    if most < REWRITTEN:
        return Kind.OTHER
    is_own = bool(first.source) and _folded(first.source) == _folded(second.source)
    apart = _apart(first.published, second.published)
    is_carried = most >= CARRIED
    if is_carried and first.url and _same_address(first.url, second.url):
        return Kind.VERSION
    may_be_rewritten = apart is not None and apart <= SOON and not is_own
    if not is_carried and not may_be_rewritten:
        return Kind.OTHER
    alike = likeness(one.features, other.features)
    is_corrected = alike.is_as_long and CORRECTED <= min(of_first, of_second) < 1
    if is_own and is_corrected and _folded(first.title) == _folded(second.title):
        return Kind.VERSION
    is_going_on = apart is not None and apart <= STILL_GOING_ON and not alike.names
    is_same = alike.is_as_long and alike.words >= SAME_WORDS
    if is_same and alike.other_figures >= OTHER_FIGURES + is_going_on:
        return Kind.OTHER
    if alike.names > CONTRADICTED or alike.figures > CONTRADICTED * (1 + is_going_on):
        return Kind.OTHER
    if is_carried:
        is_old = of_second >= (OWN_OLD if is_own else OLD * of_first)
        return Kind.COPY if is_old else Kind.UPDATE
    return Kind.COPY if alike.words >= REWRITTEN_WORDS else Kind.OTHER


def _same_address(one: str, other: str | None) -> bool:
    return other is not None and _ADDRESS.sub("", one) == _ADDRESS.sub("", other)


def _folded(text: str | None) -> str:
    return " ".join(word for word, _, _ in title_words(text or ""))


def _apart(one: datetime | None, other: datetime | None) -> timedelta | None:
    return None if one is None or other is None else abs(one - other)
