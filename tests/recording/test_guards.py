"""Guards at run time: what they notice, when, what makes them begin anew, and what they cost."""

import random
import threading
from collections.abc import Iterable, Iterator
from inspect import signature
from typing import Any

import pytest
import yaml

from langroute.recording import Guards, Notice, Recorder
from langroute.recording.sink import Gauge
from langroute.scale import cell
from tests.recording.records import THRESHOLD, Fixed, answerer, document, language, record
from tests.sample import ACME


def scores(passing: float, number: int, seed: int = 1) -> Iterator[float]:
    """So many scores that differ, of which about such a share passes."""
    chance = random.Random(seed)
    for _ in range(number):
        low, high = (THRESHOLD, 1) if chance.random() < passing else (0, THRESHOLD - 0.001)
        yield chance.uniform(low, high)


class Guarded:
    """Guards over a document that a test exchanges, and what they noticed."""

    def __init__(self, **limits: Any) -> None:
        self.source = Fixed(document())
        self.notices: list[Notice] = []
        self.guards = Guards(self.source, self.notices.append, **limits)

    def see(self, given: Iterable[float | None], **kind: Any) -> list[tuple[str, bool]]:
        """What is noticed of records with these scores, by the document that is served."""
        before = len(self.notices)
        plan = self.source.serving.router.plan_hash
        for number, score in enumerate(given):
            self.guards.write(record(number, score=score, plan_hash=plan, **kind))
        return [(one.guard, one.active) for one in self.notices[before:]]

    @property
    def gauges(self) -> dict[tuple[str, str, str], float]:
        return {
            (one.metric, one.dimensions["Language"], one.dimensions["Role"]): one.value
            for one in self.guards.gauges()
        }


def test_answers_as_promised_are_no_news() -> None:
    one = Guarded()
    assert one.see(scores(0.25, 3000)) == []
    dimensions = {"Language": "de", "Model": "words", "Role": "primary"}
    assert list(one.guards.gauges()) == [
        Gauge("ConstantScores", 0, dimensions),
        Gauge("PassShareOff", 0, dimensions),
    ]


@pytest.mark.parametrize("value", [0.0, 0.1234, 1.0])
def test_equal_scores_are_noticed_after_a_hundred_also_after_weeks(value: float) -> None:
    one = Guarded()
    one.see(scores(0.25, 5000))

    assert ("ConstantScores", True) not in one.see([value] * 98)
    assert ("ConstantScores", True) in one.see([value] * 12)
    assert one.gauges["ConstantScores", "de", "primary"] == 1
    assert one.notices[-1].sentence == (
        f"de primary words: nearly all of 100 scores lie in cell {cell(value, 0, 1):,} or beside it"
    )


def test_what_floating_point_adds_at_an_edge_between_two_cells_is_the_same() -> None:
    one = Guarded()
    around = [0.4999999, 0.5]
    assert ("ConstantScores", True) in one.see(around * 60)


def test_few_equal_scores_are_chance() -> None:
    one = Guarded()
    assert one.see([0.1] * 99) == []
    assert one.see([None] * 50) == []  # failures are no scores


def test_it_is_told_once_when_it_begins_and_once_when_it_ends() -> None:
    one = Guarded()
    begun = one.see([0.1] * 1000)
    assert begun.count(("ConstantScores", True)) == 1

    ended = one.see(scores(0.25, 200))

    assert ended.count(("ConstantScores", False)) == 1
    assert one.gauges["ConstantScores", "de", "primary"] == 0


@pytest.mark.parametrize(("share", "words"), [(0.6, "more"), (0.05, "fewer")])
def test_another_share_is_noticed_also_after_weeks(share: float, words: str) -> None:
    one = Guarded()
    assert one.see(scores(0.25, 20_000)) == []

    assert one.see(scores(share, 1500, seed=2)) == [("PassShareOff", True)]
    assert one.gauges["PassShareOff", "de", "primary"] == 1
    assert one.notices[0].sentence == (
        f"de primary words: {words} events pass than the promised 25%, allowed 18.2–33.3%"
    )


def test_it_ends_when_the_share_is_back_however_long_it_was_away() -> None:
    one = Guarded()
    assert one.see(scores(0.6, 20_000)) == [("PassShareOff", True)]

    assert one.see(scores(0.25, 6000, seed=2)) == [("PassShareOff", False)]
    assert one.gauges["PassShareOff", "de", "primary"] == 0
    assert one.notices[-1].sentence.endswith(
        "events pass, as promised with 25%, allowed 18.2–33.3%"
    )


def test_where_nothing_was_promised_only_equal_scores_are_noticed() -> None:
    one = Guarded()
    one.source.serve(document(de=language(answerer("words", passes=None))))
    assert one.see(scores(0.9, 2000)) == []
    assert list(one.gauges) == [("ConstantScores", "de", "primary")]


def test_languages_roles_and_models_are_apart() -> None:
    one = Guarded()
    wrong = {"role": "shadow", "model": "wide", "final": False}
    for number, score in enumerate(scores(0.25, 400)):
        one.see([score])
        one.see([0.1], **wrong)
        one.see([0.1], language="pt")  # which the document does not have
        one.see([0.1], model=f"model-{number % 7}")
    assert {(notice.role, notice.model) for notice in one.notices} == {("shadow", "wide")}
    assert one.guards.active()[0] == (("de", "shadow", "wide"), "ConstantScores")
    assert {role for _, _, role in one.gauges} == {"primary", "shadow"}


def test_a_record_by_another_document_is_not_counted() -> None:
    one = Guarded()
    for number in range(300):
        one.guards.write(record(number, score=0.1, plan_hash="0" * 64))
    assert (one.notices, one.gauges) == ([], {})


CHANGED: dict[str, dict[str, Any]] = {
    "threshold": {"threshold": 0.5},
    "promise": {"passes": 6000},
    "model": {"model": "embedding"},
    "scale": {"score": {"minimum": -1, "maximum": 1}},
}
LEFT: dict[str, dict[str, Any]] = {
    "endpoint": {"endpoint": {"kind": "http", "url": "https://models.acme.example/elsewhere"}},
    "fields": {"fields": ["title", "body"]},
}


def after(changed: dict[str, Any], seen: int) -> list[tuple[str, bool]]:
    """What is noticed when an answerer is changed after so many equal scores, and 60 come then."""
    one = Guarded()
    one.see([0.1] * seen)
    one.notices.clear()
    primary = answerer("words") | changed
    one.source.serve(document(de=language(primary, answerer("wide", traffic=2500))))
    one.see([0.1] * 60, model=primary["model"])
    return [(notice.guard, notice.active) for notice in one.notices]


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_a_changed_answerer_begins_anew(changed: dict[str, Any]) -> None:
    assert after(changed, 60) == []
    assert ("ConstantScores", False) in after(changed, 110)  # what had begun has ended


@pytest.mark.parametrize("changed", LEFT.values(), ids=LEFT)
def test_what_changes_neither_model_nor_threshold_nor_promise_resets_nothing(
    changed: dict[str, Any],
) -> None:
    assert after(changed, 60) == [("ConstantScores", True)]


def test_an_answerer_beside_a_changed_one_goes_on() -> None:
    one = Guarded()
    shadow = {"role": "shadow", "model": "wide", "final": False}
    one.see([0.1] * 60, **shadow)
    one.source.serve(
        document(de=language(answerer("words", passes=3000), answerer("wide", traffic=9000)))
    )
    assert one.see([0.1] * 60, **shadow) == [("ConstantScores", True)]


def test_what_leaves_the_document_is_told_without_another_record() -> None:
    one = Guarded()
    one.see([0.1] * 110)
    one.source.serve(document(pt=language(answerer("words"))))

    one.guards.tick()

    assert one.notices[-1] == Notice(
        "ConstantScores",
        "de",
        "primary",
        "words",
        False,
        "de primary words: no longer watched: its model, threshold or promise has changed",
    )
    assert one.gauges == {}


def test_a_child_process_counts_for_itself() -> None:
    one = Guarded()
    one.see([0.1] * 90)
    one.guards.forked()
    assert one.see([0.1] * 90) == []
    assert one.see([0.1] * 10) == [("ConstantScores", True)]


def test_a_call_that_fails_is_counted_and_costs_no_record() -> None:
    def fails(_: Notice) -> None:
        raise ValueError("pager is down")

    guards = Guards(Fixed(document()), fails)
    with Recorder(guards) as recorder:
        for number in range(110):
            recorder.write(record(number, score=0.1))
        assert recorder.flush(60)
        assert recorder.lost == {}
    assert guards.failed_calls == 1


def test_a_call_is_made_outside_of_locks() -> None:
    """What it asks in another thread is answered."""
    found: list[object] = []

    def asks(_: Notice) -> None:
        asking = threading.Thread(target=lambda: found.append(guards.active()))
        asking.start()
        asking.join(10)

    guards = Guards(Fixed(document()), asks)
    for number in range(110):
        guards.write(record(number, score=0.1))
    assert found == [[(("de", "primary", "words"), "ConstantScores")]]


def test_the_limits_are_those_of_the_shipped_policy() -> None:
    text = (ACME / "config" / "policy.yaml").read_text()
    measured = yaml.safe_load(text)["measured"]
    limits = {name: given.default for name, given in signature(Guards).parameters.items()}
    assert limits["odds"] == measured["pass_odds"]
    assert limits["repeats"] == measured["repeats"]
    assert limits["scores"] == measured["fewest_scores"]
