"""Citations, read back as the programs read them that they are made for."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, make_article
from index.newstext.dates import WIB
from web.pages.citing import (
    APA_AUTHORS,
    CHICAGO_AUTHORS,
    Cited,
    apa,
    as_file,
    as_text,
    bibtex,
    chicago,
    csl_json,
    ris,
)
from web.texts.locales import make_locale

if TYPE_CHECKING:
    from flask.testing import FlaskClient

INDONESIAN, ENGLISH = make_locale("id"), make_locale("en")
ADDRESS = "https://arsip.example/articles/1"
JACK_MA = "antara/jack ma?2018"


def cited(**values: Any) -> Cited:
    known: dict[str, Any] = {
        "id": "1",
        "title": "Banjir surut",
        "body": "Air surut.",
        "published": datetime(2018, 10, 13, 10, 26, tzinfo=WIB),
        "source": "ANTARA News",
        "author": ("Citro Atmoko", "Sukarno"),
        "section": "Ekonomi",
        "url": "https://antara.example/1",
        "tags": ("banjir", "Kali Ciliwung"),
    }
    return Cited(article=Article(**(known | values)), address=ADDRESS, archive="Arsip")


NOTHING_KNOWN = cited(published=None, source=None, author=(), section=None, url=None, tags=())


# Readers of the formats, as far as they are used here.

_NAMED = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}
_TEX = re.compile("|".join(map(re.escape, _NAMED)) + r"|\\([$&#%_])|([{}~^\\$&#%])")


def untex(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        assert not found[2], f"{found[2]} means something to TeX"
        return found[1] or _NAMED[found[0]]

    return _TEX.sub(sign, text)


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Return kind, key and fields of the one entry in ``text``; values are braced or bare."""
    head = re.match(r"@(\w+)\{([a-z0-9-]+),\n", text)
    assert head
    fields: dict[str, str] = {}
    at = head.end()
    while text[at] != "}":
        name = re.compile(r"  (\w+) = ").match(text, at)
        assert name
        at = start = name.end()
        depth = 0
        while depth or text[at] != ",":
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        value = text[start:at]
        fields[name[1]] = value[1:-1] if value.startswith("{") else value
        at += len(",\n")
    assert text[at:] == "}\n"
    return head[1], head[2], fields


def names_of(field: str) -> list[str]:
    """Return the names in a field of authors, each in braces of its own."""
    assert re.fullmatch(r"\{.*\}", field)
    return [untex(name) for name in field[1:-1].split("} and {")]


def read_ris(text: str) -> dict[str, list[str]]:
    """Return the values of each tag of the one record in ``text``."""
    assert text.endswith("ER  - \r\n")
    found: dict[str, list[str]] = {}
    for line in text.split("\r\n")[:-1]:
        tag, sign, value = line[:2], line[2:6], line[6:]
        assert sign == "  - "
        assert re.fullmatch("[A-Z][A-Z0-9]", tag)
        assert "\n" not in value
        assert "\r" not in value
        found.setdefault(tag, []).append(value)
    assert next(iter(found)) == "TY"
    return found


def test_apa_names_the_newspaper_the_day_and_the_address() -> None:
    assert as_text(apa(cited(), INDONESIAN)) == (
        "Citro Atmoko & Sukarno. (2018, 13 Oktober). Banjir surut. ANTARA News."
        " https://antara.example/1"
    )
    assert [part.text for part in apa(cited(), ENGLISH) if part.is_italic] == ["ANTARA News"]
    assert "(2018, October 13)" in as_text(apa(cited(), ENGLISH))


def test_chicago_names_them_too() -> None:
    assert as_text(chicago(cited(), INDONESIAN)) == (
        "Citro Atmoko dan Sukarno. \u201cBanjir surut.\u201d ANTARA News, 13 Oktober 2018."
        " https://antara.example/1."
    )
    assert "October 13, 2018." in as_text(chicago(cited(), ENGLISH))


def test_what_is_not_known_is_said_or_left_out() -> None:
    assert as_text(apa(NOTHING_KNOWN, INDONESIAN)) == f"Banjir surut. (t.t.). Arsip. {ADDRESS}"
    assert as_text(apa(NOTHING_KNOWN, ENGLISH)) == f"Banjir surut. (n.d.). Arsip. {ADDRESS}"
    assert as_text(chicago(NOTHING_KNOWN, INDONESIAN)) == (
        f"\u201cBanjir surut.\u201d Arsip, t.t. {ADDRESS}."
    )


@pytest.mark.parametrize("title", ["Banjir surut?", "Banjir surut!", "Banjir \u2026", "Surut."])
def test_a_title_has_one_sign_at_its_end(title: str) -> None:
    assert f"{title} ANTARA" in as_text(apa(cited(title=title), INDONESIAN))
    assert f"\u201c{title}\u201d" in as_text(chicago(cited(title=title), INDONESIAN))


def test_long_lists_of_authors_are_cut_as_each_style_does() -> None:
    names = tuple(f"Nama{number}" for number in range(30))

    first = as_text(apa(cited(author=names), INDONESIAN))
    second = as_text(chicago(cited(author=names), INDONESIAN))

    assert "Nama18, \u2026 Nama29. (2018" in first
    assert "Nama19" not in first
    assert "Nama6, dkk. \u201c" in second
    assert "Nama7" not in second
    whole = as_text(apa(cited(author=names[:APA_AUTHORS]), INDONESIAN))
    assert "Nama18, & Nama19. (" in whole
    whole = as_text(chicago(cited(author=names[:CHICAGO_AUTHORS]), ENGLISH))
    assert "Nama8, and Nama9. \u201c" in whole


def test_bibtex_says_all_of_it() -> None:
    kind, key, fields = read_bibtex(bibtex(cited()))

    assert kind == "article"
    assert key.startswith("antaranews2018-banjir-")
    assert names_of(fields.pop("author")) == ["Citro Atmoko", "Sukarno"]
    assert fields == {
        "title": "{Banjir surut}",
        "journal": "ANTARA News",
        "date": "2018-10-13",
        "year": "2018",
        "month": "oct",
        "url": "https://antara.example/1",
        "language": "id",
        "keywords": "banjir, Kali Ciliwung",
        "note": rf"Arsip: \url{{{ADDRESS}}}",
    }


def test_bibtex_without_a_newspaper_is_no_article_of_one() -> None:
    kind, key, fields = read_bibtex(bibtex(NOTHING_KNOWN))

    assert kind == "misc"
    assert key.startswith("arsiptt-banjir-")
    assert fields.keys() == {"title", "url", "language", "note"}
    assert fields["url"] == ADDRESS


def test_ris_says_all_of_it() -> None:
    assert read_ris(ris(cited())) == {
        "TY": ["NEWS"],
        "AU": ["Citro Atmoko", "Sukarno"],
        "TI": ["Banjir surut"],
        "T2": ["ANTARA News"],
        "DA": ["2018/10/13/"],
        "PY": ["2018"],
        "SE": ["Ekonomi"],
        "LA": ["id"],
        "KW": ["banjir", "Kali Ciliwung"],
        "UR": ["https://antara.example/1"],
        "DB": ["Arsip"],
        "AV": [ADDRESS],
        "ER": [""],
    }
    assert read_ris(ris(NOTHING_KNOWN)).keys() == {"TY", "TI", "LA", "UR", "DB", "AV", "ER"}
    assert read_ris(ris(NOTHING_KNOWN))["TY"] == ["ELEC"]


def test_csl_json_says_all_of_it() -> None:
    (item,) = json.loads(csl_json(cited()))

    assert item == {
        "id": cited().key,
        "type": "article-newspaper",
        "title": "Banjir surut",
        "author": [{"literal": "Citro Atmoko"}, {"literal": "Sukarno"}],
        "container-title": "ANTARA News",
        "issued": {"date-parts": [[2018, 10, 13]]},
        "section": "Ekonomi",
        "language": "id",
        "keyword": "banjir, Kali Ciliwung",
        "URL": "https://antara.example/1",
        "archive": "Arsip",
        "archive_location": ADDRESS,
    }
    (bare,) = json.loads(csl_json(NOTHING_KNOWN))
    assert bare.keys() == {"id", "type", "title", "language", "URL", "archive", "archive_location"}


def test_the_day_is_told_in_wib() -> None:
    late = cited(published=datetime(2017, 12, 31, 20, 5, tzinfo=UTC))

    assert "(2018, 1 Januari)" in as_text(apa(late, INDONESIAN))
    assert read_ris(ris(late))["DA"] == ["2018/01/01/"]
    assert read_bibtex(bibtex(late))[2]["date"] == "2018-01-01"


def test_a_key_tells_articles_apart_and_never_changes() -> None:
    assert cited().key == cited(body="Lain.").key
    assert cited().key != cited(id="2").key
    assert re.fullmatch("[a-z0-9-]+", cited(source="\u65b0\u805e", title="\u6771\u4eac").key)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("javascript:alert(1)", ADDRESS),
        ("https://a.example/{x}\\y z", "https://a.example/%7Bx%7D%5Cy%20z"),
        ("https://a.example/a%20b?x=1&y=%23#z", "https://a.example/a%20b?x=1&y=%23#z"),
        ("https://a.example/\u00e9", "https://a.example/%C3%A9"),
    ],
)
def test_an_address_is_one_that_can_be_opened(url: str, told: str) -> None:
    one = cited(url=url)

    assert read_bibtex(bibtex(one))[2]["url"] == told
    assert read_ris(ris(one))["UR"] == [told]
    assert json.loads(csl_json(one))[0]["URL"] == told


TEXTS = st.text(
    st.sampled_from("ab {}\\$&#%_~^\"'@=,;\u00e9\u202e") | st.characters(exclude_categories=["Cs"]),
    min_size=1,
    max_size=30,
)


@given(title=TEXTS, name=TEXTS, source=TEXTS)
def test_any_text_is_read_back_as_one_line(title: str, name: str, source: str) -> None:
    try:
        article = make_article(id="1", body="x", title=title, author=(name,), source=source)
    except ValueError:
        return
    one = Cited(article=article, address=ADDRESS, archive="Arsip")
    (item,) = json.loads(csl_json(one))
    fields = read_bibtex(bibtex(one))[2]
    record = read_ris(ris(one))

    assert untex(fields["title"].removeprefix("{").removesuffix("}")) == item.get("title", "")
    assert record.get("TI", [""]) == [item.get("title", "")]
    names = [author["literal"] for author in item.get("author", [])]
    assert record.get("AU", []) == names
    if names:
        assert names_of(fields["author"]) == names
    for locale in (INDONESIAN, ENGLISH):
        assert as_file(one, "txt", locale).count("\n") == 2


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
        ("txt", "text/plain"),
    ],
)
def test_every_form_is_a_file(client: FlaskClient, form: str, kind: str) -> None:
    response = client.get(f"/cite/{quote(JACK_MA, safe='')}.{form}")

    assert response.status_code == 200
    assert response.mimetype == kind
    disposition = response.headers["Content-Disposition"]
    assert re.fullmatch(rf"attachment; filename=[a-z0-9-]+\.{form}", disposition)
    assert "Citro Atmoko" in response.text


@pytest.mark.parametrize("path", ["nothing.bib", "guru.pdf", "guru", ".bib"])
def test_what_cannot_be_cited_is_no_page(client: FlaskClient, path: str) -> None:
    assert client.get(f"/cite/{path}").status_code == 404


def test_the_page_shows_what_the_files_say(client: FlaskClient) -> None:
    html = client.get(f"/articles/{quote(JACK_MA, safe='')}").text

    assert f'href="/cite/{quote(JACK_MA, safe="")}.bib" download' in html
    assert "(2018, 13 Oktober)" in html
    assert "<cite>ANTARA News</cite>" in html
    assert "@article{antaranews2018-jack-" in html
    assert "TY  - NEWS" in html
    assert "&#34;literal&#34;: &#34;Citro Atmoko&#34;" in html
