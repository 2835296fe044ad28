"""A facet is one line of `index.fields`, and its label ``filters.<name>`` in each language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.fields import FACETS
from web.texts.languages import LANGUAGES
from web.texts.locales import make_locale

if TYPE_CHECKING:
    from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]
NAMES = [facet.name for facet in FACETS]

# With one more line in the table, and its label.
ONE_MORE = """
from index import fields

fields.FACETS += (fields.WordField("tag", ("tag",), attribute="tags"),)

from web.api.openapi import openapi_document
from web.links import args_of, with_args
from web.pages.here import Here
from web.pages.refine import active_filters, without_filters
from web.params import SearchParams, read_params
from web.texts.locales import Locale, make_locale

query = b"tag=Alibaba&tag=G20&facets=tag,year"
params = read_params(SearchParams, query)
texts = make_locale("id").texts | {"filters.tag": "Tag"}
here = Here(params, "", 10)

assert params.chosen()["tag"] == ("Alibaba", "G20")
assert params.facets == ("tag", "year")
assert read_params(SearchParams, with_args("", args_of(params))[1:].encode()) == params
assert active_filters(here, Locale("id", texts))[0].label == "Tag: Alibaba"
assert without_filters(here) == "/search"
parameters = openapi_document("", "")["paths"]["/search"]["get"]["parameters"]
(tag,) = [parameter for parameter in parameters if parameter["name"] == "tag"]
assert tag["explode"]
(facets,) = [parameter for parameter in parameters if parameter["name"] == "facets"]
assert "tag" in facets["schema"]["items"]["enum"]
"""


def test_one_more_facet_needs_a_label_and_nothing_else() -> None:
    subprocess.run([sys.executable, "-c", ONE_MORE], cwd=ROOT, check=True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_facet_has_a_label(language: str, name: str) -> None:
    assert make_locale(language).say(f"filters.{name}")


# Who is named in these articles is nobody; see `tests/search/test_engine_contract.py`.
@pytest.mark.parametrize("name", [facet.name for facet in FACETS if not facet.is_read])
def test_every_facet_is_counted_and_filters(client: FlaskClient, name: str) -> None:
    counts = client.get(f"/api/v1/search?facets={name}").get_json()["facets"][name]

    best = counts[0]
    found = client.get("/api/v1/search", query_string={name: best["value"]}).get_json()
    assert found["total"] == best["count"]
    page = client.get("/search", query_string={name: best["value"]}).text
    assert f"{make_locale('id').say(f'filters.{name}')}: " in page
