"""How much one answer may cost, counted and never timed: the same on every machine.

    an entry of a list, walked through      WALK        1
    the same, read from the index           READ        3, twice that for one field of the text
    a document, whose date is looked at     DATE        2
    a document, scored for one word         SCORE       8
    a position of a word in a document      POSITION   16, when words are near each other 32
    a pair of words of two texts, compared  PAIR       40
    the words with some beginning           EXPAND     200,000
    each of them, after documents left      COUNT    4,000
    a hit shown, for each part of a query   SHOW       4,000
    a text looked through for lines         TEXT       10,000, and GLANCE 4 a character
    a character of it that is near a match  CHAR       64
    a word of a query met there             SPOT       64, a line made of it LINE 2,000
    a character that is read for quotations SPEECH    100
    how often a word is in the archive      LOOK_UP    4,000
    a request to a cluster                  REQUEST   60,000

A step takes 2 to 8 ns on one core of 2024, so `ANSWER_STEPS` are 0.1 to 0.2 s. Who is about
to do something asks first whether there is room for it; what there is no room for is left
out, and the answer says that it was cut short. One word, phrase or beginning never takes
more than half of what is left, so that the next one finds some.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WALK = 1
READ = 3
DATE = 2
SCORE = 8
POSITION = 16
PAIR = 40
EXPAND = 200_000
COUNT = 4_000
SPOT = 64
SHOW = 4_000
TEXT = 10_000
GLANCE = 4
CHAR = 64
LINE = 2_000
SPEECH = 100
LOOK_UP = 4_000
REQUEST = 60_000

# For finding, counting and ordering one page of results.
ANSWER_STEPS = 24_000_000
# For the lines of a concordance, three and a half answers' worth, and for their collocates.
CONTEXT_STEPS = 84_000_000
COMPANY_STEPS = 12_000_000
# For the other queries offered beside it, and for completions of what is being typed.
EXTRA_STEPS = 4_000_000
# For the words that have to stand together, wherever one text is marked.
MARKING_STEPS = 20_000_000
# An answer that takes more is heavy: whoever runs it may want to know.
LIGHT_STEPS = 8_000_000


class Work:
    """What one answer has cost so far, and what it may cost. Not shared between threads.

    Attributes:
        limit: Steps at most.
        spent: Steps so far.
        is_cut: Whether anything was left out.
    """

    __slots__ = ("_threshold", "_when_heavy", "is_cut", "limit", "spent")

    def __init__(
        self, limit: int = ANSWER_STEPS, when_heavy: Callable[[], None] | None = None
    ) -> None:
        """Start at nothing; ``when_heavy`` is called before each step beyond `LIGHT_STEPS`."""
        self.limit = limit
        self.spent = 0
        self.is_cut = False
        self._when_heavy = when_heavy
        self._threshold = LIGHT_STEPS if when_heavy else limit

    @property
    def left(self) -> int:
        """Steps there is room for."""
        return self.limit - self.spent

    def afford(self, steps: int) -> bool:
        """Spend ``steps`` if there is room for them; else note that something is left out."""
        spent = self.spent + steps
        if spent > self._threshold:
            if spent > self.limit:
                self.is_cut = True
                return False
            if self._when_heavy is not None:
                self._when_heavy()
        self.spent = spent
        return True

    @contextmanager
    def part(self, parts: int) -> Iterator[Work]:
        """Yield one of ``parts`` equal parts of what is left; what it spends is spent here.

        It is cut by itself, whatever the others do.
        """
        part = Work(self.left // parts, self._when_heavy)
        part._threshold = min(part.limit, self._threshold - self.spent)
        yield part
        self.spent += part.spent
        self.is_cut |= part.is_cut

    def pause(self) -> None:
        """Let whoever runs heavy work hold it up, between one hit and the next."""
        self.afford(0)

    def room(self, count: int, steps: int) -> int:
        """Return how many of ``count`` things, at ``steps`` each, have room in half of the rest.

        Nothing is spent yet.
        """
        room = min(count, max(self.left // 2 // steps, 0)) if steps else count
        self.is_cut |= room < count
        return room


def unbounded() -> Work:
    """Return work without a limit, for what nobody waits for."""
    return Work(1 << 62)
