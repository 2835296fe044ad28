"""How to cite an article: as a reader writes it, and as programs read it.

    APA 7         Citro Atmoko. (2018, 13 Oktober). Jack Ma ingin ... ANTARA News. https://...
    Chicago 17    Citro Atmoko. "Jack Ma ingin ..." ANTARA News, 13 Oktober 2018. https://...
    BibTeX, RIS, CSL JSON

Names are given as printed, never turned round or cut to initials: most Indonesian names have no
family name, some are one word, and nothing tells which is which. BibTeX has them in braces, CSL
JSON as literals, RIS without a comma, so that no program turns them round either.

The address is the one of the publisher; without it, the permanent one in this archive. What
has no date is *t.t.* or *n.d.*; what has no author begins with its title.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import orjson

from index.newstext.dates import to_wib
from web.links import web_url
from web.texts.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from index.article import Article
    from web.texts.locales import Locale

# Names at most before the others are only counted, by each style.
APA_AUTHORS = 20
CHICAGO_AUTHORS = 10
_CHICAGO_SHOWN = 7

# Line ends of RIS, on every system.
_RIS_END = "\r\n"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# A brace that is escaped still counts as one for BibTeX, so it gets a name.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}
_TEX_SIGN = re.compile("[" + re.escape("".join(_TEX)) + "]")
# What may stand in an address; the rest would end a field of BibTeX or a line of RIS.
_SAFE_IN_URL = "%!#$&'()*+,/:;=?@[]~-._"
_SENTENCE_ENDS = (".", "?", "!", "\u2026")


# Files of each kind, by how their names end.
MIME_TYPES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
    "txt": "text/plain",
}


class Part(NamedTuple):
    """A run of a citation; the name of a newspaper is in italics."""

    text: str
    is_italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An article and where it can be read.

    Attributes:
        address: Its permanent one in this archive, absolute.
        archive: The name of the archive.
    """

    article: Article
    address: str
    archive: str

    @property
    def url(self) -> str:
        """The address of the publisher, else the permanent one."""
        return _address(web_url(self.article.url) or self.address)

    @property
    def day(self) -> date | None:
        """When it was published, in WIB."""
        return self.moment.date() if self.moment else None

    @property
    def moment(self) -> datetime | None:
        """The same with its time."""
        published = self.article.published
        return None if published is None else to_wib(published)

    @property
    def names(self) -> list[str]:
        """Who wrote it, as printed."""
        return [line for name in self.article.author if (line := _line(name))]

    @property
    def key(self) -> str:
        """What to call it: ``antaranews2018-jack-1f3a9c``, the same every time, ASCII."""
        source = _slug(self.article.source or self.archive)[:20] or "arsip"
        year = f"{self.day.year}" if self.day else "tt"
        word = next(filter(None, map(_slug, self.article.title.split())), "")[:20]
        digest = blake2b(self.article.id.encode("utf-8", "replace"), digest_size=3).hexdigest()
        return "-".join(filter(None, (f"{source}{year}", word, digest)))


class Citation(NamedTuple):
    """One way to cite an article, and the file that has it.

    Attributes:
        parts: For people, in one line; else ``code`` for programs, in several.
    """

    label: str
    file: str
    parts: list[Part]
    code: str


def citations(cited: Cited, locale: Locale) -> list[Citation]:
    """Return every way to cite an article, for people first."""
    return [
        Citation(locale.say("cite.apa"), "txt", apa(cited, locale), ""),
        Citation(locale.say("cite.chicago"), "txt", chicago(cited, locale), ""),
        Citation("BibTeX", "bib", [], bibtex(cited)),
        Citation("RIS", "ris", [], ris(cited)),
        Citation("CSL JSON", "json", [], csl_json(cited)),
    ]


def as_file(cited: Cited, form: str, locale: Locale) -> str:
    """Return what a file of one of `MIME_TYPES` says; as text, both styles for people."""
    if form == "txt":
        styles = (apa(cited, locale), chicago(cited, locale))
        return "".join(f"{_line(as_text(parts))}\n" for parts in styles)
    return {"bib": bibtex, "ris": ris, "json": csl_json}[form](cited)


def apa(cited: Cited, locale: Locale) -> list[Part]:
    """Return the reference in the style of APA, 7th edition, an article of a newspaper."""
    article = cited.article
    day = locale.format("date.apa", cited.day) if cited.day else locale.say("cite.undated")
    names = cited.names
    if len(names) > APA_AUTHORS:
        names = [*names[: APA_AUTHORS - 1], f"\u2026 {names[-1]}"]
        authors = ", ".join(names)
    else:
        authors = _listed(names, "&")
    title = _sentence(article.title)
    opening = f"{_sentence(authors)} ({day}). {title}" if authors else f"{title} ({day})."
    return _parts(f"{opening} ", _container(cited), f". {cited.url}")


def chicago(cited: Cited, locale: Locale) -> list[Part]:
    """Return the entry of a bibliography in the style of Chicago, 17th edition."""
    article = cited.article
    day = locale.format("date.chicago", cited.day) if cited.day else locale.say("cite.undated")
    names = cited.names
    if len(names) > CHICAGO_AUTHORS:
        authors = f"{', '.join(names[:_CHICAGO_SHOWN])}, {locale.say('cite.others')}"
    else:
        authors = _listed(names, locale.say("cite.and"))
    opening = f"{_sentence(authors)} " if authors else ""
    title = f"\u201c{_sentence(article.title)}\u201d "
    return _parts(opening + title, _container(cited), f", {_sentence(day)} {cited.url}.")


def as_text(parts: Iterable[Part]) -> str:
    """Return a citation without italics."""
    return "".join(part.text for part in parts)


def bibtex(cited: Cited) -> str:
    """Return an entry for BibTeX and biblatex, with a line end behind it."""
    article, day = cited.article, cited.day
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.names),
        "title": f"{{{_tex(article.title)}}}",
        "journal": _tex(article.source or ""),
        "date": day.isoformat() if day else "",
        "year": f"{day.year:04}" if day else "",
        "month": _MONTHS[day.month - 1] if day else "",
        "url": cited.url,
        "language": _tex(article.language),
        "keywords": _tex(", ".join(article.tags)),
        "note": rf"{_tex(cited.archive)}: \url{{{_address(cited.address)}}}",
    }
    kind = "article" if article.source else "misc"
    lines = [f"@{kind}{{{cited.key},"]
    for name, value in fields.items():
        if value:
            # The name of a month is a word of BibTeX's own.
            lines.append(f"  {name} = {value if name == 'month' else f'{{{value}}}'},")
    return "\n".join([*lines, "}\n"])


def ris(cited: Cited) -> str:
    """Return a record of RIS."""
    article, day = cited.article, cited.day
    fields: list[tuple[str, str | None]] = [
        ("TY", "NEWS" if article.source else "ELEC"),
        *(("AU", name) for name in cited.names),
        ("TI", article.title),
        ("T2", article.source),
        ("DA", f"{day.isoformat().replace('-', '/')}/" if day else None),
        ("PY", f"{day.year:04}" if day else None),
        ("SE", article.section),
        ("LA", article.language),
        *(("KW", tag) for tag in article.tags),
        ("UR", cited.url),
        ("DB", cited.archive),
        ("AV", _address(cited.address)),
    ]
    lines = [f"{tag}  - {line}" for tag, value in fields if value and (line := _line(value))]
    return _RIS_END.join([*lines, "ER  - ", ""])


def csl_json(cited: Cited) -> str:
    """Return the items of a bibliography in CSL JSON: one."""
    article, day = cited.article, cited.day
    item: Mapping[str, Any] = {
        "id": cited.key,
        "type": "article-newspaper" if article.source else "webpage",
        "title": _line(article.title),
        "author": [{"literal": name} for name in cited.names],
        "container-title": _line(article.source or ""),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "section": _line(article.section or ""),
        "language": _line(article.language),
        "keyword": _line(", ".join(article.tags)),
        "URL": cited.url,
        "archive": _line(cited.archive),
        "archive_location": _address(cited.address),
    }
    told = {name: value for name, value in item.items() if value}
    return orjson.dumps([told], option=orjson.OPT_INDENT_2).decode() + "\n"


def _container(cited: Cited) -> str:
    return cited.article.source or cited.archive


def _parts(before: str, name: str, after: str) -> list[Part]:
    return [Part(before), Part(name, is_italic=True), Part(after)]


def _listed(names: list[str], word: str) -> str:
    """Return names as a list: *A & B*, *A, B, & C*."""
    if len(names) < 3:
        return f" {word} ".join(names)
    return f"{', '.join(names[:-1])}, {word} {names[-1]}"


def _sentence(text: str) -> str:
    return text if text.endswith(_SENTENCE_ENDS) else f"{text}."


def _line(text: str) -> str:
    """Return ``text`` as one line that says the same and acts on nothing."""
    return " ".join(str(plain(text)).split())


def _tex(text: str) -> str:
    return _TEX_SIGN.sub(lambda sign: _TEX[sign[0]], _line(text))


def _address(url: str) -> str:
    return quote(str(plain(url)), safe=_SAFE_IN_URL)


def _slug(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).lower()
    return "".join(char for char in folded if char.isascii() and char.isalnum())
