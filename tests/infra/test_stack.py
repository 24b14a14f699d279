"""Stacks as people make them with `infra`, on the embedded AWS."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from langroute_repo.appconfig.live import EnvironmentIds, find
from langroute_repo.aws.clients import connect
from langroute_repo.infra.settings import validator
from langroute_repo.infra.validator import validators_differ
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.git import git
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from scripts.tour.local_aws import LocalAws
from tests.infra.company import BUCKET, PROJECT, REGION, tags

pytestmark = pytest.mark.slow
Output = pytest.CaptureFixture[str]


@pytest.fixture
def aws(server: LocalAws) -> Iterator[LocalAws]:
    """The embedded AWS as the only one within reach, without any stack."""
    with server.alone():
        yield server
        forget(server)


def forget(server: LocalAws) -> None:
    """Remove the stacks, those first that refer to others, and what they leave behind."""
    stacks = server.client("cloudformation", REGION)
    for name in ("langroute-production", "langroute-staging", "risk-staging"):
        stacks.delete_stack(StackName=name)
        stacks.get_waiter("stack_delete_complete").wait(
            StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
        )
    appconfig = server.client("appconfig", REGION)
    for application in appconfig.list_applications()["Items"]:
        appconfig.delete_application(ApplicationId=application["Id"])


def infra(root: Path, *words: str) -> int:
    return main(["--root", str(root), "infra", *words])


def stacks(aws: LocalAws) -> list[str]:
    found = aws.client("cloudformation", REGION).describe_stacks()["Stacks"]
    return [one["StackName"] for one in found]


def environment(root: Path, name: str) -> EnvironmentFile:
    model = read(Folder(root)).environments[name].model
    assert model is not None
    return model


def differ(root: Path, name: str) -> str | None:
    """How the profile's validators differ from what the tree makes."""
    found = connect(environment(root, name))
    place: EnvironmentIds = find(found, environment(root, name))
    return validators_differ(found, place, validator(read(Folder(root)), name, PROJECT))


def test_from_nothing_to_a_deployed_document(aws: LocalAws, root: Path, capsys: Output) -> None:
    assert infra(root, "diff", "staging") == 7
    assert infra(root, "deploy", "staging") == 0
    said = capsys.readouterr().out
    assert said.count("langroute-staging in eu-central-1: there is no such stack yet\n") == 2
    assert "+ AWS::CloudWatch::Alarm  FailuresDe, FailuresEn\n" in said
    assert said.endswith("nothing was changed; to do it: ./langroute infra deploy staging --yes\n")
    assert stacks(aws) == []

    for name in ("staging", "production"):
        assert infra(root, "deploy", name, "--yes") == 0
        done = f"done: langroute-{name} is what these files make\n"
        assert capsys.readouterr().out.endswith(done)
        assert infra(root, "diff", name) == 0
        assert infra(root, "deploy", name, "--yes") == 0
        assert capsys.readouterr().out == (
            f"langroute-{name} in eu-central-1: the stack is what these files make\n" * 2
            + "nothing to do\n"
        )
        assert differ(root, name) is None
    commit_all(root)
    for name in ("staging", "production"):
        assert main(["--root", str(root), "push", name, "--yes"]) == 0
        assert f"done: {name} runs git-" in capsys.readouterr().out


def commit_all(root: Path) -> None:
    git(root, "-c", "init.defaultBranch=main", "init", "-q")
    git(root, "config", "user.name", "Test")
    git(root, "config", "user.email", "test@localhost")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "The first")


def test_the_function_that_was_made_holds_the_rules(aws: LocalAws, root: Path) -> None:
    assert infra(root, "deploy", "staging", "--yes") == 0
    control = aws.client("appconfig", REGION)
    place = find(connect(environment(root, "staging")), environment(root, "staging"))
    refused = []
    for text in ('{"environment":"production","format":1,"languages":{}}', '{"format":3}'):
        version = control.create_hosted_configuration_version(
            **place.in_profile, Content=text.encode(), ContentType="application/json"
        )["VersionNumber"]
        with pytest.raises(control.exceptions.BadRequestException) as caught:
            control.validate_configuration(**place.in_profile, ConfigurationVersion=str(version))
        faults = caught.value.response["Details"]["InvalidConfiguration"]
        refused.append(next(one["Reason"] for one in faults if "staging" in one["Reason"]))
    assert refused[0].startswith("not deployed to staging: the document of staging holds no langu")
    assert refused[1].startswith("not deployed to staging: readers refuse the document of staging")


def test_an_old_validator_is_seen(aws: LocalAws, root: Path, capsys: Output) -> None:
    assert infra(root, "deploy", "staging", "--yes") == 0
    policy = root / "config/policy.yaml"
    policy.write_text(policy.read_text().replace("largest_kb: 2048", "largest_kb: 1000"))
    told = differ(root, "staging")
    assert told is not None
    assert told.startswith("the profile's validator is langroute-staging-validator-")
    capsys.readouterr()
    assert infra(root, "diff", "staging") == 7
    said = capsys.readouterr().out
    assert "    Environment.Variables.LANGROUTE_LARGEST_KB: 2048 → 1000\n" in said
    commit_all(root)
    assert main(["--root", str(root), "push", "staging"]) == 1
    assert capsys.readouterr().err.startswith(f"error: not pushed: {told}; staging runs nothing\n")
    assert infra(root, "deploy", "staging", "--yes") == 0
    assert differ(root, "staging") is None
    functions = aws.client("lambda", REGION).list_functions()["Functions"]
    assert [one["FunctionName"] in told for one in functions] == [True]

    control, place = (
        aws.client("appconfig", REGION),
        find(connect(environment(root, "staging")), environment(root, "staging")),
    )
    held = control.get_configuration_profile(**place.in_profile)["Validators"]
    held[0]["Content"] = json.dumps({"type": "object"})
    control.update_configuration_profile(**place.in_profile, Validators=held)
    assert differ(root, "staging") == "the profile's JSON schema is not the one of this tree"
    control.update_configuration_profile(**place.in_profile, Validators=held[:1])
    assert differ(root, "staging") == "the profile has no Lambda validator"


def test_a_language_comes_and_another_goes(aws: LocalAws, root: Path, capsys: Output) -> None:
    assert infra(root, "deploy", "staging", "--yes") == 0
    _copy_english(root, ["fr"])
    (root / "config/languages/en.yaml").unlink()
    assert infra(root, "deploy", "staging", "--yes") == 0
    assert "1 added, 1 changed, 1 removed" in capsys.readouterr().out
    alarms = aws.client("cloudwatch", REGION).describe_alarms(AlarmTypes=["MetricAlarm"])
    names = [one["AlarmName"] for one in alarms["MetricAlarms"]]
    assert sorted(names) == ["langroute-staging-failures-de", "langroute-staging-failures-fr"]


def _copy_english(root: Path, tags: list[str]) -> None:
    english = (root / "config/languages/en.yaml").read_text()
    for tag in tags:
        path = root / "config/languages" / f"{tag}.yaml"
        path.write_text(english.replace("language: en", f"language: {tag}"))


def test_a_stack_that_fails_says_why_in_one_sentence(
    aws: LocalAws, root: Path, capsys: Output
) -> None:
    assert infra(root, "deploy", "production", "--yes") == 2
    assert capsys.readouterr().err == (
        "error: production comes after staging, whose stack it refers to and which has none\n"
        "hint: first: ./langroute infra deploy staging --yes\n"
    )
    _other_stack(aws, "langroute-staging")
    assert infra(root, "deploy", "production", "--yes") == 4
    delete = (
        "aws cloudformation delete-stack --region eu-central-1 --stack-name langroute-production\n"
    )
    said = capsys.readouterr().err
    assert re.fullmatch(
        r"error: langroute-production ended as ROLLBACK_COMPLETE: (Plan|Deploy)Role "
        r"\(AWS::IAM::Role\) failed: Export 'langroute-staging-Application' not found\n"
        rf"hint: correct what it says, then: {delete}",
        said,
    )
    assert infra(root, "deploy", "production", "--yes") == 2
    assert capsys.readouterr().err.endswith(f"hint: first: {delete}")


def _other_stack(aws: LocalAws, name: str) -> None:
    """A stack of this name that somebody made of something else."""
    resources = {"Log": {"Type": "AWS::Logs::LogGroup"}}
    stacks = aws.client("cloudformation", REGION)
    stacks.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": resources}))
    stacks.get_waiter("stack_create_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )


def test_credentials_of_another_account_change_nothing(
    aws: LocalAws, root: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "111122223333")
    assert infra(root, "deploy", "staging", "--yes") == 2
    assert capsys.readouterr().err == (
        "error: these credentials are for account 111122223333; staging is in 123456789012\n"
        "hint: use others, for instance --profile staging=NAME, or correct infra.account in "
        "config/environments/staging.yaml\n"
    )
    assert stacks(aws) == []


@pytest.mark.usefixtures("aws")
def test_a_missing_bucket_is_told(root: Path, capsys: Output) -> None:
    path = root / "config/environments/staging.yaml"
    path.write_text(path.read_text().replace(BUCKET, "elsewhere"))
    assert infra(root, "deploy", "staging", "--yes") == 2
    assert capsys.readouterr().err == (
        "error: the bucket elsewhere takes nothing: AWS refused PutObject: The specified bucket "
        "does not exist (NoSuchBucket)\n"
        "hint: it has to be in eu-central-1: docs/aws.md says how to create it\n"
    )


def test_a_template_too_large_to_send_goes_by_the_bucket(aws: LocalAws, root: Path) -> None:
    _copy_english(root, tags(90))
    assert infra(root, "deploy", "staging", "--yes") == 0
    held = aws.client("s3", REGION).list_objects_v2(Bucket=BUCKET)["Contents"]
    assert any(one["Key"].startswith("langroute/template/") for one in held)


def test_a_push_before_the_stack_names_the_command_that_builds_it(
    aws: LocalAws, root: Path, capsys: Output
) -> None:
    assert aws.endpoint
    commit_all(root)
    assert main(["--root", str(root), "push", "staging"]) == 2
    assert "build it: ./langroute infra deploy staging --yes, or" in capsys.readouterr().err


def test_a_guard_that_somebody_has_switched_off_stops_a_push(
    aws: LocalAws, root: Path, capsys: Output
) -> None:
    assert infra(root, "deploy", "staging", "--yes") == 0
    commit_all(root)
    control, alarms = aws.client("appconfig", REGION), aws.client("cloudwatch", REGION)
    place = find(connect(environment(root, "staging")), environment(root, "staging"))

    def says() -> str:
        capsys.readouterr()
        assert main(["--root", str(root), "push", "staging", "--yes"]) == 1
        return capsys.readouterr().err

    name = "langroute-staging-failures"
    alarms.disable_alarm_actions(AlarmNames=[name])
    off = f"{name} is OK, but its actions are off, so AppConfig looks away"
    assert says().startswith(f"error: not pushed: {off}; staging runs nothing\n")
    assert main(["--root", str(root), "status", "staging"]) == 0
    assert f"alarms  {off}\n" in capsys.readouterr().out
    alarms.enable_alarm_actions(AlarmNames=[name])

    held = control.get_environment(**place.in_environment)["Monitors"]
    control.update_environment(**place.in_environment, Monitors=[])
    error, hint = says().splitlines()
    assert error.startswith(f"error: not pushed: staging does not monitor {name}, so nothing")
    given = hint.partition("--monitors ")[2].split(",")
    monitor = dict(one.split("=", 1) for one in given)
    assert [monitor] == held  # so the call makes it as the stack has made it

    control.update_environment(**place.in_environment, Monitors=[monitor])
    # As it is when a language came after the stack was deployed.
    alarms.put_composite_alarm(AlarmName=name, AlarmRule=f'ALARM("{name}-en")')
    alarms.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="a test")
    assert main(["--root", str(root), "push", "staging"]) == 0
    told = "  unwatched  de: no alarm is for it; ./langroute infra deploy staging --yes makes it\n"
    assert told in capsys.readouterr().out
