"""Keywords that a page prints below a story.

    Tag: banjir, rob          ->  banjir | rob
    Tags: #banjir #rob        ->  banjir | rob
    #banjir #rob              ->  banjir | rob

Only the last lines are looked at: further up, a line like these belongs to the story.
"""

from __future__ import annotations

import re

_MAX_LINES = 2
_MAX_CHARS = 300
_LABEL = re.compile(
    r"\s*(?:tags?|(?:tag|topik) terkait|kata kunci|keywords?)\s?:\s*", re.IGNORECASE
)
_HASHTAGS = re.compile(r"\s*(?:#\w{2,60}[\s,]{0,3}){1,30}")
_GAP = re.compile(r"[,;|]|\s(?=#)")
_SENTENCE_ENDS = (".", "!", "?")


def take_tags(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return ``lines`` without keywords at their end, and the keywords."""
    end = len(lines)
    found: list[str] = []
    for _ in range(_MAX_LINES):
        while end and (not lines[end - 1] or lines[end - 1].isspace()):
            end -= 1
        tags = _read(lines[end - 1]) if end > 1 else []
        if not tags:
            break
        found = tags + found
        end -= 1
    return (lines[:end], found) if found else (lines, [])


def _read(line: str) -> list[str]:
    is_none = len(line) > _MAX_CHARS or line.rstrip().endswith(_SENTENCE_ENDS)
    if is_none or not (":" in line or "#" in line):
        return []
    label = _LABEL.match(line)
    if not label and not _HASHTAGS.fullmatch(line):
        return []
    parts = _GAP.split(line[label.end() :] if label else line)
    return [tag for part in parts if (tag := part.strip(" \t\xa0#"))]
