"""Whatever goes wrong at a call of a rollback, a second run ends in the right state."""

from pathlib import Path

import pytest

from langroute_repo.appconfig import undo
from tests.appconfig.pusher import Pusher, pusher
from tests.repository import git
from tests.simulated.faults import FAULTS, Call, Killed, Script, Strike, strikes

Output = pytest.CaptureFixture[str]
DONE, FAILED = 0, 2
LATER = 60 * 73  # minutes: AppConfig does not revert any more


REVERTED = undo._reverted
TRIED: dict[tuple[str, tuple[str, ...]], bytes | None] = {}


def reverted(root: Path, words: tuple[str, ...], environment: str) -> bytes | None:
    """Tried in one clone for all tests: what a commit becomes depends on nothing but the commit."""
    tried = (git(root, "rev-parse", "HEAD"), words)
    if tried not in TRIED:
        TRIED[tried] = REVERTED(root, words, environment)
    return TRIED[tried]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    monkeypatch.setattr(undo, "_reverted", reverted)
    one = pusher(tmp_path / "company", monkeypatch)
    assert one.push() == DONE
    return one


def table() -> list[tuple[str, Strike]]:
    """Every fault at the call that changes something, by each way."""
    ways = (("revert", "stop_deployment"), ("deploy", "start_deployment"))
    looks = ("list_deployments", "get_deployment", "list_deployment_strategies")
    return [
        *((way, one) for way, call in ways for one in strikes([Call(call, 1)]) if one.fault),
        *((way, one) for way, _ in ways for one in strikes([Call(look, 1) for look in looks],
          ["killed", "access-denied", "expired-credentials"]) if one.fault),
    ]  # fmt: skip


@pytest.mark.parametrize(("way", "strike"), table(), ids=str)
def test_a_second_run_ends_in_the_right_state(
    way: str, strike: Strike, one: Pusher, capsys: Output
) -> None:
    if way == "deploy":
        one.account.aws.pass_minutes(LATER)
    script = Script(strike)
    if FAULTS[strike.fault].lasting and strike.fault == "killed":
        with pytest.raises(Killed):
            one.langroute("rollback", "staging", "--yes", script=script)
    else:
        assert one.langroute("rollback", "staging", "--yes", script=script) in (DONE, FAILED)
        assert "Traceback" not in capsys.readouterr().err
    assert script.struck
    one.account.aws.pass_minutes(15)
    assert one.rollback(capsys, "--to", "1", "--yes").code == DONE
    ended = {"revert": ["COMPLETE", "REVERTED"], "deploy": ["COMPLETE"] * 3}[way]
    assert one.deployments() == ended
    assert one.account.delivered() == one.first_document()


def test_a_failure_says_how_to_run_it_again_and_not_further_back(
    one: Pusher, capsys: Output
) -> None:
    script = Script(Strike(Call("stop_deployment", 1), "before", "access-denied"))
    assert one.langroute("rollback", "staging", "--yes", script=script) == FAILED
    said = capsys.readouterr().err
    assert "error: not allowed: User is not authorized\n" in said
    assert said.endswith("; run it again: ./langroute rollback staging --to 1 --yes\n")
    assert one.deployments() == ["COMPLETE", "COMPLETE"]


def test_somebody_deployed_meanwhile(one: Pusher, capsys: Output) -> None:
    class Overtaken(Script):
        def play(self, client: object, name: str, arguments: dict[str, object]) -> object:
            done = super().play(client, name, arguments)
            if name == "stop_deployment":
                one.account.deploy(b"{}", "by-hand")
            return done

    assert one.langroute("rollback", "staging", "--yes", script=Overtaken()) == FAILED
    said = capsys.readouterr().err
    assert f", and not git-{one.first()} (version 1)\n" in said
    assert "error: staging runs by-hand (deployment 3) since " in said
