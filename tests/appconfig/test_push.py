"""What `push` says and does, on the embedded AWS; each end state with its exit code."""

from collections.abc import Iterator
from typing import Any

import pytest

import langroute_repo.appconfig.follow
import langroute_repo.appconfig.plan
import scripts.deployments.watching
import scripts.push
from langroute.document import plan_hash
from langroute_repo.appconfig.deploy import validate
from langroute_repo.appconfig.live import Deployment
from langroute_repo.aws.clients import Delivered
from langroute_repo.aws.errors import AwsError, TimedOut
from tests.appconfig.company import Company

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]


NO_ALARM = "none: nothing would take a bad change back by itself"


def plan(company: Company, name: str, label: str, live: str, alarms: str = NO_ALARM) -> str:
    document = company.document(name)
    return (
        f"plan for {name}\n"
        f"  document   2 languages, {len(document) / 1024:.1f} KB, "
        f"plan_hash {plan_hash(document)}\n"
        f"  version    {label} in {company.application}/routing, eu-central-1\n"
        f"  rollout    20% linear over 30m, then 30m of bake\n"
        f"  alarms     {alarms}\n"
        f"  live now   {live}\n"
    )


def test_without_yes_it_says_what_it_would_do(company: Company, capsys: Output) -> None:
    assert company.push("staging") == 0
    assert capsys.readouterr().out == (
        plan(company, "staging", company.label(), "nothing")
        + "nothing was changed; to do it: ./langroute push staging --yes\n"
    )
    assert (company.versions(), company.deployments("staging")) == ([], [])


def test_first_push(company: Company, capsys: Output) -> None:
    label = company.label()
    expected = plan(company, "staging", label, "nothing")
    assert company.push("staging", "--yes") == 0
    said = capsys.readouterr()
    assert said.out == (
        f"{expected}"
        "promised against measured: nothing; of the bake no whole minute is left, without its "
        "first and last "
        "(bake-too-short)\n"
        f"done: staging runs {label} (deployment 1), read back as a client does\n"
    )
    steps = said.err.splitlines()
    assert steps[:3] == [
        f"storing {label} …",
        "validating version 1 …",
        "started deployment 1 of version 1",
    ]
    assert steps[-1] == "  complete     100.0%"
    assert company.delivered("staging") == company.document("staging")


def test_same_document_is_nothing_to_do(company: Company, capsys: Output) -> None:
    company.push("staging", "--yes")
    (company.root / "notes.txt").write_text("beside config/")
    company.commit("no change of the document")
    capsys.readouterr()
    assert company.push("staging", "--yes") == 0
    assert capsys.readouterr().out.endswith("nothing to do: staging runs exactly this document\n")
    assert company.deployments("staging") == [(1, "COMPLETE")]
    assert len(company.versions()) == 1


def test_second_push_replaces_the_first(company: Company, capsys: Output) -> None:
    first = company.label()
    company.push("staging", "--yes")
    second = company.ramp()
    capsys.readouterr()
    assert company.push("staging", "--yes") == 0
    said = capsys.readouterr().out
    assert f"  live now   {first} (deployment 1) since " in said
    assert f"done: staging runs {second} (deployment 2), " in said
    assert company.versions() == [first, second]
    assert company.delivered("staging") == company.document("staging")


def test_what_the_check_refuses_is_not_pushed(company: Company, capsys: Output) -> None:
    company.write("config/languages/de.yaml", "source: newswire", "source: newswires")
    company.commit()
    assert company.push("staging", "--yes") == 1
    said = capsys.readouterr()
    assert "config/languages/de.yaml:4:9: error: " in said.out
    assert said.err == "error: not pushed to staging: the check refuses it\n"
    assert company.versions() == []


def test_only_what_is_committed_is_pushed(company: Company, capsys: Output) -> None:
    company.write("config/languages/de.yaml", "traffic: 10%", "traffic: 20%")
    assert company.push("staging", "--yes") == 1
    assert capsys.readouterr().err == (
        "error: config/languages/de.yaml differs from the last commit, which is what push would "
        "bring\n"
        "hint: commit or undo the change; --allow-uncommitted pushes the files as they lie here\n"
    )
    assert company.push("staging", "--yes", "--allow-uncommitted") == 0
    assert company.versions() == [f"{company.label()}-dirty"]
    assert company.delivered("staging") == company.document("staging")


def test_a_folder_without_a_commit(company: Company, capsys: Output) -> None:
    (company.root / ".git").rename(company.root / "not-git")
    assert company.push("staging", "--yes") == 2
    assert capsys.readouterr().err.endswith(
        "hint: versions are named by their commit: commit config/ first\n"
    )


def test_production_waits_for_staging(company: Company, capsys: Output) -> None:
    assert company.push("production", "--yes") == 1
    assert capsys.readouterr().err == (
        "error: not pushed: production comes after staging, which does not run what these files "
        "compile to for it; staging runs nothing; "
        "production runs nothing\n"
        "hint: push there first: ./langroute push staging --yes; in an emergency "
        "--allow-unpromoted with the reason does without\n"
    )
    company.push("staging", "--yes")
    assert company.push("production", "--yes") == 0
    assert company.delivered("production") == company.document("production")

    first = company.label()
    company.ramp()
    capsys.readouterr()
    assert company.push("production", "--yes") == 1
    assert f"staging runs {first} (deployment 1) since " in capsys.readouterr().err
    assert company.deployments("production") == [(1, "COMPLETE")]


def test_labels_stay_unique_in_a_profile_that_environments_share(company: Company) -> None:
    for name in ("staging", "production"):
        assert company.push(name, "--yes") == 0
    production = plan_hash(company.document("production"))
    assert company.versions() == [company.label(), f"{company.label()}-{production[:8]}"]


def test_a_deployment_of_somebody_else_is_left_alone(company: Company, capsys: Output) -> None:
    number = company.start_slowly("staging", b"{}")
    assert company.push("staging", "--yes") == 5
    assert capsys.readouterr().err == (
        "error: not pushed: deployment 1 (by-hand) is DEPLOYING in staging at 0%, and AppConfig "
        "takes one at a time; staging runs nothing\n"
        "hint: wait until it is done, then run this again\n"
    )
    assert company.deployments("staging") == [(number, "DEPLOYING")]
    assert company.versions() == ["by-hand"]


def test_one_who_is_faster_wins(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def validate_slowly(*arguments: Any) -> None:
        validate(*arguments)
        company.start_slowly("staging", b"{}")

    monkeypatch.setattr(langroute_repo.appconfig.plan, "validate", validate_slowly)
    assert company.push("staging", "--yes") == 5
    assert "error: somebody else was faster with deployment 1\n" in capsys.readouterr().err
    assert company.deployments("staging") == [(1, "DEPLOYING")]


def test_stopped_and_run_again_it_watches_what_it_started(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(scripts.deployments.watching, "follow", _interrupted)
        assert company.push("staging", "--yes") == 130
    assert capsys.readouterr().err.endswith(
        "deployment 1 goes on in AppConfig; live was nothing; ./langroute watch staging goes "
        "on watching\nstopped\n"
    )
    assert company.push("staging", "--yes") == 0
    assert company.deployments("staging") == [(1, "COMPLETE")]
    assert company.versions() == [company.label()]


def _interrupted(*_arguments: object) -> Iterator[Deployment]:
    raise KeyboardInterrupt
    yield


def test_stopped_before_the_deployment_its_version_is_used_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(langroute_repo.appconfig.plan, "validate", _interrupted_validation)
        assert company.push("staging", "--yes") == 130
    assert (company.versions(), company.deployments("staging")) == ([company.label()], [])
    assert company.push("staging", "--yes") == 0
    assert company.versions() == [company.label()]


def _interrupted_validation(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_an_alarm_rolls_back(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = company.label()
    company.push("staging", "--yes")
    alarm = company.guard("staging")
    company.ramp()
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr(scripts.deployments.watching, "follow", company.follow_with_a_failure())
        assert company.push("staging", "--yes") == 4
    said = capsys.readouterr()
    assert f"  alarms     {company.application} is OK\n" in said.out
    assert (
        f"error: deployment 2 was rolled back (Rollback initiated by {alarm}; "
        f"{company.application} is ALARM (a test)); staging runs {first} (deployment 1) since "
    ) in said.err
    assert said.err.endswith(
        "hint: the repository still holds what was taken back, and pushes of it are refused: "
        "revert that commit\n"
    )
    assert company.deployments("staging") == [(1, "COMPLETE"), (2, "ROLLED_BACK")]


def test_a_push_under_an_alarm_is_refused(company: Company, capsys: Output) -> None:
    company.push("staging", "--yes")
    company.guard("staging")
    company.set_alarm("INSUFFICIENT_DATA")
    company.ramp()
    capsys.readouterr()
    assert company.push("staging", "--yes") == 1
    assert (
        f"error: not pushed: {company.application} is INSUFFICIENT_DATA (a test), and AppConfig "
        "would take the deployment back; staging runs "
    ) in capsys.readouterr().err
    assert company.deployments("staging") == [(1, "COMPLETE")]


def test_an_answer_that_takes_too_long(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_arguments: object) -> Iterator[Deployment]:
        raise TimedOut("deployment 1 is still BAKING after 75 min")
        yield

    monkeypatch.setattr(scripts.deployments.watching, "follow", late)
    assert company.push("staging", "--yes") == 6
    assert capsys.readouterr().err.endswith(
        "error: deployment 1 is still BAKING after 75 min; deployment 1 goes on in AppConfig; "
        "live was nothing\nhint: ./langroute watch staging goes on watching\n"
    )


def test_a_connection_lost_while_watching(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_arguments: object) -> Iterator[Deployment]:
        raise AwsError("AppConfig cannot be reached", "check the network")
        yield

    monkeypatch.setattr(scripts.deployments.watching, "follow", cut)
    assert company.push("staging", "--yes") == 2
    assert capsys.readouterr().err.endswith(
        "error: deployment 1 goes on in AppConfig; live was nothing, but cannot be watched: "
        "AppConfig cannot be reached\n"
        "hint: check the network; ./langroute watch staging goes on watching\n"
    )


def test_success_is_not_claimed_when_clients_get_something_else(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripts.push, "read_back", lambda *_: Delivered(b"{}", "git-other"))
    assert company.push("staging", "--yes") == 2
    said = capsys.readouterr()
    assert "done" not in said.out
    assert (
        f"error: deployment 1 is complete, but a client is given git-other bytes with plan_hash "
        f"{plan_hash(b'{}')}\n"
    ) in said.err


def test_validators_of_the_profile_refuse(company: Company, capsys: Output) -> None:
    _, place = company.look("staging")
    schema = '{"type": "object", "required": ["signature"]}'
    company.control.update_configuration_profile(
        **place.in_profile, Validators=[{"Type": "JSON_SCHEMA", "Content": schema}]
    )
    assert company.push("staging", "--yes") == 1
    assert capsys.readouterr().err.endswith(
        "error: AppConfig's validators refuse it: $: 'signature' is a required property\n"
    )
    assert company.deployments("staging") == []


def test_a_name_that_is_not_there(unfurnished: Company, capsys: Output) -> None:
    assert unfurnished.push("staging") == 2
    assert capsys.readouterr().err == (
        f"error: AppConfig in eu-central-1 has no application {unfurnished.application!r}\n"
        "hint: it is named in config/environments/staging.yaml (appconfig.application): correct "
        "it, create it there, or use the credentials of the account that has it\n"
    )


def test_a_rollout_without_its_strategy(company: Company, capsys: Output) -> None:
    company.write("config/environments/staging.yaml", "bake: 30m", "bake: 31m")
    company.commit()
    made = company.control.list_deployment_strategies()["Items"]
    own = next(one for one in made if one["Name"] == "langroute-staging")
    assert company.push("staging") == 2
    assert capsys.readouterr().err == (
        "error: AppConfig in eu-central-1 has no deployment strategy with the rollout of "
        "config/environments/staging.yaml\n"
        "hint: langroute-staging does something else, make it do that: aws appconfig "
        f"update-deployment-strategy --region eu-central-1 --deployment-strategy-id {own['Id']} "
        "--deployment-duration-in-minutes 30 --growth-type LINEAR --growth-factor 20 "
        "--final-bake-time-in-minutes 31\n"
    )


def test_an_environment_that_is_not_in_the_tree(company: Company, capsys: Output) -> None:
    assert company.push("produktion") == 2
    assert capsys.readouterr().err == (
        "error: unknown environment 'produktion'\nhint: did you mean \"production\"?\n"
    )


def test_no_credentials(company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    assert company.push("staging") == 2
    assert capsys.readouterr().err.startswith("error: no AWS credentials found\nhint: sign in, ")


def test_a_profile_that_is_not_configured(
    company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert company.push("staging") == 2
    assert capsys.readouterr().err.startswith(
        "error: AWS_PROFILE names a profile that is not configured\nhint: sign in, "
    )


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:1", "nonsense"])
def test_an_endpoint_that_does_not_answer(
    endpoint: str, company: Company, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setattr("langroute_repo.aws.clients.ATTEMPTS", 1)
    assert company.push("staging") == 2
    said = capsys.readouterr().err
    assert "cannot be reached: " in said
    assert said.endswith(
        "hint: check the network, the region in config/environments and AWS_ENDPOINT_URL\n"
    )
