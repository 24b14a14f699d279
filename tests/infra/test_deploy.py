"""How an operation of CloudFormation is followed and judged, by a double of boto3's clients."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.aws.errors import Conflict, TimedOut
from langroute_repo.infra.cloudformation import Aws, Stack
from langroute_repo.infra.deploy import Seen, follow, propose, refuse_unusable
from langroute_repo.infra.settings import InfraError
from scripts import infra
from tests.appconfig.double import Answer, Double
from tests.infra.company import chosen

STACK = "langroute-production"
EVENTS = (
    (STACK, "UPDATE_IN_PROGRESS", ""),
    ("FailuresDe", "UPDATE_COMPLETE", ""),
    ("PlanRole", "UPDATE_FAILED", "Resource update cancelled"),
    ("Profile", "UPDATE_FAILED", "the name is taken"),
    (STACK, "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed"),
    ("FailuresDe", "UPDATE_COMPLETE", ""),
    (STACK, "UPDATE_ROLLBACK_COMPLETE", ""),
)


def event(number: int) -> dict[str, Any]:
    name, status, reason = EVENTS[number]
    return {
        "EventId": str(number),
        "LogicalResourceId": name,
        "ResourceType": "AWS::A::B",
        "ResourceStatus": status,
        "ResourceStatusReason": reason,
    }


def told(growing: Callable[[], int]) -> Answer:
    """Events, the newest first and in pages of two, after one of an operation before."""

    def answer(**asked: object) -> dict[str, Any]:
        before = event(len(EVENTS) - 1) | {"EventId": "before"}
        held = [*(event(number) for number in reversed(range(growing()))), before]
        start = int(str(asked.get("NextToken", 0)))
        more = {"NextToken": str(start + 2)} if start + 2 < len(held) else {}
        return {"StackEvents": held[start : start + 2], **more}

    return answer


def door(**operations: Answer) -> Aws:
    return Aws({"cloudformation": Double(**operations)})


def test_it_is_followed_to_its_own_end_and_not_to_that_of_the_one_before() -> None:
    steps = count(0, 3)
    aws = door(describe_stack_events=told(lambda: min(next(steps) // 2, len(EVENTS))))
    pauses: list[float] = []
    seen = list(follow(aws, STACK, "before", sleep=pauses.append))
    assert [one.status for one in seen][:1] == [""]
    assert seen[-1].status == "UPDATE_ROLLBACK_COMPLETE"
    assert not any(one.over for one in seen[:-1])
    assert len(pauses) == len(seen) - 1
    assert (seen[-1].done, seen[-1].failure) == (1, "Profile (AWS::A::B) failed: the name is taken")


def test_nobody_waits_longer_than_an_hour() -> None:
    aws = door(describe_stack_events=told(lambda: 1))
    clock = count(0, 1000)
    with pytest.raises(TimedOut, match="langroute-production is still UPDATE_IN_PROGRESS after 67"):
        list(follow(aws, STACK, "before", clock=lambda: float(next(clock)), sleep=lambda _: None))


@pytest.mark.parametrize(
    "words",
    ["The submitted information didn't contain changes.", "No updates are to be performed."],
)
def test_a_change_set_without_a_change_is_nothing_to_do(words: str) -> None:
    aws = door(
        create_change_set=lambda **_: {},
        describe_change_set=lambda **_: {"Status": "FAILED", "StatusReason": words},
        delete_change_set=lambda **_: {},
    )
    assert propose(aws, STACK, True, {"TemplateBody": "{}"}, {}) is None


def test_a_change_set_that_fails_says_why() -> None:
    aws = door(
        create_change_set=lambda **_: {},
        describe_change_set=lambda **_: {"Status": "FAILED", "StatusReason": "no such macro"},
        delete_change_set=lambda **_: {},
    )
    with pytest.raises(InfraError, match="not take the template: no such macro"):
        propose(aws, STACK, False, {"TemplateBody": "{}"}, {})


def test_a_stack_that_somebody_else_changes_is_left_alone(root: Path) -> None:
    stack = Stack("UPDATE_IN_PROGRESS", "", {})
    with pytest.raises(Conflict, match="UPDATE_IN_PROGRESS: somebody else changes it"):
        refuse_unusable(door(), chosen(root, "staging"), stack)


def test_whoever_stops_waiting_is_told_that_it_goes_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> Any:
        yield Seen(STACK, ())
        raise KeyboardInterrupt

    monkeypatch.setattr(infra, "execute", interrupted)
    with pytest.raises(KeyboardInterrupt):
        infra._watch(door(), chosen(root), "proposal", 20)
    assert capsys.readouterr().err == (
        "langroute-production goes on in CloudFormation; ./langroute infra diff production says "
        "how it ended\n"
    )
