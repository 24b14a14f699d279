"""What a push promised against what readers measure: the sentences that a person is woken with."""

import random
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.shape import Answerer, Canary, Document, Language, Sampled
from langroute_repo.appconfig.promise import Measured, Promise, judge, promised, verdicts
from langroute_repo.tree.files.policy import MeasuredLimits

LIMITS = MeasuredLimits()
MINUTES = 60


def answerer(model: str, passes: int | None = 2410) -> Answerer:
    made: Answerer = {
        "model": model,
        "fields": ["title"],
        "required": [],
        "threshold": 0.342,
        "score": {"minimum": 0, "maximum": 1},
        "endpoint": {"kind": "sagemaker", "region": "eu-central-1", "name": model},
    }
    if passes is not None:
        made["passes"] = passes
    return made


def sampled(model: str, traffic: int, passes: int | None = 2500) -> Sampled:
    return {**answerer(model, passes), "traffic": traffic}


def language(*, canary: Sampled | None = None, shadows: tuple[Sampled, ...] = ()) -> Language:
    made: Language = {"source": "wire", "primary": answerer("words"), "shadows": list(shadows)}
    if canary:
        made["canary"] = cast("Canary", canary)  # one without its optional key
    return made


def document(**languages: Language) -> Document:
    return {"environment": "production", "format": 1, "languages": languages}


FULL = language(canary=sampled("embedding", 1000), shadows=(sampled("chars", 2500, None),))
PRIMARY = Promise("de", "primary", "words", 2410, 9000, 0.001)
CANARY = Promise("de", "canary", "embedding", 2500, 1000, 0.001)
SHADOW = Promise("de", "shadow", "chars", None, None, 0.001)
ALONE = replace(PRIMARY, traffic=10_000)


def counts(relevant: int, decided: int, requests: int | None = None) -> Measured:
    """Scores all over the scale."""
    asked = decided if requests is None else requests
    return Measured(asked, asked - decided, decided, relevant, decided, 0.01, 0.98)


def said(promise: Promise, measured: Measured, whole: int = 0) -> str:
    verdict = judge(promise, measured, whole, LIMITS)
    return f"{verdict.outcome}: {verdict.sentence}"


class TestPromised:
    def test_each_model_in_reading_order(self) -> None:
        assert promised(None, document(en=language(), de=FULL)) == [
            PRIMARY,
            CANARY,
            SHADOW,
            replace(ALONE, language="en"),
        ]

    @pytest.mark.parametrize(
        ("traffic", "shadows"), [(0, [CANARY]), (1000, [PRIMARY, CANARY]), (10_000, [PRIMARY])]
    )
    def test_of_primary_and_canary_compared_each_as_a_shadow_of_the_other(
        self, traffic: int, shadows: list[Promise]
    ) -> None:
        """Where it is ever asked as one; its answer reaches nobody, and stops nothing."""
        both = language(canary=sampled("embedding", traffic) | {"compared": 2500})  # type: ignore[arg-type]
        found = promised(None, document(de=both))
        assert found[2:] == [replace(one, role="shadow", traffic=None) for one in shadows]

    def test_only_of_the_languages_that_change(self) -> None:
        before = document(de=FULL, en=language(), fr=language())
        after = document(de=FULL, en=language(canary=sampled("embedding", 500)), it=language())
        assert [str(one) for one in promised(before, after)] == [
            "en primary words",
            "en canary embedding",
            "it primary words",
        ]

    def test_nothing_of_an_equal_document(self) -> None:
        assert promised(document(de=FULL), document(de=FULL)) == []

    def test_a_step_in_the_units_of_the_scale(self) -> None:
        wide = language()
        wide["primary"]["score"] = {"minimum": -10, "maximum": 10}
        assert promised(None, document(de=wide))[0].step == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("promise", "measured", "whole", "expected"),
    [
        (
            CANARY,
            counts(737, 1204),
            12_000,
            "broken: de canary embedding: 61.2% of 1,204 events pass, promised 25%, "
            "allowed 18.2–33.3%",
        ),
        (
            ALONE,
            counts(60, 1500),
            1500,
            "broken: de primary words: 4.0% of 1,500 events pass, promised 24.1%, "
            "allowed 17.5–32.3%",
        ),
        (
            CANARY,
            counts(310, 1204),
            2408,
            "broken: de canary embedding: it answers 50.0% of 2,408 requests, promised 10%, "
            "allowed 8.2–12.2%",
        ),
        (
            PRIMARY,
            counts(290, 1204),
            2408,
            "broken: de primary words: it answers 50.0% of 2,408 requests, promised 90%, "
            "allowed 87.8–91.8%",
        ),
        (
            CANARY,
            counts(6000, 24_000),
            240_000,
            "kept: de canary embedding: 25.0% of 24,000 events pass, promised 25%; "
            "it answers 10.0% of 240,000 requests, promised 10%",
        ),
        (
            ALONE,
            counts(482, 2000),
            2000,
            "kept: de primary words: 24.1% of 2,000 events pass, promised 24.1%",
        ),
        (
            ALONE,
            counts(6, 20),
            20,
            "undecided: de primary words: 30.0% of 20 events pass, promised 24.1%: too few to "
            "tell, about 1,100 are needed",
        ),
        (
            ALONE,
            counts(1, 1),
            1,
            "undecided: de primary words: 100.0% of 1 event passes, promised 24.1%: too few to "
            "tell, about 1,100 are needed",
        ),
        (
            ALONE,
            counts(3200, 10_000),
            10_000,
            "undecided: de primary words: 32.0% of 10,000 events pass, promised 24.1%: too near "
            "to tell, allowed 17.5–32.3%",
        ),
        (
            CANARY,
            counts(500, 2000),
            100_000,
            "undecided: de canary embedding: 25.0% of 2,000 events pass, promised 25%; it answers "
            "2.0% of 100,000 requests, promised 10%: the canary gets less, as when events have no "
            "key",
        ),
        (
            PRIMARY,
            counts(24_100, 100_000),
            100_000,
            "undecided: de primary words: 24.1% of 100,000 events pass, promised 24.1%; it answers "
            "100.0% of 100,000 requests, promised 90%: the canary gets less, as when events have "
            "no key",
        ),
        (
            ALONE,
            Measured(),
            0,
            "no-data: de primary words: no data, so nothing is known of the promised 24.1% that "
            "pass",
        ),
        (
            CANARY,
            Measured(),
            60,
            "no-data: de canary embedding: no data, so nothing is known of the promised 25% that "
            "pass; it answers 0.0% of 60 requests, promised 10%: too few to tell, about 7,100 are "
            "needed",
        ),
        (
            ALONE,
            Measured(requests=312, failures=312),
            312,
            "no-data: de primary words: no decision on 312 requests, 312 failed, so nothing is "
            "known of the promised 24.1% that pass",
        ),
        (SHADOW, Measured(), 500, "no-data: de shadow chars: no data"),
        (
            SHADOW,
            counts(90, 400),
            500,
            "undecided: de shadow chars: 22.5% of 400 events pass, and nothing was promised: there "
            "is no evidence",
        ),
    ],
)
def test_what_a_person_reads(
    promise: Promise, measured: Measured, whole: int, expected: str
) -> None:
    assert said(promise, measured, whole) == expected


class TestConstantScores:
    CONSTANT = Measured(412, 0, 412, 100, 412, 0.73125, 0.73125)

    def test_are_told_though_as_many_pass_as_promised(self) -> None:
        assert said(ALONE, self.CONSTANT, 412) == (
            "broken: de primary words: all 412 scores are 0.73125, whatever the event"
        )

    def test_are_so_but_for_what_floating_point_adds(self) -> None:
        jitter = replace(self.CONSTANT, highest=0.73128)
        assert said(ALONE, jitter, 412) == (
            "broken: de primary words: all 412 scores lie between 0.73125 and 0.73128, whatever "
            "the event"
        )

    def test_of_a_few_events_say_nothing(self) -> None:
        few = replace(self.CONSTANT, scores=99)
        assert "scores" not in said(ALONE, few, 412)

    def test_are_measured_by_the_models_scale(self) -> None:
        near = replace(self.CONSTANT, highest=0.74)
        assert "scores" not in said(ALONE, near, 412)
        assert "all 412 scores" in said(replace(ALONE, step=0.02), near, 412)


class TestVerdicts:
    def test_in_the_given_order_with_shares_of_the_languages_own_answers(self) -> None:
        measured = {
            PRIMARY: counts(290, 1204),
            CANARY: counts(310, 1204),
            SHADOW: counts(90, 400, 900),
            replace(ALONE, language="en"): counts(1205, 5000),
        }
        assert [verdict.sentence for verdict in verdicts(measured, LIMITS)] == [
            "de primary words: it answers 50.0% of 2,408 requests, promised 90%, "
            "allowed 87.8–91.8%",
            "de canary embedding: it answers 50.0% of 2,408 requests, promised 10%, "
            "allowed 8.2–12.2%",
            "de shadow chars: 22.5% of 400 events pass, and nothing was promised: there is no "
            "evidence",
            "en primary words: 24.1% of 5,000 events pass, promised 24.1%",
        ]

    def test_a_shadow_that_breaks_its_promise_stops_nothing(self) -> None:
        shadow = replace(SHADOW, passes=2000)
        verdict = judge(shadow, counts(1800, 2000), 0, LIMITS)
        assert (verdict.outcome, verdict.stops) == ("broken", False)
        assert judge(ALONE, counts(1800, 2000), 2000, LIMITS).stops

    def test_more_languages_need_more_events_each(self) -> None:
        """The chance of a false stop is the push's, not the language's."""

        def events(looked_at: int) -> int:
            return next(
                whole
                for whole in range(1, 2000)
                if judge(ALONE, counts(whole // 2, whole), whole, LIMITS, looked_at).stops
            )

        assert events(1) < events(20) < 1.6 * events(1)


@given(
    st.sampled_from([PRIMARY, CANARY, SHADOW, ALONE]),
    st.integers(0, 10_000).flatmap(
        lambda decided: st.tuples(
            st.integers(0, decided), st.just(decided), st.integers(decided, 20_000)
        )
    ),
    st.integers(0, 20_000),
)
def test_every_count_has_one_verdict_and_a_sentence(
    promise: Promise, counted: tuple[int, int, int], more: int
) -> None:
    measured = counts(*counted)
    verdict = judge(promise, measured, (measured.requests or 0) + more, LIMITS)
    assert verdict.sentence.startswith(f"{promise}: ")
    assert measured.decided or verdict.outcome in ("no-data", "broken")


def ever_stopped(seed: int, passing: float, canary: float, a_minute: int) -> int | None:
    """The first of sixty looks, a minute apart, at which a canary of 10 % is stopped."""
    chance, relevant, answered, whole = random.Random(seed), 0, 0, 0
    for minute in range(1, MINUTES + 1):
        drawn = sum(chance.random() < canary for _ in range(a_minute))
        relevant += sum(chance.random() < passing for _ in range(drawn))
        answered, whole = answered + drawn, whole + a_minute
        if answered and judge(CANARY, counts(relevant, answered), whole, LIMITS, 10).stops:
            return minute
    return None


@pytest.mark.parametrize("passing", [0.25, 0.286, 0.217], ids=["promised", "odds × 1.2", "÷ 1.2"])
def test_a_kept_promise_is_not_stopped_in_sixty_looks(passing: float) -> None:
    assert [ever_stopped(seed, passing, 0.1, 100) for seed in range(25)] == [None] * 25


@pytest.mark.parametrize(("passing", "canary"), [(0.04, 0.1), (0.61, 0.1), (0.25, 0.5)])
def test_a_broken_one_is_stopped_within_the_hour(passing: float, canary: float) -> None:
    assert None not in [ever_stopped(seed, passing, canary, 200) for seed in range(25)]
