"""What of a query was not honoured, as values: `web` words them for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WarningKind(StrEnum):
    """What was done instead of what was typed."""

    TOO_LONG = "too_long"  # only the first ``number`` characters are searched for
    TOO_MANY_WORDS = "too_many_words"  # only the first ``number`` words
    TOO_DEEP = "too_deep"  # brackets more than ``number`` deep are left out
    OPEN_BRACKET = "open_bracket"  # closed at the end
    STRAY_CLOSE = "stray_close"  # left out
    OPEN_QUOTE = "open_quote"  # closed at the end
    BAD_DATE = "bad_date"  # ``text`` is left out
    SHORT_PREFIX = "short_prefix"  # a beginning of less than ``number`` letters is a word


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """One part of a query that means something else than it looks like."""

    kind: WarningKind
    text: str = ""
    number: int = 0
