"""The exceptions table: what it may say, and how it complains."""

from pathlib import Path

import pytest

from index.errors import ArsipError, StemmingError
from index.stemming.exceptions import bundled_exceptions, load_exceptions


def test_load_exceptions(tmp_path: Path) -> None:
    path = tmp_path / "exceptions.tsv"
    path.write_text("# ours\n\npemilu\tpemilu\tacronym\ncapres\tcalon\n", encoding="utf-8-sig")

    assert load_exceptions(path) == {"pemilu": "pemilu", "capres": "calon"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("pemilu\n", "expected word<TAB>root<TAB>why", id="no root"),
        pytest.param("pemilu\t\twhy\n", "not one lower-case word: ''", id="empty root"),
        pytest.param("\tpemilu\n", "not one lower-case word: ''", id="empty word"),
        pytest.param("a b\tc\n", "not one lower-case word: 'a b'", id="two words"),
        pytest.param("Bali\tbali\n", "not one lower-case word: 'Bali'", id="capital"),
        pytest.param("a\tb\na\tc\n", "'a' already has the root 'b'", id="contradiction"),
    ],
)
def test_malformed_lines_are_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "exceptions.tsv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(StemmingError) as caught:
        load_exceptions(path)

    assert str(caught.value) == f"{path}:{text.count(chr(10))}: {problem}"
    assert isinstance(caught.value, ArsipError)


def test_a_missing_or_binary_file_is_one_line(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")

    for path in (tmp_path / "missing", binary):
        with pytest.raises(StemmingError, match="cannot be read") as caught:
            load_exceptions(path)
        assert "\n" not in str(caught.value)


def test_every_bundled_exception_says_why() -> None:
    bundled = bundled_exceptions()

    assert all(bundled.reasons[word] for word in bundled.roots)
