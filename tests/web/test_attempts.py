from __future__ import annotations

from web.attempts import MAX_CLIENTS, MAX_FAILURES, WINDOW_SECONDS, Attempts


class Clock:
    """A time that passes when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def failing(attempts: Attempts, address: str, times: int) -> int:
    for _ in range(times):
        attempts.fail(address)
    return attempts.wait(address)


def test_a_client_waits_after_too_many_failures_until_its_window_ends() -> None:
    clock = Clock()
    attempts = Attempts(clock)

    assert failing(attempts, "198.51.100.7", MAX_FAILURES - 1) == 0
    assert failing(attempts, "198.51.100.7", 1) == WINDOW_SECONDS + 1
    assert attempts.wait("198.51.100.8") == 0
    clock.now += WINDOW_SECONDS
    assert attempts.wait("198.51.100.7") == 0
    assert failing(attempts, "198.51.100.7", MAX_FAILURES - 1) == 0


def test_a_network_of_ipv6_is_one_client() -> None:
    attempts = Attempts(Clock())
    for number in range(MAX_FAILURES):
        attempts.fail(f"2001:db8:1:2::{number:x}")

    assert attempts.wait("2001:db8:1:2:ffff::1") > 0
    assert attempts.wait("2001:db8:1:3::1") == 0


def test_no_number_of_clients_fills_the_memory() -> None:
    attempts = Attempts(Clock())
    failing(attempts, "198.51.100.7", MAX_FAILURES)
    for number in range(MAX_CLIENTS + 10):
        attempts.fail(f"client {number}")

    assert len(attempts._failures) == MAX_CLIENTS
    assert attempts.wait("198.51.100.7") == 0
