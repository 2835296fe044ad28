"""Requests made from the published description: whatever it allows is answered as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from web.api.openapi import openapi_document

if TYPE_CHECKING:
    from flask import Flask

EXAMPLES = 60  # of each operation, and of each way to ask

PATHS = openapi_document("Arsip", "/api/v1")["paths"]

load_all_checks()

# What depends on two parameters cannot be described: a page out of reach, days in no order; nor
# can what only an answer before holds.
TOGETHER = {"page", "date_to", "cursor"}
ACCEPTED, REFUSED = CHECKS.get_by_names(["positive_data_acceptance", "negative_data_rejection"])

# This client says that it takes gzip, and does not.
PLAIN = {"Accept-Encoding": "identity"}

patiently = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def described(app: Flask) -> Any:
    """The description, as a program that knows nothing else would read it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_described_is_answered_as_described(described: Any, path: str) -> None:
    @patiently
    @given(described[path]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case: Any) -> None:
        response = case.call(headers=PLAIN)
        names = {bad["name"] for bad in response.json().get("invalid_params", [])}
        case.validate_response(response, excluded_checks=[ACCEPTED] if names & TOGETHER else [])
        assert names <= TOGETHER

    ask()


@pytest.mark.parametrize("path", [path for path in PATHS if "{" not in path])
def test_whatever_is_asked_is_answered_as_described(described: Any, path: str) -> None:
    @patiently
    @given(described[path]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: Any) -> None:
        # A place called "null" is a place: what no description allows may still be understood.
        case.call_and_validate(headers=PLAIN, excluded_checks=[REFUSED])

    ask()
