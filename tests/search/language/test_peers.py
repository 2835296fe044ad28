"""What readers of other systems type: it means here what it means there, or we say what it does.

Each line is a query and its plain spelling here, which is what the other system does with
it; where it is not, ``!`` and what a warning names, or ``?`` and the reading that is offered
because small letters make words of operators. The cases are those that the systems' own
tests and manuals try, written anew.
"""

from __future__ import annotations

import random
import re

import pytest

from index.analysis.analyzer import has_words
from index.analysis.folding import CHUNK
from search.language.lexer import Lexeme, Operator, lex
from search.language.operators import as_operators
from search.language.parser import ParsedQuery, parse
from search.language.warnings import QueryWarning, WarningKind

# Lucene, SimpleQueryParser with AND as its default operator: + | - " * ( ) ~n
LUCENE_SIMPLE = """
    beras                               beras
    beras gabah                         beras gabah
    "beras"                             =beras
    "beras gabah"                       "beras gabah"
    "beras gabah"jagung                 "beras gabah" jagung
    beras"gabah jagung"                 beras "gabah jagung"
    "beras gabah" "jagung tebu"         "beras gabah" "jagung tebu"
    "beras gabah"~2                     "beras gabah"~2
    "beras gabah"~                      "beras gabah"                       ! ~
    "beras gabah"~1a                    "beras gabah"~1 a
    ber*                                ber*
    "beras jag*"                        "beras jag*"
    ber* gab*                           ber* gab*
    +beras                              beras
    +beras +gabah                       beras gabah
    beras+gabah                         beras gabah
    +                                   -
    + + +                               -
    +beras+gabah+                       beras gabah
    -beras                              -beras
    --beras                             beras
    ---beras                            -beras
    ----beras                           beras
    -beras -gabah                       -beras -gabah
    beras -gabah                        beras -gabah
    -(beras gabah)                      -(beras gabah)
    -"beras gabah"                      -"beras gabah"
    -ber*                               -ber*
    -(beras|gabah)                      -(beras ATAU gabah)
    beras|gabah                         beras ATAU gabah
    beras | gabah                       beras ATAU gabah
    beras||gabah                        beras ATAU gabah
    beras | gabah | jagung              beras ATAU gabah ATAU jagung
    |beras                              beras                               ! |
    beras|                              beras                               ! |
    |                                   -                                   ! |
    | |                                 -                                   ! |
    beras|||gabah                       beras gabah                         ! |||
    beras | gabah jagung                (beras ATAU gabah) jagung           ! (beras ATAU
    beras gabah | jagung                beras (gabah ATAU jagung)           ! beras (gabah
    "beras gabah" | jagung              "beras gabah" ATAU jagung
    (beras)                             beras
    ((((beras))))                       beras
    ()                                  -
    (())                                -
    (beras | gabah) jagung              (beras ATAU gabah) jagung
    (beras | gabah)jagung               (beras ATAU gabah) jagung
    (beras gabah) | (jagung tebu)       (beras gabah) ATAU (jagung tebu)
    (beras | (gabah jagung)) tebu       (beras ATAU (gabah jagung)) tebu
    -(beras | -gabah)                   -(beras ATAU -gabah)
    beras~2                             beras                               ! beras~2
    beras~                              beras                               ! beras~
    beras^2                             beras                               ! beras^2
    b?ras                               b ras                               ! b?ras
    *ras                                ras                                 ! *ras
    ber*as                              ber as                              ! ber*as
    \\beras                             beras                               ! \\beras
    beras\\*                            beras*                              ! beras\\*
    -                                   -
    - beras                             beras
    beras -                             beras
    beras - gabah                       beras gabah
    """

# Lucene, the classic query parser and its successors (Solr, Elasticsearch's query_string).
LUCENE_CLASSIC = """
    beras AND gabah                     beras gabah
    beras && gabah                      beras gabah
    beras OR gabah                      beras ATAU gabah
    beras NOT gabah                     beras -gabah
    beras AND NOT gabah                 beras -gabah
    !beras                              -beras
    beras !gabah                        beras -gabah
    !"beras gabah"                      -"beras gabah"
    !(beras OR gabah)                   -(beras ATAU gabah)
    beras OR gabah OR jagung            beras ATAU gabah ATAU jagung
    (beras OR gabah) AND jagung         (beras ATAU gabah) jagung
    beras AND (gabah OR jagung)         beras (gabah ATAU jagung)
    (beras AND gabah) OR jagung         (beras gabah) ATAU jagung
    beras OR NOT gabah                  beras ATAU -gabah
    NOT beras                           -beras
    NOT (beras gabah)                   -(beras gabah)
    title:beras                         judul:beras
    title:"beras gabah"                 judul:"beras gabah"
    title:(beras gabah)                 judul:beras judul:gabah
    title:ber*                          judul:ber*
    title:beras body:gabah              judul:beras isi:gabah
    -title:beras                        -judul:beras
    "beras gabah"~10                    "beras gabah"~10
    "beras gabah"^4                     "beras gabah"                       ! ^4
    (beras gabah)^4                     beras gabah                         ! ^4
    beras^0.5 gabah                     beras gabah                         ! beras^0.5
    beras~0.8                           beras                               ! beras~0.8
    date:[2017 TO 2018]                 2017 TO 2018                        ! [2017
    [beras TO gabah]                    beras TO gabah                      ! [beras TO gabah]
    {beras TO gabah}                    beras TO gabah                      ! {beras TO gabah}
    /ber[ai]s/                          ber ai s                            ! /ber[ai]s/
    \\(beras\\)                         beras                               ! \\
    content:beras                       content beras
    *                                   -                                   ! *
    *:*                                 -                                   ! *:*
    """

# PostgreSQL, websearch_to_tsquery and to_tsquery.
POSTGRESQL = """
    beras gabah                         beras gabah
    "beras gabah"                       "beras gabah"
    "beras gabah" jagung                "beras gabah" jagung
    -beras                              -beras
    beras -gabah                        beras -gabah
    beras -"gabah jagung"               beras -"gabah jagung"
    beras or gabah                      beras or gabah                      ? beras ATAU gabah
    beras or gabah -jagung          beras or gabah -jagung          ? (beras ATAU gabah) -jagung
    beras OR gabah                      beras ATAU gabah
    or                                  or
    OR beras                            or beras
    beras or                            beras or
    and                                 and
    not                                 not
    beras and gabah                     beras and gabah                     ? beras gabah
    not beras                           not beras                           ? -beras
    "beras                              =beras                              ! open_quote
    "                                   -                                   ! open_quote
    ""                                  -
    " "                                 -
    -                                   -
    --                                  -
    -""                                 -
    -"beras"                            -=beras
    beras-gabah                         beras-gabah
    beras & gabah                       beras gabah
    beras | gabah                       beras ATAU gabah
    !beras                              -beras
    beras & !gabah                      beras -gabah
    (beras | gabah) & jagung            (beras ATAU gabah) jagung
    beras <-> gabah                     beras gabah                         ! <->
    beras <2> gabah                     beras gabah                         ! <2>
    ber:*                               ber*
    beras:A                             beras A
    beras & gabah | jagung              (beras gabah) ATAU jagung
    beras | gabah & jagung              beras ATAU (gabah jagung)
    beras, gabah; jagung!               beras gabah jagung
    'beras gabah'                       beras gabah
    beras@gabah                         beras gabah
    #beras                              beras
    50%                                 50
    """

# Xapian's query parser.
XAPIAN = """
    beras AND gabah OR jagung           (beras gabah) ATAU jagung
    beras OR gabah AND jagung           beras ATAU (gabah jagung)
    beras OR gabah NOT jagung           beras ATAU (gabah -jagung)
    beras NOT gabah OR jagung           (beras -gabah) ATAU jagung
    beras NOT gabah AND jagung          beras -gabah jagung
    beras AND gabah NOT jagung          beras gabah -jagung
    beras NOT (gabah OR jagung)         beras -(gabah ATAU jagung)
    beras AND NOT (gabah jagung)        beras -(gabah jagung)
    beras XOR gabah                     beras gabah                         ! XOR
    beras NEAR gabah                    ~"beras gabah"~9                    ! NEAR
    beras NEAR/3 gabah                  ~"beras gabah"~2
    beras ADJ gabah                     ~"beras gabah"~>9                   ! ADJ
    beras ADJ/3 gabah                   ~"beras gabah"~>2
    beras ADJ/1 gabah                   ~"beras gabah"
    beras NEAR gabah AND jagung         ~"beras gabah"~9 jagung             ! NEAR
    (beras OR gabah) NEAR/3 jagung      ~"beras jagung"~2 ATAU ~"gabah jagung"~2
    "beras gabah" NEAR/3 jagung         ~"beras gabah jagung"~2 "beras gabah"
    beras NEAR/3                        beras                               ! NEAR/3
    NEAR/3 beras                        beras                               ! NEAR/3
    AND beras                           and beras
    beras AND                           beras and
    beras AND OR gabah                  beras (and ATAU gabah)              ! beras (and ATAU gabah)
    beras OR OR gabah                   beras (or ATAU gabah)               ! beras (or ATAU gabah)
    beras NOT NOT gabah                 beras gabah
    +beras gabah                        beras gabah
    +beras -gabah                       beras -gabah
    -beras gabah                        -beras gabah
    beras.gabah                         beras gabah
    beras,gabah                         beras gabah
    beras/gabah                         beras gabah
    beras_gabah                         beras_gabah
    A.B.C                               A.B.C
    AT&T                                AT T
    C++                                 C
    "beras gabah                        "beras gabah"                       ! open_quote
    (beras gabah                        beras gabah                         ! open_bracket
    beras gabah)                        beras gabah                         ! stray_close
    )beras                              beras                               ! stray_close
    author:dewi                         penulis:dewi
    author:"dewi lestari"               penulis:"dewi lestari"
    site:beras                          beras                               ! site:
    10..20                              10 20
    $beras                              beras
    """

# Nexis, Factiva, ProQuest, GDELT.
PRESS = """
    beras w/5 gabah                     ~"beras gabah"~4
    beras W/5 gabah                     ~"beras gabah"~4
    beras w/1 gabah                     ~"beras gabah"~0
    beras pre/3 gabah                   ~"beras gabah"~>2
    beras PRE/1 gabah                   ~"beras gabah"
    beras near/5 gabah                  ~"beras gabah"~4
    beras NEAR5 gabah                   ~"beras gabah"~4
    beras N/5 gabah                     ~"beras gabah"~4
    beras adj/2 gabah                   ~"beras gabah"~>1
    beras ADJ2 gabah                    ~"beras gabah"~>1
    beras onear/4 gabah                 ~"beras gabah"~>3
    beras p/4 gabah                     ~"beras gabah"~>3
    beras w/5 gabah w/5 jagung          ~"beras gabah"~4 ~"gabah jagung"~4
    (beras or gabah) w/5 jagung         beras or gabah jagung               ! w/5
    "harga beras" w/10 gabah            ~"harga beras gabah"~9 "harga beras"
    beras w/5 gabah AND jagung          ~"beras gabah"~4 jagung
    beras w/5 gabah OR jagung           ~"beras gabah"~4 ATAU jagung
    beras w/s gabah                     beras gabah                         ! w/s
    beras w/p gabah                     beras gabah                         ! w/p
    beras /s gabah                      beras gabah                         ! /s
    beras SAME gabah                    beras gabah                         ! SAME
    beras w/5 ber*                      beras ber*                          ! w/5
    beras w/5 judul:gabah               beras judul:gabah                   ! w/5
    beras w/9999 gabah                  ~"beras gabah"~100                  ! 100
    atleast3(beras)                     beras                               ! atleast3
    ATLEAST5(beras gabah)               beras gabah                         ! ATLEAST5
    repeat3:"beras"                     =beras                              ! repeat3:
    near20:"beras gabah"                "beras gabah"~19
    beras AND NOT gabah                 beras -gabah
    ANDNOT beras                        ANDNOT beras
    beras ANDNOT gabah                  beras gabah                         ! ANDNOT
    headline:beras                      judul:beras
    headline(beras)                     headline beras
    hl:beras                            judul:beras
    hlead:beras                         beras                               ! hlead:
    byline:dewi                         dewi                                ! byline:
    pub:tempo                           tempo                               ! pub:
    la:in beras                         in beras                            ! la:
    intitle:beras                       judul:beras
    allintitle:beras                    beras                               ! allintitle:
    inurl:beras                         beras                               ! inurl:
    filetype:pdf beras                  pdf beras                           ! filetype:
    related:beras                       beras                               ! related:
    domain:tempo                        tempo                               ! domain:
    theme:beras                         beras                               ! theme:
    "beras" OR "gabah"                  =beras ATAU =gabah
    beras AND (gabah OR jagung) NOT tebu  beras (gabah ATAU jagung) -tebu
    """

SYSTEMS = (LUCENE_SIMPLE, LUCENE_CLASSIC, POSTGRESQL, XAPIAN, PRESS)


def rows() -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for line in "".join(SYSTEMS).splitlines():
        if line.strip():
            text, plain, rest = (*re.split(r" {2,}", line.strip()), "")[:3]
            found.append((text, "" if plain == "-" else plain, rest))
    return found


def test_there_are_so_many() -> None:
    assert len(set(rows())) > 200


@pytest.mark.parametrize(("text", "plain", "rest"), rows())
def test_it_means_the_same_or_is_named(text: str, plain: str, rest: str) -> None:
    parsed = parse(text)
    sign, _, token = rest.partition(" ")

    assert parsed.interpreted == plain
    if sign == "!":
        assert any(token in said for warning in parsed.warnings for said in named(warning))
    else:
        assert parsed.warnings == ()
    if sign == "?":
        other = as_operators(parsed)
        assert other is not None
        assert other.interpreted == token


def named(warning: QueryWarning) -> tuple[str, ...]:
    return warning.kind, warning.text, str(warning.number)


# What leaves something out without naming each word of it: it was too much.
BOUNDS = frozenset({WarningKind.TOO_LONG, WarningKind.TOO_MANY_WORDS, WarningKind.TOO_DEEP})

WORDS = "beras gabah jagung Ma'ruf e-KTP 17.500 2018 dan atau or not kata-kata KPK".split()
SIGNS = (
    *("ATAU", "DAN", "BUKAN", "OR", "AND", "NOT", "TANPA", "XOR", "SAME", "|", "||", "&", "!"),
    *("w/5", "pre/3", "NEAR", "ADJ", "NEAR/2", "w/s", "<->", "-", "--", "(", ")", '"', '"'),
    *("judul:", "judl:", "url:", "sumber:", "near5:", "repeat3:", "atleast2(", "^2", "~", "~2 "),
    *("~>3 ", "*", "?", "=", "==", "[", " TO ", "]", "/", "\\", "@", "#", ",", ". ", "\u201c"),
)


def test_every_token_of_any_query_is_honoured_or_named() -> None:
    rng = random.Random(10)
    for _ in range(100_000):
        parts = [
            rng.choice(WORDS if rng.random() < 0.5 else SIGNS) for _ in range(rng.randint(1, 9))
        ]
        text = "".join(part + rng.choice(("", " ", " ")) for part in parts)
        parsed = parse(text)
        assert not lost(parsed), (text, parsed.interpreted, parsed.warnings)


def lost(parsed: ParsedQuery) -> set[str]:
    """Return the words of a text that are neither in its reading nor in a warning."""
    if BOUNDS.intersection(warning.kind for warning in parsed.warnings):
        return set()
    said = " ".join([parsed.interpreted, *(warning.text for warning in parsed.warnings)])
    obeyed = {word for lexeme in lex(parsed.text) for word in _obeyed(lexeme)}
    return words_of(parsed.text) - words_of(said) - obeyed


def words_of(text: str) -> set[str]:
    """Return the parts of words: two that are one may be spelled with a hyphen."""
    chunks = filter(has_words, CHUNK.findall(text))
    return {part.casefold() for chunk in chunks for part in re.split(r"[-'.]", chunk)}


def _obeyed(lexeme: Lexeme) -> set[str]:
    """Return the words that are no words but say how others are looked for."""
    if isinstance(lexeme, Operator):
        return words_of(lexeme.text)
    slop = str(getattr(lexeme, "slop", ""))
    return words_of(f"{lexeme.prefix} {slop}") | {f"near{number}" for number in range(10)}
