"""How often a client may offer a wrong key.

A guess at 256 random bits never succeeds; this keeps the log and the processor from those who try.
"""

from __future__ import annotations

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_FAILURES = 10  # a client may have in one window
WINDOW_SECONDS = 60
MAX_CLIENTS = 10_000  # remembered at a time; the one that failed first is forgotten

_IPV6_CLIENT_BITS = 64  # what one customer of a provider has


class Attempts:
    """Failures by client, in windows that begin with the first of them."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Return the seconds that a client has to wait; 0 for most."""
        began, count = self._failures.get(network_of(address), (0.0, 0))
        left = began + WINDOW_SECONDS - self._clock()
        return int(left) + 1 if count >= MAX_FAILURES and left > 0 else 0

    def fail(self, address: str) -> None:
        """Note that a client offered a wrong key."""
        client, now = network_of(address), self._clock()
        with self._lock:
            began, count = self._failures.get(client, (now, 0))
            if now >= began + WINDOW_SECONDS:
                began, count = now, 0
            self._failures[client] = (began, count + 1)
            if len(self._failures) > MAX_CLIENTS:
                self._failures.popitem(last=False)


def network_of(address: str) -> str:
    """Return what one client has: its IPv4 address, or its network of IPv6 addresses."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed.packed, _IPV6_CLIENT_BITS), strict=False))
    return address
