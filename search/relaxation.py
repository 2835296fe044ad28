"""What to look for when no document holds every word."""

from __future__ import annotations

from search.query import And, Field, Or, Phrase, Prefix, Query, Term

_WORDS = (None, Field.TITLE, Field.BODY)


def relax(query: Query) -> Query | None:
    """Return ``query`` with any of its words instead of all of them.

    Dates, exclusions and words in other fields stay required. None when there are not
    two words to choose from.
    """
    if not isinstance(query, And):
        return None
    loose = tuple(clause for clause in query.clauses if _is_loose(clause))
    if len(loose) < 2:
        return None
    required = tuple(clause for clause in query.clauses if not _is_loose(clause))
    return And((Or(loose), *required)) if required else Or(loose)


def _is_loose(query: Query) -> bool:
    if isinstance(query, Or):
        return all(_is_loose(clause) for clause in query.clauses)
    return isinstance(query, (Term, Phrase, Prefix)) and query.field in _WORDS
