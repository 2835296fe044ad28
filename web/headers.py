"""Headers and limits that hold for every answer, whatever it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge

if TYPE_CHECKING:
    from web.settings import Settings

# Scripts, what they ask for, styles and images from here; nothing of it within a page.
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self';"
    " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_SECURITY = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    # What somebody searches for is nobody's business on the site that an article came from.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)

_API = "/api/"
_METHODS = "GET, HEAD, OPTIONS"
_PREFLIGHT_SECONDS = "86400"


def install_headers(app: Flask, settings: Settings) -> None:
    """Refuse oversized requests; put security and CORS headers on every answer."""
    origins = frozenset(settings.cors)
    security = [*_SECURITY]
    if settings.hsts_seconds and settings.base_url.startswith("https:"):
        security.append(("Strict-Transport-Security", f"max-age={settings.hsts_seconds}"))

    @app.before_request
    def refuse_oversized() -> None:
        environ = request.environ
        if len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"]) > settings.max_url_chars:
            raise RequestURITooLarge
        if (request.content_length or 0) > settings.max_body_bytes:
            raise RequestEntityTooLarge

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.extend(security)
        if origins and request.path.startswith(_API):
            _allow_origin(response, origins)
        return response


def _allow_origin(response: Response, origins: frozenset[str]) -> None:
    headers = response.headers
    origin = request.headers.get("Origin")
    if "*" in origins:
        headers["Access-Control-Allow-Origin"] = "*"
    else:
        response.vary.add("Origin")
        if origin not in origins:
            return
        headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = "ETag, Link"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = _METHODS
        headers["Access-Control-Allow-Headers"] = "Authorization, If-None-Match"
        headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
