"""Values that the user of an archive has put right, from a table a person can read.

    field<TAB>value as found<TAB>value as shown     source    Kantor Berita Antara    ANTARA News
                                                    sumber    Kompas                  Kompas

The field is called as in `index.fields`. A value that is shown as itself is kept apart: nothing
is learned about it. What is found is compared without capitals. Blank lines and lines that
start with ``#`` are skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.errors import ValuesError, read_table
from index.fields import SPELLED
from index.values.letters import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    # What is shown for what is found, by the name of the field.
    Own = dict[str, dict[str, str]]
    # A field and a folded value.
    _Key = tuple[str, str]

_FIELDS: Final = {name: field.name for field in SPELLED for name in (field.name, *field.prefixes)}


def load_own(path: Path) -> Own:
    """Return the values in the table at ``path``.

    Raises:
        ValuesError: If it cannot be read or a line is malformed.
    """
    return parse_own(read_table(path, ValuesError), str(path))


def parse_own(lines: Iterable[str], source: str) -> Own:
    """Return the values in ``lines``; ``source`` names them in errors.

    Raises:
        ValuesError: If a line has not three parts or an unknown field, shows a value in a
            second way, or leads back to itself.
    """
    own: Own = {}
    seen: dict[_Key, str] = {}
    origins: dict[_Key, tuple[int, str]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [" ".join(part.split()) for part in line.split("\t")]
        if len(parts) != 3 or not all(parts):
            raise ValuesError(source, number, "expected field<TAB>value as found<TAB>as shown")
        name, found, shown = parts
        if name not in _FIELDS:
            known = ", ".join(field.name for field in SPELLED)
            raise ValuesError(source, number, f"no field {name!r}; there are {known}")
        field = _FIELDS[name]
        before = seen.setdefault((field, folded(found)), shown)
        if before != shown:
            raise ValuesError(source, number, f"{found!r} is already shown as {before!r}")
        own.setdefault(field, {})[found] = shown
        origins[field, folded(found)] = (number, found)
    if circle := _circle(seen):
        number, found = max(origins[key] for key in circle)
        raise ValuesError(source, number, f"{found!r} is shown as itself in a circle")
    return own


def resolved(own: dict[str, str]) -> dict[str, str]:
    """Return what is shown in the end for each folded value that the user has put right."""
    direct = {folded(found): shown for found, shown in own.items()}
    ends: dict[str, str] = {}
    for value, shown in direct.items():
        last, passed = shown, [value]
        while (plain := folded(last)) in direct and direct[plain] != last:
            if plain in ends:
                last = ends[plain]
                break
            passed.append(plain)
            last = direct[plain]
        ends.update(dict.fromkeys(passed, last))
    return ends


def _circle(seen: Mapping[_Key, str]) -> set[_Key]:
    """Return values of which each is shown as the next and the last as the first, if any are."""
    ended: set[_Key] = set()
    for start in seen:
        passed: dict[_Key, int] = {}
        at = start
        while at in seen and at not in ended:
            if at in passed:
                return {key for key, place in passed.items() if place >= passed[at]}
            passed[at] = len(passed)
            following = (at[0], folded(seen[at]))
            if following == at:
                break
            at = following
        ended.update(passed)
    return set()
