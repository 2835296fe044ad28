"""A record of any source to an `Article`.

    {"judul": "Banjir surut", "isi": "Semarang (ANTARA) - Air ...", "tanggal": "13/10/2018"}
    ->  Article(title="Banjir surut", body="Air ...", place="Semarang", source="ANTARA", ...)

Field names are recognised in Indonesian and English, in any case. What the record says
wins over what its text says, and the default source comes last. A value of the wrong
kind rejects the record by the name of its field; nothing is guessed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from index.article import ARTICLE_FIELDS, Article, make_article
from index.errors import ArticleError
from index.newstext.story import read_body
from index.readers.outcome import MAX_RECORD_CHARS, Found, Outcome, ReadOptions, Reject
from index.readers.values import (
    as_body,
    as_date,
    as_given,
    as_language,
    as_names,
    as_tags,
    as_text,
    as_titles,
    kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What a reject shows of a record is within its first bytes.
SHOWN_BYTES = 4 * MAX_RECORD_CHARS

# The names each field goes by, best first, folded as `_fold` does.
KNOWN_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "guid"),
    "title": ("title", "judul", "headline", "name"),
    "body": ("body", "content", "isi", "text", "konten", "articlebody", "description"),
    "published": (
        *("published", "date", "tanggal", "published_at", "datepublished", "date_published"),
        *("pubdate", "pub_date", "created_at", "waktu", "time"),
    ),
    "place": ("place", "tempat", "lokasi", "location", "dateline"),
    "source": ("source", "sumber", "media", "publisher", "outlet"),
    "author": ("author", "penulis", "authors", "pewarta", "wartawan", "byline"),
    "section": ("section", "rubrik", "kategori", "category", "kanal"),
    "url": ("url", "link", "permalink", "tautan"),
    "tags": ("tags", "tag", "kata_kunci", "keywords"),
    "related": ("related", "baca_juga"),
    "language": ("language", "lang", "bahasa"),
}

_READ: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(ARTICLE_FIELDS, as_text),
    "body": as_body,
    "published": as_date,
    "author": as_names,
    "tags": as_tags,
    "related": as_titles,
    "language": as_language,
}


def to_article(record: Mapping[str, Any], options: ReadOptions) -> Article:
    """Return the article that ``record`` describes.

    Raises:
        ArticleError: If it has no body, or a value that cannot be understood.
    """
    given: dict[str, Any] = {}
    for field, name, raw in _given(record, options.mapping):
        if value := _READ[field](name, raw):
            given[field] = value
    if "body" not in given:
        raise ArticleError(_no_body(record, options.mapping))
    story = read_body(given["body"])
    given["body"] = story.body
    given["related"] = tuple(dict.fromkeys((*given.get("related", ()), *story.related)))
    for field, said in (
        ("published", story.published),
        ("place", story.place),
        ("author", story.author),
        ("source", story.source or options.source),
    ):
        if said and field not in given:
            given[field] = said
    try:
        return make_article(**given)
    except ValueError as error:  # what urlsplit makes of an address it cannot take apart
        raise ArticleError(f"url {given.get('url')!r} is not an address: {error}") from error


def given_body(record: Mapping[str, Any], mapping: Mapping[str, str]) -> str:
    """Return the body of a record that has one, before anything was taken out of it."""
    (body,) = [
        as_given(name, raw) for field, name, raw in _given(record, mapping) if field == "body"
    ]
    return body


def read_record(
    record: Any, options: ReadOptions, path: str, line: int, raw: bytes | None = None
) -> Outcome:
    """Return the article that ``record`` describes, or the reject that says why it has none.

    The reject keeps ``raw``, the bytes the record was read from, or else its values.
    """
    if not isinstance(record, dict):
        reason = f"the record is {kind(record)}, not an object"
    else:
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
    folded = {_fold(name) for name in names}
    if "body" in mapping:
        return mapping["body"] in names or _fold(mapping["body"]) in folded
    return not folded.isdisjoint(KNOWN_NAMES["body"])


def _given(record: Mapping[str, Any], mapping: Mapping[str, str]) -> list[tuple[str, str, Any]]:
    """Return (article field, name in the record, value) for every value worth reading."""
    found: list[tuple[str, str, Any]] = []
    for field, names in _names(tuple(record), tuple(mapping.items())):
        for name in names:
            value = record[name]
            if value and not (isinstance(value, str) and value.isspace()):
                found.append((field, name, value))
                break
    return found


@lru_cache(maxsize=16)  # most records of a file have the same names
def _names(
    names: tuple[Any, ...], mapping: tuple[tuple[str, str], ...]
) -> list[tuple[str, list[str]]]:
    """Return the names that records have for each article field, best first."""
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
            found.append((field, some))
    return found


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
    return name.strip().lower().replace("-", "_").replace(" ", "_")
