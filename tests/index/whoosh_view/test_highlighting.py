"""Whoosh marks the words of a query in texts, with the analyzers of the view's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from whoosh import highlight
from whoosh import query as wq
from whoosh.qparser import QueryParser

from tests.index.whoosh_view.building import ids_of, open_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.searching import Searcher

ALPHABET = "alfa bravo charlie delta echo foxtrot golf hotel india juliet kilo lima"
TEXTS = (
    ALPHABET,
    "pria yang tidak ada di sana",
    "pria yang tak terlihat",
    "gadis dengan tato naga",
    "alfa bravo charlie delta cookie echo",
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher of the texts in two segments."""
    index = open_texts(tmp_path_factory.mktemp("texts"), TEXTS[:3], TEXTS[3:])
    with index.searcher() as searcher:
        yield searcher


UPPER = highlight.UppercaseFormatter()


@pytest.mark.parametrize(
    ("words", "fragmenter", "formatter", "marked"),
    [
        pytest.param(
            "bravo india",
            highlight.WholeFragmenter(),
            UPPER,
            "alfa BRAVO charlie delta echo foxtrot golf hotel INDIA juliet kilo lima",
            id="the whole text",
        ),
        pytest.param(
            "bravo india",
            highlight.ContextFragmenter(surround=6),
            UPPER,
            "alfa BRAVO charlie...hotel INDIA juliet",
            id="around the words",
        ),
        pytest.param(
            "alfa",
            highlight.ContextFragmenter(surround=15),
            UPPER,
            "ALFA bravo charlie delta echo foxtrot",
            id="at the beginning",
        ),
        pytest.param(
            "bravo india",
            highlight.ContextFragmenter(surround=6),
            highlight.HtmlFormatter(),
            'alfa <strong class="match term0">bravo</strong> charlie...'
            'hotel <strong class="match term1">india</strong> juliet',
            id="as markup",
        ),
        pytest.param(
            "alfa bravo charlie",
            highlight.ContextFragmenter(maxchars=14, surround=6),
            highlight.HtmlFormatter(tagname="b", termclass="t", maxclasses=2),
            None,
            id="in few classes",
        ),
    ],
)
def test_words_are_marked(
    searcher: Searcher,
    words: str,
    fragmenter: highlight.Fragmenter,
    formatter: highlight.Formatter,
    marked: str | None,
) -> None:
    analyzer = searcher.schema["text"].analyzer

    found = highlight.highlight(ALPHABET, frozenset(words.split()), analyzer, fragmenter, formatter)

    if marked is None:
        assert {"t0", "t1", "t2"} & set(found.replace('"', " ").split()) == {"t0", "t1"}
    else:
        assert found == marked


def test_markup_in_a_text_is_escaped(searcher: Searcher) -> None:
    found = highlight.highlight(
        'alfa < bravo "charlie" > delta',
        frozenset(["bravo"]),
        searcher.schema["text"].analyzer,
        highlight.WholeFragmenter(),
        highlight.HtmlFormatter(),
    )

    assert found == 'alfa &lt; <strong class="match term0">bravo</strong> "charlie" &gt; delta'


def test_hits_are_marked_by_the_words_that_matched(searcher: Searcher) -> None:
    query = QueryParser("text", searcher.schema).parse("pria")
    results = searcher.search(query, terms=True)
    results.fragmenter = highlight.WholeFragmenter()
    results.formatter = UPPER

    marked = {hit["id"]: hit.highlights("text", text=TEXTS[int(hit["id"])]) for hit in results}

    assert marked == {"1": "PRIA yang tidak ada di sana", "2": "PRIA yang tak terlihat"}


def test_a_page_of_hits_is_marked(searcher: Searcher) -> None:
    page = searcher.search_page(wq.Term("text", "tato"), 1, pagelen=3)
    page.results.fragmenter = highlight.WholeFragmenter()
    page.results.formatter = UPPER

    assert page[0].highlights("text", text=TEXTS[3]) == "gadis dengan TATO naga"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("c*", "alfa bravo CHARLIE delta COOKIE echo"),
        ("co?kie", "alfa bravo charlie delta COOKIE echo"),
        ("cookie NOT naga", "alfa bravo charlie delta COOKIE echo"),
        ('"delta cookie"', "alfa bravo charlie DELTA COOKIE echo"),
    ],
)
def test_patterns_are_marked_by_their_words(searcher: Searcher, text: str, marked: str) -> None:
    results = searcher.search(QueryParser("text", searcher.schema).parse(text))
    results.fragmenter = highlight.WholeFragmenter()
    results.formatter = UPPER

    (hit,) = [hit for hit in results if hit["id"] == "4"]

    assert hit.highlights("text", text=TEXTS[4]) == marked


def test_nothing_is_marked_for_words_of_another_field(searcher: Searcher) -> None:
    results = searcher.search(wq.Term("id", "4"))
    results.fragmenter = highlight.WholeFragmenter()
    results.formatter = UPPER

    assert ids_of(results) == ["4"]
    assert results[0].highlights("text", text=TEXTS[4]) == ""
    assert results[0].highlights("text", text=TEXTS[4], minscore=0) == TEXTS[4]


def test_a_field_that_is_not_stored_cannot_be_marked(searcher: Searcher) -> None:
    hit = searcher.search(wq.Term("text", "tato"))[0]

    with pytest.raises(KeyError):
        hit.highlights("root")


def test_results_keep_how_to_mark(searcher: Searcher) -> None:
    results = searcher.search(wq.Term("text", "tato"))
    highlighter = highlight.Highlighter()
    results.highlighter = highlighter
    results.formatter = UPPER

    assert highlighter.formatter is UPPER
