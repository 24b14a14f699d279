"""What comes of a push whose calls fail, or that somebody overtakes, in AWS's own words.

The other side is the double with AWS's own locks. Every fault at every call is in ``fault_table``.
"""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.aws.clients import connect
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.appconfig.pusher import STEP, Pusher, pusher
from tests.appconfig.readers import measure
from tests.simulated.faults import Call, Script, Strike, recorded

BASE = Path(__file__).parent.parent / "rules" / "base"
CHANGES = ("create_hosted_configuration_version", "validate_configuration", "start_deployment")
LOOKS = (
    "list_applications",
    "list_environments",
    "list_configuration_profiles",
    "list_deployments",
    "get_deployment",
    "get_hosted_configuration_version",
    "list_hosted_configuration_versions",
    "list_deployment_strategies",
    "get_environment",
    "get_metric_data",
    "start_configuration_session",
    "get_latest_configuration",
)
DONE, FAILED = 0, 2

Output = pytest.CaptureFixture[str]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    return pusher(tmp_path / "company", monkeypatch)


def test_the_table_has_every_call_of_a_push(one: Pusher) -> None:
    assert {call.operation for call in recorded(one.push)} == {*CHANGES, *LOOKS}


@pytest.mark.parametrize("operation", CHANGES)
def test_a_lost_answer_is_looked_for(operation: str, one: Pusher, capsys: Output) -> None:
    """The server acted, nobody heard it: the same run goes on."""
    assert one.push(Script(Strike(Call(operation, 1), "after", "read-timeout"))) in (DONE, FAILED)
    said = capsys.readouterr().err
    assert (operation == "validate_configuration") == ("error: " in said)
    assert len(one.versions()) == 2


def test_changes_are_sent_once_by_boto3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "nobody")
    shutil.copytree(BASE, tmp_path / "company")
    model = read(Folder(tmp_path / "company")).environments["staging"].model
    assert model is not None
    aws: Any = connect(model)
    assert aws._acting.meta.config.retries["total_max_attempts"] == 1


@pytest.mark.parametrize("operation", CHANGES)
def test_of_two_at_once_exactly_one_wins(operation: str, one: Pusher, capsys: Output) -> None:
    """The other one pushes the same commit to its end, right before this one changes something."""
    ends: list[int] = []

    class Overtaken(Script):
        def play(self, client: Any, name: str, arguments: dict[str, Any]) -> Any:
            if name == operation and not ends:
                ends.append(-1)
                ends.append(one.push())
            return super().play(client, name, arguments)

    assert one.push(Overtaken()) == 5
    assert ends == [-1, DONE]
    assert "error: AppConfig reports a conflict: " in capsys.readouterr().err
    assert one.deployments() == ["COMPLETE", "COMPLETE"]
    assert one.versions()[1:] == [one.label()]


def test_what_somebody_else_started_is_never_stopped(one: Pusher, capsys: Output) -> None:
    other = one.account.store(b"{}", "by-hand")
    number = one.account.start(other, one.account.quick)
    script = Script()
    assert one.push(script) == 5
    assert "stop_deployment" not in {call.operation for call in script.calls}
    assert one.account.state(number) == "DEPLOYING"
    assert "AppConfig takes one at a time" in capsys.readouterr().err


class TestMeasured:
    """The readers measure something else than the review was promised: 35.6 % of words in de."""

    def test_another_share_passes(self, one: Pusher, capsys: Output) -> None:
        one.while_it_waits(lambda: measure(one.account, relevant=0.12))
        assert one.push() == 4
        said = capsys.readouterr()
        assert "promised against measured: " in said.out
        assert "  broken     de primary words: 12.0% of " in said.out
        assert "error: deployment 2 was rolled back (de primary words: 12.0% of " in said.err
        assert one.deployments() == ["COMPLETE", "ROLLED_BACK"]
        assert one.push() == 4
        assert "de would be as in git-" in capsys.readouterr().err

    def test_all_scores_are_the_same(self, one: Pusher, capsys: Output) -> None:
        one.while_it_waits(lambda: measure(one.account, relevant=0.356, low=0.5, high=0.5))
        assert one.push() == 4
        assert "scores are 0.5, whatever the event" in capsys.readouterr().err

    def test_the_promise_is_kept(self, one: Pusher, capsys: Output) -> None:
        one.while_it_waits(lambda: measure(one.account, relevant=0.36))
        assert one.push() == DONE
        said = capsys.readouterr().out
        assert "  no data    de canary embedding: " in said
        assert one.deployments() == ["COMPLETE", "COMPLETE"]

    def test_what_cannot_be_measured_is_said_and_stops_nothing(
        self, one: Pusher, capsys: Output
    ) -> None:
        denied = Script(Strike(Call("get_metric_data", 1), "before", "access-denied"))
        assert one.push(denied) == DONE
        assert "  what readers measure is not known: not allowed: " in capsys.readouterr().err


class TestAws:
    """What AWS does and the embedded one does not; by its documentation, for it was never tried."""

    def refusing(self, one: Pusher) -> None:
        schema = {"Type": "JSON_SCHEMA", "Content": '{"type": "object", "required": ["x"]}'}
        one.account.control.update_configuration_profile(
            **one.account.in_profile, Validators=[schema]
        )

    def test_validators_refuse_before_anything_is_started(
        self, one: Pusher, capsys: Output
    ) -> None:
        self.refusing(one)
        assert one.push() == 1
        assert "error: AppConfig's validators refuse it: " in capsys.readouterr().err
        assert one.deployments() == ["COMPLETE"]

    def test_validators_refuse_only_after_the_start(
        self, one: Pusher, capsys: Output, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Not settled is whether that is a refusal or a deployment that is rolled back."""
        monkeypatch.setattr("langroute_repo.appconfig.plan.validate", lambda *_: None)
        one.account.aws.refuses_at_start = False
        self.refusing(one)
        assert one.push() == 4
        assert "error: deployment 2 was rolled back (" in capsys.readouterr().err

    def test_an_alarm_without_data_rolls_back(self, one: Pusher, capsys: Output) -> None:
        one.account.aws.rolling_back = timedelta(minutes=2 * STEP)
        one.account.monitor(one.account.alarm("guard", "OK"))
        one.while_it_waits(lambda: one.account.set_alarm("guard", "INSUFFICIENT_DATA"))
        assert one.push() == 4
        said = capsys.readouterr().err
        assert "  rolling back" in said
        assert one.deployments() == ["COMPLETE", "ROLLED_BACK"]

    def test_a_deployment_is_validated_before_it_grows(self, one: Pusher, capsys: Output) -> None:
        one.account.aws.validating = timedelta(minutes=STEP)
        assert one.push() == DONE
        assert "  validating     0.0%" in capsys.readouterr().err

    def test_lists_have_many_pages(self, one: Pusher) -> None:
        for number in range(5):
            one.account.store(b"{}", f"by-hand-{number}")
        assert one.push() == DONE
        assert one.versions()[-1] == one.label()
