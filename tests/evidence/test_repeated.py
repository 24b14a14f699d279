"""Repeated rows are found exactly, whichever cheap means narrows the search first."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from langroute.evidence import duckdb_engine
from tests.evidence.logs import Row, build, built, json_lines, lay_tree, parquet, row

NUMBERS = st.lists(
    st.tuples(st.sampled_from([1, 2, 33, 444, None]), st.sampled_from(["primary", "canary"])),
    min_size=1,
    max_size=30,
)


def answers(numbers: list[tuple[int | None, str]]) -> list[Row]:
    return [
        row(at, event_id=number if number is None else f"event-{number}", role=role)
        for at, (number, role) in enumerate(numbers)
    ]


# As they are; all alike, so that every row is a suspect; alike where the ids are equally long.
@pytest.mark.parametrize("key", [duckdb_engine.KEY, "hash(1)", "hash(length(event_id))"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NUMBERS)
def test_each_answer_counts_once(
    monkeypatch: pytest.MonkeyPatch, key: str, numbers: list[tuple[int | None, str]]
) -> None:
    monkeypatch.setattr(duckdb_engine, "KEY", key)
    with tempfile.TemporaryDirectory() as folder:
        root = lay_tree(Path(folder) / "tree")
        half = len(numbers) // 2
        rows = answers(numbers)
        logs = [parquet(Path(folder) / "a.parquet", rows[:half])] if half else []
        build(root, *logs, json_lines(Path(folder) / "b.jsonl", rows[half:]))

        nameless = sum(number is None for number, _ in numbers)
        assert built(root).total == len({one for one in numbers if one[0]}) + nameless


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
