"""What makes texts safe, and short ways to what longer ones give."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.folding import CHUNK, fold, title_words, words_of_title
from index.archive.rows import title_key
from index.article import Article, clean, first_sentence, has_own_title, opening, site_of

UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@given(st.text(st.characters() | st.sampled_from("\0\t\n\r\x1f\x7f\x80\ud800")))
def test_nothing_unsafe_is_left_and_all_else_is(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")

    assert clean(text) == UNSAFE.sub("", lines).strip()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Air surut. Warga pulang.", "Air surut"),
        ("... ! Air surut. Warga pulang.", "Air surut"),
        ("\u201cAir surut.\u201d Warga pulang.", "\u201cAir surut"),
        ("- ! -", "- !"),
        ("", ""),
    ],
)
def test_first_sentence_is_the_first_that_says_something(body: str, sentence: str) -> None:
    assert first_sentence(body) == sentence
    start, end = opening(body)
    assert " ".join(body[start:end].split()).rstrip(".") == sentence


@given(st.text(st.characters(codec="ascii") | st.sampled_from("_/-.\u00e9'")))
def test_key_of_a_title_is_its_folded_words(title: str) -> None:
    words = [fold(raw) for raw in CHUNK.findall(title.replace("/", " "))]

    assert title_key(title) == " ".join(words)


@given(st.text(st.characters(codec="ascii") | st.sampled_from("_'`-\u00e9\u2019\u0301")))
def test_words_of_a_title_are_those_with_places(title: str) -> None:
    assert words_of_title(title) == [word for word, _, _ in title_words(title)]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.detik.com/a", "detik.com"),
        ("https://news.detik.com/a", "detik.com"),
        ("http://m.cnn.id", "cnn.id"),
        ("https://amp.rri.co.id/a?b", "rri.co.id"),
        ("https://berita.rri.co.id:8080/a", "rri.co.id:8080"),
        ("//localhost/a", "localhost"),
        ("/berita/12", ""),
        ("http://[::1", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_site_of_an_address(url: str | None, site: str) -> None:
    assert site_of(url) == site


titles = st.lists(st.sampled_from(["Air", "surut", ".", " ", "- ", "\u201c", "1", "kata " * 30]))


@given(titles, titles)
def test_a_title_that_is_the_first_sentence_is_not_its_own(
    title: list[str], body: list[str]
) -> None:
    texts = [text for text in ("".join(title), "".join(body)) if text.strip()]
    if len(texts) == 2:
        article = Article(id="a", title=texts[0], body=texts[1])
        assert has_own_title(article) == (article.title != first_sentence(article.body))
        if (sentence := first_sentence(article.body)).strip():
            assert not has_own_title(Article(id="a", title=sentence, body=texts[1]))
