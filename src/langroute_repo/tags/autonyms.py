"""What languages call themselves, as people write it: as in Unicode's CLDR (Babel 2.19).

Left out are names that are a country's, a city's or another word as well (Indonesia, Latina), and
those that English has too. Some are added without their accents or in their other script.
"""

_NAMES = """
aa Qafar
ab Аԥсшәа
am አማርኛ
an aragonés
ar العربية
ar عربي
as অসমীয়া
az azərbaycan
ba башҡорт
be беларуская
bg български
bm bamanakan
bn বাংলা
bo བོད་སྐད
br brezhoneg
bs bosanski
ca català
ce нохчийн
ckb کوردیی ناوەندی
co corsu
cs čeština
cv чӑваш
cy Cymraeg
da dansk
de Deutsch
dv ދިވެހިބަސް
dz རྫོང་ཁ
ee eʋegbe
el Ελληνικά
es español
es espanol
et eesti
eu euskara
fa فارسی
fa پارسی
fi suomi
fo føroyskt
fr français
fr francais
fy Frysk
ga Gaeilge
gd Gàidhlig
gl galego
gn avañe’ẽ
gsw Schwiizerdütsch
gu ગુજરાતી
gv Gaelg
he עברית
hi हिन्दी
hr hrvatski
ht Kreyòl Ayisyen
hu magyar
hy հայերեն
id bahasa Indonesia
ig Asụsụ Igbo
is íslenska
it italiano
ja 日本語
jv basa Jawa
ka ქართული
ki Gĩgĩkũyũ
kk қазақ
km ខ្មែរ
kn ಕನ್ನಡ
ko 한국어
ku kurdî
kw kernewek
ky кыргызча
lb Lëtzebuergesch
lg Luganda
ln lingála
lo ລາວ
lt lietuvių
lu Tshiluba
lv latviešu
mk македонски
ml മലയാളം
mn монгол
mr मराठी
ms bahasa Melayu
mt Malti
my မြန်မာ
nb norsk bokmål
nd isiNdebele
ne नेपाली
nl Nederlands
nn norsk nynorsk
no norsk
nr isiNdebele
nv Diné Bizaad
om Oromoo
or ଓଡ଼ିଆ
pa ਪੰਜਾਬੀ
pl polski
ps پښتو
pt português
pt portugues
qu Runasimi
rm rumantsch
rn Ikirundi
ro română
ru русский
ru русский язык
rw Ikinyarwanda
sa संस्कृतम्
sc sardu
sd سنڌي
se davvisámegiella
si සිංහල
sk slovenčina
sl slovenščina
sn chiShona
so Soomaali
sq shqip
sr српски
ss siSwati
st Sesotho
su Basa Sunda
sv svenska
sw Kiswahili
ta தமிழ்
te తెలుగు
tg тоҷикӣ
th ไทย
ti ትግርኛ
tk türkmen
tn Setswana
to lea fakatonga
tr Türkçe
tr turkce
ts Xitsonga
ug ئۇيغۇرچە
uk українська
ur اردو
uz o‘zbek
ve Tshivenḓa
vi Tiếng Việt
wa walon
xh IsiXhosa
yi ייִדיש
yo Èdè Yorùbá
yue 粵語
yue 粤语
za Vahcuengh
zh 中文
zh 汉语
zh 漢語
zu isiZulu
"""

# Each name in lower case, with the languages that have it.
AUTONYMS: dict[str, frozenset[str]] = {}
for _row in _NAMES.strip().splitlines():
    _code, _, _name = _row.partition(" ")
    AUTONYMS[_name.lower()] = AUTONYMS.get(_name.lower(), frozenset()) | {_code}
# The first that each has.
_FIRST = dict(_row.split(" ", 1) for _row in reversed(_NAMES.strip().splitlines()))


def autonym(tag: str) -> str:
    """What the language of a tag calls itself; empty where that is not known here."""
    return _FIRST.get(tag.partition("-")[0], "")
