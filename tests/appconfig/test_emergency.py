"""Pushing forward in an emergency, reasons that are kept, and cures that work when pasted."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from langroute_repo.appconfig.plan import on_purpose
from tests.appconfig.pusher import Pusher, pusher
from tests.repository import commit
from tests.simulated.account import Account
from tests.simulated.faults import BEFORE, Call, Script, Strike, Strikes

Output = pytest.CaptureFixture[str]
DONE, REFUSED, FAILED, CONFLICT, APART, NOT_READ_BACK = 0, 1, 2, 5, 7, 10
RED = "staging's alarm is red for another reason"
INFRA = """
infra:
  account: "123456789012"
  bucket: acme-langroute
  github: {repository: acme/langroute, owner_id: 1, repository_id: 2}
"""


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    return pusher(tmp_path / "company", monkeypatch)


@pytest.fixture
def production(one: Pusher) -> Account:
    """Production beside staging, with nothing live; staging runs the commit before HEAD."""
    file = one.root / "config/environments/production.yaml"
    text = re.sub("rollout: .*", "rollout: {duration: 15m, step: 25%, bake: 10m}", file.read_text())
    file.write_text(text)
    commit(one.root, "production: as the double's own strategy")
    within = {"ApplicationId": one.account.in_environment["ApplicationId"]}
    made = one.account.control.create_environment(**within, Name="production")["Id"]
    return replace(one.account, in_environment={**within, "EnvironmentId": made})


class TestUnpromoted:
    def push(self, one: Pusher, *words: str) -> int:
        return one.langroute("push", "production", "--yes", *words)

    @pytest.mark.usefixtures("production")
    def test_without_a_reason_it_is_refused_and_the_way_is_named(
        self, one: Pusher, capsys: Output
    ) -> None:
        assert self.push(one) == REFUSED
        said = capsys.readouterr().err
        assert "error: not pushed: production comes after staging, which does not run " in said
        assert "; in an emergency --allow-unpromoted with the reason does without\n" in said

    def test_the_reason_is_kept_in_the_version_the_deployment_and_the_report(
        self, one: Pusher, production: Account, tmp_path: Path, capsys: Output
    ) -> None:
        one.account.monitor(one.account.alarm("failures-staging", "ALARM"))
        report = tmp_path / "end.json"
        assert self.push(one, "--allow-unpromoted", RED, "--report", str(report)) == DONE
        told = f"; not promoted on purpose: {RED}"
        assert production.seen(1)["Description"].endswith(told)
        versions = one.account.control.list_hosted_configuration_versions(**one.account.in_profile)
        assert versions["Items"][0]["Description"].endswith(told)
        assert json.loads(report.read_text())["unpromoted"] == RED
        capsys.readouterr()
        one.langroute("status", "production")
        assert f"  said    not promoted on purpose: {RED}\n" in capsys.readouterr().out

    @pytest.mark.usefixtures("production")
    def test_it_asks_staging_nothing(self, one: Pusher) -> None:
        script = Script()
        words = ("push", "production", "--yes", "--allow-unpromoted", RED)
        assert one.langroute(*words, script=script) == DONE
        applications = [call for call in script.calls if call.operation == "list_applications"]
        assert len(applications) == 1

    def test_production_s_own_alarm_still_counts(
        self, one: Pusher, production: Account, capsys: Output
    ) -> None:
        production.monitor(production.alarm("failures", "ALARM"))
        assert self.push(one, "--allow-unpromoted", RED) == REFUSED
        assert "failures is ALARM (a test), and AppConfig would take" in capsys.readouterr().err

    @pytest.mark.parametrize("option", ["--allow-unpromoted", "--allow-older"])
    def test_no_reason_is_none(self, option: str, one: Pusher, capsys: Output) -> None:
        assert one.for_real("push", "production", option, " ") == FAILED
        assert "say why: the reason is kept with the version" in capsys.readouterr().err


def test_what_a_description_says_to_be_on_purpose() -> None:
    assert on_purpose("plan_hash 1 commit 2 de: more; and less") == ""
    told = "older on purpose: a; b; not promoted on purpose: c"
    assert on_purpose(f"plan_hash 1 commit 2 de: more; {told}") == told


class TestComplete:
    """It is live by AppConfig's own word, and no reader can be asked."""

    @pytest.mark.parametrize("fault", ["read-timeout", "throttled", "access-denied", "proxy-page"])
    def test_it_is_not_called_failed(self, fault: str, one: Pusher, capsys: Output) -> None:
        calls = [Call("start_configuration_session", at) for at in range(1, 100)]
        assert one.push(Strikes(calls, fault)) == NOT_READ_BACK
        said = capsys.readouterr().err
        assert "error: deployment 2 is complete, but not read back: " in said
        assert said.endswith("; ./langroute status staging looks again\n")
        assert one.push() == DONE

    def test_one_look_that_fails_is_tried_again(self, one: Pusher) -> None:
        assert (
            one.push(Script(Strike(Call("start_configuration_session", 1), BEFORE, "throttled")))
            == DONE
        )


class TestLooking:
    """A role that only looks may not see everything, and is told what there is."""

    @pytest.mark.parametrize("operation", ["describe_alarms", "get_environment"])
    def test_a_push_is_told_and_not_done(self, operation: str, one: Pusher, capsys: Output) -> None:
        one.account.monitor(one.account.alarm("failures-de", "OK"))
        denied = Script(Strike(Call(operation, 1), BEFORE, "access-denied"))
        assert one.langroute("push", "staging", script=denied) == DONE
        said = capsys.readouterr().out
        assert "  alarms     cannot be seen: not allowed: " in said
        assert said.endswith("nothing was changed; to do it: ./langroute push staging --yes\n")
        denied = Script(Strike(Call(operation, 1), BEFORE, "access-denied"))
        assert one.push(denied) == FAILED
        assert one.deployments() == ["COMPLETE"]

    @pytest.mark.parametrize("fault", ["access-denied", "throttled", "proxy-page-for-good"])
    def test_a_rollback_is_told_without_the_validators(
        self, fault: str, one: Pusher, capsys: Output
    ) -> None:
        to = one.other()
        script = Script(Strike(Call("validate_configuration", 1), BEFORE, fault))
        code = one.langroute("rollback", "staging", "--to", to, script=script)
        said = capsys.readouterr()
        assert (code, script.struck) == (DONE, fault != "proxy-page-for-good" or script.struck)
        assert "validators are not asked beforehand: " in said.err


class TestReason:
    def test_it_is_kept_with_what_is_taken_back(self, one: Pusher, capsys: Output) -> None:
        one.push()
        self.with_an_account(one)
        assert one.rollback(capsys, "--yes", "--reason", "too little, in de!").err == (
            "reverting deployment 2 …\n"
        )
        said = one.says(capsys, "status", "staging").out
        assert "              because: too little  in de\n" in said
        assert ", because: too little  in de ; HEAD" in one.says(capsys, "drift", "staging").out

    def test_that_of_a_stop_too(self, one: Pusher, capsys: Output) -> None:
        self.with_an_account(one)
        one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
        assert one.rollback(capsys, "--yes", "--reason", "too little").code == DONE
        assert "because: too little\n" in one.says(capsys, "status", "staging").out

    def test_that_it_cannot_be_kept_ends_nothing(self, one: Pusher, capsys: Output) -> None:
        one.push()
        self.with_an_account(one)
        denied = Script(Strike(Call("tag_resource", 1), BEFORE, "access-denied"))
        words = ("rollback", "staging", "--yes", "--reason", "too little")
        assert one.langroute(*words, script=denied) == DONE
        said = capsys.readouterr().err
        assert "the reason is not kept with deployment 2: not allowed: User is not auth" in said

    def with_an_account(self, one: Pusher) -> None:
        file = one.root / "config/environments/staging.yaml"
        file.write_text(file.read_text() + INFRA)


class TestCures:
    """What is printed works when it is pasted."""

    def pasted(self, said: str, operation: str) -> dict[str, str]:
        words = said.split(f"aws appconfig {operation} ")[1].split()
        return dict(zip(words[::2], words[1::2], strict=False))

    def test_a_strategy_that_was_changed(self, one: Pusher, capsys: Output) -> None:
        aws = one.account.aws
        aws.strategies[one.account.quick] = replace(
            aws.strategies[one.account.quick], name="langroute-staging", bake=0
        )
        assert one.push() == FAILED
        said = capsys.readouterr().err
        assert "hint: langroute-staging does something else, make it do that: aws app" in said
        given = self.pasted(said, "update-deployment-strategy")
        assert given["--deployment-strategy-id"] == one.account.quick
        aws.strategies[one.account.quick] = replace(
            aws.strategies[one.account.quick],
            duration=int(given["--deployment-duration-in-minutes"]),
            growth=given["--growth-type"],
            factor=float(given["--growth-factor"]),
            bake=int(given["--final-bake-time-in-minutes"]),
        )
        assert one.push() == DONE

    def test_no_room_for_another_version(self, one: Pusher, capsys: Output) -> None:
        for label in ("by-hand", "by-hand-again"):
            one.account.store(b"{}", label)
        one.account.aws.most_versions = 3
        assert one.push() == FAILED
        given = self.pasted(capsys.readouterr().err, "delete-hosted-configuration-version")
        assert given["--version-number"] == "2"  # for 1 is live, and 3 the lock
        one.account.control.delete_hosted_configuration_version(
            ApplicationId=given["--application-id"],
            ConfigurationProfileId=given["--configuration-profile-id"],
            VersionNumber=int(given["--version-number"]),
        )
        assert one.push() == DONE

    def test_a_live_commit_that_no_branch_holds(self, one: Pusher, capsys: Output) -> None:
        one.account.deploy(one.document().replace(b"2000", b"3000"), "git-0123456789ab")
        assert one.push() == APART
        said = capsys.readouterr().err
        assert (
            "hint: fetch it: git fetch --all; where no branch holds it any more, --allow-" in said
        )
        assert one.push(None, "--allow-older", "history was rewritten") == DONE


class TestFirst:
    """The first push of all, which AppConfig gives no lock."""

    @pytest.fixture
    def empty(self, one: Pusher) -> Pusher:
        environment = next(iter(one.account.aws.applications.values())).environments
        environment[one.account.in_environment["EnvironmentId"]].deployments.clear()
        profile = next(iter(one.account.aws.applications.values())).profiles
        held = profile[one.account.in_profile["ConfigurationProfileId"]]
        held.versions.clear()
        held.newest = 0
        return one

    @pytest.mark.parametrize("conflicts", [True, False])
    @pytest.mark.parametrize(
        "operation",
        ["create_hosted_configuration_version", "validate_configuration", "start_deployment"],
    )
    def test_of_four_at_once_one_wins(self, operation: str, conflicts: bool, empty: Pusher) -> None:
        """Each overtakes the one before it right where that one acts.

        It goes on to its end, but within the call that starts one: AppConfig is not that quick.
        """
        empty.account.aws.label_conflicts = conflicts
        empty.account.monitor(empty.account.alarm("failures", "OK"))
        started = operation == "start_deployment"
        words, won = (["--detach"], 9) if started else ([], DONE)
        ends: list[int] = []

        class Overtaken(Script):
            def play(self, client: object, name: str, arguments: dict[str, object]) -> object:
                if name == operation and not self.struck:
                    self.struck = True
                    if len(ends) < 3:
                        ends.append(-1)
                        ends[ends.index(-1)] = empty.push(Overtaken(), *words)
                return super().play(client, name, arguments)

        last = empty.push(Overtaken())
        assert sorted([*ends, last]) == sorted([won, CONFLICT, CONFLICT, CONFLICT])
        assert empty.deployments() == (["DEPLOYING"] if started else ["COMPLETE"])
        assert empty.versions() == [empty.label()]
