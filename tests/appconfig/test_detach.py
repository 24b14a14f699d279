"""A push that nobody waits for never says that it is done; drift tells how it ended."""

from pathlib import Path

import pytest

from tests.appconfig.pusher import Pusher, pusher

Output = pytest.CaptureFixture[str]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    made = pusher(tmp_path / "company", monkeypatch)
    made.account.monitor(made.account.alarm("failures-de", "OK"))
    return made


def detached(one: Pusher, capsys: Output) -> None:
    said = one.says(capsys, "push", "staging", "--yes", "--detach")
    assert said.code == 9
    assert said.out.splitlines()[-1] == (
        f"started: deployment 2 of {one.label()} has started and is not waited for: it takes 15m "
        "and 10m of bake, in which its alarms alone take it back; ./langroute watch staging "
        "follows it"
    )
    assert "done" not in said.out + said.err
    assert one.deployments() == ["COMPLETE", "DEPLOYING"]


def test_it_ends_well(one: Pusher, capsys: Output) -> None:
    detached(one, capsys)
    one.account.aws.pass_minutes(30)
    said = one.says(capsys, "drift", "staging")
    assert (said.code, said.out.splitlines()[-1]) == (0, "HEAD compiles to exactly this")


def test_an_alarm_takes_it_back(one: Pusher, capsys: Output) -> None:
    detached(one, capsys)
    one.account.set_alarm("failures-de", "ALARM")
    one.account.aws.pass_minutes(30)
    said = one.says(capsys, "drift", "staging")
    assert said.code == 7
    (line,) = (line for line in said.out.splitlines() if "taken back" in line)
    assert line.startswith(f"  taken back: {one.label()} (deployment 2) on 2026-01-05 ")
    assert ":alarm:failures-de); HEAD still holds it in de, and pushes of it are refused" in line


def test_the_next_one_does_not_run_over_it(one: Pusher, capsys: Output) -> None:
    detached(one, capsys)
    one.ramp("30%")
    said = one.says(capsys, "push", "staging", "--yes", "--detach")
    assert said.code == 5
    assert one.deployments() == ["COMPLETE", "DEPLOYING"]


def test_without_an_alarm_somebody_waits(one: Pusher, capsys: Output) -> None:
    one.account.monitor()
    said = one.says(capsys, "push", "staging", "--yes", "--detach")
    assert said.code == 1
    assert said.err.startswith("error: not pushed: nobody watches it with --detach, and staging ")
    assert one.deployments() == ["COMPLETE"]


def test_nothing_to_do_is_done(one: Pusher) -> None:
    assert one.push() == 0
    assert one.push(None, "--detach") == 0
