"""What an operator chooses about the site."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from search.results import MAX_PAGE_SIZE
from web.texts.locales import LANGUAGES


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
        language: One of `LANGUAGES`, of pages; problems of the JSON API are in English.
        per_page: Results on a page of the site; the JSON API has its own default.
        cors_origins: Origins whose scripts may read the JSON API; ``"*"`` is any.
        max_url_chars: A longer path and query together are refused.
        max_body_bytes: A larger request body is refused unread.
        max_export_rows: Results at most in a CSV or JSON Lines file.
    """

    title: str = "Arsip"
    language: str = "id"
    per_page: int = 10
    cors_origins: tuple[str, ...] = ()
    max_url_chars: int = 16_384
    max_body_bytes: int = 65_536
    max_export_rows: int = 10_000

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {self.language}")
        if not 1 <= self.per_page <= MAX_PAGE_SIZE:
            raise ValueError(f"per_page must be from 1 to {MAX_PAGE_SIZE}, not {self.per_page}")
