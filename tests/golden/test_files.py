"""Whose golden files are, what their scores are written as, and what looks like a person's data."""

import pytest

from langroute_repo.golden.personal_data import found_in
from langroute_repo.golden.recorded import written
from langroute_repo.tree.by_owners import subject
from langroute_repo.tree.owners import owners_of
from tests.golden.simulated import tree

FILE = "config/golden/words/de.yaml"


def test_they_belong_to_the_model_and_go_with_the_language() -> None:
    assert owners_of(tree(), FILE) == ["@acme/ml-relevance"]
    assert owners_of(tree(), f"config/accepted/{FILE.removeprefix('config/')}") == [
        "@acme/ml-relevance"
    ]
    assert subject(FILE) == ("languages", "de")


@pytest.mark.parametrize(
    ("score", "width", "wanted"),
    [(0.66913, 1.0, "0.6691"), (-3.21987, 20.0, "-3.220"), (72.4561, 100.0, "72.46")],
)
def test_a_score_has_the_decimals_that_its_scale_asks_for(
    score: float, width: float, wanted: str
) -> None:
    assert written(score, width) == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("write to erika.muster@example.org", ["an e-mail address"]),
        ("call +49 30 1234567 or (555) 123-4567", ["a telephone number"]),
        ("DE89 3704 0044 0532 0130 00", ["an IBAN"]),
        ("GB83 WEST 1234 5698 7654 32", []),  # its check digits are wrong
        ("4111 1111 1111 1111", ["the number of a payment card"]),
        ("4111 1111 1111 1112", []),
        ("2026-12-01 09:30, 1.200.000.000 Euro, 12,5 %, LH 1234, 10:0, @acme", []),
    ],
)
def test_a_persons_data_is_known_by_its_form(text: str, found: list[str]) -> None:
    assert list(found_in(text)) == found
