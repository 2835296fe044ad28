"""From files to the archive: the records that can be read go in, the others are reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.readers.outcome import Reject
from index.uninterrupted import uninterrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from index.archive.store import Archive
    from index.readers.outcome import Found, Outcome

# Articles committed together, and characters of their bodies; a killed import loses at most
# this many, and one that runs holds no more.
BATCH_SIZE = 1_000
BATCH_CHARS = 16_000_000


@dataclass(slots=True)
class ImportReport:
    """What an import has done so far, in articles."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0


def import_articles(
    archive: Archive,
    outcomes: Iterable[Outcome],
    *,
    on_reject: Callable[[Reject], None],
    progress: Callable[[int], None] | None = None,
    report: ImportReport | None = None,
) -> ImportReport:
    """Store every article of ``outcomes``, in batches that are whole or not at all.

    Of two different articles with one id the second is rejected; and so is one that has the id
    of another site's, which it would replace.

    Args:
        archive: Where to.
        outcomes: What the readers found.
        on_reject: Called with each record that was not stored; what it raises ends the
            import, after what was read before has been stored.
        progress: Called with the number of articles stored since the last call.
        report: Kept up to date, for who has to tell what was stored when this raises.
    """
    run = _Import(archive, on_reject, progress, report or ImportReport())
    try:
        for outcome in outcomes:
            run.take(outcome)
    finally:
        run.store()
    return run.report


class _Import:
    def __init__(
        self,
        archive: Archive,
        on_reject: Callable[[Reject], None],
        progress: Callable[[int], None] | None,
        report: ImportReport,
    ) -> None:
        self.report = report
        self._archive = archive
        self._on_reject = on_reject
        self._progress = progress
        self._batch: list[Found] = []
        self._chars = 0
        # Hashes, not articles: an import of millions must fit into memory.
        self._seen: dict[int, int] = {}

    def take(self, outcome: Outcome) -> None:
        if isinstance(outcome, Reject):
            self._reject(outcome)
            return
        article = outcome.article
        key, content = hash(article.id), hash(article)
        before = self._seen.get(key)
        if before is None:
            self._seen[key] = content
            self._batch.append(outcome)
            self._chars += len(article.body)
        elif before == content:
            self.report.unchanged += 1
        else:
            reason = f"id {article.id!r} was used before in this import, for another article"
            self._reject(Reject(outcome.path, outcome.line, reason, article.title))
        if len(self._batch) >= BATCH_SIZE or self._chars >= BATCH_CHARS:
            self.store()

    def store(self) -> None:
        batch, self._batch, self._chars = self._batch, [], 0
        if not batch:
            return
        with uninterrupted():  # so that what is stored is counted
            counts = self._archive.put([found.article for found in batch])
            self.report.added += counts.added
            self.report.changed += counts.changed
            self.report.unchanged += counts.unchanged
        if self._progress is not None:
            self._progress(len(batch))
        for found in batch if counts.taken else ():
            if url := counts.taken.get(found.article.id):
                self._reject(_taken(found, url))

    def _reject(self, reject: Reject) -> None:
        self.report.rejected += 1
        self._on_reject(reject)


def _taken(found: Found, url: str) -> Reject:
    article = found.article
    reason = f"id {article.id!r} is of another site's article, {url}; --map id=url keeps both"
    return Reject(found.path, found.line, reason, article.title)
