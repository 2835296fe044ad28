"""Errors of searching, below the root in `index.errors`.

* ArsipError
  - EngineError     the engine cannot answer; the text is fit for a reader
"""

from __future__ import annotations

from index.errors import ArsipError


class EngineError(ArsipError):
    """The engine cannot answer."""
