"""Each rule fires where it should, stays silent where it should, and says what people see."""

import os

import pytest

from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.rules.examples import BASE, TODAY, Example, examples
from validators.engine import run
from validators.finding import Given
from validators.rules import RULES


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_example(example: Example) -> None:
    seen = example.rendered
    if os.environ.get("UPDATE_EXPECTED"):
        example.output.write_text(seen)
    assert seen == example.output.read_text()
    fired = f"[{example.rule}]" in seen
    assert fired != example.good


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_every_rule_has_a_good_and_a_bad_example(rule: str) -> None:
    of_rule = [example for example in examples() if example.rule == rule]
    assert {example.good for example in of_rule} == {True, False}


def test_the_base_has_no_findings() -> None:
    assert run(Given(tree=read(Folder(BASE)), today=TODAY)).findings == ()
