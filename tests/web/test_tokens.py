from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.settings import InvalidSettingsError, read_settings
from web.tokens import KEY_BYTES, holder_of, make_key, read_tokens, token_line

if TYPE_CHECKING:
    from pathlib import Path

HASH = "0" * 64


def test_keys_are_long_and_never_the_same() -> None:
    keys = {make_key() for _ in range(100)}

    assert len(keys) == 100
    assert all(len(key) > KEY_BYTES * 4 / 3 for key in keys)


def test_a_key_is_known_by_its_token_alone(tmp_path: Path) -> None:
    keys = {name: make_key() for name in ("redaksi", "meja-2", "pustaka")}
    file = tmp_path / "tokens"
    lines = [token_line(name, key) for name, key in keys.items()]
    file.write_text("# who may read\n\n" + "\n".join(lines) + "  # the library\n")

    for value in (str(file), ",".join(lines), "\n".join(lines)):
        tokens = read_tokens(value)
        assert isinstance(tokens, tuple)
        assert {holder_of(key, tokens) for key in keys.values()} == set(tokens)
        assert [str(token) for token in tokens] == list(keys)
        assert holder_of(make_key(), tokens) is None
    assert not any(key in "".join(lines) for key in keys.values())


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a,b", "-a", "a" * 41, "é", "a\nb"])
def test_a_name_that_could_not_be_read_back_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a name has"):
        token_line(name, make_key())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no token"),
        ("# nobody yet\n", "holds no token"),
        (f"a:sha256:{HASH}\nb:md5:{HASH}\n", "line 2 is not NAME:sha256:HASH"),
        (f"a:sha256:{HASH[1:]}\n", "line 1 is not"),
        (f"a:sha256:{HASH}x\n", "line 1 is not"),
        ("\xff", "neither tokens nor a file"),
    ],
)
def test_a_file_without_tokens_opens_nothing(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "tokens"
    file.write_bytes(content.encode("latin-1"))

    with pytest.raises(InvalidSettingsError, match=said) as caught:
        read_settings({"ARSIP_TOKENS": str(file)})
    assert str(caught.value).startswith("ARSIP_TOKENS: ")


@pytest.mark.parametrize("value", ["", " ", "/nowhere/tokens", ".", "a:sha256:0", "\0"])
def test_a_setting_without_tokens_opens_nothing(value: str) -> None:
    with pytest.raises(InvalidSettingsError, match="ARSIP_TOKENS"):
        read_settings({"ARSIP_TOKENS": value})


def test_secrets_are_long_and_never_shown() -> None:
    with pytest.raises(InvalidSettingsError, match="at least 32") as caught:
        read_settings({"ARSIP_SECRET_KEY": "rahasia"})
    assert "rahasia" not in str(caught.value)

    settings = read_settings({"ARSIP_SECRET_KEY": "r" * 32, "ARSIP_TOKENS": f"a:sha256:{HASH}"})
    assert "rrr" not in f"{settings} {settings!r}"


def test_a_proxys_word_needs_a_proxy() -> None:
    with pytest.raises(
        InvalidSettingsError, match="ARSIP_AUTH_HEADER: needs ARSIP_TRUSTED_PROXIES"
    ):
        read_settings({"ARSIP_AUTH_HEADER": "X-Remote-User"})
