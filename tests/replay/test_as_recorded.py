"""A log of answers held against the files: by who answered, whoever drew the canary."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from langroute_repo.render.as_recorded_report import lines
from langroute_repo.replay.as_recorded import NO_ANSWER, AsRecorded, Fate, Moved, Thresholds, run
from langroute_repo.replay.routed import Configuration
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.evidence.logs import Row, row
from tests.replay.logs import answer, log_of, shadow
from tests.rules.examples import BASE

ENDS = datetime(2026, 11, 22)
SAME = {("de", "words"): Decimal("0.342"), ("de", "embedding"): Decimal("0.287")}
# Of these the first alone is drawn for the canary of de, which answers 10 %.
DRAWN, NOT = "event-6", "event-2"
TREE = read(Folder(BASE))


def held(folder: Path, rows: Iterable[Row], at: Thresholds = SAME) -> AsRecorded:
    return run(
        [log_of(folder, rows)],
        TREE,
        "production",
        at,
        ENDS,
        samples=2,
        say=lambda _: None,
        told=lambda _: None,
    )


def canary(event: str, score: float) -> Row:
    return answer(event, score, model="embedding", role="canary")


def test_what_was_drawn_otherwise_moves_and_its_decision_is_known_by_a_shadow(
    tmp_path: Path,
) -> None:
    rows = [
        answer(DRAWN, 0.9), shadow(DRAWN, 0.2),  # kept by words; embedding would drop it
        canary(NOT, 0.3), answer(NOT, 0.5, role="shadow"),  # kept by both
        answer("event-1", 0.2),
        canary("event-3", 0.2),
    ]  # fmt: skip
    found = held(tmp_path, rows).languages["de"]
    assert found.fates == {Fate.ANEW: 3, Fate.SAME: 1}
    assert found.moved == {
        Moved("words", "embedding", stays=False, foreign=False): 1,
        Moved("embedding", "words", stays=True, foreign=False): 1,
        Moved("embedding", "words", stays=None, foreign=False): 1,
    }
    assert (found.canary_before, found.canary_after) == (2, 1)


def test_another_threshold_and_no_threshold(tmp_path: Path) -> None:
    rows = [answer("event-1", 0.35), answer("event-2", 0.5)]
    other = held(tmp_path, rows, {("de", "words"): Decimal("0.4")}).languages["de"]
    assert other.fates == {Fate.OTHERWISE: 1, Fate.SAME: 1}
    assert (other.turned, other.samples[Fate.OTHERWISE]) == ({"words": 1}, ["event-1"])
    assert held(tmp_path, rows, {}).languages["de"].fates == {Fate.UNKNOWN: 2}


def test_a_score_that_float32_leaves_a_hair_below_is_told(tmp_path: Path) -> None:
    """There it is below, here at the threshold: it turns, and is not hidden."""
    found = held(tmp_path, [answer("event-1", 0.34199997782707214)]).languages["de"]
    assert found.fates == {Fate.OTHERWISE: 1}


def test_what_is_no_event_with_an_answer_is_left_out_by_its_reason(tmp_path: Path) -> None:
    rows = [
        answer("event-1", 0.5), answer("event-1", 0.6),  # written twice
        shadow("event-2", 0.5),
        answer("event-3", 0.5, model="gone"),
        answer("event-4", 0.5, language="xx"),
        answer("event-5", None),
    ]  # fmt: skip
    found = held(tmp_path, rows)
    assert found.events == 1
    assert found.left_out == {
        "a repeated row": 1,
        NO_ANSWER: 1,
        "unknown model": 1,
        "unknown language": 1,
        "no score": 1,
    }


def test_a_model_that_answers_nowhere_here_and_events_without_an_id(tmp_path: Path) -> None:
    rows = [
        row(1, event_id=None, score=0.5),
        row(2, event_id=None, score=0.5, model="embedding", role="canary"),
        row(3, event_id="event-3", language="en", model="embedding", score=0.5),
    ]
    found = held(tmp_path, rows)
    assert found.languages["de"].fates == {Fate.SAME: 1, Fate.ANEW: 1}
    assert found.languages["en"].fates == {Fate.FOREIGN: 1}
    text = "\n".join(lines(found, "production"))
    assert (
        "drawn anew, once: the canary is drawn anew, so that others are in its share:\n"
        "  de  without an id\n"
        "      1 embedding → words: decision not known\n"
    ) in text
    assert (
        "another model, that is neither the primary here nor the canary:\n"
        "  en  event-3\n"
        "      1 embedding → words: decision not known"
    ) in text


events = st.lists(st.text("abc0123-", min_size=1, max_size=6), unique=True, min_size=1, max_size=30)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events, st.integers(0, 999))
def test_nothing_moves_of_what_our_own_router_has_drawn(
    tmp_path: Path, ids: list[str], step: int
) -> None:
    after = Configuration(TREE, "production")
    rows = []
    for at, event in enumerate(ids):
        decision = after.router.route("de", event)
        score = (step * 37 + at * 61) % 1000 / 1000 + 0.0005
        rows.append(answer(event, score, model=decision.model, role=decision.role))
    assert held(tmp_path, rows).languages["de"].fates == {Fate.SAME: len(ids)}
