"""How the processes of one server ask each other for what each of them alone knows.

    siblings = Siblings(4)          before any of them is forked
    siblings.answer(2, tell)        in the one with the number 2, from then on
    siblings.ask(2)                 in it, too: {0: b"...", 1: b"...", 3: b"..."}

Every number has a box that all can put a question into: the end of a pipe to answer on. A box is
there for whoever has its number, so that who takes a dead one's place is asked as it was.
"""

from __future__ import annotations

import os
import select
import socket
from contextlib import suppress
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# For which answers are waited for, of all others together.
PATIENCE_SECONDS: Final = 1.0

_QUESTION = b"?"
_PART_BYTES = 65_536


class Siblings:
    """Boxes for questions, one for each of ``count`` processes."""

    def __init__(self, count: int) -> None:
        self._boxes = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(count)]
        for _, slot in self._boxes:
            slot.setblocking(False)

    def __len__(self) -> int:
        return len(self._boxes)

    def answer(self, number: int, tell: Callable[[], bytes]) -> None:
        """Answer with what ``tell`` returns, in a thread, as long as this process lives."""
        box, _ = self._boxes[number]

        def answer_next() -> None:
            _, pipes, _, _ = socket.recv_fds(box, len(_QUESTION), 1)
            for pipe in pipes:
                with suppress(BrokenPipeError), os.fdopen(pipe, "wb") as asker:
                    asker.write(tell())

        def answer_all() -> None:
            with suppress(OSError):  # it is closed
                while True:
                    answer_next()

        Thread(target=answer_all, daemon=True).start()

    def close(self) -> None:
        """Let go of the boxes; for others they stay."""
        for pair in self._boxes:
            for end in pair:
                end.close()

    def ask(self, number: int) -> dict[int, bytes]:
        """Return what the others answer to the one with ``number``; who is silent is left out."""
        asked: dict[int, int] = {}
        for other, (_, slot) in enumerate(self._boxes):
            if other != number:
                asked[other], theirs = os.pipe()
                with suppress(BlockingIOError):  # nobody has emptied it for long
                    socket.send_fds(slot, [_QUESTION], [theirs])
                os.close(theirs)
        deadline = monotonic() + PATIENCE_SECONDS
        answers = {other: _read(pipe, deadline) for other, pipe in asked.items()}
        for pipe in asked.values():
            os.close(pipe)
        return {other: answer for other, answer in answers.items() if answer}


def _read(pipe: int, deadline: float) -> bytes:
    """Return all that is written to a pipe until it is closed, or nothing if that is too late."""
    parts: list[bytes] = []
    while select.select([pipe], [], [], max(0.0, deadline - monotonic()))[0]:
        part = os.read(pipe, _PART_BYTES)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return b""
