"""Laying out one article for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.results import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.archive import RelatedArticle


def marked_paragraphs(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Return the fragments of a body by paragraph; a match may run across two."""
    paragraphs: list[list[Fragment]] = [[]]
    for fragment in fragments:
        first, *others = fragment.text.split("\n")
        paragraphs[-1].append(Fragment(first, fragment.is_match))
        paragraphs += ([Fragment(line, fragment.is_match)] for line in others)
    return [
        paragraph
        for paragraph in paragraphs
        if any(not fragment.text.isspace() and fragment.text for fragment in paragraph)
    ]


def linked(
    related: Iterable[RelatedArticle],
) -> tuple[list[RelatedArticle], list[RelatedArticle]]:
    """Return the articles linked to, and those that link here."""
    both = list(related)
    return (
        [other for other in both if other.direction == "out"],
        [other for other in both if other.direction == "in"],
    )
