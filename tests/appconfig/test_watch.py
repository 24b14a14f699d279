"""What `watch` says of a deployment on its way; unless it guards, it only looks."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

import scripts.deployments.watching
from langroute_repo.appconfig.follow import follow
from langroute_repo.appconfig.live import Deployment
from langroute_repo.aws.errors import TimedOut
from tests.appconfig.pusher import Pusher, pusher
from tests.appconfig.readers import measure
from tests.simulated.faults import Call, Script, Strike, Strikes

Output = pytest.CaptureFixture[str]
NO_ALARM = "no alarm guards it"


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    return pusher(tmp_path / "company", monkeypatch)


@pytest.fixture
def flying(one: Pusher) -> Pusher:
    """HEAD is on its way; whoever started it is gone."""
    one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
    return one


def live(one: Pusher) -> str:
    return f"git-{one.first()} (deployment 1) since 2026-01-05 09:10 UTC"


def head(one: Pusher) -> str:
    return f"deployment 2 brings {one.label()} to staging, which runs {live(one)}\n"


def test_nothing_is_on_its_way(one: Pusher, capsys: Output) -> None:
    said = f"nothing is on its way; staging runs {live(one)}\n"
    assert one.says(capsys, "watch", "staging") == (0, said, "")


@pytest.mark.parametrize("back", ["reverted", "stopped", "by an alarm"])
def test_what_was_taken_back_meanwhile_is_no_good_end(
    back: str, one: Pusher, capsys: Output
) -> None:
    account = one.account
    number = account.start(account.store(one.document(), one.label()), account.quick)
    if back == "reverted":
        account.aws.pass_minutes(30)
    if back == "by an alarm":
        account.monitor(account.alarm("failures-de", "ALARM"))
    else:
        account.stop(number, AllowRevert=True)
    account.aws.pass_minutes(1)
    account.aws.pass_minutes(1)
    code, out, err = one.says(capsys, "watch", "staging")
    assert code == 4
    assert out == ""
    state = "reverted" if back == "reverted" else "rolled back"
    told = f"error: nothing is on its way: deployment 2 of {one.label()} was {state} ("
    assert err.startswith(told)
    assert f"; staging runs {live(one)}\nhint: ./langroute status staging says " in err


def test_what_another_profile_had_taken_back_is_not_ours(one: Pusher, capsys: Output) -> None:
    other = one.account.start("1", one.account.quick, ConfigurationProfileId=one.other_profile())
    one.account.stop(other)
    one.account.aws.pass_minutes(1)
    assert one.says(capsys, "watch", "staging").code == 0


def test_the_alarm_is_named_also_when_it_has_recovered(flying: Pusher, capsys: Output) -> None:
    account = flying.account
    account.alarm("failures-de", "OK")
    account.monitor(account.alarm("failures", "OK", rule='ALARM("failures-de")'))
    states = iter(["ALARM", "OK", "OK", "OK"])

    def happens() -> None:
        state = next(states)
        for name in ("failures-de", "failures"):
            account.set_alarm(name, state)

    # It fires, is seen, takes the deployment back, and is OK by the time that this is over.
    account.aws.rolling_back = timedelta(minutes=8)
    flying.while_it_waits(happens)
    code, _, err = flying.says(capsys, "watch", "staging")
    assert code == 4
    now = account.cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    assert {one["StateValue"] for one in now} == {"OK"}
    assert "; failures-de is ALARM (a test)); staging runs " in err


class TestSilence:
    """AppConfig does not answer while a deployment is watched."""

    @pytest.mark.parametrize("fault", ["throttled", "read-timeout", "server-error", "proxy-page"])
    def test_it_is_asked_again_for_as_long_as_the_deployment_may_last(
        self, fault: str, flying: Pusher, capsys: Output
    ) -> None:
        calls = [Call("get_deployment", one) for one in range(3, 8)]
        assert flying.langroute("watch", "staging", script=Strikes(calls, fault)) == 0
        said = capsys.readouterr()
        assert said.out.splitlines()[-1].startswith(f"done: staging runs {flying.label()} ")
        assert said.err.count("  deployment 2 is not seen, and is asked for again: ") == 1

    def test_at_the_limit_it_is_told_what_was_seen_last(
        self, flying: Pusher, capsys: Output
    ) -> None:
        seconds = iter(range(0, 10**6, 60))
        flying.patch.setattr(
            scripts.deployments.watching,
            "follow",
            partial(follow, clock=lambda: float(next(seconds)), sleep=lambda _: None),
        )
        calls = [Call("get_deployment", one) for one in range(4, 1000)]
        assert flying.langroute("watch", "staging", script=Strikes(calls, "throttled")) == 6
        said = capsys.readouterr().err
        assert (
            "error: deployment 2 is not seen: AWS throttles GetDeployment: Rate exceeded after 41 "
            "min; deployment 2 goes on in AppConfig; live was "
        ) in said

    def test_a_right_that_is_missing_does_not_come_by_waiting(
        self, flying: Pusher, capsys: Output
    ) -> None:
        script = Script(Strike(Call("get_deployment", 3), "before", "access-denied"))
        assert flying.langroute("watch", "staging", script=script) == 2
        assert ", but cannot be watched: not allowed: " in capsys.readouterr().err


def test_it_attaches_to_what_is_on_its_way(flying: Pusher, capsys: Output) -> None:
    code, out, err = flying.says(capsys, "watch", "staging")
    assert code == 0
    assert out.startswith(head(flying))
    assert out.endswith(
        f"done: staging runs {flying.label()} (deployment 2) since 2026-01-05 09:36 UTC; "
        "next: ./langroute push production\n"
    )
    assert err == (
        f"  deploying      0.0%  25 min left, {NO_ALARM}\n"
        f"  deploying     25.0%  20 min left, {NO_ALARM}\n"
        f"  deploying     75.0%  15 min left, {NO_ALARM}\n"
        f"  baking       100.0%  10 min left, {NO_ALARM}\n"
        "  complete     100.0%\n"
    )


def test_after_the_last_environment_nothing_is_left_to_do(flying: Pusher, capsys: Output) -> None:
    (flying.root / "config/environments/production.yaml").unlink()
    assert flying.says(capsys, "watch", "staging").out.endswith(" UTC; nothing is left to do\n")


def test_an_alarm_takes_it_back(flying: Pusher, capsys: Output) -> None:
    """The alarm over all fires because that of a language does, and that one is named."""
    account = flying.account
    account.alarm("failures-de", "ALARM")
    over_all = account.alarm("failures", "OK", rule='ALARM("failures-de")')
    account.monitor(over_all)
    flying.while_it_waits(lambda: account.set_alarm("failures", "ALARM"))
    code, out, err = flying.says(capsys, "watch", "staging")
    assert code == 4
    assert out.startswith(head(flying))
    assert err.endswith(
        "  rolled back    0.0%\n"
        f"error: deployment 2 was rolled back ({over_all}; failures-de is ALARM (a test)); staging "
        f"runs {live(flying)}\n"
        "hint: the repository still holds what was taken back, and pushes of it are refused: "
        "revert that commit\n"
    )


def test_that_it_was_taken_back_is_told_to_who_may_not_see_alarms(
    flying: Pusher, capsys: Output
) -> None:
    flying.account.monitor(flying.account.alarm("failures", "ALARM"))

    class Blind(Script):
        def play(self, client: object, name: str, arguments: dict[str, object]) -> object:
            if name == "describe_alarms":
                denied = Strike(Call(name, 1), "before", "access-denied")
                return Script(denied).play(client, name, arguments)
            return super().play(client, name, arguments)

    assert flying.langroute("watch", "staging", script=Blind()) == 4
    said = capsys.readouterr().err
    assert "min left, alarms cannot be seen: not allowed: User is not authorized\n" in said
    assert (
        "; the alarms cannot be seen: not allowed: User is not authorized); staging runs " in said
    )


def test_ctrl_c_leaves_the_deployment_alone(
    flying: Pusher, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> Iterator[Deployment]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(scripts.deployments.watching, "follow", interrupted)
    assert flying.says(capsys, "watch", "staging") == (
        130,
        head(flying),
        f"deployment 2 goes on in AppConfig; live was {live(flying)}; ./langroute watch staging "
        "goes on watching\nstopped\n",
    )
    assert flying.account.state(2) == "DEPLOYING"


def test_it_takes_too_long(flying: Pusher, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_arguments: object) -> Iterator[Deployment]:
        raise TimedOut("deployment 2 is still BAKING after 75 min")
        yield

    monkeypatch.setattr(scripts.deployments.watching, "follow", late)
    assert flying.says(capsys, "watch", "staging") == (
        6,
        head(flying),
        "error: deployment 2 is still BAKING after 75 min; deployment 2 goes on in AppConfig; live "
        f"was {live(flying)}\nhint: ./langroute watch staging goes on watching\n",
    )


def test_what_another_profile_deploys_is_not_ours(one: Pusher, capsys: Output) -> None:
    one.account.start("1", one.account.quick, ConfigurationProfileId=one.other_profile())
    assert one.says(capsys, "watch", "staging") == (
        0,
        "deployment 2 is on its way, but of another profile than routing; staging runs "
        f"{live(one)}\n",
        "",
    )


def test_what_is_no_document_of_ours_promises_nothing(one: Pusher, capsys: Output) -> None:
    one.account.start(one.account.store(b"{}", "by-hand"), one.account.quick)
    code, out, _ = one.says(capsys, "watch", "staging")
    assert code == 0
    assert "promised against measured" not in out


class TestMeasured:
    """The readers measure 12% where 35.6% were promised."""

    @pytest.fixture
    def measured(self, flying: Pusher) -> Pusher:
        flying.while_it_waits(lambda: measure(flying.account, relevant=0.12))
        return flying

    def test_it_is_told_and_nothing_is_taken_back(self, measured: Pusher, capsys: Output) -> None:
        code, said, _ = measured.says(capsys, "watch", "staging")
        assert code == 0
        lines = said.splitlines()
        assert lines[1] == "promised against measured: 1 no data, 1 broken"
        assert lines[2].startswith("  broken     de primary words: 12.0% of ")
        assert lines[-1] == (
            f"done: staging runs {measured.label()} (deployment 2) since 2026-01-05 09:36 UTC; "
            "go back: ./langroute rollback staging"
        )
        assert measured.deployments() == ["COMPLETE", "COMPLETE"]

    def test_as_a_guard_it_takes_it_back(self, measured: Pusher, capsys: Output) -> None:
        code, _, err = measured.says(capsys, "watch", "staging", "--guard")
        assert code == 4
        assert "error: deployment 2 was rolled back (de primary words: 12.0% of " in err
        assert measured.deployments() == ["COMPLETE", "ROLLED_BACK"]
