"""The role for emergencies of docs/aws.md: it allows what a stop and a revert call."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name

from scripts.terminal.exit_codes import DONE
from tests.appconfig.pusher import Pusher, pusher
from tests.infra.test_template import WITHOUT_RESOURCE
from tests.simulated.faults import Script

PAGE = Path(__file__).parents[2] / "docs" / "aws.md"


class Recorder(Script):
    """Notes each call by its name in boto3, and lets it through."""

    def __init__(self) -> None:
        super().__init__()
        self.called: set[str] = set()

    def play(self, client: Any, name: str, arguments: dict[str, object]) -> object:
        self.called.add(name)
        return super().play(client, name, arguments)


def allowed() -> dict[str, list[str]]:
    """The actions of the page's policy, by what they are allowed on."""
    (text,) = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    statements = json.loads(text)["Statement"]
    assert {one["Effect"] for one in statements} == {"Allow"}
    return {one["Resource"]: one["Action"] for one in statements}


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    return pusher(tmp_path / "company", monkeypatch)


def test_stopping_and_reverting_need_exactly_what_it_allows(one: Pusher) -> None:
    one.account.monitor(one.account.alarm("failures", "OK"))
    assert one.push() == DONE
    recorder = Recorder()
    assert one.langroute("rollback", "staging", "--yes", script=recorder) == DONE
    assert one.deployments() == ["COMPLETE", "REVERTED"]

    one.account.start(one.account.store(b'{"a": 1}', "git-123456789012"), one.account.quick)
    assert one.langroute("rollback", "staging", "--yes", script=recorder) == DONE
    assert one.deployments()[-1] == "ROLLED_BACK"
    named = (action.partition(":")[2] for actions in allowed().values() for action in actions)
    assert recorder.called == {xform_name(action) for action in named}


def test_it_starts_nothing_and_changes_nothing_else() -> None:
    acting = re.compile("appconfig:(Create|Update|Delete|Tag|Untag|StartDeployment|Put)")
    for resource, actions in allowed().items():
        assert not any(map(acting.match, actions))
        assert not any("*" in one for one in actions)
        assert set(actions) <= WITHOUT_RESOURCE if resource == "*" else True
