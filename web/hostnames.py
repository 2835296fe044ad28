"""What names a host, in a request as in the settings.

Arsip.Example:8000  ->  arsip.example
[::1]               ->  [::1]
a_b, .              ->  none
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address

_MAX_NAME_CHARS = 253  # of a name in DNS
_MAX_PORT = 65_535

_LABEL = "[a-z0-9-]{1,63}"
_HOST = re.compile(rf"({_LABEL}(?:\.{_LABEL})*\.?|\[[0-9a-f:.]+\])(?::([0-9]{{1,5}}))?")


def host_name(host: str) -> str | None:
    """Return the name in a Host header, in lower case and without its port; None if malformed."""
    match = _HOST.fullmatch(host.lower())
    if match is None:
        return None
    name, port = match.groups()
    if len(name) > _MAX_NAME_CHARS or (port and not 1 <= int(port) <= _MAX_PORT):
        return None
    if name.startswith("["):
        try:
            IPv6Address(name[1:-1])
        except ValueError:
            return None
    return name
