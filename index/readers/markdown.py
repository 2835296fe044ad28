"""Markdown with front matter: one article a file.

    ---
    judul: Banjir Semarang mulai surut
    tanggal: 13 Oktober 2018
    ---
    Semarang (ANTARA) - Air di **Kaligawe** ...

The marks of Markdown leave the text; without front matter a first heading is the title. The
fields may be TOML, between lines of ``+++``, and a colon in the text of one needs no quotes.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, BinaryIO

import yaml

from index.article import clean
from index.readers.encoding import UnreadableError, decode
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import names_field, read_record, show
from index.readers.text import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FRONT_CHARS = 64 * 1024

# What stands between two lines of hyphens.
_FRONT = re.compile(r"---[ \t]*(\n.*?)^-{3,}[ \t]*$", re.DOTALL | re.MULTILINE)
_FRONT_TOML = re.compile(r"\+{3}[ \t]*(\n.*?)^\+{3}[ \t]*$", re.DOTALL | re.MULTILINE)
_BARE_COLON = re.compile(
    r"^(\w[\w -]{0,40}):[ \t]+([^\s'\"\[{|>&*!][^\n]*:[ \t][^\n]*)$", re.MULTILINE
)
_HEADING = re.compile(r"#{1,6}[ \t]+([^\n]{1,300})(?:\n|$)")
# Every part is bounded, so that a line of brackets costs no more than any other.
_MARKS = (
    (re.compile(r"!\[([^\]\n]{0,200})\]\([^()\n]{0,500}\)"), ""),
    (re.compile(r"\[([^\]\n]{0,200})\]\([^()\n]{0,500}\)"), r"\1"),
    (re.compile(r"^[ \t]{0,3}(?:(?:\*[ \t]?){3,80}|(?:_[ \t]?){3,80}|-{3,80})$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[*+-][ \t]+(?=\S))", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500})\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)([^*_\n]{1,500})(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read_markdown(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the one article of the file, or a reject."""
    try:
        data = read_document(stream)
        if not data or data.isspace():
            return
        record = parse_markdown(decode(data))
    except UnreadableError as error:
        yield Reject(path, 1, str(error))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "cannot be read"
        line = mark.line + 1 if mark else 1
        yield Reject(path, line, f"front matter is not YAML: {reason}", show(data))
    except tomllib.TOMLDecodeError as error:
        yield Reject(path, 1, f"front matter is not TOML: {error}", show(data))
    except (ValueError, RecursionError, TypeError) as error:
        yield Reject(path, 1, f"front matter is not YAML: {error}", show(data))
    else:
        yield read_record(record, options, path, 1, data)


def parse_markdown(text: str) -> dict[str, Any]:
    """Return the front matter and the body of an article in Markdown.

    Raises:
        yaml.YAMLError: If the front matter is malformed.
    """
    text = clean(text)
    fields: dict[str, Any] = {}
    if front := _FRONT.match(text):
        fields = _read_front(front[1])
        text = text[front.end() :].strip()
    elif front := _FRONT_TOML.match(text):
        fields = tomllib.loads(_bounded(front[1]))
        text = text[front.end() :].strip()
    heading = _HEADING.match(text)
    if heading and text[heading.end() :].strip() and not _has_title(fields):
        fields["title"] = heading[1].strip(" #")
        text = text[heading.end() :].strip()
    for mark, plain in _MARKS:
        text = mark.sub(plain, text)
    return {**{name: value for name, value in fields.items() if not _is_body(name)}, "body": text}


def _read_front(text: str) -> dict[str, Any]:
    # The parser in Python: the one in C crashes on deep nesting.
    try:
        values = yaml.safe_load(_bounded(text))
    except yaml.YAMLError:
        quoted = _BARE_COLON.sub(_quote, text)
        if quoted == text:
            raise
        values = yaml.safe_load(quoted)
    if not isinstance(values, dict | None):
        raise TypeError("it is not a list of fields")
    return {str(name): value for name, value in (values or {}).items()}


def _bounded(text: str) -> str:
    if len(text) > MAX_FRONT_CHARS:
        raise ValueError(f"it is longer than {MAX_FRONT_CHARS:,} characters")
    return text


def _quote(found: re.Match[str]) -> str:
    return f"{found[1]}: {json.dumps(found[2].strip(), ensure_ascii=False)}"


def _has_title(fields: dict[str, Any]) -> bool:
    return any(names_field(name, "title") for name in fields)


def _is_body(name: str) -> bool:
    return names_field(name, "body")
