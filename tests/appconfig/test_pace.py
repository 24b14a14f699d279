"""A change that can alter no answer takes the quick rollout, and nothing else does."""

from pathlib import Path

import pytest

from tests.appconfig.pusher import Pusher, pusher
from tests.repository import commit

Output = pytest.CaptureFixture[str]
BASE = Path(__file__).parent.parent / "rules" / "base"
SHADOW = """shadows:
  - model: embedding
    traffic: 5%
    fields: [title]
    threshold: {at: 0.287, passes: 45.9%, evidence: en-a4facf9a}
"""
QUICK = "quick: {duration: 5m, step: 50%, growth: linear, bake: 5m}\n"
USUAL_WORDS = "25% linear over 15m, then 10m of bake"


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    """HEAD is live; a quick rollout stands in the file."""
    made = pusher(tmp_path / "company", monkeypatch)
    staging = made.root / "config/environments/staging.yaml"
    staging.write_text(staging.read_text().replace("alarm:", f"{QUICK}alarm:"))
    commit(made.root, "staging: a quick rollout")
    assert made.push() == 0
    return made


def strategy(one: Pusher) -> str:
    """What the stack makes of it; its id."""
    return str(
        one.account.control.create_deployment_strategy(
            Name="langroute-staging-quick",
            DeploymentDurationInMinutes=5,
            GrowthFactor=50,
            FinalBakeTimeInMinutes=5,
        )["Id"]
    )


def shadow(one: Pusher) -> None:
    file = one.root / "config/languages/en.yaml"
    file.write_text(file.read_text() + SHADOW)
    commit(one.root, "en: a shadow")


def used(one: Pusher) -> str:
    """The strategy of the newest deployment."""
    return str(one.account.seen(len(one.deployments()))["DeploymentStrategyId"])


def rollout(out: str) -> str:
    return next(line.split(maxsplit=1)[1] for line in out.splitlines() if "  rollout " in line)


def test_a_shadow_goes_quickly(one: Pusher, capsys: Output) -> None:
    quick = strategy(one)
    shadow(one)
    said = one.says(capsys, "push", "staging", "--yes")
    assert (said.code, used(one)) == (0, quick)
    assert rollout(said.out) == (
        "50% linear over 5m, then 5m of bake "
        "(quick: only shadows or shares differ, so no answer can change)"
    )


def test_an_answer_goes_as_usual(one: Pusher, capsys: Output) -> None:
    quick = strategy(one)
    one.ramp("30%")
    said = one.says(capsys, "push", "staging", "--yes")
    assert said.code == 0
    assert used(one) != quick
    assert rollout(said.out) == f"{USUAL_WORDS} (answers can change)"


def test_an_older_stack_has_the_usual_one_alone(one: Pusher, capsys: Output) -> None:
    shadow(one)
    said = one.says(capsys, "push", "staging", "--yes")
    assert (said.code, used(one)) == (0, one.account.quick)
    assert rollout(said.out) == (
        f"{USUAL_WORDS} (not quick: AppConfig has no strategy such as langroute-staging-quick)"
    )
