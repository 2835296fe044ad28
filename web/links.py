"""Addresses of searches and articles.

Built from plain dictionaries, since a page has more than a hundred of them. The same
search always has the same address: parameters in the order they are declared, defaults
left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, quote_plus, urlencode, urlsplit

from web.params import REPEATABLE, SearchParams

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

Args: TypeAlias = dict[str, str | list[str]]

# One page quotes the same query again and again; an address has at most 16 kB.
_quoted = lru_cache(maxsize=128)(quote_plus)


def args_of(
    params: BaseModel, *, without: tuple[str, ...] = (), model: type[BaseModel] = SearchParams
) -> Args:
    """Return what differs from the defaults of ``model``, as it goes into a query string."""
    return {
        name: _text(name, value)
        for name, default in _defaults(model).items()
        if name not in without and (value := getattr(params, name)) != default
    }


@lru_cache(maxsize=8)
def _defaults(model: type[BaseModel]) -> dict[str, object]:
    """Return the parameters of a model in the order of an address, with their defaults."""
    defaults = model().model_dump()
    names = sorted(defaults, key=lambda name: (name != "q", name == "page"))
    return {name: defaults[name] for name in names}


def _text(name: str, value: object) -> str | list[str]:
    if isinstance(value, tuple):
        return ",".join(value) if name == "facets" else list(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def narrowing(args: Mapping[str, str | list[str]]) -> Args:
    """Return what narrows a search, and its text, empty, to be typed behind it."""
    names = {*REPEATABLE, "date_from", "date_to"}
    kept: Args = {name: value for name, value in args.items() if name in names}
    return kept | {"q": ""}


def with_args(path: str, args: Mapping[str, str | list[str]]) -> str:
    """Return ``path`` with a query string, or alone when there is nothing to say."""
    return f"{path}?{urlencode(args, doseq=True, quote_via=_quoted)}" if args else path


def article_path(id: str) -> str:  # noqa: A002 - the field's own name
    """Return the last part of an article's address; an id may hold any character."""
    return quote(id, safe="")


def web_url(url: str | None) -> str | None:
    """Return ``url`` if a page may link to it: http or https with a host."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
