from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from search.results import Sort
from web.api.concordance import ConcordancePayload
from web.api.quotes import QuotesPayload
from web.api.shapes import ArticlePayload, RelatedListPayload, SearchPayload, SuggestPayload
from web.api.trends import TrendsPayload
from web.api.versions import VersionsPayload
from web.params import MAX_QUERIES, ConcordanceParams, HarvestParams, TrendParams
from web.problems import ProblemPayload

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/api/v1/search?q=harga+beras&facets=source,year&interval=month", SearchPayload),
        ("/api/v1/search?q=melatih&explain=true", SearchPayload),
        ("/api/v1/search?q=zzzz", SearchPayload),
        ("/api/v1/search?per_page=100", SearchPayload),
        ("/api/v1/articles/guru", ArticlePayload),
        ("/api/v1/articles/rumus", ArticlePayload),
        ("/api/v1/articles/guru/related", RelatedListPayload),
        ("/api/v1/articles/guru/versions", VersionsPayload),
        ("/api/v1/articles/beras-07/versions", VersionsPayload),
        ("/api/v1/suggest?q=ha", SuggestPayload),
        ("/api/v1/concordance?q=harga+beras&sort=left&words=root&near=naik", ConcordancePayload),
        ("/api/v1/concordance?q=gabah&page=9", ConcordancePayload),
        ("/api/v1/concordance", ConcordancePayload),
        ("/api/v1/concordance?window=0", ProblemPayload),
        ("/api/v1/quotes?q=beras&by=sri", QuotesPayload),
        ("/api/v1/quotes", QuotesPayload),
        ("/api/v1/quotes?sort=newest", ProblemPayload),
        ("/api/v1/search?q=beras&interval=month&timeline=share", SearchPayload),
        ("/api/v1/trends?q=beras&q=guru", TrendsPayload),
        ("/api/v1/trends?date_from=2017-01-01&date_to=2018-12-31&interval=day", TrendsPayload),
        ("/api/v1/trends", TrendsPayload),
        ("/api/v1/trends?sort=newest", ProblemPayload),
        ("/api/v1/search?page=0", ProblemPayload),
        ("/api/v1/nothing", ProblemPayload),
    ],
)
def test_answers_have_the_published_shape(client: FlaskClient, path: str, shape: Any) -> None:
    body = client.get(path).data

    adapter = TypeAdapter(shape)
    value = adapter.validate_json(body, strict=True)
    assert adapter.dump_python(value).keys() <= adapter.json_schema()["properties"].keys()


@pytest.mark.parametrize(
    ("path", "model", "orders"),
    [
        ("/search", HarvestParams, [*Sort]),
        ("/concordance", ConcordanceParams, ["newest", "oldest", "left", "right", "keyword"]),
    ],
)
def test_every_parameter_is_described(
    client: FlaskClient, path: str, model: Any, orders: list[str]
) -> None:
    document = client.get("/api/v1/openapi.json").get_json()

    parameters = {p["name"]: p for p in document["paths"][path]["get"]["parameters"]}
    assert document["openapi"].startswith("3.1")
    assert parameters.keys() == model.model_fields.keys()
    assert parameters["per_page"]["schema"]["maximum"] == 100
    assert parameters["sort"]["schema"]["enum"] == orders
    assert parameters["source"]["explode"] is True
    assert path != "/search" or parameters["facets"]["explode"] is False
    assert all(parameter["description"] for parameter in parameters.values())


def test_every_parameter_of_trends_is_described(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()

    parameters = {p["name"]: p for p in document["paths"]["/trends"]["get"]["parameters"]}
    assert parameters.keys() == TrendParams.model_fields.keys()
    assert parameters["q"]["explode"] is True
    assert parameters["q"]["schema"]["maxItems"] == MAX_QUERIES
    assert all(parameter["description"] for parameter in parameters.values())


def test_every_reference_leads_somewhere(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()

    names = {reference.removeprefix("#/components/schemas/") for reference in references(document)}
    assert names <= document["components"]["schemas"].keys()
    assert {"SearchPayload", "ProblemPayload"} <= names


def test_the_paths_described_are_those_served(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()

    server = document["servers"][0]["url"]
    for path in document["paths"]:
        assert client.get(server + path.replace("{id}", "guru")).status_code == 200
