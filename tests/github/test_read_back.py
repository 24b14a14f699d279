"""Outputs that are read back: a value of another type is no value, however alike it looks.

A review comes from the code of a pull request, a report of a push from another job.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.github.artifact import ArtifactError, read_review
from scripts.deployments.push_report import read_report
from scripts.terminal.failure import Failure
from tests.github.reviews import HEAD, data, finding, language, rollout

REVIEW = data(
    findings=[finding()],
    languages=[language()],
    rollouts=[rollout()],
    plan={"staging": None},
)
REPORT: dict[str, Any] = {
    "schema_version": 1,
    "environment": "staging",
    "outcome": "rolled-back",
    "exit_code": 4,
    "message": "it was taken back",
    "hint": "",
    "label": "git-0123456789ab",
    "plan_hash": "a" * 64,
    "deployment": 2,
    "appconfig": "alarm",
    "alarms": [{"name": "de-scores", "state": "ALARM", "reason": "low"}],
    "broken": [],
}
READERS: dict[str, tuple[dict[str, Any], Callable[[Path], object]]] = {
    "review": (REVIEW, lambda path: read_review(path, HEAD)),
    "report of a push": (REPORT, read_report),
}


def alike(value: Any) -> Iterator[Any]:
    """Values of other types that a lax reader takes for this one."""
    if isinstance(value, bool):
        yield from (int(value), float(value), str(value).lower())
    elif isinstance(value, int):
        yield from (float(value), str(value))
        if value in (0, 1):
            yield bool(value)


def mistaken(value: Any) -> Iterator[Any]:
    """The same data with one value of another type, each in turn."""
    yield from alike(value)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (value | {key: one} for one in mistaken(inner))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from ([*value[:index], one, *value[index + 1 :]] for one in mistaken(inner))


@pytest.mark.parametrize("name", READERS)
def test_what_only_looks_alike_is_refused(name: str, tmp_path: Path) -> None:
    good, read = READERS[name]
    path = tmp_path / "output.json"
    path.write_text(json.dumps(good), "utf-8")
    read(path)
    taken = []
    for one in mistaken(good):
        path.write_text(json.dumps(one), "utf-8")
        try:
            read(path)
        except (ArtifactError, Failure):
            continue
        taken.append([(key, one[key]) for key in good if repr(one[key]) != repr(good[key])])
    assert taken == []
