"""Words that organisations are named by, and those that are known by name: ``organisations.tsv``.

Kementerian, Badan, Dewan       begin a name of ordinary words
Polres, Pemkot, Timnas          begin one that says where
PT, Universitas, Yayasan        begin one of any words
Corporation, Entertainment      end one
KPK, Golkar, Pertamina          name one, as the table says
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from index.analysis.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE: Final = "organisations.tsv"

# What begins a name of ordinary words: Badan Keamanan Laut.
OF_STATE: Final = frozenset(
    """
    kementerian kemenko departemen dinas suku badan lembaga komisi komite dewan majelis mahkamah
    pengadilan kejaksaan kepolisian otoritas otorita balai satgas ditjen direktorat inspektorat
    komando korps akademi kantor pusat satuan
    """.split()
)
# What begins one that goes on with a place: Polres Cilacap, Kedutaan Besar Jepang.
LOCAL: Final = frozenset(
    """
    polda polres polresta polrestabes polresto polsek polsekta polsubsektor polwiltabes kodam
    korem kodim koramil lanud lanal lantamal kejati kejari pemprov pemkot pemkab dprd kpud
    dishub disdik disnaker dinkes dinsos dispora disdukcapil dispenda diskominfo disperindag
    bpbd bappeda sudinhub kedubes kedutaan konsulat pemerintah angkatan kbri kjri timnas pdam
    rsud rsup lapas rutan pn bnnp bnnk panwaslu panwaslih kemenag kanwil
    """.split()
)
# What begins one of any words: PT Sinar Abadi Jaya.
OPEN: Final = frozenset(
    """
    pt cv ud universitas institut politeknik yayasan bank partai asosiasi ikatan persatuan
    perhimpunan paguyuban serikat federasi konfederasi aliansi koalisi himpunan perkumpulan
    persekutuan forum front perum koperasi uin iain stain stmik stie sman smkn smpn
    sdn sma smk rs ponpes perusahaan kpri jaringan
    """.split()
)
# Of those, whose names are of what their members are: Ikatan Dokter Indonesia.
OF_MEMBERS: Final = frozenset(
    "asosiasi ikatan persatuan perhimpunan paguyuban serikat federasi konfederasi aliansi koalisi "
    "himpunan perkumpulan persekutuan forum front partai jaringan".split()
)
# Of two words that go together only: Rumah Sakit Fatmawati, but Rumah Budi.
PAIRED: Final = {
    "rumah": frozenset(["sakit"]),
    "pondok": frozenset(["pesantren"]),
    "sekolah": frozenset(["tinggi"]),
    "suku": frozenset(["dinas"]),
    "direktorat": frozenset(["jenderal", "jendral"]),
    "kantor": frozenset(["staf", "urusan", "imigrasi", "pelayanan"]),
    "pusat": frozenset(["penelitian", "studi", "kajian", "pelaporan"]),
    "satuan": frozenset(["tugas", "polisi"]),
    "komando": frozenset(["daerah", "operasi", "armada", "distrik", "resor", "pasukan"]),
    "pemerintah": frozenset(["provinsi", "kota", "kabupaten"]),
    "perusahaan": frozenset(["daerah", "umum"]),
    "angkatan": frozenset(["darat", "laut", "udara", "bersenjata"]),
    "kedutaan": frozenset(["besar"]),
    "konsulat": frozenset(["jenderal"]),
    "pengadilan": frozenset("negeri tinggi agama tipikor tindak militer niaga pajak tata".split()),
}
# What every body of its kind is called, and none in particular: Pengadilan Negeri.
_GENERIC: Final = """
    akademi sepak bola|akademi sepakbola|angkatan bersenjata|angkatan darat|angkatan laut
    |angkatan udara|badan amal|badan dunia|badan hukum|badan jalan|badan musyawarah
    |badan nasional|badan otonom|badan pengawas|badan publik|balai besar|bank asing|bank daerah
    |bank data|bank dunia|bank sentral|bank swasta|bank syariah|bank umum|departemen kepolisian
    |departemen luar negeri|dewan adat|dewan direktur|dewan etik|dewan juri|dewan keamanan
    |dewan kehormatan|dewan kota|dewan pakar|dewan pembina|dewan penasehat|dewan penasihat
    |dewan pengawas|dewan perwakilan|dewan syuro|dewan tinggi|dinas intelijen|dinas kota
    |dinas luar|dinas malam|dinas provinsi|dinas rahasia|direktorat jenderal|direktorat jendral
    |ditjen|forum diskusi|forum group|forum internasional|forum masyarakat|institut teknologi
    |jaringan internet|jaringan listrik|kantor imigrasi|kantor kementerian|kantor pelayanan
    |kantor urusan agama|kantor wilayah|kedutaan besar|kedutaan besar republik indonesia
    |kedutaan besar ri|kejaksaan negeri|kejaksaan tinggi|kementerian koordinator
    |kepolisian daerah|kepolisian nasional|kepolisian negara|kepolisian republik|kepolisian resor
    |kepolisian resor kota|kepolisian resort|kepolisian sektor|kepolisian sektor kota
    |kepolisian setempat|koalisi masyarakat|komando daerah|komando daerah militer
    |komando distrik militer|komando rayon militer|komando resor militer|komisi etik
    |komisi informasi
    |komisi pemilihan|komisi pengawas|komisi wasit|komite banding|komite disiplin|komite etik
    |komite nasional|komite pemilihan|komite sekolah|konsulat jenderal
    |konsulat jenderal republik indonesia|konsulat jenderal ri|koperasi simpan pinjam
    |koperasi unit desa|lembaga bantuan hukum|lembaga hukum|lembaga internasional|lembaga negara
    |lembaga pemasyarakatan|lembaga pendidikan|lembaga pengawas|lembaga penyiaran|lembaga survei
    |majelis pertimbangan|majelis rendah|majelis taklim|majelis tinggi|majelis umum|partai baru
    |partai besar|partai final|partai islam|partai koalisi|partai lokal|partai oposisi
    |partai pembuka|partai pengusung|partai puncak|partai semifinal|pemerintah kabupaten
    |pemerintah kota|pemerintah provinsi|pengadilan agama|pengadilan distrik|pengadilan federal
    |pengadilan militer|pengadilan negeri|pengadilan niaga|pengadilan pajak
    |pengadilan tata usaha negara|pengadilan tindak pidana korupsi|pengadilan tinggi
    |pengadilan tipikor|perusahaan daerah|perusahaan umum|pondok pesantren|pusat data
    |pusat kajian|pusat penelitian|pusat penerangan|pusat studi|rumah sakit|rumah sakit pusat
    |rumah sakit umum|rumah sakit umum daerah|satuan polisi|satuan tugas|sekolah tinggi
    |sekolah tinggi ilmu|serikat buruh|serikat pekerja|suku dinas|timnas putri|timnas senior
    |universitas negeri|universitas swasta|yayasan amal
"""
GENERIC: Final = frozenset(" ".join(name.split()) for name in _GENERIC.split("|"))

# What is never one, whatever follows: Balai Kota Depok, Badan Usaha Milik Negara.
_NEVER: Final = """
    asosiasi provinsi|badan anggaran|badan layanan|badan legislasi|badan pengurus|badan usaha
    |balai desa|balai kota|balai lelang|balai sidang|bank perkreditan|bank sampah
    |departemen personalia|dewan direksi|dewan guru|dewan komisaris|dewan pengurus|dewan pimpinan
    |forum komunikasi|forum koordinasi|gerakan nasional|gerakan pemuda|komisi banding
    |komisi disiplin|komite eksekutif|lembaga keuangan|lembaga swadaya|majelis hakim|majelis wali
    |partai derby|partai liga|partai perebutan|partai piala|partai politik
"""
NEVER: Final = frozenset(tuple(name.split()) for name in _NEVER.split("|"))

# What everybody calls some bodies, and what that is short for: the name is by the short one.
SPELLED_OUT: Final = {
    "pengadilan tindak pidana korupsi": "Pengadilan Tipikor",
    "kepolisian daerah": "Polda",
    "kepolisian resor kota besar": "Polrestabes",
    "kepolisian resor kota": "Polresta",
    "kepolisian resort": "Polres",
    "kepolisian resor": "Polres",
    "kepolisian sektor": "Polsek",
    "kejaksaan tinggi": "Kejati",
    "kejaksaan negeri": "Kejari",
    "pn": "Pengadilan Negeri",
    "pemerintah provinsi": "Pemprov",
    "pemerintah kota": "Pemkot",
    "pemerintah kabupaten": "Pemkab",
    "kantor kementerian agama": "Kemenag",
    "rumah sakit umum daerah": "RSUD",
    "rs": "Rumah Sakit",
    "ponpes": "Pondok Pesantren",
    "dishub": "Dinas Perhubungan",
    "dinkes": "Dinas Kesehatan",
    "disdik": "Dinas Pendidikan",
    "dinsos": "Dinas Sosial",
    "kedubes": "Kedutaan Besar",
    "komisi pemilihan umum daerah": "KPU",
    "kpud": "KPU",
    "uin": "Universitas Islam Negeri",
}

# What ends a name, in English mostly: YG Entertainment, Deutsche Bank.
ENDS: Final = frozenset(
    """
    university institute corporation corp company group holdings inc ltd tbk llc plc gmbh
    entertainment pictures studios airlines airways foundation association council commission
    agency bank fc motors electronics technologies ventures securities sekuritas consulting
    college hospital organization organisation federation
    """.split()
)
# What begins a name that brackets shorten, besides: Masyarakat Antikorupsi Indonesia (MAKI).
EXPLAINED: Final = frozenset(
    "masyarakat jaringan pusat organisasi gabungan gerakan perserikatan komunitas".split()
)


class Form(NamedTuple):
    """One way to name an organisation of the table.

    Attributes:
        words: As printed.
        label: What the organisation is shown as.
        mark: ``?``, ``!``, ``~`` or ``=``, as in the table; or nothing.
        has_branches: Whether a place behind it makes another organisation.
    """

    words: tuple[str, ...]
    label: str
    mark: str
    has_branches: bool


_MARKS: Final = "?!~=+"
_LABEL: Final = re.compile(r"(.+) \(([^()]+)\)")
_WORD: Final = re.compile(r"[^\W_]+")
_OF_INDONESIA: Final = re.compile(r" (?:ri|republik indonesia)$")
# What a firm is in law, which is no part of its name.
_FORMS: Final = frozenset("pt cv ud tbk persero inc ltd llc plc corp gmbh".split())


@lru_cache(maxsize=1 << 12)
def split_label(label: str) -> tuple[str, str]:
    """Return the name in what an organisation is shown as, and its short form or nothing."""
    found = _LABEL.fullmatch(label)
    return (found[1], found[2]) if found else (label, "")


def label_of(name: str, short: str) -> str:
    """Return what an organisation is shown as: *Komisi Pemberantasan Korupsi (KPK)*."""
    return f"{name} ({short})" if short else name


@cache
def known_forms() -> dict[str, tuple[Form, ...]]:
    """Return the forms of the table by their first words, the longest first."""
    found: dict[str, list[Form]] = defaultdict(list)
    for forms in known_names().values():
        for form in forms:
            found[form.words[0]].append(form)
    return {
        first: tuple(sorted(some, key=lambda form: -len(form.words)))
        for first, some in found.items()
    }


@cache
def known_names() -> dict[str, tuple[Form, ...]]:
    """Return all forms of each organisation of the table, by what it is shown as."""
    return dict(map(_read, _lines()))


@lru_cache(maxsize=1 << 15)
def key(name: str) -> str:
    """Return what two ways to print one name share: *PT Pindad (Persero)*, *Pindad*."""
    words = _WORD.findall(fold(name))
    while len(words) > 1 and words[0] in _FORMS:
        words = words[1:]
    while len(words) > 1 and words[-1] in _FORMS:
        words = words[:-1]
    return " ".join(words)


@lru_cache(maxsize=1 << 14)
def known_label(name: str) -> str:
    """Return what an organisation of the table is shown as, by any name but those with marks."""
    found = key(name)
    return _by_key().get(found) or _by_key().get(_OF_INDONESIA.sub("", found), "")


@cache
def _by_key() -> dict[str, str]:
    return {
        key(" ".join(form.words)): label
        for label, forms in known_names().items()
        for form in forms
        if not form.mark
    }


def table_digest() -> str:
    """Return what tells one state of the table from another."""
    return blake2b(_text().encode(), digest_size=8).hexdigest()


def _read(line: str) -> tuple[str, tuple[Form, ...]]:
    shown, _, others = line.partition("\t")
    label = shown.rstrip(_MARKS)
    forms: dict[str, Form] = {}
    for one in (shown if shown != label else "", *others.split(";"), *split_label(label)):
        name = one.rstrip(_MARKS)
        if name:
            marks = one[len(name) :]
            form = Form(tuple(name.split()), label, marks.replace("+", ""), "+" in marks)
            forms.setdefault(name, form)
    return label, tuple(forms.values())


def _lines() -> Iterator[str]:
    return (line for line in _text().splitlines() if line and not line.startswith("#"))


@cache
def _text() -> str:
    return resources.files("index.newstext").joinpath(_TABLE).read_text(encoding="utf-8")
