"""RSS and Atom files: one article for each entry.

    <item><title>Banjir surut</title><link>https://...</link><content:encoded>...</content:encoded></item>

The feed has been saved already: it is parsed from memory and nothing is fetched. An
entry's own publisher comes first, then the feed's title. Of what WordPress and Blogger
export, only what was published is an article: no drafts, pictures, menus or comments.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urljoin

from index.newstext.dates import parse_date
from index.readers.encoding import UnreadableError, decode, read_whole
from index.readers.markup import to_text
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import read_record, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A feed is parsed as a whole, at half a second a megabyte; a newsroom's longest has a few.
MAX_FEED_BYTES = 32 * 1024 * 1024

# What the parser says when the file ends too early; other faults it repairs.
_CUT_OFF = re.compile(r"no element found|unclosed|unexpected end", re.IGNORECASE)

# How WordPress's exports name what is not an article, beside what begins with wp_.
_NO_ARTICLES = ("attachment", "nav_menu_item", "revision", "custom_css", "oembed_cache", "wp_")
# And the people, by how they sign in; they come first.
_PERSON = re.compile(
    r"<wp:author_login>(?:<!\[CDATA\[)?([^<>\]]{1,200}).{0,600}?"
    r"<wp:author_display_name>(?:<!\[CDATA\[)?([^<>\]]{1,200})",
    re.DOTALL,
)
_HEAD_BYTES = 1024 * 1024
# What tells the kinds of entries in Blogger's exports.
_KIND = "http://schemas.google.com/g/2005#kind"

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
    people = dict(_PERSON.findall(decode(data[:_HEAD_BYTES])))
    for number, entry in enumerate(feed.entries, start=1):
        if not _is_article(entry):
            continue
        outcome = read_record(_to_record(entry, feed, people), options, path, 1)
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


def _is_article(entry: Any) -> bool:
    kinds = [tag.get("term") or "" for tag in entry.get("tags", ()) if tag.get("scheme") == _KIND]
    if kinds and not kinds[0].endswith("#post"):
        return False
    is_published = entry.get("wp_status", "publish") == "publish"
    return is_published and not entry.get("wp_post_type", "").startswith(_NO_ARTICLES)


def _to_record(entry: Any, feed: Any, people: Mapping[str, str]) -> dict[str, Any]:
    channel = feed.feed
    link = entry.get("link") or ""
    if link.startswith("/"):
        link = urljoin(channel.get("link") or "", link)
    if not link.startswith(("http:", "https:")):  # the parser puts an id where there is none
        link = ""
    authors = [person.get("name") for person in entry.get("authors", ()) if person.get("name")]
    terms = [
        (tag.get("scheme"), tag["term"])
        for tag in entry.get("tags", ())
        if tag.get("term") and tag.get("scheme") != _KIND
    ]
    sections = [term for scheme, term in terms if scheme == "category"]
    return {
        "id": None if link else entry.get("id"),
        "title": to_text(entry.get("title") or ""),
        "body": to_text(_body(entry, feed.version)),
        "published": _published(entry),
        "author": [people.get(name, name) for name in authors] or entry.get("author"),
        "source": (entry.get("source") or {}).get("title") or channel.get("title"),
        "section": sections,
        "url": link or None,
        "tags": [term for _, term in terms if term not in sections[:1]],
        "language": entry.get("language") or channel.get("language"),
    }


def _body(entry: Any, version: str) -> str:
    """Return the longest text, of RSS none that describes a picture if there is another."""
    summary: str = entry.get("summary") or ""
    contents = [
        item.get("value") or ""
        for item in entry.get("content", ())
        if not summary or version.startswith("atom") or item.get("type") != "text/plain"
    ]
    return max([*contents, summary], key=len)


def _published(entry: Any) -> str | None:
    """Return the date as printed, or as the parser understood it when we do not."""
    printed = entry.get("published") or entry.get("updated")
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if printed and parsed and parse_date(printed) is None:
        return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*parsed[:6])
    return str(printed) if printed else None
