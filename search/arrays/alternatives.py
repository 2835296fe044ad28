"""Several words at one place of a phrase: ``"joko wid*"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from search.arrays.matches import NO_DOCS, contains
from search.arrays.reader import Spans
from search.engine import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.arrays.reader import Occurrences
    from search.engine import Docs


class Alternatives:
    """Where any of some terms occurs. To be used like `search.arrays.reader.Occurrences`."""

    def __init__(self, every: Sequence[Occurrences], size: int) -> None:
        self._every = every
        self._size = size
        self.docs: Docs = (
            distinct(np.concatenate([some.docs for some in every])) if every else NO_DOCS
        )
        self.count = sum(some.count for some in every)
        self.mean_count = self.count / max(len(self.docs), 1)

    def spans(self, docs: Docs) -> Spans:
        """Return where any of them occurs in some documents, every one of which has one."""
        runs = []
        for some in self._every:
            places = np.flatnonzero(contains(some.docs, docs, self._size))
            if len(places):
                runs += some.spans(docs[places]).moved(places)
        return Spans(runs, False, self.count)
