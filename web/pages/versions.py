"""What an article was before it was corrected: ``/versions/<id>``, ``?from=1&to=3``.

Numbers count from 1, the oldest; the highest is what the article is now. Another path than
``/articles/`` has nothing that an id could end with.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, Response, render_template, request

from search.passages.differences import MAX_CHARS, Change, Piece, differences
from web.links import article_path, with_args
from web.pages.reading import MAX_PARAGRAPHS, Run, paragraphs
from web.responses import html_response, tagged
from web.site import new_work, site, stored
from web.times import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from werkzeug.datastructures import MultiDict

    from index.archive.versions import History
    from index.article import Article
    from search.work import Work
    from web.texts.locales import Locale

versions = Blueprint("versions", __name__)

# Versions listed on one page, the newest of those up to the one that is compared.
MAX_LISTED = 50

# Paragraphs looked through for what changed.
MAX_READ = 10 * MAX_PARAGRAPHS

# Paragraphs shown around one that was changed.
CONTEXT = 1

# What stands for a paragraph that began or ended where it does not in the other text.
PILCROW = "¶"

# What is compared beside the body, word by word or as a whole.
_WORDED = ("title", "author", "place", "source", "section", "tags", "related")
_WHOLE = ("published", "url", "language")
FIELDS = (*_WORDED, *_WHOLE)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts that are compared.

    Attributes:
        article: None if it is damaged.
        stored: Since when it was in the archive so.
        replaced: None for what the article is now.
    """

    number: int
    article: Article | None
    stored: datetime
    replaced: datetime | None

    @property
    def paragraphs(self) -> list[list[Run]]:
        """The body, to lay out; of a very long one the beginning."""
        return paragraphs([Run(self.article.body[:MAX_CHARS])]) if self.article else []


class Paragraph(NamedTuple):
    """Pieces of one paragraph; or how many are left out here, since nothing in them changed."""

    pieces: Sequence[Piece]
    left_out: int = 0

    @property
    def is_same(self) -> bool:
        """Whether nothing in it changed."""
        return all(piece.change is Change.SAME for piece in self.pieces)


class Listed(NamedTuple):
    """A version in the list, and where it is compared with what replaced it."""

    number: int
    stored: datetime
    replaced: datetime
    href: str
    is_shown: bool


@versions.get("/versions/<id:article_id>")
def changes(article_id: str) -> Response:
    """Show two versions of an article, and word by word what became of the first."""
    archive, locale = site().archive, site().locale
    article = stored(article_id)
    history = archive.versions.history(article_id)
    newest = history.versions + 1 if history else 1
    page: dict[str, object] = {"article": article, "newest": newest}
    if history and history.versions:
        own = f"{request.script_root}/versions/{article_path(article_id)}"
        first, last = _chosen(request.args, newest)
        before, after = (_side(article, number, history) for number in (first, last))
        work = new_work()
        page |= {
            "before": before,
            "after": after,
            "listed": _listed(article_id, own, first, last),
            "whole": with_args(own, {"from": "1", "to": str(newest)}),
            "older": _address(own, first - 1) if first > 1 else None,
            "newer": _address(own, last) if last < newest else None,
        }
        if before.article and after.article:
            fields = list(_fields(before.article, after.article, locale, work))
            bodies = before.article.body, after.article.body
            is_too_long = sum(map(len, bodies)) > MAX_CHARS
            body, is_shortened = ([], False) if is_too_long else changed(*bodies, work)
            page |= {
                "fields": fields,
                "body": body,
                "is_shortened": is_shortened,
                "is_cut": work.is_cut,
                "is_too_long": is_too_long,
            }
    return tagged(html_response(render_template("versions.html", **page)))


def changed(before: str, after: str, work: Work) -> tuple[list[Paragraph], bool]:
    """Return what became of a text, paragraph by paragraph, and whether there is more of it.

    Nothing of two that are the same.
    """
    read = list(islice(_paragraphs(differences(before, after, work)), MAX_READ + 1))
    body = _layout(read[:MAX_READ])
    return body[:MAX_PARAGRAPHS], len(body) > MAX_PARAGRAPHS or len(read) > MAX_READ


def _chosen(args: MultiDict[str, str], newest: int) -> tuple[int, int]:
    """Return the numbers to compare: those asked for, else the last change."""
    first, last = (args.get(name, type=int) for name in ("from", "to"))
    if first is None:
        first = newest - 1 if last is None else last - 1
    if last is None:
        last = first + 1
    first, last = sorted((first, last))
    return (first, last) if 1 <= first < last <= newest else (newest - 1, newest)


def _side(article: Article, number: int, history: History) -> Side:
    if number > history.versions:
        return Side(number, article, history.updated, None)
    kept = site().archive.versions
    version = kept.get(article.id, number)
    if version is not None:
        return Side(number, version.article, version.stored, version.replaced)
    for change in kept.changes(article.id, most=1, last=number):
        if change.number == number:
            return Side(number, None, change.stored, change.replaced)
    return Side(number, None, history.first_seen, history.updated)


def _listed(id_: str, own: str, first: int, last: int) -> list[Listed]:
    """Return the versions around those compared, the newest first."""
    found = site().archive.versions.changes(id_, most=MAX_LISTED, last=last + MAX_LISTED // 2)
    return [
        Listed(
            *change,
            _address(own, change.number),
            (first, last) == (change.number, change.number + 1),
        )
        for change in found
    ]


def _address(own: str, number: int) -> str:
    """Return where a version is compared with what replaced it."""
    return with_args(own, {"from": str(number)})


def _fields(
    before: Article, after: Article, locale: Locale, work: Work
) -> Iterator[tuple[str, Sequence[Piece]]]:
    """Yield the label of each field but the body that differs, and what became of it."""
    for name in _WORDED:
        old, new = (_text(getattr(article, name)) for article in (before, after))
        if old != new:
            yield locale.say(f"changes.{name}"), differences(old, new, work)
    for name in _WHOLE:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if name == "published":
            moments = [locale.moment(moment) if moment else "" for moment in (old, new)]
            is_told = moments[0] != moments[1]
            old, new = moments if is_told else (iso(old), iso(new))  # seconds apart
        pieces = (Piece(old or "", Change.GONE), Piece(new or "", Change.NEW))
        yield locale.say(f"changes.{name}"), [piece for piece in pieces if piece.text]


def _text(value: str | tuple[str, ...] | None) -> str:
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def _layout(laid_out: Sequence[Paragraph]) -> list[Paragraph]:
    """Return what changed, paragraph by paragraph, with some of what did not around it."""
    shown: list[Paragraph] = []
    is_near = [False] * len(laid_out)
    for at, paragraph in enumerate(laid_out):
        if not paragraph.is_same:
            start, end = max(at - CONTEXT, 0), min(at + CONTEXT + 1, len(laid_out))
            is_near[start:end] = [True] * (end - start)
    left_out: list[Paragraph] = []
    for paragraph, near in zip(laid_out, is_near, strict=True):
        if not near:
            left_out.append(paragraph)
            continue
        shown += _folded(left_out)
        left_out = []
        shown.append(paragraph)
    return shown + _folded(left_out) if shown else []


def _folded(left_out: list[Paragraph]) -> list[Paragraph]:
    """Return a line that counts paragraphs; one alone is as short itself."""
    return left_out if len(left_out) <= 1 else [Paragraph((), len(left_out))]


def _paragraphs(pieces: Iterable[Piece]) -> Iterator[Paragraph]:
    """Yield paragraphs of either text; a break that only one text has is marked in them."""
    current: list[Piece] = []
    for text, change in pieces:
        *lines, rest = text.split("\n")
        for line in lines:
            if line:
                current.append(Piece(line, change))
            if change is not Change.SAME and any(piece.change is not change for piece in current):
                current.append(Piece(PILCROW, change))
            if any(not piece.text.isspace() for piece in current):
                yield Paragraph(current)
            current = []
        if rest:
            current.append(Piece(rest, change))
    if any(not piece.text.isspace() for piece in current):
        yield Paragraph(current)
