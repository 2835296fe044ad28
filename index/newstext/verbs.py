"""Verbs of saying, and where who says it stands: before them or behind.

"...," kata Sri      "...," Sri menambahkan      Sri mengatakan      hal itu disampaikan Sri
"""

from __future__ import annotations

# Said behind a quotation, the speaker behind it: *kata Sri*, *katanya*.
BEHIND = frozenset(
    """
    kata ujar tutur ucap ungkap jelas tegas terang tambah imbuh papar sebut tandas pungkas
    lanjut sambung beber cetus tukas kilah urai tulis kenang aku harap imbau keluh puji sanjung
    tutup seloroh timpal sahut jawab tanya bantah cerita kisah simpul saran pesan pinta ajak
    ancam kritik sindir klaim nilai canda gurau kelakar dalih elak tampik desak tuding tekan
    ulas rinci umpat doa celetuk cuit kicau sergah bisik teriak sesal tuntut kecam akui ingat
    balas celoteh gumam rintih janji yakin pikir cerocos sumbar gerutu protes curhat seru himbau
    """.split()
)

# Said before what is said: *Sri mengatakan*, and behind a quotation with the speaker before it.
BEFORE = frozenset(
    """
    mengatakan menyatakan menjelaskan menegaskan menambahkan mengungkapkan menuturkan
    memaparkan menyebut menyebutkan menyampaikan menerangkan menilai mengaku mengakui menulis
    menuliskan berkata bertanya menjawab melanjutkan menanggapi mengingatkan berpesan berharap
    memastikan membantah mengklaim menyimpulkan mencuit berujar bertutur berucap berseloroh
    mengimbau menghimbau meminta menuntut menyerukan menceritakan mengisahkan mengeluhkan
    mengeluh membenarkan merinci menandaskan membeberkan mengungkap mengutarakan melontarkan
    menyayangkan menyesalkan mengharapkan menginginkan menyarankan mengusulkan memuji
    mengkritik menyindir menuding menduga meyakini menekankan menggarisbawahi mengemukakan
    menguraikan membeber menyoroti mengumumkan berpendapat bercerita berdalih berjanji berkilah
    berkomentar berkelakar bergurau berteriak mengucapkan mengucap mempertanyakan
    memperingatkan menganggap mengapresiasi mencontohkan menimpali menukas menyinggung
    mengawali mengakhiri mengonfirmasi mengkonfirmasi memohon mengajak mengancam mengecam
    mendesak memprediksi memperkirakan membocorkan mengabarkan mengenang menggambarkan
    melaporkan memberitahukan memberitahu optimistis optimis yakin merasa menyadari bersyukur
    menginformasikan menyanggah menolak mengingat menyanjung menepis menampik menargetkan
    bertekad berbicara menyebutnya menilainya menganggapnya
    """.split()
)

# Of those, what is no word of saying as often as it is one.
LOOSE = frozenset(
    """
    menolak merasa yakin optimis optimistis menargetkan bertekad bersyukur melanjutkan
    mengingat menggambarkan mengumumkan mengajak mendesak menuntut mengapresiasi menginginkan
    memohon menyoroti menyadari mengenang menanggapi
    """.split()
)

# Said of what was told: *hal itu disampaikan Sri*.
PASSIVE = frozenset(
    """
    diungkapkan disampaikan dikatakan dijelaskan ditegaskan dituturkan dinyatakan diutarakan
    ditambahkan dipaparkan disebutkan diakui dikemukakan diterangkan dilontarkan dibenarkan
    dibocorkan diceritakan diumumkan dikeluhkan
    """.split()
)

# Who does so wrote what is quoted next; what stands beside the verb is seldom said.
POSTING = frozenset("mengunggah memposting membagikan berkicau".split())

# Of what says who says something, every word.
STATING = BEFORE | BEHIND | PASSIVE | POSTING | {"menurut"}
