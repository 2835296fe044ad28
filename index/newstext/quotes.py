"""Who said what: direct quotations, with their speakers.

    "Air surut," kata Bupati Demak Sri Wahyuni. "Warga pulang."    Sri Wahyuni, Bupati Demak, twice
    Sri lega. "Doa kami didengar," ujarnya.                        Sri Wahyuni
    Film "Air Mata" diputar lagi.                                  nothing: a title
    “Kami takut,” kata seorang warga.                              speech, but nobody's name

Each pair of marks is one quotation, so that one parted by *kata Sri* is two. What is speech, and
whose, is told by the verb of saying beside it, before or behind; then by who spoke last. What
nobody is named for stays without a speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.newstext.dateline import split_dateline
from index.newstext.marks import Span, find_spans
from index.newstext.naming import is_abbreviation, is_institution, is_place, office_in
from index.newstext.people import Name, People
from index.newstext.phrases import NOBODY, THE_SAME, THINGS, Kind, Who
from index.newstext.saying import who_before, who_behind, who_is_it
from index.newstext.sentences import Token, split_sentences
from index.newstext.stating import (
    ALIKE,
    NO_VERBS,
    by_statement,
    by_verb,
    is_passive,
    is_statement,
    who_aside,
    who_said_so,
)
from index.newstext.verbs import BEFORE, LOOSE, POSTING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words of a fragment, of a sentence, and of what is surely one.
MIN_FRAGMENT_WORDS = 3
MIN_SENTENCE_WORDS = 3
MIN_LONG_WORDS = 6
MIN_UNENDED_WORDS = 8
# Paragraphs without a word of who speaks, behind which *-nya* is nobody.
MAX_SILENCE = 10
# Words between a verb of saying and what is said, or what was and its subject.
_NEAR_WORDS = 6
_CLOSE_WORDS = 3
_SUBJECT_WORDS = 9
_CLAUSE_WORDS = 60
# Sentences that tell who *ia* is.
_MAX_BEFORE = 3
_SIGNATURE_TOKENS = 8
# Of a quotation, as many as tell a title from a sentence.
_LOOK_CHARS = 200

_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
_ENDS = frozenset(".!?…")
_PARTED = frozenset(",?!")
_DASHES = frozenset([",", "-", "\u2013", "—"])
# Before a title, a theme or a nickname, no speech.
_NAMING = frozenset(
    """
    bertajuk berjudul bertema bertemakan bertuliskan bernama berjuluk berjulukan berlabel bermerek
    tema judul tajuk film lagu album single novel buku serial drama sinetron acara program slogan
    tagline istilah julukan sebutan sandi kode akun tombol fitur kata kalimat frasa semboyan moto
    motto disebut dijuluki dinamai diberi dikenal disapa dipanggil dinamakan musikal komik majalah
    lukisan puisi lakon tagar tarian operasi aksi tokoh karakter grup band video klip format
    bernomor berupa tulisan judulnya arti berarti kategori status merek label kanal
    """.split()
)
# Between two things that somebody says.
_AND = frozenset("dan serta juga bahkan sekaligus hingga atau ,".split())
# Of speech that nobody is named for, not even by *-nya*.
_WHO_SPOKE = Who(Kind.UNKNOWN, is_same=True)
_SAID_SO = frozenset("demikian begitu begitulah bunyi tertulis pernyataan".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Direct speech.

    Attributes:
        start: Offset of its first character in the text, behind the mark.
        end: Offset behind its last one, before the mark.
        text: What stands there, marks of further paragraphs included.
        speaker: The fullest name in the text of who says it, without titles; None if unknown.
        office: What the text says the speaker is, where it names them so.
        called: Other names of the speaker: those the text explains, and what all call them.
    """

    start: int
    end: int
    text: str
    speaker: str | None = None
    office: str | None = None
    called: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        """All that the speaker is found by: ``"Joko Widodo Jokowi"``; nothing if unknown."""
        return " ".join((self.speaker or "", *self.called))


def find_quotes(text: str) -> tuple[Quotation, ...]:
    """Return the direct quotations in ``text``, in order; in time that grows as the text does."""
    spans = find_spans(text)
    if not spans:
        return ()
    reading = _Reading(text, spans)
    story = split_dateline(text).body
    start = len(text) - len(story) if text.endswith(story) else 0
    for paragraph, sentence in split_sentences(text, spans, min(start, spans[0].opens)):
        reading.read(paragraph, sentence)
    return tuple(reading.quotations())


class _Reading:
    """A text as far as it has been read."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._text = text
        self._spans = spans
        self._said: dict[int, Who] = {}  # who said it, by number of the span
        # Spans that are speech before anybody speaks, and whom the text was about then.
        self._waiting: dict[int, Who] = {}
        self._people = People(text)
        self._paragraph = 0
        self._last: Who | None = None  # who spoke last
        self._heard = 0  # in which paragraph
        self._spoken = -1  # in which paragraph something was quoted last
        self._announced: Who | None = None  # who speaks behind a colon
        self._subject = NOBODY  # whom a sentence was about
        self._openings: list[list[Token]] = []  # of sentences before anybody has spoken
        self._opening: list[Token] = []  # of this sentence, before the first quotation
        self._before: list[list[Token]] = []  # those of the sentences before, in this paragraph
        self._introduced: Name = ()  # whom the sentence before named first
        self._has_noted = False  # that somebody says something in this sentence

    def read(self, paragraph: int, sentence: list[Token]) -> None:
        """Read one sentence."""
        if self._last and paragraph - self._heard > MAX_SILENCE:
            self._last = NOBODY
        is_near = paragraph == self._paragraph and not self._has_noted
        self._before = [*self._before, self._opening][-_MAX_BEFORE:] if is_near else []
        self._introduced = self._people.newest if is_near else ()
        self._opening = []
        self._has_noted = False
        self._paragraph = paragraph
        self._people.learn(sentence)
        start = 0
        for at in [at for at, token in enumerate(sentence) if token.span >= 0]:
            self._hear(sentence, start, at)
            self._attribute(sentence, at, start)
            start = at + 1
        self._hear(sentence, start, len(sentence))

    def quotations(self) -> list[Quotation]:
        """Return what was said, in order, its speakers by their fullest names."""
        found = []
        for number, speaker in sorted((self._said | self._waiting).items()):
            who = speaker
            start, end = self._spans[number][:2]
            if who.kind is Kind.DESCRIBED:
                who = self._people.by_office(who) or NOBODY
            name = self._people.fullest(who.name) if who.kind is Kind.NAMED else ()
            found.append(
                Quotation(
                    start=start,
                    end=end,
                    text=self._text[start:end],
                    speaker=" ".join(name) or None,
                    office=" ".join(self._people.office(name)) or None,
                    called=self._people.called(name),
                )
            )
        return found

    # What is said, and by whom.

    def _attribute(self, sentence: list[Token], at: int, start: int) -> None:
        """Find out whether a span is speech, and whose."""
        number = sentence[at].span
        who = self._speaker(sentence, at, start)
        if who is None:
            return
        who = self._settle(who)
        if who is NOBODY and self._last is None:
            self._waiting[number] = self._about_whom()
            return
        self._said[number] = who
        self._spoken = self._paragraph
        self._answer(who)

    def _speaker(self, sentence: list[Token], at: int, start: int) -> Who | None:
        """Return who says a span, as the text names them; None if it is no speech."""
        who = self._behind(sentence, at)
        if who and self._may_be_speech(sentence, at):
            return who
        if who := self._ahead(sentence, at, start):
            return who
        if self._is_said(sentence, at):
            return NOBODY
        if self._is_sentence(sentence, at):
            return self._announced or _WHO_SPOKE
        return None

    def _settle(self, who: Who) -> Who:
        """Return whom *ia* or *pelatih itu* means, and remember who spoke."""
        points_back = who.kind is Kind.SAME or who.is_same
        if who.kind is Kind.SAME:
            who = self._nearest() or self._last or self._about_whom()
        elif who is _WHO_SPOKE:
            who = self._last or NOBODY
        elif who.kind is Kind.DESCRIBED:
            known = self._people.by_office(who)
            other = who.other
            # An office may be somebody's that is named later.
            if known is None and who.is_same:
                known = self._nearest() or self._about_before()
                known = known or self._last or self._about_whom()
            who = known or who
            self._people.call(other, who.name)
        elif who.kind is Kind.NAMED:
            who = self._people.meet(who)
        if who is not NOBODY or not points_back:
            self._last, self._heard = who, self._paragraph
        return who

    def _answer(self, who: Who) -> None:
        """Give what was said before anybody was named to the first who is."""
        self._said |= dict.fromkeys(self._waiting, who)
        self._waiting = {}

    def _about_whom(self) -> Who:
        """Return whom a text is about before anybody has spoken."""
        told = map(self._about, reversed(self._openings))
        self._subject = next(filter(None, told), self._subject)
        self._openings = []
        if self._subject is NOBODY and self._people.latest:
            return Who(Kind.NAMED, self._people.latest)
        return self._subject

    def _behind(self, sentence: list[Token], at: int) -> Who | None:
        """Return who is named behind a quotation."""
        begin = at + 1
        while begin < len(sentence) and sentence[begin].text in _DASHES:
            begin += 1
        if begin >= len(sentence) or sentence[begin].span >= 0:
            return None
        last = self._text[self._spans[sentence[at].span].end - 1]
        is_parted = last in _PARTED or begin > at + 1
        if sentence[begin].low in _SAID_SO:
            return who_said_so(sentence, begin)
        if who := by_verb(sentence, begin, is_parted=is_parted):
            return who
        # "...," Sri menambahkan.
        for verb in range(begin + 1, min(len(sentence), begin + _SUBJECT_WORDS)):
            if sentence[verb].low in BEFORE and (is_parted or verb == begin + 1):
                return who_before(sentence[begin:verb], verb - begin)
        if last == "," and sentence[begin].text[0].isupper():
            who = who_behind(sentence, begin)
            return who if who.kind is Kind.NAMED else None
        return None

    def _ahead(self, sentence: list[Token], at: int, start: int) -> Who | None:
        """Return who is named before a quotation, in the same sentence."""
        if at == start:
            return None
        before = sentence[at - 1].low
        if all(token.text in _AND for token in sentence[start:at]):
            start = 0  # Sri menyebut banjir "..." dan "..."
        words = range(at - 1, max(start, at - _CLAUSE_WORDS) - 1, -1)
        verb = next((word for word in words if is_statement(sentence, word)), None)
        if verb is None:
            if before in (":", ",") and self._is_whole(sentence, at):
                return THE_SAME
            if before == ":" and at - start <= _SUBJECT_WORDS:
                who = who_behind(sentence, start)
                is_name = who.kind is Kind.NAMED and not self._is_noun(sentence, who)
                return who if is_name else None
            return None
        is_next = before in (",", "bahwa") or before in BEFORE
        is_near = is_next and (at - verb <= _NEAR_WORDS or self._is_whole(sentence, at))
        is_fragment = self._is_fragment(sentence, at)
        if before == ":" or is_near:
            is_close = at - verb <= _CLOSE_WORDS and sentence[verb].low not in LOOSE
            is_speech = is_fragment or self._is_long(sentence, at)
            is_speech = is_speech or (is_close and self._is_ended(sentence, at))
            # Sri memuji "..." dan menegaskan bahwa "..."
            other = THE_SAME if start and self._heard == self._paragraph else NOBODY
            return (by_statement(sentence, verb, start) or other) if is_speech else None
        is_double = self._spans[sentence[at].span].is_double
        is_loose = sentence[verb].low in LOOSE
        is_small = self._text[self._spans[sentence[at].span].start].islower()
        if is_fragment and is_double and (is_small or not is_loose):
            speaker = by_statement(sentence, verb, start)
            return None if speaker is NOBODY else speaker
        return None

    # What is speech.

    def _words(self, number: int) -> list[str]:
        span = self._spans[number]
        return _WORD.findall(self._text[span.start : min(span.end, span.start + _LOOK_CHARS)])

    def _may_be_speech(self, sentence: list[Token], at: int) -> bool:
        """Tell what is quoted from a title at the end of what is told."""
        if at == 0 or sentence[at - 1].span >= 0 or sentence[at - 1].text in (":", ","):
            return True
        return self._is_fragment(sentence, at) or self._is_long(sentence, at)

    def _is_fragment(self, sentence: list[Token], at: int) -> bool:
        words = self._words(sentence[at].span)
        named = any(token.low in _NAMING for token in sentence[max(0, at - 2) : at])
        return len(words) >= MIN_FRAGMENT_WORDS and not named and not _is_title(words)

    def _is_long(self, sentence: list[Token], at: int) -> bool:
        words = self._words(sentence[at].span)
        return len(words) >= MIN_LONG_WORDS and not _is_title(words)

    def _is_whole(self, sentence: list[Token], at: int) -> bool:
        """Tell whether a quotation behind a comma or colon is a sentence, and all that follows."""
        return self._is_ended(sentence, at) and self._is_long(sentence, at)

    def _is_ended(self, sentence: list[Token], at: int) -> bool:
        """Tell whether a quotation ends as a sentence does, and with it what it stands in."""
        span = self._spans[sentence[at].span]
        is_ended = span.is_double and self._text[span.end - 1] in _ENDS
        return is_ended and _is_last(sentence, at)

    def _is_sentence(self, sentence: list[Token], at: int) -> bool:
        """Tell whether a quotation stands for itself, as speech does and titles do not."""
        span = self._spans[sentence[at].span]
        if not span.is_double or at or not _is_last(sentence, at):
            return False
        words = self._words(sentence[at].span)
        last = self._text[span.end - 1]
        if last in _ENDS and self._spoken == self._paragraph:
            return True  # "Sudah surut," kata Sri. "Alhamdulillah."
        if last in _ENDS or last == ",":
            return len(words) >= MIN_SENTENCE_WORDS
        return len(words) >= MIN_UNENDED_WORDS and not _is_title(words)

    def _is_said(self, sentence: list[Token], at: int) -> bool:
        """Tell whether somebody says it, by its comma, although nobody can be told."""
        span = self._spans[sentence[at].span]
        following = sentence[at + 1].text if at + 1 < len(sentence) else ""
        is_parted = self._text[span.end - 1] == "," and following.islower()
        return at == 0 and span.is_double and is_parted and following not in NO_VERBS

    # What is told between quotations.

    def _hear(self, sentence: list[Token], start: int, end: int) -> None:
        """Note who is said to say something between two quotations."""
        self._announced = None
        has_verb = False  # of the main clause
        alike = start + _NEAR_WORDS if start < end and sentence[start].low in ALIKE else 0
        words = [at for at in range(start, end) if at < alike or sentence[at].is_stating]
        for at in words:
            word = sentence[at].low
            if not (sentence[at].is_stating or is_passive(word)):
                continue
            if word in BEFORE or word in POSTING:
                who = None if has_verb else self._subject_of(sentence, at, start)
                has_verb = has_verb or who is not None
            else:
                who = who_aside(sentence, at, start)
            if who and not (start == 0 and self._is_noun(sentence, who)):
                self._note(who)
        if end and sentence[end - 1].text == ":":
            self._announced = self._last
        if start == 0:
            self._opening = sentence[:end]
            if self._last is None:
                self._openings.append(self._opening)

    def _subject_of(self, sentence: list[Token], verb: int, start: int) -> Who | None:
        """Return the subject of a verb of saying, if it is surely one."""
        if any(token.text == "yang" for token in sentence[max(0, verb - 3) : verb]):
            return None
        who = who_before(sentence[start:verb], verb - start)
        is_loose = sentence[verb].low in LOOSE
        return None if who and is_loose and not self._people.has_met(who.name) else who

    def _is_noun(self, sentence: Sequence[Token], who: Who) -> bool:
        """Tell what a sentence begins with from a name that it may be: *Putusan bernomor 2*."""
        if who.kind is not Kind.NAMED or len(who.name) > 1 or who.office:
            return False
        is_first = sentence[0].text == who.name[0] and sentence[1].text != ","
        return is_first and not self._people.has_seen(who.name[0])

    def _note(self, who: Who) -> None:
        """Remember who is said to say something."""
        if who.kind is Kind.DESCRIBED:
            known = self._people.by_office(who)
            if known is None and who.is_same:
                latest = self._people.latest if self._last is None else ()
                name = self._topic() or self._introduced or latest
                known = Who(Kind.NAMED, name, who.office) if name else None
            known = known or (self._last if who.other else None)
            if known is None:
                return
            self._people.call(who.other, known.name)
            who = known
        elif who.kind is Kind.NAMED:
            is_many = is_institution(who.name) or is_abbreviation(who.name)
            is_where = is_place(who.name) and not self._people.has_met(who.name)
            is_thing = bool(who.office) and who.office[0] in THINGS
            if is_where or is_thing or (self._last and is_many):
                return  # ia, dia and -nya are persons
            who = self._people.meet(who)
        elif who.kind is not Kind.SOMEBODY:
            return
        self._last, self._heard, self._has_noted = who, self._paragraph, True
        if who.kind is Kind.NAMED:
            self._answer(who)

    def _nearest(self) -> Who | None:
        """Return whom the sentence before was about, if it is somebody the text has named."""
        told = ((who_is_it(opening), opening) for opening in reversed(self._before))
        who, opening = next((one for one in told if one[0] is not THE_SAME), (None, []))
        if who and who.kind is Kind.DESCRIBED and not who.is_same:
            return self._people.by_office(who)
        if who is None or who.kind is not Kind.NAMED:
            return None
        # Suaminya, Budi, mengangguk. Pelatih Budi tersenyum. Budi, petani di Demak, menunggu.
        begin = [token.text for token in opening[: len(who.name) + 1]]
        is_apart = begin == [*who.name, ","] and bool(who.office or len(who.name) > 1)
        is_told = is_apart or bool(office_in(who.office))
        is_told = is_told or (bool(who.office) and who.office[-1].endswith("nya"))
        if is_told or self._people.has_met(who.name):
            return self._people.apart(who)
        is_short = len(who.name) == 1 and self._people.knows(who.name[0])
        return who if is_short and not is_place(who.name) else None

    def _topic(self) -> Name:
        """Return the full name of whom the sentence before was about."""
        who = self._about_before()
        return who.name if who and len(who.name) > 1 else ()

    def _about_before(self) -> Who | None:
        return self._about(self._before[-1]) if self._before else None

    def _about(self, sentence: Sequence[Token]) -> Who | None:
        """Return the person that a sentence is about."""
        who = who_is_it(sentence)
        if who is None or who.kind is not Kind.NAMED:
            return None
        is_many = is_institution(who.name) or is_abbreviation(who.name)
        is_other = bool(who.office) and not (  # aksi Tim Budi; but Pembuatnya, Budi, tertawa
            office_in(who.office) or who.office[-1].endswith("nya")
        )
        is_nobody = is_many or is_other or is_place(who.name) or self._is_noun(sentence, who)
        return None if is_nobody else self._people.apart(who)


def _is_last(sentence: list[Token], at: int) -> bool:
    """Tell whether only marks follow in a sentence, or who wrote it: *(B)*."""
    for after in range(at + 1, len(sentence)):
        text = sentence[after].text
        if text == "(":
            return len(sentence) - after <= _SIGNATURE_TOKENS
        if text[0].isalnum():
            return False
    return True


def _is_title(words: Sequence[str]) -> bool:
    """Tell *Surga yang Tak Dirindukan* from words of a sentence."""
    long = [word for word in words if len(word) > 3 and word[0].isalpha()] or words
    return sum(word[0].isupper() for word in long) > len(long) / 2
