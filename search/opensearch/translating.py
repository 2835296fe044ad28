"""From a query tree to the query language of OpenSearch, which adds scores up as we do.

    pelatihan       must ~latih, should =pelatihan, each by its BM25
    "harga beras"   the phrase =harga =beras
    ekono*          =ekonomi|=ekonom|..., one word to the server

BM25 there leaves out the factor k1 + 1, so it is given as a boost. What a field adds nothing
for is asked for as a filter. A document matches exactly when it does for the embedded engine;
scores differ a little, as lengths are kept in eight bits there (`index.opensearch.mapping`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never

from index.analysis.folding import beginnings
from index.fields import QUOTE
from index.opensearch.encoding import BORDER, FORM, OR, ROOT, SPOKEN_SIGNS
from index.ranking import EXACT_WEIGHT, K1, B
from search.engine import MAX_EXPANSION
from search.query import (
    BODY,
    TITLE,
    And,
    Forms,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Quoted,
    Term,
    has_forms,
    is_in_text,
    is_spoken,
    midnight,
)
from search.weighting import idf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.analysis.analyzer import Analyzer
    from index.analysis.chunk import Word
    from index.opensearch.words import Words
    from search.query import Leaf

    Clause = dict[str, Any]

NOTHING: Final[dict[str, Any]] = {"match_none": {}}
_EVERYTHING: Final[dict[str, Any]] = {"bool": {"filter": [{"match_all": {}}]}}

# Where what begins in a field stands to the border between title and body.
_SIDES = {TITLE: ("before", "overlapping"), BODY: ("after",)}

_BM25 = """
    double f = Math.max(1, _score / (1 - Math.min(_score, 0.99)));
    double length = 1 - params.b + params.b * doc['words'].value / params.mean;
    return params.weight * f / (f + params.k1 * length);
"""

# Sums of weights are kept in 24 bits there.
_SLACK = 1e-5


class Translator:
    """Words queries for one generation. Safe to share between threads."""

    def __init__(self, analyzer: Analyzer, documents: int, mean_words: float, words: Words) -> None:
        self._analyzer = analyzer
        self._documents = documents
        self._mean_words = mean_words
        self._frequency = words.documents
        self._expand = words.expand
        self._forms = words.forms

    def translate(self, query: Query) -> Clause:
        """Return what matches the same documents."""
        match query:
            case Term():
                return self._term(query)
            case Phrase():
                return self._phrase(query)
            case Prefix():
                return self._prefix(query)
            case Quoted():
                return self._quoted(query)
            case Published():
                return published(query)
            case Not(clause):
                return {"bool": {"must_not": [self.translate(clause)]}}
            case Or(clauses, weights, minimum):
                some = [self.translate(clause) for clause in clauses]
                return _heavy_enough(some, weights, minimum) if minimum else any_of(some)
            case And(clauses):
                return all_of([self.translate(clause) for clause in clauses])
            case _:
                assert_never(query)

    def _term(self, term: Term) -> Clause:
        """Return a word, in either spelling if it is a compound."""
        chunks = self._analyzer.split(term.text)
        ways = [way for chunk in chunks for way in (chunk.words, chunk.others) if way]
        return any_of([self._way(way, term) for way in ways])

    def _way(self, way: Sequence[Word], term: Term) -> Clause:
        k1 = K1 if term.k1 is None else term.k1
        weight = term.weight * (k1 + 1)
        if not is_in_text(term.field):
            return _within([word.exact for word in way], term.field)
        if len(way) > 1:
            words = [FORM + word.exact for word in way]
            return self._side_by_side(words, term.field, weight * (1 + EXACT_WEIGHT))
        field = _ranked(term.field, k1)
        form, root = FORM + way[0].exact, ROOT + way[0].root
        if term.forms is Forms.EXACT:
            clause = _word(field, form, weight * (1 + EXACT_WEIGHT))
            return _in_body(form, clause) if term.field == BODY else clause
        either: Clause = {
            "bool": {
                "must": [_word(field, root, weight)],
                "should": [_word(field, form, weight * EXACT_WEIGHT)],
            }
        }
        return _in_body(root, either) if term.field == BODY else either

    def _phrase(self, phrase: Phrase) -> Clause:
        places = self._places(phrase)
        if places is None:
            return NOTHING
        if not is_in_text(phrase.field):
            if phrase.slop is None:
                return _within(places, phrase.field)
            return unscored([_near(f"w_{phrase.field}", places, phrase)])
        is_exact = phrase.forms is Forms.EXACT
        weight = (K1 + 1) * (1 + EXACT_WEIGHT if is_exact else 1)
        if phrase.slop is not None:
            return self._scored(_near("text", places, phrase), weight * self._worth(phrase))
        found = self._side_by_side(places, phrase.field, weight)
        if not has_forms(phrase):
            return found
        words = self._analyzer.words(phrase.text)
        most = (K1 + 1) * sum(self._idf("root", word.root) for word in words)
        written = self._side_by_side([FORM + word.exact for word in words], phrase.field, 1)
        first: Clause = {"constant_score": {"filter": written, "boost": most}}
        return {"bool": {"must": [found], "should": [first]}}

    def _places(self, phrase: Phrase) -> list[str] | None:
        """Return what has to stand at each place; None if nothing can."""
        in_text = is_in_text(phrase.field)
        whole, last = phrase.parted
        words = self._analyzer.words(whole)
        if in_text and phrase.forms is Forms.ALL:
            places = [ROOT + word.root for word in words]
        else:
            places = [(FORM if in_text else "") + word.exact for word in words]
        if last:
            written = self._beginning(last, phrase.field)
            if written is None:
                return None
            places.append(written)
        return places or None

    def _prefix(self, prefix: Prefix) -> Clause:
        written = self._beginning(prefix.text, prefix.field)
        if written is None:
            return NOTHING
        if not is_in_text(prefix.field):
            return _within([written], prefix.field)
        clause = _matching(_ranked(prefix.field, K1), "match", [written], K1 + 1)
        return _in_body(written, clause) if prefix.field == BODY else clause

    def _beginning(self, text: str, field: str | None) -> str | None:
        """Return the words with a beginning as one word; None if there are none."""
        kind = "text" if field is None or is_in_text(field) else field
        found = self._expand(kind, beginnings(text), MAX_EXPANSION)
        sign = FORM if kind == "text" else SPOKEN_SIGNS.get(kind, "")
        return OR.join(sign + form for form, _ in found) or None

    def _quoted(self, quoted: Quoted) -> Clause:
        """Return one quotation that answers every clause: nothing of it is behind another start."""
        if not quoted.clauses:
            return unscored([{"term": {"speech": BORDER}}])
        rules = [self._said(clause) for clause in quoted.clauses]
        found = [rule for rule in rules if rule is not None]
        if len(found) < len(rules):
            return NOTHING
        one = {"intervals": found, "filter": {"not_containing": _stands(BORDER)}}
        return unscored([_intervals("speech", found[0] if len(found) == 1 else {"all_of": one})])

    def _said(self, clause: Leaf | Or) -> Clause | None:
        """Return where a clause holds; None if it can nowhere."""
        match clause:
            case Or(clauses):
                every = [self._said(one) for one in clauses if is_spoken(one)]
            case Term():
                chunks = self._analyzer.split(clause.text)
                ways = [way for chunk in chunks for way in (chunk.words, chunk.others) if way]
                every = [_close(self._spoken(way, clause, one_word=len(way) == 1)) for way in ways]
            case Phrase():
                whole, last = clause.parted
                places = self._spoken(self._analyzer.words(whole), clause, one_word=True)
                written = self._beginning(last, clause.field) if last else None
                places += [written] if written else []
                every = [_close(places, clause)] if places and bool(written) == bool(last) else []
            case Prefix():
                written = self._beginning(clause.text, clause.field)
                every = [_stands(written)] if written else []
        some = [rule for rule in every if rule is not None]
        return {"any_of": {"intervals": some}} if len(some) > 1 else next(iter(some), None)

    def _spoken(self, words: Sequence[Word], leaf: Term | Phrase, *, one_word: bool) -> list[str]:
        """Return what may stand at the place of each word; of a compound its words as written."""
        sign = SPOKEN_SIGNS[leaf.field or QUOTE]
        places = []
        for word in words:
            forms = {word.exact: None}
            if leaf.field == QUOTE and leaf.forms is Forms.ALL and one_word:
                forms |= dict.fromkeys(form for form, _ in self._forms(word.root)[:MAX_EXPANSION])
            places.append(OR.join(sign + form for form in forms))
        return places

    def _side_by_side(self, places: list[str], field: str | None, weight: float) -> Clause:
        if field == BODY:
            rule = _run(places, {"after": _stands(BORDER)})
            return _filtered(_intervals("text", rule), _phrase_in("text", places, weight))
        return _phrase_in("title" if field == TITLE else "text", places, weight)

    def _scored(self, near: Clause, weight: float) -> Clause:
        """Return words near each other, for their weight and the length of the text.

        The cluster says of f times, fewer if they are far apart, f / (f + 1).
        """
        script = {
            "source": _BM25,
            "params": {"weight": weight, "k1": K1, "b": B, "mean": self._mean_words},
        }
        return {"script_score": {"query": near, "script": script}}

    def _worth(self, phrase: Phrase) -> float:
        kind = "root" if phrase.forms is Forms.ALL else "text"
        words = self._analyzer.words(phrase.parted[0])
        return (
            sum(self._idf(kind, word.root if kind == "root" else word.exact) for word in words)
            or 1.0
        )

    def _idf(self, kind: str, word: str) -> float:
        return idf(self._documents, self._frequency(kind, word))


def all_of(clauses: Sequence[Clause]) -> Clause:
    """Return what matches all of some clauses, and is worth what they are together."""
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"must": list(clauses)}} if clauses else _EVERYTHING


def any_of(clauses: Sequence[Clause]) -> Clause:
    """Return what matches any of some clauses, and is worth what those are together."""
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}} if clauses else NOTHING


def unscored(clauses: Iterable[Clause]) -> Clause:
    """Return what matches all of some clauses, and is worth nothing."""
    return {"bool": {"filter": list(clauses)}}


def published(period: Published) -> Clause:
    """Return what was published in a period, worth nothing."""
    bounds: dict[str, int] = {}
    if period.start is not None:
        bounds["gte"] = midnight(period.start)
    if period.end is not None:
        bounds["lt"] = midnight(period.end) + 86_400
    if not bounds:
        return unscored([{"exists": {"field": "date"}}])
    return unscored([{"range": {"date": bounds}}])


def _heavy_enough(clauses: Sequence[Clause], weights: Sequence[float], minimum: float) -> Clause:
    """Return what matches clauses whose weights add up to ``minimum``."""
    heavy = [(clause, weight) for clause, weight in zip(clauses, weights, strict=True) if weight]
    held: Clause = {
        "function_score": {
            "query": any_of([clause for clause, _ in heavy]),
            "functions": [{"filter": clause, "weight": weight} for clause, weight in heavy],
            "score_mode": "sum",
            "boost_mode": "replace",
            "min_score": minimum * (1 - _SLACK),
        }
    }
    return {"bool": {"filter": [held], "should": list(clauses)}} if heavy else NOTHING


def _ranked(field: str | None, k1: float) -> str:
    """Return where a word is looked for that is weighed with ``k1``."""
    if field == TITLE:
        return "titled"
    return "text" if k1 == K1 or field == BODY else "many"


def _word(field: str, word: str, weight: float) -> Clause:
    return {"term": {field: {"value": word, "boost": weight}}}


def _matching(field: str, how: str, places: Iterable[str], weight: float) -> Clause:
    query = {"query": " ".join(places), "analyzer": "words", "boost": weight}
    return {how: {field: query}}


def _phrase_in(field: str, places: Sequence[str], weight: float) -> Clause:
    return _matching(field, "match_phrase", places, weight)


def _within(places: Iterable[str], field: str | None) -> Clause:
    """Return words side by side in a field that is not the text, which are worth nothing."""
    return unscored([_matching(f"w_{field}", "match_phrase", places, 1)])


def _in_body(word: str, clause: Clause) -> Clause:
    """Return what of ``clause`` has a word behind the title."""
    rule = _stands(word)
    rule["match"]["filter"] = {"after": _stands(BORDER)}
    return _filtered(_intervals("text", rule), clause)


def _filtered(condition: Clause, clause: Clause) -> Clause:
    return {"bool": {"filter": [condition], "must": [clause]}}


def _intervals(field: str, rule: Clause) -> Clause:
    return {"intervals": {field: rule}}


def _stands(word: str) -> Clause:
    return {"match": {"query": word, "analyzer": "words", "max_gaps": 0, "ordered": True}}


def _run(places: Sequence[str], condition: Clause) -> Clause:
    rules = [_stands(place) for place in places]
    return {"all_of": {"intervals": rules, "ordered": True, "max_gaps": 0, "filter": condition}}


def _close(places: Sequence[str], phrase: Phrase | None = None) -> Clause:
    """Return words side by side, or as near each other as ``phrase`` has them."""
    slop = 0 if phrase is None else phrase.slop
    is_ordered = phrase is None or slop is None or phrase.is_ordered
    rules = [_stands(place) for place in places]
    return {"all_of": {"intervals": rules, "ordered": is_ordered, "max_gaps": slop or 0}}


def _near(field: str, places: Sequence[str], phrase: Phrase) -> Clause:
    """Return words with at most ``phrase.slop`` other places between the first and the last.

    In a field of the text, what begins there counts, wherever it ends.
    """
    rule: Clause = {
        "intervals": [_stands(place) for place in places],
        "ordered": phrase.is_ordered,
        "max_gaps": phrase.slop,
    }
    sides = _SIDES.get(phrase.field or "")
    if sides is None:
        return _intervals(field, {"all_of": rule})
    rules = [{"all_of": {**rule, "filter": {side: _stands(BORDER)}}} for side in sides]
    return _intervals(field, {"any_of": {"intervals": rules}})
