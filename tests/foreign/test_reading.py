"""What no file of ours can say is refused by its place in theirs; what was another is told."""

import copy
import json
from decimal import Decimal
from typing import Any

import pytest

from langroute_repo.foreign.document import json_document, variables
from langroute_repo.foreign.mapping import read
from langroute_repo.foreign.reading import Imported, UnusableValues, imported
from tests.foreign.having import LIST, OF_LIST, OF_TABLE, OF_VARIABLES, TABLE, VARIABLES


def taken(having: object, mapping: str) -> Imported:
    """What is read of a document, or of variables, as text."""
    if isinstance(having, str):
        return imported(variables(having.encode(), "having"), read(mapping.encode()))
    document = json_document(json.dumps(having).encode(), "having")
    return imported(document, read(mapping.encode()))


def refused(having: object, mapping: str) -> list[str]:
    with pytest.raises(UnusableValues) as error:
        taken(having, mapping)
    return error.value.faults


def changed(path: str, value: object) -> object:
    """The table with another value at one place."""
    having = copy.deepcopy(TABLE)
    *above, last = path.split(".")
    inside = having
    for step in above:
        inside = inside[step]
    inside[last] = value
    return having


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (
            "routes.nb.trial.share",
            1.5,
            "routes.nb.trial.share: 1.5 is no fraction from 0 to 1 (if it is a percentage, unit: "
            "percent)",
        ),
        (
            "routes.nb.trial.share",
            0.12345,
            "routes.nb.trial.share: 12.345% is finer than a hundredth of a percent (make it "
            "12.34% there, or say rounding: nearest in the mapping)",
        ),
        (
            "routes.fi.trial.share",
            0.1,
            "routes.fi.trial.share: a share, but no model stands for it (name one, set the share "
            "to 0, or correct canary.model of the mapping)",
        ),
        (
            "routes.pt-BR",
            {"model": "stem-1"},
            'routes.pt-BR: "pt-BR" and "pt_BR" are both pt-BR (name one of them in leave_out: of '
            "languages, or give it another tag in names:)",
        ),
        (
            "routes.jp",
            {"model": "stem-1"},
            'routes.jp: "jp": there is no language "jp"; JP is a country (did you mean "ja" '
            '(Japanese)?; name it in the mapping: languages: names: {"jp": TAG})',
        ),
        (
            "routes.nb.model",
            None,
            "nb: no model answers there (leave_out: of languages leaves it out)",
        ),
        (
            "routes.nb.model",
            "Stem v1",
            'routes.nb.model: no model can be called "Stem v1" here (give it a name in the '
            'mapping: models: {"Stem v1": stem-v1})',
        ),
        (
            "routes.nb.cutoff",
            "0,342",
            'routes.nb.cutoff: "0,342" is no number (write a decimal point)',
        ),
        ("routes.nb.cutoff", True, "routes.nb.cutoff: true is no number (is it the right path?)"),
        (
            "routes.nb.mirrors",
            "Deep/2",
            "routes.nb.mirrors: no list and no object (correct each: in the mapping)",
        ),
    ],
)
def test_what_no_file_can_say_is_refused_by_its_place(path: str, value: object, told: str) -> None:
    assert refused(changed(path, value), OF_TABLE) == [told]


@pytest.mark.parametrize(
    ("arms", "told"),
    [
        (
            {"stem-1": 80, "deep-2": 15},
            "sv: 80% + 15% is 95% of the traffic, not 100% (correct the shares there, or the unit "
            "in the mapping)",
        ),
        (
            {"stem-1": 80, "deep-2": 15, "wide-3": 5},
            "sv: stem-1 (80%), deep-2 (15%) and wide-3 (5%) answer; here a primary answers and at "
            "most one canary (give the traffic of one to the others first, and ask it as a shadow)",
        ),
        (
            {"stem-1": 80, "deep-2": None},
            "[0].arms[1].id: deep-2 has no share (correct arms.traffic of the mapping, or give it "
            "a constant: of 0%)",
        ),
    ],
)
def test_arms_that_are_not_a_primary_and_a_canary(arms: dict[str, object], told: str) -> None:
    entries = [{"id": name, "percent": share, "min": 0.25} for name, share in arms.items()]
    having = [{"lang": "sv", "send": "lead", "arms": entries}]
    assert refused(having, OF_LIST) == [told]


def test_an_arm_that_gets_nothing_is_told() -> None:
    entries = [
        {"id": name, "percent": 100 * (name == "stem-1"), "min": 0.25}
        for name in ("deep-2", "stem-1")
    ]
    having = [{"lang": "sv", "send": "lead", "arms": entries}]
    found = taken(having, OF_LIST)
    assert found.notes == ["[0].arms[0].id: deep-2 has no share and was not taken"]
    assert found.answers["languages"] == {
        "sv": {"model": "stem-1", "threshold": Decimal("0.25"), "fields": ["lead"]}
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "model: routes.{language}.model",
            "model: routes.{language}.modle",
            [
                "line 5: primary.model: routes.{language}.modle is nowhere in what you have (did "
                'you mean "model"?)'
            ],
        ),
        (
            "at: routes.{language}\n",
            "at: route.{language}\n",
            [
                "line 3: languages.at: route.{language} is nowhere in what you have (did you mean "
                '"routes"?)'
            ],
        ),
        (
            "cutoffs.{model}.{language}",
            "cutoffs.{language}.{model}",
            [
                "line 12: canary.threshold: cutoffs.{language}.{model} is nowhere in what you have "
                "(correct it, or take it out of the mapping)"
            ],
        ),
        (
            "model: .name",
            "model: .nmae",
            [
                "line 18: shadows.0.model: .nmae is nowhere in what you have (correct it, or take "
                "it out of the mapping)"
            ],
        ),
        (
            "unit: fraction",
            "unit: basis points",
            [
                "routes.nb.trial.share: 0.00125% is finer than a hundredth of a percent (make it "
                "0% there, or say rounding: nearest in the mapping)"
            ],
        ),
    ],
)
def test_a_mapping_that_does_not_fit_the_document(old: str, new: str, told: list[str]) -> None:
    assert old in OF_TABLE
    found = refused(TABLE, OF_TABLE.replace(old, new, 1))
    assert found == told


def test_a_variable_that_is_named_more_exactly_is_no_language() -> None:
    """MODEL_DE_OLD fits MODEL_{language} as well, and variants are five characters or more."""
    text = VARIABLES + "MODEL_DE_SHADOW=deep-2\n"
    mapping = OF_VARIABLES + (
        "shadows:\n  - model: MODEL_{language}_SHADOW\n"
        "    traffic: {constant: 50%, unit: percent}\n"
    )
    found = taken(text, mapping)
    assert list(found.answers["languages"]) == ["de", "zh-Hant"]
    assert found.answers["languages"]["de"]["shadows"] == [{"model": "deep-2", "traffic": "50%"}]
    assert found.left == ["DATABASE_PASSWORD"]


def test_weights_by_the_names_of_models() -> None:
    having = {"en": {"stem-1": 0.9, "deep-2": 0.1}}
    mapping = """\
reads: json
languages: {at: "{language}"}
arms:
  each: "{language}"
  model: "{key}"
  traffic: {at: ., unit: fraction}
"""
    found = taken(having, mapping)
    assert found.answers["languages"] == {
        "en": {"model": "stem-1", "canary": {"model": "deep-2", "traffic": "10%"}}
    }
    assert found.left == []


def test_a_language_that_is_left_out_is_told_with_all_that_it_has() -> None:
    mapping = OF_TABLE.replace("primary:", "  leave_out: [fi]\nprimary:", 1)
    found = taken(TABLE, mapping)
    assert "routes.fi: left out, as the mapping says" in found.notes
    assert "fi" not in found.answers["languages"]
    assert {"routes.fi.model", "routes.fi.trial.share"} <= set(found.left)


def test_numbers_are_the_ones_that_are_written() -> None:
    having: Any = copy.deepcopy(LIST)
    having[1]["arms"][0]["min"] = "0.30000000000000004"
    found = taken(having, OF_LIST)
    assert found.thresholds["en", "stem-1"] == Decimal("0.30000000000000004")


@pytest.mark.parametrize("text", ["1_000", "\uff11", "0x1", "nan", "1e999", ".", "--1", "1 2"])
def test_what_python_alone_takes_for_a_number_is_none(text: str) -> None:
    having = copy.deepcopy(TABLE)
    having["routes"]["nb"]["cutoff"] = text
    assert refused(having, OF_TABLE) == [
        f'routes.nb.cutoff: "{text}" is no number (is it the right path?)'
    ]


def test_shares_finer_than_a_basis_point_are_added_exactly() -> None:
    arms = [("stem-1", "66.6667"), ("deep-2", "33.3333")]
    entries = [{"id": name, "percent": share, "min": 0.25} for name, share in arms]
    having: Any = [{"lang": "sv", "send": "lead", "arms": entries}]
    assert refused(having, OF_LIST) == [
        "[0].arms[1].percent: 33.3333% is finer than a hundredth of a percent (make it 33.33% "
        "there, or say rounding: nearest in the mapping)"
    ]
    found = taken(having, OF_LIST + "rounding: nearest\n")
    assert found.notes == ["[0].arms[1].percent: 33.3333% was rounded to 33.33%"]
    entries[0]["percent"] = "66.6666"
    assert "sv: 66.6666% + 33.3333% is 99.9999% of the traffic" in refused(having, OF_LIST)[0]


def test_a_route_for_all_others_is_und() -> None:
    having = {**TABLE, "routes": {**TABLE["routes"], "default": {"model": "stem-1"}}}
    mapping = OF_TABLE.replace("primary:", "  names: {default: und}\nprimary:", 1)
    found = taken(having, mapping)
    assert found.answers["languages"]["und"] == {
        "model": "stem-1",
        "threshold": Decimal("0.5"),
        "fields": ["lead", "text"],
    }
    assert (
        'routes.default: "default" is written und, which answers for all that have no file'
        in found.notes
    )
