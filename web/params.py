"""The parameters of a search, declared once: checked here, described in OpenAPI.

    b"q=beras&page=2&source=ANTARA"  ->  SearchParams(q="beras", page=2, source=("ANTARA",))

Programs get every fault named (`read_params`); people get a page all the same, with a
note for each value that was left out (`read_params_kindly`). A parameter without a value
counts as not given, since that is what an empty form field sends.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Self, TypeAlias, TypeVar
from urllib.parse import parse_qsl

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    create_model,
    field_validator,
)

from index.article import clean
from search.concordance import Order
from search.contexts import MAX_WINDOW, Counted
from search.query import Forms
from search.results import COUNTABLE, MAX_PAGE_SIZE, YEAR, Interval, Sort
from web.texts.locales import LANGUAGES

# Deeper pages cost more than they are worth; filters and dates lead further.
MAX_OFFSET = 100_000

MAX_VALUES = 50

# Of a version of an article; more corrections have no article.
MAX_NUMBER = 1_000_000_000

# All that a table of collocates may have.
MAX_COLLOCATES = 1_000

REPEATABLE = COUNTABLE

# What hits can be counted by: besides values, the time.
_FacetName: TypeAlias = Literal[COUNTABLE]  # type: ignore[valid-type]

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_EXAMPLE = "2018-10-13"


class BadParam(NamedTuple):
    """A parameter that was not understood, and why."""

    name: str
    value: str
    reason: str


class InvalidParamsError(Exception):
    """At least one parameter of the request was not understood."""

    def __init__(self, bad: tuple[BadParam, ...]) -> None:
        super().__init__("; ".join(f"{param.name}: {param.reason}" for param in bad))
        self.bad = bad


def _iso_date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if _ISO_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError(f"must be a day of the calendar, such as {_DATE_EXAMPLE}")


def _split_commas(value: object) -> object:
    return tuple(dict.fromkeys(value.split(","))) if isinstance(value, str) else value


Params = TypeVar("Params", bound=BaseModel)

Day = Annotated[date | None, BeforeValidator(_iso_date)]
Values = Annotated[tuple[str, ...], Field(max_length=MAX_VALUES)]
Year = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Years = Annotated[tuple[Year, ...], Field(max_length=MAX_VALUES)]
Language: TypeAlias = Literal[LANGUAGES]  # type: ignore[valid-type]
Facets = Annotated[tuple[_FacetName, ...], BeforeValidator(_split_commas)]


# What ``/search``, its exports and ``/api/v1/search`` understand, in the order of an address:
# `_Query`, one field for each facet, `_Narrowed`, `_Search`.


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[str, Field(description="The query text; empty lists everything.")] = ""
    per_page: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE, description="Results a page.")] = 10
    page: Annotated[
        int,
        Field(ge=1, le=MAX_OFFSET, description=f"page * per_page is at most {MAX_OFFSET}."),
    ] = 1
    sort: Annotated[Sort, Field(description="Ties go to the newest.")] = Sort.RELEVANCE
    date_from: Annotated[Day, Field(description="First day (WIB), included.")] = None
    date_to: Annotated[Day, Field(description="Last day (WIB), included.")] = None

    @field_validator("page")
    @classmethod
    def _within_reach(cls, page: int, info: ValidationInfo) -> int:
        if page * info.data.get("per_page", 1) > MAX_OFFSET:
            raise ValueError(f"page * per_page must be at most {MAX_OFFSET}; narrow the search")
        return page

    @field_validator("date_to")
    @classmethod
    def _in_order(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("date_from")
        if end and start and end < start:
            raise ValueError("must not be before date_from")
        return end


class _Narrowed(_Query):
    forms: Annotated[
        Forms | None,
        Field(description="Any form of words and phrases, or all as written; else only phrases."),
    ] = None
    alias: Annotated[
        Literal["all"] | None,
        Field(description="Other names of what is asked for, too (KPK); else only offered."),
    ] = None
    lang: Annotated[
        Language | None,
        Field(description="Language of pages and warnings; else what Accept-Language prefers."),
    ] = None

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Return the values that each facet may have; none is any."""
        return {name: getattr(self, name) for name in REPEATABLE}

    def filters(self) -> dict[str, tuple[str, ...] | date]:
        """Return what narrows the search besides its text."""
        given: dict[str, tuple[str, ...] | date | None] = {
            **self.chosen(),
            "date_from": self.date_from,
            "date_to": self.date_to,
        }
        return {name: value for name, value in given.items() if value}


class _Search(_Narrowed):
    facets: Annotated[Facets, Field(description="Counts to return, separated by commas.")] = ()
    interval: Annotated[
        Interval | None, Field(description="Width of the bars of the histogram, if wanted.")
    ] = None
    explain: Annotated[
        bool, Field(description="Every form of each word, and the query with it narrowed.")
    ] = False

    def bare(self) -> Self:
        """Return the same search without what is told beside its results."""
        return self.model_copy(update={"facets": (), "interval": None, "explain": False})


# What ``/konteks``, its tables and ``/api/v1/concordance`` understand.


class _Concordance(_Narrowed):
    q: Annotated[str, Field(description="The query text; empty has no lines.")] = ""
    per_page: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE, description="Lines a page.")] = 50
    sort: Annotated[
        Order,
        Field(
            description="By date, by the words to the left (the nearest first) or to the right,"
            " or by the match itself. Ties go to the newest."
        ),
    ] = Order.NEWEST  # type: ignore[assignment]  # other things are sorted
    window: Annotated[
        int,
        Field(ge=1, le=MAX_WINDOW, description="Words on either side that may be collocates."),
    ] = 5
    words: Annotated[
        Counted, Field(description="Count collocates as written, or by their roots.")
    ] = Counted.FORM
    near: Annotated[str, Field(description="Only lines with this word in their window.")] = ""
    min_lines: Annotated[
        int, Field(ge=1, le=1_000, description="Lines that a collocate has to be in.")
    ] = 3
    collocates: Annotated[
        int, Field(ge=0, le=MAX_COLLOCATES, description="Collocates at most.")
    ] = 50


if TYPE_CHECKING:
    SearchParams: TypeAlias = _Search
    ConcordanceParams: TypeAlias = _Concordance
else:
    _Facets = create_model(
        "_Facets",
        __base__=_Query,
        **{
            name: (
                Years if name == YEAR else Values,
                Field(default=(), description=f"Any of these as {name}; repeatable."),
            )
            for name in REPEATABLE
        },
    )
    SearchParams = create_model("SearchParams", __base__=(_Search, _Facets))
    ConcordanceParams = create_model("ConcordanceParams", __base__=(_Concordance, _Facets))


class ValuesParams(SearchParams):
    """What the list of all values of a facet understands, beside the search itself."""

    facet: Literal[COUNTABLE] = REPEATABLE[0]  # type: ignore[valid-type]
    find: Annotated[str, Field(max_length=100)] = ""
    order: Literal["count", "name"] = "count"
    at: Annotated[int, Field(ge=1, le=MAX_OFFSET)] = 1


class HarvestParams(SearchParams):
    """What ``/api/v1/search`` understands besides."""

    cursor: Annotated[
        str | None,
        Field(
            description="Walk through all results: * to begin, then what links.next holds."
            " Instead of page; stays in the index it began in, 410 once that is no more."
        ),
    ] = None

    @field_validator("cursor")
    @classmethod
    def _instead_of_page(cls, cursor: str | None, info: ValidationInfo) -> str | None:
        if cursor and info.data.get("page", 1) > 1:
            raise ValueError("and page exclude each other")
        return cursor


class LinesParams(SearchParams):
    """What ``/search.jsonl`` understands besides."""

    text: Annotated[
        Literal["snippet", "full"],
        Field(description="The passage that matched, or body, tags and language in its place."),
    ] = "snippet"


class SuggestParams(BaseModel):
    """What ``/api/v1/suggest`` understands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[str, Field(description="What was typed so far.")] = ""


class VersionsParams(BaseModel):
    """What ``/api/v1/articles/{id}/versions`` understands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: Annotated[
        int, Field(ge=0, le=MAX_NUMBER, description="Only versions with a greater number.")
    ] = 0


def read_params(model: type[Params], query: bytes) -> Params:
    """Return the parameters that ``model`` declares from a query string.

    Raises:
        InvalidParamsError: Naming every parameter that was not understood.
    """
    values, bad = _collect(query)
    try:
        params = model.model_validate(values)
    except ValidationError as error:
        raise InvalidParamsError((*bad, *_faults(error, values))) from None
    if bad:
        raise InvalidParamsError(bad)
    return params


def read_params_kindly(
    model: type[Params], query: bytes, *, per_page: int
) -> tuple[Params, tuple[BadParam, ...]]:
    """Return the parameters, the default for each bad one, and which were bad.

    Unknown parameters are passed over: links that were shared carry all sorts of them.
    """
    values, bad = _collect(query)
    values = {name: value for name, value in values.items() if name in model.model_fields}
    while True:
        values.setdefault("per_page", per_page)
        try:
            return model.model_validate(values), bad
        except ValidationError as error:
            faults = _faults(error, values)
        bad = (*bad, *faults)
        for name, _, _ in faults:
            del values[name]


def _collect(query: bytes) -> tuple[dict[str, Any], tuple[BadParam, ...]]:
    """Return values by name, and single-valued parameters that came more than once."""
    values: dict[str, Any] = {}
    bad: list[BadParam] = []
    for name, raw in parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True):
        value = clean(raw)
        if not value:
            continue
        if name in REPEATABLE:
            values.setdefault(name, []).append(value)
        elif name == "facets" and name in values:
            values[name] += "," + value
        elif name in values:
            bad.append(BadParam(name, value, "must be given once"))
        else:
            values[name] = value
    return values, tuple(bad)


def _faults(error: ValidationError, values: dict[str, Any]) -> tuple[BadParam, ...]:
    faults: dict[str, BadParam] = {}
    for fault in error.errors(include_url=False, include_context=False):
        name = str(fault["loc"][0])
        reason = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        if fault["type"] == "extra_forbidden":
            reason = "is not a parameter"
        value = values.get(name, "")
        text = value if isinstance(value, str) else ", ".join(map(str, value))
        faults.setdefault(name, BadParam(name, text, reason))
    return tuple(faults.values())
