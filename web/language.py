"""Which language a reader is answered in.

The first of these that names one of ours: ``?lang=en``, which a cookie then keeps, that
cookie, the browser's own wish (``Accept-Language``), the setting of the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

from flask import g, request

from web.texts.languages import LANGUAGES
from web.texts.locales import make_locale

if TYPE_CHECKING:
    from flask import Flask, Response

    from web.texts.locales import Locale

PARAM = COOKIE = "lang"

_YEAR_S = 365 * 86_400


class OtherLanguage(NamedTuple):
    """The page on screen in another language, named in that language."""

    language: str
    name: str
    query: dict[str, list[str]]


def locale_of_request(default: str) -> Locale:
    """Return how this request is answered; ``default`` is the language of the site."""
    if "locale" not in g:
        g.locale = make_locale(_wished(default))
    locale: Locale = g.locale
    return locale


def other_languages(current: str) -> list[OtherLanguage]:
    """Return the languages to change to, each with the query that does so on this page."""
    here = _asked()
    return [
        OtherLanguage(
            language, make_locale(language).say("site.language"), here | {PARAM: [language]}
        )
        for language in LANGUAGES
        if language != current
    ]


def install_language(app: Flask, *, is_secure: bool) -> None:
    """Keep a language that was chosen, and tell caches what an answer depends on."""

    @app.after_request
    def keep(response: Response) -> Response:
        if "locale" not in g:
            return response
        response.vary.update(("Accept-Language", "Cookie"))
        if chosen := _chosen():
            path = request.script_root or "/"
            response.set_cookie(
                COOKIE, chosen, _YEAR_S, path=path, secure=is_secure, httponly=True, samesite="Lax"
            )
        return response


def _wished(default: str) -> str:
    told = _chosen() or _known(request.cookies.get(COOKIE))
    if told or "HTTP_ACCEPT_LANGUAGE" not in request.environ:  # few programs send it
        return told or default
    # Of those that a browser takes equally the first is the best match.
    return request.accept_languages.best_match((default, *LANGUAGES)) or default


def _chosen() -> str | None:
    if "chosen_language" not in g:
        g.chosen_language = _known(_asked().get(PARAM, [""])[0])
    chosen: str | None = g.chosen_language
    return chosen


def _asked() -> dict[str, list[str]]:
    return parse_qs(request.query_string.decode("utf-8", "replace"))


def _known(language: str | None) -> str | None:
    return language if language in LANGUAGES else None
