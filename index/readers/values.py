"""Values of a record to values of an `Article`, or an error that names the field.

    as_names("penulis", "Sri Wahyuni dan Budi")   ->  ("Sri Wahyuni", "Budi")
    as_names("penulis", [{"name": "Sri"}])        ->  ("Sri",)
    as_date("tanggal", "32 Januari 2020")         ->  ArticleError
    as_text("judul", ["a", "b"])                  ->  ArticleError

Each function takes the field's name and its value, never None, and returns something
empty where the source wrote "nothing".
"""

from __future__ import annotations

import html
import math
import re
from datetime import date, datetime
from typing import Any

from index.errors import ArticleError
from index.newstext.byline import split_names
from index.newstext.dates import parse_date
from index.readers.markup import is_markup, to_text
from index.readers.mojibake import repair

# What databases and data frames print where there is nothing.
NOTHING = frozenset(("NULL", "null", "\\N", "None", "nan", "NaN", "NaT", "<NA>", "undefined"))
# And where there is no date.
_NO_DATE = frozenset(("", "-", "null", "none", "nan", "nat", "n/a", "0"))
_ZERO_DATES = ("0000-00-00", "00/00/0000", "00-00-0000")

_LANGUAGES = {
    "indonesia": "id",
    "indonesian": "id",
    "bahasa indonesia": "id",
    "in": "id",
    "ind": "id",
    "english": "en",
    "inggris": "en",
    "eng": "en",
}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8}){0,3}")
_TAG_GAP = re.compile(r"[,;|\n]")
_HASH_GAP = re.compile(r"[\s,;]*#")
_SECTION_GAP = re.compile(r"[;\n]|(?<=\S)\|(?=\S)")
_SECTION_SIGNS = frozenset(";|[\n")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# What data frames print of a list: ['Sri Wahyuni', "Ma'ruf"]
_QUOTED = r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\""
_PRINTED_LIST = re.compile(rf"\s*\[\s*(?:(?:{_QUOTED})\s*(?:,\s*|(?=\])))*+\]\s*")
_PRINTED = re.compile(_QUOTED)
# Where systems keep the text of a part of a body; pictures have none of them.
_TEXTS = ("text", "content", "rendered", "html", "body", "value", "blocks", "items", "data")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)


def as_text(name: str, value: Any) -> str:
    """Return a text, a number written out, the name of an object, or the one item of a list."""
    if isinstance(value, str):
        return _plain(value).strip()
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = _name_of(name, value)
    if isinstance(value, str):
        return _plain(value).strip()
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        raise _wrong(name, value, "text")
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return str(value)


def as_title(name: str, value: Any) -> str:
    """Return a title as plain text."""
    text = as_text(name, value)
    return to_text(text) if is_markup(text) else text


def as_body(name: str, value: Any) -> str:
    """Return a body as plain text; HTML loses its tags, a list of paragraphs is joined."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "\n".join(value)
    if isinstance(value, list):
        return "\n".join(part for item in value if item and (part := _part(name, item)))
    if isinstance(value, dict) and (inner := _inner(value)):
        return as_body(name, inner)
    if not isinstance(value, str):
        return as_text(name, value)
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if is_markup(text):
        return to_text(repair(text))
    plain = _plain(text).strip()
    return to_text(plain) if plain != text and is_markup(plain) else plain


def as_given(name: str, value: Any) -> str:
    """Return a body as it was written, if that is plain text, else as `as_body` does."""
    if isinstance(value, str) and not is_markup(value) and _plain(value) == value:
        return value
    return as_body(name, value)


def as_date(name: str, value: Any) -> datetime | None:
    """Return a moment from text, from seconds or milliseconds, or from a parsed date."""
    while isinstance(value, (list, dict)) and len(value) == 1:  # {"$date": {"$numberLong": ...}}
        (value,) = value.values() if isinstance(value, dict) else value
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong(name, value, "a date")
    if isinstance(value, float):
        text = f"{value:.0f}" if math.isfinite(value) else ""
    else:
        text = str(value).strip()
    if text.lower() in _NO_DATE or text.startswith(_ZERO_DATES):
        return None
    moment = parse_date(text)
    if moment is None:
        raise ArticleError(f"date {text[:60]!r} is not a date")
    return moment


def as_names(name: str, value: Any) -> tuple[str, ...]:
    """Return people from a byline, a list of names, or objects that have a name.

    What has no letters is nobody's name but a number in some database, unless it stands in a
    list of texts, as we export them; an address is none.
    """
    if isinstance(value, list):
        names = [as_text(name, item) for item in value if item]
        if all(isinstance(item, str) for item in value):
            return tuple(text for text in names if text and not _ADDRESS.match(text))
    else:
        text = as_text(name, value)
        names = _printed_list(text) or list(split_names(text) if not _ADDRESS.match(text) else ())
    return tuple(name for name in names if _has_letters(name) and not _ADDRESS.match(name))


def as_section(name: str, value: Any) -> str:
    """Return the first of the sections; a number in some database is none."""
    if isinstance(value, str) and not _SECTION_SIGNS.isdisjoint(value):
        value = _printed_list(value) or _SECTION_GAP.split(value)
    if isinstance(value, list):
        value = next((item for item in value if item and item != " "), "")
    text = as_text(name, value)
    return text if _has_letters(text) else ""


def as_source(name: str, value: Any) -> str:
    """Return the name of a publisher; an address is none."""
    text = as_text(name, value)
    return "" if _ADDRESS.match(text) else text.removeprefix("www.")


def as_url(name: str, value: Any) -> str:
    """Return an address; where publishers are named too, nothing else."""
    text = as_text(name, value)
    return text if name.lower() != "source" or _ADDRESS.match(text) else ""


def as_tags(name: str, value: Any) -> tuple[str, ...]:
    """Return keywords from a list, or from a text that commas, semicolons or bars divide.

    Nothing but numbers are those of a database.
    """
    if isinstance(value, list):
        value = [] if all(isinstance(item, int) for item in value) else value
    else:
        text = as_text(name, value)
        gap = _HASH_GAP if text.startswith("#") else _TAG_GAP
        value = _printed_list(text) or [tag.strip() for tag in gap.split(text)]
    return tuple(dict.fromkeys(tag for item in value if item and (tag := as_text(name, item))))


def as_titles(name: str, value: Any) -> tuple[str, ...]:
    """Return titles from a list, or one a line."""
    if not isinstance(value, list):
        value = as_text(name, value).split("\n")
    return tuple(dict.fromkeys(title for item in value if item and (title := as_text(name, item))))


def as_language(name: str, value: Any) -> str:
    """Return an ISO 639 code: ``id`` for ``id-ID`` or ``Indonesia``; empty when unknown."""
    text = as_text(name, value).lower()
    if text in _LANGUAGES:
        return _LANGUAGES[text]
    found = _LANGUAGE.fullmatch(text)
    return _LANGUAGES.get(found[1], found[1]) if found else ""


def kind(value: Any) -> str:
    """Return what a person calls the type of ``value``."""
    match value:
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"a {type(value).__name__}"


def _plain(text: str) -> str:
    if text.isascii() and "&" not in text:  # nearly all are
        return text
    text = repair(text)
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def _printed_list(text: str) -> list[str]:
    if not text.startswith("[") or not _PRINTED_LIST.fullmatch(text):
        return []
    return [found[0][1:-1].replace("\\", "").strip() for found in _PRINTED.finditer(text)]


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _part(name: str, item: Any) -> str:
    """Return the text of one part of a body: none of a picture."""
    if not isinstance(item, str | dict):
        raise _wrong(name, [item], "text")
    return as_body(name, item) if isinstance(item, str) or _inner(item) else ""


def _inner(value: dict[Any, Any]) -> Any:
    found = (value[key] for key in _TEXTS if value.get(key))
    return next((inner for inner in found if isinstance(inner, str | list | dict)), None)


def _name_of(name: str, value: dict[Any, Any]) -> Any:
    for key in ("name", "nama", "title", "term", "text", "rendered", "$oid", "@id", "url"):
        if value.get(key) not in (None, ""):
            return value[key]
    raise _wrong(name, value, "text")


def _wrong(name: str, value: Any, wanted: str) -> ArticleError:
    return ArticleError(f"field {name[:40]!r} is {kind(value)}, not {wanted}")
