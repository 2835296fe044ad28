"""What is shown for each value, in one generation.

    values.json    {"own": {field: {found: shown}},
                    "merges": [[field, value, shown, why], ...], "since": [...]}

The table holds until the next full build. A value that is new since then is shown as the one
with the same letters, if there is one, and noted; articles from before are not found by its
words until then.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import orjson

from index.analysis.folding import words_of_title
from index.durable import raise_if_passing
from index.errors import IndexBrokenError
from index.fields import DERIVED, PUBLISHED, READ, SPELLED
from index.newstext.gazetteer import province_called, provinces
from index.newstext.reading import PERSON
from index.values.letters import folded, letters
from index.values.own import resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from index.article import Article
    from index.document import Document
    from index.fields import WordField
    from index.newstext.quotes import Quotation
    from index.segments.segment import Segment
    from index.values.own import Own

    # What gives all values that a field shows.
    Known: TypeAlias = Callable[[str], Iterable[str]]

    # Values that are shown, and spellings that find them besides.
    _Applied = tuple[tuple[str, ...], tuple[str, ...]]

FILE_NAME: Final = "values.json"

_READ: Final = frozenset(field.name for field in READ)

# Spellings of one value whose words find it, the first ones.
MAX_FOUND_BY: Final = 20

# Names that a newspaper and a site share which are written by two newsrooms: Kompas (kompas.id)
# and KOMPAS.com, Jawa Pos and JawaPos.com, the weekly Bola, Bola.com and Bola.net.
TWO_NEWSROOMS: Final = frozenset({"kompas", "jawapos", "bola"})


class Why(StrEnum):
    """Why a value is shown as another one."""

    OWN = "own"
    LETTERS = "letters"
    SLIP = "slip"
    NAME = "name"


class Merge(NamedTuple):
    """A value that is shown as another one of its field."""

    field: str
    value: str
    shown: str
    why: Why


class Values:
    """The values of one generation. Only `apply` notes anything; the rest is safe to share.

    Attributes:
        own: What the user has put right.
        merges: Values that were shown as others when everything was indexed, those of the user
            first.
        since: Those that came later.
    """

    def __init__(
        self,
        own: Own,
        merges: Iterable[Merge],
        known: Known,
        since: Iterable[Merge] = (),
    ) -> None:
        """Take what is shown for what; ``known`` gives all values that a field shows."""
        self.own = own
        self.merges = tuple(merges)
        self.since = list(since)
        self._fields = {
            field.name: _Shown(
                field,
                own.get(field.name, {}),
                [merge for merge in self.merges if merge.field == field.name],
                [merge for merge in self.since if merge.field == field.name],
                known,
            )
            for field in SPELLED
        }
        self._applied: dict[tuple[str, tuple[str, ...]], _Applied | None] = {}

    @classmethod
    def open(cls, directory: Path, known: Known | None = None) -> Values | None:
        """Return the values of a generation; None of one from before there were any.

        Args:
            directory: Where its files are.
            known: Gives all values that a field shows; only `indexed` and `of` do without.

        Raises:
            IndexBrokenError: If the file is damaged or foreign.
        """
        try:
            content = orjson.loads((directory / FILE_NAME).read_bytes())
            merges, since = map(_read, (content["merges"], content["since"]))
            return cls(content["own"], merges, known or _nothing, since)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise_if_passing(error)
            raise IndexBrokenError(directory, f"no {FILE_NAME} can be read") from error
        except (ValueError, TypeError, LookupError) as error:
            raise IndexBrokenError(directory, f"{FILE_NAME} is damaged") from error

    def write(self, build: Path) -> None:
        """Write them into a build, in place of those it started from."""
        partial = build / f"{FILE_NAME}.partial"
        merges, since = (list(map(tuple, some)) for some in (self.merges, self.since))
        partial.write_bytes(orjson.dumps({"own": self.own, "merges": merges, "since": since}))
        partial.replace(build / FILE_NAME)

    def shown(self, name: str, value: str) -> str:
        """Return what is shown for a value of a facet; what is not known is shown as it is."""
        if any(field.name == name for field in DERIVED):
            return province_called(value) or value
        field = self._fields.get(name)
        return value if field is None else field.find(value) or value

    def indexed(self, name: str, value: str) -> str:
        """Return what is shown for a value of an article that was indexed."""
        return self._fields[name].exact(value)

    def spellings(self, name: str, value: str) -> tuple[str, ...]:
        """Return what is shown for a value of a facet, and other spellings that find it."""
        shown = self.shown(name, value)
        field = self._fields.get(name)
        return (shown,) if field is None else (shown, *field.found_by(shown, shown))

    def of(self, article: Article) -> Article:
        """Return an article with its values as they are shown; one that was indexed."""
        changes: dict[str, tuple[str, ...] | str] = {}
        for field in PUBLISHED:
            values = field.values(article)
            if len(values) < 2 and not self._fields[field.name].has_others:
                continue
            shown = tuple(dict.fromkeys(self.indexed(field.name, value) for value in values))
            if shown != values:
                attribute = field.attribute or field.name
                is_list = isinstance(getattr(article, attribute), tuple)
                changes[attribute] = shown if is_list else shown[0]
        return replace(article, **changes) if changes else article  # type: ignore[arg-type]

    def apply(self, document: Document) -> Document:
        """Return a document with its values as they are shown, and as they are found besides."""
        changed = [
            (name, *applied)
            for name, values in document.fields.items()
            if (applied := self._apply(name, values)) is not None
        ]
        fields = {name: shown for name, shown, _ in changed}
        found_by = {name: others for name, _, others in changed if others}
        for field in DERIVED:
            name = field.attribute
            published = fields.get(name) or document.fields.get(name)
            if published and (derived := _derive(field, published)):
                fields[field.name], found_by[field.name] = derived
        quotes = self.spoken(document.quotes)
        if not fields and quotes is document.quotes:
            return document
        fields = {**document.fields, **fields}
        return replace(document, fields=fields, found_by=found_by, quotes=quotes)

    def spoken(self, quotes: tuple[Quotation, ...]) -> tuple[Quotation, ...]:
        """Return quotations with their speakers as they are shown; both names find them."""
        shown = tuple(map(self._said, quotes)) if self._fields[PERSON].has_others else quotes
        return quotes if shown == quotes else shown

    def _said(self, quote: Quotation) -> Quotation:
        if not quote.speaker or (name := self.indexed(PERSON, quote.speaker)) == quote.speaker:
            return quote
        return replace(quote, speaker=name, called=(quote.speaker, *quote.called))

    def _apply(self, name: str, values: tuple[str, ...]) -> _Applied | None:
        """Return what is shown for values, and what finds them besides; None if that is all."""
        if name in _READ:  # nearly every article has others
            read = self._noted(self._fields[name], values)
            return None if read == (values, ()) else read
        key = name, values
        if key in self._applied:
            return self._applied[key]
        field = self._fields.get(name)
        applied = None if field is None else self._noted(field, values)
        if applied == (values, ()):
            applied = None
        self._applied[key] = applied
        return applied

    def _noted(self, field: _Shown, values: tuple[str, ...]) -> _Applied:
        every: dict[str, None] = {}
        others: dict[str, None] = {}
        for value in values:
            shown, merge = field.note(value)
            if merge is not None:
                self.since.append(merge)
            every[shown] = None
            others |= dict.fromkeys(field.found_by(shown, value))
        return tuple(every), tuple(others)


class _Shown:
    """What is shown for the values of one field."""

    def __init__(
        self,
        field: WordField,
        own: dict[str, str],
        merges: list[Merge],
        since: list[Merge],
        known: Known,
    ) -> None:
        self._field = field
        self._apart = {folded(found) for found, shown in own.items() if found == shown}
        self._own = resolved(own)
        self._exact = {folded(one.value): one.shown for one in (*merges, *since)} | self._own
        self._since = since
        self._merged: dict[str, list[str]] = {}
        for merge in merges:
            self._merged.setdefault(merge.shown, []).append(merge.value)
        # Of people there are too many to look through; only those merged have other spellings.
        self._known = _nothing if field.is_read else known
        self._loaded: _Letters | None = None

    @property
    def has_others(self) -> bool:
        """Whether any value is shown as another one."""
        return bool(self._exact)

    def exact(self, value: str) -> str:
        """Return what is shown for a value that the index has."""
        return self._exact.get(folded(value), value)

    def find(self, value: str) -> str | None:
        """Return what is shown for a value, None for one that nothing is known of."""
        plain = folded(value)
        if (shown := self._exact.get(plain)) is not None:
            return shown
        known = self._load()
        if value in known:
            return value
        name, ending = letters(self._field, value)
        some = known.by_letters.get(name, {})
        if ending in some:
            return some[ending]
        if name in TWO_NEWSROOMS or len(set(some.values())) != 1:
            return None
        return next(iter(some.values())) if not ending or set(some) == {""} else None

    def note(self, value: str) -> tuple[str, Merge | None]:
        """Return what is shown for a value, and the merge if it was not known before.

        What is only read has too many values to remember those that come later.
        """
        if self._field.is_read:
            return self.exact(value), None
        shown = self.find(value)
        known = self._load()
        if shown is None:
            known.add(value)
            return value, None
        if shown == value or folded(value) in self._exact:
            return shown, None
        self._exact[folded(value)] = shown
        known.remember(value, shown)
        return shown, Merge(self._field.name, value, shown, Why.LETTERS)

    def found_by(self, shown: str, value: str) -> tuple[str, ...]:
        """Return spellings, with other words than what is shown, that find an article, too.

        Those known when everything was indexed, and the ``value`` that the article has.
        """
        if shown == value and shown not in self._merged:
            return ()
        found: dict[tuple[str, ...], str] = {_words(shown): shown, _words(value): value}
        for other in self._merged.get(shown, ()):
            if len(found) <= MAX_FOUND_BY:
                found.setdefault(_words(other), other)
        return tuple(found.values())[1:]

    def _load(self) -> _Letters:
        """Return all values that are shown, read when first asked for."""
        if self._loaded is None:
            pairs = [(value, shown) for shown, some in self._merged.items() for value in some]
            pairs += [(merge.value, merge.shown) for merge in self._since]
            pairs += [(shown, shown) for shown in self._own.values()]
            self._loaded = _Letters(self._field, self._known(self._field.name), pairs, self._apart)
        return self._loaded


class _Letters:
    """Values that are shown, and what is shown for some letters and the ending of an address."""

    def __init__(
        self,
        field: WordField,
        values: Iterable[str],
        others: Iterable[tuple[str, str]],
        apart: AbstractSet[str],
    ) -> None:
        self._field = field
        self._values = set(values)
        self._others = others
        self._apart = apart

    def __contains__(self, value: str) -> bool:
        return value in self._values

    @cached_property
    def by_letters(self) -> dict[str, dict[str, str]]:
        """What is shown, by letters and then by ending; worked out when first asked for."""
        found: dict[str, dict[str, str]] = {}
        for value, shown in (*((value, value) for value in sorted(self._values)), *self._others):
            self._put(found, value, shown)
        return found

    def add(self, value: str) -> None:
        """Take a value that is shown as it is."""
        self.remember(value, value)
        self._values.add(value)

    def remember(self, value: str, shown: str) -> None:
        """Take what is shown for the letters of a value, unless something is already."""
        self._put(self.by_letters, value, shown)

    def _put(self, by_letters: dict[str, dict[str, str]], value: str, shown: str) -> None:
        if folded(value) not in self._apart:
            name, ending = letters(self._field, value)
            by_letters.setdefault(name, {}).setdefault(ending, shown)


@lru_cache(maxsize=4096)
def _derive(field: WordField, published: tuple[str, ...]) -> _Applied | None:
    """Return what is worked out from values as they are shown, and its other names."""
    values = field.derived(published)
    others = tuple(name for value in values for name in provinces()[value])
    return (values, others) if values else None


def _read(merges: list[list[str]]) -> list[Merge]:
    return [Merge(field, value, shown, Why(why)) for field, value, shown, why in merges]


def _words(value: str) -> tuple[str, ...]:
    return tuple(words_of_title(value))


def known_in(segments: Sequence[Segment]) -> Known:
    """Return what gives the values of a field in some segments."""
    return lambda name: [value for segment in segments for value in segment.column(name).values]


def _nothing(_: str) -> tuple[str, ...]:
    return ()


# Those of a generation that was made before there were any.
NO_VALUES: Final = Values({}, (), _nothing)
