"""The shape of an answer as a person reads it, from its JSON Schema.

    {
      "id": string,
      "published": string or null,
      "facets": {...: [
        {
          "value": string,
          "count": integer
        }
      ]}
    }

A key that may be missing ends in a question mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_INDENT = "  "
# No shape of ours holds itself; one that did would be cut here.
_MAX_DEPTH = 12


def outline(schemas: Mapping[str, Any], name: str) -> str:
    """Return the outline of the shape called ``name``."""
    return _outline(schemas, schemas[name], "", 0)


def _outline(schemas: Mapping[str, Any], shape: Mapping[str, Any], indent: str, depth: int) -> str:
    if depth > _MAX_DEPTH:
        return "..."
    inner = indent + _INDENT

    def below(part: Mapping[str, Any], at: str = inner) -> str:
        return _outline(schemas, part, at, depth + 1)

    if "$ref" in shape:
        return below(schemas[shape["$ref"].rsplit("/", 1)[1]], indent)
    if "anyOf" in shape:
        return " or ".join(below(part, indent) for part in shape["anyOf"])
    if "const" in shape or "enum" in shape:
        return " or ".join(_literal(value) for value in shape.get("enum", [shape.get("const")]))
    if "prefixItems" in shape:
        return f"[{', '.join(below(part) for part in shape['prefixItems'])}]"
    if shape.get("type") == "array":
        items = below(shape["items"])
        return f"[\n{inner}{items}\n{indent}]" if "\n" in items else f"[{items}]"
    if "properties" in shape:
        required = set(shape.get("required", ()))
        lines = [
            f'{inner}"{key}"{"" if key in required else "?"}: {below(part)}'
            for key, part in shape["properties"].items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(shape.get("additionalProperties"), dict):
        return f"{{...: {below(shape['additionalProperties'], indent)}}}"
    return str(shape.get("type", "any"))


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"'
