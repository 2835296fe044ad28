"""What an operator chooses about the site."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from search.results import MAX_PAGE_SIZE
from web.messages import Language


def _version() -> str:
    try:
        return version("arsip-berita")
    except PackageNotFoundError:  # a checkout on the path that was never installed
        return "0"


VERSION = _version()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices that hold as long as the server runs.

    Attributes:
        title: Name of the site, in the masthead and in feeds.
        language: Of pages; problems of the JSON API are in English.
        per_page: Results on a page of the site; the JSON API has its own default.
        cors_origins: Origins whose scripts may read the JSON API; ``"*"`` is any.
        max_url_chars: A longer path and query together are refused.
        max_body_bytes: A larger request body is refused unread.
    """

    title: str = "Arsip"
    language: Language = Language.INDONESIAN
    per_page: int = 10
    cors_origins: tuple[str, ...] = ()
    max_url_chars: int = 16_384
    max_body_bytes: int = 65_536

    def __post_init__(self) -> None:
        # Accepts the plain "id" and "en" of a command line.
        object.__setattr__(self, "language", Language(self.language))
        if not 1 <= self.per_page <= MAX_PAGE_SIZE:
            raise ValueError(f"per_page must be from 1 to {MAX_PAGE_SIZE}, not {self.per_page}")
