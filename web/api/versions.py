"""The JSON shapes of what an article was before it was corrected; see `web.api.shapes`."""

from collections.abc import Iterable

# Before Python 3.12 pydantic can only read these.
from typing_extensions import TypedDict

from index.archive.versions import History, Version
from web.api.shapes import API, WholePayload, whole_payload
from web.links import article_path, with_args
from web.times import iso

# Of an article in one answer: versions, and characters of their bodies.
MAX_VERSIONS = 100
MAX_VERSIONS_CHARS = 8_000_000


class VersionPayload(WholePayload):
    """What an article was from when it was ``stored`` until it was ``replaced``."""

    number: int
    stored: str
    replaced: str


class VersionsLinksPayload(TypedDict):
    """Addresses of these versions, of those that follow, of the article and of the page."""

    self: str
    next: str | None
    article: str
    html: str


class VersionsPayload(TypedDict):
    """The whole answer of ``/api/v1/articles/{id}/versions``, the oldest version first.

    There are ``total`` versions besides what the article is now, which is so since it was
    ``updated``; a number that is left out has been damaged.
    """

    id: str
    total: int
    first_seen: str
    updated: str
    versions: list[VersionPayload]
    links: VersionsLinksPayload


def versions_payload(
    id: str,  # noqa: A002 - the field's own name
    history: History,
    versions: Iterable[Version],
    after: int,
    root: str,
) -> VersionsPayload:
    """Return versions of an article with a number greater than ``after``, as many as fit."""
    path = article_path(id)
    article = f"{root}{API}/articles/{path}"
    own = f"{article}/versions"
    shown: list[Version] = []
    chars = 0
    for version in versions:
        chars += len(version.article.body)
        if shown and (chars > MAX_VERSIONS_CHARS or len(shown) >= MAX_VERSIONS):
            break
        shown.append(version)
    last = shown[-1].number if shown else history.versions
    return {
        "id": id,
        "total": history.versions,
        "first_seen": iso(history.first_seen),
        "updated": iso(history.updated),
        "versions": [
            {
                **whole_payload(version.article),
                "number": version.number,
                "stored": iso(version.stored),
                "replaced": iso(version.replaced),
            }
            for version in shown
        ],
        "links": {
            "self": with_args(own, {"after": str(after)} if after else {}),
            "next": with_args(own, {"after": str(last)}) if last < history.versions else None,
            "article": article,
            "html": f"{root}/versions/{path}",
        },
    }
