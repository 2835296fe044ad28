"""How much each piece of a reading speaks for it, in bits of evidence.

    "berikan"  ->  beri -kan, or ber- ikan ?   The reading with more evidence wins.

Positive speaks for a derivation, negative against it; a word whose best reading sums to
less than nothing is a root of its own. The numbers are a log-linear model of gold pairs
(UniMorph, the UD treebanks, Sastrawi's tests) with dictionary words as examples of what
must stay: fitted on one half it is right on 98.5 % of the other half's distinct words, as
on its own; fitted on all, rounded, and moved by hand, up to 4 bits, where a class of
inflection is rare in the gold but common in news (*perkuat*, *ikuti*, *siapapun*). A pair
that is missing cannot occur: Nazief and Adriani's forbidden combinations, seen from the
outermost prefix.
"""

from __future__ import annotations

# Clitics, and what a nasal prefix did to the root: "n-t-dropped" is meN- tangis, menangis;
# "n-n" is meN- nikah, menikah; "rer" is ber- kerja, bekerja; "a-i" is -i after a vowel,
# "k-an" a bare -an on a root in k (desakan is no desa -kan), "c-an" on one of two syllables
# or more in another consonant (eceran).
TRACE: dict[str, float] = {
    "-lah": -1.9,
    "-pun": -2.1,
    "-tah": -5.5,
    "-nya": 7.8,
    "-ku": 1.3,
    "m-m": 0.0,
    "m-p": -1.6,
    "m-p-dropped": 0.3,
    "n-n": -2.1,
    "n-t": -5.6,
    "n-t-dropped": 0.1,
    "ny-ny": 1.7,
    "ny-s": 3.0,
    "ng-k": -2.6,
    "ng-q": 2.0,
    "ng-ng": -1.3,
    "k-dropped": -0.6,
    "nge": 1.7,
    "nge-long": -5.7,
    "a-i": -1.7,
    "s-i": -1.1,
    "k-an": 3.0,
    "c-an": 4.0,
    "r-r": -3.7,
    "rer": -4.9,
}

# Outermost prefix -> derivational suffix -> evidence. "-(k)an" is -kan on a root in k, written
# with one, which only verbs have: menunjukan.
PAIR: dict[str, dict[str, float]] = {
    "": {"-an": 0.8, "-kan": 1.9, "-i": -3.5, "-in": -6.6, "-(k)an": -20.0},
    "di-": {"": 1.8, "-kan": 6.3, "-i": 1.9, "-in": -0.5, "-(k)an": 1.0},
    "meN-": {"": 2.2, "-kan": 6.6, "-i": 4.1, "-in": -2.8, "-(k)an": 1.0},
    "ber-": {"": 2.5, "-an": 3.7, "-kan": 3.1},
    "ter-": {"": 2.1, "-kan": 4.8, "-i": 0.3},
    "peN-": {"": 0.2, "-an": 3.9},
    "per-": {"": -2.8, "-an": 4.4, "-kan": -1.1, "-i": -3.3},
    "pe-": {"": -2.5, "-an": -2.6},
    "ke-": {"": -7.0, "-an": 3.3, "-in": -4.0},
    "ke-tidak-": {"-an": 5.5},
    "se-": {"": -0.3, "-an": -1.9},
    "Ce-": {"": -8.6, "-an": -2.3},
    "ku-": {"": -5.7, "-kan": 3.2, "-i": -3.1},
    "kau-": {"": -1.6, "-kan": 2.0, "-i": -3.1},
    "N-": {"-in": 4.0},
}

# A prefix and the one that may stand inside it: "ke-ber-", "di-per-".
INSIDE: dict[str, dict[str, float]] = {
    "di-": {
        "per-": 2.2,
        "ber-": -2.0,
        "ke-": -2.5,
        "se-": -2.5,
        "ter-": -2.3,
        "pe-": -3.2,
        "peN-": 0.4,
    },
    "meN-": {
        "per-": 2.3,
        "ber-": -3.2,
        "ke-": -4.1,
        "se-": -6.4,
        "ter-": -3.1,
        "pe-": -3.4,
        "peN-": -1.6,
    },
    "peN-": {"per-": -2.0, "ber-": -2.5, "ke-": -1.9, "se-": -2.5, "ter-": -4.6},
    "ber-": {"ke-": -1.5, "peN-": 1.0, "per-": -2.2, "pe-": -3.4, "se-": -4.4},
    "per-": {"ke-": -3.4, "se-": -4.7, "peN-": -2.5, "ber-": -1.7},
    "ter-": {"per-": -1.3, "ke-": -3.0, "se-": -5.2, "peN-": 0.2, "pe-": -2.2},
    "ke-": {
        "ter-": 1.4,
        "ber-": -0.2,
        "se-": -2.8,
        "peN-": -3.5,
        "pe-": -3.8,
        "per-": -4.2,
        "meN-": -3.2,
    },
    "ke-tidak-": {"ber-": -0.5, "ter-": -4.0, "se-": 0.1, "meN-": -4.0},
    "se-": {"ke-": -4.4, "per-": 0.0, "peN-": -3.0, "pe-": -2.8, "ter-": -1.5, "ber-": -3.8},
    "ku-": {"per-": -4.0, "ke-": -4.0, "ber-": -4.0, "se-": -4.0},
    "kau-": {"per-": -4.0, "ke-": -4.0, "ber-": -4.0, "se-": -4.0},
}

# The root: by its length in letters (the last entry for longer ones too), by every bit of
# its count in news at that length, and when news never uses it.
LENGTH = (-20.0, -20.0, -20.0, -4.1, -1.6, -0.6, 0.2, 0.8, 0.4)
FREQUENCY = (0.0, 0.0, 0.0, 0.45, 0.49, 0.53, 0.61, 0.67, 0.93)
UNSEEN = -1.2

# The same three for affixes that news seldom uses and many roots only look like (below):
# there a root has to be longer or better known.
TIMID = frozenset(
    {
        ("Ce-", ""),
        ("ber-", ""),
        ("di-", ""),
        ("kau-", ""),
        ("ke-", ""),
        ("ku-", ""),
        ("meN-", ""),
        ("pe-", ""),
        ("pe-", "-an"),
        ("peN-", ""),
        ("per-", ""),
        ("se-", ""),
        ("se-", "-an"),
        ("ter-", ""),
        ("", "-an"),
        ("", "-i"),
    }
)
TIMID_LENGTH = (-20.0, -20.0, -20.0, -5.8, -2.1, -0.5, -0.5, -0.2, 0.1)
TIMID_FREQUENCY = (0.0, 0.0, 0.0, 0.58, 0.55, 0.57, 0.59, 0.63, 0.79)
TIMID_UNSEEN = -1.0


def signature() -> str:
    """Return a text that changes with any number above."""
    tables = (TRACE, PAIR, INSIDE, LENGTH, FREQUENCY, UNSEEN, sorted(TIMID))
    return repr((*tables, TIMID_LENGTH, TIMID_FREQUENCY, TIMID_UNSEEN))
