"""What is written in the place of a registered code, and the names of common languages.

ISO 639-1 and -2; English names as in Unicode's CLDR. The codes themselves are in ``registry``.
"""

from langroute import successors

# Two letters, three letters (terminology/bibliography where they differ), English name.
_LANGUAGES = """
aa aar Afar
ab abk Abkhazian
ae ave Avestan
af afr Afrikaans
ak aka Akan
am amh Amharic
an arg Aragonese
ar ara Arabic
as asm Assamese
av ava Avaric
ay aym Aymara
az aze Azerbaijani
ba bak Bashkir
be bel Belarusian
bg bul Bulgarian
bi bis Bislama
bm bam Bambara
bn ben Bangla
bo bod/tib Tibetan
br bre Breton
bs bos Bosnian
ca cat Catalan
ce che Chechen
ch cha Chamorro
co cos Corsican
cr cre Cree
cs ces/cze Czech
cu chu Church Slavic
cv chv Chuvash
cy cym/wel Welsh
da dan Danish
de deu/ger German
dv div Divehi
dz dzo Dzongkha
ee ewe Ewe
el ell/gre Greek
en eng English
eo epo Esperanto
es spa Spanish
et est Estonian
eu eus/baq Basque
fa fas/per Persian
ff ful Fula
fi fin Finnish
fj fij Fijian
fo fao Faroese
fr fra/fre French
fy fry Western Frisian
ga gle Irish
gd gla Scottish Gaelic
gl glg Galician
gn grn Guarani
gu guj Gujarati
gv glv Manx
ha hau Hausa
he heb Hebrew
hi hin Hindi
ho hmo Hiri Motu
hr hrv Croatian
ht hat Haitian Creole
hu hun Hungarian
hy hye/arm Armenian
hz her Herero
ia ina Interlingua
id ind Indonesian
ie ile Interlingue
ig ibo Igbo
ii iii Sichuan Yi
ik ipk Inupiaq
io ido Ido
is isl/ice Icelandic
it ita Italian
iu iku Inuktitut
ja jpn Japanese
jv jav Javanese
ka kat/geo Georgian
kg kon Kongo
ki kik Kikuyu
kj kua Kuanyama
kk kaz Kazakh
kl kal Kalaallisut
km khm Khmer
kn kan Kannada
ko kor Korean
kr kau Kanuri
ks kas Kashmiri
ku kur Kurdish
kv kom Komi
kw cor Cornish
ky kir Kyrgyz
la lat Latin
lb ltz Luxembourgish
lg lug Ganda
li lim Limburgish
ln lin Lingala
lo lao Lao
lt lit Lithuanian
lu lub Luba-Katanga
lv lav Latvian
mg mlg Malagasy
mh mah Marshallese
mi mri/mao Māori
mk mkd/mac Macedonian
ml mal Malayalam
mn mon Mongolian
mr mar Marathi
ms msa/may Malay
mt mlt Maltese
my mya/bur Burmese
na nau Nauru
nb nob Norwegian Bokmål
nd nde North Ndebele
ne nep Nepali
ng ndo Ndonga
nl nld/dut Dutch
nn nno Norwegian Nynorsk
no nor Norwegian
nr nbl South Ndebele
nv nav Navajo
ny nya Nyanja
oc oci Occitan
oj oji Ojibwa
om orm Oromo
or ori Odia
os oss Ossetic
pa pan Punjabi
pi pli Pali
pl pol Polish
ps pus Pashto
pt por Portuguese
qu que Quechua
rm roh Romansh
rn run Rundi
ro ron/rum Romanian
ru rus Russian
rw kin Kinyarwanda
sa san Sanskrit
sc srd Sardinian
sd snd Sindhi
se sme Northern Sami
sg sag Sango
si sin Sinhala
sk slk/slo Slovak
sl slv Slovenian
sm smo Samoan
sn sna Shona
so som Somali
sq sqi/alb Albanian
sr srp Serbian
ss ssw Swati
st sot Southern Sotho
su sun Sundanese
sv swe Swedish
sw swa Swahili
ta tam Tamil
te tel Telugu
tg tgk Tajik
th tha Thai
ti tir Tigrinya
tk tuk Turkmen
tl tgl Tagalog
tn tsn Tswana
to ton Tongan
tr tur Turkish
ts tso Tsonga
tt tat Tatar
tw twi Twi
ty tah Tahitian
ug uig Uyghur
uk ukr Ukrainian
ur urd Urdu
uz uzb Uzbek
ve ven Venda
vi vie Vietnamese
vo vol Volapük
wa wln Walloon
wo wol Wolof
xh xho Xhosa
yi yid Yiddish
yo yor Yoruba
za zha Zhuang
zh zho/chi Chinese
zu zul Zulu
"""

_ROWS = [line.split(" ", 2) for line in _LANGUAGES.strip().splitlines()]

# Of the languages without two letters only those that a name or a country's code may mean.
NAMES = {code: name for code, _, name in _ROWS} | {
    "ckb": "Central Kurdish",
    "fil": "Filipino",
    "gsw": "Swiss German",
    "yue": "Cantonese",
}

# The registry has the shortest code of a language alone, and ISO 639-2 gave up two that were used.
OF_ISO = {longer: code for code, codes, _ in _ROWS for longer in codes.split("/")} | {
    "scc": "sr",
    "scr": "hr",
}
# Where the registry keeps a code and says itself that others are preferred.
DISCOURAGED = {"sh": "sr-Latn"}
REPLACED = {**successors.LANGUAGES, **OF_ISO, **DISCOURAGED}

# Windows' names of languages, those of them that are no other language's code.
OF_WINDOWS = {
    "chs": "zh-Hans", "dea": "de-AT", "eni": "en-IE", "ens": "en-ZA", "enz": "en-NZ",
    "esa": "es-PA", "esc": "es-CR", "esr": "es-PE", "esv": "es-VE", "frb": "fr-BE",
    "nlb": "nl-BE", "ptb": "pt-BR", "ptg": "pt-PT", "svf": "sv-FI", "zh-chs": "zh-Hans",
    "zh-cht": "zh-Hant", "zhh": "zh-Hant-HK", "zhm": "zh-Hant-MO",
}  # fmt: skip

# Codes of countries that are no codes of languages: the language that was probably meant.
OF_COUNTRY = {
    "al": "sq", "at": "de", "au": "en", "bd": "bn", "by": "be", "cl": "es", "cn": "zh", "cz": "cs",
    "dk": "da", "eg": "ar", "gb": "en", "ge": "ka", "gr": "el", "hk": "zh", "il": "he",
    "iq": "ar", "ir": "fa", "jo": "ar", "jp": "ja", "kh": "km", "kp": "ko", "kz": "kk", "lk": "si",
    "mm": "my", "mx": "es", "np": "ne", "ph": "fil", "pk": "ur", "rs": "sr", "sp": "es",
    "sy": "ar", "tj": "tg", "tm": "tk", "ua": "uk", "us": "en", "vn": "vi",
}  # fmt: skip

# UK is reserved for the United Kingdom and means no region; the others are states that were.
REPLACED_REGIONS = {code.upper(): now for code, now in successors.REGIONS.items()} | {"UK": "GB"}
