"""What pages say of another threshold, held against what `set`, `diff` and the rules say of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from langroute_repo.company.ownership import SAMPLE_DAY
from langroute_repo.diff.reading import reading
from langroute_repo.editing.setting import Request, Subject, apply
from langroute_repo.evidence.seal import grid_of, line
from langroute_repo.render.difference.quality import quality
from langroute_repo.render.difference.threshold_move import moves
from langroute_repo.render.site.what_if import BY_DIFF, BY_RULES, BY_SET, texts
from langroute_repo.tree.files.cases import CasesFile
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.read import read, read_file
from langroute_repo.tree.routes import Slot, routes_of
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from tests.sample import ACME
from validators.engine import run
from validators.finding import Given
from validators.what_if import WhatIf

DE = "config/languages/de.yaml"
# Cells: the ends, where nothing passes, small tuning, and wide moves to both sides.
CELLS = (0, 1, 40, 150, 189, 190, 192, 194, 197, 203, 220, 248, 250, 277, 282, 350, 600, 950, 1000)
# What is told of a language that is changed at all, and nothing of the value.
OF_ANY_CHANGE = {"undeclared-language", "acceptance-of-nothing"}
CASES = b"""# yaml-language-server: $schema=../../schemas/cases.schema.json
language: de
cases:
  - about: a score in the middle is relevant
    event: {score: 0.21}
    expect: {role: primary, relevant: true}
  - about: a score at the lower end is not, for whoever stands in for German
    event: {language: de-AT, key: evt-20261103-4003, score: 0.1}
    expect: {found: de, role: canary, relevant: false}
"""
POLICY = b"""# yaml-language-server: $schema=../schemas/policy.schema.json
evidence: {oldest: 10d, least_events: 5000, weekly_odds: 1.01, fewest_audited: 300}
"""


def _only(*tags: str) -> Tree:
    """Some of the sample's languages: the engine is asked many times."""
    tree = read(Folder(ACME))
    golden = {name: one for name, one in tree.golden.items() if name.split("/")[1] in tags}
    return replace(
        tree,
        languages={tag: tree.languages[tag] for tag in tags},
        cases={tag: file for tag, file in tree.cases.items() if tag in tags},
        golden=golden,
    )


@cache
def sample() -> Tree:
    return _only("de", "ja", "pl")


@cache
def strict() -> Tree:
    """Limits that everything passes, cases that other thresholds break, a week unlike others."""
    tree = _only("de", "ja")

    @cache
    def evidence(model: str, language: str) -> Evidence | str | None:
        found = tree.evidence(model, language)
        if found is None:
            return None
        *before, last = found.weeks
        return found.model_copy(update={"weeks": [*before, last.model_copy(update={"passed": 99})]})

    return replace(
        tree,
        cases={"de": read_file(CASES, "config/cases/de.yaml", CasesFile)},
        policy=read_file(POLICY, "config/policy.yaml", PolicyFile),
        evidence_reader=evidence,
    )


@cache
def a_month_ago() -> Tree:
    """German as it was before some small steps."""
    file = sample().languages["de"]
    raw = file.raw.replace(b"at: 0.193, passes: 38.3%", b"at: 0.160, passes: 43.9%")
    assert raw != file.raw
    earlier = {**sample().languages, "de": read_file(raw, DE, LanguageFile)}
    return replace(sample(), languages=earlier, name="2026-10-22")


def _rows(tree: Tree, earlier: Tree | None, tag: str, slot: Slot) -> list[list[str]]:
    route = routes_of(tree, tag)[slot]
    known = reading(tree, route)
    whole = WhatIf(Given(tree=tree, today=date.fromisoformat(SAMPLE_DAY)), earlier)
    return list(texts(route, known, whole.of(route, known)))


def _as_by_hand(tree: Tree, tag: str, slot: Slot, at: Decimal) -> Tree:
    """The tree as `set` leaves it."""
    file = tree.languages[tag]
    assert file.model
    path = f"shadows.{slot[1]}" if slot[0] == "shadow" else slot[0]
    request = Request(f"{path}.threshold", str(at))
    raw = apply(Subject(tree, tag, file, file.model), request)
    edited = read_file(raw, file.path, LanguageFile)
    return replace(tree, languages={**tree.languages, tag: edited})


def _told(before: Tree, after: Tree, earlier: Tree | None) -> set[tuple[str, str, str, str]]:
    """What the check says of the change and not of the state before."""
    today = date.fromisoformat(SAMPLE_DAY)
    found = run(Given(tree=after, before=before, today=today, earlier=lambda: earlier))
    was = run(Given(tree=before, before=before, today=today))
    return {
        (one.rule, one.level, one.message, one.hint)
        for one in found.beyond(was)
        if one.rule not in OF_ANY_CHANGE
    }


State = Callable[[], Tree]
ASKED: list[tuple[State, State | None, str, Slot]] = [
    (sample, None, "de", ("primary",)),
    (sample, None, "de", ("canary",)),
    (sample, None, "de", ("shadow", "relevance-chars-v2")),
    (sample, None, "pl", ("primary",)),
    (sample, a_month_ago, "de", ("primary",)),
    (strict, None, "de", ("primary",)),
    (strict, None, "de", ("canary",)),
]


@pytest.mark.parametrize(("state", "past", "tag", "slot"), ASKED)
def test_a_page_says_what_the_commands_say(
    state: State, past: State | None, tag: str, slot: Slot
) -> None:
    tree, earlier = state(), past() if past else None
    rows = _rows(tree, earlier, tag, slot)
    evidence = reading(tree, routes_of(tree, tag)[slot]).evidence
    assert evidence
    assert len(rows) == 1001
    for cell in CELLS:
        at = grid_of(evidence)[cell]
        after = _as_by_hand(tree, tag, slot, at)
        was, now = (reading(one, routes_of(one, tag)[slot]) for one in (tree, after))
        row = rows[cell]
        assert row[:2] == [f"{at:f}", now.passes]
        assert row[5] == line(routes_of(after, tag)[slot].answerer.threshold)
        if was.at == at:
            assert not list(_marked(row, BY_RULES))
            continue
        assert ["; ".join(_marked(row, BY_SET))] == moves(tree, after, tag)
        assert set(_marked(row, BY_DIFF)) <= set(quality(was, now))
        by_rules = {tuple(one.split("\t")) for one in _marked(row, BY_RULES)}
        assert by_rules == _told(tree, after, earlier), f"at {at}"


def _marked(row: list[str], mark: str) -> Iterator[str]:
    return (one.removeprefix(mark) for one in row[6:] if one.startswith(mark))


def test_every_rule_that_looks_at_a_threshold_is_asked() -> None:
    """By the rules that were told somewhere above: none of them may be missing there."""
    told = set()
    for state, past, tag, slot in ASKED:
        rows = _rows(state(), past() if past else None, tag, slot)
        told |= {one.split("\t")[0] for row in rows for one in _marked(row, BY_RULES)}
    assert told == {
        "audit-too-large",
        "audit-too-small",
        "case-fails",
        "drifted-evidence",
        "pass-share-jump",
        "passes-everything",
        "passes-nothing",
        "recall-drop",
        "small-steps-add-up",
        "stale-evidence",
        "thin-evidence",
        "threshold-kept-for-new-model",
        "value-of-another-language",
    }
