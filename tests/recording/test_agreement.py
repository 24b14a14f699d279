"""What is emitted here is what a push judges by and what the alarms of the stack look at."""

import io
import json
import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from langroute.document import canonical, parse
from langroute.recording import EmbeddedMetrics, Record
from langroute.recording import embedded_metrics as emitting
from langroute_repo.appconfig.metrics import NAMESPACE, measure
from langroute_repo.appconfig.promise import Measured, Promise, promised
from tests.recording.cloudwatch import Datum, Door, alarming, deliver
from tests.recording.records import STAGING, START, answerer, document, language, record
from tests.sample import ACME
from tests.simulated.account import Account, account

MINUTE = timedelta(minutes=1)
MINUTES = 6
ANSWERERS = [
    ("de", "primary", "words"),
    ("de", "canary", "embedding"),
    ("de", "shadow", "wide"),
    ("pt", "primary", "words"),
]
DOCUMENT = document(
    de=language(
        answerer("words"),
        answerer("wide", traffic=2500),
        canary=answerer("embedding", traffic=1000),
    ),
    pt=language(answerer("words")),
)


def told(records: Iterable[Record]) -> Account:
    """An account whose CloudWatch has what is emitted of the records."""
    stream, one = io.StringIO(), account()
    metrics = EmbeddedMetrics(STAGING, stream)
    for each in records:
        metrics.write(each)
    metrics.close()
    deliver(one, stream.getvalue())
    return one


def traffic(seed: int) -> Iterator[Record]:
    """Answers of all kinds in no order of time, more than a line holds in a minute."""
    chance = random.Random(seed)
    for number in range(3000):
        tag, role, model = chance.choice(ANSWERERS)
        yield record(
            number,
            time=START + chance.uniform(0, MINUTES) * MINUTE,
            language=tag,
            role=role,
            model=model,
            score=chance.choice([None, round(chance.random(), 6)]),
            final=role == "primary" or (role == "canary" and chance.random() < 0.5),
        )


def counted(records: Iterable[Record], promise: Promise) -> Measured:
    """What there is to be measured, counted one by one."""
    mine = [
        one
        for one in records
        if (one.language, one.role, one.model) == (promise.language, promise.role, promise.model)
    ]
    passed = [one.passed for one in mine if one.passed is not None]
    scores = [one.score for one in mine if one.score is not None]
    failed = sum(one.status != 200 for one in mine)
    return Measured(
        len(mine), failed, len(passed), sum(passed), len(scores), min(scores), max(scores)
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_push_measures_exactly_what_was_recorded(seed: int) -> None:
    records = list(traffic(seed))
    promises = promised(None, parse(canonical(DOCUMENT)))
    since, until = START + MINUTE, START + 5 * MINUTE  # the minutes beside belong to nobody
    within = [one for one in records if since <= one.time < until]

    found = measure(Door(told(records)), "staging", promises, since, until)

    assert len(promises) == len(ANSWERERS)
    assert found == {promise: counted(within, promise) for promise in promises}


def test_both_halves_write_the_same_namespace() -> None:
    assert emitting.NAMESPACE == NAMESPACE


def alarm(tag: str) -> Datum:
    """The alarm of a language in the template that staging is made of."""
    resources = json.loads((ACME / "infra" / "staging.template.json").read_text())["Resources"]
    (found,) = [
        one["Properties"]
        for one in resources.values()
        if one["Properties"].get("AlarmName", "").endswith(f"-failures-{tag}")
    ]
    assert isinstance(found, dict)
    return found


def minutes(tag: str, a_minute: int, failing: float, **kind: Any) -> Iterator[Record]:
    """Answers for ten minutes of which a share fails."""
    for number in range(10 * a_minute):
        yield record(
            number,
            language=tag,
            time=START + number * MINUTE / a_minute,
            score=None if number % 100 < 100 * failing else 0.5,
            **kind,
        )


def fires(records: Iterable[Record], tag: str = "de") -> bool:
    return alarming(told(records), alarm(tag), START, periods=10)


def test_a_small_language_that_fails_wholly_raises_its_own_alarm() -> None:
    records = [*minutes("en", 200, 0), *minutes("de", 2, 1)]
    assert fires(records, "de")
    assert not fires(records, "en")


def test_a_language_that_works_raises_none() -> None:
    assert not fires(minutes("de", 20, 0))


@pytest.mark.parametrize("role", ["shadow", "canary"])
def test_what_reached_no_caller_raises_none(role: str) -> None:
    """A shadow that fails, and a canary whose failures the primary made good."""
    assert not fires([*minutes("de", 20, 0), *minutes("de", 20, 1, role=role, final=False)])


def test_a_canary_that_nobody_stands_in_for_raises_it() -> None:
    assert fires([*minutes("de", 20, 0), *minutes("de", 5, 1, role="canary", final=True)])
