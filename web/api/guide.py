"""The JSON API for people: a page made from the declarations that check and describe it.

    openapi_document(...)  ->  Operation("search", "/search", Parameter("q", ...), ..., Example)

Whatever OpenAPI says of an address is shown, in the language of the page where `web.texts` has
the sentence (below ``endpoint.about``) and in English where it has not. The examples ask for what
this archive holds.
"""

from __future__ import annotations

import shlex
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Blueprint, Response, render_template, request

from search.language.parser import parse
from search.query import EVERYTHING
from search.results import PageRequest, Sort
from web.api.openapi import openapi_document
from web.api.outline import outline
from web.api.shapes import API
from web.links import article_path, with_args
from web.params import REPEATABLE
from web.responses import html_response, tagged
from web.site import home, site
from web.texts.locales import make_locale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from search.searcher import Searcher
    from web.texts.locales import Locale

guide = Blueprint("api_guide", __name__)

# The sentences that OpenAPI has in English, by key.
_SENTENCES = "endpoint.about"
_FACET = "endpoint.facet"

# What of each page of an answer the examples print, where there are several pages.
_SHOWN = {
    "search": ('article in found["results"]', 'article["published"], article["title"]'),
    "quotes": (
        'article in found["results"]',
        'article["title"], [(one["speaker"], one["text"]) for one in article["quotes"]]',
    ),
    "concordance": ('line in found["lines"]', 'line["left"], line["keyword"], line["right"]'),
}

# What is asked for all there is: the words of an article may not be quoted anywhere.
_UNASKED = frozenset({"quotes"})

# Asked for in the examples, if the archive has it; else a word of its newest title.
FIRST_QUERY = "harga beras"
_MIN_LETTERS = 4


class Parameter(NamedTuple):
    """One parameter; ``facts`` are its kind, bounds and default in words."""

    name: str
    facts: str
    about: str


class Example(NamedTuple):
    """One request, for a terminal and in Python."""

    curl: str
    python: str


class Operation(NamedTuple):
    """One address of the API; ``answer`` is one that this archive answers."""

    id: str
    path: str
    about: str
    parameters: list[Parameter]
    answer: str
    example: Example
    shape: str


class Failure(NamedTuple):
    """A status other than success, and what it means."""

    status: str
    about: str


@guide.get("/api")
def explain() -> Response:
    """Explain every address of the API, with examples that run."""
    locale, settings = site().locale, site().settings
    base = home() + API
    document = openapi_document(settings.title, API)
    key = "KEY" if settings.is_private else ""
    operations = list(_operations(document, base, key, locale))
    body = render_template(
        "api.html",
        base=base,
        operations=operations,
        failures=_failures(document, locale),
        problem=outline(document["components"]["schemas"], "ProblemPayload"),
        is_private=settings.is_private,
    )
    return tagged(html_response(body))


def _operations(
    document: Mapping[str, Any], base: str, key: str, locale: Locale
) -> Iterator[Operation]:
    query, article = _asked_for(site().searcher)
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        told = methods["get"]
        wanted = {parameter["name"] for parameter in told["parameters"]}
        if told["operationId"] in _UNASKED:
            wanted.remove("q")
        args = {"q": query, "facets": "source,year", "per_page": "2"}
        address = with_args(
            path.replace("{id}", article_path(article)),
            {name: args[name] for name in args if name in wanted},
        )
        shape = told["responses"]["200"]["content"]["application/json"]["schema"]
        yield Operation(
            told["operationId"],
            API + path,
            _translated(told["summary"], locale),
            [_parameter(parameter, locale) for parameter in told["parameters"]],
            request.script_root + API + address,
            _example(base + address, key, _SHOWN.get(told["operationId"])),
            outline(schemas, shape["$ref"].rsplit("/", 1)[1]),
        )


def _asked_for(searcher: Searcher) -> tuple[str, str]:
    """Return a query and an article's id that this archive answers, if it holds any article."""
    page = searcher.search(EVERYTHING, PageRequest(size=1, sort=Sort.NEWEST))
    if not page.hits:
        return FIRST_QUERY, "id"
    newest = page.hits[0].article
    words = [word for word in newest.title.split() if len(word) >= _MIN_LETTERS and word.isalpha()]
    texts = [FIRST_QUERY, *words[:1]]
    counts = searcher.counts([(parse(text).query, PageRequest()) for text in texts])
    found = (text for text, count in zip(texts, counts, strict=True) if count)
    return next(found, ""), newest.id


def _example(address: str, key: str, shown: tuple[str, str] | None) -> Example:
    header = f" -H 'Authorization: Bearer {key}'" if key else ""
    opened = f'Request(url, headers={{"Authorization": "Bearer {key}"}})' if key else "url"
    lines = ["import json", f"from urllib.request import {'Request, ' if key else ''}urlopen"]
    if shown is not None:
        one, what = shown
        lines[1:1] = ["from urllib.parse import urljoin"]
        lines += [
            "",
            f"url = {address!r}",
            "for _ in range(3):  # pages",
            f"    with urlopen({opened}) as answer:",
            "        found = json.load(answer)",
            f"    for {one}:",
            f"        print({what})",
            '    if found["links"]["next"] is None:',
            "        break",
            '    url = urljoin(url, found["links"]["next"])',
        ]
    else:
        lines += [
            "",
            f"url = {address!r}",
            f"with urlopen({opened}) as answer:",
            "    print(json.load(answer))",
        ]
    return Example(f"curl{header} {shlex.quote(address)}", "\n".join(lines))


def _parameter(parameter: Mapping[str, Any], locale: Locale) -> Parameter:
    name, schema = parameter["name"], parameter["schema"]
    facts = [_kind(schema, locale)]
    if parameter.get("required"):
        facts.append(locale.say("endpoint.required"))
    default = schema.get("default")
    if default not in (None, "", [], ()):
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        facts.append(locale.say("endpoint.default", value=shown))
    if name in REPEATABLE and schema.get("type") == "array":
        about = locale.say(_FACET, name=name)
        if parameter["description"] != make_locale("en").say(_FACET, name=name):
            about = parameter["description"]
    else:
        about = _translated(parameter["description"], locale)
    return Parameter(name, "; ".join(facts), about)


def _kind(schema: Mapping[str, Any], locale: Locale) -> str:
    """Return what a value may be, in words."""
    choices = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    one = choices[0] if choices else schema
    if "const" in one:
        return str(one["const"])
    if "enum" in one:
        return ", ".join(one["enum"])
    match one.get("type"), one.get("format"):
        case "array", _:
            items = _kind(one["items"], locale)
            return locale.say("endpoint.list", items=items) if "enum" in one["items"] else items
        case "integer", _ if "maximum" in one:
            low, high = locale.number(one.get("minimum", 0)), locale.number(one["maximum"])
            return locale.say("endpoint.between", low=low, high=high)
        case "integer" | "number", _:
            return locale.say("endpoint.number")
        case "boolean", _:
            return "true, false"
        case _, "date":
            return locale.say("endpoint.day")
        case _:
            return locale.say("endpoint.text")


def _failures(document: Mapping[str, Any], locale: Locale) -> list[Failure]:
    """Return every status that some address may answer with, but for success."""
    told = {
        status: response["description"]
        for methods in document["paths"].values()
        for status, response in methods["get"]["responses"].items()
        if status != "200"
    }
    return [Failure(status, _translated(told[status], locale)) for status in sorted(told)]


def _translated(sentence: str, locale: Locale) -> str:
    """Return what OpenAPI says in English in the language of the page, if it has that."""
    key = _keys().get(sentence)
    return sentence if key is None else locale.texts[key]


@lru_cache
def _keys() -> dict[str, str]:
    """Return the key of each sentence that OpenAPI has."""
    texts = make_locale("en").texts
    return {texts[key]: key for key in reversed(list(texts)) if key.startswith(_SENTENCES)}
