"""Records as systems hand them out to records as `index.readers.records` knows them.

    {"_id": "a1", "_source": {"judul": ...}}               a search engine's documents
    {"title": {"rendered": ...}, "categories": [3],        WordPress, where the names behind
     "_embedded": {"wp:term": [[{"name": "Daerah"}]]}}     the numbers come along

Anything else is handed back as it is.
"""

from __future__ import annotations

from typing import Any

# What WordPress calls its terms, and the field each kind is.
_TERMS = {"category": "categories", "post_tag": "tags"}


def unwrap(record: dict[str, Any]) -> dict[str, Any]:
    """Return the article's own fields of ``record``."""
    inner = record.get("_source")
    if isinstance(inner, dict):
        return {"id": record.get("_id"), **inner}
    embedded = record.get("_embedded")
    return {**record, **_named(embedded)} if isinstance(embedded, dict) else record


def _named(embedded: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for person in _objects(embedded.get("author")):
        found.setdefault("author", []).append(str(person.get("name") or ""))
    terms = embedded.get("wp:term")
    for group in terms if isinstance(terms, list) else ():
        for term in _objects(group):
            if (field := _TERMS.get(str(term.get("taxonomy")))) and term.get("name"):
                found.setdefault(field, []).append(str(term["name"]))
    return found


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
