"""Which words of a question an article has to have."""

import pytest

from search.language.parser import parse
from search.weighting import required


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        pytest.param("kapan gempa Lombok", "gempa Lombok", id="a question"),
        pytest.param("gempa Lombok kapan?", "gempa Lombok", id="asked at the end"),
        pytest.param("siapa gubernur", "gubernur", id="one word is left"),
        pytest.param("siapa", "siapa", id="nothing else"),
        pytest.param("siapa mengapa", "siapa mengapa", id="nothing but words that ask"),
        pytest.param("=siapa gubernur", "=siapa gubernur", id="wanted as written"),
        pytest.param('"siapa gubernur" bali', '"siapa gubernur" bali', id="in a phrase"),
        pytest.param("judul:siapa gubernur", "judul:siapa gubernur", id="in one field"),
        pytest.param("siapa gubernur -bali", "gubernur -bali", id="exclusions stay"),
        pytest.param("siapa ATAU gubernur", "siapa ATAU gubernur", id="alternatives stay"),
        pytest.param("harga beras", "harga beras", id="no question"),
    ],
)
def test_required(text: str, needed: str) -> None:
    assert required(parse(text).query) == parse(needed).query
