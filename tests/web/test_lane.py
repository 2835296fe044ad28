"""Heavy work waits for its turn, within bounds, and light work never does."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from search.searcher import Searcher
from search.work import LIGHT_STEPS, Work
from web import lane as lanes
from web.lane import EXPORTS, HEAVY, RETRY_S, THREADS_TAKEN, BusyError, Lane
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask.testing import FlaskClient

    from search.query import Query
    from search.results import PageRequest, ResultPage


@pytest.fixture
def lane(monkeypatch: pytest.MonkeyPatch) -> Lane:
    """Nobody waits in it."""
    monkeypatch.setattr(lanes, "WAITING", 0)
    return Lane()


def counted(lane: Lane) -> dict[str, float]:
    return {family.name: family.samples[0].value for family in lane.collect()}


def test_light_answers_never_wait(lane: Lane) -> None:
    with ExitStack() as stack:
        for _ in range(50):
            assert stack.enter_context(lane.answering()).afford(LIGHT_STEPS)


def test_heavy_answers_beyond_the_bound_are_refused_until_others_are_done(lane: Lane) -> None:
    with ExitStack() as stack:
        for _ in range(HEAVY):
            assert stack.enter_context(lane.answering()).afford(LIGHT_STEPS + 1)
        with pytest.raises(BusyError), lane.answering() as work:
            work.afford(LIGHT_STEPS + 1)
    with lane.answering() as work:
        assert work.afford(LIGHT_STEPS + 1)

    assert counted(lane) == {"arsip_answers_cut": 0, "arsip_answers_refused": 1}


def test_who_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE_S", 0.0)
    lane = Lane()
    with lane.answering() as first:
        assert first.afford(LIGHT_STEPS + 1)
        for _ in range(3):
            with pytest.raises(BusyError), lane.answering() as work:
                work.afford(LIGHT_STEPS + 1)


def test_answers_cut_short_are_counted(lane: Lane) -> None:
    for _ in range(2):
        with lane.answering() as work:
            assert not work.afford(1 << 40)

    assert counted(lane)["arsip_answers_cut"] == 2


def test_an_export_ends_once(lane: Lane) -> None:
    ends = [lane.exporting() for _ in range(EXPORTS)]
    with pytest.raises(BusyError):
        lane.exporting()

    for _ in range(3):
        ends[0]()
    lane.exporting()

    with pytest.raises(BusyError):
        lane.exporting()


def test_exports_beyond_the_bound_are_asked_to_come_again(client: FlaskClient) -> None:
    sending = [client.get("/search.jsonl?q=beras") for _ in range(EXPORTS)]

    refused = client.get("/search.csv?q=beras")
    for response in sending:
        response.close()

    assert refused.status_code == 503
    assert refused.mimetype == "application/problem+json"
    assert refused.get_json()["type"] == "urn:arsip:problem:busy"
    assert refused.headers["Retry-After"] == str(RETRY_S)
    assert client.get("/search.csv?q=beras").status_code == 200


def _busy(*_: object) -> ResultPage:
    raise BusyError("too many wide searches are being answered; try again in a moment")


def test_a_page_asks_to_come_again(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Searcher, "search", _busy)

    response = client.get("/search?q=beras")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == str(RETRY_S)
    assert "Terlalu banyak pencarian luas" in response.text
    assert client.get("/api/v1/search?q=sibuk").get_json()["type"] == "urn:arsip:problem:busy"


def test_an_answer_that_was_cut_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Searcher.search

    def cut(
        self: Searcher, query: Query, page: PageRequest, work: Work | None = None
    ) -> ResultPage:
        if work is not None:  # not for the probe of the metrics
            work.spent = work.limit - 10
        return search(self, query, page, work)

    before = client.get("/api/v1/search?q=beras").get_json()
    assert "dipotong" not in client.get("/search?q=beras").text
    monkeypatch.setattr(Searcher, "search", cut)

    assert before["partial"] is False
    assert client.get("/api/v1/search?q=beras&per_page=9").get_json()["partial"] is True
    assert "dipotong" in client.get("/search?q=beras").text
    assert "\narsip_answers_cut_total" in client.get("/metrics").text


def test_heavy_work_leaves_threads_for_everybody_else() -> None:
    assert Settings().threads > THREADS_TAKEN


def test_heavy_work_steps_aside_while_light_work_is_done(lane: Lane) -> None:
    heavy = lane.answering()
    work = heavy.__enter__()
    assert work.afford(LIGHT_STEPS + 1)
    light, done = lane.answering(), threading.Event()
    light.__enter__()

    def go_on() -> None:
        work.pause()
        done.set()

    thread = threading.Thread(target=go_on)
    thread.start()
    assert not done.wait(0.05)
    light.__exit__(None, None, None)
    assert done.wait(5)
    thread.join()
    heavy.__exit__(None, None, None)


def test_heavy_work_does_not_step_aside_for_ever(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "ASIDE_S", 0.01)
    with lane.answering(), lane.answering() as work:
        assert work.afford(LIGHT_STEPS + 1)
        for _ in range(100):
            work.pause()
        assert work.afford(1)


def answered(lane: Lane, steps: int, others: Callable[[], object]) -> None:
    """Answer one request that takes so many steps; ``others`` is called while it is."""

    def application(_: WSGIEnvironment, __: StartResponse) -> list[bytes]:
        with lane.answering() as work:
            work.afford(steps)
            others()
        return []

    lane.one_by_one(application)({}, start)


def start(*_: object) -> Any:
    raise NotImplementedError


def in_a_thread(call: Callable[[], object]) -> threading.Event:
    """Return what is set once a call has ended."""
    done = threading.Event()

    def run() -> None:
        call()
        done.set()

    threading.Thread(target=run, daemon=True).start()
    return done


def test_light_answers_are_worked_out_one_by_one(lane: Lane) -> None:
    second: list[threading.Event] = []

    def ask_another() -> None:
        second.append(in_a_thread(lambda: answered(lane, 1, lambda: None)))
        assert not second[0].wait(0.05)

    answered(lane, 1, ask_another)

    assert second[0].wait(5)


def test_a_heavy_answer_holds_no_light_one_up(lane: Lane) -> None:
    def ask_another() -> None:
        assert in_a_thread(lambda: answered(lane, 1, lambda: None)).wait(5)

    answered(lane, LIGHT_STEPS + 1, ask_another)


def test_a_turn_of_an_export_holds_no_light_one_up(lane: Lane) -> None:
    def application(_: WSGIEnvironment, __: StartResponse) -> list[bytes]:
        with lane.turn():
            assert in_a_thread(lambda: answered(lane, 1, lambda: None)).wait(5)
        return []

    lane.one_by_one(application)({}, start)


def test_an_answer_that_fails_holds_no_other_up(lane: Lane) -> None:
    def fail(_: WSGIEnvironment, __: StartResponse) -> list[bytes]:
        raise KeyError

    with pytest.raises(KeyError):
        lane.one_by_one(fail)({}, start)

    answered(lane, 1, lambda: None)


def test_the_turn_of_heavy_work_ends_with_its_request(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "WAITING", 0)
    monkeypatch.setattr("search.work.LIGHT_STEPS", 0)

    statuses = [client.get("/api/v1/search?q=beras").status_code for _ in range(HEAVY + 2)]

    assert set(statuses) == {200}
