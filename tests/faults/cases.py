"""What can go wrong at each call of a command, as faults to try."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tests.faults.command import Fault
from tests.faults.shim import Action, Kind

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from tests.faults.trace import Call

# Kinds of calls that a sample lets fail.
KINDS = 4

# Calls that change nothing on the disk: to be killed there is as good as at the next one.
_READING = (Kind.OPEN, Kind.MAP, Kind.STORED)

# What each call can be answered with, once.
_ERRORS: dict[Kind, tuple[int, ...]] = {
    Kind.OPEN: (errno.EMFILE, errno.EACCES, errno.EIO, errno.EINTR),
    Kind.CREATE: (errno.ENOSPC, errno.EROFS, errno.EMFILE, errno.EACCES, errno.EIO, errno.EINTR),
    Kind.WRITE: (errno.ENOSPC, errno.EIO, errno.EINTR),
    Kind.SYNC: (errno.EIO, errno.ENOSPC),
    Kind.TRUNCATE: (errno.ENOSPC, errno.EIO, errno.EINTR),
    Kind.RENAME: (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES),
    Kind.LINK: (errno.ENOSPC, errno.EPERM, errno.EMLINK, errno.EIO),
    Kind.UNLINK: (errno.EIO, errno.EROFS, errno.EACCES),
    Kind.MKDIR: (errno.ENOSPC, errno.EROFS, errno.EACCES),
    Kind.RMDIR: (errno.EIO, errno.EROFS, errno.EACCES),
    Kind.MAP: (errno.ENOMEM,),
    Kind.STORED: (),
}


def _bits(*kinds: Kind) -> int:
    return sum(1 << kind for kind in kinds)


_GROWING = _bits(Kind.CREATE, Kind.WRITE, Kind.TRUNCATE, Kind.RENAME, Kind.LINK, Kind.MKDIR)
_CHANGING = _GROWING | _bits(Kind.UNLINK, Kind.RMDIR)

# What stays so once it has begun: a full disk, one that turned read-only, one that is gone.
_LASTING = {
    errno.ENOSPC: _GROWING,
    errno.EROFS: _CHANGING,
    errno.EIO: _CHANGING | _bits(Kind.SYNC, Kind.OPEN),
    errno.EMFILE: _bits(Kind.OPEN, Kind.CREATE),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A fault at one call of a command."""

    call: Call
    fault: Fault

    def __str__(self) -> str:
        """Return where and what, to read in a list of failures."""
        error = errno.errorcode.get(self.fault.error, "")
        what = f"{self.fault.action.name.lower()} {error}".strip()
        place = "/".join(self.call.path.split("/")[-2:])
        return f"{what} at call {self.call.number}, {self.call.kind.name.lower()} {place}"


def every_case(trace: Sequence[Call]) -> Iterator[Case]:
    """Yield all that can go wrong, call by call."""
    for call in trace:
        for fault in _faults(call):
            yield Case(call, fault)


def some_cases(trace: Sequence[Call], turn: int, chance: random.Random) -> list[Case]:
    """Return a case of each of some kinds of calls, of others with each turn."""
    cases = sorted(every_case(trace), key=lambda case: case.call.kind)
    kinds = [list(some) for _, some in groupby(cases, lambda case: case.call.kind)]
    chosen = {(turn * KINDS + number) % len(kinds) for number in range(KINDS)}
    return [chance.choice(kinds[number]) for number in sorted(chosen)]


def _faults(call: Call) -> Iterator[Fault]:
    if call.kind not in _READING:
        yield Fault(action=Action.KILL_BEFORE, at=call.number)
        yield Fault(action=Action.KILL_AFTER, at=call.number)
    if len(call.data) > 1:
        yield Fault(action=Action.TEAR, at=call.number)
        yield Fault(action=Action.SHORTEN, at=call.number)
    for error in _ERRORS[call.kind]:
        yield Fault(action=Action.FAIL_ONCE, at=call.number, error=error)
    for error, kinds in _LASTING.items():
        if kinds & 1 << call.kind:
            yield Fault(action=Action.FAIL_ON, at=call.number, error=error, kinds=kinds)
