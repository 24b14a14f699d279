"""How long a verdict takes, as the pull request that begins a canary is told."""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.judging.case import Case
from langroute_repo.judging.limits import Limits
from langroute_repo.judging.outlook import Outlook, outlook
from langroute_repo.render.judgement.outlook import sentence

LABELS, TOLD = 20, 3
CANARY = Case(
    language="de",
    role="canary",
    model="new",
    primary="old",
    traffic=0.10,
    paired=1.0,
    cell=300,
    primary_cell=300,
    promised=0.25,
    promised_beside=0.25,
    prevalence=0.25,
    per_day=1300.0,
)
SHADOW = replace(CANARY, role="shadow", traffic=0.25, paired=0.25)
SOON = "a verdict on one as good as its primary takes about"
LATE = "no verdict within a month at these rates"
RECALL = "recall: 112 labels of relevant disagreements"
BY_HAND = "a person has to judge it (docs/judging.md, by hand)"
SAID = {
    "60 a day": (
        replace(CANARY, per_day=60.0, traffic=0.25),
        f"{LATE} ({RECALL}, about 132 days); {BY_HAND}",
    ),
    "60 a day, not compared": (
        replace(CANARY, per_day=60.0, traffic=0.25, paired=0.0),
        f"{LATE} (recall: never as it is); about 132 days with `compared: 100%`; {BY_HAND}",
    ),
    "300 a day": (
        replace(CANARY, per_day=300.0),
        f"{SOON} 27 days ({RECALL}, about 27 days)",
    ),
    "300 a day and few labels": (
        replace(CANARY, per_day=299.0, paired=0.25),
        f"{LATE} ({RECALL}, about 106 days); about 27 days with `compared: 100%`",
    ),
    "not compared": (
        replace(CANARY, paired=0.0),
        f"{LATE} (recall: never as it is); about 27 days with `compared: 100%`",
    ),
    "no audit": (
        replace(CANARY, prevalence=None),
        f"{LATE} (recall: never as it is); about 27 days with an `audit` (without it recall is not "
        "known)",
    ),
    "no evidence of its scores": (
        replace(CANARY, promised=None),
        f"{LATE} (pass share: never as it is); about 27 days with evidence of its scores",
    ),
    "nobody counts its events": (
        replace(CANARY, per_day=None),
        "how long a verdict takes is not known: no evidence counts the events of this language",
    ),
    "a shadow": (
        replace(SHADOW, traffic=0.05, paired=0.05),
        f"{LATE} ({RECALL}, about 122 days); about 27 days with `traffic: 100%`",
    ),
    "rarely relevant": (
        replace(CANARY, prevalence=0.05),
        f"{LATE} ({RECALL}, about 132 days); about 31 days with 87 labels of disagreements a day; "
        f"{BY_HAND}",
    ),
}


def found(case: Case, labels: float = LABELS) -> Outlook | None:
    return outlook(case, Limits(), labels, TOLD)


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_before_it_begins(name: str) -> None:
    case, words = SAID[name]
    assert sentence(found(case)) == words


def test_with_labels_enough_it_is_said_when() -> None:
    told = sentence(found(replace(CANARY, per_day=3000.0), labels=40))
    assert told == f"{SOON} 14 days ({RECALL}, about 14 days)"


@given(
    st.floats(1, 5000), st.sampled_from([0.05, 0.25, 0.5]), st.sampled_from([0.0, 0.25, 1.0]),
    st.sampled_from([None, 0.02, 0.3]), st.integers(1, 200),
)  # fmt: skip
def test_advice_never_makes_it_longer_and_is_said_only_beyond_a_month(
    per_day: float, traffic: float, paired: float, prevalence: float | None, labels: int
) -> None:
    case = replace(CANARY, per_day=per_day, traffic=traffic, paired=paired, prevalence=prevalence)
    told = found(case, labels)
    assert told
    if told.days is None:
        assert told.advised <= told.needs[0].days
    else:
        assert (told.advice, told.advised) == ((), inf)
