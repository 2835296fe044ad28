"""What becomes of an article: copies as newsrooms make them, and what only looks like one.

Each way takes an article, another one and chance, and returns a new article; no text is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from math import log, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from index.article import Article

    Way = Callable[[Article, Article, random.Random], Article]

# Words of news that say the same, for edits.
_SAME: Final = {
    "mengatakan": "menyatakan",
    "kata": "ujar",
    "ujar": "tutur",
    "tutur": "kata",
    "menjelaskan": "menerangkan",
    "namun": "tetapi",
    "tetapi": "namun",
    "telah": "sudah",
    "sudah": "telah",
    "akan": "bakal",
    "saat": "ketika",
    "karena": "sebab",
    "sekitar": "kira-kira",
    "hanya": "cuma",
    "juga": "pun",
    "tidak": "tak",
    "untuk": "guna",
    "seperti": "bagaikan",
    "selain": "di samping",
    "sementara": "sedangkan",
    "dapat": "bisa",
    "bisa": "dapat",
    "lebih": "makin",
    "setelah": "sesudah",
    "melakukan": "mengadakan",
    "menjadi": "merupakan",
    "besar": "raya",
    "tersebut": "itu",
    "dan": "serta",
    "dengan": "bersama",
    "oleh": "dari",
    "yang": "yg",
    "pada": "di",
    "dalam": "di dalam",
    "para": "semua",
    "agar": "supaya",
    "sebuah": "satu",
    "memiliki": "punya",
    "mendapatkan": "memperoleh",
    "meminta": "memohon",
    "kepada": "terhadap",
    "hari": "harinya",
    "pihak": "kubu",
    "sangat": "amat",
    "baru": "anyar",
    "warga": "penduduk",
    "masyarakat": "publik",
    "pemerintah": "negara",
}
_OPENINGS: Final = ("Sementara itu, ", "Diketahui, ", "Menurut keterangan, ", "Adapun ", "Lalu ")
_SENTENCE = re.compile(r"(?<=[.!?\"\u201d])\s+(?=[A-Z\"\u201c])")
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")
_CLAUSE = re.compile(r"^(\w[^,]{15,}), (\w[^,]{15,})([.!?])$")
_DATELINE = re.compile(r"^[^.\n]{0,60}?\s[-\u2013\u2014]{1,2}\s")

# So many words two articles share at least, of those that few have, to be of one matter.
_RARE = 60


def sentences(article: Article) -> list[str]:
    """Return the sentences of a body."""
    return _SENTENCE.split(article.body)


def is_fit(article: Article) -> bool:
    """Tell whether it can become a text of another day: a few figures are not enough."""
    return (
        len(_FIGURE.findall(article.body)) >= 6
        and len(_NAME.findall(article.body)) >= 6
        and len(sentences(article)) >= 6
    )


def dropped(article: Article, other: Article, rng: random.Random) -> Article:
    """Return it without 20 to 50 % of its sentences."""
    every = sentences(article)
    gone = set(rng.sample(range(len(every)), round(len(every) * rng.uniform(0.2, 0.5))))
    kept = [sentence for at, sentence in enumerate(every) if at not in gone]
    return _elsewhere(article, " ".join(kept), rng)


def reordered(article: Article, other: Article, rng: random.Random) -> Article:
    """Return its sentences in any order, and without one in ten."""
    every = sentences(article)
    kept = rng.sample(every, max(1, round(len(every) * 0.9)))
    return _elsewhere(article, " ".join(kept), rng)


def datelined(article: Article, other: Article, rng: random.Random) -> Article:
    """Return it with another dateline, headline and line at the end."""
    body = _DATELINE.sub("", article.body)
    first, *rest = _SENTENCE.split(f"SURABAYA, contoh.id - {body}")
    body = " ".join([first, *rest, "Artikel ini telah tayang di laman lain."])
    title = " ".join(rng.sample(sentences(article)[1].split(), 5))
    return replace(_elsewhere(article, body, rng), title=title)


def edited(article: Article, other: Article, rng: random.Random) -> Article:
    """Return it with words changed in 30 to 60 % of its sentences, and another headline."""
    part = rng.uniform(0.3, 0.6)
    every = [
        _reworded(sentence, 0.8, rng) if rng.random() < part else sentence
        for sentence in sentences(article)
    ]
    return replace(_elsewhere(article, " ".join(every), rng), title=other.title)


def rewritten(article: Article, other: Article, rng: random.Random) -> Article:
    """Return every sentence said otherwise: words, openings, and clauses in another order."""
    every = [_resaid(sentence, rng) for sentence in sentences(article)]
    return replace(_elsewhere(article, " ".join(every), rng), title=other.title)


def paraphrased(article: Article, other: Article, rng: random.Random) -> Article:
    """Return every sentence in other words: one in three is another, turned or left out."""
    every = [_resaid(_in_other_words(sentence, rng), rng) for sentence in sentences(article)]
    return replace(_elsewhere(article, " ".join(every), rng), title=other.title)


def mixed(article: Article, other: Article, rng: random.Random) -> Article:
    """Return half of its sentences in another order, most of them with words changed."""
    every = sentences(article)
    kept = rng.sample(every, max(3, round(len(every) * 0.5)))
    body = " ".join(_reworded(sentence, 0.6, rng) for sentence in kept)
    return replace(_elsewhere(article, body, rng), title=other.title)


def cut(article: Article, other: Article, rng: random.Random) -> Article:
    """Return its first third."""
    every = sentences(article)
    return _elsewhere(article, " ".join(every[: max(2, round(len(every) / 3))]), rng)


def continued(article: Article, other: Article, rng: random.Random) -> Article:
    """Return a later stage: new paragraphs, then 60 to 100 % of the old ones."""
    new, old = sentences(other)[: rng.randint(2, 8)], sentences(article)
    old = old[: max(2, round(len(old) * rng.uniform(0.6, 1)))]
    later = _elsewhere(article, " ".join([*new, *old]), rng)
    return replace(later, source=article.source, title=other.title)


def refigured(article: Article, other: Article, rng: random.Random) -> Article:
    """Return the text of another day: with other figures, and nothing else."""
    return _refigured(article, 1, rng.choice((24, 24, 48, 168)), rng)


def refigured_half(article: Article, other: Article, rng: random.Random) -> Article:
    """Return the text of another day in which half of the figures are as before."""
    return _refigured(article, 0.5, rng.choice((24, 24, 48, 168)), rng)


def refigured_soon(article: Article, other: Article, rng: random.Random) -> Article:
    """Return the text of the evening, with other figures."""
    return _refigured(article, 1, rng.choice((4, 8, 11)), rng)


def renamed(article: Article, other: Article, rng: random.Random) -> Article:
    """Return the text about others: with other names and figures."""
    names = _NAME.findall(other.body) or ["Anu"]
    body = _NAME.sub(lambda _: rng.choice(names), article.body)
    return refigured(replace(article, body=body), other, rng)


def borrowing(article: Article, other: Article, rng: random.Random) -> Article:
    """Return another article that has two sentences of this one."""
    every = sentences(other)
    at = rng.randrange(len(every))
    some = sentences(article)[:2]
    return _elsewhere(other, " ".join([*every[:at], *some, *every[at:]]), rng)


def corrected(article: Article, other: Article, rng: random.Random) -> Article:
    """Return it as its publisher has put it right: one figure and one word are others."""
    wrong = rng.choice(list(_FIGURE.finditer(article.body)))
    body = f"{article.body[: wrong.start()]}{int(wrong[0]) + 1}{article.body[wrong.end() :]}"
    hour = timedelta(hours=rng.randint(1, 5))
    return replace(article, body=body, published=article.published and article.published + hour)


WAYS: Final[tuple[tuple[str, Way], ...]] = (
    ("copy", dropped),
    ("copy", reordered),
    ("copy", datelined),
    ("copy", edited),
    ("copy", rewritten),
    ("copy", paraphrased),
    ("copy", mixed),
    ("copy", cut),
    ("update", continued),
    ("template", refigured),
    ("template", refigured_half),
    ("template", refigured_soon),
    ("template", renamed),
    ("borrowed", borrowing),
    ("version", corrected),
)


def nearest(articles: Sequence[Article], number: int) -> list[tuple[str, str]]:
    """Return the pairs of articles, by id, that share most of their rarer words."""
    words = [{word.lower() for word in _WORD.findall(article.body)} for article in articles]
    times = Counter(word for some in words for word in some)
    weight = {word: log(len(articles) / n) ** 2 for word, n in times.items() if 1 < n <= _RARE}
    owners: dict[str, list[int]] = {}
    shared: Counter[tuple[int, int]] = Counter()
    norms = []
    for at, some in enumerate(words):
        known = [word for word in some if word in weight]
        norms.append(sqrt(sum(weight[word] for word in known)) or 1.0)
        for word in known:
            for before in owners.setdefault(word, []):
                shared[before, at] += weight[word]  # type: ignore[assignment]
            owners[word].append(at)
    likeness = {pair: sum_ / norms[pair[0]] / norms[pair[1]] for pair, sum_ in shared.items()}
    best = sorted(likeness, key=lambda pair: (-likeness[pair], pair))[:number]
    return [(articles[one].id, articles[other].id) for one, other in best]


def _reworded(sentence: str, part: float, rng: random.Random) -> str:
    def other(word: re.Match[str]) -> str:
        return _SAME.get(word[0], word[0]) if rng.random() < part else word[0]

    return _WORD.sub(other, sentence)


def _in_other_words(sentence: str, rng: random.Random) -> str:
    """Return it with one longer word in three as an active or passive form, or another."""

    def other(word: re.Match[str]) -> str:
        text = word[0]
        if not text.islower() or len(text) < 5 or rng.random() > 0.45:
            return text
        if text.startswith(("me", "di", "ber")):
            return f"di{text[2:]}" if text.startswith("me") else f"me{text[2:]}"
        return rng.choice(("", f"{text}nya", f"{text} itu", text[::-1]))

    return " ".join(_WORD.sub(other, sentence).split())


def _refigured(article: Article, part: float, hours: float, rng: random.Random) -> Article:
    every = list(_FIGURE.finditer(article.body))
    number = round(len(every) * part + 0.25)
    changed = {figure.start() for figure in rng.sample(every, number)}

    def other(figure: re.Match[str]) -> str:
        return _another(figure[0], rng) if figure.start() in changed else figure[0]

    published = article.published and article.published + timedelta(hours=hours)
    body = _FIGURE.sub(other, article.body)
    source = rng.choice((article.source, "Harian Contoh"))
    return replace(article, body=body, published=published, source=source, url=None)


def _resaid(sentence: str, rng: random.Random) -> str:
    sentence = _reworded(sentence, 0.7, rng)
    if turned := _CLAUSE.match(sentence):
        one, other, end = turned.groups()
        sentence = f"{other[0].upper()}{other[1:]}, {one[0].lower()}{one[1:]}{end}"
    if rng.random() < 0.5:
        sentence = rng.choice(_OPENINGS) + sentence[:1].lower() + sentence[1:]
    return sentence


def _another(figure: str, rng: random.Random) -> str:
    while (other := str(rng.randrange(10 ** len(figure)))) == figure:
        pass
    return other


def _elsewhere(article: Article, body: str, rng: random.Random) -> Article:
    """Return what another publisher prints some hours or a day later."""
    later = timedelta(hours=rng.randint(1, 30))
    return replace(
        article,
        body=body,
        title=f"{article.title} ini kabarnya",
        source=rng.choice(("Harian Contoh", "Warta Uji", "contoh.id")),
        place=rng.choice(("Surabaya", "Medan", "Makassar")),
        published=article.published and article.published + later,
        url=None,
    )
