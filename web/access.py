"""The door of a private archive: who comes in, and how.

    Authorization: Bearer arsip_…      programs, on every address
    a signed cookie                    people, after a form has taken their key once
    a header of a trusted proxy        both, where the house has its own sign-in

Without one of these an address answers nothing of the archive, not even whether it exists.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson
from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import Forbidden, TooManyRequests

from web.attempts import Attempts
from web.problems import asked_by_program, problem
from web.proxies import is_from_trusted_proxy
from web.responses import html_response
from web.site import keep_private, root, site
from web.tokens import Token, holder_of

if TYPE_CHECKING:
    from web.settings import Settings

access = Blueprint("access", __name__)

COOKIE = "arsip_session"
_SCHEME = "Bearer "
_FINGERPRINT_CHARS = 16  # of a key's hash, which end its sessions when the key is replaced
_EXTENSION = "arsip_access"

_READY = "service.readyz"  # tells strangers that it is, and no more

# What a probe, a browser's tab and the sign-in page need.
_OPEN = frozenset({"service.healthz", _READY, "service.robots", "service.favicon", "static"})
_DOOR = frozenset({"access.sign_in", "access.take_key", "access.sign_out"})


class Door:
    """Knows the keys, signs the cookies, counts wrong keys."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.attempts = Attempts()
        key = settings.secret_key.get_secret_value() or secrets.token_hex(32)
        self._signer = URLSafeTimedSerializer(
            key, salt=COOKIE, signer_kwargs={"digest_method": sha256}
        )

    def try_key(self, key: str, address: str) -> Token | None:
        """Return the token of a key, or None.

        Raises:
            TooManyRequests: If this client has offered too many wrong ones; with Retry-After.
        """
        if seconds := self.attempts.wait(address):
            raise TooManyRequests("Too many wrong keys; wait a moment.", retry_after=seconds)
        token = holder_of(key, self.settings.tokens)
        if token is None:
            self.attempts.fail(address)
        return token

    def cookie_for(self, token: Token) -> str:
        """Return what proves for a time that its bearer has shown the key of ``token``."""
        return str(self._signer.dumps([token.name, _fingerprint(token)]))

    def holder_of_cookie(self, cookie: str) -> str | None:
        """Return the name in a cookie that we signed, in time, for a key still in force."""
        try:
            name, fingerprint = self._signer.loads(cookie, self.settings.session_hours * 3600)
        except (BadData, ValueError, TypeError):
            return None
        held = [
            token
            for token in self.settings.tokens
            if token.name == name and compare_digest(_fingerprint(token), str(fingerprint))
        ]
        return held[0].name if held else None


def _fingerprint(token: Token) -> str:
    return token.digest.hex()[:_FINGERPRINT_CHARS]


def install_access(app: Flask, settings: Settings) -> None:
    """Let nobody in without a key, if the archive is private."""
    if not settings.is_private:
        return
    door = app.extensions[_EXTENSION] = Door(settings)
    is_open = _OPEN | {"service.metrics"} if settings.public_metrics else _OPEN
    app.register_blueprint(access)

    @app.before_request
    def ask() -> Response | None:
        # What is asked before a request of another origin says nothing and carries no key.
        if request.method == "OPTIONS" or request.endpoint in is_open:
            tells = request.endpoint == _READY and request.method in {"GET", "HEAD"}
            g.is_stranger = tells and not _visitor(door)
            return None
        keep_private()
        if request.endpoint in _DOOR:
            return None
        g.visitor = _visitor(door)
        return None if g.visitor else _challenge()

    @app.after_request
    def tell_strangers_little(response: Response) -> Response:
        if g.get("is_stranger"):
            state = orjson.loads(response.get_data()).get("status")
            response.set_data(orjson.dumps({"status": state}))
        return response


def _visitor(door: Door) -> str | None:
    """Return the name of who asks, or None."""
    settings = door.settings
    if settings.auth_header and is_from_trusted_proxy(request.environ):
        signed_in_there = request.headers.get(settings.auth_header)
        if signed_in_there:
            return signed_in_there
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith(_SCHEME):
        key = authorization.removeprefix(_SCHEME).strip()
        token = door.try_key(key, request.remote_addr or "")
        return token.name if token else None
    name = door.holder_of_cookie(request.cookies.get(COOKIE, ""))
    g.has_session = name is not None
    return name


def _challenge() -> Response:
    if asked_by_program():
        response = problem(401, "Unauthorized", "This archive is private; send a key.")
    else:
        here = quote(request.script_root + request.path)
        if query := request.query_string.decode("ascii", "replace"):
            here += "?" + query
        response = _form(401, here if request.method == "GET" else "")
    response.headers["WWW-Authenticate"] = 'Bearer realm="Arsip"'
    response.headers["Cache-Control"] = "no-store"
    return response


@access.get("/masuk")
def sign_in() -> Response:
    """Show the form that asks for a key."""
    return _form(200, request.args.get("next", ""))


@access.post("/masuk")
def take_key() -> Response:
    """Take a key and lead back to where its holder wanted to go."""
    _refuse_other_origins()
    door: Door = current_app.extensions[_EXTENSION]
    wanted = request.form.get("next", "")
    try:
        token = door.try_key(request.form.get("key", "").strip(), request.remote_addr or "")
    except TooManyRequests as error:
        response = _form(429, wanted, "door.wait")
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    if token is None:
        return _form(401, wanted, "door.wrong")
    response = _see_other(own_path(wanted) or f"{root()}/")
    response.set_cookie(
        COOKIE,
        door.cookie_for(token),
        max_age=door.settings.session_hours * 3600,
        path=request.script_root or "/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


@access.post("/keluar")
def sign_out() -> Response:
    """Forget the key in this browser, and what it kept of the pages."""
    _refuse_other_origins()
    response = _see_other(f"{root()}/masuk")
    response.delete_cookie(COOKIE, path=request.script_root or "/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def own_path(path: str) -> str | None:
    """Return ``path`` if a browser takes it for one of this site, whatever it leaves out."""
    is_plain = path.isascii() and path.isprintable() and " " not in path and "\\" not in path
    return path if is_plain and path.startswith("/") and not path.startswith("//") else None


def _form(status: int, wanted: str, problem_text: str = "") -> Response:
    page = render_template(
        "sign_in.html",
        next=own_path(wanted) or "",
        problem=problem_text,
        has_keys=bool(site().settings.tokens),
    )
    return html_response(page, status)


def _see_other(location: str) -> Response:
    return Response(status=303, headers={"Location": location, "Cache-Control": "no-store"})


def _refuse_other_origins() -> None:
    """Refuse a form that another site has sent: browsers say so, and scripts cannot lie there."""
    origin = request.headers.get("Origin")
    is_foreign = origin is not None and origin.partition("://")[2].lower() != request.host.lower()
    if is_foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        raise Forbidden("This form was sent by another site.")
