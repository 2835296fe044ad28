"""Loanwords as their own languages write them, in Indonesian spelling.

    semiconductor    semikonduktor
    communication    komunikasi
    philosophy       filosofi

A word may get another ending and loses letters that are not spoken; what comes out is a guess,
to be looked for in the archive. Some words keep their ending, so each is adapted with and
without a new one.

Source: "Penulisan Unsur Serapan" in *Ejaan Bahasa Indonesia yang Disempurnakan* (EYD V,
Badan Pengembangan dan Pembinaan Bahasa, 2022).
"""

from __future__ import annotations

import re

MIN_LETTERS = 5

# The first that fits; some become one of two.
_ENDINGS = (
    ("ization", "isasi"),
    ("isation", "isasi"),
    ("graphy", "grafi"),
    ("ssion", "si"),
    ("logue", "log"),
    ("tion", "si"),
    ("sion", "si"),
    ("ance", "ans", "ansi"),
    ("ence", "ens", "ensi"),
    ("ancy", "ansi"),
    ("ency", "ensi"),
    ("logy", "logi"),
    ("ical", "is", "ikal"),
    ("tive", "tif"),
    ("sive", "sif"),
    ("ity", "itas"),
    ("ics", "ika", "ik"),
    ("ism", "isme"),
    ("ist", "is"),
    ("ure", "ur"),
    ("age", "ase"),
    ("ent", "en"),
    ("ant", "an"),
    ("ous", "us"),
    ("cle", "kel"),
    ("tre", "ter"),
    ("ble", "bel"),
    ("ct", "k"),
    ("ty", "tas"),
    ("ic", "ik"),
)
# In this order.
_LETTERS = tuple(
    (re.compile(old), new)
    for old, new in (
        ("sch", "sk"),
        ("ph", "f"),
        ("rh", "r"),
        ("th", "t"),
        ("ck", "k"),
        ("ch", "k"),
        ("sc(?=[eiy])", "s"),
        ("cc(?=[eiy])", "ks"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("qu", "ku"),
        ("x", "ks"),
        ("ee", "i"),
        ("oo", "u"),
        ("ae(?!r)", "e"),
        (r"(?<=[^aeiou])y", "i"),
    )
)
# By itself a typing error.
_DOUBLED = re.compile(r"([bdfgklmnprstz])\1")
_SILENT = re.compile("(?<=[^aeiou])e$")


def adapted(word: str) -> list[str]:
    """Return ``word`` in Indonesian spelling, likeliest first, without itself."""
    if len(word) < MIN_LETTERS or not (word.isascii() and word.isalpha()):
        return []
    found: dict[str, None] = {}
    for ending, *others in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            if stem.endswith("c") and ending[0] in "ei":
                stem = f"{stem[:-1]}s"  # as it is spoken before these
            found |= dict.fromkeys(_respelt(stem) + other for other in others)
            break
    whole = _respelt(word)
    found |= dict.fromkeys((_SILENT.sub("", whole), whole))
    return [text for text in found if text not in {word, _DOUBLED.sub(r"\1", word)}]


def _respelt(text: str) -> str:
    for old, new in _LETTERS:
        text = old.sub(new, text)
    return _DOUBLED.sub(r"\1", text)
