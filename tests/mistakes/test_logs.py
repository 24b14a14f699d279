"""Logs that were mixed up are told of, and honest ones are not: a few of each, by their seeds.

`./langroute bench --only mistakes` measures many more; docs/catch-rate.md has the figures.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from langroute_repo.evidence.refresh import Pair, Refresh
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.tree import Tree
from tests.mistakes.logs import MIXED, Log
from tests.mistakes.slot import TODAY
from tests.mistakes.state import State
from tests.sample import ACME
from validators.finding import Given
from validators.rules import ON_NEW_EVIDENCE

BY = {
    "languages": {"evidence-of-another-language"},
    "models": {"evidence-of-another-model"},
    "labels": {"labels-reversed"},
    "twice": {"evidence-repeated"},
    "week": {"evidence-days-missing"},
    # Weekly shares tell of few scores less than all of them do of a model that is known.
    "versions": {"evidence-of-two-versions", "evidence-of-another-model"},
}


@pytest.fixture(scope="module")
def shipped() -> State:
    return State.on_disk(ACME)


def asked(before: Tree, new: Mapping[Pair, Evidence]) -> set[str]:
    """The rules on new evidence that ask about a refresh."""
    given = Given(tree=with_evidence(before, new), today=TODAY, before=before)
    return {rule.name for rule in ON_NEW_EVIDENCE if any(True for _ in rule.check(given))}


def with_evidence(tree: Tree, new: Mapping[Pair, Evidence]) -> Tree:
    def evidence(model: str, language: str) -> Evidence | str | None:
        return new.get((model, language)) or tree.evidence_reader(model, language)

    return replace(tree, evidence_reader=evidence)


@pytest.mark.parametrize("name", MIXED)
def test_a_log_that_is_mixed_up_is_asked_about_by_the_rule_that_says_how(
    name: str, shipped: State
) -> None:
    log = Log.honest(shipped, Random(f"{name} 300 1"), 300)
    assert MIXED[name][1](log)
    assert BY[name] & asked(shipped.tree, log.evidence())


def test_an_honest_log_is_not_asked_about(shipped: State) -> None:
    log = Log.honest(shipped, Random("honest 300 1"), 300)
    assert asked(shipped.tree, log.evidence()) == set()


def test_days_that_are_added_are_judged_without_those_that_were_there(shipped: State) -> None:
    pair = ("relevance-words-v1", "de")
    before = shipped.tree.evidence(*pair)
    assert before is not None
    added = [3 if cell % 7 == 0 else 0 for cell in range(len(before.counts))]
    longer = before.window.model_copy(update={"last": "2026-11-22"})
    counts = [one + more for one, more in zip(before.counts, added, strict=True)]
    grown = before.model_copy(update={"counts": counts, "window": longer})
    anew = grown.model_copy(update={"window": longer.model_copy(update={"first": "2026-11-09"})})
    for one, new in ((grown, added), (anew, counts)):
        found = Refresh.of(shipped.tree, with_evidence(shipped.tree, {pair: one}))
        assert found.both[pair].new == tuple(new)
