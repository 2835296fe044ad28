"""Whether an article is what a row was written as, by a digest of all that it holds.

2:5e884898da28047151d0e56f8dc62927      of its moment, in whatever zone
5e884898da28047151d0e56f8dc62927        in rows of older programs: of its moment as written
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timezone
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING

import orjson

from index.article import ARTICLE_FIELDS, Article
from index.newstext.dates import NAMED_ZONES

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = "2:"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_others = attrgetter(*(name for name in ARTICLE_FIELDS if name != "published"))


def digest_of(article: Article) -> str:
    """Return the digest of ``article``: another one for whatever is another article."""
    moment = None
    if article.published is not None:
        since = article.published - _EPOCH
        moment = (since.days, since.seconds, since.microseconds)
    values = orjson.dumps((moment, *_others(article)))
    return _MARK + blake2b(values, digest_size=16).hexdigest()


def is_digest_of(digest: str, article: Article) -> bool:
    """Tell whether a row's ``digest`` is of this article, whatever zone its moment is written in.

    What `arsip export` printed with +07:00 is no correction of what a source printed in UTC.
    """
    if digest.startswith(_MARK):
        return digest == digest_of(article)
    return digest in map(_older_digest, _as_written(article))


def _older_digest(article: Article) -> str:
    values = [(name, getattr(article, name)) for name in ARTICLE_FIELDS]
    return blake2b(repr(values).encode(), digest_size=16).hexdigest()


def _as_written(article: Article) -> Iterator[Article]:
    """Yield ``article`` with its moment as any zone has it: no row keeps what it was called."""
    yield article
    published = article.published
    if published is None:
        return
    for zone in NAMED_ZONES:
        if zone.utcoffset(None) == published.utcoffset():
            yield replace(article, published=published.replace(tzinfo=zone))
    offsets = [timezone(zone.utcoffset(None)) for zone in NAMED_ZONES]
    with suppress(OverflowError):  # within hours of year 1 or 9999
        for zone in (UTC, *offsets, *NAMED_ZONES):
            yield replace(article, published=published.astimezone(zone))
