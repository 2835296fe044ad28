"""Who searched what: one JSON line a search, when the operator asks for it.

    {"at": "2026-11-28T20:15:00+00:00", "who": "redaksi", "what": "api.search", "q": "beras"}

A search that is narrowed has ``filters`` too, with the values of each. What is noted is what
the views have read, not the address, which others may read in another way.

``who`` is the name of a key, or null where everybody may search; addresses are not written.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson
from flask import Flask, Response, g, request

if TYPE_CHECKING:
    from web.settings import Settings

_OWNER_ONLY = 0o600

_LOG = logging.getLogger(__name__)


def install_audit(app: Flask, settings: Settings) -> None:
    """Write down every search that was answered, if a file is set for it.

    Raises:
        OSError: If the file cannot be written.
    """
    path = settings.audit_log
    if not path:
        return
    _append(path, b"")

    @app.after_request
    def write(response: Response) -> Response:
        searched = g.get("searched")
        if searched and response.status_code < 400:
            entry = {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "who": g.get("visitor"),
                "what": request.endpoint,
                **searched,
            }
            try:
                _append(path, orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE))
            except OSError as error:  # a full disk stops no search
                _LOG.error("a search was not noted: %s", error)
        return response


def _append(path: str, line: bytes) -> None:
    """Add a line at the end, in one piece, wherever the file has been moved meanwhile."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OWNER_ONLY)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)
