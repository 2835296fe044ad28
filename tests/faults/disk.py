"""A disk that forgets: what may be left of a run when the power fails.

    old directory  +  calls 1 .. n  ->  directories that may be found after the power is back

What was not fsynced may be there or not. Three disks answer for all: one that keeps nothing
that it need not keep, names neither; one that keeps all names but none of the contents; one
that keeps a beginning of what was named and, of what was written, any part. After Pillai and
others, "All File Systems Are Not Created Equal" (OSDI 2014).
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeAlias

from tests.faults.shim import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.trace import Call

# Shared memory between processes; nothing of it is looked for after a crash.
_IN_MEMORY = "-shm"
# How Linux calls a file that is open and has no name any more.
_UNLINKED = " (deleted)"


class Keeps(Enum):
    """What a disk keeps of what was not synced."""

    NOTHING = "nothing"
    NAMES = "names"
    SOME = "some"


@dataclass(slots=True, eq=False)
class _File:
    synced: bytes = b""
    data: bytearray = field(default_factory=bytearray)
    # Where and what was written since the last sync; None for a change of the length.
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, offset: int, data: bytes | None) -> None:
        self.waiting.append((offset, data))
        _apply(self.data, offset, data)

    def sync(self) -> None:
        self.synced = bytes(self.data)
        self.waiting.clear()

    def after(self, keeps: Keeps, chance: random.Random) -> bytes:
        left = bytearray(self.synced)
        for offset, data in self.waiting if keeps is Keeps.SOME else ():
            if chance.random() < 0.5:
                _apply(left, offset, data)
        return bytes(left)


@dataclass(slots=True, eq=False)
class _Folder:
    synced: dict[str, _Node] = field(default_factory=dict)
    entries: dict[str, _Node] = field(default_factory=dict)

    def sync(self) -> None:
        self.synced = dict(self.entries)


_Node: TypeAlias = "_File | _Folder"


@dataclass(frozen=True, slots=True)
class _Naming:
    """A change of one or two names, to be done again on another tree."""

    changes: tuple[tuple[_Folder, str, _Node | None], ...]


class Disk:
    """The files below one directory, as they are and as the power may leave them."""

    def __init__(self, before: Path, root: Path) -> None:
        """Begin with what is in ``before``, all of it synced; calls name it as ``root``."""
        self._root = root
        self._tree = _read(before)
        self._namings: list[_Naming] = []

    def apply(self, call: Call) -> None:
        """Do what one call did."""
        if not call.is_done or call.path.endswith(_UNLINKED):
            return
        match call.kind:
            case Kind.CREATE:
                self._create(call)
            case Kind.WRITE:
                self._file(call.path).write(call.offset, call.data)
            case Kind.TRUNCATE:
                self._file(call.path).write(call.offset, None)
            case Kind.SYNC:
                self._sync(self._node(call.path))
            case _:
                self._name(*self._changes(call))

    def lose_power(self, target: Path, keeps: Keeps, seed: int) -> None:
        """Write to ``target`` what may be left if the power failed now."""
        chance = random.Random(seed)
        names = {
            Keeps.NOTHING: 0,
            Keeps.NAMES: len(self._namings),
            Keeps.SOME: chance.randint(0, len(self._namings)),
        }[keeps]
        later: dict[int, dict[str, _Node | None]] = {}
        for naming in self._namings[:names]:
            for folder, name, node in naming.changes:
                later.setdefault(id(folder), {})[name] = node
        _write(self._tree, target, later, keeps, chance)

    def _create(self, call: Call) -> None:
        folder, name = self._place(call.path)
        if name not in folder.entries:
            self._name((call.path, _File()))
        elif call.flags & os.O_TRUNC:
            self._file(call.path).write(0, None)

    def _changes(self, call: Call) -> Iterator[tuple[str, _Node | None]]:
        """Yield the names that a call gave and took away."""
        if call.kind in {Kind.RENAME, Kind.LINK}:
            yield call.target, self._node(call.path)
        if call.kind is Kind.MKDIR:
            yield call.path, _Folder()
        if call.kind in {Kind.RENAME, Kind.UNLINK, Kind.RMDIR}:
            yield call.path, None

    def _sync(self, node: _Node) -> None:
        node.sync()
        if isinstance(node, _Folder):
            # What was named elsewhere is kept in its order: such is a journal.
            self._namings = [
                kept
                for naming in self._namings
                if (kept := _Naming(tuple(c for c in naming.changes if c[0] is not node))).changes
            ]

    def _name(self, *changes: tuple[str, _Node | None]) -> None:
        placed = tuple((*self._place(path), node) for path, node in changes)
        for folder, name, node in placed:
            if node is None:
                del folder.entries[name]
            else:
                folder.entries[name] = node
        self._namings.append(_Naming(placed))

    def _place(self, path: str) -> tuple[_Folder, str]:
        pure = PurePath(path)
        folder = self._node(str(pure.parent))
        assert isinstance(folder, _Folder)
        return folder, pure.name

    def _node(self, path: str) -> _Node:
        node: _Node = self._tree
        for part in PurePath(path).relative_to(self._root).parts:
            assert isinstance(node, _Folder)
            node = node.entries[part]
        return node

    def _file(self, path: str) -> _File:
        node = self._node(path)
        assert isinstance(node, _File)
        return node


def _apply(data: bytearray, offset: int, written: bytes | None) -> None:
    if written is None:
        del data[offset:]
        written = b""
    data.extend(bytes(max(0, offset - len(data))))
    data[offset : offset + len(written)] = written


def _read(directory: Path) -> _Folder:
    entries: dict[str, _Node] = {}
    for path in directory.iterdir():
        if path.is_dir():
            entries[path.name] = _read(path)
        else:
            content = path.read_bytes()
            entries[path.name] = _File(content, bytearray(content))
    return _Folder(dict(entries), entries)


def _write(
    folder: _Folder,
    target: Path,
    later: dict[int, dict[str, _Node | None]],
    keeps: Keeps,
    chance: random.Random,
) -> None:
    target.mkdir()
    entries: dict[str, _Node | None] = {**folder.synced, **later.get(id(folder), {})}
    for name, node in entries.items():
        if isinstance(node, _Folder):
            _write(node, target / name, later, keeps, chance)
        elif node is not None and not name.endswith(_IN_MEMORY):
            (target / name).write_bytes(node.after(keeps, chance))
