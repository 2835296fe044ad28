"""Every page that has to be fit for everybody: a new one is one line here."""

from __future__ import annotations

from typing import NamedTuple


class Shown(NamedTuple):
    """A page; the door is shown by a private archive."""

    name: str
    path: str
    is_private: bool = False


PAGES = (
    Shown("home", "/"),
    Shown("results", "/search?q=harga+beras"),
    Shown("narrowed", "/search?q=beras&source=Kompas&place=Jakarta&date_from=2016-01-01"),
    Shown("warned and relaxed", "/search?q=url:beras+zzzz+(%22harga"),
    Shown("nothing found", "/search?q=zzzz"),
    Shown("lines in context", "/konteks?q=beras&sort=left&source=Kompas&near=harga"),
    Shown("no lines in context", "/konteks"),
    Shown("quotations", "/kutipan?q=harga"),
    Shown("no quotations", "/kutipan?q=zzzz&by=budi&source=Kompas"),
    Shown("newest quotations", "/kutipan"),
    Shown("timeline of shares", "/search?q=beras&timeline=share&date_from=2016-01-01"),
    Shown("trends", "/tren?q=harga+beras&q=pelatihan&q=url:guru&source=Kompas&interval=day"),
    Shown("shares", "/tren?q=beras&q=pelatihan&measure=share&date_from=2018-01-01"),
    Shown("trends of nothing", "/tren"),
    Shown("map", "/peta?q=beras+ATAU+di&date_from=2010-01-01"),
    Shown("map of nothing", "/peta?q=zzzz"),
    Shown("people", "/tokoh"),
    Shown("a person", "/tokoh/Maruf Amin"),
    Shown("nobody", "/tokoh/Zzzz"),
    Shown("organisations", "/lembaga"),
    Shown("an organisation", "/lembaga/Badan Urusan Logistik (Bulog)"),
    Shown("values", "/search/values?facet=source&q=beras"),
    Shown("article", "/articles/antara%2Fjack%20ma%3F2018?q=melatih"),
    Shown("article of strangers", "/articles/hostile?q=banjir"),
    Shown("article that was corrected", "/articles/beras-07"),
    Shown("versions", "/versions/beras-07"),
    Shown("no versions", "/versions/guru"),
    Shown("help", "/bantuan"),
    Shown("guide to the API", "/api"),
    Shown("not found", "/tidak-ada"),
    Shown("door", "/", is_private=True),
)
