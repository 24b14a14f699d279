"""What a rollback says that failed, or that somebody overtook; ``fault_table`` has every fault."""

from pathlib import Path

import pytest

from tests.appconfig.pusher import Pusher, pusher
from tests.simulated.faults import Call, Script, Strike

Output = pytest.CaptureFixture[str]
DONE, FAILED = 0, 2


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    one = pusher(tmp_path / "company", monkeypatch)
    assert one.push() == DONE
    return one


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
