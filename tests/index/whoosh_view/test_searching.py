"""Whoosh's queries find, expand and score the articles of the view."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from whoosh import query as wq
from whoosh import scoring
from whoosh.matching import CoordMatcher
from whoosh.qparser import MultifieldParser, OrGroup, QueryParser

from index.article import make_article
from tests.index.whoosh_view.building import ids_of, open_articles, open_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from whoosh.index import FileIndex
    from whoosh.matching import Matcher
    from whoosh.searching import Searcher

# Of the kind that an archive holds; each letter is an id.
SHELF = [
    [
        make_article(
            id="a", body="biru merah hijau render ungu", source="Suara Kuning", tags=("x",)
        ),
        make_article(id="b", body="gamma delta epsilon omega", source="Alfa Beta"),
        make_article(id="c", body="tiga rendered empat lima", source="Satu Dua"),
    ],
    [
        make_article(id="d", body="setiap merah kota", source="Cepat Pergi", tags=("x", "y")),
        make_article(id="e", body="minat rendering luar foto", source="Kota Kuning", tags=("y",)),
    ],
]


@pytest.fixture(scope="module", params=["one segment", "two segments"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """A searcher of five articles."""
    several = request.param == "two segments"
    batches = SHELF if several else [[*SHELF[0], *SHELF[1]]]
    with open_articles(tmp_path_factory.mktemp("shelf"), *batches).searcher() as searcher:
        yield searcher


@pytest.fixture(scope="module")
def chain_index(tmp_path_factory: pytest.TempPathFactory) -> FileIndex:
    """An index of texts that each go on where the one before began, in three segments."""
    words = "apel beras cabai durian emping fuli gula halia ikan jahe".split()
    texts = [
        make_article(
            id=str(at),
            body=" ".join(words[at : at + 5]),
            published=datetime(2020, 1, at + 1, tzinfo=UTC),
        )
        for at in range(6)
    ]
    return open_articles(tmp_path_factory.mktemp("chain"), texts[:3], texts[3:5], texts[5:])


@pytest.fixture(scope="module")
def chain(chain_index: FileIndex) -> Iterator[Searcher]:
    """A searcher of that index."""
    with chain_index.searcher() as searcher:
        yield searcher


def term(word: str, boost: float = 1.0) -> wq.Term:
    return wq.Term("text", word, boost=boost)


def of_source(word: str) -> wq.Term:
    return wq.Term("source", word)


RED, YELLOW = term("merah"), of_source("kuning")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param(YELLOW, "ae", id="a word of a source"),
        pytest.param(RED, "ad", id="a word of texts"),
        pytest.param(term("zeta"), "", id="no word"),
        pytest.param(wq.And([RED, YELLOW]), "a", id="and"),
        pytest.param(wq.And([term("oker"), of_source("zamrud")]), "", id="and of nothing"),
        pytest.param(wq.Or([RED, YELLOW]), "ade", id="or"),
        pytest.param(wq.Or([term("oker"), of_source("zamrud")]), "", id="or of nothing"),
        pytest.param(wq.Or([]), "", id="or of no clauses"),
        pytest.param(
            wq.And([wq.Or([RED, YELLOW]), wq.Not(of_source("cepat"))]), "ae", id="and not"
        ),
        pytest.param(wq.Not(RED), "bce", id="not"),
        pytest.param(wq.Not(YELLOW), "bcd", id="not of a source"),
        pytest.param(wq.AndNot(YELLOW, term("ungu")), "e", id="one without another"),
        pytest.param(wq.AndMaybe(RED, YELLOW), "ad", id="one and maybe another"),
        pytest.param(wq.Variations("text", "render"), "ace", id="forms"),
        pytest.param(
            wq.Or([wq.Wildcard("text", "*er*"), wq.Wildcard("source", "*kun*")]),
            "acde",
            id="patterns",
        ),
        pytest.param(wq.Wildcard("text", "zamrud*"), "", id="a pattern of nothing"),
        pytest.param(wq.Every("tag"), "ade", id="everything with a tag"),
        pytest.param(wq.Every("author"), "", id="everything with an author"),
        pytest.param(wq.And([wq.Every("id"), wq.Not(wq.Every("tag"))]), "bc", id="without a tag"),
        pytest.param(
            wq.And([RED, wq.Or([wq.Not(wq.Term("tag", "x")), wq.Not(wq.Term("tag", "z"))])]),
            "ad",
            id="or of nots in an and",
        ),
        pytest.param(
            wq.Or([wq.Term("tag", "zamrud"), wq.Not(wq.Term("tag", "x"))]),
            "bce",
            id="or of nothing and not",
        ),
        pytest.param(wq.Or([RED, wq.Not(RED)]), "abcde", id="one or not"),
        pytest.param(wq.And([RED, wq.Not(RED)]), "", id="one and not"),
        pytest.param(wq.And([wq.Not(RED), wq.Not(term("gamma"))]), "ce", id="and of nots"),
        pytest.param(wq.Not(wq.Or([RED, term("gamma")])), "ce", id="not of an or"),
        pytest.param(wq.FuzzyTerm("text", "mirah"), "ad", id="nearly"),
        pytest.param(wq.FuzzyTerm("text", "rendera", maxdist=2), "ac", id="more or less nearly"),
    ],
)
def test_articles_are_found(searcher: Searcher, query: wq.Query, ids: str) -> None:
    options: list[dict[str, Any]] = [{"limit": None}, {"scored": False}, {"optimize": False}]
    for some in options:
        assert "".join(sorted(ids_of(searcher.search(query, **some)))) == ids, some
    assert sorted(searcher.stored_fields(doc)["id"] for doc in query.docs(searcher)) == list(ids)


def test_a_required_word_narrows_documents(searcher: Searcher) -> None:
    # Without a search, where Whoosh takes what is required for what is not wanted.
    found = wq.Require(RED, YELLOW).docs(searcher)

    assert [searcher.stored_fields(doc)["id"] for doc in found] == ["a"]


def test_one_without_another_is_whatever_came_first(tmp_path: Path) -> None:
    texts = ["mirah", "nilam", "mirah nilam"]
    query = wq.AndNot(term("mirah"), term("nilam"))
    forward = open_texts(tmp_path / "forward", texts)
    backward = open_texts(tmp_path / "backward", texts[::-1])

    with forward.searcher() as one, backward.searcher() as other:
        assert ids_of(one.search(query, limit=None)) == ["0"]
        assert ids_of(other.search(query, limit=None)) == ["2"]


@pytest.mark.parametrize(
    ("start", "end", "is_open", "ids"),
    [
        pytest.param("b", "e", (False, False), "bcde", id="with both ends"),
        pytest.param("b", "e", (True, False), "cde", id="without the first"),
        pytest.param("b", "e", (False, True), "bcd", id="without the last"),
        pytest.param("b", "e", (True, True), "cd", id="without both"),
        pytest.param("b", None, (False, False), "bcde", id="from one on"),
        pytest.param("b", None, (True, False), "cde", id="after one"),
        pytest.param(None, "d", (False, False), "abcd", id="up to one"),
        pytest.param(None, "d", (False, True), "abc", id="before one"),
        pytest.param(None, None, (False, False), "abcde", id="all"),
        pytest.param("bb", "cc", (False, False), "c", id="between what there is"),
        pytest.param("x", "z", (False, False), "", id="nothing"),
    ],
)
def test_a_range_has_the_ends_it_says(
    searcher: Searcher,
    start: str | None,
    end: str | None,
    is_open: tuple[bool, bool],
    ids: str,
) -> None:
    query = wq.TermRange("id", start, end, *is_open)

    assert "".join(sorted(ids_of(searcher.search(query, limit=None)))) == ids


# Queries that look into the index


def existing(query: wq.Query, searcher: Searcher, **options: Any) -> str:
    terms = query.existing_terms(searcher.reader(), **options)
    return " ".join(sorted(word.decode() for _, word in terms))


@pytest.mark.parametrize(
    ("query", "plain", "expanded"),
    [
        pytest.param(wq.Prefix("text", "re"), "", "render rendered rendering", id="a beginning"),
        pytest.param(wq.Wildcard("text", "re*d"), "", "rendered", id="a pattern"),
        pytest.param(
            wq.TermRange("text", "epsilon", "hijau"), "", "epsilon foto gamma hijau", id="a range"
        ),
        pytest.param(
            wq.Variations("text", "render"), "render", "render rendered rendering", id="forms"
        ),
        pytest.param(
            wq.And([term("biru"), term("zeta"), wq.Phrase("text", ["kota", "oker"])]),
            "biru kota",
            "biru kota",
            id="words and a phrase",
        ),
    ],
)
def test_a_query_knows_its_terms_that_exist(
    searcher: Searcher, query: wq.Query, plain: str, expanded: str
) -> None:
    assert existing(query, searcher) == plain
    assert existing(query, searcher, expand=True) == expanded


def test_terms_of_phrases_may_be_left_out(searcher: Searcher) -> None:
    query = wq.And([term("biru"), wq.Phrase("text", ["kota", "oker"])])

    assert existing(query, searcher, phrases=False) == "biru"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param(wq.Prefix("text", "re"), "render rendered rendering", id="a beginning"),
        pytest.param(wq.Wildcard("text", "*a[mt]*"), "empat gamma minat", id="a pattern"),
        pytest.param(wq.Regex("text", "re.*(ed|g)"), "rendered rendering", id="an expression"),
        pytest.param(wq.Regex("text", "kota|foto"), "foto kota", id="one expression or another"),
        pytest.param(wq.Regex("text", "renders?e"), "rendered", id="an expression with an option"),
        pytest.param(wq.Regex("text", "fotos*"), "foto", id="an expression with a repetition"),
    ],
)
def test_a_query_becomes_the_words_it_stands_for(
    searcher: Searcher, query: wq.Query, words: str
) -> None:
    several = [wq.Term("text", word) for word in words.split()]
    simple = query.simplify(searcher.reader())

    assert simple in {wq.Or(several), wq.Or(several).normalize()} or set(simple) == set(several)


def test_boosts_stay_with_the_words_of_a_prefix(searcher: Searcher) -> None:
    query = wq.And([wq.Prefix("text", "rendere", boost=2.0), term("zeta")])

    simple = query.simplify(searcher.reader())

    assert simple == wq.And([term("rendered", 2.0), term("zeta")])


# Phrases


@pytest.fixture(scope="module")
def rhymes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher of texts of the same words in other orders."""
    texts = [
        "putri kecil muda duduk di atas bangku",
        "kecil putri muda bangku",
        "kecil putri muda bangku duduk",
        "entah siapa gerangan kecil muda duduk bangku lebar",
        "bla, bla, bla kue",
        "putri kecil muda putri kecil muda",
    ]
    with open_texts(tmp_path_factory.mktemp("rhymes"), texts).searcher() as searcher:
        yield searcher


@pytest.mark.parametrize(
    ("words", "slop", "ids"),
    [
        ("putri kecil muda duduk", 1, "0"),
        ("kecil muda duduk", 1, "03"),
        ("siapa entah", 1, ""),
        ("entah gerangan", 2, "3"),
        ("entah gerangan", 1, ""),
        ("duduk bangku", 3, "03"),
        ("bla bla bla", 1, "4"),
        ("bla bla bla bla", 1, ""),
        ("putri kecil muda", 1, "05"),
        ("putri zamrud", 1, ""),
    ],
)
def test_phrases_are_found_in_order(rhymes: Searcher, words: str, slop: int, ids: str) -> None:
    query = wq.Phrase("text", words.split(), slop=slop)

    assert "".join(sorted(ids_of(rhymes.search(query)))) == ids
    assert len(rhymes.search(query)) == len(ids)


@pytest.mark.parametrize(
    ("wanted", "instead", "ids"),
    [("lebar", "kue", "3"), ("zeta", "kue", "4"), ("zeta", "oker", "")],
)
def test_something_else_is_found_instead(
    rhymes: Searcher, wanted: str, instead: str, ids: str
) -> None:
    # In one segment: Whoosh decides anew in each.
    query = wq.Otherwise(term(wanted), term(instead))

    assert "".join(ids_of(rhymes.search(query))) == ids


def test_a_phrase_weighs_more_where_it_is_twice(rhymes: Searcher) -> None:
    matcher = wq.Phrase("text", ["putri", "kecil", "muda"]).matcher(rhymes)
    once = matcher.weight()
    matcher.next()

    assert matcher.id() == 5
    assert matcher.weight() > once > 0


def test_every_order_of_words_but_one_is_no_phrase(tmp_path: Path) -> None:
    texts = [" ".join(words) for words in permutations(("apel", "beras", "cabai", "durian"))]
    query = wq.Phrase("text", ["beras", "cabai", "durian"])

    with open_texts(tmp_path, texts[:10], texts[10:18], texts[18:]).searcher() as searcher:
        found = {texts[int(id_)] for id_ in ids_of(searcher.search(query, limit=None))}

    assert found == {"apel beras cabai durian", "beras cabai durian apel"}


def test_a_boosted_phrase_outweighs_words(rhymes: Searcher) -> None:
    def boost_phrases(query: wq.Query) -> wq.Query:
        if isinstance(query, wq.Phrase):
            query.boost *= 1000.0
            return query
        return query.apply(boost_phrases)

    query = wq.Or([term("kecil"), term("bangku"), wq.Phrase("text", ["kecil", "putri", "muda"])])
    found = rhymes.search(boost_phrases(query), limit=None)

    assert {hit["id"] for hit in found if hit.score > 100.0} == {"1", "2"}


def test_a_sequence_is_found_inside_an_and(chain: Searcher) -> None:
    sequence = wq.Sequence([term("durian"), term("emping")])

    assert ids_of(chain.search(wq.And([term("beras"), sequence]))) == ["0", "1"]
    assert ids_of(chain.search(wq.And([term("jahe"), sequence]))) == []


def test_maybe_a_phrase_puts_it_first(chain: Searcher) -> None:
    query = wq.AndMaybe(term("emping"), wq.Phrase("text", ["gula", "halia"]))

    found = ids_of(chain.search(query))

    assert sorted(found) == ["0", "1", "2", "3", "4"]
    assert set(found[:2]) == {"3", "4"}


# Several segments


def test_limits_count_over_segments(chain: Searcher) -> None:
    assert ids_of(chain.search(term("emping"), limit=20)) == ["0", "1", "2", "3", "4"]
    assert ids_of(chain.search(term("emping"), limit=2)) == ["0", "1"]
    assert len(chain.search(term("emping"), limit=2)) == 5


def test_scores_are_computed_for_every_segment(chain: Searcher) -> None:
    postings: Matcher = chain.postings("text", "gula")
    scores = {}
    while postings.is_active():
        scores[postings.id()] = postings.score()
        postings.next()

    assert list(scores) == [2, 3, 4, 5]
    assert len(set(scores.values())) == 1
    assert not chain.is_atomic()


def test_unions_score_the_same_in_two_ways(chain: Searcher) -> None:
    words = [term(word) for word in ("emping", "gula", "halia")]
    for count in (1, 2, 3):
        query = wq.Or(words[:count])
        plain = [(hit.docnum, hit.score) for hit in chain.search(query, limit=None)]
        query.binary_matcher = True
        binary = [(hit.docnum, hit.score) for hit in chain.search(query, limit=None)]

        assert binary == plain


# Filters


@pytest.mark.parametrize(
    ("word", "allowed", "refused", "ids"),
    [
        pytest.param("emping", wq.Prefix("text", "ap"), None, "0", id="a prefix"),
        pytest.param("emping", wq.Not(term("gula")), None, "01", id="not"),
        pytest.param("emping", {1, 3}, None, "13", id="document numbers"),
        pytest.param("emping", None, term("gula"), "01", id="all but a word"),
        pytest.param("emping", term("fuli"), term("halia"), "12", id="a word but not another"),
        pytest.param("emping", term("zamrud"), None, "", id="nothing"),
    ],
)
def test_filters_narrow_and_masks_take_away(
    chain: Searcher, word: str, allowed: Any, refused: Any, ids: str
) -> None:
    for limit in (10, None):
        found = chain.search(term(word), filter=allowed, mask=refused, limit=limit)

        assert "".join(ids_of(found)) == ids
        assert len(found) == len(ids)


# Scoring


WEIGHTINGS = (
    scoring.BM25F(),
    scoring.BM25F(B=0.2, K1=2.0, root_B=0.9),
    scoring.TF_IDF(),
    scoring.Frequency(),
    scoring.PL2(),
    scoring.MultiWeighting(scoring.BM25F(), text=scoring.Frequency()),
    scoring.ReverseWeighting(scoring.BM25F()),
)


@pytest.mark.parametrize("weighting", WEIGHTINGS, ids=lambda one: type(one).__name__)
def test_every_weighting_scores(chain_index: FileIndex, weighting: Any) -> None:
    with chain_index.searcher(weighting=weighting) as searcher:
        found = searcher.search(term("emping"), limit=None)

        assert len(found) == 5
        assert all(isinstance(hit.score, float | int) for hit in found)


class HighestId(scoring.Frequency):  # type: ignore[misc]  # Whoosh has no types
    """Puts the documents with the highest ids first, at the end."""

    use_final = True

    def final(self, searcher: Searcher, docnum: int, score: float) -> float:
        id_: str = searcher.stored_fields(docnum)["id"]
        return float(score + int(id_))


class ByColumn(scoring.WeightingModel):  # type: ignore[misc]  # Whoosh has no types
    """Scores by the column of dates."""

    def scorer(self, searcher: Searcher, *_: Any, **__: Any) -> Any:
        class DateScorer(scoring.BaseScorer):  # type: ignore[misc]  # Whoosh has no types
            column = searcher.reader().column_reader("date", translate=False)

            def score(self, matcher: Matcher) -> int:
                seconds: int = self.column[matcher.id()]
                return seconds

        return DateScorer()


def first_position(searcher: Searcher, fieldname: str, text: bytes, matcher: Matcher) -> float:
    positions: list[int] = matcher.value_as("positions")
    return 1.0 / (positions[0] + 1)


@pytest.mark.parametrize(
    ("weighting", "ids"),
    [
        pytest.param(HighestId(), "43210", id="a final score"),
        pytest.param(ByColumn(), "43210", id="a column"),
        pytest.param(scoring.FunctionWeighting(first_position), "43210", id="a position"),
        pytest.param(scoring.ReverseWeighting(HighestId()), "01234", id="reversed"),
    ],
)
def test_a_weighting_may_be_ones_own(chain_index: FileIndex, weighting: Any, ids: str) -> None:
    with chain_index.searcher(weighting=weighting) as searcher:
        assert "".join(ids_of(searcher.search(term("emping"), limit=None))) == ids


def test_the_best_field_is_the_score_of_the_best(tmp_path: Path) -> None:
    article = make_article(id="a", body="alfa bravo", tags=("alfa, alfa, alfa",), section="alfa")
    fields = [wq.Term(name, "alfa") for name in ("text", "tag", "section")]

    with open_articles(tmp_path, [article]).searcher(weighting=scoring.Frequency()) as searcher:
        assert searcher.search(wq.DisjunctionMax(fields)).score(0) == 3.0
        assert searcher.search(wq.Or(fields)).score(0) == 5.0


def test_a_boost_for_a_field_changes_the_order(tmp_path: Path) -> None:
    articles = [
        make_article(id="a", body="alfa bravo charlie", section="delta"),
        make_article(id="b", body="delta bravo charlie", section="alfa"),
        make_article(id="c", body="alfa, alfa, alfa", section="delta"),
    ]

    def boosted(query: wq.Query) -> wq.Query:
        if query.is_leaf() and query.field() == "text":
            query = deepcopy(query)
            query.boost *= 100.0
        return query

    query = wq.Or([term("alfa"), wq.Term("section", "alfa")]).accept(boosted)

    with open_articles(tmp_path, articles).searcher() as searcher:
        assert ids_of(searcher.search(query)) == ["c", "a", "b"]


def test_more_words_of_an_or_come_first_when_scaled(chain: Searcher) -> None:
    query = wq.Or([term("apel"), term("beras"), term("fuli")], scale=0.99)

    assert isinstance(query.matcher(chain.leaf_searchers()[0][0]), CoordMatcher)
    assert set(ids_of(chain.search(query, optimize=False))[:2]) == {"0", "1"}


def test_a_limit_does_not_change_a_score(chain: Searcher) -> None:
    query = wq.And([term("emping", 30.0), wq.Term("id", "3")])

    assert chain.search(query, limit=500)[0].score == chain.search(query, limit=None)[0].score


def test_texts_of_one_word_many_times_are_ordered_by_length_and_weight(tmp_path: Path) -> None:
    texts = [", ".join(["apel"] * count) for count in (3, 4, 2, 6, 1, 5)]

    with open_texts(tmp_path, texts[:3], texts[3:]).searcher() as searcher:
        found = searcher.search(term("apel"), limit=None)

        assert ids_of(found) == ["3", "5", "1", "0", "2", "4"]
        scores = [hit.score for hit in found]
        assert scores == sorted(scores, reverse=True)


# Parsing for the index


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("merah", "ad"),
        ("merah source:kuning", "a"),
        ("merah OR source:kuning", "ade"),
        ("source:kuning NOT ungu", "e"),
        ("kota merah", "d"),
        ('"setiap merah"', "d"),
        ('"merah setiap"', ""),
        ('"setiap kota"~2', "d"),
        ("rende*", "ace"),
        ("f?to", "e"),
        ("F?TO", "e"),
        ("source:[beta TO cepat]", "bd"),
        ("{lima TO merah}", "e"),
        ("NOT tag:*", "bc"),
        ("merah ANDMAYBE kota", "ad"),
        ("id:d", "d"),
        ("zamrud", ""),
        ("*", "abcde"),
    ],
)
def test_what_the_parser_makes_is_found(searcher: Searcher, text: str, ids: str) -> None:
    query = QueryParser("text", searcher.schema).parse(text)

    assert "".join(sorted(ids_of(searcher.search(query, limit=None)))) == ids


def test_the_parser_looks_into_several_fields(searcher: Searcher) -> None:
    parser = MultifieldParser(["text", "source"], searcher.schema, group=OrGroup)

    assert sorted(ids_of(searcher.search(parser.parse("kota"), limit=None))) == ["d", "e"]
    assert sorted(ids_of(searcher.search(parser.parse("foto alfa"), limit=None))) == ["b", "e"]


def test_a_field_without_words_is_scored_without_error(searcher: Searcher) -> None:
    parser = MultifieldParser(["text", "author"], searcher.schema)

    assert ids_of(searcher.search(parser.parse("foto"))) == ["e"]
