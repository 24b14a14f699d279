"""What docs/operations.md tells to do at three in the morning, done while the rest is red as well.

Each row is run with the alarm firing, staging's alarm firing, GitHub gone and the validator gone.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.appconfig.pusher import Pusher, pusher
from tests.simulated.faults import Script

Output = pytest.CaptureFixture[str]
DONE, REFUSED, FAILED, ROLLED_BACK, APART = 0, 1, 2, 4, 7
GONE = "arn:aws:lambda:eu-central-1:123456789012:function:gone"


def all_is_well(_: Pusher) -> None:
    pass


def the_alarm_fires(one: Pusher) -> None:
    one.account.set_alarm("failures-de", "ALARM")


def another_environment_s_alarm_fires(one: Pusher) -> None:
    """That of an environment beside it, such as staging's when it is about production."""
    one.account.alarm("langroute-other-failures", "ALARM")


def github_is_down(one: Pusher) -> None:
    for name in ("GITHUB_TOKEN", "GITHUB_REPOSITORY"):
        one.patch.delenv(name, raising=False)
    one.patch.setenv("GITHUB_API_URL", "http://127.0.0.1:9")  # the port that discards


def the_validator_is_gone(one: Pusher) -> None:
    lambdas = [{"Type": "LAMBDA", "Content": GONE}]
    one.account.control.update_configuration_profile(**one.account.in_profile, Validators=lambdas)


TROUBLES = (
    all_is_well,
    the_alarm_fires,
    another_environment_s_alarm_fires,
    github_is_down,
    the_validator_is_gone,
)
Trouble = Callable[[Pusher], None]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    """HEAD is live, guarded by an alarm."""
    one = pusher(tmp_path / "company", monkeypatch)
    one.account.monitor(one.account.alarm("failures-de", "OK"))
    assert one.push() == DONE
    return one


def in_trouble(test: Any) -> Any:
    return pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.__name__)(test)


@in_trouble
def test_answers_for_one_language_fail(trouble: Trouble, one: Pusher, capsys: Output) -> None:
    """The row of an alarm: look, then go back."""
    trouble(one)
    assert one.says(capsys, "status", "staging").code == DONE
    code, out, err = one.rollback(capsys, "--yes", "--reason", "failures in de")
    assert (code, "error" in err) == (DONE, False)
    assert ", read back as a client does\n" in out
    assert one.account.delivered() == one.first_document()


@in_trouble
def test_a_deployment_is_on_its_way(trouble: Trouble, one: Pusher, capsys: Output) -> None:
    one.ramp("30%")
    before = one.account.delivered()
    one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
    trouble(one)
    assert one.rollback(capsys, "--yes", "--reason", "failures in de").code == DONE
    assert one.account.delivered() == before
    assert one.says(capsys, "watch", "staging").code == ROLLED_BACK


@in_trouble
def test_a_push_ended_with_6_or_9_is_watched(trouble: Trouble, one: Pusher, capsys: Output) -> None:
    one.ramp("30%")
    one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
    trouble(one)
    code = one.says(capsys, "watch", "staging").code
    # The validator may go once it has started, and the alarm takes it back: that is its end.
    assert code == (ROLLED_BACK if trouble is the_alarm_fires else DONE)


@in_trouble
def test_a_push_ended_with_4_or_7(trouble: Trouble, one: Pusher, capsys: Output) -> None:
    one.rollback(capsys, "--yes")
    trouble(one)
    assert one.push() == ROLLED_BACK
    assert "which was taken back on " in capsys.readouterr().err
    assert one.says(capsys, "drift", "staging").code == APART


@in_trouble
def test_a_rollback_is_deployed_anew_after_72_hours(
    trouble: Trouble, one: Pusher, capsys: Output
) -> None:
    """Here alarm and validator have a say, and the sentence says how to get past them."""
    one.account.aws.pass_minutes(60 * 73)
    one.at_once("langroute-staging-at-once")
    trouble(one)
    code, _, err = one.rollback(capsys, "--yes", "--force")
    stopped: dict[Trouble, tuple[int, str]] = {
        the_alarm_fires: (ROLLED_BACK, "aws cloudwatch disable-alarm-actions "),
        the_validator_is_gone: (REFUSED, "--validators '[]'"),
    }
    expected, cure = stopped.get(trouble, (DONE, ""))
    assert code == expected
    assert cure in err
    if trouble is the_alarm_fires:
        one.account.cloudwatch.disable_alarm_actions(AlarmNames=["failures-de"])
    if trouble is the_validator_is_gone:
        one.account.control.update_configuration_profile(**one.account.in_profile, Validators=[])
    if cure:
        assert one.rollback(capsys, "--yes").code == DONE
    assert one.account.delivered() == one.first_document()


def test_github_down_costs_the_pull_request_and_nothing_else(one: Pusher, capsys: Output) -> None:
    github_is_down(one)
    code, out, err = one.rollback(capsys, "--yes", "--pull-request")
    assert code == FAILED
    assert "done: staging runs git-" in out
    assert "; not all of it was written on GitHub: " in err
    assert one.account.delivered() == one.first_document()


def test_a_revert_asks_for_nothing_that_it_does_not_need(one: Pusher, capsys: Output) -> None:
    """All else is denied: the alarms, the strategies, the validators, the clients."""
    needed = {
        "list_applications",
        "list_environments",
        "list_configuration_profiles",
        "list_deployments",
        "get_deployment",
        "get_hosted_configuration_version",
        "stop_deployment",
    }

    class Narrow(Script):
        def play(self, client: Any, operation: str, arguments: dict[str, Any]) -> Any:
            if operation in needed:
                return super().play(client, operation, arguments)
            self.struck = True
            raise client.exceptions.from_code("AccessDeniedException")(
                {"Error": {"Code": "AccessDeniedException", "Message": operation}}, operation
            )

    script = Narrow()
    assert one.langroute("rollback", "staging", "--yes", script=script) == DONE
    assert script.struck
    assert ", which could not be read back: not allowed: " in capsys.readouterr().out
    assert one.account.delivered() == one.first_document()
