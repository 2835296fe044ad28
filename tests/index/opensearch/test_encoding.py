from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from index.article import make_article
from index.document import Document
from index.newstext.dates import WIB
from index.newstext.reading import read_quotes
from index.opensearch.encoding import encode, text_of

if TYPE_CHECKING:
    from index.opensearch.encoding import Encoded

ANALYZER = Analyzer()

TEXTS = st.lists(
    st.sampled_from(
        "Harga beras melatih anak-anak e-commerce COVID-19 d'Ambrosio Jum'at 5.000 26/8 (26/8) "
        "IMF-WB Rp1,5 dan/atau do'a-do'a P.T. -- _ a'a selesai.Selanjutnya undang undang".split()
    )
    | st.text(max_size=6),
    max_size=12,
).map(" ".join)


def encoded(title: str, body: str, **others: object) -> Encoded:
    document = Document(row=7, id="b7", title=title, body=body, **others)  # type: ignore[arg-type]
    return encode(document, ANALYZER, 3)


def test_each_place_has_its_root_and_its_form() -> None:
    found = encoded("Harga naik", "Melatih petani")

    assert found["text"] == [
        "~harga|=harga ~naik|=naik",
        "~harga|=harga ~naik|=naik ^ ~latih|=melatih ~tani|=petani",
    ]
    assert found["title"] == found["text"][0]
    assert (found["title_words"], found["words"], found["revision"]) == (2, 6, 3)


def test_a_quotation_has_its_speaker_before_it() -> None:
    body = "“Air e-KTP surut,” kata Sri Wahyuni. “Kami lega,” kata seorang warga."
    found = encoded("", body, quotes=read_quotes(body))

    assert found["speech"] == [
        "^ @sri @wahyuni =air =ektp|=e|=ktp =surut",
        "^ =kami =lega",
    ]
    assert "speech" not in encoded("Harga naik", "Melatih petani")


def test_a_title_counts_twice_in_a_text_twice_as_long() -> None:
    found = encoded("Harga naik", "Melatih petani")

    times = dict(word.rsplit("|", 1) for word in found["titled"].split())
    assert times["~harga"] == times["=naik"] == "2"
    assert sum(map(int, times.values())) == 2 * found["words"]


def test_without_a_title_the_body_comes_after_the_border() -> None:
    found = encoded("", "Petani")

    assert found["text"] == ["^ ~tani|=petani"]
    assert "title" not in found


def test_parts_beyond_the_last_word_are_kept() -> None:
    found = encoded("Danilo D'Ambrosio", "Danilo D'Ambrosio")

    run = found["text"][-1]
    assert run.split()[2] == "^|~ambrosio|=ambrosio"
    assert run.endswith("~dambrosio|=dambrosio|~d|=d ~ambrosio|=ambrosio")


def test_values_are_words_to_find_and_folded_to_count() -> None:
    article = make_article(
        body="Isi.",
        published=datetime(2018, 10, 13, tzinfo=WIB),
        source="ANTARA  News",
        tags=("e-commerce",),
    )
    found = encode(Document.from_article(1, article), ANALYZER, 1)

    assert (found["w_source"], found["source"]) == (["antara news"], ["antara news"])
    assert found["as_source"] == ["ANTARA News"]
    assert found["w_tag"] == ["ecommerce|e|commerce"]
    assert "tag" not in found
    assert found["date"] == 1_539_363_600


@given(title=TEXTS, body=TEXTS)
def test_what_comes_back_stands_where_the_analyzer_puts_it(title: str, body: str) -> None:
    found = encoded(title, body)

    text = text_of(found)
    start = text.title_words + 1
    wanted: dict[str, set[int]] = {}
    for first, part in ((0, title), (start, body)):
        for token in ANALYZER.analyze(part):
            wanted.setdefault(token.root, set()).add(first + token.position)
    for root, places in wanted.items():
        assert text.positions(root, 1_000) == sorted(places)
    assert len(text.run.split(" ")) == len(text.run.split())


@pytest.mark.parametrize("root", ["har", "arga", "harg", "~harga", "^", "|", ""])
def test_a_part_of_a_word_stands_nowhere(root: str) -> None:
    text = text_of(encoded("Harga", "Harga harga"))

    assert text.positions(root, 10) == []
    assert text.positions("harga", 2) == [0, 2]
