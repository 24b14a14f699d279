"""What `watch` says of a deployment on its way, and how it ends; it never changes anything."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import scripts.watching
from langroute.appconfig.errors import AppConfigError, TimedOut
from langroute.appconfig.live import Deployment
from tests.appconfig.company import Company
from tests.appconfig.pusher import Pusher, pusher
from tests.appconfig.readers import measure

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC")


def interrupted(*_arguments: object) -> Iterator[Deployment]:
    raise KeyboardInterrupt
    yield


def watch(company: Company, capsys: Output, name: str = "staging") -> tuple[int, str, str]:
    """Exit code, stdout and stderr of watch, with each time as TIME."""
    capsys.readouterr()
    code = company.langroute("watch", name)
    said = capsys.readouterr()
    return code, TIME.sub("TIME", said.out), TIME.sub("TIME", said.err)


def test_nothing_is_on_its_way(company: Company, capsys: Output) -> None:
    said = "nothing is on its way; staging runs nothing\n"
    assert watch(company, capsys) == (0, said, "")
    company.push("staging", "--yes")
    said = f"nothing is on its way; staging runs {company.label()} (deployment 1) since TIME\n"
    assert watch(company, capsys) == (0, said, "")


@pytest.mark.parametrize(
    ("name", "then"),
    [("staging", "next: ./langroute push production"), ("production", "nothing is left to do")],
)
def test_it_attaches_to_what_is_on_its_way(
    name: str, then: str, company: Company, capsys: Output
) -> None:
    company.start_baking(name, b"{}")
    code, out, err = watch(company, capsys, name)
    assert (code, out) == (
        0,
        f"deployment 1 brings by-hand to {name}, which runs nothing\n"
        f"done: {name} runs by-hand (deployment 1) since TIME; {then}\n",
    )
    steps = [line.split("%")[0] for line in err.splitlines()]
    assert steps == ["  baking       100.0", "  complete     100.0"]


def test_an_alarm_takes_it_back(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = company.label()
    company.push("staging", "--yes")
    alarm = company.guard("staging")
    company.start_slowly("staging", b"{}")
    monkeypatch.setattr(scripts.watching, "follow", company.follow_with_a_failure())
    code, out, err = watch(company, capsys)
    live = f"{first} (deployment 1) since TIME"
    assert (code, out) == (4, f"deployment 2 brings by-hand to staging, which runs {live}\n")
    assert err.endswith(
        f"error: deployment 2 was rolled back (Rollback initiated by {alarm}; "
        f"{company.application} is ALARM (a test)); staging runs {live}\n"
        "hint: the repository still holds what was taken back, and pushes of it are refused: "
        "revert that commit\n"
    )


def test_that_it_was_taken_back_is_told_to_who_may_not_see_alarms(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_arguments: object) -> None:
        raise AppConfigError("not allowed: cloudwatch:DescribeAlarms")

    company.start_slowly("staging", b"{}")
    monkeypatch.setattr(scripts.watching, "guards", denied)
    monkeypatch.setattr(scripts.watching, "follow", company.follow_and_stop("staging"))
    code, _, err = watch(company, capsys)
    assert code == 4
    assert (
        "; the alarms cannot be seen: not allowed: cloudwatch:DescribeAlarms); staging runs "
        "nothing\n"
    ) in err


def test_ctrl_c_leaves_the_deployment_alone(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = company.start_slowly("staging", b"{}")
    monkeypatch.setattr(scripts.watching, "follow", interrupted)
    assert watch(company, capsys) == (
        130,
        "deployment 1 brings by-hand to staging, which runs nothing\n",
        "deployment 1 goes on in AppConfig; live was nothing; ./langroute watch staging goes on "
        "watching\nstopped\n",
    )
    assert company.deployments("staging") == [(number, "DEPLOYING")]


def test_it_takes_too_long(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_arguments: object) -> Iterator[Deployment]:
        raise TimedOut("deployment 1 is still BAKING after 75 min")
        yield

    company.start_slowly("staging", b"{}")
    monkeypatch.setattr(scripts.watching, "follow", late)
    code, _, err = watch(company, capsys)
    assert (code, err) == (
        6,
        "error: deployment 1 is still BAKING after 75 min; deployment 1 goes on in AppConfig; live "
        "was nothing\nhint: ./langroute watch staging goes on watching\n",
    )


def test_what_another_profile_deploys_is_not_ours(company: Company, capsys: Output) -> None:
    company.push("staging", "--yes")
    company.start_other_profile("staging")
    assert watch(company, capsys) == (
        0,
        "deployment 2 is on its way, but of another profile than routing; staging runs "
        f"{company.label()} (deployment 1) since TIME\n",
        "",
    )


class TestMeasured:
    """A push whose process was killed: the readers measure 12% where 35.6% were promised."""

    @pytest.fixture
    def one(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
        one = pusher(tmp_path / "company", monkeypatch)
        one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
        one.while_it_waits(lambda: measure(one.account, relevant=0.12))
        return one

    def test_it_is_told_and_nothing_is_taken_back(self, one: Pusher, capsys: Output) -> None:
        code, said, _ = one.says(capsys, "watch", "staging")
        assert code == 0
        lines = said.splitlines()
        assert lines[1] == "promised against measured: 1 no data, 1 broken"
        assert lines[2].startswith("  broken     de primary words: 12.0% of ")
        assert lines[-1] == (
            f"done: staging runs {one.label()} (deployment 2) since 2026-01-05 09:36 UTC; "
            "go back: ./langroute rollback staging"
        )
        assert one.deployments() == ["COMPLETE", "COMPLETE"]

    def test_as_a_guard_it_takes_it_back(self, one: Pusher, capsys: Output) -> None:
        code, _, err = one.says(capsys, "watch", "staging", "--guard")
        assert code == 4
        assert "error: deployment 2 was rolled back (de primary words: 12.0% of " in err
        assert one.deployments() == ["COMPLETE", "ROLLED_BACK"]
