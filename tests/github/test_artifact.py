"""A review that anybody may have written: it is read strictly or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from langroute_repo.github.artifact import LARGEST, ArtifactError, read_review
from langroute_repo.output.review import Review
from langroute_repo.schemas.editor import Schema
from tests.github.reviews import HEAD, data, finding, language, rollout

FULL = data(
    findings=[finding()],
    languages=[language()],
    rollouts=[rollout()],
    plan={"staging": None},
)


def refusal(path: Path, head: str = HEAD) -> str:
    with pytest.raises(ArtifactError) as raised:
        read_review(path, head)
    return str(raised.value)


def test_a_review_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    path.write_text(json.dumps(FULL), "utf-8")
    Draft202012Validator(Schema.of(Review)).validate(FULL)
    assert read_review(path, HEAD).model_dump(exclude_unset=True) == FULL


def test_what_a_newer_tool_adds_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    more = FULL | {"new": 1, "rollouts": [rollout(new={"a": []})]}
    path.write_text(json.dumps(more), "utf-8")
    assert read_review(path, HEAD).rollouts[0].environment == "staging"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the review is no strict JSON"),
        (b"\xff\xfe", "the review is no strict JSON"),
        (b"{} {}", "the review is no strict JSON"),
        (b'{"head": NaN}', "the review is no strict JSON"),
        (b'{"head": 1, "head": 2}', "the review is no strict JSON"),
        (b'{"a": {"head": 1, "head": 2}}', "the review is no strict JSON"),
        (b"[" * 200_000, "the review is nested too deeply"),
        (b'{"a":' * 200_000, "the review is nested too deeply"),
        (b'{"schema_version": ' + b"9" * 5000 + b"}", "the review is no strict JSON"),
        (b" " * (LARGEST + 1), "the review is larger than 16 MiB"),
        (b"[]", "the review does not fit schemas/review.schema.json, at its top"),
        (b"{}", "the review does not fit schemas/review.schema.json, at schema_version"),
    ],
    ids=lambda one: one[:12] if isinstance(one, bytes) else "",
)
def test_what_is_no_review_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "review.json"
    path.write_bytes(raw)
    assert refusal(path) == said


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"schema_version": 2}, "schema_version"),
        ({"schema_version": "1"}, "schema_version"),
        ({"head": "A" * 40}, "head"),
        ({"head": HEAD + "\n"}, "head"),
        ({"base": "main"}, "base"),
        ({"check": []}, "check"),
        ({"rollouts": [rollout(step=50)]}, "rollouts.0.step"),
        ({"failure": {"message": "x"}}, "failure.hint"),
        ({"diff": FULL["diff"] | {"plan_hash": {"before": {}, "after": {"a": 1}}}},
         "diff.plan_hash.after.a"),
        ({"diff": FULL["diff"] | {"plan_hash": {"before": {}, "after": {"@ada": 1}}}},
         "somewhere"),
        ({"diff": FULL["diff"] | {"risk": "@ada"}}, "diff.risk"),
    ],
)  # fmt: skip
def test_what_has_another_shape_is_refused_by_its_place(
    tmp_path: Path, changed: dict[str, Any], where: str
) -> None:
    path = tmp_path / "review.json"
    path.write_text(json.dumps(FULL | changed), "utf-8")
    assert refusal(path) == f"the review does not fit schemas/review.schema.json, at {where}"


def test_a_review_of_another_commit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    path.write_text(json.dumps(FULL), "utf-8")
    said = "the review is of another commit than the run that made it"
    assert refusal(path, "c" * 40) == said


def test_a_folder_is_no_review(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "the review cannot be read: is a directory"
