"""The alarm that takes a change back counts what a change can cause; faults have names."""

import io
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.decision import MissingField
from langroute.predictor import PredictionFailed
from langroute.recording import EmbeddedMetrics, Record
from langroute.recording.proven import FEW, STRETCH, Proven
from langroute.recording.record import INVALID_EVENT, MISSING_FIELD, UNPREPARED
from tests.predictor.company import Models, made
from tests.recording.cloudwatch import Datum, alarming, data, deliver, querying
from tests.recording.records import START, Fixed, answerer, document, language, record
from tests.sample import ACME
from tests.simulated.account import account

MINUTE = timedelta(minutes=1)
EVENT = {"title": "Streik", "body": "Hafen", "at": datetime(2026, 11, 9, tzinfo=UTC)}


def alarm(name: str) -> Datum:
    """An alarm of the template that production is made of."""
    resources = json.loads((ACME / "infra" / "production.template.json").read_text())["Resources"]
    (found,) = [
        one["Properties"]
        for one in resources.values()
        if one["Properties"].get("AlarmName") == f"langroute-production-{name}"
    ]
    assert isinstance(found, dict)
    return found


def served(*fields: str) -> dict[str, Any]:
    """A document that sends de these, all of them needed."""
    needs = {"fields": list(fields), "required": list(fields)}
    made = document(de=language(answerer("words", **needs)), en=language(answerer("words")))
    return made | {"environment": "production"}


class Company:
    """A backend that gets ten events a minute, and what CloudWatch gets of it."""

    def __init__(self, *fields: str, **more: Any) -> None:
        self.source, self.stream = Fixed(served(*fields)), io.StringIO()
        self.metrics = EmbeddedMetrics(self.source, self.stream)
        self.records: list[Record] = []
        self.now = START
        self.models = Models(words=b"0.5")
        self.predictor = made(self.models, source=self.source, **more)
        self.predictor._record = self.keep

    def keep(self, record: Record) -> None:
        self.records.append(record._replace(time=self.now))
        self.metrics.write(self.records[-1])

    def minutes(self, many: int, event: Any) -> None:
        for _ in range(10 * many):
            with suppress(PredictionFailed, MissingField):
                self.predictor.predict("de", None, event)
            self.now += MINUTE / 10

    def told(self) -> str:
        self.metrics.flush()
        return self.stream.getvalue()

    def fires(self, name: str) -> bool:
        """Whether an alarm on a metric fires in the first hour."""
        one = account()
        deliver(one, self.told())
        return alarming(one, alarm(name), START, periods=60)


@pytest.fixture
def company() -> Iterator[Company]:
    one = Company("title")
    yield one
    one.predictor.close()


def failures_and_callers(company: Company) -> tuple[bool, bool]:
    return company.fires("failures-de"), company.fires("caller-faults-de")


@pytest.mark.parametrize(
    ("fields", "status"), [(("summary",), MISSING_FIELD), (("title", "at"), INVALID_EVENT)]
)
@pytest.mark.parametrize("before", [0, 12])
def test_a_route_that_names_what_its_events_lack_is_taken_back(
    company: Company, fields: tuple[str, ...], status: int, before: int
) -> None:
    """The field of another language, or one that no JSON can hold; after good minutes or none."""
    company.minutes(before, EVENT)
    company.source.serve(served(*fields))
    company.minutes(15, EVENT)
    assert company.records[-1].status == status
    assert failures_and_callers(company) == (True, False)


@pytest.mark.parametrize("event", [{"body": "Hafen"}, {"title": datetime(2026, 11, 9, tzinfo=UTC)}])
def test_events_that_change_below_a_route_take_nothing_back(company: Company, event: Any) -> None:
    company.minutes(10, EVENT)
    company.minutes(15, event)
    assert company.records[-1].status in (MISSING_FIELD, INVALID_EVENT)
    assert failures_and_callers(company) == (False, True)


def test_a_change_of_another_language_proves_nothing_anew(company: Company) -> None:
    company.minutes(10, EVENT)
    changed = served("title")
    changed["languages"]["pt"] = language(answerer("words"))
    company.source.serve(changed)
    company.minutes(15, {})
    assert failures_and_callers(company) == (False, True)


def test_a_model_that_fails_beside_such_events_is_found(company: Company) -> None:
    """They are no part of what the rate of failures is taken of."""
    company.minutes(10, EVENT)
    company.models.replies["words"] = b"?"
    for _ in range(6):
        for event in (EVENT, *[{}] * 30):
            with suppress(PredictionFailed, MissingField):
                company.predictor.predict("de", None, event)
        company.now += MINUTE
    assert failures_and_callers(company) == (True, True)


def test_the_first_incident_is_named_within_a_minute() -> None:
    """The store of vectors came up empty: each event got no vector, and nobody knew why."""
    store = {"Streik": [0.5, 0.25]}
    prepare = {"words": lambda payload: {"vector": store.get(payload["title"])}}
    company = Company("title", prepare=prepare)
    company.minutes(5, EVENT)
    empty = alarm("preparation-failures")
    assert not querying(company.told(), empty, START, periods=5)

    store.clear()
    began = company.now
    company.minutes(1, EVENT)
    company.predictor.close()

    named = company.records[-1]
    assert (named.status, named.error) == (
        UNPREPARED,
        "not prepared: it came up empty, {'vector': None}",
    )
    metrics = [one for one in data(company.told()) if one["MetricName"] == "PreparationFailures"]
    assert {one["Timestamp"] for one in metrics} == {began}
    by = [{key["Name"]: key["Value"] for key in one["Dimensions"]} for one in metrics]
    assert by == [
        {"Environment": "production", "Language": "de", "Model": "words", "Role": "primary"},
        {"Environment": "production", "Language": "de"},
    ]
    assert querying(company.told(), empty, began, periods=1)
    assert "store of vectors is down or empty" in empty["AlarmDescription"]


def test_the_first_incident_takes_a_deployment_back() -> None:
    company = Company("title", prepare={"words": lambda _: None})
    company.minutes(5, EVENT)
    company.predictor.close()
    assert failures_and_callers(company) == (True, False)


# What proves a route


def test_a_record_by_another_document_is_blamed_on_its_route() -> None:
    source = Fixed(document())
    proven = Proven(source)
    assert not any(proven.is_the_events(record(number)) for number in range(STRETCH))
    lacking = record(score=None, status=MISSING_FIELD)
    assert proven.is_the_events(lacking)
    assert not proven.is_the_events(lacking._replace(plan_hash="another"))
    assert not proven.is_the_events(lacking._replace(model="of no route"))


def test_a_canary_that_becomes_the_primary_is_as_proven_as_before() -> None:
    e5 = answerer("e5", traffic=1000)
    source = Fixed(document(de=language(answerer("words"), canary=e5)))
    proven = Proven(source)
    for number in range(STRETCH):
        served = source.serving.router.plan_hash
        proven.is_the_events(record(number, model="e5", role="canary", plan_hash=served))
    source.serve(document(de=language(answerer("e5"))))
    served = source.serving.router.plan_hash
    assert proven.is_the_events(
        record(model="e5", score=None, status=MISSING_FIELD, plan_hash=served)
    )


def test_a_route_that_speaks_otherwise_proves_itself_anew() -> None:
    """A field that JSON holds need be none that another protocol can send."""
    usual = answerer("words")
    tensors = usual["endpoint"] | {"protocol": {"kind": "kserve-v2"}}
    source = Fixed(document(de=language(usual)))
    proven = Proven(source)
    lacking = record(score=None, status=INVALID_EVENT)
    for number in range(STRETCH):
        proven.is_the_events(record(number, plan_hash=source.serving.router.plan_hash))
    assert proven.is_the_events(lacking._replace(plan_hash=source.serving.router.plan_hash))
    source.serve(document(de=language(answerer("words", endpoint=tensors))) | {"format": 2})
    assert not proven.is_the_events(lacking._replace(plan_hash=source.serving.router.plan_hash))


def test_what_could_not_be_prepared_proves_nothing() -> None:
    proven = Proven(Fixed(document()))
    for number in range(2 * STRETCH):
        proven.is_the_events(record(number, score=None, status=UNPREPARED))
    assert not proven.is_the_events(record(score=None, status=MISSING_FIELD))


def blamed(lacks: Iterable[bool]) -> list[bool]:
    proven = Proven(Fixed(document()))
    return [
        proven.is_the_events(record(score=None, status=MISSING_FIELD) if lack else record())
        for lack in lacks
    ]


@given(st.lists(st.booleans(), max_size=3 * STRETCH), st.integers(0, FEW + 1))
def test_nothing_is_the_events_fault_before_a_stretch_of_good_ones(
    lacks: list[bool], few: int
) -> None:
    """And from then on all is, whatever their share."""
    stretch = [True] * few + [False] * (STRETCH - few)
    begins = len(lacks) - len(lacks) % STRETCH
    found = blamed([*lacks[:begins], *stretch, *lacks])
    bad = all(sum(lacks[at : at + STRETCH]) > FEW for at in range(0, begins, STRETCH))
    if bad:
        assert not any(found[: begins + STRETCH])
    if few <= FEW:
        assert found[begins + STRETCH :] == lacks
    elif bad and len(lacks) < STRETCH:
        assert not any(found)
