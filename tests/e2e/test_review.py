"""From the pull request to the comment on it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.company import Company
from tests.e2e.runner import Run
from tests.repository import git

pytestmark = pytest.mark.slow
FORGED = "<script>alert(1)</script> @acme/everyone <!-- --> [here](https://evil.example)"


def test_the_threshold_of_another_language_is_stopped_until_it_is_mended(company: Company) -> None:
    story, hosting = company.story, company.hosting
    number = hosting.propose(company.paste_threshold())
    checked = hosting.review(number)
    assert checked.jobs == {"review": "failure", "gate": "failure"}
    assert any(one.startswith(f"{story.path}:") for one in checked.annotations)
    (before,) = hosting.comments(number)
    assert f"was evaluated for {story.donor}/" in before
    hosting.approve(number, company.owner)
    assert hosting.objections(number) == ["check has not passed"]

    git(company.folder, "checkout", "-q", hosting.main, "--", "config")
    company.move_threshold(-10)
    hosting.push_to(number)
    checked = hosting.review(number, "synchronize")
    assert checked.conclusion == "success", str(checked)
    (after,) = hosting.comments(number)
    assert "was evaluated for" not in after
    assert hosting.pull(number)["head_sha"] in after


def test_a_push_after_the_check_leaves_its_result_unsaid(company: Company) -> None:
    hosting = company.hosting
    number = hosting.propose(company.move_threshold(-10))
    checked = hosting.check(number)
    company.commit("One more thing")
    hosting.push_to(number)
    commented = hosting.comment_on(checked)
    assert commented.conclusion == "success", str(commented)
    assert f"#{number} has another head by now" in commented.log
    assert hosting.comments(number) == []


Forge = Callable[[dict[str, Any]], bytes]


def _in_text(review: dict[str, Any]) -> bytes:
    review["diff"]["parts"] = [FORGED]
    return json.dumps(review).encode()


def _other_commit(review: dict[str, Any]) -> bytes:
    return json.dumps(review | {"head": "0" * 40}).encode()


def _other_shape(review: dict[str, Any]) -> bytes:
    return json.dumps(review | {"check": FORGED}).encode()


def _too_large(review: dict[str, Any]) -> bytes:
    return json.dumps(review).encode().ljust(16 * 1024 * 1024 + 1)


def test_a_fork_gets_its_comment_and_a_hostile_artifact_is_shown_for_what_it_is(
    company: Company,
) -> None:
    hosting = company.hosting
    number = hosting.propose(company.move_threshold(-10), fork="mallory")
    checked = hosting.review(number)
    assert checked.conclusion == "success", str(checked)
    (comment,) = hosting.comments(number)
    assert company.story.tag in comment
    file = checked.artifacts / "review" / "review.json"
    review = json.loads(file.read_bytes())

    for forge, told in (
        (_too_large, "the review is larger than 16 MiB"),
        (_other_shape, "the review does not fit schemas/review.schema.json"),
        (_other_commit, "the review is of another commit than the run that made it"),
    ):
        assert _forged(company, checked, file, forge(dict(review))).conclusion == "failure"
        (comment,) = hosting.comments(number)
        assert told in comment
        assert "script" not in comment

    assert _forged(company, checked, file, _in_text(review)).conclusion == "success"
    (comment,) = hosting.comments(number)
    assert "alert(1)" in comment
    for dangerous in ("<script", " @acme", "](https://evil"):
        assert dangerous not in comment


def _forged(company: Company, checked: Run, file: Path, content: bytes) -> Run:
    file.write_bytes(content)
    return company.hosting.comment_on(checked)
