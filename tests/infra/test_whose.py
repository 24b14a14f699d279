"""A second repository in the account: what is not its own is left as it is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.appconfig.whose import owner_untold
from langroute_repo.aws.errors import AwsError, Refused, Unclear
from langroute_repo.infra.foreign import owner_of
from scripts.__main__ import main
from scripts.tour.local_aws import LocalAws
from tests.appconfig.double import Double, appconfig
from tests.infra.company import REGION, chosen, made
from tests.infra.test_stack import aws, commit_all, environment, infra, stacks

assert aws  # a fixture
Output = pytest.CaptureFixture[str]
PLACE = EnvironmentIds("a1b2c3d", "e1", "p1")
OURS = {
    "langroute:repository": "acme/langroute",
    "langroute:repository-id": "34",
    "langroute:environment": "production",
}


def untold(root: Path, answer: Any) -> str:
    double = Double(list_tags_for_resource=answer)
    found = owner_untold(appconfig(double), chosen(root).environment, PLACE)
    arn = "arn:aws:appconfig:eu-central-1:123456789012:application/a1b2c3d"
    assert double.asked == [("list_tags_for_resource", {"ResourceArn": arn})]
    return found


def test_what_is_tagged_as_ours_is_ours_also_under_the_name_of_before(root: Path) -> None:
    for name in ("acme/langroute", "acme/before-it-was-renamed"):
        held = OURS | {"langroute:repository": name}
        assert untold(root, lambda held=held, **_: {"Tags": held}) == ""


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"langroute:repository": "acme/other", "langroute:repository-id": "35"}, "acme/other, pr"),
        ({"langroute:environment": "staging"}, "acme/langroute, staging; this is acme/langr"),
    ],
)
def test_what_is_another_ones_is_refused(root: Path, other: dict[str, str], named: str) -> None:
    with pytest.raises(Refused, match=re.escape(f"(a1b2c3d) belongs to {named}")):
        untold(root, lambda **_: {"Tags": OURS | other})


def test_what_has_no_tag_or_tells_none_is_told(root: Path) -> None:
    def denied(**_: object) -> Any:
        raise AwsError("not allowed: ListTagsForResource")

    def lost(**_: object) -> Any:
        raise Unclear("AWS failed")

    assert untold(root, lambda **_: {"Tags": {}}) == "the application has no tag that says so"
    assert untold(root, denied) == "not allowed: ListTagsForResource"
    with pytest.raises(Unclear):
        untold(root, lost)


def test_all_that_is_made_is_tagged(root: Path) -> None:
    wanted = [{"Key": key, "Value": value} for key, value in OURS.items()]
    for name, one in made(root)["Resources"].items():
        held = one["Properties"].get("Tags")
        assert held == (None if one["Type"] == "AWS::Lambda::Permission" else wanted), name


def test_a_stack_from_before_there_were_tags_tells_its_owner_by_its_roles(root: Path) -> None:
    template = made(root)
    assert owner_of(template) == ("acme/langroute", "34", "production")
    del template["Resources"]["Application"]["Properties"]["Tags"]
    assert owner_of(template) == ("acme/langroute", "34", "")
    del template["Resources"]["PlanRole"]
    assert owner_of(template) is None


def other_repository(root: Path, name: str) -> str:
    """Let the file be that of another repository; its text before."""
    path = root / "config/environments" / f"{name}.yaml"
    text = path.read_text()
    path.write_text(text.replace("acme/langroute", "acme/other").replace("_id: 34", "_id: 35"))
    return text


@pytest.mark.slow
def test_a_second_repository_makes_its_own(aws: LocalAws, root: Path, capsys: Output) -> None:
    def last_of(*words: str) -> tuple[int, str]:
        code = main(["--root", str(root), *words])
        said = capsys.readouterr()
        return code, said.err if code in (1, 2) and said.err else said.out.splitlines()[-1]

    path = root / "config/environments/staging.yaml"
    assert infra(root, "deploy", "staging", "--yes") == 0
    said = capsys.readouterr().out
    told = re.search(r'^application staging-app has the id "(\w+)"$', said, re.M)
    assert told is not None
    ours = other_repository(root, "staging")
    before = described(aws)
    refused = (
        "error: the stack langroute-staging belongs to acme/langroute, staging; this is acme/"
        "other, staging\nhint: write another prefix in config/environments/staging.yaml (infra), "
        "for this stack is to stay as it is\n"
    )
    for words in (("diff", "staging"), ("deploy", "staging", "--yes")):
        assert last_of("infra", *words) == (2, refused)
    commit_all(root)
    code, said = last_of("push", "staging", "--yes")
    assert (code, f"({told[1]}) belongs to acme/langroute, staging" in said) == (1, True)

    path.write_text(path.read_text().replace("infra:\n", "infra:\n  prefix: risk\n"))
    code, said = last_of("infra", "deploy", "staging", "--yes")
    assert said.startswith(f"error: AppConfig in {REGION} has an application 'staging-app' already")
    assert described(aws) == before
    path.write_text(path.read_text().replace("staging-app", "risk-app"))
    assert last_of("infra", "deploy", "staging", "--yes")[0] == 0
    assert sorted(stacks(aws)) == ["langroute-staging", "risk-staging"]
    commit_all(root)
    assert last_of("push", "staging", "--yes")[1].startswith("done: staging runs git-")

    # The first one's goes on as if nothing had been; of two with its name it names its own.
    path.write_text(ours)
    commit_all(root)
    assert last_of("push", "staging", "--yes")[1].startswith("done: staging runs git-")
    aws.client("appconfig", REGION).create_application(Name="staging-app")
    code, said = last_of("status", "staging")
    assert (code, said.startswith("  hint: write the one that is meant as id:")) == (2, True)
    path.write_text(ours.replace("staging-app,", f'staging-app, id: "{told[1]}",'))
    assert last_of("status", "staging")[0] == 0


def described(aws: LocalAws) -> str:
    """All stacks with their templates, and all applications."""
    formation = aws.client("cloudformation", REGION)
    held = [formation.get_template(StackName=one)["TemplateBody"] for one in stacks(aws)]
    return json.dumps([held, aws.client("appconfig", REGION).list_applications()["Items"]])


@pytest.mark.slow
@pytest.mark.usefixtures("aws")
def test_an_old_stack_is_told_and_gets_its_tags(
    root: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("langroute_repo.infra.template.tags", lambda *_: {})
        before.setattr("scripts.infra.tags", lambda *_: {})
        assert infra(root, "deploy", "staging", "--yes") == 0
    commit_all(root)
    told = "  owner      not known: the application has no tag that says so\n"
    for tagged in (False, True):
        capsys.readouterr()
        assert main(["--root", str(root), "push", "staging"]) == 0
        assert (told in capsys.readouterr().out) is not tagged
        assert infra(root, "deploy", "staging", "--yes") == 0


@pytest.mark.slow
def test_a_stack_of_something_else_is_left_alone(aws: LocalAws, root: Path, capsys: Output) -> None:
    formation = aws.client("cloudformation", REGION)
    body = json.dumps({"Resources": {"Log": {"Type": "AWS::Logs::LogGroup"}}})
    formation.create_stack(StackName="langroute-staging", TemplateBody=body)
    formation.get_waiter("stack_create_complete").wait(
        StackName="langroute-staging", WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
    assert infra(root, "deploy", "staging", "--yes") == 2
    said = capsys.readouterr()
    assert said.err.startswith("error: the stack langroute-staging was made of something else\n")
    assert said.out == ""
    assert environment(root, "staging").stack == "langroute-staging"
