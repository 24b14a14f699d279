"""What push leaves for who comes after it, however it ended."""

from pathlib import Path
from typing import Any

import pytest

from langroute.document import plan_hash
from tests.appconfig.pusher import Pusher, pusher
from tests.appconfig.readers import measure
from tests.published import parsed
from tests.simulated.faults import Call, Killed, Script, Strike

Output = pytest.CaptureFixture[str]


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    return pusher(tmp_path / "company", monkeypatch)


def report(one: Pusher, *words: str) -> dict[str, Any]:
    """Push with a report; the report, once it fits its schema and the exit code."""
    path = one.root.parent / "report.json"
    code = one.langroute("push", "staging", "--report", str(path), *words)
    told: dict[str, Any] = parsed("push-report", path.read_text("utf-8"))
    assert told["exit_code"] == code
    return told


def test_of_what_went_well(one: Pusher) -> None:
    told = report(one, "--yes")
    assert told == {
        "schema_version": 1,
        "environment": "staging",
        "outcome": "done",
        "exit_code": 0,
        "message": "",
        "hint": "",
        "label": one.label(),
        "plan_hash": plan_hash(one.document()),
        "deployment": 2,
        "unpromoted": "",
        "appconfig": "",
        "alarms": [],
        "broken": [],
    }


def test_of_what_was_not_done(one: Pusher) -> None:
    assert (report(one)["outcome"], report(one)["deployment"]) == ("done", None)


def test_of_an_alarm(one: Pusher) -> None:
    one.account.monitor(one.account.alarm("failures-de", "OK"))
    one.while_it_waits(lambda: one.account.set_alarm("failures-de", "ALARM"))
    told = report(one, "--yes")
    assert (told["outcome"], told["deployment"]) == ("rolled-back", 2)
    assert told["alarms"] == [{"name": "failures-de", "state": "ALARM", "reason": "a test"}]
    assert told["message"].startswith("deployment 2 was rolled back (")
    assert told["appconfig"].endswith(":alarm:failures-de")


def test_of_a_broken_promise(one: Pusher) -> None:
    one.while_it_waits(lambda: measure(one.account, relevant=0.12))
    told = report(one, "--yes")
    assert told["broken"] == [
        {
            "language": "de",
            "role": "primary",
            "model": "words",
            "sentence": "de primary words: 12.0% of 2,000 events pass, promised 35.6%, allowed "
            "26.9–45.3%",
        }
    ]


def test_of_a_refusal(one: Pusher) -> None:
    told = report(one, "--yes", "--expect-plan-hash", "0" * 64)
    assert (told["outcome"], told["deployment"], told["label"]) == ("refused", None, one.label())
    assert "the review saw 000" in told["message"]


def test_of_an_environment_that_there_is_not(one: Pusher) -> None:
    path = one.root.parent / "report.json"
    assert one.langroute("push", "nowhere", "--report", str(path)) == 2
    told = parsed("push-report", path.read_text("utf-8"))
    assert (told["environment"], told["label"]) == ("nowhere", None)


def test_a_push_that_was_killed_leaves_not_even_an_older_one(one: Pusher) -> None:
    path = one.root.parent / "report.json"
    path.write_text("of an earlier push")
    script = Script(Strike(Call("start_deployment", 1), "after", "killed"))
    with pytest.raises(Killed):
        one.push(script, "--report", str(path))
    assert not path.exists()


def test_what_cannot_be_written_is_known_before_anything_is_done(
    one: Pusher, capsys: Output
) -> None:
    path = one.root.parent / "nowhere" / "report.json"
    code, _, err = one.says(capsys, "push", "staging", "--yes", "--report", str(path))
    assert (code, one.deployments()) == (2, ["COMPLETE"])
    assert err.startswith(f"error: --report {path} cannot be written: no such file")


def test_of_what_nobody_waits_for(one: Pusher) -> None:
    one.account.monitor(one.account.alarm("failures-de", "OK"))
    told = report(one, "--yes", "--detach")
    assert (told["outcome"], told["exit_code"], told["deployment"]) == ("started", 9, 2)
    assert told["message"] == (
        f"deployment 2 of {one.label()} has started and is not waited for: it takes 15m and 10m "
        "of bake, in which its alarms alone take it back"
    )
