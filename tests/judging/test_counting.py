"""What is counted of a log: each content once, from a moment on, and nobody else's failures."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.evidence.log import Known
from langroute_repo.judging.counting import Candidate, Counted, Judged
from langroute_repo.judging.day import Day
from langroute_repo.judging.duckdb_engine import count

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
PRIMARY, CANARY = "words", "embedding"
CANDIDATE = Candidate("de", CANARY, PRIMARY, 300, 500, datetime(2026, 11, 2), 1000.0)
Row = dict[str, Any]


def row(event: str | None, model: str, score: float | None, minute: int = 0, **more: Any) -> Row:
    """A row of the log of Monday."""
    role = "primary" if model == PRIMARY else "canary"
    return {
        "event_id": event,
        "time": (MONDAY + timedelta(minutes=minute)).isoformat(),
        "language": "de",
        "model": model,
        "role": role,
        "status": 503 if score is None else 200,
        "score": score,
        "latency_ms": 20.0,
        "final": role == "primary",
        "sent": None if event is None else f"{event}-{model}",
    } | more


def pair(event: str, primary: float, canary: float, minute: int = 0, **more: Any) -> list[Row]:
    """Both models' rows of an event that the primary answered."""
    return [
        row(event, PRIMARY, primary, minute, **more),
        row(event, CANARY, canary, minute, **({"role": "shadow"} | more)),
    ]


def written(
    folder: Path, rows: Iterable[Row], labels: Iterable[Row] = ()
) -> tuple[Path, list[Path]]:
    """A log, and files of labels where there are any."""
    log, said = folder / "log.jsonl", folder / "labels.jsonl"
    log.write_text("".join(f"{json.dumps(one)}\n" for one in rows))
    said.write_text("".join(f"{json.dumps(one)}\n" for one in labels))
    return log, [said] if said.stat().st_size else []


def known() -> Known:
    ends = datetime(2026, 11, 10)
    scales = {PRIMARY: (0.0, 1.0), CANARY: (0.0, 1.0)}
    return Known(scales, lambda tag: tag if tag == "de" else None, ends)


def judged(folder: Path, rows: Iterable[Row], labels: Iterable[Row] = ()) -> Judged:
    log, said = written(folder, rows, labels)
    return count([log], known(), [CANDIDATE], labels=said)


def counted(folder: Path, rows: Iterable[Row], labels: Iterable[Row] = ()) -> Counted:
    return judged(folder, rows, labels).counted[0]


def test_a_day_is_counted_by_what_each_says(tmp_path: Path) -> None:
    rows = [
        *pair("both-keep", 0.6, 0.4),
        *pair("gain", 0.4, 0.35, minute=1),
        *pair("loss", 0.7, 0.1, minute=2),
        *pair("both-drop", 0.1, 0.1, minute=2),
        row("alone", CANARY, 0.9, minute=3, final=True, latency_ms=1200.0),
        row("failed", CANARY, None, minute=4, status=503, final=True),
    ]
    labels = [{"event_id": "gain", "relevant": True}, {"event_id": "loss", "relevant": False}]

    assert counted(tmp_path, rows, labels).days == [
        Day(
            date(2026, 11, 2),
            answered=2,
            of=6,
            minutes=5,
            minutes_beside=3,
            failing=1,
            only_it=1,
            answers=5,
            slow=1,
            contents=5,
            passes=3,
            contents_beside=4,
            passes_beside=2,
            pairs=4,
            gains=1,
            losses=1,
            labelled_gains=1,
            labelled_losses=1,
            relevant_gains=1,
        )
    ]


def test_what_comes_again_counts_once(tmp_path: Path) -> None:
    """Three wires tell one story; a retry is written twice."""
    told = [one for name in "abc" for one in pair(name, 0.4, 0.35)]
    same = [one | {"sent": one["model"]} for one in told]

    found = counted(tmp_path, [*same, *same[:2]])

    assert [(one.contents, one.pairs, one.gains, one.of) for one in found.days] == [(1, 1, 1, 3)]


def test_a_log_that_does_not_say_what_was_sent_counts_events(tmp_path: Path) -> None:
    rows = [one | {"sent": None} for name in "abc" for one in pair(name, 0.4, 0.35)]

    found = counted(tmp_path, rows)

    assert (found.days[0].pairs, found.with_content) == (3, 0)


def test_what_is_no_model_s_doing_is_no_failure(tmp_path: Path) -> None:
    """An event that lacks a field, a step before the call, a full process."""
    rows = [row(str(status), CANARY, None, status=status) for status in (481, 580, 590)]

    assert counted(tmp_path, [*pair("a", 0.4, 0.4), *rows]).days[0].failing == 0


def test_a_burst_of_failures_is_told_in_few_quarters_of_an_hour(tmp_path: Path) -> None:
    """Twenty minutes from 10:10 on; at 10:20 the primary fails too."""
    burst = [row(f"e{at}", CANARY, None, minute=at) for at in range(610, 630)]

    found = counted(tmp_path, [*burst, row("p", PRIMARY, None, minute=620)]).days[0]

    assert (found.failing, found.only_it, found.only_beside) == (20, 1, 0)


def test_an_event_without_a_key_is_nobody_s_share(tmp_path: Path) -> None:
    rows = [*pair("a", 0.4, 0.4), row(None, PRIMARY, 0.4)]

    assert counted(tmp_path, rows).days[0].of == 1


def test_rows_from_before_do_not_count(tmp_path: Path) -> None:
    """Before a change of fields it was another model."""
    before = [one | {"time": "2026-11-01T23:59:59Z"} for one in pair("old", 0.4, 0.4)]

    assert [one.pairs for one in counted(tmp_path, [*before, *pair("a", 0.4, 0.4)]).days] == [1]


def test_a_copy_for_the_audit_alone_is_of_dropped_events(tmp_path: Path) -> None:
    primary, canary = pair("a", 0.4, 0.35)

    assert counted(tmp_path, [primary, canary | {"extra": True}]).days[0].pairs == 0


def test_clocks_of_two_zones_are_seen(tmp_path: Path) -> None:
    primary, canary = pair("a", 0.4, 0.35)
    later = canary | {"time": "2026-11-02T02:00:00Z"}

    assert counted(tmp_path, [primary, later]).apart == 1


def test_the_last_word_of_people_counts(tmp_path: Path) -> None:
    labels = [
        {"event_id": "a", "relevant": False, "time": "2026-11-03T00:00:00Z"},
        {"event_id": "a", "relevant": True, "time": "2026-11-04T00:00:00Z"},
    ]

    assert counted(tmp_path, pair("a", 0.4, 0.35), labels).days[0].relevant_gains == 1


def test_labels_for_disagreements_count_here(tmp_path: Path) -> None:
    """They are no evidence, and this is what they were asked for."""
    labels = [{"event_id": "a", "relevant": True, "reason": "disagreement"}]

    assert counted(tmp_path, pair("a", 0.4, 0.35), labels).days[0].relevant_gains == 1


def test_labels_of_another_log_are_seen(tmp_path: Path) -> None:
    labels = [{"event_id": name, "relevant": True} for name in ("a", "elsewhere")]

    found = judged(tmp_path, pair("a", 0.4, 0.35), labels)

    assert (found.labels, found.strange) == (2, 1)


@pytest.mark.parametrize("rows", [pair("a", 0.4, 0.4)[:1], [row("a", "unheard-of", 0.4)]])
def test_a_candidate_that_the_log_does_not_name_has_no_days(
    tmp_path: Path, rows: list[Row]
) -> None:
    assert [one.minutes for one in counted(tmp_path, rows).days] in ([], [0])


def test_scores_are_counted_by_cell_and_the_last_ones_kept(tmp_path: Path) -> None:
    rows = [one for at in range(120) for one in pair(f"{at:03}", 0.4, 0.1 if at < 20 else 0.9, at)]

    found = counted(tmp_path, rows)

    assert set(found.last_cells) == {900}
    assert (found.cells[1][100], found.cells[1][900], found.cells[0][400]) == (20, 100, 120)
