"""Documents arrive once each has been taken, however often it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from index.errors import BuildFailedError, IndexUnreachableError, RefusedError
from index.opensearch import bulk as bulk_module
from index.opensearch.bulk import Bulk, deleting, putting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WHERE = "opensearch://uji:9200/berita"
BUSY = {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "full"}}
DONE = {"status": 200}


class FakeCluster:
    """Takes what it is told to, and remembers what it was sent."""

    location = WHERE

    def __init__(self, *turns: list[dict[str, Any]] | Exception) -> None:
        self._turns = list(turns)
        self.sent: list[list[bytes]] = []

    def ask(self, method: str, path: str, body: bytes, **_: object) -> dict[str, Any]:
        assert (method, path) == ("POST", "/berita-1/_bulk")
        lines = body.splitlines()
        self.sent.append([line for line in lines if line.startswith((b'{"index"', b'{"delete"'))])
        turn = self._turns.pop(0) if self._turns else [DONE] * len(self.sent[-1])
        if isinstance(turn, Exception):
            raise turn
        return {"errors": turn != [DONE] * len(turn), "items": [{"index": one} for one in turn]}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_module, "FIRST_PAUSE", 0.0)


@pytest.fixture
def opened() -> Iterator[Callable[[FakeCluster], Bulk]]:
    """Opens what is closed at the end."""
    every: list[Bulk] = []

    def open_(cluster: FakeCluster) -> Bulk:
        every.append(Bulk(cluster, "berita-1"))  # type: ignore[arg-type]
        return every[-1]

    yield open_
    for one in every:
        one.close()


def send(bulk: Bulk, *rows: int) -> None:
    for row in rows:
        bulk.send(putting(row, f"a{row}", {"row": row}))
    bulk.finish()


def called(*rows: int) -> list[bytes]:
    return [b'{"index":{"_id":"%d"}}' % row for row in rows]


def test_documents_go_together_in_order(opened: Callable[[FakeCluster], Bulk]) -> None:
    cluster = FakeCluster()
    bulk = opened(cluster)

    bulk.send(deleting(7, "a7"))
    send(bulk, 1, 2)

    assert cluster.sent == [[b'{"delete":{"_id":"7"}}', *called(1, 2)]]


def test_much_goes_in_several_requests(
    opened: Callable[[FakeCluster], Bulk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_module, "REQUEST_BYTES", 60)
    cluster = FakeCluster()

    send(opened(cluster), *range(1, 10))

    assert sorted(len(some) for some in cluster.sent) == [1, 2, 2, 2, 2]
    assert sorted(line for some in cluster.sent for line in some) == called(*range(1, 10))


def test_only_what_was_turned_away_is_sent_again(opened: Callable[[FakeCluster], Bulk]) -> None:
    cluster = FakeCluster([DONE, BUSY, DONE, {**BUSY, "status": 503}], [BUSY, DONE])

    send(opened(cluster), 1, 2, 3, 4)

    assert cluster.sent == [called(1, 2, 3, 4), called(2, 4), called(2)]


def test_a_request_that_fails_is_sent_again(opened: Callable[[FakeCluster], Bulk]) -> None:
    cluster = FakeCluster(
        IndexUnreachableError(WHERE, "takes too long to answer"),
        IndexUnreachableError(WHERE, "has too much to do", retry_after=5),
    )

    send(opened(cluster), 1, 2)

    assert cluster.sent == [called(1, 2)] * 3


def test_patience_comes_to_an_end(
    opened: Callable[[FakeCluster], Bulk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_module, "PATIENCE", -1.0)

    with pytest.raises(
        IndexUnreachableError,
        match=r"takes no documents now \(rejected_execution_exception: full\)",
    ):
        send(opened(FakeCluster([BUSY])), 1)
    with pytest.raises(IndexUnreachableError, match="does not answer"):
        send(opened(FakeCluster(IndexUnreachableError(WHERE, "does not answer"))), 1)


def test_a_document_that_is_refused_is_named(opened: Callable[[FakeCluster], Bulk]) -> None:
    cause = {"type": "illegal_argument_exception", "reason": "immense\nterm"}
    refused = {"status": 400, "error": {"type": "mapper", "reason": "no", "caused_by": cause}}

    with pytest.raises(BuildFailedError) as raised:
        send(opened(FakeCluster([DONE, refused])), 1, 2)

    assert str(raised.value) == (
        "article 'a2' cannot be indexed: illegal_argument_exception: immense term"
    )


def test_a_document_that_is_too_large_is_named(opened: Callable[[FakeCluster], Bulk]) -> None:
    too_large = RefusedError(WHERE, 413, "request_entity_too_large", "")

    with pytest.raises(BuildFailedError, match="article 'a1' cannot be indexed"):
        send(opened(FakeCluster(too_large)), 1)


@pytest.mark.parametrize("status", [403, 429])
def test_an_index_that_may_not_be_written_is_no_fault_of_a_document(
    opened: Callable[[FakeCluster], Bulk], status: int
) -> None:
    reason = "index [berita-1] blocked by: [disk usage exceeded flood-stage watermark]"
    full = {"status": status, "error": {"type": "cluster_block_exception", "reason": reason}}

    with pytest.raises(IndexUnreachableError, match="flood-stage watermark"):
        send(opened(FakeCluster([full])), 1)
