"""What the views work with: one `Site` for each application."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, abort, current_app, g, request

from search.work import ANSWER_STEPS
from web.lane import Lane
from web.language import locale_of_request

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from index.archive.store import Archive
    from index.article import Article
    from index.caching import ByteCache
    from search.searcher import Searcher
    from search.work import Work
    from web.metrics import Metrics
    from web.params import QuotesParams
    from web.settings import Settings
    from web.texts.locales import Locale

_EXTENSION = "arsip"


class KeptAnswer(NamedTuple):
    """An answer but for the time it took: what comes before and behind that, tag and links."""

    before: bytes
    behind: bytes
    etag: str
    links: str


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a view needs that does not come with the request.

    Attributes:
        kept: Answers, each with the state of the archive and its index that it is of.
    """

    searcher: Searcher
    archive: Archive
    settings: Settings
    metrics: Metrics
    kept: ByteCache[Hashable, tuple[Hashable, KeptAnswer]]
    lane: Lane = field(default_factory=Lane)

    @property
    def locale(self) -> Locale:
        """How the current request is answered."""
        return locale_of_request(self.settings.language)


def install_site(app: Flask, site: Site) -> None:
    """Give ``app`` the site that its views will answer from."""
    app.extensions[_EXTENSION] = site
    app.teardown_request(_leave_lane)


def site() -> Site:
    """Return the site of the application that handles the current request."""
    current: Site = current_app.extensions[_EXTENSION]
    return current


def metrics_of(app: Flask) -> Metrics:
    """Return what ``app`` counts about itself."""
    served: Site = app.extensions[_EXTENSION]
    return served.metrics


def lane_of(app: Flask) -> Lane:
    """Return where heavy work of ``app`` waits."""
    served: Site = app.extensions[_EXTENSION]
    return served.lane


def new_work(steps: int = ANSWER_STEPS) -> Work:
    """Return what the answer to this request may cost; using it may raise `BusyError`.

    What shows the answer is as heavy as what finds it: its turn ends with the request.
    """
    if "lane" not in g:
        g.lane = ExitStack()
    lane: ExitStack = g.lane
    return lane.enter_context(site().lane.answering(steps))


def _leave_lane(_: BaseException | None) -> None:
    if "lane" in g:
        g.pop("lane").close()


def root() -> str:
    """Return what the addresses in an answer begin with: the public one, or a path."""
    return site().settings.base_url or request.script_root


def home() -> str:
    """Return the absolute address of the site, without a slash at its end.

    Without a public one it is the one that was asked for, and the answer is the asker's own.
    """
    if base := site().settings.base_url:
        return base
    keep_private()
    return request.host_url.rstrip("/") + request.script_root


def stored(article_id: str) -> Article:
    """Return an article of the archive.

    Raises:
        NotFound: If there is none with this id.
    """
    found = site().archive.get(article_id)
    if found is None:
        abort(404, "There is no article with this id in the archive.")
    return found


def note_search(q: str, filters: Mapping[str, object] | None = None) -> None:
    """Tell the audit what is searched, as it was understood."""
    g.searched = {"q": q, **({"filters": filters} if filters else {})} if q or filters else None


def note_spoken(params: QuotesParams) -> None:
    """Tell the audit which quotations are searched."""
    by = {"by": params.by} if params.by else {}
    note_search(params.q, {**params.filters(), **by})


def note_searches(queries: Sequence[str], filters: Mapping[str, object]) -> None:
    """Tell the audit what is searched at once."""
    note_search(" | ".join(queries), filters)


def keep_private() -> None:
    """Keep the answer to this request out of caches that others are answered from."""
    g.is_private = True


def is_private() -> bool:
    """Tell whether the answer is for its asker alone."""
    return bool(g.get("is_private"))
