"""Errors of searching, below the root in `index.errors`.

* ArsipError
  - EngineError             the engine cannot answer; the text is fit for a reader
  - GenerationGoneError     a generation that was asked for by name is no more
  - PlaceError              a place to go on from is not in these results
"""

from __future__ import annotations

from index.errors import ArsipError


class EngineError(ArsipError):
    """The engine cannot answer."""


class GenerationGoneError(ArsipError):
    """A generation of the index is no more, or cannot be read any more."""

    def __init__(self, generation: str) -> None:
        super().__init__(f"generation {generation} of the index is no more")
        self.generation = generation


class PlaceError(ArsipError):
    """Results are to be continued from a place that is not in them."""
