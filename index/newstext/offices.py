"""Words of titles, ranks, offices and institutions, folded to lower case.

Read by `index.newstext.naming`, which tells *Sri Mulyani* from *Menteri Keuangan* in *Menteri
Keuangan Sri Mulyani*, where capitals do not.
"""

from __future__ import annotations

# What a person is. The first word of a description of a person, most of them.
PERSONS = frozenset(
    """
    ketua wakil waketum ketum sekjen sekretaris bendahara menteri menko mendag menkeu mendagri
    menlu menhan menhub menkes menpora menpan mendikbud mensos menaker menag menkominfo
    menkumham wamen presiden wapres gubernur wagub bupati wabup walikota wali wawali camat
    lurah kades kepala wakapolri kapolri kapolda wakapolda kapolres wakapolres kapolresta
    kapolrestabes kapolsek kapolsekta kabareskrim kadivhumas karopenmas kasat kasubdit kasubag
    kasubbag kabag kabid kabidhumas kadis kadiv kasi kasie kanit kapuspen kapuspenkum kapendam
    kadispenad kadispenal kasad kasal kasau kajari kajati kalapas karutan kakanwil panglima
    pangdam pangkostrad danrem dandim danlanal danlantamal komandan komisioner dirjen irjen
    sesmen setkab dirut direktur direksi dirreskrimum dirreskrimsus dirresnarkoba dirlantas
    komisaris manajer manager ceo cfo cto coo cmo chief head vice president officer director
    secretary minister chairman founder co-founder co co-ceo editor spokesman koordinator
    kordinator juru jubir humas kuasa pengacara advokat jaksa hakim panitera penyidik penuntut
    pelatih pelapor asisten kapten striker bek kiper gelandang penyerang winger pemain eks
    mantan bekas pebalap pembalap petenis pebulutangkis atlet petinju pesepakbola legenda
    penjaga gawang bos pemilik pendiri pemimpin pimpinan pengelola pengurus pengamat pakar ahli
    peneliti dosen guru profesor rektor dekan dokter psikolog psikiater ekonom analis sosiolog
    sejarawan budayawan arkeolog aktivis aktris aktor artis pelantun penyanyi musisi vokalis
    gitaris drummer bassis rapper komedian sutradara produser penulis presenter pesinetron
    model desainer perancang koki chef fotografer wartawan jurnalis redaktur jenderal letjen
    mayjen brigjen kolonel letkol mayor letnan sersan kopral komjen kombes kombespol akbp kompol akp
    iptu ipda aiptu aipda inspektur brigadir bripka briptu brigpol laksamana laksdya laksda laksma
    marsekal marsdya marsda marsma purn purnawirawan pol anggota staf stafsus duta dubes konsul
    perdana pm kaisar paus uskup kardinal pastor pendeta romo biksu ustaz ustad ustadz kiai
    kyai habib warga warganet petugas perwira tersangka terdakwa terpidana saksi korban ibunda
    ayahanda plt pj pjs plh pelaksana deputi deputy caleg calon capres cawapres cagub cawagub
    cabup cawabup petahana senator legislator politikus politisi kader relawan loyalis
    inisiator penggagas promotor wirausahawan pengusaha pedagang petani nelayan perajin
    peternak buruh sopir pengemudi pilot pramugari mahasiswa mahasiswi siswa siswi pelajar
    orangtua mubalig penceramah penyuluh perawat bidan apoteker arsitek insinyur teknisi
    pustakawan kurator kolektor moderator pembawa pemandu sosok seorang salah satu sang pihak
    wakadensus kadensus kabinda kaops kaopsda karo kepsek sekda sekdaprov sekretariat sesditjen
    ditjen executive senior junior general managing marketing country regional principal
    partner calon fans suporter penonton pengunjung pengendara jemaah jamaah
    pengungsi imigran vp svp evp danjen utusan mentan menpar menperin menhut mendes presdir komut
    kanselir penjabat babinsa bhabinkamtibmas kadus tokoh pegiat praktisi konsultan kolumnis
    youtuber selebgram leader analyst specialist researcher strategist economist ambassador
    commissioner governor asst assisten komika panitera wasit muncikari notaris desainer
    influencer vlogger petugas terduga terlapor
    """.split()
)

# Behind a rank, and no part of a name: Kolonel Inf Budi Hartono.
_CORPS = frozenset("inf czi arh arm kav cpm cba ckm chb caj cku pnb marinir pelaut".split())

# Of those, what says nothing of an office, and stands before the name beside one.
RANKS = _CORPS | frozenset(
    """
    jenderal letjen mayjen brigjen kolonel letkol mayor kapten letnan sersan kopral komjen
    irjen kombes akbp kompol akp iptu ipda aiptu aipda inspektur brigadir bripka briptu pol
    purn polisi laksamana laksdya laksda laksma marsekal marsdya marsda marsma besar komisaris
    ajun kombespol kh ustaz ustad ustadz kiai kyai habib romo pendeta pastor dokter profesor
    """.split()
)

# Who is named by somebody else's name.
RELATIVES = frozenset(
    """
    teman sahabat istri suami ibu ayah bapak anak keluarga kerabat orangtua orang tetangga
    kakak adik paman bibi putra putri penggemar pendukung rekan saudara kekasih pacar mertua
    sepupu
    """.split()
)

# What people are in, or speak for.
INSTITUTIONS = frozenset(
    """
    otoritas kementerian kemenko departemen dinas badan lembaga komisi komite dewan majelis mahkamah
    pengadilan kejaksaan kepolisian polisi polri polda polres polresta polrestabes polsek
    bareskrim bank universitas institut politeknik akademi sekolah fakultas yayasan asosiasi
    ikatan persatuan perhimpunan paguyuban serikat forum front partai fraksi tim klub pt cv ud
    tbk perusahaan biro bagian bidang divisi seksi sudin subdit direktorat unit satuan satgas
    balai kantor pusat pemkot pemprov pemkab pemda pemerintah pemerintahan provinsi kabupaten
    kota kecamatan kelurahan desa dusun kampung daerah wilayah komunitas organisasi gerakan
    koalisi aliansi konfederasi federasi kedutaan konsulat kodam korem kodim angkatan bandara
    stasiun pelabuhan museum gereja katedral keuskupan masjid musala pondok pesantren ponpes
    university institute college school group grup media center centre foundation association
    club manajemen panitia kubu istana gedung jalan pengurus direksi sentra gugus kelompok
    himpunan lapas rutan rsud rsup rs puskesmas posko mako markas mapolda mapolres mabes golkar
    gerindra nasdem hanura demokrat perindo pdip kompleks hotel stadion lapangan pasar mal mall
    plaza taman aula pendopo sirkuit terminal council commission ministry department committee
    agency authority corporation inc ltd pansus panja bawaslu panwaslu panwas bappenas bappeda
    bapenda bapanas basarnas baznas bulog kadin apindo gapki hipmi peradi kejagung kejati kejari
    densus brimob kopassus kostrad paspampres banser ansor muhammadiyah otorita ormas setjen ditjen
    formappi perludem imparsial walhi relawan timnas
    """.split()
)

# What they are in charge of, or where: only beside the words above.
FIELDS = _CORPS | frozenset(
    """
    data infrastruktur polhukam maritim pmk agung bicara besar umum muda utama madya pertama kedua
    ketiga khusus harian tugas sementara interim eksekutif operasi operasional pelaksana teknis
    teknik hukum ham keuangan perdagangan pertanian kesehatan pendidikan kebudayaan agama dalam
    luar negeri pertahanan perhubungan pariwisata sosial tenaga kerja ketenagakerjaan energi
    sumber daya mineral kelautan perikanan lingkungan hidup kehutanan koperasi perindustrian
    investasi komunikasi informatika informasi teknologi riset pemuda olahraga perencanaan
    pembangunan pemberdayaan perempuan perlindungan anak tertinggal transmigrasi agraria tata
    ruang pekerjaan perumahan rakyat permukiman kabinet koordinator kemaritiman perekonomian
    politik ekonomi bisnis pemasaran penjualan penelitian pengembangan pengawasan pengawas
    industri pemilihan pemilu penindakan pencegahan pemberantasan korupsi penanggulangan bencana
    penegakan pelayanan publik hubungan masyarakat humas reserse kriminal narkoba lalu lintas
    intelijen keamanan ketertiban sepakbola sepak bola republik nasional internasional regional
    indonesia raya daerah pusat barat timur utara selatan tengah tenggara metro jaya tinggi
    negara perwakilan permusyawaratan administrasi pajak bea cukai statistik kependudukan
    kepegawaian marga cipta karya penerangan advokasi keselamatan transportasi darat laut udara
    gizi anestesi bedah jantung saraf kandungan spesialis tindak pidana narkotika siber
    koordinasi penanaman modal kejiwaan forensik gigi mata bangsa rumah sakit ombudsman
    tandingan terpilih demisioner kehormatan pembina penasihat penasehat pengarah penyelenggara
    rw rt united city fc dukcapil migas minerba imigrasi terorisme covid-19 jabar jateng jatim
    jabodetabek corporate communication communications relations product business
    development sumut sumbar sumsel sulsel sulut sultra sulteng kalbar kalsel kaltim kalteng
    konstitusi
    """.split()
)

# Where people write; no part of a name behind them.
PLATFORMS = frozenset("Instagram Twitter Facebook YouTube Youtube TikTok WhatsApp Path".split())

# Behind a name, and no part of it.
DEGREES = frozenset(
    "MA SH MH SE MM ST MT SIK MSI SPD MPD SIP SP SKM MKES SKOM MBA PHD MBA BA".split()
)

# Clubs and companies, which stand between an office and a name: pelatih Persib Djadjang Nurdjaman.
ORGANISATIONS = frozenset(
    """
    chelsea arsenal juventus everton tottenham hotspur leicester bayern dortmund persib persija
    persebaya persipura persela arema sriwijaya bhayangkara pertamina pelindo pelni telkom
    telkomsel indosat perhutani tokopedia bukalapak blibli facebook google microsoft samsung apple
    """.split()
)

# How abbreviations of ministries begin: Kemenkes, Kemendagri.
MINISTRIES = ("kemen", "kemdik", "kemdag")

# Institutions that have a name of their own: dosen Universitas Airlangga.
OWN_NAMES = frozenset(
    "universitas institut politeknik akademi pt cv bank yayasan klub partai hotel stadion museum "
    "masjid gereja pondok pesantren bandara pelabuhan stasiun gedung jalan university rsud".split()
)

# How abbreviations of offices begin, of which there are always new ones: Menkopolhukam, Kadisdik.
OFFICE_BEGINNINGS = (
    *(
        "menko",
        "mendik",
        "menpa",
        "menpe",
        "menris",
        "menkop",
        "mensek",
        "menseg",
        "wamen",
        "kapol",
    ),
    *("wakapol", "kadis", "kabid", "kabag", "kasat", "kasub", "kakan", "kapus", "kajat", "kajar"),
    *("dirres", "dirkrim", "dirlan", "dirjen", "dirut", "sekjen", "sekda", "sesmen", "karopen"),
    *("pangdam", "pangko", "danrem", "dandim", "danlan", "danpus", "plt", "waket", "wasek"),
)

# Before a name and no part of it.
HONORIFICS = frozenset(
    """
    pak bapak bpk bu ibu mbak mas bang kang teh cak neng tuan nyonya nona ny tn nn sdr sdri
    saudara mr mrs ms sir lady lord madam dr drs dra drg drh ir prof h hj haji hajah kh k.h
    kyai kiai ust ustaz ustad ustadz habib romo rm gus mpok opa oma dato datuk tgk tengku
    coach lettu letda kapten jend
    """.split()
)

# Inside a name, in small letters.
PARTICLES = frozenset(
    "bin binti van der den de von da dos del della du la le el al ibn ben bte ter".split()
)

# No name, although capitals begin it: days, months, what a sentence begins with.
NO_NAMES = frozenset(
    """
    senin selasa rabu kamis jumat jum'at sabtu minggu ahad januari februari maret april mei
    juni juli agustus september oktober november nopember desember wib wita wit ia dia beliau
    mereka kami kita saya aku anda kamu ini itu hal hari pagi siang sore malam kemarin namun
    tetapi tapi dan atau jika bila kalau karena sebab sehingga maka oleh untuk bagi pada dari
    di ke dalam dengan tanpa saat ketika kala usai seusai setelah sesudah sebelum selama sejak
    sampai hingga selain meski meskipun walau walaupun sementara sedangkan adapun bahkan
    apalagi lebih kemudian lalu lantas akhirnya sebelumnya selanjutnya kini sekarang terkait
    menurut menanggapi soal tentang mengenai seperti sebagai sebagaimana begitu demikian tak
    tidak bukan apabila andai biarpun sekalipun kendati kendatipun lagi-lagi belum sudah telah
    akan masih juga pun hanya bisa dapat harus mungkin semua seluruh setiap para sejumlah
    beberapa banyak sebagian sekitar sebanyak kedua ketiga pertama terakhir baca simak kata
    ujar ucap tutur ungkap jelas tambah lanjut melalui lewat berdasarkan mengutip melansir
    dikutip dilansir diketahui berbeda sejalan senada ditemui dihubungi ditanya merespons
    merespon mendengar melihat menyusul mengenakan bersama undang-undang nomor pasal peraturan
    laporan data survei studi antara foto video sumber pasalnya padahal alhasil walhasil pihak
    tuhan unggahan kunjungan ucapan cuitan postingan apakah justru rencananya
    pihaknya dirinya apa siapa mengapa sayang sayangnya untungnya beruntung syukur bagaimana
    kapan dimana kenapa berikut misalnya contohnya artinya intinya jadi nah ya iya oke
    indonesia jakarta
    """.split()
)

# What is there, or is called so, is nobody: di Santiago Bernabeu, film Harry Potter.
THINGS = frozenset(
    """
    di ke klub tim skuat stadion bandara jalan gedung hotel film lagu album single novel buku
    serial sinetron drama game gim kapal merek merk produk grup band kafe restoran gunung pulau
    sungai danau desa kota kabupaten kecamatan kelurahan kampung pasar mal perusahaan partai
    yayasan universitas sekolah kampus rumah masjid gereja pabrik toko situs laman majalah koran
    tabloid harian media acara program ajang turnamen kejuaraan piala liga kompetisi badai topan
    siklon kawasan wilayah daerah perumahan apartemen kompleks terminal stasiun pelabuhan distrik
    provinsi negara bagian seri varian tipe model judul berjudul bertajuk karakter tokoh peran
    sebagai video klip
    """.split()
)
