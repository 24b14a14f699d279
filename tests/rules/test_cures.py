"""Who writes what a hint says is rid of the finding."""

import re
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from langroute_repo.tags.codes import NAMES, OF_COUNTRY, REPLACED, REPLACED_REGIONS
from langroute_repo.tags.objection import objection, preferred
from langroute_repo.tree.files.model import Scale
from validators.between.threshold_off_grid import cure

TAGS = st.from_regex(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", fullmatch=True)
NUMBERS = st.decimals(-1000, 1000, places=4, allow_nan=False)


@given(TAGS)
@example("AL-AB")
def test_the_canonical_form_of_a_tag_is_canonical(tag: str) -> None:
    right = preferred(tag)
    assert preferred(right) == right
    if found := objection(tag):
        message, hint = found
        assert tag in message
        for proposed in re.findall(r'(?:write|mean) "([^"]+)"', hint):
            assert objection(proposed) is None


@pytest.mark.parametrize("code", sorted({*NAMES, *OF_COUNTRY.values(), *REPLACED.values()}))
def test_every_proposed_language_is_one(code: str) -> None:
    assert objection(code) is None


@pytest.mark.parametrize("code", sorted({*REPLACED, *OF_COUNTRY}))
def test_no_replaced_code_and_no_country_is_a_language(code: str) -> None:
    assert objection(code) is not None


@pytest.mark.parametrize(
    ("tag", "right"),
    [
        ("PT-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("en-uk", "en-GB"),
        ("DEU-de-1996", "de-DE-1996"),
        ("zh-cmn-hans", "cmn-Hans"),
        ("zh-guoyu", "cmn"),
        ("i-klingon", "tlh"),
        ("en-GB-oed", "en-GB-oxendict"),
        ("ja-Latn-hepburn-heploc", "ja-Latn-hepburn-alalc97"),
        ("my-bu", "my-MM"),
        ("mo", "ro"),
        ("zh-yue", "yue"),
        ("sh", "sr-Latn"),
        ("sh-cyrl", "sr-Cyrl"),
        ("de-X-ACME", "de-x-acme"),
    ],
)
def test_what_is_written_instead(tag: str, right: str) -> None:
    assert preferred(tag) == right
    message, hint = objection(tag) or ("", "")
    assert message.startswith(f'"{tag}" is "{right}"')
    assert hint == f'write "{right}"'


@pytest.mark.parametrize("tag", sorted(f"en-{region}" for region in REPLACED_REGIONS))
def test_a_region_that_was_is_replaced(tag: str) -> None:
    assert objection(preferred(tag)) is None


@given(NUMBERS, NUMBERS, st.decimals(0, 1, places=7, allow_nan=False))
def test_the_nearest_thresholds_are_on_the_grid(one: Decimal, other: Decimal, at: Decimal) -> None:
    assume(one != other)
    scale = Scale(minimum=min(one, other), maximum=max(one, other))
    threshold = scale.minimum + at * (scale.maximum - scale.minimum)
    if found := cure(threshold, scale):
        for proposed in map(Decimal, re.findall(r"-?\d+(?:\.\d+)?", found[1])):
            assert cure(proposed, scale) is None
            assert scale.minimum <= proposed <= scale.maximum
            assert abs(proposed - threshold) <= (scale.maximum - scale.minimum) / 1000


@given(st.integers(0, 1000))
def test_three_decimals_are_one_spelling_on_a_scale_from_0_to_1(cell: int) -> None:
    unit = Scale(minimum=Decimal(0), maximum=Decimal(1))
    assert cure(Decimal(f"{cell / 1000:.3f}"), unit) is None
    assert cure(Decimal(f"{cell / 1000:.4f}"), unit) is not None
