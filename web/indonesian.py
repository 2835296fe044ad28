"""The interface in Indonesian."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

INDONESIAN: Mapping[str, str] = MappingProxyType(
    {
        "calendar.days": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
        "calendar.months": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober"
        " November Desember",
        # every page
        "site.tagline": "Arsip berita Indonesia yang dapat dicari sampai ke setiap kata",
        "site.home": "Beranda",
        "site.skip": "Langsung ke isi",
        "site.newest": "Terbaru",
        "site.syntax": "Cara mencari",
        "site.api": "API JSON",
        "site.links": "Tautan situs",
        # the box
        "box.label": "Cari di arsip",
        "box.placeholder": "Kata, nama, atau \u201cfrasa persis\u201d",
        "box.submit": "Cari",
        # home
        "home.size.one": "{n} artikel tersimpan",
        "home.size.many": "{n} artikel tersimpan",
        "home.try": "Coba:",
        "home.newest": "Artikel terbaru",
        "home.all": "Semua artikel, terbaru lebih dulu",
        "home.empty": "Arsip ini belum berisi artikel. Masukkan dengan perintah:",
        # how to search
        "syntax.title": "Cara mencari",
        "syntax.write": "Tulis",
        "syntax.find": "Temukan",
        "syntax.words": "Kedua kata, dalam bentuk apa pun",
        "syntax.phrase": "Frasa itu, persis",
        "syntax.any_phrase": "Frasa itu, dalam bentuk apa pun",
        "syntax.near": "Kata-kata itu berdekatan, sejauh 5 kata",
        "syntax.exact": "Hanya bentuk persis ini",
        "syntax.without": "Tanpa kata \u201cimpor\u201d",
        "syntax.or": "Salah satu dari keduanya",
        "syntax.prefix": "Kata yang diawali \u201cekono\u201d",
        "syntax.field": "Di judul saja; juga isi, penulis, sumber, tempat, rubrik, tag",
        "syntax.date": "Menurut tanggal; juga sesudah: dan sebelum:",
        # how words are matched
        "help.words": "Bagaimana kata dicocokkan",
        "help.root": "Kata yang Anda tulis dicari menurut kata dasarnya, jadi ditemukan dalam semua"
        " bentuknya: berimbuhan, berulang, atau dengan -nya, -lah, dan -pun. Huruf besar, tanda"
        " aksen, apostrof, dan cara menulis angka tidak membedakan.",
        "help.whole": "Nama tidak dipotong, kata ulang yang punya arti sendiri tetap utuh, dan kata"
        " tugas seperti \u201csebuah\u201d, \u201csebelum\u201d, atau \u201csetelah\u201d dicari"
        " seperti tertulis. Ejaan lama dan salah ketik hanya disarankan, tidak pernah diganti"
        " diam-diam.",
        "help.syntax": "Yang dapat ditulis",
        "help.examples": "Contoh",
        "help.found": "Menemukan juga",
        "help.missed": "Tidak menemukan",
        "help.order": "Apa yang tampil lebih dulu",
        "help.ranking": "Artikel yang memuat semua kata, lebih sering, di judul, dan dalam bentuk"
        " yang persis Anda tulis. Jika tidak ada yang memuat semuanya, tampil yang paling"
        " mendekati, dan halaman mengatakannya. Tanggal hanya berpengaruh jika Anda mengurutkan"
        " menurut waktu.",
        "help.questions": "Pertanyaan boleh ditulis utuh. \u201cKapan\u201d mendahulukan artikel"
        " yang menyebut tanggal di dekat kata-kata Anda, \u201cberapa\u201d angka, \u201cdi"
        " mana\u201d tempat, dan \u201csiapa\u201d nama.",
        "help.narrow": "Di halaman hasil, setiap kata dapat dipersempit ke bentuk persisnya dengan"
        " satu ketukan, dan setiap frasa diperluas ke semua bentuk.",
        # results
        "results.title": "Hasil pencarian",
        "results.browse": "Semua artikel",
        "results.total.one": "{n} artikel",
        "results.total.many": "{n} artikel",
        "results.took": "{ms} ms",
        "results.page": "halaman {page} dari {pages}",
        "results.relaxed": "Tidak ada artikel yang memuat semua kata."
        " Inilah yang memuat sebagian, dari yang paling mendekati.",
        "results.ignored": "{value} tidak dapat dipakai untuk \u201c{name}\u201d dan diabaikan.",
        "results.wordless": "\u201c{q}\u201d tidak memuat kata yang dapat dicari."
        " Inilah semua artikel.",
        "results.list": "Artikel yang ditemukan",
        "results.download": "Simpan hasil ini:",
        "results.past_end": "Halaman {page} melewati hasil terakhir.",
        "results.last_page": "Ke halaman terakhir ({page})",
        "results.first_page": "Ke halaman pertama",
        "results.too_deep": "Halaman berikutnya terlalu jauh; persempit pencarian dengan saringan.",
        "sort.label": "Urutkan",
        "sort.relevance": "Paling sesuai",
        "sort.newest": "Terbaru",
        "sort.oldest": "Terlama",
        "forms.label": "Bentuk kata",
        "forms.all": "Semua bentuk",
        "forms.exact": "Bentuk persis",
        # how the query was understood
        "explain.sought": "Dicari:",
        "explain.only": "hanya",
        "explain.any": "semua bentuk",
        "explain.prefix": "berawalan ini",
        "explain.parts": "dan {n} kata lain",
        "explain.in_title": "di judul",
        "explain.in_body": "di isi",
        "explain.none": "tidak ditemukan",
        "explain.title": "Rincian",
        "explain.interpreted": "Dibaca sebagai",
        "explain.stem": "akar kata {stem}",
        "explain.exact": "bentuk persis",
        "explain.df.one": "di {n} artikel",
        "explain.df.many": "di {n} artikel",
        "explain.more": "dan {n} bentuk lain",
        # filters
        "filters.title": "Saring",
        "filters.active": "Saringan aktif",
        "filters.remove": "Hapus saringan {label}",
        "filters.clear": "Hapus semua saringan",
        "filters.source": "Sumber",
        "filters.section": "Rubrik",
        "filters.place": "Tempat",
        "filters.author": "Penulis",
        "filters.time": "Waktu terbit",
        "filters.from": "Dari",
        "filters.to": "Sampai",
        "filters.since": "sejak {day}",
        "filters.until": "sampai {day}",
        "filters.apply": "Terapkan",
        "filters.forms_all": "Semua bentuk kata",
        "filters.forms_exact": "Hanya bentuk persis",
        # paging
        "pager.label": "Halaman hasil",
        "pager.previous": "Sebelumnya",
        "pager.next": "Berikutnya",
        "pager.page": "Halaman {page}",
        # nothing found
        "nothing.for": "Tidak ada artikel yang cocok dengan",
        "nothing.filters": "Tidak ada artikel dengan saringan ini.",
        "nothing.what_now": "Yang dapat dicoba",
        "nothing.meant": "Mungkin maksud Anda:",
        "nothing.remove": "Longgarkan saringan:",
        "nothing.unquote": "Cari tanpa tanda kutip:",
        "nothing.prefix": "Cari semua kata berawalan sama:",
        "nothing.fewer": "Cari dengan lebih sedikit kata:",
        "nothing.spelling": "Periksa ejaan, terutama nama orang dan tempat.",
        "nothing.examples": "Atau mulai dari contoh:",
        "suggestions.title": "Mungkin maksud Anda:",
        # one article
        "article.back": "Kembali ke hasil untuk",
        "article.by": "Oleh",
        "article.original": "Baca di situs asal ({host})",
        "article.tags": "Tag",
        "article.out": "Baca juga",
        "article.in": "Dirujuk oleh",
        "article.missing": "belum ada di arsip",
        "article.details": "Keterangan artikel",
        "article.json": "Artikel ini sebagai JSON",
        # errors
        "error.what_now": "Kembali ke beranda",
        "error.400.title": "Permintaan tidak dapat dibaca",
        "error.400.text": "Alamat yang diminta berisi sesuatu yang tidak dimengerti.",
        "error.404.title": "Halaman tidak ditemukan",
        "error.404.text": "Tidak ada apa-apa di alamat ini. Mungkin artikelnya sudah dikeluarkan"
        " dari arsip, atau alamatnya terpotong. Coba cari judulnya.",
        "error.405.title": "Cara meminta yang tidak dilayani",
        "error.405.text": "Halaman ini hanya dapat dibaca, tidak dapat diubah.",
        "error.413.title": "Permintaan terlalu besar",
        "error.413.text": "Kirim permintaan tanpa isi; pencarian ada di alamatnya.",
        "error.414.title": "Alamat terlalu panjang",
        "error.414.text": "Pencarian paling panjang 1.000 huruf. Perpendek, lalu coba lagi.",
        "error.500.title": "Terjadi kesalahan",
        "error.500.text": "Kesalahan ini ada di pihak kami dan sudah dicatat. Coba lagi sebentar"
        " lagi.",
        "error.503.title": "Arsip sedang tidak dapat dibaca",
        "error.503.text": "Coba lagi sebentar lagi. Pesan untuk pengelola:",
        "error.no_index.title": "Belum ada indeks yang dapat dipakai",
        "error.no_index.text": "Untuk pengelola arsip, dengan perintah yang perlu dijalankan:",
        "error.other.title": "Permintaan tidak dapat dipenuhi",
        "error.other.text": "Coba mulai lagi dari beranda.",
    }
)
