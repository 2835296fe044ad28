"""The fields of the index, as Whoosh sees them.

    id                                  one word, unique
    text root                           forms and roots of title and body, with positions
    source place section author tag     words as written, with positions
    row date                            columns: archive row, seconds since 1970 UTC

The schema is never stored: whoever opens an index brings this one.
"""

from __future__ import annotations

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, TEXT, Schema

# Raise whenever fields or their meaning change: indexes of another version are rebuilt.
SCHEMA_VERSION = 1

NUMBER_COLUMNS = ("row", "date")


def build_schema() -> Schema:
    """Return the schema of every index.

    The words of queries are analyzed before they get here, so the fields only split
    at spaces.
    """
    schema = Schema(id=ID(unique=True))
    for name in ("text", "root", "source", "place", "section", "author", "tag"):
        schema.add(name, TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True))
    for name in NUMBER_COLUMNS:
        schema.add(name, COLUMN(NumericColumn("q")))
    return schema
