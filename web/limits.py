"""How much one client may ask for: ``120/minute`` of all, ``10/minute`` of exports.

Flask-Limiter counts; here is said whom, what, and where. Nothing is limited until it is set:
behind a proxy that `Settings.trusted_proxies` does not name, all clients would be one.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import time
from typing import TYPE_CHECKING, Final

from flask import request
from flask_limiter import Limiter
from limits.storage import Storage

from web.api.export import exports
from web.api.sitemap import sitemaps
from web.attempts import network_of
from web.service import service

if TYPE_CHECKING:
    from flask import Flask

    from web.settings import Settings

# Windows in memory at a time, some 10 MB; the one that began first is forgotten.
MAX_WINDOWS: Final = 50_000

MEMORY: Final = "bounded://"

_TYPING: Final = "api.suggest"

# For which an answer of Redis is waited for.
STORE_SECONDS: Final = 1


class BoundedStorage(Storage):
    """Sums in the memory of this process, of `MAX_WINDOWS` windows at most.

    The library's own has no bound, and starts a thread that walks through all of it.
    """

    STORAGE_SCHEME = ["bounded"]  # noqa: RUF012 - how the library finds it

    def __init__(
        self, uri: str | None = None, *, wrap_exceptions: bool = False, **_: object
    ) -> None:
        super().__init__(uri, wrap_exceptions)
        self._lock = Lock()
        self._windows: OrderedDict[str, tuple[int, float]] = OrderedDict()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong: nothing that is expected."""
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a window, ``expiry`` seconds from its first; return the sum."""
        now = time()
        with self._lock:
            count, end = self._windows.get(key, (0, now))
            if end <= now:
                self._windows.pop(key, None)
                count, end = 0, now + expiry
            self._windows[key] = (count + amount, end)
            if len(self._windows) > MAX_WINDOWS:
                self._windows.popitem(last=False)
            return count + amount

    def get(self, key: str) -> int:
        """Return the sum of the window that is open; 0 if none is."""
        count, end = self._windows.get(key, (0, 0.0))
        return count if end > time() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, in seconds since 1970."""
        return self._windows.get(key, (0, time()))[1]

    def check(self) -> bool:
        """Tell that memory can be used."""
        return True

    def reset(self) -> int:
        """Forget all windows; return how many there were."""
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
            return count

    def clear(self, key: str) -> None:
        """Forget one window."""
        with self._lock:
            self._windows.pop(key, None)


def _client() -> str:
    """Return who asks; who types asks again and again, which takes nothing from searching."""
    network = network_of(request.remote_addr or "")
    return f"{network} typing" if request.endpoint == _TYPING else network


def install_limits(app: Flask, settings: Settings) -> None:
    """Answer 429, with ``Retry-After``, to a client that asks for more than it may."""
    limiter = Limiter(
        _client,
        application_limits=[settings.rate] if settings.rate else [],  # over all routes
        storage_uri=settings.rate_storage.get_secret_value() or MEMORY,
        storage_options={"socket_connect_timeout": STORE_SECONDS, "socket_timeout": STORE_SECONDS},
        headers_enabled=True,
        swallow_errors=True,  # a store that is away limits nobody; the log says so
    )
    if settings.rate_exports:
        limiter.limit(settings.rate_exports)(exports)
        limiter.limit(settings.rate_exports)(sitemaps)
    limiter.exempt(service)  # asked by machines that keep the site running
    limiter.init_app(app)
