"""How a deployment's way is told: line by line, and on a terminal one line a phase."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import scripts.deployments.progress
from langroute_repo.appconfig.alarms import Alarm
from langroute_repo.appconfig.live import Deployment
from langroute_repo.aws.errors import AwsError
from scripts.deployments.progress import Progress

Output = pytest.CaptureFixture[str]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STARTED = Deployment(
    number=3,
    state="DEPLOYING",
    percentage=20.0,
    profile="profile",
    version="7",
    label="git-0123456789ab",
    description="",
    started=NOON,
    completed=None,
    lasts=timedelta(minutes=60),
    now=NOON,
    events=(),
)
GOOD, BAD = Alarm("failures-de", "OK", ""), Alarm("failures-pl", "ALARM", "5 of 40 failed")


def at(minutes: float, state: str, percentage: float) -> Deployment:
    return replace(
        STARTED, state=state, percentage=percentage, now=NOON + timedelta(minutes=minutes)
    )


WAY = (
    at(0, "DEPLOYING", 20),
    at(1, "DEPLOYING", 20),
    at(30, "BAKING", 100),
    at(59.5, "BAKING", 100),
    at(60, "COMPLETE", 100),
)


def told(way: tuple[Deployment, ...], *alarms: list[Alarm]) -> None:
    """Show the way, with one look at the alarms for each step on it."""
    seconds: Iterator[float] = (10.0 * step for step in range(100))
    answers = iter(alarms)
    with Progress(lambda: next(answers), lambda: next(seconds)) as show:
        for seen in way:
            show(seen)


def test_each_change_is_a_line_and_the_time_left_alone_is_none(capsys: Output) -> None:
    told(WAY, *[[GOOD]] * 2, [GOOD, BAD], [GOOD])
    assert capsys.readouterr().err.splitlines() == [
        "  deploying     20.0%  60 min left, alarms OK",
        "  baking       100.0%  30 min left, failures-pl is ALARM (5 of 40 failed)",
        "  baking       100.0%  30 s left, alarms OK",
        "  complete     100.0%",
    ]


def test_a_rollback_has_no_time_left(capsys: Output) -> None:
    told((at(3, "ROLLING_BACK", 40), at(4, "ROLLED_BACK", 0)), [BAD])
    assert capsys.readouterr().err.splitlines() == [
        "  rolling back  40.0%  failures-pl is ALARM (5 of 40 failed)",
        "  rolled back    0.0%",
    ]


@pytest.fixture
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts.deployments.progress, "is_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", "62")


@pytest.mark.usefixtures("_terminal")
def test_on_a_terminal_each_phase_keeps_one_line_that_fits(capsys: Output) -> None:
    told(WAY, *[[GOOD]] * 3, [GOOD, BAD])
    assert [line.split("\r\033[K") for line in capsys.readouterr().err.split("\n")] == [
        [
            "",
            "  deploying    [####................]  20.0%  60 min left, al",
            "  deploying    [####................]  20.0%  59 min left, al",
        ],
        [
            "",
            "  baking       [####################] 100.0%  30 min left, al",
            "  baking       [####################] 100.0%  30 s left, fail",
        ],
        ["", "  complete     [####################] 100.0%"],
        [""],
    ]


@pytest.mark.usefixtures("_terminal")
def test_on_a_terminal_what_is_said_next_begins_on_a_line_of_its_own(capsys: Output) -> None:
    with Progress(lambda: []) as show:
        show(STARTED)
    assert capsys.readouterr().err.endswith("60 min left, no\n")


def test_who_may_not_see_alarms_may_watch(capsys: Output) -> None:
    def denied() -> list[Alarm]:
        raise AwsError("not allowed: cloudwatch:DescribeAlarms")

    with Progress(denied) as show:
        show(STARTED)
    assert capsys.readouterr().err == (
        "  deploying     20.0%  60 min left, alarms cannot be seen: not allowed: "
        "cloudwatch:DescribeAlarms\n"
    )
