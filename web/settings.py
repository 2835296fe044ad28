"""What an operator chooses about the server: declared once, read from options and environment.

    ARSIP_PORT=8080, --title Kliping  ->  Settings(port=8080, title="Kliping")

A field is an option of ``arsip serve``, an environment variable, a check at the start, a line
of ``arsip doctor``. Fields marked `SECRET` have no option, for other users of a machine can
read what a command was called with.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationError,
    model_validator,
)

from index.opensearch.location import API_KEY, AUTHORITY, PASSWORD, REPLICAS, SHARDS, USER
from search.results import MAX_PAGE_SIZE
from web.hostnames import host_name
from web.texts.languages import LANGUAGES
from web.tokens import Token, read_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping


def _version() -> str:
    try:
        return version("arsip-berita")
    except PackageNotFoundError:  # a checkout on the path that was never installed
        return "0"


VERSION = _version()

PREFIX = "ARSIP_"

# Read by every command, not only by the server.
DATA_VARIABLE = "ARSIP_DATA"
PLACE_VARIABLES = (DATA_VARIABLE, "ARSIP_ARCHIVE", "ARSIP_INDEX")
# Read where an index is on a cluster.
_CLUSTER_VARIABLES = (USER, PASSWORD, API_KEY, AUTHORITY, SHARDS, REPLICAS)
_OTHER_VARIABLES = (*PLACE_VARIABLES, *_CLUSTER_VARIABLES)

_RATE = re.compile("[1-9][0-9]{0,8}/(second|minute|hour|day)")

_SCHEME = re.compile("[a-z][a-z0-9+.-]*")

SECRET: Final[dict[str, Any]] = {"secret": True}

MIN_SECRET_CHARS = 32

# How alike an unknown variable and a known one are when the first is taken for a slip.
_ALIKE = 0.85


def _split(value: object) -> object:
    """Return ``"a, b"``, or several of these, as a tuple of what stands between the commas."""
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        return value
    return tuple(name for part in parts for name in str(part).replace(",", " ").split())


def _known_language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(LANGUAGES)}, not {value}")
    return value


def _base_address(value: str) -> str:
    parts = urlsplit(value)
    rest = (parts.query, parts.fragment, parts.username, parts.password)
    is_address = parts.scheme in {"http", "https"} and parts.hostname and not any(rest)
    if value and not (is_address and host_name(parts.netloc)):
        raise ValueError(f"must be an address such as https://arsip.example, not {value}")
    return value.rstrip("/")


def _host_names(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        name = value.removeprefix(".").lower()
        if host_name(name) != name:  # which leaves out a port
            raise ValueError(f"must be names such as arsip.example or .example.id, not {value}")
    return values


def _origins(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        scheme, _, host = value.partition("://")
        if value != "*" and not (_SCHEME.fullmatch(scheme) and host_name(host)):
            raise ValueError(f"must be * or origins such as https://arsip.example, not {value}")
    return values


def _long_enough(value: SecretStr) -> SecretStr:
    if 0 < len(value) < MIN_SECRET_CHARS:
        raise ValueError(f"must have at least {MIN_SECRET_CHARS} characters")
    return value


def _rate(value: str) -> str:
    if value and not _RATE.fullmatch(value):
        raise ValueError(f"must be like 120/minute (second, minute, hour or day), not {value}")
    if value and find_spec("flask_limiter") is None:
        raise ValueError("needs the extra: pip install 'arsip-berita[rate]'")
    return value


def _redis_address(value: SecretStr) -> SecretStr:
    address = value.get_secret_value()
    if address and not address.startswith(("redis://", "rediss://")):
        raise ValueError("must be an address such as redis://localhost:6379")
    return value


Rate = Annotated[str, AfterValidator(_rate)]
Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
Networks = Annotated[tuple[IPvAnyNetwork, ...], BeforeValidator(_split)]


class Settings(BaseModel):
    """Choices that hold as long as the server runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[
        str,
        Field(description="Address to listen on; 0.0.0.0 is every network this machine is in."),
    ] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535, description="Port; 0 is any free one.")] = 8000
    processes: Annotated[
        int,
        Field(ge=0, le=256, description="That answer; 0 is one for each core, 1 one by itself."),
    ] = 0
    # Two keep one interpreter busy; heavy work may hold nine more (`web.lane.THREADS_TAKEN`).
    threads: Annotated[
        int, Field(ge=1, le=64, description="Requests answered at the same time, of each process.")
    ] = 12
    max_connections: Annotated[
        int,
        Field(
            ge=1,
            description="Connections at once, of each process; then those that wait longest go.",
        ),
    ] = 2_000
    keep_mb: Annotated[
        int, Field(ge=0, description="Megabytes of answers of the JSON API that are kept.")
    ] = 16
    request_seconds: Annotated[
        float, Field(gt=0, description="Within which a request must arrive whole.")
    ] = 20
    grace_seconds: Annotated[
        float, Field(ge=0, description="For which a server told to stop finishes what runs.")
    ] = 30
    log: Annotated[
        Literal["text", "json"], Field(description="Form of the lines of the log: text or json.")
    ] = "text"
    log_queries: Annotated[
        bool, Field(description="Log queries, paths, addresses and user agents too.")
    ] = False
    title: Annotated[
        str, Field(min_length=1, description="Name of the site, in the masthead and in feeds.")
    ] = "Arsip"
    language: Annotated[
        str,
        AfterValidator(_known_language),
        Field(description=f"Language of the pages: {' or '.join(LANGUAGES)}."),
    ] = "id"
    per_page: Annotated[
        int, Field(ge=1, le=MAX_PAGE_SIZE, description="Results on a page of the site.")
    ] = 10
    base_url: Annotated[
        str,
        AfterValidator(_base_address),
        Field(description="Public address of the site, with which absolute addresses begin."),
    ] = ""
    trusted_hosts: Annotated[
        Names,
        AfterValidator(_host_names),
        Field(description="Hosts the site is asked by, or .example.id for all below it."),
    ] = ()
    hsts_seconds: Annotated[
        int, Field(ge=0, description="Time browsers keep to https, when the address is https.")
    ] = 0
    trusted_proxies: Annotated[
        Networks,
        Field(description="Networks whose X-Forwarded-For and -Proto are believed, 10.0.0.0/8."),
    ] = ()
    tokens: Annotated[
        tuple[Token, ...],
        BeforeValidator(read_tokens),
        Field(description="File of tokens: with it the archive is private. See 'arsip token'."),
    ] = ()
    auth_header: Annotated[
        str, Field(description="Header in which a trusted proxy names who has signed in there.")
    ] = ""
    secret_key: Annotated[
        SecretStr,
        AfterValidator(_long_enough),
        Field(description="Signs cookies; random at each start without.", json_schema_extra=SECRET),
    ] = SecretStr("")
    session_hours: Annotated[
        int, Field(ge=1, le=720, description="Time after which a key is asked for again.")
    ] = 12
    public_metrics: Annotated[
        bool, Field(description="Whether /metrics needs no key in a private archive.")
    ] = False
    audit_log: Annotated[
        str, Field(description="File in which each search is noted, with the name of its key.")
    ] = ""
    rate: Annotated[
        Rate, Field(description="Requests that one client may make: 120/minute; none is no limit.")
    ] = ""
    rate_exports: Annotated[Rate, Field(description="Exports among them: 10/minute.")] = ""
    rate_storage: Annotated[
        SecretStr,
        AfterValidator(_redis_address),
        Field(
            description="Where all processes count together: redis://HOST:PORT; memory without.",
            json_schema_extra=SECRET,
        ),
    ] = SecretStr("")
    cors: Annotated[
        Names,
        AfterValidator(_origins),
        Field(description="Origins whose pages may read the JSON API, or *."),
    ] = ()
    max_url_chars: Annotated[
        int, Field(ge=1_024, description="A longer path and query together are refused.")
    ] = 16_384
    max_body_bytes: Annotated[
        int, Field(ge=0, description="A larger request body is refused unread.")
    ] = 65_536
    max_export_rows: Annotated[
        int, Field(ge=1, description="Results at most in a CSV or JSON Lines file.")
    ] = 10_000

    @property
    def is_private(self) -> bool:
        """Whether nothing is answered without a key or a proxy's word."""
        return bool(self.tokens or self.auth_header)

    @model_validator(mode="after")
    def _has_someone_to_believe(self) -> Self:
        if self.auth_header and not self.trusted_proxies:
            raise ValueError(f"{variable('auth_header')}: needs {variable('trusted_proxies')}")
        return self


class InvalidSettingsError(Exception):
    """At least one setting cannot be used; the text names its variable or option."""


def variable(name: str) -> str:
    """Return the environment variable of a setting: ``ARSIP_PORT`` of ``port``."""
    return PREFIX + name.upper()


def option(name: str) -> str:
    """Return the command-line option of a setting: ``--per-page`` of ``per_page``."""
    return "--" + name.replace("_", "-")


def is_secret(name: str) -> bool:
    """Tell whether a setting is kept from command lines and listings."""
    return Settings.model_fields[name].json_schema_extra == SECRET


def read_settings(
    environ: Mapping[str, str], options: Mapping[str, object] | None = None
) -> Settings:
    """Return the settings: ``options`` by field name, else the environment, else the defaults.

    Raises:
        InvalidSettingsError: Naming every option or variable that cannot be used. A variable
            that looks like a slip of another is one of them: a site whose ``ARSIP_TOKEN`` was
            passed over would be open to all.
    """
    options = options or {}
    slips = [
        f"{name} is not a setting; did you mean {near}?"
        for name in unknown_variables(environ)
        if (near := _nearest(name))
    ]
    values = {
        name: environ[variable(name)] for name in Settings.model_fields if variable(name) in environ
    }
    try:
        settings = Settings.model_validate({**values, **options})
    except ValidationError as error:
        faults = [_fault(dict(fault), options) for fault in error.errors()]
        raise InvalidSettingsError("; ".join([*faults, *slips])) from None
    if slips:
        raise InvalidSettingsError("; ".join(slips))
    return settings


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Return the variables with our prefix that mean nothing to us."""
    known = {*_OTHER_VARIABLES, *map(variable, Settings.model_fields)}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def _nearest(name: str) -> str | None:
    known = [*_OTHER_VARIABLES, *map(variable, Settings.model_fields)]
    return next(iter(get_close_matches(name, known, 1, _ALIKE)), None)


def _fault(fault: Mapping[str, Any], options: Mapping[str, object]) -> str:
    name = str(fault["loc"][0]) if fault["loc"] else ""
    reason = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    if not name:
        return reason
    return f"{option(name) if name in options else variable(name)}: {reason}"
