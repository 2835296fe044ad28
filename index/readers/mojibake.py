r"""UTF-8 that was taken for cp1252 once and stored so, as in many old databases.

    "â€œRobâ€\x9d"  ->  "“Rob”"        "CafÃ©"  ->  "Café"

A word behind such a mark is another word to a search. Only runs that are whole characters
of UTF-8 are put right; an ``Ã`` that is meant stays.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

# The bytes of UTF-8 by what cp1252 makes of them, or nothing at all where it has no letter.
_BYTES: Final = {
    (bytes([code]).decode("cp1252", "ignore") or chr(code)): code for code in range(0x80, 0x100)
}
# How nearly all such runs begin.
_BEGINNINGS: Final = ("\u00e2", "\u00c2", "\u00c3")


def _any_of(first: int, last: int) -> str:
    return "[" + "".join(re.escape(c) for c, code in _BYTES.items() if first <= code <= last) + "]"


@cache
def _run() -> re.Pattern[str]:
    # Milliseconds' work, which most files need not wait for.
    following = _any_of(0x80, 0xBF)
    return re.compile(
        rf"{_any_of(0xC2, 0xDF)}{following}"
        rf"|{_any_of(0xE2, 0xEF)}{following}{{2}}"
        rf"|{_any_of(0xF0, 0xF4)}{following}{{3}}"
    )


def repair(text: str) -> str:
    """Return ``text`` with what was decoded wrongly put right."""
    if text.isascii() or not any(map(text.__contains__, _BEGINNINGS)):
        return text
    return _run().sub(_decode, text)


def _decode(run: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[char] for char in run[0]).decode()
    except UnicodeDecodeError:
        return run[0]
