"""Times as Arsip prints them, for people and for machines: Western Indonesian Time.

    2018-07-24T18:30:00+00:00  ->  2018-07-25T01:30:00+07:00

Whatever zone a source writes in, an article belongs to one day, and that is the day by which
searches filter and count; so a table, a feed and a page never show the day before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.newstext.dates import to_wib

if TYPE_CHECKING:
    from datetime import datetime


def iso(when: datetime) -> str:
    """Return ``when`` as ISO 8601 (RFC 3339) with +07:00."""
    return to_wib(when).isoformat()


def iso_if_known(when: datetime | None) -> str | None:
    """Return the same of a time that may not be there."""
    return None if when is None else iso(when)
