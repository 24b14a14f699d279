"""What `rollback` does and says, by each of AppConfig's ways, and that it is the end of the story.

HEAD ramps a canary and was pushed: that is what is gone back on.
"""

import re
from pathlib import Path

import pytest

from langroute.tree.compiled import Compiled
from tests.appconfig.company import Company
from tests.appconfig.pusher import DE, Pusher, Said, pusher
from tests.repository import commit, git
from tests.simulated.faults import FAULTS, Call, Killed, Script, Strike, strikes

Output = pytest.CaptureFixture[str]
DONE, REFUSED, FAILED, ROLLED_BACK, CONFLICT = 0, 1, 2, 4, 5
LATER = 60 * 73  # minutes: AppConfig does not revert any more


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    one = pusher(tmp_path / "company", monkeypatch)
    assert one.push() == DONE
    return one


def rollback(one: Pusher, capsys: Output, *words: str) -> Said:
    return one.says(capsys, "rollback", "staging", *words)


def first(one: Pusher) -> str:
    return f"git-{git(one.root, 'rev-list', '--max-parents=0', 'HEAD')[:12]}"


def before(one: Pusher) -> bytes:
    """What the first commit compiles to."""
    raw = Compiled(one.root).document(first(one)[4:], "staging")
    assert raw is not None
    return raw


def plan(one: Pusher, how: str, bad: str = "", alarms: str = "none") -> str:
    since = "2026-01-05 09:36 UTC"
    return (
        "rollback of staging\n"
        f"  live now  {bad or one.label()} (version 2, deployment 2) since {since}, AGE ago\n"
        f"  back to   {first(one)} (version 1)\n"
        f"  how       {how}\n"
        "  changes   de  canary-reduced canary.traffic 20% → 10%\n"
        f"  alarms    {alarms}\n"
    )


def aged(text: str) -> str:
    return re.sub(r", [a-z0-9 ]+ ago\n", ", AGE ago\n", text)


def in_line(*commits: str) -> str:
    number = "1 commit" if len(commits) == 1 else f"{len(commits)} commits"
    return (
        f"to bring the repository back in line, revert {number} (tried in a clone):\n"
        f"  git revert --no-edit {' '.join(commits)}\n"
    )


REVERT = "revert deployment 2: at once, whatever the alarms say"
DEPLOY = "deploy version 1 anew, to everybody at once, then 10 min of bake"


def test_without_yes_it_says_what_it_would_do(one: Pusher, capsys: Output) -> None:
    code, said, err = rollback(one, capsys)
    assert (code, err) == (DONE, "")
    assert aged(said) == (
        plan(one, REVERT)
        + "nothing was changed; to do it: ./langroute rollback staging --to 1 --yes\n"
    )
    assert one.deployments() == ["COMPLETE", "COMPLETE"]


def test_what_is_complete_is_reverted(one: Pusher, capsys: Output) -> None:
    code, said, err = rollback(one, capsys, "--yes", "--reason", "too many")
    assert (code, err) == (DONE, "reverting deployment 2 …\n")
    assert aged(said) == (
        plan(one, REVERT)
        + f"done: staging runs {first(one)} (deployment 1) since 2026-01-05 09:10 UTC, read back "
        f"as a client does\n{in_line(one.label()[4:])}"
    )
    assert one.deployments() == ["COMPLETE", "REVERTED"]
    assert one.account.delivered() == before(one)


def test_a_revert_asks_no_alarm(one: Pusher, capsys: Output) -> None:
    one.account.monitor(one.account.alarm("failures-de", "ALARM"))
    code, said, _ = rollback(one, capsys, "--yes")
    assert code == DONE
    assert "  alarms    failures-de is ALARM (a test)\n" in said
    assert one.account.delivered() == before(one)


def test_after_72_hours_it_is_deployed_anew(one: Pusher, capsys: Output) -> None:
    one.account.aws.pass_minutes(LATER)
    code, said, err = rollback(one, capsys, "--yes", "--reason", "too many")
    assert code == DONE
    assert aged(said).startswith(plan(one, DEPLOY))
    assert said.endswith(f", read back as a client does\n{in_line(one.label()[4:])}")
    assert err.splitlines()[0] == "started deployment 3 of version 1"
    assert one.deployments() == ["COMPLETE"] * 3
    assert one.account.seen(3)["Description"] == "rollback: too many"
    assert one.account.seen(3)["DeploymentStrategyId"] == "AppConfig.AllAtOnce"
    assert one.account.delivered() == before(one)


def test_what_appconfig_does_not_revert_is_deployed_anew(
    one: Pusher, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.simulated.rollout.Deployment.revertible", lambda *_: False)
    code, _, err = rollback(one, capsys, "--yes")
    assert code == DONE
    assert err.startswith(
        "reverting deployment 2 …\nAppConfig does not revert deployment 2: AWS refused "
        "StopDeployment: Deployment 2 is COMPLETE (BadRequestException)\n"
        "started deployment 3 of version 1\n"
    )
    assert one.account.delivered() == before(one)


@pytest.mark.parametrize("minutes", [0, LATER])
def test_pushes_of_what_was_gone_back_on_are_refused_until_the_printed_revert(
    minutes: int, one: Pusher, capsys: Output
) -> None:
    one.account.aws.pass_minutes(minutes)
    said = rollback(one, capsys, "--yes").out
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
        code, said, err = rollback(flying, capsys, "--yes")
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
        code, said, _ = rollback(flying, capsys, "--yes")
        assert code == DONE
        assert "  how         wait: deployment 3 is being taken back already\n" in said
        assert flying.deployments() == ["COMPLETE", "COMPLETE", "ROLLED_BACK"]

    def test_and_further_back_when_that_is_asked_for(self, flying: Pusher, capsys: Output) -> None:
        code, said, err = rollback(flying, capsys, "--to", "1", "--yes")
        assert code == DONE
        assert "  changes     de  canary-reduced canary.traffic 30% → 10%\n" in said
        assert "started deployment 4 of version 1\n" in err
        assert flying.deployments() == ["COMPLETE", "COMPLETE", "ROLLED_BACK", "COMPLETE"]
        assert flying.account.delivered() == before(flying)

    def test_the_first_deployment_of_all(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
    ) -> None:
        one = pusher(tmp_path / "other", monkeypatch)
        one.account.stop(1, AllowRevert=True)
        one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
        code, said, _ = rollback(one, capsys, "--yes")
        assert (code, said.splitlines()[-1]) == (DONE, "done: staging runs nothing")


def test_another_profile_is_not_ours_to_stop(one: Pusher, capsys: Output) -> None:
    other = one.other_profile()
    number = one.account.start("1", one.account.quick, ConfigurationProfileId=other)
    assert rollback(one, capsys, "--yes") == (
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
            "label": first(one),
            "commit": whole,
            "short": whole[:8],
            "revision": "HEAD~1",
        }[name]
        assert aged(rollback(one, capsys, "--to", to).out).startswith(plan(one, REVERT))

    def test_a_commit_that_this_clone_lacks(self, one: Pusher, capsys: Output) -> None:
        one.account.store(before(one), "git-0123456789ab")
        said = rollback(one, capsys, "--to", "0123456789abcdef").out
        assert "  back to   git-0123456789ab (version 3)\n" in said

    def test_the_version_of_this_environment(self, one: Pusher, capsys: Output) -> None:
        """A profile that environments share has a version for each under the same commit."""
        other = before(one).replace(b'"staging"', b'"production"')
        one.account.store(other, f"{first(one)}-0a1b2c3d")
        assert "  back to   git-" in rollback(one, capsys, "--to", first(one)[4:]).out
        assert "(version 1)\n" in rollback(one, capsys, "--to", first(one)[4:]).out

    def test_what_is_live_already(self, one: Pusher, capsys: Output) -> None:
        code, said, err = rollback(one, capsys, "--to", "2", "--yes")
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
        assert rollback(one, capsys, f"--to={to}") == (
            FAILED,
            "",
            f"error: {to!r} is no version, no label and no commit that was pushed to routing\n"
            f"hint: the newest versions: 2 {one.label()}, 1 {first(one)}\n",
        )


def test_nothing_older_was_live(one: Pusher, capsys: Output) -> None:
    rollback(one, capsys, "--yes")
    code, out, err = rollback(one, capsys, "--yes")
    assert (code, out) == (FAILED, "")
    assert err == (
        f"error: there is nothing to go back to: staging runs {first(one)} (deployment 1) since "
        "2026-01-05 09:10 UTC, and no older document was live before it\n"
        "hint: --to names a version, a label or a commit that was pushed\n"
    )


def test_what_was_left_behind_is_not_gone_back_to(one: Pusher, capsys: Output) -> None:
    one.account.aws.pass_minutes(LATER)
    rollback(one, capsys, "--yes")
    assert rollback(one, capsys, "--yes").code == FAILED
    assert one.account.delivered() == before(one)


class TestRefused:
    """A version that today's rules refuse: it was made in the console."""

    def test_it_is_not_gone_back_to(self, one: Pusher, capsys: Output) -> None:
        one.account.store(before(one).replace(b"0.342", b"3.42"), "by-hand")
        code, _, err = rollback(one, capsys, "--to", "by-hand", "--yes")
        assert code == REFUSED
        assert err == (
            "error: not rolled back to by-hand (version 3): readers refuse the document of "
            "staging: languages.de.primary.threshold: 3.42 is off the scale from 0 to 1\n"
            "hint: go back to another version with --to, or to this one all the same with "
            "--force\n"
        )
        assert one.deployments() == ["COMPLETE", "COMPLETE"]

    def test_by_force_it_is(self, one: Pusher, capsys: Output) -> None:
        raw = before(one).replace(b"0.342", b"3.42")
        one.account.store(raw, "by-hand")
        code, said, err = rollback(one, capsys, "--to", "by-hand", "--yes", "--force")
        assert code == DONE
        assert err.startswith("warning: by-hand (version 3) is forced: readers refuse ")
        assert said.endswith(
            "HEAD does not hold the commit of what is live, so no revert gives it; ./langroute "
            "drift staging shows how they differ\n"
        )
        assert one.account.delivered() == raw

    def test_another_environment_s_document(self, one: Pusher, capsys: Output) -> None:
        one.account.store(before(one).replace(b'"staging"', b'"production"'), "by-hand")
        code, _, err = rollback(one, capsys, "--to", "by-hand", "--yes")
        assert code == REFUSED
        assert "production" in err

    def test_the_profile_s_own_validator(self, one: Pusher, capsys: Output) -> None:
        schema = '{"type": "object", "required": ["signature"]}'
        one.account.control.update_configuration_profile(
            **one.account.in_profile, Validators=[{"Type": "JSON_SCHEMA", "Content": schema}]
        )
        code, _, err = rollback(one, capsys, "--yes")
        assert code == REFUSED
        assert ": AppConfig's validators refuse it: " in err
        assert rollback(one, capsys, "--yes", "--force").code == DONE
        assert one.account.delivered() == before(one)


class TestBake:
    """A rollback that has to be deployed, while an alarm fires."""

    @pytest.fixture
    def late(self, one: Pusher) -> Pusher:
        one.account.aws.pass_minutes(LATER)
        one.account.monitor(one.account.alarm("failures-de", "ALARM"))
        return one

    def test_the_alarm_takes_it_back(self, late: Pusher, capsys: Output) -> None:
        code, said, err = rollback(late, capsys, "--yes")
        assert code == ROLLED_BACK
        assert (
            "  alarms    failures-de is ALARM (a test)\n"
            "            during the bake this takes the rollback back; a strategy without a bake "
            "prevents it:\n"
            "            aws appconfig create-deployment-strategy --region eu-central-1 --name "
        ) in said
        assert "error: deployment 3 was rolled back (" in err
        assert err.endswith(
            "hint: an alarm takes a rollback back as well, while it bakes: mend what it tells, or "
            "create a deployment strategy without duration and bake, and run this again\n"
        )

    def test_a_strategy_without_a_bake_is_preferred(self, late: Pusher, capsys: Output) -> None:
        """That of its own stack: the deployer of one environment may not use another's."""
        made = [
            late.account.control.create_deployment_strategy(
                Name=f"langroute-{name}-at-once",
                DeploymentDurationInMinutes=0,
                GrowthFactor=100,
                FinalBakeTimeInMinutes=0,
            )["Id"]
            for name in ("production", "staging")
        ]
        late.account.set_alarm("failures-de", "OK")
        code, said, _ = rollback(late, capsys, "--yes")
        assert code == DONE
        assert "  how       deploy version 1 anew, to everybody at once, without a bake\n" in said
        assert late.account.seen(3)["DeploymentStrategyId"] == made[1]


class TestInLine:
    """The revert that is printed gives what is live, or it is said that it does not."""

    def after(self, one: Pusher, capsys: Output) -> str:
        """Push HEAD, roll back to the first commit; what is said at the end."""
        assert one.push(None, "--retry-rolled-back") == DONE
        answer = rollback(one, capsys, "--to", "1", "--yes")
        assert answer.code == DONE
        return answer.out.partition("read back as a client does\n")[2]

    def test_only_what_changed_the_document_newest_first(self, one: Pusher, capsys: Output) -> None:
        ramp = one.label()[4:]
        (one.root / DE).write_text(f"{(one.root / DE).read_text()}# Why.\n")
        commit(one.root, "de: explain it")
        second = one.ramp("30%")[4:]
        assert self.after(one, capsys) == in_line(second, ramp)
        git(one.root, "revert", "--no-edit", second, ramp)
        assert one.document() == before(one)

    def test_a_merge(self, one: Pusher, capsys: Output) -> None:
        git(one.root, "reset", "-q", "--hard", "HEAD~1")
        git(one.root, "switch", "-qc", "feature")
        one.ramp("25%", was="10%")
        git(one.root, "switch", "-q", "main")
        git(one.root, "merge", "-q", "--no-ff", "-m", "Merge the feature", "feature")
        assert one.push(None, "--allow-older", "a test") == DONE
        said = rollback(one, capsys, "--to", "1", "--yes").out
        merge = git(one.root, "rev-parse", "HEAD")[:12]
        assert said.endswith(f"  git revert --no-edit -m 1 {merge}\n")
        git(one.root, "revert", "--no-edit", "-m", "1", merge)
        assert one.document() == before(one)

    def test_a_commit_in_the_way_is_reverted_as_well(self, one: Pusher, capsys: Output) -> None:
        """A later commit, which is no part of the document, stands on the same line."""
        file = one.root / DE
        file.write_text(file.read_text().replace("traffic: 20%", "traffic: 20% # for a week"))
        commit(one.root, "de: say how long")
        ramp = git(one.root, "rev-parse", "HEAD~1")[:12]
        said = rollback(one, capsys, "--to", "1", "--yes").out
        both = (git(one.root, "rev-parse", "HEAD")[:12], ramp)
        assert said.endswith(in_line(*both))
        git(one.root, "revert", "--no-edit", *both)
        assert one.document() == before(one)

    def test_what_no_revert_gives(self, one: Pusher, capsys: Output) -> None:
        """A merge took in a commit from before the live one, so its side holds the live change."""
        live = git(one.root, "rev-parse", "HEAD")[:12]
        git(one.root, "switch", "-qc", "old", "HEAD~1")
        file = one.root / "config/languages/en.yaml"
        file.write_text(file.read_text().replace("[title, summary]", "[title]"))
        commit(one.root, "en: the title is enough")
        git(one.root, "merge", "-q", "--no-ff", "-m", "Merge main", "main")
        assert one.push() == DONE
        said = rollback(one, capsys, "--to", "2", "--yes").out
        words = [line.split() for line in said.splitlines() if line.startswith("  git ")]
        assert words[0][1:] == [
            "restore", "--source", live, "--staged", "--worktree", "config"
        ]  # fmt: skip
        git(one.root, *words[0][1:])
        assert one.says(capsys, "compile", "staging").code == DONE
        assert one.document() == Compiled(one.root).document(live, "staging")

    def test_nothing_of_the_working_tree_is_touched(self, one: Pusher, capsys: Output) -> None:
        (one.root / DE).write_text("half written")
        rollback(one, capsys, "--yes")
        assert git(one.root, "status", "--porcelain").split() == ["M", DE]
        assert (one.root / DE).read_text() == "half written"

    def test_no_repository_at_all(self, one: Pusher, capsys: Output) -> None:
        (one.root / ".git").rename(one.root / "not-git")
        code, said, _ = rollback(one, capsys, "--yes")
        assert code == DONE
        assert said.splitlines()[-1].startswith("HEAD does not hold the commit of what is live, ")


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
    assert rollback(one, capsys, "--to", "1", "--yes").code == DONE
    ended = {"revert": ["COMPLETE", "REVERTED"], "deploy": ["COMPLETE"] * 3}[way]
    assert one.deployments() == ended
    assert one.account.delivered() == before(one)


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
    assert f", and not {first(one)} (version 1)\n" in said
    assert "error: staging runs by-hand (deployment 3) since " in said


@pytest.mark.slow
def test_on_the_embedded_aws_it_comes_full_circle(company: Company, capsys: Output) -> None:
    """Pushed, gone back on, refused, reverted in the repository by what was printed: nothing to do.

    Then the same with something on its way.
    """
    live = company.document("staging")
    company.push("staging", "--yes")
    company.ramp()
    company.push("staging", "--yes")
    capsys.readouterr()
    assert company.langroute("rollback", "staging", "--yes") == DONE
    printed = capsys.readouterr().out.splitlines()[-1]
    assert company.deployments("staging") == [(1, "COMPLETE"), (2, "REVERTED")]
    assert company.delivered("staging") == live
    assert company.push("staging", "--yes") == ROLLED_BACK
    git(company.root, *printed.split()[1:])
    assert company.push("staging", "--yes") == DONE
    assert company.langroute("drift", "staging") == DONE
    company.start_slowly("staging", b"{}")
    assert company.langroute("rollback", "staging", "--yes") == DONE
    assert company.deployments("staging")[-1] == (3, "ROLLED_BACK")
    assert company.langroute("status", "staging") == DONE
    assert "  git         runs what HEAD compiles to\n" in capsys.readouterr().out
