"""A record of any source to an `Article`.

    {"judul": "Banjir surut", "isi": "Semarang (ANTARA) - Air ...", "tanggal": "13/10/2018"}
    ->  Article(title="Banjir surut", body="Air ...", place="Semarang", source="ANTARA", ...)

Field names are recognised in Indonesian and English, in any case, however their words are
joined: ``publishedAt``, ``published_at``. What the record says
wins over what its text says, and the default source comes last. A value of the wrong
kind rejects the record by the name of its field; nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from index.article import ARTICLE_FIELDS, Article, make_article
from index.errors import ArticleError
from index.newstext.dates import parse_date
from index.newstext.story import read_body, without_title
from index.readers.outcome import MAX_RECORD_CHARS, Found, Outcome, ReadOptions, Reject
from index.readers.values import (
    NOTHING,
    as_body,
    as_date,
    as_given,
    as_language,
    as_names,
    as_section,
    as_source,
    as_tags,
    as_text,
    as_title,
    as_titles,
    as_url,
    kind,
)
from index.readers.wrapped import unwrap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

# What a reject shows of a record is within its first bytes.
SHOWN_BYTES = 4 * MAX_RECORD_CHARS

# The names each field goes by, best first, folded as `_fold` does. A description may be all there
# is, but beside another text it is the shorter one.
KNOWN_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "guid"),
    "title": ("title", "judul", "headline", "name", "judulberita", "judulartikel"),
    "body": (
        *("body", "content", "isi", "text", "konten", "articlebody", "maintext", "fulltext"),
        *("contenthtml", "contenttext", "isiberita", "isiartikel", "teks", "article", "artikel"),
        *("berita", "story", "paragraphs", "contentelements", "description", "deskripsi"),
    ),
    "published": (
        *("published", "date", "tanggal", "publishedat", "datepublished", "datepublish"),
        *("publishdate", "publisheddate", "publishedtime", "publishtime", "pubdate"),
        *("tanggalterbit", "tanggalpublikasi", "tanggalberita", "tgl", "tglterbit", "tglpublikasi"),
        *("createdat", "waktu", "time", "timestamp"),
    ),
    "place": ("place", "tempat", "lokasi", "location", "dateline", "kota"),
    "source": (
        *("source", "sumber", "media", "publisher", "outlet", "sitename"),
        *("sourcehostname", "sourcedomain", "hostname"),
    ),
    "author": (
        *("author", "penulis", "authors", "pewarta", "wartawan", "byline"),
        *("namapenulis", "reporter", "creator"),
    ),
    "section": ("section", "rubrik", "kategori", "category", "kanal", "categories"),
    "url": (
        *("url", "link", "permalink", "tautan", "urlberita", "linkberita", "urlartikel"),
        *("linkartikel", "canonicallink", "canonicalurl", "source"),
    ),
    "tags": ("tags", "tag", "katakunci", "keywords"),
    "related": ("related", "bacajuga"),
    "language": ("language", "lang", "bahasa", "metalang"),
}

# What words of a name are joined by: published_at, Published At, publishedAt. What begins with
# such a sign, as _id, is of a database.
_GAPS = str.maketrans("", "", " \t\n_-")

# All of `NOTHING` are shorter.
_LOOK = 10

# Where tables keep the time of a date that stands by itself.
_CLOCKS = frozenset(("jam", "pukul", "waktu", "time"))
_CLOCK = re.compile(
    r"\s*[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?: ?WI(?:B|T|TA))?\s*", re.IGNORECASE
)

_READ: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(ARTICLE_FIELDS, as_text),
    "title": as_title,
    "body": as_body,
    "published": as_date,
    "source": as_source,
    "author": as_names,
    "section": as_section,
    "url": as_url,
    "tags": as_tags,
    "related": as_titles,
    "language": as_language,
}


def to_article(record: Mapping[str, Any], options: ReadOptions) -> Article:
    """Return the article that ``record`` describes.

    Raises:
        ArticleError: If it has no body, or a value that cannot be understood.
    """
    given = {field: value for field, (_, value) in _given(record, options.mapping).items()}
    if "body" not in given:
        raise ArticleError(_no_body(record, options.mapping))
    story = read_body(without_title(given["body"], given.get("title") or ""))
    given["body"] = story.body
    given["related"] = tuple(dict.fromkeys((*given.get("related", ()), *story.related)))
    for field, said in (
        ("published", story.published),
        ("place", story.place),
        ("author", story.author),
        ("tags", story.tags),
        ("source", story.source or options.source),
    ):
        if said and field not in given:
            given[field] = said
    if "published" in given:
        given["published"] = _at_clock(given["published"], record)
    try:
        return make_article(**given)
    except ValueError as error:  # what urlsplit makes of an address it cannot take apart
        raise ArticleError(f"url {given.get('url')!r} is not an address: {error}") from error


def given_body(record: Mapping[str, Any], mapping: Mapping[str, str]) -> str:
    """Return the body of a record that has one, before anything was taken out of it."""
    name, _ = _given(record, mapping)["body"]
    return as_given(name, record[name])


def read_record(
    record: Any, options: ReadOptions, path: str, line: int, raw: bytes | None = None
) -> Outcome:
    """Return the article that ``record`` describes, or the reject that says why it has none.

    The reject keeps ``raw``, the bytes the record was read from, or else its values.
    """
    if not isinstance(record, dict):
        reason = f"the record is {kind(record)}, not an object"
    else:
        record = unwrap(record)
        try:
            article = to_article(record, options)
            given = given_body(record, options.mapping) if options.keeps_given else None
            return Found(path, line, article, given)
        except ArticleError as error:
            reason = str(error)
    return Reject(path, line, reason, _print(record) if raw is None else show(raw))


def show(raw: bytes) -> str:
    """Return the beginning of ``raw`` for a reject."""
    return raw[:SHOWN_BYTES].decode(errors="replace").strip()


def has_body(names: list[str], mapping: Mapping[str, str]) -> bool:
    """Tell whether records with these field names can hold a body."""
    if "body" in mapping:
        return mapping["body"] in names or _fold(mapping["body"]) in map(_fold, names)
    return any(names_field(name, "body") for name in names)


def names_field(name: str, field: str) -> bool:
    """Tell whether a field of a record is recognised by its name as one of an article."""
    return _fold(name) in KNOWN_NAMES[field]


def _given(record: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, tuple[str, Any]]:
    """Return, by article field, the name in the record and what the value there says.

    Of several names for a field the best one counts whose value says anything.
    """
    found: dict[str, tuple[str, Any]] = {}
    for field, read, names in _names(tuple(record), tuple(mapping.items())):
        for name in names:
            raw = record[name]
            if not raw or (isinstance(raw, str) and (raw.isspace() or raw[:_LOOK] in NOTHING)):
                continue
            if value := read(name, raw):
                found[field] = name, value
                break
    return found


@lru_cache(maxsize=16)  # most records of a file have the same names
def _names(
    names: tuple[Any, ...], mapping: tuple[tuple[str, str], ...]
) -> list[tuple[str, Callable[[str, Any], Any], list[str]]]:
    """Return what reads each article field, and the names that records have for it, best first."""
    folded: dict[str, list[str]] = {}
    for name in names:
        if isinstance(name, str):
            folded.setdefault(_fold(name), []).append(name)
    chosen = dict(mapping)
    found = []
    for field in ARTICLE_FIELDS:
        if field in chosen:
            name = chosen[field]
            some = [*([name] if name in names else ()), *folded.get(_fold(name), ())]
        else:
            some = [name for known in KNOWN_NAMES[field] for name in folded.get(known, ())]
        if some:
            found.append((field, _READ[field], some))
    return found


def _at_clock(moment: datetime, record: Mapping[str, Any]) -> datetime:
    """Return a date that names no time at the one another field of ``record`` names."""
    if moment.time() != time.min:
        return moment
    clocks = (record[name] for name in _clocks(tuple(record)))
    found = (_CLOCK.fullmatch(value) for value in clocks if isinstance(value, str))
    clock = next((match[0].strip() for match in found if match), None)
    return (clock and parse_date(f"{moment:%d/%m/%Y} {clock}")) or moment


@lru_cache(maxsize=16)
def _clocks(names: tuple[Any, ...]) -> list[str]:
    return [name for name in names if isinstance(name, str) and _fold(name) in _CLOCKS]


def _no_body(record: Mapping[str, Any], mapping: Mapping[str, str]) -> str:
    names = ", ".join(str(name)[:40] for name in list(record)[:12]) or "none"
    if "body" in mapping:
        return f"the body is missing: {mapping['body']!r} is absent or empty (fields: {names})"
    return f"the body is missing (fields: {names})"


def _print(record: Any) -> str:
    try:
        return show(orjson.dumps(record, default=str, option=orjson.OPT_NON_STR_KEYS))
    except (TypeError, ValueError):  # lone surrogates, or nesting without end
        return ""


def _fold(name: str) -> str:
    return name if name.startswith("_") else name.lower().translate(_GAPS)
