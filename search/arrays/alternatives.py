"""Several words at one place of a phrase: ``"joko wid*"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from search.arrays.doc_list import DocList
from search.arrays.occurrences import Spans
from search.engine import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.arrays.occurrences import Occurrences
    from search.engine import Docs


class Alternatives(DocList):
    """Where any of some terms occurs. To be used like `search.arrays.occurrences.Occurrences`."""

    def __init__(self, every: Sequence[Occurrences], size: int) -> None:
        docs = [np.zeros(0, np.int32), *(some.docs for some in every)]
        super().__init__(distinct(np.concatenate(docs)), size)
        self._every = every
        self.count = sum(some.count for some in every)
        self.mean_count = self.count / max(len(self.docs), 1)

    def spans(self, docs: Docs) -> Spans:
        """Return where any of them occurs in some documents, every one of which has one."""
        runs = []
        for some in self._every:
            places = np.flatnonzero(some.holds(docs))
            if len(places):
                runs += some.spans(docs[places]).moved(places)
        return Spans(runs, False, self.count)
