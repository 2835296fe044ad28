"""The HTTP server: waitress, with a loop that costs nothing for connections where nothing happens.

Waitress looks at every connection each time that something happens on one of them; here the
kernel (epoll) tells which. It also stops accepting when it has enough connections, so that
the slow ones lock out all others; here the one that has waited longest makes room.

    server = Server(app, listener, Settings())
    server.run()        until server.stop() is called, from a signal handler or another thread
"""

from __future__ import annotations

import select
import threading
from collections import Counter, deque
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.wasyncore import readwrite

from web.server.channel import Channel
from web.server.parser import MAX_HEADER_BYTES, OverloadedError

if TYPE_CHECKING:
    import socket
    from wsgiref.types import WSGIApplication

# Requests that have arrived whole and wait for a thread; one more is answered 503.
MAX_WAITING: Final = 500

# Of one answer, ready and not yet taken by its reader; beyond it, writing it waits.
MAX_UNREAD_BYTES: Final = 64 * 2**20

# Of all answers together; beyond it, the reader with the most is cut off. What is over a
# mebibyte of one answer lies in a temporary file.
MAX_ALL_UNREAD_BYTES: Final = 512 * 2**20

# Files of the process that are not connections: index, archive, temporary files, logs.
RESERVED_FILES: Final = 512

# Connections closed at once when there are too many, so that finding them pays.
_ROOM = 50

_TICK_SECONDS = 1.0

# For which threads that answer nothing are waited for.
_THREADS_SECONDS = 1

_WAITS_FOR_NOTHING = 0


class Limits(Protocol):
    """What a server allows: the part of the settings that it reads."""

    @property
    def threads(self) -> int:
        """Requests answered at the same time."""

    @property
    def max_connections(self) -> int:
        """Connections at once."""

    @property
    def max_body_bytes(self) -> int:
        """Of a request."""

    @property
    def request_seconds(self) -> float:
        """Within which a request must arrive whole, headers and body."""

    @property
    def grace_seconds(self) -> float:
        """For which running requests are waited for once it is told to stop."""


class Server(TcpWSGIServer):  # type: ignore[misc]  # waitress is untyped
    """One listening socket, its connections, and the threads that answer.

    Attributes:
        request_seconds: As in its limits.
        grace_seconds: As in its limits.
        is_stopping: From `stop` on.
    """

    channel_class = Channel

    def __init__(
        self,
        application: WSGIApplication,
        listener: socket.socket,
        limits: Limits,
    ) -> None:
        self.request_seconds = limits.request_seconds
        self.grace_seconds = limits.grace_seconds
        self.is_stopping = False
        self.working = threading.local()  # .channel: whose request this thread answers
        self._max_connections = min(
            limits.max_connections, _files_for_connections(limits.max_connections)
        )
        self._epoll = select.epoll()
        self._interests: dict[int, int] = {}
        self._touched: deque[Channel] = deque()
        self._refused: list[Channel] = []
        self._main = threading.get_ident()
        adjustments = Adjustments(
            sockets=[listener],
            threads=limits.threads,
            ident="arsip",
            max_request_header_size=MAX_HEADER_BYTES,
            max_request_body_size=limits.max_body_bytes + 1,  # waitress refuses that many
            clear_untrusted_proxy_headers=False,  # web.proxies knows whom to believe
            outbuf_high_watermark=MAX_UNREAD_BYTES,
            log_socket_errors=False,
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(limits.threads)
        super().__init__(
            application,
            _sock=listener,
            dispatcher=dispatcher,
            adj=adjustments,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self.active_channels)

    @property
    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return len(self.task_dispatcher.queue)

    def run(self) -> None:
        """Answer until told to stop, and then until what runs has ended, or the grace has."""
        self._main = threading.get_ident()
        for fd in self._map:
            self._epoll.register(fd, select.EPOLLIN)
        next_tick = monotonic()
        while not self.is_stopping:
            self._turn(_TICK_SECONDS)
            if monotonic() >= next_tick:
                next_tick = monotonic() + _TICK_SECONDS
                self._tick(monotonic())
        self._finish(monotonic() + self.grace_seconds)

    def stop(self) -> None:
        """End `run`: from now on nothing is accepted, and what runs is finished."""
        self.is_stopping = True
        super().pull_trigger()

    def close(self) -> None:
        """Close every connection and the listening socket. Closing twice is harmless."""
        self.task_dispatcher.shutdown(timeout=_THREADS_SECONDS)
        for channel in list(self.active_channels.values()):
            channel.handle_close()
        super().close()
        self._epoll.close()

    def _turn(self, seconds: float) -> None:
        """Wait for something to happen, but not longer than this, and deal with it."""
        for fd, flags in self._epoll.poll(seconds):
            member = self._map.get(fd)
            if member is not None:
                readwrite(member, flags)
                if isinstance(member, Channel):
                    self._touched.append(member)
        while self._refused:
            channel = self._refused.pop()
            if channel.requests:
                channel.requests[0].error = OverloadedError("Too many requests are waiting.")
                channel.service()
                self._touched.append(channel)
        while self._touched:
            self._watch(self._touched.popleft())

    def _watch(self, channel: Channel) -> None:
        """Have the kernel tell what this connection now waits for."""
        fd = channel._fileno  # noqa: SLF001  # waitress has no other name for it
        if fd is None or self._map.get(fd) is not channel:
            return
        interest = _WAITS_FOR_NOTHING
        if channel.readable():
            interest |= select.EPOLLIN
        if channel.writable():
            interest |= select.EPOLLOUT
        if self._interests.get(fd) != interest:
            self._interests[fd] = interest
            self._epoll.modify(fd, interest)

    def _tick(self, now: float) -> None:
        """Close the connections that have taken too long, or too much."""
        unread = 0
        for channel in list(self.active_channels.values()):
            if channel.is_overdue(now):
                channel.give_up()
            unread += channel.total_outbufs_len
        while unread > MAX_ALL_UNREAD_BYTES:
            most = max(self.active_channels.values(), key=lambda each: each.total_outbufs_len)
            unread -= most.total_outbufs_len
            most.give_up()

    def _finish(self, deadline: float) -> None:
        self.del_channel()
        self.socket.close()
        self._turn(0)  # what has arrived already is answered
        while monotonic() < deadline:
            for channel in list(self.active_channels.values()):
                if not channel.is_running() and not channel.total_outbufs_len:
                    channel.handle_close()
            if not self.active_channels:
                return
            self._turn(min(_TICK_SECONDS, max(0.0, deadline - monotonic())))
            self._tick(monotonic())

    def readable(self) -> bool:
        """Tell whether to accept connections: always, for the loop above makes room."""
        return bool(self.accepting)

    def handle_accept(self) -> None:
        """Take one connection in; the one that has waited longest goes if there are too many."""
        if self.connections >= self._max_connections:
            self._make_room()
        if self.connections < self._max_connections:
            super().handle_accept()
        elif pair := self.accept():
            pair[0].close()

    def _make_room(self) -> None:
        """Close some that wait, of the addresses with the most, longest first."""
        held = Counter(channel.addr[0] for channel in self.active_channels.values())
        waiting = [each for each in self.active_channels.values() if not each.is_running()]
        waiting.sort(
            key=lambda each: (bool(each.total_outbufs_len), -held[each.addr[0]], each.since)
        )
        for channel in waiting[:_ROOM]:
            channel.handle_close()

    def joined(self, channel: Channel) -> None:
        """Watch a connection that has been accepted."""
        fd = channel._fileno  # noqa: SLF001
        channel.since = monotonic()
        self._interests[fd] = select.EPOLLIN
        self._epoll.register(fd, select.EPOLLIN)

    def left(self, channel: Channel) -> None:
        """Forget a connection that is about to be closed."""
        fd = channel._fileno  # noqa: SLF001
        if fd is not None and self._interests.pop(fd, None) is not None:
            self._epoll.unregister(fd)

    def add_task(self, channel: Channel) -> None:
        """Have a request answered by a thread, or refused when too many wait already."""
        if self.waiting >= MAX_WAITING and threading.get_ident() == self._main:
            self._refused.append(channel)  # waitress holds a lock that answering takes
        else:
            super().add_task(channel)

    def pull_trigger(self) -> None:
        """Wake the loop, from a thread that has answered or waits for its reader."""
        channel: Any = getattr(self.working, "channel", None)
        if channel is not None:
            self._touched.append(channel)
        super().pull_trigger()


def _files_for_connections(wanted: int) -> int:
    """Let the process open that many connections if it may, and return how many it may."""
    import resource  # noqa: PLC0415 - not on every system; this module can be read there

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + RESERVED_FILES
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < needed:
        soft = needed if hard == unlimited else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == unlimited else max(1, soft - RESERVED_FILES)
