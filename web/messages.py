"""The words of the interface, by language.

One mapping each in `web.indonesian` and `web.english`, with the same keys. ``{names}``
are filled in by `web.locales.Locale.say`.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from web.english import ENGLISH
from web.indonesian import INDONESIAN

if TYPE_CHECKING:
    from collections.abc import Mapping


class Language(StrEnum):
    """A language the pages can speak."""

    INDONESIAN = "id"
    ENGLISH = "en"


MESSAGES: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {Language.INDONESIAN: INDONESIAN, Language.ENGLISH: ENGLISH}
)
