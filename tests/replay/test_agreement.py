"""A replay and the counts agree: exactly where one model answers, for the cells are the same."""

import gc
import shutil
import tempfile
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from langroute.router import bucket
from langroute.scale import CELLS, cell
from langroute_repo.evidence.sql import REASONS
from langroute_repo.render.replay_report import LanguageReport
from langroute_repo.replay.recorded_events import USED, Row, events
from langroute_repo.replay.routed import Configuration, Replay
from langroute_repo.replay.run import run
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.evidence.logs import build, built, row
from tests.replay.logs import CANARY, answer, evidence_log, lay, log_of, shadow, swap

ENDS = datetime(2026, 11, 23)
EVERYTHING = 1_000_000  # samples
scores = st.floats(0, 1, width=32) | st.integers(0, 1000).map(lambda cell: cell / 1000)


@example([0.0] * 5 + [1.0] * 6, 1, 0)  # 11 × 6 / 11 / 11 is not 6 / 11 in floats
@settings(max_examples=10)
@given(st.lists(scores, min_size=1, max_size=40), st.integers(0, 1000), st.integers(0, 1000))
def test_what_turns_is_what_lies_between_two_thresholds_in_the_counts(
    values: list[float], old: int, new: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [row(at, score=value) for at, value in enumerate(values)]
        # What is left out of the counts is left out of the replay.
        bad = [row(0), row(900, score=None), row(901, status=500), row(902, score=2)]
        log = log_of(folder, [*rows, *bad])
        before, after = (
            lay(folder / side, (CANARY, ""), ("at: 0.342", f"at: {cell / 1000:.3f}"))
            for side, cell in (("before", old), ("after", new))
        )
        shutil.rmtree(after / "config/evidence")
        assert build(after, log) == 0
        evidence = built(after)

        found = german(before, after, log)

    turned = {(one.before, one.after): one.events for one in found.turns}
    passing = evidence.passing(old / 1000), evidence.passing(new / 1000)
    assert turned.get(("kept", "dropped"), 0) == max(0, passing[0] - passing[1])
    assert turned.get(("dropped", "kept"), 0) == max(0, passing[1] - passing[0])
    assert found.kept(after=False) == evidence.share(old / 1000)
    assert found.kept(after=True) == evidence.share(new / 1000)


def german(before: Path, after: Path, log: Path) -> LanguageReport:
    """What a replay of a log says of German, with every event as a sample."""
    sides = read(Folder(before)), read(Folder(after))
    found = run([log], sides, "production", ENDS, EVERYTHING, print, lambda _: None)
    return LanguageReport("de", found.tallies["de"], EVERYTHING)


@pytest.mark.parametrize("at", ["0.100", "0.300", "0.500", "1.000"])
def test_the_recorded_events_of_the_evidence_turn_as_its_counts_say(
    tmp_path: Path, at: str
) -> None:
    before = lay(tmp_path / "before", (CANARY, ""))
    after = lay(tmp_path / "after", (CANARY, ""), ("at: 0.342", f"at: {at}"))
    evidence = read(Folder(before)).evidence("words", "de")
    assert evidence is not None

    found = german(before, after, evidence_log(tmp_path, evidence))

    assert found.events == evidence.total
    assert sum(one.events for one in found.turns) == abs(
        evidence.passing(0.342) - evidence.passing(float(at))
    )
    assert (found.kept(after=False), found.kept(after=True)) == (
        evidence.share(0.342),
        evidence.share(float(at)),
    )


def test_the_events_that_move_are_those_that_the_bucket_says(tmp_path: Path) -> None:
    before = lay(tmp_path / "before")
    after = lay(tmp_path / "after", ("traffic: 10%", "traffic: 25%"))
    ids = [f"event-{number}" for number in range(500)]
    rows = [answer(event, 0.9) for event in ids] + [shadow(event, 0.1) for event in ids]

    found = german(before, after, log_of(tmp_path, rows))

    moved = {event for event in ids if 1000 <= bucket("embedding", "de", event) < 2500}
    (move,), (turn,) = found.moves, found.turns
    assert (move.before, move.after, turn.before, turn.after) == (
        "words", "embedding", "kept", "dropped",
    )  # fmt: skip
    assert {sample.event_id for sample in move.samples} == moved
    assert {sample.event_id for sample in turn.samples} == moved
    assert (
        found.kept(after=False) == 1 - sum(bucket("embedding", "de", e) < 1000 for e in ids) / 500
    )


@settings(max_examples=50)
@given(st.lists(st.tuples(scores | st.none(), scores | st.none()), min_size=1, max_size=30))
def test_a_verdict_changes_where_two_scores_of_one_event_say_so(
    pairs: list[tuple[float | None, float | None]],
) -> None:
    replay = configured()
    answers = {f"event-{at}": pair for at, pair in enumerate(pairs)}

    replay.run(events(rows_of(answers), Counter()), lambda _: None)

    report = LanguageReport("de", replay.result.tallies["de"], EVERYTHING)
    turned = {
        (one.event_id, one.score_before, one.score_after)
        for group in report.turns
        for one in group.samples
    }
    expected = set()
    for event, (words, embedding) in answers.items():
        drawn = bucket("embedding", "de", event)
        if 1000 <= drawn < 6000 and words is not None and embedding is not None:
            kept = cell(words, 0, 1) >= 342, cell(embedding, 0, 1) >= 287
            expected |= {(event, words, embedding)} if kept[0] != kept[1] else set()
    assert turned == expected
    assert report.events == len(pairs)


FIRST, MORE = 4_000, 16_000  # events; Python keeps up to 2,000 tuples of a length to use them again


def test_memory_does_not_grow_with_the_number_of_events() -> None:
    assert grown() < MORE  # bytes: what is kept of an event has more than one


def grown() -> int:
    """The most bytes that Python holds after the first events beyond what it held by then.

    Without the collector, which would give those tuples back at any time.
    """
    answers = {f"event-{at}": (at % (CELLS + 1) / CELLS, 0.5) for at in range(FIRST + MORE)}
    held = [0]

    def rows() -> Iterator[Row]:
        for at, one in enumerate(rows_of(answers)):
            if at == 2 * FIRST:
                tracemalloc.reset_peak()
                held[0] = tracemalloc.get_traced_memory()[0]
            yield one

    replay = configured(samples=3)
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        replay.run(events(rows(), Counter()), lambda _: None)
        return tracemalloc.get_traced_memory()[1] - held[0]
    finally:
        tracemalloc.stop()
        gc.enable()


def configured(samples: int = EVERYTHING) -> Replay:
    """A canary that is ramped from 10 % to 60 %."""
    return Replay(*ramp(), samples)


@cache
def ramp() -> tuple[Configuration, Configuration]:
    with tempfile.TemporaryDirectory() as name:
        root = lay(Path(name))
        before = Configuration(read(Folder(root)), "production")
        swap(root, ("traffic: 10%", "traffic: 60%"))
        return before, Configuration(read(Folder(root)), "production")


def rows_of(answers: Mapping[str, tuple[float | None, float | None]]) -> Iterator[Row]:
    """The sorted rows of events that a primary and a shadow scored, or failed to."""
    for event, pair in answers.items():
        for model, role, score in zip(
            ("words", "embedding"), ("primary", "shadow"), pair, strict=True
        ):
            reason = REASONS.index("no score") if score is None else USED
            yield Row(event, "de", model, role, score, reason)
