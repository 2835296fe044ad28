"""The name a request was sent to, before anything is made of it.

    Host: arsip.example      answered
    Host: .                  400
    Host: evil.example       400, once `Settings.trusted_hosts` or `Settings.base_url` is set

With a public base address every absolute address begins with it, whatever was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, abort, request

from web.hostnames import host_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from web.settings import Settings

# Probes on the machine itself ask by these.
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})

_REFUSED = "arsip.host_refused"


def is_trusted(name: str, trusted: Iterable[str]) -> bool:
    """Tell whether a name is one of ``trusted``; ``.example.id`` is everything below it."""
    return any(name.endswith(one) if one.startswith(".") else name == one for one in trusted)


def install_hosts(app: Flask, settings: Settings) -> None:
    """Answer 400 to hosts that are malformed or not trusted, with a page that is whole."""
    base = urlsplit(settings.base_url)
    trusted = {name.lower() for name in settings.trusted_hosts}
    if base.netloc:
        trusted.add(host_name(base.netloc) or "")
    if trusted:
        trusted |= _LOOPBACK
    inner = app.wsgi_app

    def check(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST")
        name = None if host is None else host_name(host)
        if host is not None and (name is None or (trusted and not is_trusted(name, trusted))):
            environ[_REFUSED] = True
        if base.netloc:
            _rebase(environ, base.scheme, base.netloc, base.path)
        elif name is None:
            environ["HTTP_HOST"] = "localhost"
        return inner(environ, start_response)

    app.wsgi_app = check  # type: ignore[method-assign]

    @app.before_request
    def refuse() -> None:
        if _REFUSED in request.environ:
            abort(400, "This host is not served here.")


def _rebase(environ: WSGIEnvironment, scheme: str, host: str, mount: str) -> None:
    """Make ``environ`` that of the same request below the public address."""
    environ["wsgi.url_scheme"] = scheme
    environ["HTTP_HOST"] = host
    environ["SCRIPT_NAME"] = mount
    path = environ["PATH_INFO"]
    if mount and (path + "/").startswith(mount + "/"):
        environ["PATH_INFO"] = path.removeprefix(mount) or "/"
