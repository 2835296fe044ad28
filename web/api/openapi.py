"""The description of the JSON API (OpenAPI 3.1), made from what checks and types it.

Parameters come from the pydantic models, answers from the wire shapes, so the
description cannot say anything else than the code does.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter

from web.api.concordance import ConcordancePayload
from web.api.quotes import QuotesPayload
from web.api.shapes import ArticlePayload, RelatedListPayload, SearchPayload, SuggestPayload
from web.api.trends import TrendsPayload
from web.api.versions import VersionsPayload
from web.params import (
    ConcordanceParams,
    HarvestParams,
    QuotesParams,
    SuggestParams,
    TrendParams,
    VersionsParams,
)
from web.problems import ProblemPayload
from web.settings import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

_REF = "#/components/schemas/{model}"

_SHAPES = (
    ArticlePayload,
    ConcordancePayload,
    ProblemPayload,
    QuotesPayload,
    RelatedListPayload,
    SearchPayload,
    SuggestPayload,
    TrendsPayload,
    VersionsPayload,
)

_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The article's id, percent-encoded.",
    "schema": {"type": "string"},
}

_ERRORS = {
    "400": "A parameter was not understood; invalid_params names it.",
    "401": "The archive is private, and no key was sent or none that is known.",
    "404": "There is no such article.",
    "410": "The index that the cursor belongs to is no more; begin again.",
    "414": "The address is longer than this site reads.",
    "429": "Too much was asked; Retry-After says when to ask again.",
    "503": "There is no usable index or archive; detail names the command to run, if any helps.",
}


@lru_cache(maxsize=4)
def openapi_document(title: str, server: str) -> Mapping[str, Any]:
    """Return the description; ``server`` is the path the API is mounted at."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": VERSION,
            "description": "Full-text search over an archive of Indonesian news.",
        },
        "servers": [{"url": server}],
        "paths": {
            "/search": _get(
                "search", "Search the archive", SearchPayload, _query_parameters(HarvestParams)
            ),
            "/concordance": _get(
                "concordance",
                "List matches in their context, with collocates",
                ConcordancePayload,
                _query_parameters(ConcordanceParams),
            ),
            "/quotes": _get(
                "quotes",
                "List quotations, with who says them",
                QuotesPayload,
                _query_parameters(QuotesParams),
            ),
            "/articles/{id}": _get("article", "Read an article", ArticlePayload, [_ID]),
            "/articles/{id}/related": _get(
                "related",
                "List articles linked with one, or like it",
                RelatedListPayload,
                [_ID],
            ),
            "/articles/{id}/versions": _get(
                "versions",
                "List what an article was before it was corrected",
                VersionsPayload,
                [_ID, *_query_parameters(VersionsParams)],
            ),
            "/suggest": _get(
                "suggest", "Complete a query", SuggestPayload, _query_parameters(SuggestParams)
            ),
            "/trends": _get(
                "trends", "Count articles over time", TrendsPayload, _query_parameters(TrendParams)
            ),
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"key": []}],  # only a private archive asks for one
    }


def _schemas() -> dict[str, Any]:
    wanted = [(shape, "serialization", TypeAdapter(shape)) for shape in _SHAPES]
    _, document = TypeAdapter.json_schemas(wanted, ref_template=_REF)  # type: ignore[arg-type]
    schemas: dict[str, Any] = document["$defs"]
    return schemas


def _query_parameters(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema(ref_template=_REF)
    local = schema.get("$defs", {})
    return [
        _query_parameter(name, _inline(about, local))
        for name, about in schema["properties"].items()
    ]


def _query_parameter(name: str, about: dict[str, Any]) -> dict[str, Any]:
    description = about.pop("description", "")
    about.pop("title", None)
    parameter = {
        "name": name,
        "in": "query",
        "description": description,
        "allowEmptyValue": True,  # is as good as not given
        "schema": about,
    }
    if about.get("type") == "array":
        # source=A&source=B, but facets=source,year
        parameter |= {"style": "form", "explode": name != "facets"}
    return parameter


def _inline(value: Any, local: dict[str, Any]) -> Any:
    """Return ``value`` with references into ``local`` replaced by what they name."""
    if isinstance(value, list):
        return [_inline(item, local) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        named = _inline(local[value["$ref"].rsplit("/", 1)[1]], local)
        kept = {key: item for key, item in named.items() if key not in {"title", "description"}}
        return kept | {key: item for key, item in value.items() if key != "$ref"}
    return {key: _inline(item, local) for key, item in value.items()}


def _get(
    operation: str, summary: str, shape: Any, parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    impossible = {"400"} if parameters == [_ID] else {"404"} if _ID not in parameters else set()
    errors = {
        status: {
            "description": about,
            "content": {"application/problem+json": {"schema": _ref(ProblemPayload)}},
        }
        for status, about in _ERRORS.items()
        if status not in impossible and (status != "410" or operation == "search")
    }
    found = {"description": "Found.", "content": {"application/json": {"schema": _ref(shape)}}}
    same = {"description": "Not changed since the ETag in If-None-Match."}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": parameters,
            "responses": {"200": found, "304": same} | errors,
        }
    }


def _ref(shape: Any) -> dict[str, str]:
    return {"$ref": _REF.format(model=shape.__name__)}
