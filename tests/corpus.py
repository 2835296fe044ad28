"""Forty articles, each there to make one or two behaviours visible."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from index.article import Article

WIB = timezone(timedelta(hours=7))
WIT = timezone(timedelta(hours=9))


def _article(id_: str, title: str, body: str, published: str | None, **rest: Any) -> Article:
    moment = None if published is None else datetime.fromisoformat(published)
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=WIB)
    return Article(id=id_, title=title, body=body, published=moment, **rest)


ANTARA = {"source": "ANTARA News"}
KOMPAS = {"source": "KOMPAS.com"}
TEMPO = {"source": "Tempo"}

ARTICLES = (
    # Prices of rice: words in titles and bodies, phrases, order.
    _article(
        "beras-naik",
        "Harga beras naik di Jakarta",
        "Harga beras di pasar induk naik dua pekan berturut-turut. Pedagang mengeluh.",
        "2018-10-13T10:26",
        **ANTARA,
        section="Ekonomi",
        place="Jakarta",
        author=("Dewi Lestari",),
        tags=("beras", "pangan"),
    ),
    _article(
        "beras-turun",
        "Panen raya tiba",
        "Panen raya membuat harga gabah turun. Beras melimpah, kata petani.",
        "2018-11-02T08:00",
        **ANTARA,
        section="Ekonomi",
        place="Bekasi",
        author=("Budi Santoso",),
        tags=("beras",),
    ),
    _article(
        "beras-impor",
        "Pemerintah membuka impor beras",
        "Impor beras dari Vietnam dibuka lagi. Harga di tingkat petani tertekan.",
        "2018-12-31T23:30",
        **KOMPAS,
        section="ekonomi",
        place="Jakarta",
        author=("Dewi Lestari", "Budi Santoso"),
    ),
    _article(
        "beras-harga",
        "Bulog menyerap gabah",
        "Beras harga tinggi diserap Bulog sejak Senin.",
        "2019-01-01T00:30",
        **KOMPAS,
        section="Ekonomi",
        place="Surabaya",
    ),
    # One root, many forms.
    _article(
        "latih-1",
        "Alibaba melatih pemimpin teknologi",
        "Alibaba ingin melatih seribu pemimpin teknologi Indonesia dalam sepuluh tahun.",
        "2018-10-13T10:26",
        **ANTARA,
        section="Tekno",
        place="Nusa Dua, Bali",
        author=("Suryanto",),
    ),
    _article(
        "latih-2",
        "Pelatihan guru dimulai",
        "Pelatihan untuk guru dimulai hari ini. Peserta pelatihan datang dari desa.",
        "2020-02-29T09:00",
        **TEMPO,
        section="Pendidikan",
        place="Bandung",
    ),
    _article(
        "latih-3",
        "Latihan perang di laut",
        "Latihan gabungan digelar. Para prajurit dilatih menembak dari kapal.",
        "2020-03-01T09:00",
        **TEMPO,
        section="Nasional",
        place="Surabaya",
    ),
    _article(
        "jalan-1",
        "Pembangunan jalan tol selesai",
        "Pembangunan jalan tol selesai.Selanjutnya warga menunggu tarif.",
        "2019-05-21T07:00",
        **KOMPAS,
        section="Nasional",
        place="Semarang",
    ),
    _article(
        "jalan-2",
        "Desa membangun jalan sendiri",
        "Warga membangun jalan desa dengan uang sendiri.",
        "2019-05-21T07:00",
        **KOMPAS,
        section="Daerah",
        place="Semarang",
    ),
    _article(
        "jalan-3",
        "Warga desa menunggu",
        "Jalan rusak. Pembangunan belum terlihat, dan jalan desa tetap berlubang.",
        "2019-05-21T07:00",
        **KOMPAS,
        section="Daerah",
        place="Semarang",
    ),
    # Titles do not run into bodies.
    _article(
        "batas",
        "Gempa mengguncang Palu",
        "Donggala juga merasakan guncangan kuat.",
        "2018-09-28T18:02",
        **ANTARA,
        section="Nasional",
        place="Palu",
    ),
    # Apostrophes, accents, compounds, numbers.
    _article(
        "maruf-1",
        "Ma'ruf Amin dilantik",
        "Wakil presiden Ma'ruf Amin dilantik hari Minggu.",
        "2019-10-20T14:30",
        **ANTARA,
        section="Politik",
        place="Jakarta",
    ),
    _article(
        "maruf-2",
        "Kunjungan wakil presiden",
        "Maruf Amin berkunjung ke pesantren di Serang.",
        "2019-11-20T14:30",
        **TEMPO,
        section="Politik",
        place="Serang",
    ),
    _article(
        "jumat-1",
        "Salat Jum\u2019at di masjid raya",
        "Jemaah memenuhi masjid raya sejak pagi.",
        "2021-04-16T12:00",
        **ANTARA,
        section="Nasional",
        place="Medan",
    ),
    _article(
        "jumat-2",
        "Libur panjang",
        "Hari Jumat menjadi hari libur di kantor itu.",
        "2021-05-14T12:00",
        **TEMPO,
        section="Nasional",
    ),
    _article(
        "kafe",
        "Caf\u00e9 tua di Braga",
        "Sebuah caf\u00e9 tua di Jalan Braga dibuka kembali.",
        "2022-08-17T10:00",
        **TEMPO,
        section="Gaya Hidup",
        place="Bandung",
    ),
    _article(
        "dagang",
        "E-commerce tumbuh pesat",
        "Transaksi e-commerce naik menjadi Rp1,5 triliun selama COVID-19.",
        "2020-12-12T12:12",
        **KOMPAS,
        section="Ekonomi",
        place="Jakarta",
        tags=("e-commerce", "ekonomi digital"),
    ),
    _article(
        "dagang-2",
        "Ecommerce dan UMKM",
        "Pelaku usaha kecil belajar ecommerce. Omzet mencapai Rp 5.000 per hari.",
        "2021-01-12T12:12",
        **KOMPAS,
        section="Ekonomi",
        place="Jakarta",
    ),
    _article(
        "imf",
        "Pertemuan IMF-WB di Bali",
        "Pertemuan tahunan IMF-WB dihadiri 5000 tamu di Bali.",
        "2018-10-12T09:00",
        **ANTARA,
        section="Ekonomi",
        place="Nusa Dua, Bali",
    ),
    _article(
        "ekonomi",
        "Perekonomian tumbuh",
        "Ekonom menilai ekonomi tumbuh 3,5 persen. Ekonominya kuat.",
        "2017-02-06T16:00",
        **TEMPO,
        section="Ekonomi",
        place="Jakarta",
        author=("dewi lestari",),
    ),
    # Reduplications and clitics.
    _article(
        "anak-1",
        "Anak-anak kembali ke sekolah",
        "Anak-anak riang. Guru menyambut anak-anaknya di gerbang.",
        "2021-09-01T07:00",
        **ANTARA,
        section="Pendidikan",
        place="Jakarta",
    ),
    _article(
        "anak-2",
        "Seorang anak hilang",
        "Anak itu ditemukan selamat. Bukunya basah, bajunya juga.",
        "2021-09-02T07:00",
        **ANTARA,
        section="Daerah",
        place="Bogor",
    ),
    _article(
        "kupu",
        "Kupu-kupu di kebun raya",
        "Kupu-kupu langka terlihat di Kebun Raya Bogor.",
        "2021-09-02T07:00",
        **TEMPO,
        section="Daerah",
        place="Bogor",
    ),
    _article(
        "buku",
        "Buku lama dijual",
        "Toko itu menjual buku bekas. Bukumu pun bisa dititipkan.",
        "2016-01-05T10:00",
        **TEMPO,
        section="Gaya Hidup",
        place="Bandung",
    ),
    # Words that look like operators, and stop words in phrases.
    _article(
        "tidak",
        "Warga tidak bisa pulang",
        "Warga tidak bisa pulang dan menunggu kapal atau pesawat. Bukan salah mereka.",
        "2020-05-23T19:00",
        **ANTARA,
        section="Nasional",
        place="Merak",
    ),
    _article(
        "bisa",
        "Bisa atau tidak",
        "Ular itu berbisa, tetapi tidak menyerang.",
        "2020-05-24T19:00",
        **ANTARA,
        section="Nasional",
    ),
    # Frequency, length and title for the ranking.
    _article(
        "banjir-judul",
        "Banjir di Kendal",
        "Air merendam ratusan rumah di tiga desa sejak semalam, kata petugas.",
        "2019-02-01T06:00",
        **ANTARA,
        section="Daerah",
        place="Kendal",
    ),
    _article(
        "banjir-isi",
        "Air merendam rumah",
        "Banjir merendam ratusan rumah di tiga desa sejak semalam, kata petugas.",
        "2019-02-01T06:00",
        **ANTARA,
        section="Daerah",
        place="Kendal",
    ),
    _article(
        "banjir-bentuk",
        "Air merendam sawah",
        "Kebanjiran lagi, petani merugi ratusan juta di tiga desa sejak semalam.",
        "2019-02-01T06:00",
        **ANTARA,
        section="Daerah",
        place="Kendal",
    ),
    _article(
        "banjir-panjang",
        "Rapat anggaran",
        "Rapat membahas anggaran. " * 40 + "Banjir disebut sekali. " + "Rapat ditutup. " * 20,
        "2019-02-02T06:00",
        **ANTARA,
        section="Daerah",
        place="Kendal",
    ),
    # Ties: the same text, told apart by date and then by id.
    *(
        _article(
            f"seri-{name}",
            "Cuaca hari ini",
            "Cuaca cerah berawan sepanjang hari.",
            published,
            source="BMKG",
            section="Cuaca",
        )
        for name, published in (
            ("b", "2022-01-02T00:00"),
            ("a", "2022-01-02T00:00"),
            ("d", "2022-01-03T00:00"),
            ("c", None),
            ("e", None),
        )
    ),
    # Undated, without any column.
    _article("polos", "Catatan tanpa tanggal", "Sebuah catatan tentang pantun lama.", None),
    # Days end at midnight in Jakarta, wherever the article was dated.
    _article(
        "papua",
        "Fajar di Jayapura",
        "Matahari terbit lebih dulu di Jayapura.",
        "2023-01-01T01:30+09:00",
        source="antara news",
        section="Nasional",
        place="jakarta",
    ),
    # A body that is long enough for a passage out of its middle.
    _article(
        "panjang",
        "Laporan panjang dari lapangan",
        "Pembukaan laporan ini membahas hal lain sama sekali, tanpa kata yang dicari. " * 8
        + "Para relawan memberikan bantuan kepada korban. Bantuan diberikan setiap pagi. "
        + "Penutup laporan kembali ke hal lain, tanpa kata yang dicari pembaca. " * 8,
        "2018-10-05T15:00",
        **KOMPAS,
        section="Nasional",
        place="Palu",
    ),
    _article(
        "bali",
        "Bali menunggu wisatawan",
        "Bali sepi. Pedagang di Bali menunggu wisatawan datang ke Pulau Bali.",
        "2021-10-14T10:00",
        **ANTARA,
        section="Gaya Hidup",
        place="Denpasar",
    ),
    _article(
        "susi",
        "Susi menenggelamkan kapal",
        "Susi menenggelamkan kapal asing, lalu Susi mengundang nelayan.",
        "2017-04-01T10:00",
        **KOMPAS,
        section="Nasional",
        place="Ambon",
    ),
)
