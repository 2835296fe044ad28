"""Keys to a private archive: shown once when they are made, kept as hashes.

    arsip_9Pj0…                      the key, for its holder alone
    redaksi:sha256:4f1c0a…           the token, for the server

A key is 256 random bits, so there is nothing to guess and a plain hash keeps it safe; a slow one,
made for passwords, would only make every request slow.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY_BYTES = 32
_KEY_PREFIX = "arsip_"  # by which scanners of leaked files know one

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_TOKEN = re.compile(rf"({_NAME.pattern}):sha256:([0-9a-f]{{64}})")


@dataclass(frozen=True, slots=True)
class Token:
    """What the server knows of a key: who holds it, and its SHA-256."""

    name: str
    digest: bytes

    def __str__(self) -> str:
        """Return the name; listings show no hashes."""
        return self.name


def make_key() -> str:
    """Return a new key."""
    return _KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)


def digest_of(key: str) -> bytes:
    """Return what is kept of a key."""
    return sha256(key.encode("utf-8", "surrogatepass")).digest()


def token_line(name: str, key: str) -> str:
    """Return the line of a tokens file for a key.

    Raises:
        ValueError: If the name could not be read back.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("a name has 1 to 40 letters, digits, dots, dashes or underscores")
    return f"{name}:sha256:{digest_of(key).hex()}"


def read_tokens(value: object) -> object:
    """Return the tokens of a setting: of a file, one a line, or written out, with commas between.

    Raises:
        ValueError: If there is none, or a line is no token; the text says which line.
    """
    if not isinstance(value, str):
        return value
    if not _TOKEN.match(value.strip()):
        try:
            value = Path(value).read_text("utf-8")
        except (OSError, ValueError) as error:
            raise ValueError(f"is neither tokens nor a file that can be read ({error})") from None
    tokens = []
    for number, line in enumerate(value.replace(",", "\n").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        match = _TOKEN.fullmatch(text)
        if match is None:
            raise ValueError(f"line {number} is not NAME:sha256:HASH, as 'arsip token' prints it")
        tokens.append(Token(match[1], bytes.fromhex(match[2])))
    if not tokens:
        raise ValueError("holds no token; make one with 'arsip token NAME'")
    return tuple(tokens)


def holder_of(key: str, tokens: Iterable[Token]) -> Token | None:
    """Return the token of a key; the time it takes tells nothing of how near a guess was."""
    digest = digest_of(key)
    found = [token for token in tokens if compare_digest(token.digest, digest)]
    return found[0] if found else None
