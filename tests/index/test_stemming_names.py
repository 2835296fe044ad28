"""Names are learned from capitals in mid-sentence, and only where that is safe."""

import pytest

from index.stemming.lexicon import bundled_lexicon
from index.stemming.name_learning import learn_names
from index.stemming.stemmer import Stemmer


@pytest.mark.parametrize(
    ("word", "lower", "capitalised", "is_name"),
    [
        pytest.param("zulhadi", 0, 3, True, id="always capitalised"),
        pytest.param("zulhadi", 0, 2, False, id="too few to tell"),
        pytest.param("zulhadi", 1, 9, True, id="a slip in lower case"),
        pytest.param("zulhadi", 5, 9, False, id="as often in lower case"),
        pytest.param("busan", 0, 9, True, id="would be cut, always capitalised"),
        pytest.param("busan", 1, 9, False, id="would be cut, seen in lower case"),
        pytest.param("kementerian", 21, 333, False, id="inflection, in titles"),
        pytest.param("perindustrian", 0, 29, False, id="inflection beyond doubt"),
        pytest.param("menteri", 10, 900, False, id="root"),
        pytest.param("instagramnya", 0, 22, False, id="clitic"),
        pytest.param("covid19", 0, 22, False, id="no word"),
    ],
)
def test_learn_names(word: str, lower: int, capitalised: int, is_name: bool) -> None:
    assert learn_names([(word, lower, capitalised)]) == (frozenset({word}) if is_name else set())


def test_a_learned_name_is_its_own_root() -> None:
    names = learn_names([("girian", 0, 9)])

    assert Stemmer().root("girian") == "giri"
    assert Stemmer(names=names).root("girian") == "girian"


def test_seed_names_are_single_folded_words() -> None:
    names = bundled_lexicon().names

    assert len(names) > 1_000
    assert all(name.isalpha() and name.isascii() and name.islower() for name in names)
