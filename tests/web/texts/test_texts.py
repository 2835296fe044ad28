"""Every language says everything, and nothing is said that no page asks for."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import babel
import pytest

import web.app
from search.concordance import Order
from search.contexts import Counted
from search.language.warnings import WarningKind
from search.query import Forms
from search.results import COUNTABLE, Interval, Sort
from search.suggesting.widening import Way
from search.trends import PeriodName
from web.metrics import KINDS
from web.pages.named import SUBJECTS
from web.pages.versions import FIELDS
from web.texts.languages import LANGUAGES
from web.texts.locales import make_locale

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = {language: make_locale(language).texts for language in LANGUAGES}
FIRST = TEXTS[LANGUAGES[0]]
SECTIONS = {key.split(".")[0] for key in FIRST}

ERRORS = "400 403 404 405 413 414 429 500 503 cluster no_index busy other".split()

OF_NAMED = (
    "title heading lead name all see none of said with all_articles unknown unknown_text similar"
).split()

# What stands for a part of a key in the code.
PARTS: dict[str, Iterable[str]] = {
    "copies.{self.what}": ("first", "copy", "update"),
    "konteks.sort_{order}": Order,
    "konteks.words_{unit}": Counted,
    "sort.{sort}": Sort,
    "nothing.{other.reason}": Way,
    "filters.forms_{forms}": Forms,
    "filters.{name}": COUNTABLE,
    "values.{order}": ("count", "name"),
    "forms.{kind}": [*Forms, "typed"],
    "explain.{note}": ("any", "exact", "none", "prefix"),
    "trends.per_{found.trends.periods.name}": get_args(PeriodName),
    "trends.per_{got}": get_args(PeriodName),
    "trends.per_{wanted}": Interval,
    "trends.per_{one}": Interval,
    "warning.{kind}": [*WarningKind, f"{WarningKind.UNKNOWN_FIELD}_near"],
    "syntax.{}": (
        "words phrase any_phrase open_phrase near before exact without or prefix field quoted"
        " said_by date day"
    ).split(),
    "named.{key}": [f"{one.name}.{what}" for one in SUBJECTS for what in OF_NAMED],
    "changes.{name}": FIELDS,
    "error.{}.title": ERRORS,
    "error.{kind}.title": ERRORS,
    "error.{}.text": ERRORS,
}


def without_forms(keys: Iterable[str]) -> set[str]:
    return {re.sub(r"\.(zero|one|two|few|many|other)$", ".*", key) for key in keys}


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_names(language: str) -> None:
    texts = TEXTS[language]

    assert without_forms(texts) == without_forms(FIRST)
    for key in texts.keys() & FIRST.keys():
        assert names(texts[key]) == names(FIRST[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_noun_has_the_forms_that_its_language_tells_apart(language: str) -> None:
    forms = {babel.Locale(language).plural_form(number) for number in range(200)}
    texts = TEXTS[language]

    nouns = {key.removesuffix(".*") for key in without_forms(texts) if key.endswith(".*")}
    for noun in nouns:
        assert {key for key in texts if key.startswith(f"{noun}.")} == {
            f"{noun}.{form}" for form in forms
        }
        assert all(names(texts[f"{noun}.{form}"]) == {"n"} for form in forms)


def keys_meant(text: str) -> set[str]:
    """Return the keys that a text in the code stands for."""
    if "{" in text:
        return {re.sub(r"\{.*?\}", str(part), text) for part in PARTS[text]}
    return {key for key in FIRST if key.startswith(f"{text}.")} or {text}


def test_every_text_is_used_and_every_text_used_exists() -> None:
    files = list(Path(web.app.__file__).parent.rglob("*.*"))
    sources = "\n".join(path.read_text() for path in files if path.suffix in {".py", ".html"})

    found = set(re.findall(r"""["']([a-z]+(?:\.[\w.{}]+)+)["']""", sources))
    found = {text for text in found if text.split(".")[0] in SECTIONS}
    found -= {path.name for path in files} | KINDS.keys()  # names of files and of routes

    assert set().union(*map(keys_meant, found)) == FIRST.keys()
