"""RSS and Atom files: one article for each entry.

    <item><title>Banjir surut</title><link>https://...</link><content:encoded>...</content:encoded></item>

The feed has been saved already: it is parsed from memory and nothing is fetched. An
entry's own publisher comes first, then the feed's title.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from index.newstext.dates import parse_date
from index.readers.encoding import UnreadableError, read_whole
from index.readers.markup import to_text
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import read_record, show

if TYPE_CHECKING:
    from collections.abc import Iterator

# A feed is parsed as a whole, at half a second a megabyte; a newsroom's longest has a few.
MAX_FEED_BYTES = 32 * 1024 * 1024

# What the parser says when the file ends too early; other faults it repairs.
_CUT_OFF = re.compile(r"no element found|unclosed|unexpected end", re.IGNORECASE)

_NEEDS_EXTRA = "needs the feed extra: pip install 'arsip-berita[feed]'"


def read_feed(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Outcome]:
    """Yield an article or a reject for each entry."""
    try:
        data = read_whole(stream, MAX_FEED_BYTES)
        if not data or data.isspace():
            return
        feed = _parse(data)
    except UnreadableError as error:
        yield Reject(path, 1, str(error))
        return
    except ImportError:
        yield Reject(path, 1, _NEEDS_EXTRA, show(data))
        return
    if not feed.entries:
        known = "the feed has no entries" if feed.version else "not an RSS or Atom feed"
        yield Reject(path, 1, known, show(data))
        return
    for number, entry in enumerate(feed.entries, start=1):
        outcome = read_record(_to_record(entry, feed.feed), options, path, 1)
        if isinstance(outcome, Reject):
            outcome = Reject(path, 1, f"entry {number}: {outcome.reason}", outcome.record)
        yield outcome
    problem = str(feed.get("bozo_exception") or "")
    if _CUT_OFF.search(problem):
        line = getattr(feed.bozo_exception, "getLineNumber", lambda: 1)() or 1
        yield Reject(path, line, "the feed is cut off here")


def _parse(data: bytes) -> Any:
    import feedparser  # noqa: PLC0415 - an optional extra, and slow to import

    try:
        # In a stream: bytes that happen to name a file would make it open that file.
        return feedparser.parse(io.BytesIO(data))
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableError(f"not an RSS or Atom feed: {error}") from error


def _to_record(entry: Any, channel: Any) -> dict[str, Any]:
    contents = [item.get("value") or "" for item in entry.get("content", ())]
    body = max([*contents, entry.get("summary") or ""], key=len)
    link = entry.get("link") or ""
    if not link.startswith(("http:", "https:")):  # the parser puts an id where there is none
        link = None
    authors = [person.get("name") for person in entry.get("authors", ()) if person.get("name")]
    return {
        "id": None if link else entry.get("id"),
        "title": to_text(entry.get("title") or ""),
        "body": to_text(body),
        "published": _published(entry),
        "author": authors or entry.get("author"),
        "source": (entry.get("source") or {}).get("title") or channel.get("title"),
        "url": link,
        "tags": [tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")],
        "language": entry.get("language") or channel.get("language"),
    }


def _published(entry: Any) -> str | None:
    """Return the date as printed, or as the parser understood it when we do not."""
    printed = entry.get("published") or entry.get("updated")
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if printed and parsed and parse_date(printed) is None:
        return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*parsed[:6])
    return str(printed) if printed else None
