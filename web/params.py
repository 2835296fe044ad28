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
from search.language.parser import MAX_NAME_CHARS
from search.query import Forms
from search.results import COUNTABLE, MAX_OFFSET, MAX_PAGE_SIZE, YEAR, Interval, Sort
from search.trends import MAX_PERIODS
from web.texts.languages import LANGUAGES

MAX_VALUES = 50

# Of a version of an article; more corrections have no article.
MAX_NUMBER = 1_000_000_000

# Lines in one drawing that can be told apart.
MAX_QUERIES = 5

# All that a table of collocates may have.
MAX_COLLOCATES = 1_000

REPEATABLE = COUNTABLE

# What hits can be counted by: besides values, the time.
_FacetName: TypeAlias = Literal[COUNTABLE]  # type: ignore[valid-type]

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_EXAMPLE = "2018-10-13"
_BACKWARDS = "must not be before date_from"


class BadParam(NamedTuple):
    """A parameter that was not understood, and why."""

    name: str
    value: str
    reason: str

    @property
    def is_backwards(self) -> bool:
        """Whether it is a last day before the first one."""
        return self.reason == _BACKWARDS


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


FirstDay = Annotated[Day, Field(description="First day (WIB), included.")]
LastDay = Annotated[Day, Field(description="Last day (WIB), included.")]
AnyForm = Annotated[
    Forms | None,
    Field(description="Any form of words and phrases, or all as written; else only phrases."),
]
OtherNames = Annotated[
    Literal["all"] | None,
    Field(description="Other names of what is asked for, too (KPK); else only offered."),
]
PageNumber = Annotated[
    int, Field(ge=1, le=MAX_OFFSET, description=f"page * per_page is at most {MAX_OFFSET}.")
]
Wording = Annotated[
    Language | None,
    Field(description="Language of pages and warnings; else what Accept-Language prefers."),
]


def _in_order(end: date | None, info: ValidationInfo) -> date | None:
    start = info.data.get("date_from")
    if end and start and end < start:
        raise ValueError(_BACKWARDS)
    return end


def _within_reach(page: int, info: ValidationInfo) -> int:
    if page * info.data.get("per_page", 1) > MAX_OFFSET:
        raise ValueError(f"page * per_page must be at most {MAX_OFFSET}; narrow the search")
    return page


class _Filtered:
    """What narrows a search besides its text."""

    if TYPE_CHECKING:
        date_from: FirstDay
        date_to: LastDay

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


# What ``/search``, its exports and ``/api/v1/search`` understand, in the order of an address:
# `_Query`, one field for each facet, `_Narrowed`, `_Search`.


class _Query(_Filtered, BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[str, Field(description="The query text; empty lists everything.")] = ""
    per_page: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE, description="Results a page.")] = 10
    page: PageNumber = 1
    sort: Annotated[Sort, Field(description="Ties go to the newest.")] = Sort.RELEVANCE
    date_from: FirstDay = None
    date_to: LastDay = None

    _reached = field_validator("page")(_within_reach)
    _ordered = field_validator("date_to")(_in_order)


class _Narrowed(_Query):
    forms: AnyForm = None
    alias: OtherNames = None
    lang: Wording = None


class _Search(_Narrowed):
    facets: Annotated[Facets, Field(description="Counts to return, separated by commas.")] = ()
    interval: Annotated[
        Interval | None, Field(description="Width of the bars of the histogram, if wanted.")
    ] = None
    timeline: Annotated[
        Literal["share"] | None,
        Field(description="Bars of the histogram also as a share of all articles of their time."),
    ] = None
    explain: Annotated[
        bool, Field(description="Every form of each word, and the query with it narrowed.")
    ] = False
    copies: Annotated[
        Literal["fold", "all"] | None,
        Field(
            description="Articles that are one text under the first of them that matches, or each"
            " as a result; if not given, pages fold, and all else does not."
        ),
    ] = None

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


# What ``/kutipan`` and ``/api/v1/quotes`` understand.


class _Quotes(_Filtered, BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[
        str, Field(description="What is said, as a query; empty lists whatever is quoted.")
    ] = ""
    by: Annotated[
        str, Field(max_length=MAX_NAME_CHARS, description="Words of the speaker's name.")
    ] = ""
    per_page: Annotated[
        int,
        Field(ge=1, le=MAX_PAGE_SIZE, description="Articles a page, with what is quoted in each."),
    ] = 10
    page: PageNumber = 1
    date_from: FirstDay = None
    date_to: LastDay = None
    lang: Wording = None

    _reached = field_validator("page")(_within_reach)
    _ordered = field_validator("date_to")(_in_order)


# What ``/tren``, its table and ``/api/v1/trends`` understand.


class _Trends(_Filtered, BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[
        tuple[str, ...],
        Field(max_length=MAX_QUERIES, description="Queries to count over time; repeatable."),
    ] = ()
    interval: Annotated[
        Interval | None,
        Field(
            description="Width of the periods, or a wider one where there are more than "
            f"{MAX_PERIODS}; else what suits the time there is."
        ),
    ] = None
    measure: Annotated[
        Literal["share"] | None,
        Field(description="What the page draws: counts, or shares of all articles."),
    ] = None
    date_from: FirstDay = None
    date_to: LastDay = None
    forms: AnyForm = None
    alias: OtherNames = None
    lang: Wording = None

    _ordered = field_validator("date_to")(_in_order)


# What ``/api/v1/suggest`` understands.


class _Suggest(_Filtered, BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[str, Field(description="What was typed so far.")] = ""
    date_from: FirstDay = None
    date_to: LastDay = None

    _ordered = field_validator("date_to")(_in_order)


def _facets() -> dict[str, Any]:
    return {
        name: (
            Years if name == YEAR else Values,
            Field(default=(), description=f"Any of these as {name}; repeatable."),
        )
        for name in REPEATABLE
    }


if TYPE_CHECKING:
    SearchParams: TypeAlias = _Search
    ConcordanceParams: TypeAlias = _Concordance
    QuotesParams: TypeAlias = _Quotes
    TrendParams: TypeAlias = _Trends
    SuggestParams: TypeAlias = _Suggest
else:
    _Facets = create_model("_Facets", __base__=_Query, **_facets())
    SearchParams = create_model("SearchParams", __base__=(_Search, _Facets))
    ConcordanceParams = create_model("ConcordanceParams", __base__=(_Concordance, _Facets))
    QuotesParams = create_model("QuotesParams", __base__=_Quotes, **_facets())
    TrendParams = create_model("TrendParams", __base__=_Trends, **_facets())
    SuggestParams = create_model("SuggestParams", __base__=_Suggest, **_facets())


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
    values, bad = _collect(query, _several(model))
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
    values, bad = _collect(query, _several(model))
    return _kindly(model, values, bad, per_page=per_page)


def read_trends_kindly(query: bytes) -> tuple[TrendParams, tuple[BadParam, ...]]:
    """Return the parameters of trends as `read_params_kindly` does, with the first queries."""
    values, bad = _collect(query, _several(TrendParams))
    queries = values.get("q", [])
    reason = f"there may be {MAX_QUERIES} at most"
    more = tuple(BadParam("q", text, reason) for text in queries[MAX_QUERIES:])
    return _kindly(TrendParams, {**values, "q": queries[:MAX_QUERIES]}, (*bad, *more))


def _kindly(
    model: type[Params], values: dict[str, Any], bad: tuple[BadParam, ...], **defaults: object
) -> tuple[Params, tuple[BadParam, ...]]:
    values = {name: value for name, value in values.items() if name in model.model_fields}
    while True:
        try:
            return model.model_validate(defaults | values), bad
        except ValidationError as error:
            faults = _faults(error, values)
        bad = (*bad, *faults)
        for name, _, _ in faults:
            del values[name]


def _several(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the parameters that may be given more than once."""
    return ("q", *REPEATABLE) if model is TrendParams else REPEATABLE


def _collect(query: bytes, several: tuple[str, ...]) -> tuple[dict[str, Any], tuple[BadParam, ...]]:
    """Return values by name, and single-valued parameters that came more than once."""
    values: dict[str, Any] = {}
    bad: list[BadParam] = []
    for name, raw in parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True):
        value = clean(raw)
        if not value:
            continue
        if name in several:
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
