"""The format of a stream without a name, told from how it begins.

{"title": ...} on one line   jsonl          <?xml, <rss, <feed   feed
{ or [ otherwise             json           <                    html
anything else                txt
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.readers.encoding import MAX_RECORD_BYTES, prepend
from index.readers.jsonl import JSONError, parse_json

if TYPE_CHECKING:
    import io


def sniff(stream: io.BufferedReader) -> tuple[str, io.BufferedReader]:
    """Return the format of ``stream``, and a stream that still holds all of it."""
    head = b""
    while not (line := head.lstrip()) and (more := stream.readline(MAX_RECORD_BYTES)):
        head = more
    return _name_of(line), prepend(head, iter(lambda: stream.read(65_536), b""))


def _name_of(line: bytes) -> str:
    start = line[:5].lower()
    if start.startswith(b"["):
        return "json"
    if start.startswith(b"{"):
        try:
            parse_json(line)
        except JSONError:
            return "json"
        return "jsonl"
    if start.startswith((b"<?xml", b"<rss", b"<feed")):
        return "feed"
    return "html" if start.startswith(b"<") else "txt"
