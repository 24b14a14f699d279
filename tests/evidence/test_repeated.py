"""Repeated rows are found exactly, whichever cheap means narrows the search first."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from langroute.scale import cell
from langroute_repo.evidence import duckdb_engine
from langroute_repo.evidence.log import Cell, Known, Rate
from langroute_repo.evidence.sql import COUNTED, REPEATED
from tests.bench.company import MODELS
from tests.bench.log import write
from tests.evidence.logs import Row, build, built, json_lines, parquet, row

KNOWN = Known({"words": (0.0, 1.0)}, {"de": "de", "pt": "pt"}.get, datetime(2026, 11, 9))
TIMES = [f"2026-11-0{day}T10:00:0{second}Z" for day in (2, 3) for second in (0, 1)]
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "33", "444", None]),
        st.sampled_from(["primary", "canary", "shadow"]),
        st.sampled_from(["de", "pt", "fr"]),
        st.sampled_from(TIMES),
        st.sampled_from([0.1, 0.7, 7.0, None]),
        st.sampled_from([None, True, False]),
    ),
    min_size=1,
    max_size=40,
)
COLUMNS = ("event_id", "role", "language", "time", "score", "relevant")


def first_ones(rows: Iterable[Row]) -> list[Row]:
    """Of each answer the first row; those without an id all."""
    answers: dict[object, Row] = {}
    for at, one in enumerate(sorted(rows, key=order)):
        answers.setdefault((one["event_id"] or at, one["role"]), one)
    return list(answers.values())


def order(one: Row) -> tuple[object, ...]:
    return one["time"], one["score"] or 0, one["language"]


def expected_counts(rows: Iterable[Row]) -> Counter[tuple[object, ...]]:
    usable = [one for one in rows if one["language"] != "fr" and one["score"] in (0.1, 0.7)]
    return Counter((one["language"], cell(one["score"], 0, 1)) for one in first_ones(usable))


def expected_rates(rows: Iterable[Row]) -> dict[str, Rate]:
    asked = [one for one in rows if one["language"] != "fr" and one["role"] != "shadow"]
    came: dict[str, Counter[str]] = defaultdict(Counter)
    # The first of an answer is that of the smallest time and language, whatever its score.
    for one in first_ones(one | {"score": None} for one in asked):
        came[one["language"]][one["time"]] += 1
    return {tag: Rate(times.total(), max(times.values())) for tag, times in came.items()}


def found_counts(cells: Iterable[Cell]) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for one in cells:
        if one.reason == COUNTED:
            found[one.language, one.cell] += one.events
    return +found


# As they are; all alike, so that every row is a suspect; alike where the ids are equally long.
@pytest.mark.parametrize("key", [duckdb_engine.KEY, "hash(1)", "hash(length(event_id))"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANSWERS)
def test_each_answer_counts_once(
    monkeypatch: pytest.MonkeyPatch, key: str, answers: list[tuple[object, ...]]
) -> None:
    monkeypatch.setattr(duckdb_engine, "KEY", key)
    rows = [row(0, **dict(zip(COLUMNS, one, strict=True))) for one in answers]
    half = len(rows) // 2
    with tempfile.TemporaryDirectory() as folder:
        logs = [parquet(Path(folder) / "a.parquet", rows[:half])] if half else []
        logs.append(json_lines(Path(folder) / "b.jsonl", rows[half:]))

        found = duckdb_engine.count(logs, KNOWN)

    assert found_counts(found.cells) == expected_counts(rows)
    assert {tag: rate for tag, rate in found.rates.items() if rate.events} == expected_rates(rows)
    assert sum(one.events for one in found.cells) == len(rows)


def test_repeats_are_found_wherever_they_stand_in_a_large_log(tmp_path: Path) -> None:
    # Several row groups, read by several threads; each repeat lies far behind what it repeats.
    write(tmp_path / "log.parquet", rows=500_000, languages=15, repeated=100)
    known = Known(dict.fromkeys(MODELS, (0.0, 1.0)), lambda tag: tag, datetime(2026, 11, 22))

    found = duckdb_engine.count([tmp_path / "log.parquet"], known)

    rows = Counter[str]()
    for one in found.cells:
        rows[one.reason] += one.events
    assert rows[COUNTED] == 500_000
    assert rows[REPEATED] > 4000
    assert sum(rate.events for rate in found.rates.values()) == 250_000


def test_a_repeated_event_came_when_it_was_first_asked(root: Path, tmp_path: Path) -> None:
    retry = {"event_id": "event-1", "score": 0.7}
    rows = [
        row(1, score=None, status=503, time="2026-11-02T09:59:59Z"),
        row(1, **retry),
        row(2),
        row(3),
    ]

    build(root, json_lines(tmp_path / "log.jsonl", rows))

    assert built(root).counts[700] == 1
    assert built(root).events.peak_per_second == 2


def test_a_day_of_repeated_rows_only_is_covered(root: Path, tmp_path: Path) -> None:
    rows = [row(1), row(1, time="2026-11-03T10:00:00Z")]

    build(root, json_lines(tmp_path / "log.jsonl", rows))

    assert (built(root).window.last, built(root).total) == ("2026-11-03", 1)
    assert built(root).events.per_day == 0.5
