"""What `rollback` does and says, by each of AppConfig's ways, and that it is the end of the story.

HEAD ramps a canary and was pushed: that is what is gone back on.
"""

import json
import re
from pathlib import Path

import pytest

from tests.appconfig.pusher import Pusher, in_line, pusher
from tests.repository import commit, git
from tests.simulated.faults import Call, Script, Strike

Output = pytest.CaptureFixture[str]
DONE, REFUSED, FAILED, ROLLED_BACK, CONFLICT = 0, 1, 2, 4, 5
SILENCE = (
    "whoever may silences it until that is done: aws cloudwatch disable-alarm-actions --region "
    "eu-central-1 --alarm-names failures-de (and enable-alarm-actions afterwards)"
)
LATER = 60 * 73  # minutes: AppConfig does not revert any more


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    one = pusher(tmp_path / "company", monkeypatch)
    assert one.push() == DONE
    return one


def plan(one: Pusher, how: str, bad: str = "", alarms: str = "none") -> str:
    since = "2026-01-05 09:36 UTC"
    return (
        "rollback of staging\n"
        f"  live now  {bad or one.label()} (version 2, deployment 2) since {since}, AGE ago\n"
        f"  back to   git-{one.first()} (version 1)\n"
        f"  how       {how}\n"
        "  changes   de  canary-reduced canary.traffic 20% → 10%\n"
        f"  alarms    {alarms}\n"
    )


def aged(text: str) -> str:
    return re.sub(r", [a-z0-9 ]+ ago\n", ", AGE ago\n", text)


REVERT = "revert deployment 2: at once, whatever the alarms say"
DEPLOY = "deploy version 1 anew, to everybody at once, then 10 min of bake"


def test_without_yes_it_says_what_it_would_do(one: Pusher, capsys: Output) -> None:
    code, said, err = one.rollback(capsys)
    assert (code, err) == (DONE, "")
    assert aged(said) == (
        plan(one, REVERT)
        + "nothing was changed; to do it: ./langroute rollback staging --to 1 --yes\n"
    )
    assert one.deployments() == ["COMPLETE", "COMPLETE"]


def test_what_is_complete_is_reverted(one: Pusher, capsys: Output) -> None:
    code, said, err = one.rollback(capsys, "--yes", "--reason", "too many")
    assert (code, err) == (
        DONE,
        "reverting deployment 2 …\nthe reason is not kept with deployment 2: "
        "config/environments/staging.yaml names no account (infra.account)\n",
    )
    assert aged(said) == (
        plan(one, REVERT)
        + f"done: staging runs git-{one.first()} (deployment 1) since 2026-01-05 09:10 UTC, "
        f"read back as a client does\n{in_line(one.label()[4:])}"
    )
    assert one.deployments() == ["COMPLETE", "REVERTED"]
    assert one.account.delivered() == one.first_document()


def test_a_revert_asks_no_alarm(one: Pusher, capsys: Output) -> None:
    one.account.monitor(one.account.alarm("failures-de", "ALARM"))
    code, said, _ = one.rollback(capsys, "--yes")
    assert code == DONE
    assert "  alarms    failures-de is ALARM (a test)\n" in said
    assert one.account.delivered() == one.first_document()


def test_after_72_hours_it_is_deployed_anew(one: Pusher, capsys: Output) -> None:
    one.account.aws.pass_minutes(LATER)
    code, said, err = one.rollback(capsys, "--yes", "--reason", "too many")
    assert code == DONE
    assert aged(said).startswith(plan(one, DEPLOY))
    assert said.endswith(f", read back as a client does\n{in_line(one.label()[4:])}")
    assert err.splitlines()[0] == "started deployment 3 of version 1"
    assert one.deployments() == ["COMPLETE"] * 3
    assert one.account.seen(3)["Description"] == "rollback: too many"
    assert one.account.seen(3)["DeploymentStrategyId"] == "AppConfig.AllAtOnce"
    assert one.account.delivered() == one.first_document()


def test_what_appconfig_does_not_revert_is_deployed_anew(
    one: Pusher, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.simulated.rollout.Deployment.revertible", lambda *_: False)
    code, _, err = one.rollback(capsys, "--yes")
    assert code == DONE
    assert err.startswith(
        "reverting deployment 2 …\nAppConfig does not revert deployment 2: AWS refused "
        "StopDeployment: Deployment 2 is COMPLETE (BadRequestException)\n"
        "started deployment 3 of version 1\n"
    )
    assert one.account.delivered() == one.first_document()


@pytest.mark.parametrize("minutes", [0, LATER])
def test_pushes_of_what_was_gone_back_on_are_refused_until_the_printed_revert(
    minutes: int, one: Pusher, capsys: Output
) -> None:
    one.account.aws.pass_minutes(minutes)
    said = one.rollback(capsys, "--yes").out
    (one.root / "notes.txt").write_text("something else")
    commit(one.root, "The next merge, of something else")
    assert one.push() == ROLLED_BACK
    assert "error: not pushed: de would be as in git-" in capsys.readouterr().err
    git(one.root, *said.splitlines()[-1].split()[1:])
    assert one.says(capsys, "drift", "staging").code == DONE
    code, said, _ = one.says(capsys, "push", "staging", "--yes")
    assert (code, said.splitlines()[-1]) == (
        DONE,
        "nothing to do: staging runs exactly this document",
    )


class TestInFlight:
    """A ramp to 30% is on its way, in the place of one to 20%."""

    @pytest.fixture
    def flying(self, one: Pusher) -> Pusher:
        one.ramp("30%")
        one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
        return one

    def test_it_is_stopped(self, flying: Pusher, capsys: Output) -> None:
        live = f"git-{git(flying.root, 'rev-parse', 'HEAD~1')[:12]}"
        code, said, err = flying.rollback(capsys, "--yes")
        assert code == DONE
        since = "2026-01-05 09:36 UTC"
        assert aged(said) == (
            "rollback of staging\n"
            f"  live now    {live} (version 2, deployment 2) since {since}, AGE ago\n"
            f"  on its way  deployment 3 ({flying.label()}) is DEPLOYING at 0%, 25 minutes left\n"
            f"  back to     {live} (version 2, deployment 2) since {since}, AGE ago\n"
            "  how         stop deployment 3: everybody gets what ran before at once\n"
            "  changes     de  canary-reduced canary.traffic 30% → 20%\n"
            "  alarms      none\n"
            f"done: staging runs {live} (deployment 2) since {since}, read back as a client does\n"
            f"{in_line(flying.label()[4:])}"
        )
        assert err == (
            "stopping deployment 3 …\n"
            "  rolling back   0.0%  no alarm guards it\n"
            "  rolled back    0.0%\n"
        )
        assert flying.deployments() == ["COMPLETE", "COMPLETE", "ROLLED_BACK"]

    def test_what_is_taken_back_already_is_waited_for(self, flying: Pusher, capsys: Output) -> None:
        flying.account.stop(3)
        code, said, _ = flying.rollback(capsys, "--yes")
        assert code == DONE
        assert "  how         wait: deployment 3 is being taken back already\n" in said
        assert flying.deployments() == ["COMPLETE", "COMPLETE", "ROLLED_BACK"]

    def test_and_further_back_when_that_is_asked_for(self, flying: Pusher, capsys: Output) -> None:
        code, said, err = flying.rollback(capsys, "--to", "1", "--yes")
        assert code == DONE
        assert "  changes     de  canary-reduced canary.traffic 30% → 10%\n" in said
        assert "started deployment 4 of version 1\n" in err
        assert flying.deployments() == ["COMPLETE", "COMPLETE", "ROLLED_BACK", "COMPLETE"]
        assert flying.account.delivered() == flying.first_document()

    def test_the_first_deployment_of_all(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
    ) -> None:
        one = pusher(tmp_path / "other", monkeypatch)
        one.account.stop(1, AllowRevert=True)
        one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
        code, said, _ = one.rollback(capsys, "--yes")
        assert (code, said.splitlines()[-1]) == (DONE, "done: staging runs nothing")


def test_another_profile_is_not_ours_to_stop(one: Pusher, capsys: Output) -> None:
    other = one.other_profile()
    number = one.account.start("1", one.account.quick, ConfigurationProfileId=other)
    assert one.rollback(capsys, "--yes") == (
        CONFLICT,
        "",
        "error: deployment 3 of another profile is DEPLOYING in staging, and AppConfig takes one "
        "at a time\nhint: wait until it is done, or stop it yourself\n",
    )
    assert one.account.state(number) == "DEPLOYING"


class TestTo:
    """What `--to` may name."""

    @pytest.mark.parametrize("name", ["version", "label", "commit", "short", "revision"])
    def test_all_that_names_a_version(self, name: str, one: Pusher, capsys: Output) -> None:
        whole = git(one.root, "rev-parse", "HEAD~1")
        to = {
            "version": "1",
            "label": f"git-{one.first()}",
            "commit": whole,
            "short": whole[:8],
            "revision": "HEAD~1",
        }[name]
        assert aged(one.rollback(capsys, "--to", to).out).startswith(plan(one, REVERT))

    def test_a_commit_that_this_clone_lacks(self, one: Pusher, capsys: Output) -> None:
        one.account.store(one.first_document(), "git-0123456789ab")
        said = one.rollback(capsys, "--to", "0123456789abcdef").out
        assert "  back to   git-0123456789ab (version 3)\n" in said

    def test_the_version_of_this_environment(self, one: Pusher, capsys: Output) -> None:
        """A profile that environments share has a version for each under the same commit."""
        other = one.first_document().replace(b'"staging"', b'"production"')
        one.account.store(other, f"git-{one.first()}-0a1b2c3d")
        assert "  back to   git-" in one.rollback(capsys, "--to", one.first()).out
        assert "(version 1)\n" in one.rollback(capsys, "--to", one.first()).out

    def test_what_is_live_already(self, one: Pusher, capsys: Output) -> None:
        code, said, err = one.rollback(capsys, "--to", "2", "--yes")
        assert (code, err) == (DONE, "")
        assert aged(said) == (
            "rollback of staging\n"
            f"  live now  {one.label()} (version 2, deployment 2) since 2026-01-05 09:36 UTC, "
            "AGE ago\n"
            "nothing to do: staging runs exactly this document\n"
            "HEAD compiles to what is live: nothing is to be reverted\n"
        )

    @pytest.mark.parametrize("to", ["99", "nonsense", "--all", "0123456"])
    def test_what_names_nothing(self, to: str, one: Pusher, capsys: Output) -> None:
        assert one.rollback(capsys, f"--to={to}") == (
            FAILED,
            "",
            f"error: {to!r} is no version, no label and no commit that was pushed to routing\n"
            f"hint: the newest versions: 2 {one.label()}, 1 git-{one.first()}\n",
        )


def test_nothing_older_was_live(one: Pusher, capsys: Output) -> None:
    one.rollback(capsys, "--yes")
    code, out, err = one.rollback(capsys, "--yes")
    assert (code, out) == (FAILED, "")
    assert err == (
        f"error: there is nothing to go back to: staging runs git-{one.first()} (deployment 1) "
        "since 2026-01-05 09:10 UTC, and no older document was live before it\n"
        "hint: --to names a version, a label or a commit that was pushed\n"
    )


def test_what_was_left_behind_is_not_gone_back_to(one: Pusher, capsys: Output) -> None:
    one.account.aws.pass_minutes(LATER)
    one.rollback(capsys, "--yes")
    assert one.rollback(capsys, "--yes").code == FAILED
    assert one.account.delivered() == one.first_document()


class TestRefused:
    """A version that today's rules refuse: it was made in the console."""

    def test_it_is_not_gone_back_to(self, one: Pusher, capsys: Output) -> None:
        one.account.store(one.first_document().replace(b"0.342", b"3.42"), "by-hand")
        code, _, err = one.rollback(capsys, "--to", "by-hand", "--yes")
        assert code == REFUSED
        assert err == (
            "error: not rolled back to by-hand (version 3): readers refuse the document of "
            "staging: languages.de.primary.threshold: 3.42 is off the scale from 0 to 1\n"
            "hint: go back to another version with --to, or to this one all the same with "
            "--force\n"
        )
        assert one.deployments() == ["COMPLETE", "COMPLETE"]

    def test_by_force_it_is(self, one: Pusher, capsys: Output) -> None:
        raw = one.first_document().replace(b"0.342", b"3.42")
        one.account.store(raw, "by-hand")
        code, said, err = one.rollback(capsys, "--to", "by-hand", "--yes", "--force")
        assert code == DONE
        assert err.startswith("warning: by-hand (version 3) is forced: readers refuse ")
        assert said.endswith(
            "HEAD does not hold the commit of what is live, so no revert gives it; ./langroute "
            "drift staging shows how they differ\n"
        )
        assert one.account.delivered() == raw

    def test_another_environment_s_document(self, one: Pusher, capsys: Output) -> None:
        one.account.store(one.first_document().replace(b'"staging"', b'"production"'), "by-hand")
        code, _, err = one.rollback(capsys, "--to", "by-hand", "--yes")
        assert code == REFUSED
        assert "production" in err

    def test_the_profile_s_own_validator(self, one: Pusher, capsys: Output) -> None:
        refuse_all(one)
        code, _, err = one.rollback(capsys, "--to", one.other(), "--yes")
        assert code == REFUSED
        assert ": AppConfig's validators refuse it: " in err
        assert (
            "hint: go back to another version with --to; AppConfig runs its validators when a "
            "deployment starts, and starts none that they refuse: revert what is live "
            "(./langroute rollback staging --yes), or let an administrator take them off until it "
            "is done: aws appconfig update-configuration-profile --region eu-central-1 "
        ) in err
        assert err.endswith(" --validators '[]'\n")

    @pytest.mark.parametrize("at_start", [True, False])
    def test_force_does_not_help_where_the_validator_is_run_again(
        self, at_start: bool, one: Pusher, capsys: Output
    ) -> None:
        """Not settled is whether AWS refuses the start, or takes the deployment back."""
        one.account.aws.refuses_at_start = at_start
        refuse_all(one)
        code, _, err = one.rollback(capsys, "--to", one.other(), "--yes", "--force")
        assert code == (REFUSED if at_start else ROLLED_BACK)
        assert "warning: --force does not help there: AppConfig runs its validators " in err
        if at_start:
            assert " --validators '[]'; run it again: ./langroute rollback staging --to 3 " in err
        assert one.account.delivered() == one.document()

    def test_the_cure_that_is_printed_cures(self, one: Pusher, capsys: Output) -> None:
        refuse_all(one)
        to = ("--to", one.other(), "--yes")
        words = one.rollback(capsys, *to).err.split("aws appconfig ")[1].split()
        given = dict(zip(words[1::2], words[2::2], strict=False))
        assert words[0] == "update-configuration-profile"
        one.account.control.update_configuration_profile(
            ApplicationId=given["--application-id"],
            ConfigurationProfileId=given["--configuration-profile-id"],
            Validators=json.loads(given["--validators"].strip("'")),
        )
        assert one.rollback(capsys, *to).code == DONE

    def test_a_revert_asks_no_validator(self, one: Pusher, capsys: Output) -> None:
        refuse_all(one)
        assert one.rollback(capsys, "--yes").code == DONE
        assert one.account.delivered() == one.first_document()


def refuse_all(one: Pusher) -> None:
    schema = '{"type": "object", "required": ["signature"]}'
    one.account.control.update_configuration_profile(
        **one.account.in_profile, Validators=[{"Type": "JSON_SCHEMA", "Content": schema}]
    )


class TestBake:
    """A rollback that has to be deployed, while an alarm fires."""

    @pytest.fixture
    def late(self, one: Pusher) -> Pusher:
        one.account.aws.pass_minutes(LATER)
        one.account.monitor(one.account.alarm("failures-de", "ALARM"))
        return one

    def test_the_alarm_takes_it_back(self, late: Pusher, capsys: Output) -> None:
        code, said, err = late.rollback(capsys, "--yes")
        assert code == ROLLED_BACK
        assert (
            "  alarms    failures-de is ALARM (a test)\n"
            f"            it takes what is deployed anew back as well; {SILENCE}\n"
        ) in said
        assert "error: deployment 3 was rolled back (" in err
        assert err.endswith(
            f"hint: an alarm takes a rollback back as well: mend what it tells, or {SILENCE}\n"
        )
        late.account.cloudwatch.disable_alarm_actions(AlarmNames=["failures-de"])
        assert late.rollback(capsys, "--yes").code == DONE
        assert late.account.delivered() == late.first_document()

    @pytest.mark.parametrize(("watches", "code"), [(True, ROLLED_BACK), (False, DONE)])
    def test_an_alarm_may_take_back_what_is_deployed_at_once(
        self, watches: bool, code: int, late: Pusher, capsys: Output
    ) -> None:
        """Not settled is whether AppConfig looks at alarms where nothing lasts."""
        late.account.aws.watches_at_once = watches
        late.at_once("langroute-staging-at-once")
        found = late.rollback(capsys, "--yes")
        assert found.code == code
        assert ", to everybody at once, without a bake\n" in found.out
        assert watches == found.err.endswith(f"mend what it tells, or {SILENCE}\n")

    @pytest.mark.parametrize(
        "name", ["langroute-preproduction-staging-at-once", "checkout-staging-instant"]
    )
    def test_a_strategy_of_somebody_else_is_not_taken(
        self, name: str, late: Pusher, capsys: Output
    ) -> None:
        late.at_once(name)
        assert ", then 10 min of bake\n" in late.rollback(capsys).out

    def test_one_that_was_made_as_earlier_versions_told(self, late: Pusher, capsys: Output) -> None:
        late.at_once("langroute-at-once")
        assert ", to everybody at once, without a bake\n" in late.rollback(capsys).out

    def test_strategies_that_cannot_be_listed_are_no_end(
        self, late: Pusher, capsys: Output
    ) -> None:
        late.account.set_alarm("failures-de", "OK")
        strike = Strike(Call("list_deployment_strategies", 1), "before", "access-denied")
        code = late.langroute("rollback", "staging", "--yes", script=Script(strike))
        assert code == DONE
        said = capsys.readouterr().out
        assert "10 min of bake (strategies cannot be listed: not allowed: User is not auth" in said

    def test_a_strategy_without_a_bake_is_preferred(self, late: Pusher, capsys: Output) -> None:
        """That of its own stack: the deployer of one environment may not use another's."""
        names = ("preproduction-staging", "production", "staging")
        made = [late.at_once(f"langroute-{name}-at-once") for name in names]
        late.account.set_alarm("failures-de", "OK")
        code, said, _ = late.rollback(capsys, "--yes")
        assert code == DONE
        assert "  how       deploy version 1 anew, to everybody at once, without a bake\n" in said
        assert late.account.seen(3)["DeploymentStrategyId"] == made[-1]
