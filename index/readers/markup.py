r"""HTML to plain text, without a parser, in one pass.

    "<p>Harga <b>beras</b> naik.</p><p>Stok aman.</p>"   ->  "Harga beras naik.\nStok aman."

For articles whose body is HTML inside another format: feeds, JSON, database dumps. Whole
pages, with their menus and advertisements, go to `index.readers.html` instead. A blank line
ends a paragraph, and any line does where no tag does: WordPress keeps texts that way, with
codes like ``[gallery ids="1,2"]`` in brackets, which go away.
"""

from __future__ import annotations

import html
import re

# Each tag is found once from where it opens, so unclosed ones cannot make this slow.
_TAG = re.compile(r"(<(?:/?[a-zA-Z!?][^<>]*)>)")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_IS_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|img|figure|table|blockquote|script)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table td th tr ul".split()
)
_SILENT = frozenset(("script", "style", "noscript", "iframe", "template", "svg"))
# What ends paragraphs; without any of them lines do.
_ENDS_PARAGRAPHS = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_LINE_END = re.compile(r"\n")
_BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n")
_CODE = re.compile(
    r"\[embed\b[^][<>]{0,500}\][^][<>]{0,500}\[/embed\]"
    r"|\[/?(?:caption|gallery|embed|video|audio|playlist|youtube|vc_[a-z_]{1,40}"
    r"|et_pb_[a-z_]{1,40})(?:\s[^][]{0,1000})?\]"
)
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")


def is_markup(text: str) -> bool:
    """Tell HTML from text that merely holds a ``<``."""
    return "<" in text and bool(_IS_MARKUP.search(text))


def to_text(markup: str) -> str:
    """Return the text of ``markup``, a line for each block, entities resolved."""
    markup = _without_comments(markup.replace("\r\n", "\n"))
    if "[" in markup:
        markup = _CODE.sub("\n\n", markup)
    line_end = _BLANK_LINE if _ENDS_PARAGRAPHS.search(markup) else _LINE_END
    pieces: list[str] = []
    silent = ""
    for number, piece in enumerate(_TAG.split(markup)):
        if number % 2 == 0:
            if not silent:
                pieces.append("\n".join(_BLANKS.sub(" ", p) for p in line_end.split(piece)))
            continue
        found = _NAME.match(piece)
        name = found[1].lower() if found else ""
        if silent:
            silent = "" if piece.startswith("</") and name == silent else silent
        elif name in _SILENT and not piece.startswith("</") and not piece.endswith("/>"):
            silent = name
        elif name in _BLOCKS:
            pieces.append("\n")
    text = html.unescape("".join(pieces))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_comments(markup: str) -> str:
    first, *others = markup.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)
