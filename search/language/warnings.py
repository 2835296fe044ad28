"""What of a query was not honoured, as values: `web` words them for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WarningKind(StrEnum):
    """What was done instead of what was typed."""

    TOO_LONG = "too_long"  # only the first ``number`` characters are searched for
    TOO_MANY_WORDS = "too_many_words"  # only the first ``number`` words
    TOO_DEEP = "too_deep"  # brackets more than ``number`` deep are left out
    TOO_FAR = "too_far"  # words are near each other within ``number`` at most
    OPEN_BRACKET = "open_bracket"  # closed at the end
    STRAY_CLOSE = "stray_close"  # left out
    OPEN_QUOTE = "open_quote"  # closed at the end
    BAD_DATE = "bad_date"  # ``text`` is searched for as words
    SHORT_PREFIX = "short_prefix"  # a beginning of less than ``number`` letters is a word
    EMPTY = "empty"  # ``text`` has nothing to apply to and is left out
    UNKNOWN_FIELD = "unknown_field"  # ``text`` is left out; ``instead`` is the nearest, if any
    NO_DISTANCE = "no_distance"  # ``text`` is read as within ``number`` words
    NOT_NEAR = "not_near"  # what ``text`` joins cannot be near: all of it has to be there
    NO_SUCH_SIGN = "no_such_sign"  # signs in ``text`` mean nothing; its words are searched for
    NUMBER = "number"  # a minus before the number ``text`` excludes nothing
    PASSAGE = "passage"  # in a long text ``text``, quoted or with a minus, is its words
    GROUPED = "grouped"  # without brackets, what is joined by ATAU is read as ``text``


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """One part of a query that means something else than it looks like."""

    kind: WarningKind
    text: str = ""
    number: int = 0
    instead: str = ""
