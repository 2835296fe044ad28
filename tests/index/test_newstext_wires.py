"""Quotations in whole stories, written as news agencies, papers and sites write them.

``wires.txt`` has the stories, parted by ``---``; behind each quotation stands its speaker in
braces, nothing in them where the story names nobody.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.newstext.quotes import find_quotes

STORIES = Path(__file__).with_name("wires.txt").read_text("utf-8").split("---\n")
SPEAKER = re.compile(r"\{([^}]*)\}")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story[:30])
def test_quotations_have_their_speakers(story: str) -> None:
    text = SPEAKER.sub("", story)
    annotated = SPEAKER.split(story)
    ends = [len("".join(annotated[: at + 1 : 2])) for at in range(0, len(annotated) - 1, 2)]

    found = [(quote.end, quote.speaker or "") for quote in find_quotes(text)]

    assert found == list(zip(ends, annotated[1::2], strict=True))
