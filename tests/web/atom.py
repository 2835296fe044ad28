"""What RFC 4287 demands of a feed, rule by rule: `faults_of` names every one that is broken."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMESPACE = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# How often each may stand in a feed and in an entry (4.1.1, 4.1.2); None: any number of times.
_IN_FEED = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("generator", "icon", "logo", "rights", "subtitle"), (0, 1)),
    **dict.fromkeys(("author", "category", "contributor", "link", "entry"), (0, None)),
}
_IN_ENTRY = {
    **dict.fromkeys(("id", "title", "updated"), (1, 1)),
    **dict.fromkeys(("content", "published", "rights", "source", "summary"), (0, 1)),
    **dict.fromkeys(("author", "category", "contributor", "link"), (0, None)),
}
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; *[\w-]+=[\w.-]+)*", re.ASCII)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def parse_feed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - made by this program


def entries_of(content: bytes) -> dict[str, dict[str, str]]:
    """Return the texts of each entry by its id."""
    return {
        entry.findtext(NAMESPACE + "id") or "": {
            child.tag.removeprefix(NAMESPACE): child.text or "" for child in entry
        }
        for entry in parse_feed(content).iter(NAMESPACE + "entry")
    }


def faults_of(content: bytes) -> list[str]:
    """Return what is wrong with a feed, a line each; nothing for a valid one."""
    feed = parse_feed(content)
    if feed.tag != NAMESPACE + "feed":
        return [f"the root is {feed.tag}"]
    return [*_faults(feed)]


def _faults(feed: ET.Element) -> Iterator[str]:
    entries = feed.findall(NAMESPACE + "entry")
    yield from _children("feed", feed, _IN_FEED)
    if not _LANGUAGE_TAG.fullmatch(feed.get(_LANG, "id")):
        yield f"xml:lang is {feed.get(_LANG)}"
    has_author = feed.find(NAMESPACE + "author") is not None
    if not [link for link in feed.findall(NAMESPACE + "link") if link.get("rel") == "self"]:
        yield "the feed does not say where it is from (4.1.1)"
    for entry in entries:
        yield from _children("entry", entry, _IN_ENTRY)
        if not has_author and entry.find(NAMESPACE + "author") is None:
            yield "an entry has no author (4.1.2)"
        has_content = entry.find(NAMESPACE + "content") is not None
        rels = {link.get("rel", "alternate") for link in entry.findall(NAMESPACE + "link")}
        if not has_content and "alternate" not in rels:
            yield "an entry has neither content nor an alternate (4.1.2)"
    ids = Counter(entry.findtext(NAMESPACE + "id") for entry in entries)
    yield from (f"{id_} is the id of {count} entries" for id_, count in ids.items() if count > 1)
    for element in feed.iter():
        if not element.tag.startswith(NAMESPACE):
            yield f"{element.tag} is not of Atom"
        if rule := _RULES.get(element.tag.removeprefix(NAMESPACE)):
            yield from rule(element)


def _children(
    name: str, parent: ET.Element, allowed: dict[str, tuple[int, int | None]]
) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(NAMESPACE) for child in parent)
    yield from (f"{child} in {name}" for child in counts if child not in allowed)
    for child, (least, most) in allowed.items():
        if not least <= counts[child] <= (counts[child] if most is None else most):
            yield f"{counts[child]} times {child} in {name}"
    links = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in parent.findall(NAMESPACE + "link")
        if link.get("rel", "alternate") == "alternate"
    )
    yield from (f"two alternates of {kind} in {name}" for kind in links if links[kind] > 1)


def _id(element: ET.Element) -> Iterator[str]:
    text = element.text or ""
    if not urlsplit(text).scheme or text != text.strip() or " " in text:
        yield f"{text!r} is no IRI (4.2.6)"


def _date(element: ET.Element) -> Iterator[str]:
    text = element.text or ""
    if not _RFC3339.fullmatch(text) or datetime.fromisoformat(text).tzinfo is None:
        yield f"{text!r} is no date (3.3)"


def _person(element: ET.Element) -> Iterator[str]:
    names = [child.text for child in element if child.tag == NAMESPACE + "name"]
    if len(names) != 1 or not (names[0] or "").strip():
        yield f"{names} are the names of one person (3.2)"


def _category(element: ET.Element) -> Iterator[str]:
    if not element.get("term"):
        yield "a category has no term (4.2.2)"


def _link(element: ET.Element) -> Iterator[str]:
    href, kind = element.get("href", ""), element.get("type", "text/html")
    if not urlsplit(href).netloc:
        yield f"{href!r} leads nowhere by itself (4.2.7)"
    if not _MEDIA_TYPE.fullmatch(kind) or element.get("rel") == "":
        yield f"{element.attrib} is no link (4.2.7)"


def _text(element: ET.Element) -> Iterator[str]:
    if element.get("type", "text") not in {"text", "html", "xhtml"} or len(element):
        yield f"{element.tag} is no text (3.1)"


_RULES: dict[str, Callable[[ET.Element], Iterator[str]]] = {
    "id": _id,
    "category": _category,
    "link": _link,
    **dict.fromkeys(("updated", "published"), _date),
    **dict.fromkeys(("author", "contributor"), _person),
    **dict.fromkeys(("title", "subtitle", "summary", "rights"), _text),
}
