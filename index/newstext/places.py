"""Places that Indonesian stories are filed from, folded to lower case.

Read by `index.newstext.dateline`, which believes a bare ``Jakarta - ...`` only for names it
knows. The lists hold the provinces, the larger towns with their usual spellings, and the
capitals and countries that foreign desks write from; a place in capitals or beside an
agency needs no entry.
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split(","))


DOMESTIC = _names(
    """
    aceh, bali, banten, bengkulu, dki jakarta, gorontalo, jambi, jawa barat, jawa tengah, jawa
    timur, kalimantan barat, kalimantan selatan, kalimantan tengah, kalimantan timur, kalimantan
    utara, kepulauan riau, lampung, maluku, maluku utara, nusa tenggara barat, nusa tenggara
    timur, papua, papua barat, riau, sulawesi barat, sulawesi selatan, sulawesi tengah, sulawesi
    tenggara, sulawesi utara, sumatera barat, sumatera selatan, sumatera utara, sumatra barat,
    sumatra selatan, sumatra utara, ambon, badung, balikpapan, banda aceh, bandar lampung,
    bandarlampung, bandung, bandung barat, bangka, bangkalan, banjarbaru, banjarmasin,
    banjarnegara, bantul, banyumas, banyuwangi, batam, batang, batu, baubau, bekasi, belitung,
    biak, bima, binjai, bireuen, blitar, blora, bogor, bojonegoro, bondowoso, bontang, boyolali,
    brebes, bukittinggi, ciamis, cianjur, cibinong, cibubur, cikampek, cikarang, cilacap, cilegon,
    cimahi, cirebon, demak, denpasar, depok, dumai, ende, garut, gianyar, gresik, grobogan,
    gunungkidul, indramayu, jakarta, jakarta barat, jakarta pusat, jakarta selatan, jakarta timur,
    jakarta utara, jayapura, jember, jembrana, jepara, jogja, jogjakarta, jombang, karanganyar,
    lebak, sawahlunto, tanjung redeb,
    karangasem, karawang, kebumen, kediri, kendal, kendari, ketapang, klaten, kudus, kulon progo,
    kuningan, kupang, kuta, labuan bajo, lamongan, langsa, lhokseumawe, lombok, lubuklinggau,
    lumajang, madiun, magelang, magetan, majalengka, makassar, malang, mamuju, manado, manokwari,
    mataram, maumere, medan, merak, merauke, meulaboh, mojokerto, nabire, nganjuk, ngawi, nunukan,
    nusa dua, pacitan, padang, padang panjang, palangka raya, palangkaraya, palembang, palopo,
    palu, pamekasan, pangkalpinang, parepare, pasuruan, pati, payakumbuh, pekalongan, pekanbaru,
    pemalang, pematangsiantar, ponorogo, pontianak, poso, probolinggo, purbalingga, purwakarta,
    purwokerto, purworejo, rembang, sabang, salatiga, samarinda, sampang, sampit, semarang,
    serang, sidoarjo, singaraja, singkawang, situbondo, sleman, solo, sorong, sragen, subang,
    sukabumi, sukoharjo, sumbawa, sumedang, sumenep, surabaya, surakarta, tabanan, tangerang,
    tangerang selatan, tanjung selor, tanjungpinang, tarakan, tasikmalaya, tegal, temanggung,
    ternate, timika, trenggalek, tuban, tulungagung, ubud, wamena, wonogiri, wonosobo, yogya,
    yogyakarta
    """
)

ABROAD = _names(
    """
    afghanistan, afrika selatan, aljazair, amerika, amerika serikat, amsterdam, ankara, arab
    saudi, argentina, as, athena, australia, baghdad, bangkok, bangladesh, barcelona, beijing,
    belanda, belgia, berlin, bogota, brasil, brasilia, brunei, brussel, brussels, buenos aires,
    canberra, caracas, chicago, cile, china, damaskus, den haag, denmark, dili, doha, dubai,
    dublin, filipina, finlandia, gaza, geneva, hanoi, havana, helsinki, hong kong, hongkong,
    india, inggris, irak, iran, irlandia, islamabad, israel, istanbul, italia, jeddah, jenewa,
    jepang, jerman, johannesburg, kabul, kairo, kamboja, kanada, kiev, kolombia, korea selatan,
    korea utara, kroasia, kuala lumpur, kuba, kuwait, kyiv, laos, lebanon, lisabon, lisbon,
    liverpool, london, los angeles, madinah, madrid, mekah, makkah, mekkah, malaysia, manchester,
    manila, maroko, meksiko, melbourne, mesir, milan, monako, moskow, moskwa, munich, myanmar,
    nairobi, new delhi, new york, nigeria, norwegia, oslo, pakistan, palestina, paris, perancis,
    phnom penh, polandia, portugal, praha, prancis, qatar, riyadh, roma, rusia, san francisco,
    selandia baru, seoul, shanghai, singapura, spanyol, sri lanka, stockholm, suriah, swedia,
    swiss, sydney, taipei, taiwan, teheran, thailand, tiongkok, timor leste, tokyo, toronto,
    turki, turin, ukraina, uni emirat arab, vatikan, vietnam, warsawa, washington, washington dc,
    wellington, wina, yangon, yaman, yerusalem, yordania, yunani, zurich
    """
)
