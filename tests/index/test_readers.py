from __future__ import annotations

import gzip
import io
import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from index.article import Article, first_sentence
from index.errors import ArsipError
from index.newstext.dates import WIB
from index.readers.outcome import Found, ReadOptions, Reject
from index.readers.reading import read_articles

if TYPE_CHECKING:
    from pathlib import Path

STORY = "Air di Kaligawe mulai surut. Warga membersihkan lumpur."
MORNING = datetime(2018, 10, 13, 10, 26, tzinfo=WIB)


def read(*sources: Path | str, stdin: bytes = b"", **options: Any) -> list[Article | Reject]:
    found = read_articles(map(str, sources), ReadOptions(**options), io.BytesIO(stdin))
    return [outcome.article if isinstance(outcome, Found) else outcome for outcome in found]


def read_one(source: Path | str, stdin: bytes = b"", **options: Any) -> Article:
    (found,) = read(source, stdin=stdin, **options)
    assert isinstance(found, Article), found
    return found


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def as_record(**fields: Any) -> Article:
    return read_one("-", stdin=json.dumps({"body": STORY, **fields}).encode())


# Formats


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(
            "one.jsonl",
            '{"judul": "Banjir surut", "isi": "@", "tanggal": "13/10/2018 10:26"}\n',
            id="one.jsonl",
        ),
        pytest.param(
            "one.ndjson",
            '\n{"judul": "Banjir surut", "isi": "@", "tanggal": "13/10/2018 10:26"}',
            id="one.ndjson",
        ),
        pytest.param(
            "object.json",
            '{"judul": "Banjir surut", "isi": "@", "tanggal": "13/10/2018 10:26"}',
            id="object.json",
        ),
        pytest.param(
            "list.json",
            '[{"judul": "Banjir surut", "isi": "@", "tanggal": "13/10/2018 10:26"}]',
            id="list.json",
        ),
        pytest.param(
            "articles.json",
            '{"articles": [{"title": "Banjir surut", "text": "@", "date": 1539401160}]}',
            id="articles.json",
        ),
        pytest.param(
            "data.json",
            '{"data": [{"title": "Banjir surut", "text": "@", "date": 1539401160000}]}',
            id="data.json",
        ),
        pytest.param(
            "results.json",
            '{"results": [{"name": "Banjir surut", "text": "@", "date": 1539401160.0}]}',
            id="results.json",
        ),
        pytest.param(
            "items.json",
            '{"items": [{"name": "Banjir surut", "text": "@", "date": "2018-10-13 10:26"}]}',
            id="items.json",
        ),
        pytest.param(
            "deep.json",
            '{"status": "ok", "data": {"posts": [{"name": "Banjir surut", "text": "@", '
            '"publishedAt": "2018-10-13T10:26:00"}]}}',
            id="deep.json",
        ),
        pytest.param(
            "elasticsearch.json",
            '{"took": 3, "hits": {"total": 1, "hits": [{"_id": "a1", "_source": '
            '{"judul": "Banjir surut", "isi": "@", "tanggal": "13/10/2018 10:26"}}]}}',
            id="elasticsearch.json",
        ),
        pytest.param(
            "wordpress.json",
            '[{"title": {"rendered": "Banjir surut"}, "content": {"rendered": "<p>@</p>", '
            '"protected": false}, "date": "2018-10-13T10:26:00", "author": 7, "tags": [1, 2]}]',
            id="wordpress.json",
        ),
        pytest.param(
            "phpmyadmin.json",
            '[{"type": "header", "version": "5.1"}, {"type": "database", "name": "cms"}, '
            '{"type": "table", "name": "berita", "data": [{"judul": "Banjir surut", '
            '"isi": "&lt;p&gt;@&lt;/p&gt;", "tanggal": "2018-10-13 10:26:00"}]}]',
            id="phpmyadmin.json",
        ),
        pytest.param(
            "mongo.jsonl",
            '{"_id": {"$oid": "5f"}, "judul": "Banjir surut", "isi": "@", '
            '"tanggal": {"$date": {"$numberLong": "1539401160000"}}}',
            id="mongo.jsonl",
        ),
        pytest.param(
            "comma.csv", "judul,isi,tanggal\nBanjir surut,@,13/10/2018 10:26\n", id="comma.csv"
        ),
        pytest.param(
            "semicolon.csv",
            'judul;isi;tanggal\n"Banjir surut";"@";"13/10/2018 10:26"\n',
            id="semicolon.csv",
        ),
        pytest.param(
            "excel.csv",
            'sep=;\r\nDaftar berita;;\r\n;;\r\nJudul;Isi;Tanggal\r\nBanjir surut;"@";'
            "13/10/2018 10.26\r\n",
            id="excel.csv",
        ),
        pytest.param(
            "tab.tsv", "judul\tisi\ttanggal\nBanjir surut\t@\t13/10/2018 10:26\n", id="tab.tsv"
        ),
        pytest.param(
            "dated.txt", "Banjir surut\n\nSabtu, 13 Oktober 2018 10:26 WIB\n\n@\n", id="dated.txt"
        ),
        pytest.param(
            "front.md",
            "---\njudul: Banjir surut\ntanggal: 2018-10-13 10:26:00\n---\n\n@\n",
            id="front.md",
        ),
        pytest.param(
            "toml.md",
            '+++\ntitle = "Banjir surut"\ndate = 2018-10-13T10:26:00+07:00\n+++\n@\n',
            id="toml.md",
        ),
        pytest.param(
            "credited.txt",
            "Banjir surut\nSabtu, 13 Oktober 2018 10:26 WIB\nPenulis: Sri\n@\n",
            id="credited.txt",
        ),
        pytest.param(
            "labelled.txt",
            "Judul: Banjir surut\nTanggal: 13/10/2018 10:26\nPenulis : Sri\n\n@\n",
            id="labelled.txt",
        ),
        pytest.param(
            "labels.txt",
            "JUDUL: Banjir surut\n\nTANGGAL: 13/10/2018 10:26\n\nISI:\n@\n",
            id="labels.txt",
        ),
        pytest.param(
            "heading.markdown",
            "---\ntanggal: 13/10/2018 10:26\n---\n# Banjir surut\n\n@\n",
            id="heading.markdown",
        ),
    ],
)
def test_every_format_gives_the_same_article(tmp_path: Path, name: str, content: str) -> None:
    found = read_one(write(tmp_path / name, content.replace("@", STORY)))

    assert (found.title, found.body, found.published) == ("Banjir surut", STORY, MORNING)


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    record = json.dumps({"title": "Banjir surut", "body": STORY}).encode()
    sources = [
        write(tmp_path / "a.jsonl.gz", gzip.compress(record)),
        write(tmp_path / "b.txt.gz", gzip.compress(STORY.encode())),
        write(tmp_path / "c.jsonl", gzip.compress(record)),
        write(tmp_path / "d.jsonl.gz", gzip.compress(record) + gzip.compress(b"\n" + record)),
    ]

    assert [type(found) for found in read(*sources)] == [Article] * 5


def test_json_lines_under_the_wrong_name(tmp_path: Path) -> None:
    record = json.dumps({"body": STORY})
    path = write(tmp_path / "a.json", f"{record}\n{record}\n")

    assert len(read(path)) == 2


def test_nan_from_a_data_frame_is_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"body": "Air surut.", "author": NaN, "date": NaN}\n')

    found = read_one(path)

    assert (found.author, found.published) == ((), None)


def test_csv_with_a_field_over_several_lines_and_a_long_one(tmp_path: Path) -> None:
    long = "kata " * 60_000
    path = write(tmp_path / "a.csv", f'judul,isi\nSatu,"Air\n""surut"".\nAman."\nDua,{long}\n')

    first, second = read(path)

    assert isinstance(first, Article)
    assert first.body == 'Air\n"surut".\nAman.'
    assert isinstance(second, Article)
    assert len(second.body) == len(long) - 1


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        pytest.param("Banjir surut\n\nAman.", "Banjir surut", "Aman.", id="a title"),
        pytest.param("Banjir\r\n\r\nAman.", "Banjir", "Aman.", id="Windows"),
        pytest.param("Banjir surut?\n\nAman.", None, "Banjir surut?\nAman.", id="a question"),
        pytest.param("Banjir surut.\n\nAman.", None, "Banjir surut.\nAman.", id="a sentence"),
        pytest.param("Banjir surut\nAman.", None, "Banjir surut\nAman.", id="no gap"),
        pytest.param(
            "BANJIR DI DEMAK SURUT\nAman.", "BANJIR DI DEMAK SURUT", "Aman.", id="capitals"
        ),
        pytest.param(
            "BANJIR SURUT\nAman.", None, "BANJIR SURUT\nAman.", id="few words in capitals"
        ),
        pytest.param(
            "Judul: Air\nPenulis: Sri\nPenerbit: Tirta\n\nBagus.",
            "Judul: Air",
            "Penulis: Sri\nPenerbit: Tirta\nBagus.",
            id="a book",
        ),
        pytest.param("Judul: Air surut", None, "Judul: Air surut", id="a label alone"),
        pytest.param("Banjir surut\n\n", None, "Banjir surut", id="nothing else"),
        pytest.param("kata " * 40 + "\n\nAman.", None, "kata " * 39 + "kata\nAman.", id="long"),
    ],
)
def test_title_of_plain_text(tmp_path: Path, text: str, title: str | None, body: str) -> None:
    found = read_one(write(tmp_path / "a.txt", text))

    assert (found.title, found.body) == (title or first_sentence(body), body)


def test_paragraphs_broken_at_the_width_of_a_screen_are_made_whole(tmp_path: Path) -> None:
    text = (
        "Banjir surut\n\nSemarang (ANTARA) - Air di Kaligawe, yang naik sejak Kamis,\nmulai surut "
        "pada Sabtu pagi. Warga membersihkan\nlumpur.\n\nDaftar pompa yang akan diperbaiki oleh "
        "pemerintah kota\nPompa Kaligawe\n"
    )

    found = read_one(write(tmp_path / "a.txt", text))

    assert found.body == (
        "Air di Kaligawe, yang naik sejak Kamis, mulai surut pada Sabtu pagi. Warga membersihkan "
        "lumpur.\nDaftar pompa yang akan diperbaiki oleh pemerintah kota\nPompa Kaligawe"
    )


def test_text_that_opens_with_its_dateline(tmp_path: Path) -> None:
    text = "Nusa Dua, Bali (ANTARA News) - Air surut.\n\nAman.\n\nBaca juga: Jalan putus\n"

    found = read_one(write(tmp_path / "a.txt", text))

    assert found.title == "Air surut"
    assert (found.place, found.source) == ("Nusa Dua, Bali", "ANTARA News")
    assert (found.body, found.related) == ("Air surut.\nAman.", ("Jalan putus",))


def test_marks_of_markdown_leave_the_text(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Banjir\ndescription: ringkasan\ntags: [cuaca, banjir]\npenulis: null\n---\n"
        "## Semarang\n\nAir **mulai** _surut_ di [Kaligawe](https://a.example) "
        "![foto](b.jpg)\n\n> Aman\n\n* satu\n"
    )

    found = read_one(write(tmp_path / "a.md", text))

    assert found.body == "Semarang\nAir mulai surut di Kaligawe\nAman\nsatu"
    assert (found.title, found.tags, found.author) == ("Banjir", ("cuaca", "banjir"), ())


def test_front_matter_with_bare_colons(tmp_path: Path) -> None:
    text = "---\njudul: Banjir: surut\ntags: [cuaca]\n---\n10\\. Air surut.\n\n***\n\nAman.\n"

    found = read_one(write(tmp_path / "a.md", text))

    assert (found.title, found.tags) == ("Banjir: surut", ("cuaca",))
    assert found.body == "10. Air surut.\nAman."


def test_markdown_without_front_matter_keeps_its_rules(tmp_path: Path) -> None:
    found = read_one(write(tmp_path / "a.md", "Air surut.\n\n---\n\nAman.\n\n---\n\nSelesai."))

    assert found.body.startswith("Air surut.")
    assert found.body.endswith("Selesai.")


# Web pages and feeds


def page(schema: Any = None, *, head: str = "", body: str = "") -> str:
    script = f'<script type="application/ld+json">{json.dumps(schema)}</script>' if schema else ""
    return f"<!DOCTYPE html><html><head>{head}{script}</head><body>{body}</body></html>"


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Banjir surut",
    "articleBody": "Semarang (ANTARA) - Air mulai surut &amp; aman.\n\nBaca juga: Jalan putus",
    "datePublished": "2018-10-13T10:26:00+07:00",
    "author": [{"@type": "Person", "name": "Sri Wahyuni"}],
    "publisher": {"@type": "Organization", "name": "Kabar Warga"},
    "mainEntityOfPage": {"@id": "https://kabar.example/1"},
    "articleSection": ["Nusantara"],
    "keywords": "banjir, cuaca",
    "inLanguage": "id-ID",
}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(NEWS, id="alone"),
        pytest.param([{"@type": "BreadcrumbList"}, NEWS], id="in a list"),
        pytest.param({"@graph": [{"@type": "WebSite"}, NEWS]}, id="in a graph"),
        pytest.param({"@type": "WebPage", "mainEntity": NEWS}, id="in a page"),
        pytest.param({**NEWS, "@type": ["Thing", "ReportageNewsArticle"]}, id="with many types"),
    ],
)
def test_page_that_describes_itself(tmp_path: Path, schema: Any) -> None:
    found = read_one(write(tmp_path / "a.html", page(schema)))

    assert (found.title, found.body) == ("Banjir surut", "Air mulai surut & aman.")
    assert (found.place, found.source, found.published) == ("Semarang", "Kabar Warga", MORNING)
    assert (found.author, found.section) == (("Sri Wahyuni",), "Nusantara")
    assert (found.url, found.language) == ("https://kabar.example/1", "id")
    assert (found.tags, found.related) == (("banjir", "cuaca"), ("Jalan putus",))


def test_page_without_a_description_of_its_body(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>Warga desa ke-{number} membersihkan lumpur sisa banjir di rumah masing-masing.</p>"
        for number in range(8)
    )
    schema = {"@type": "NewsArticle", "headline": "Banjir surut", "description": "Ringkasan."}
    path = write(
        tmp_path / "a.htm",
        page(
            schema,
            head="<meta property='article:published_time' content='2018-10-13T10:26:00+07:00'>"
            "<title>Banjir surut - Kabar Warga</title>",
            body=f"<nav><a href='/'>Beranda</a></nav><article><h1>Banjir surut</h1>{paragraphs}"
            "</article>",
        ),
    )

    found = read_one(path)

    assert (found.title, found.published) == ("Banjir surut", MORNING)
    assert "desa ke-0" in found.body
    assert "desa ke-7" in found.body
    assert "Beranda" not in found.body


def paragraphs(opening: str) -> str:
    return "".join(
        f"<p>{opening if number == 0 else ''}Warga desa ke-{number} membersihkan lumpur yang "
        "ditinggalkan air sungai sejak Sabtu pagi bersama para relawan dari kota.</p>"
        for number in range(8)
    )


@pytest.mark.parametrize("schema", [NEWS, None])
@pytest.mark.parametrize("end", [" Halaman 2", " Halaman all - Kabar.id", " - Halaman 1"])
def test_title_of_one_page_of_an_article(tmp_path: Path, schema: Any, end: str) -> None:
    head = f"<title>Banjir surut{end}</title><meta property='og:title' content='Banjir surut{end}'>"
    schema = schema and {**schema, "headline": f"Banjir surut{end}"}
    body = f"<article>{paragraphs('')}</article>"

    found = read_one(write(tmp_path / "a.html", page(schema, head=head, body=body)))

    assert found.title == "Banjir surut"


@pytest.mark.parametrize("description", ["Warga desa ke-0 member...", "Lumpur di delapan desa."])
def test_page_whose_description_holds_less_than_it(tmp_path: Path, description: str) -> None:
    schema = {**NEWS, "articleBody": description, "mainEntityOfPage": None}
    head = (
        "<link href='https://kabar.example/7' rel='canonical'>"
        "<meta property='article:section' content='Daerah'>"
    )
    body = f"<article><h1>Banjir surut</h1>{paragraphs('SEMARANG, KABAR.id - ')}</article>"

    found = read_one(write(tmp_path / "a.html", page(schema, head=head, body=body)))

    assert found.body.startswith("Warga desa ke-0 membersihkan lumpur")
    assert "desa ke-7" in found.body
    assert (found.place, found.section) == ("Semarang", "Nusantara")
    assert (found.url, found.source) == ("https://kabar.example/7", "Kabar Warga")


def test_page_whose_text_alone_says_when_and_what(tmp_path: Path) -> None:
    head = (
        "<title>Banjir 'rob' surut</title><meta name='keywords' content='banjir, rob'>"
        "<meta property='og:title' content='Banjir &quot;rob&quot; surut'>"
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Banjir "rob" '
        'surut"}</script>'
    )
    body = (
        "<article><h1>Banjir &quot;rob&quot; surut</h1><div>Sabtu, 13 Oktober 2018 | 10.26 WIB"
        f"</div>{paragraphs('')}</article>"
    )

    found = read_one(write(tmp_path / "a.html", page(head=head, body=body)))

    assert (found.title, found.published) == ('Banjir "rob" surut', MORNING)
    assert found.tags == ("banjir", "rob")


def test_title_above_the_text_is_not_part_of_it() -> None:
    text = f"BANJIR \u201cROB\u201d SURUT\nSemarang (ANTARA) - {STORY}"

    found = as_record(title='Banjir "rob" surut', body=text)

    assert (found.place, found.body) == ("Semarang", STORY)
    assert as_record(title="Air surut", body="Air surut").body == "Air surut"


@pytest.mark.parametrize("end", ".!?")
def test_title_made_of_the_first_sentence_takes_nothing_from_it(end: str) -> None:
    untitled = as_record(body=f"Air surut{end}\nWarga lega.")

    again = as_record(title=untitled.title, body=untitled.body)

    assert again.body == f"Air surut{end}\nWarga lega."


def test_page_in_the_encoding_it_names(tmp_path: Path) -> None:
    head = '<meta charset="iso-8859-15">'
    text = page({"@type": "Article", "headline": "Kaf\u00e9", "articleBody": STORY}, head=head)

    assert read_one(write(tmp_path / "a.html", text.encode("iso-8859-15"))).title == "Kaf\u00e9"


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Kabar Warga</title><language>id</language>
<item><title>Banjir &amp;amp; lumpur</title><link>https://kabar.example/1</link>
<guid>https://kabar.example/?p=1</guid><dc:creator>Sri Wahyuni</dc:creator>
<pubDate>Sat, 13 Oct 2018 10:26:00 +0700</pubDate><category>Cuaca</category>
<description>Ringkasan.</description>
<content:encoded><![CDATA[<p>Semarang (ANTARA) - Air <b>mulai</b> surut.</p><p>Aman.</p>]]>
</content:encoded></item>
<item><title>Jalan putus</title><description>Jembatan roboh.</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar Warga</title>
<entry><title>Banjir surut</title><id>tag:kabar.example,2018:1</id>
<updated>2018-10-13T03:26:00Z</updated><author><name>Sri Wahyuni</name></author>
<content type="html">&lt;p&gt;Air surut.&lt;/p&gt;</content></entry></feed>"""


def test_rss(tmp_path: Path) -> None:

    first, second = read(write(tmp_path / "a.rss", RSS))

    assert isinstance(first, Article)
    assert (first.title, first.body) == ("Banjir & lumpur", "Air mulai surut.\nAman.")
    assert (first.place, first.source, first.published) == ("Semarang", "Kabar Warga", MORNING)
    assert (first.author, first.tags) == (("Sri Wahyuni",), ("Cuaca",))
    assert first.url == "https://kabar.example/1"
    assert isinstance(second, Article)
    assert second.body == "Jembatan roboh."


def test_atom(tmp_path: Path) -> None:

    found = read_one(write(tmp_path / "a.xml", ATOM))

    assert (found.id, found.body) == ("tag:kabar.example,2018:1", "Air surut.")
    assert found.published == datetime(2018, 10, 13, 3, 26, tzinfo=UTC)


def test_rss_with_pictures_and_links_within_its_site(tmp_path: Path) -> None:
    feed = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        "<title>Kabar</title><link>https://kabar.example</link><item><title>Banjir</title>"
        "<link>/1</link><description>Air surut.</description><media:content url='a.jpg'>"
        "<media:description>Sebuah pompa berwarna biru.</media:description></media:content></item>"
        "<item><title>Jalan</title><description>Jalan putus.</description></item></channel></rss>"
    )

    first, second = read(write(tmp_path / "a.xml", feed))

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.body, first.url) == ("Air surut.", "https://kabar.example/1")
    assert (second.body, second.url) == ("Jalan putus.", None)


WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Kabar Warga</title><link>https://kabar.example</link>
<wp:author><wp:author_login><![CDATA[sri]]></wp:author_login><wp:author_email>s@kabar.example
</wp:author_email><wp:author_display_name><![CDATA[Sri Wahyuni]]></wp:author_display_name>
</wp:author>
<item><title>Banjir surut</title><link>https://kabar.example/1</link><dc:creator>sri</dc:creator>
<content:encoded><![CDATA[<strong>Semarang (ANTARA)</strong> - Air <em>mulai</em> surut.

<strong>Baca juga: <a href="/2">Tanggul jebol</a></strong>

Warga lega.
[gallery ids="1,2"]
[embed]https://video.example/1[/embed]

<!--more-->Aman.]]></content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="daerah">Daerah</category>
<category domain="post_tag" nicename="rob">rob</category></item>
<item><title>pompa.jpg</title><link>https://kabar.example/p</link><content:encoded>Pompa
</content:encoded><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type></item>
<item><title>Nanti</title><link>https://kabar.example/?p=3</link><content:encoded>Belum terbit.
</content:encoded><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Menu</title><link>https://kabar.example/m</link><content:encoded></content:encoded>
<wp:status>publish</wp:status><wp:post_type>nav_menu_item</wp:post_type></item>
</channel></rss>"""


def test_export_of_wordpress(tmp_path: Path) -> None:
    found = read_one(write(tmp_path / "a.xml", WORDPRESS))

    assert found.body == "Air mulai surut.\nWarga lega.\nAman."
    assert (found.place, found.related) == ("Semarang", ("Tanggul jebol",))
    assert (found.author, found.section, found.tags) == (("Sri Wahyuni",), "Daerah", ("rob",))


def test_export_of_blogger(tmp_path: Path) -> None:
    kind = "<category scheme='http://schemas.google.com/g/2005#kind' term='blogger#{}'/>"
    entries = "".join(
        f"<entry><title>{name}</title>{kind.format(name)}<content type='text'>Isi {name}.</content>"
        "</entry>"
        for name in ("settings", "post", "comment")
    )
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Kabar</title>{entries}</feed>"

    found = read_one(write(tmp_path / "a.xml", feed))

    assert (found.body, found.tags) == ("Isi post.", ())


def test_feed_whose_content_names_a_file_or_an_address(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.xml", RSS)

    for content in (str(secret), f"file://{secret}", "http://127.0.0.1:9/feed"):
        (found,) = read(write(tmp_path / "a.rss", content))
        assert isinstance(found, Reject)


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [("a.html", "trafilatura", "html"), ("a.rss", "feedparser", "feed")],
)
def test_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    (found,) = read(write(tmp_path / name, page(body="<p>Air surut.</p>")))

    assert isinstance(found, Reject)
    assert found.reason == f"needs the {extra} extra: pip install 'arsip-berita[{extra}]'"


# Fields


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ({"judul": "A"}, "title", "A"),
        ({"Headline": "A"}, "title", "A"),
        ({"JUDUL ": "A"}, "title", "A"),
        ({"title": "A", "name": "B"}, "title", "A"),
        ({"title": "", "judul": "B"}, "title", "B"),
        ({"title": "  ", "judul": "B"}, "title", "B"),
        ({"title": 2018}, "title", "2018"),
        ({"title": ["A"]}, "title", "A"),
        ({"title": "Rini &amp; Tono"}, "title", "Rini & Tono"),
        ({"tempat": "Solo"}, "place", "Solo"),
        ({"publisher": {"name": "Kabar"}}, "source", "Kabar"),
        ({"source": False}, "source", None),
        ({"source": "https://kabar.example/1", "source-hostname": "Kabar"}, "source", "Kabar"),
        ({"source": "https://kabar.example/1"}, "url", "https://kabar.example/1"),
        ({"source": "Kabar"}, "url", None),
        ({"source_domain": "www.kabar.example"}, "source", "kabar.example"),
        (
            {"title": {"rendered": "Air <em>rob</em> &#8220;surut&#8221;"}},
            "title",
            "Air rob “surut”",
        ),
        ({"Judul Berita": "A"}, "title", "A"),
        ({"kategori": ["Daerah", "Jateng"]}, "section", "Daerah"),
        ({"categories": "Daerah;Jateng"}, "section", "Daerah"),
        ({"Categories": "Daerah|Jateng"}, "section", "Daerah"),
        ({"category": 3}, "section", None),
        ({"author": 7}, "author", ()),
        ({"authors": "['Sri Wahyuni', \"Ma'ruf\"]"}, "author", ("Sri Wahyuni", "Ma'ruf")),
        ({"tags": "['banjir', 'rob']"}, "tags", ("banjir", "rob")),
        ({"tags": "[banjir]"}, "tags", ("[banjir]",)),
        ({"tags": [11, 12]}, "tags", ()),
        ({"tags": "#banjir #Kota Lama, #rob"}, "tags", ("banjir", "Kota Lama", "rob")),
        ({"author": "https://kabar.example/penulis/sri"}, "author", ()),
        ({"author": "NULL", "title": "\\N", "tags": "None"}, "author", ()),
        ({"tanggal": "\\N", "created_at": "13/10/2018 10:26"}, "published", MORNING),
        ({"title": "\u00e2\u20ac\u0153Caf\u00c3\u00a9\u00e2\u20ac\x9d"}, "title", "“Café”"),
        ({"title": "\u00c2ngela \u00c3o \u00e2"}, "title", "Ângela Ão â"),
        ({"penulis": "Sri Wahyuni, Editor: Dewi"}, "author", ("Sri Wahyuni",)),
        ({"publishedAt": "2018-10-13T10:26:00"}, "published", MORNING),
        ({"date_publish": "2018-10-13 10:26:00"}, "published", MORNING),
        ({"Tanggal Terbit": ["13/10/2018 10:26"]}, "published", MORNING),
        ({"tanggal": "00/00/0000", "created_at": "13/10/2018 10:26"}, "published", MORNING),
        ({"rubrik": "Ekonomi"}, "section", "Ekonomi"),
        ({"tautan": "https://a.example/1"}, "url", "https://a.example/1"),
        ({"guid": 17}, "id", "17"),
        ({"penulis": "Sri dan Budi"}, "author", ("Sri", "Budi")),
        ({"authors": ["Sri", "Budi"]}, "author", ("Sri", "Budi")),
        ({"authors": [{"name": "Sri"}, None]}, "author", ("Sri",)),
        ({"author": {"name": "Sri"}}, "author", ("Sri",)),
        ({"author": []}, "author", ()),
        ({"keywords": "banjir; cuaca|banjir"}, "tags", ("banjir", "cuaca")),
        ({"tags": ["banjir", 2018, {"name": "cuaca"}]}, "tags", ("banjir", "2018", "cuaca")),
        ({"baca_juga": ["A", "B", "A"]}, "related", ("A", "B")),
        ({"baca_juga": "A\nB"}, "related", ("A", "B")),
        ({"language": "id-ID"}, "language", "id"),
        ({"bahasa": "Indonesia"}, "language", "id"),
        ({"lang": "en_US"}, "language", "en"),
        ({"lang": "?"}, "language", "id"),
        ({"pubDate": "Sat, 13 Oct 2018 10:26:00 +0700"}, "published", MORNING),
        ({"date-published": "13/10/2018 10:26"}, "published", MORNING),
        ({"waktu": 1539401160}, "published", MORNING),
        ({"tanggal": "13/10/2018", "jam": "10.26"}, "published", MORNING),
        ({"tanggal": "13/10/2018", "Waktu": "10:26:00 WIB"}, "published", MORNING),
        ({"tanggal": "13/10/2018 10:26", "jam": "11.30"}, "published", MORNING),
        (
            {"tanggal": "2018-10-13T00:00:00Z", "jam": "pagi"},
            "published",
            datetime(2018, 10, 13, tzinfo=UTC),
        ),
        ({"tanggal": "13/10/2018", "jam": "pagi"}, "published", datetime(2018, 10, 13, tzinfo=WIB)),
        ({"date": "0000-00-00 00:00:00"}, "published", None),
        ({"date": "NaT"}, "published", None),
        ({"date": None, "tanggal": "13/10/2018 10:26"}, "published", MORNING),
    ],
)
def test_field_is_recognised(record: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(as_record(**record), field) == value


@pytest.mark.parametrize(
    ("record", "body"),
    [
        ({"isi": "Air surut."}, "Air surut."),
        ({"articleBody": "Air surut.", "description": "Ringkasan."}, "Air surut."),
        ({"description": "Ringkasan.", "konten": "Air surut."}, "Air surut."),
        ({"description": "Ringkasan."}, "Ringkasan."),
        ({"description": "Ringkasan.", "maintext": "Air surut."}, "Air surut."),
        ({"content": "<p>\u00e2\u20ac\u0153Air\u00e2\u20ac\x9d</p>"}, "“Air”"),
        ({"content": "<p></p>", "description": "Ringkasan."}, "Ringkasan."),
        ({"content": "&lt;p&gt;Air&lt;/p&gt;&lt;p&gt;surut.&lt;/p&gt;"}, "Air\nsurut."),
        ({"isi_berita": "Air surut."}, "Air surut."),
        (
            {
                "content_elements": [
                    {"type": "text", "content": "<b>Air</b> surut."},
                    {"type": "image", "caption": "Pompa"},
                    {"type": "paragraph", "data": {"text": "Aman."}},
                ]
            },
            "Air surut.\nAman.",
        ),
        ({"content": ["Air surut.", "Aman."]}, "Air surut.\nAman."),
        (
            {"content": "<p>Air<br>surut.</p><script>x = 1</script><p>Aman.</p>"},
            "Air\nsurut.\nAman.",
        ),
        ({"content": "Air <b>surut</b>.\nAman."}, "Air surut.\nAman."),
        ({"content": "<p>Air\nsurut.</p>Aman.\n\nBaik."}, "Air surut.\nAman.\nBaik."),
        (
            {"content": '<p>Air surut.</p>[caption id="a"]<img src="a">Pompa[/caption]Aman.'},
            "Air surut.\nPompa\nAman.",
        ),
        ({"content": "<p>[Air] surut [sic].</p>"}, "[Air] surut [sic]."),
        ({"content": "Jika a < b dan b > c."}, "Jika a < b dan b > c."),
        ({"content": "Rini &amp; Tono"}, "Rini & Tono"),
        ({"content": "Air surut.\r\n\r\nAman."}, "Air surut.\nAman."),
    ],
)
def test_body_is_found(record: dict[str, Any], body: str) -> None:
    assert read_one("-", stdin=json.dumps(record).encode()).body == body


def test_paths_without_a_host_are_of_different_articles() -> None:
    records = [{"link": "/1", "body": body} for body in ("Air surut.", "Jalan putus.")]

    first, second = (as_record(**record) for record in records)

    assert first.url == second.url == "/1"
    assert first.id != second.id


def test_names_behind_the_numbers_of_wordpress() -> None:
    terms = [
        [{"name": "Daerah", "taxonomy": "category"}],
        [{"name": "rob", "taxonomy": "post_tag"}],
    ]
    embedded = {"author": [{"id": 7, "name": "Sri Wahyuni"}], "wp:term": terms}

    found = as_record(author=7, categories=[3], tags=[11], _embedded=embedded)

    assert (found.author, found.section, found.tags) == (("Sri Wahyuni",), "Daerah", ("rob",))


def test_mapping_wins_over_recognised_names() -> None:
    record = {"title": "Salah", "judul_berita": "Benar", "body": "Salah.", "Naskah": "Benar."}
    mapping = {"title": "judul_berita", "body": "naskah"}

    found = read_one("-", stdin=json.dumps(record).encode(), mapping=mapping)

    assert (found.title, found.body) == ("Benar", "Benar.")


def test_a_record_without_a_date_takes_the_one_above_its_text() -> None:
    body = "Senin, 12 Juni 2023 15:30 WIB\nAir surut."
    records = [{"body": body}, {"body": body, "date": "2020-01-02"}]

    found = read("-", stdin="\n".join(map(json.dumps, records)).encode())

    assert [(item.body, item.published) for item in found if isinstance(item, Article)] == [
        ("Air surut.", datetime(2023, 6, 12, 15, 30, tzinfo=WIB)),
        ("Air surut.", datetime(2020, 1, 2, tzinfo=WIB)),
    ]


def test_record_wins_over_dateline_and_dateline_over_option() -> None:
    body = "Jakarta (ANTARA) - Air surut.\nPewarta: Sri"
    records = [
        {"body": body, "source": "Kabar", "place": "Solo", "author": "Budi", "related": ["A"]},
        {"body": body},
        {"body": "Air surut."},
    ]
    stdin = "\n".join(map(json.dumps, records)).encode()

    found = read("-", stdin=stdin, source="Arsip lama")

    assert [
        (item.body, item.place, item.source, item.author)
        for item in found
        if isinstance(item, Article)
    ] == [
        ("Air surut.", "Solo", "Kabar", ("Budi",)),
        ("Air surut.", "Jakarta", "ANTARA", ("Sri",)),
        ("Air surut.", None, "Arsip lama", ()),
    ]


@pytest.mark.parametrize("options", [{"format": "pdf"}, {"mapping": {"headline": "x"}}])
def test_options_that_cannot_be_meant(options: dict[str, Any]) -> None:
    with pytest.raises(ArsipError):
        read(**options)


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.txt", "a.md"])
def test_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    text = "Caf\u00e9 \u201cKita\u201d buka."
    content = {"jsonl": f'{{"body": "{text}"}}\n', "json": f'[{{"body": "{text}"}}]'}
    content["csv"] = f"isi\n{text}\n"

    path = write(tmp_path / name, content.get(name[2:], text).encode(encoding))

    assert read_one(path).body == text


def test_one_old_line_does_not_spoil_a_file(tmp_path: Path) -> None:
    lines = [f'{{"body": "Caf\u00e9 {number}"}}' for number in range(3)]
    data = b"\n".join([lines[0].encode(), lines[1].encode("cp1252"), lines[2].encode()])

    found = read(write(tmp_path / "a.jsonl", data))

    assert [item.body for item in found if isinstance(item, Article)] == [
        "Caf\u00e9 0",
        "Caf\u00e9 1",
        "Caf\u00e9 2",
    ]


# Sources


def test_folder_is_read_recursively_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c/d/e.TXT.gz", ".git/x.txt", ".x.txt", "z.pdf"):
        data = f"Artikel {name}".encode()
        write(tmp_path / name, gzip.compress(data) if name.endswith("gz") else data)

    found = read(tmp_path)

    assert [item.body for item in found if isinstance(item, Article)] == [
        "Artikel a/1.txt",
        "Artikel a/2.txt",
        "Artikel b.txt",
        "Artikel c/d/e.TXT.gz",
    ]


def test_chosen_format_reads_any_name(tmp_path: Path) -> None:
    write(tmp_path / "a.art", "Air surut.")
    write(tmp_path / "b", "Aman.")

    assert len(read(tmp_path, format="text")) == 2
    assert len(read(tmp_path / "a.art", format="TXT")) == 1


def test_links_that_loop_are_followed_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.txt", "Air surut.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")

    assert len(read(tmp_path)) == 1


def test_path_is_not_made_anew(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", "[]")

    (found,) = read(tmp_path)

    assert isinstance(found, Reject)
    assert found.path == str(tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    "stdin",
    [
        pytest.param(b'\n {"body": "Air surut."}\n', id="one line of JSON"),
        pytest.param(b'{\n"body": "Air surut."}\n', id="a JSON object"),
        pytest.param(b'[{"body": "Air surut."}]', id="a JSON list"),
        pytest.param(b"Air surut.", id="text"),
        pytest.param(b"\xef\xbb\xbf\n\nAir surut.\n", id="text with a mark"),
        pytest.param(gzip.compress(b"Air surut."), id="packed text"),
        pytest.param(page({**NEWS, "articleBody": "Air surut."}).encode(), id="a page"),
        pytest.param(ATOM.encode(), id="a feed"),
    ],
)
def test_standard_input_tells_its_format(stdin: bytes) -> None:
    assert read_one("-", stdin=stdin).body == "Air surut."


def test_pipe_without_a_name_tells_its_format() -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, b'{"body": "Air surut."}\n')
    os.close(write_end)

    found = read_one(f"/dev/fd/{read_end}")
    os.close(read_end)

    assert found.body == "Air surut."


def test_standard_input_in_a_given_format_stays_open() -> None:
    stdin = io.BytesIO(b"isi\nAir surut.\n")

    (found,) = read_articles(["-"], ReadOptions(format="csv"), stdin)

    assert isinstance(found, Found)
    assert not stdin.closed
