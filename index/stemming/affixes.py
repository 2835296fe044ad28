"""Indonesian affixes as code: what may stand before and behind a root.

    prefix_splits("menangis")   ->  (meN-, tangis) (meN-, nangis)
    suffix_splits("bukunyalah") ->  (bukunyalah) (bukunya) (buku)

No dictionary here: every reading the grammar allows comes out, each with a weight in
bits (how much that sound change speaks for it, see `weights`), and `derivations` picks
the one that speaks loudest and ends in a known root.

Sources: Nazief and Adriani (1996) for the order of affixes and the forbidden pairs;
Asian (2007), rules 1 to 36; Arifin, Mahendra and Ciptaningtyas (2009), the enhanced
confix stripping. "Rule n" is the number Sastrawi gives it.
"""

from __future__ import annotations

from index.stemming.weights import TRACE

VOWELS = frozenset("aiueo")

# Affix, what is left, weight in bits.
Split = tuple[str, str, float]

_LAH, _PUN, _TAH, _NYA, _KU = (
    TRACE["-lah"],
    TRACE["-pun"],
    TRACE["-tah"],
    TRACE["-nya"],
    TRACE["-ku"],
)
_PARTICLES = {"lah": _LAH, "kah": _LAH, "pun": _PUN, "tah": _TAH}


def suffix_splits(word: str) -> list[tuple[tuple[str, ...], str, str, float]]:
    """Return every way to peel clitics and one suffix: clitics, suffix, rest, weight."""
    peeled: list[tuple[tuple[str, ...], str, float]] = [((), word, 0.0)]
    stem, weight = word, 0.0
    clitics: tuple[str, ...] = ()
    particle = _PARTICLES.get(word[-3:])
    if particle is not None:
        stem, weight, clitics = word[:-3].rstrip("-"), particle, ("-" + word[-3:],)
        peeled.append((clitics, stem, weight))
    if stem.endswith("nya"):
        peeled.append((("-nya", *clitics), stem[:-3].rstrip("-"), weight + _NYA))
    elif stem.endswith(("ku", "mu")):
        peeled.append((("-" + stem[-2:], *clitics), stem[:-2].rstrip("-"), weight + _KU))
    splits = [(clitics, "", left, weight) for clitics, left, weight in peeled]
    for clitics, left, weight in peeled:
        for suffix, ending in _SUFFIXES.get(left[-1:], ()):
            if left.endswith(ending) and not left.endswith("ii"):
                rest = left[: -len(ending)]
                change = _AFTER.get(rest[-1:], 0.0) if ending == "i" else 0.0
                splits.append((clitics, suffix, rest, weight + change))
        if left.endswith("kan"):  # menunjukan: -kan on a root in k, written with one
            splits.append((clitics, "-(k)an", left[:-2], weight))
    return splits


# -i after a vowel (balai, gulai) or s (televisi) is mostly no suffix.
_AFTER = {"a": TRACE["a-i"], "e": TRACE["a-i"], "o": TRACE["a-i"], "s": TRACE["s-i"]}
_SUFFIXES = {
    "n": (("-an", "an"), ("-kan", "kan"), ("-in", "in")),
    "i": (("-i", "i"),),
}


def prefix_splits(word: str) -> list[Split]:
    """Return every way to take one prefix off ``word``, nasal changes undone."""
    if len(word) < 4:
        return []
    rule = _BY_LETTERS.get(word[:2])
    splits = rule(word) if rule else []
    if word[0] == word[2] and word[1] == "e" and word[0] not in VOWELS:
        splits.append(("Ce-", word[2:], 0.0))  # dedaunan, rerata
    return splits


def _di(word: str) -> list[Split]:
    return [("di-", word[2:], 0.0)]


def _ke(word: str) -> list[Split]:
    splits = [("ke-", word[2:], 0.0)]
    if word.startswith("ketidak"):
        splits.append(("ke-tidak-", word[7:], 0.0))
    return splits


def _ku(word: str) -> list[Split]:
    return [("ku-", word[2:], 0.0)]


def _ka(word: str) -> list[Split]:
    return [("kau-", word[3:], 0.0)] if word[2] == "u" else []


def _se(word: str) -> list[Split]:
    return [("se-", word[2:], 0.0)]


def _te(word: str) -> list[Split]:
    return _with_r("ter-", word)


def _be(word: str) -> list[Split]:
    if word.startswith("belajar"):
        return [("ber-", word[3:], 0.0)]  # rule 4
    return _with_r("ber-", word)


def _with_r(prefix: str, word: str) -> list[Split]:
    """Rules 1 to 9: ber- and ter- lose their r before r- and before a first syllable in -er-."""
    if word[2] == "r":
        splits = [(prefix, word[3:], 0.0)]
        if word[3] in VOWELS:
            splits.append((prefix, word[2:], TRACE["r-r"]))
        return splits
    if word[3:5] == "er" and word[2] not in VOWELS:
        return [(prefix, word[2:], TRACE["rer"])]
    return []


def _me(word: str) -> list[Split]:
    return _nasal("meN-", word)


def _pe(word: str) -> list[Split]:
    splits = _nasal("peN-", word)
    third = word[2]
    if third == "r":  # rules 21, 23, 24
        splits.append(("per-", word[3:], 0.0))
    elif third == "l" and word.startswith("pelajar"):
        splits.append(("peN-", word[3:], 0.0))  # rule 32
    elif third not in VOWELS and third != "l":
        splits.append(("pe-", word[2:], 0.0))  # rules 34, 36
    return splits


def _nasal(prefix: str, word: str) -> list[Split]:
    """Rules 10 to 19 and 20 to 31: the nasal of meN- and peN-, and the consonant it swallows."""
    third, fourth = word[2], word[3]
    if third == "m":
        if fourth in VOWELS:
            return [
                (prefix, word[2:], TRACE["m-m"]),
                (prefix, "p" + word[3:], TRACE["m-p-dropped"]),
            ]
        if fourth == "r":  # pemrosesan
            return [(prefix, "p" + word[3:], 0.0)]
        return [(prefix, word[3:], TRACE["m-p"] if fourth == "p" else 0.0)]
    if third == "n":
        if fourth in VOWELS:
            return [
                (prefix, word[2:], TRACE["n-n"]),
                (prefix, "t" + word[3:], TRACE["n-t-dropped"]),
            ]
        if fourth == "g":
            return _velar(prefix, word[4:])
        if fourth == "y":
            return [(prefix, word[2:], TRACE["ny-ny"]), (prefix, "s" + word[4:], TRACE["ny-s"])]
        kept = fourth in "ts" and word[4:5] in VOWELS  # mentaati; mentransfer is regular
        return [(prefix, word[3:], TRACE["n-t"] if kept else 0.0)]
    if third in "lrwy" and fourth in VOWELS:
        return [(prefix, word[2:], 0.0)]
    return []


# meng- before k keeps it only in loans; nothing else puts ng before q.
_KEPT = {"k": TRACE["ng-k"], "q": TRACE["ng-q"]}


def _velar(prefix: str, rest: str) -> list[Split]:
    """Rules 16, 17, 29 and 30: meng- before a vowel may have swallowed k, menge- a whole e."""
    if not rest or rest[0] not in VOWELS:
        return [(prefix, rest, _KEPT.get(rest[:1], 0.0))]
    splits = [
        (prefix, rest, 0.0),
        (prefix, "k" + rest, TRACE["k-dropped"]),
        (prefix, "ng" + rest, TRACE["ng-ng"]),
    ]
    if rest[0] == "e":
        syllables = sum(letter in VOWELS for letter in rest[1:])
        splits.append((prefix, rest[1:], TRACE["nge" if syllables == 1 else "nge-long"]))
    return splits


def _ng(word: str) -> list[Split]:
    """Informal meN-, always with -in: *ngelakuin*, *ngerjain*, *nyariin*."""
    rest = word[2:]
    if rest[0] == "e":
        return [("N-", rest[1:], 0.0), ("N-", "k" + rest, 0.0)]
    return [("N-", rest, 0.0), ("N-", "k" + rest, 0.0)]


def _ny(word: str) -> list[Split]:
    return [("N-", "s" + word[2:], 0.0), ("N-", "c" + word[2:], 0.0)]


_BY_LETTERS = {
    "be": _be, "di": _di, "ka": _ka, "ke": _ke, "ku": _ku, "me": _me, "pe": _pe, "se": _se,
    "te": _te, "ng": _ng, "ny": _ny,
}  # fmt: skip
