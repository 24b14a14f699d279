"""What a template holds, whatever the files say; and what no template is made of."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.infra.alarms import CHILDREN
from langroute_repo.infra.names import logical
from langroute_repo.infra.resources import ALL
from langroute_repo.infra.roles import NEVER
from langroute_repo.infra.settings import InfraError
from langroute_repo.infra.template import readable
from langroute_repo.infra.validator import LARGEST_SCHEMA, schema
from langroute_repo.tree.plan import plan
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from scripts.generated.companys import templates
from tests.infra.company import chosen, made, tags
from tests.sample import ACME

CFN_LINT = "from cfnlint.runner.cli import main; main()"
# Where AWS knows no resource for an action, by its own reference of actions and resources.
WITHOUT_RESOURCE = {
    "appconfig:ListApplications",
    "appconfig:ListDeploymentStrategies",
    "cloudwatch:DescribeAlarms",  # of a composite alarm
    "cloudwatch:GetMetricData",
}
# A star stands at the end at most, behind what names the application or the log.
NAMED = re.compile(
    r"""\$\{AWS::Partition\}:[a-z]+:\$\{AWS::Region\}:\$\{AWS::AccountId\}:(
    application/\$\{Application\}[^*]*\*?
    |deploymentstrategy/\$\{(Strategy|AtOnce|Quick)\}
    |log-group:/langroute/[a-z]+/validator:log-stream:\*
    )$""",
    re.VERBOSE,
)
LONGEST_RULE = 10_240  # characters of a composite alarm's rule


def statements(value: Any) -> Iterator[dict[str, Any]]:
    """Every statement of every policy in a template, those on who may take a role among them."""
    if isinstance(value, dict):
        if "Effect" in value:
            yield value
        for inner in value.values():
            yield from statements(inner)
    if isinstance(value, list):
        for inner in value:
            yield from statements(inner)


def of_role(template: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """A role's statements by their ids."""
    (policy,) = template["Resources"][name]["Properties"]["Policies"]
    return {one["Sid"]: one for one in policy["PolicyDocument"]["Statement"]}


def trusted(template: dict[str, Any], name: str) -> dict[str, Any]:
    document = template["Resources"][name]["Properties"]["AssumeRolePolicyDocument"]
    (statement,) = document["Statement"]
    found: dict[str, Any] = statement
    return found


def of_kind(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of a kind."""
    return {
        name: one["Properties"]
        for name, one in template["Resources"].items()
        if one["Type"] == f"AWS::{kind}"
    }


@pytest.mark.parametrize("name", ["staging", "production"])
def test_no_statement_allows_more_than_it_names(root: Path, name: str) -> None:
    found = list(statements(made(root, name)))
    assert len(found) > 15
    for statement in found:
        actions = statement["Action"]
        for action in [actions] if isinstance(actions, str) else actions:
            assert "*" not in action
            if statement["Effect"] == "Allow" and statement.get("Resource") == ALL:
                assert action in WITHOUT_RESOURCE
        for arn in re.findall(r'"arn:([^"]*)"', json.dumps(statement.get("Resource"))):
            assert NAMED.match(arn), arn


def test_what_guards_a_deployment_cannot_be_taken_away(root: Path) -> None:
    import botocore.session

    model = botocore.session.get_session().get_service_model("appconfig")
    deleting = {f"appconfig:{one}" for one in model.operation_names if one.startswith("Delete")}
    changing = {"appconfig:UpdateConfigurationProfile", "appconfig:UpdateEnvironment"}
    assert set(NEVER) == deleting | changing
    for role in ("PlanRole", "DeployRole", "ReadRole"):
        denied = of_role(made(root), role)["Never"]
        assert (denied["Effect"], denied["Resource"]) == ("Deny", ALL)
        assert set(denied["Action"]) == set(NEVER)


def test_workflows_take_a_role_by_either_spelling_of_their_subject(root: Path) -> None:
    issuer = "token.actions.githubusercontent.com"
    plain, numbered = "repo:acme/langroute:", "repo:acme@12/langroute@34:"
    expected = {
        "DeployRole": ["environment:production"],
        "PlanRole": ["ref:refs/heads/main"],
    }
    for role, subjects in expected.items():
        statement = trusted(made(root), role)
        assert statement["Condition"] == {
            "StringEquals": {
                f"{issuer}:aud": "sts.amazonaws.com",
                f"{issuer}:sub": [f"{one}{s}" for s in subjects for one in (plain, numbered)],
            }
        }
        assert list(statement["Principal"]) == ["Federated"]


PLANS = ("free", "pro", "team", "enterprise")


@pytest.mark.parametrize("visibility", ["public", "private", "internal"])
@pytest.mark.parametrize("plan_name", PLANS)
def test_without_environments_who_deploys_is_trusted_by_its_branch(
    root: Path, plan_name: str, visibility: str
) -> None:
    """There any branch's job may name an environment, so no role believes its subject."""
    settings = root / ".github/settings"
    settings.mkdir(parents=True)
    (settings / "plan.yaml").write_text(f"plan: {plan_name}\nvisibility: {visibility}\n")
    subjects = trusted(made(root), "DeployRole")["Condition"]["StringEquals"]
    told = subjects["token.actions.githubusercontent.com:sub"]
    free = plan_name == "free" and visibility != "public"
    end = "ref:refs/heads/main" if free else "environment:production"
    assert told == [f"repo:acme/langroute:{end}", f"repo:acme@12/langroute@34:{end}"]
    about = made(root)["Resources"]["DeployRole"]["Properties"]["Description"]
    assert about == (
        "Jobs on main deploy to production with it."
        if free
        else "Jobs of the GitHub environment production deploy with it."
    )


def test_a_plan_at_fault_builds_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = root / ".github/settings"
    settings.mkdir(parents=True)
    (settings / "plan.yaml").write_text("plan: free\n")
    assert main(["--root", str(root), "infra", "render", "production"]) == 2
    assert capsys.readouterr().err.startswith("error: .github/settings/plan.yaml: ")


def test_only_deploying_writes_and_only_those_who_read_are_clients(root: Path) -> None:
    template = made(root)
    writing = re.compile("appconfig:(Create|Start(?!Conf)|Stop|Validate|Update|Put|Tag)")
    for role, may in (("PlanRole", False), ("DeployRole", True), ("ReadRole", False)):
        actions = [
            action
            for one in of_role(template, role).values()
            for action in one["Action"]
            if one["Effect"] == "Allow"
        ]
        assert any(map(writing.match, actions)) == may
        client = "appconfig:GetLatestConfiguration" in actions
        assert client == (role != "PlanRole")


GOLDEN = """\
# yaml-language-server: $schema=../../../schemas/golden.schema.json
model: words
language: de
fields: [title, body]
events:
  - {about: a strike in a harbour, event: {title: Streik}, gives: 0.812}
"""


def test_who_asks_may_invoke_the_endpoints_with_golden_queries_and_do_nothing_else(
    root: Path,
) -> None:
    assert "GoldenRole" not in made(root)["Resources"]
    file = root / "config/golden/words/de.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(GOLDEN)
    assert "GoldenRole" not in made(root)["Resources"]  # the environment says nothing of them
    for name, endpoint in (("production", "words"), ("staging", "words-staging")):
        environment = root / f"config/environments/{name}.yaml"
        environment.write_text(environment.read_text() + "golden: told\n")
        (ask,) = of_role(made(root, name), "GoldenRole").values()
        assert (ask["Effect"], ask["Action"]) == ("Allow", ["sagemaker:InvokeEndpoint"])
        account = "sagemaker:eu-central-1:${AWS::AccountId}"
        assert ask["Resource"] == [
            {"Fn::Sub": f"arn:${{AWS::Partition}}:{account}:endpoint/{endpoint}"}
        ]
        subjects = json.dumps(trusted(made(root, name), "GoldenRole"))
        assert "ref:refs/heads/main" in subjects
        assert re.findall(r":environment:(\w+)", subjects) == ["golden"] * 2


def test_a_rehearsal_has_an_application_and_a_role_of_its_own(root: Path) -> None:
    usual = made(root)
    file = root / "config/environments/production.yaml"
    file.write_text(file.read_text() + "rehearsal: true\n")
    template = made(root)
    more = {name: one for name, one in template["Resources"].items() if name.startswith("Rehears")}
    kept = {name: one for name, one in template["Resources"].items() if name not in more}
    assert kept == usual["Resources"]
    assert set(more) == {
        "RehearsalApplication", "RehearsalPermission", "RehearsalProfile", "RehearsalRole"
    }  # fmt: skip
    name = more["RehearsalApplication"]["Properties"]["Name"]
    assert name == "langroute-production-rehearsal"
    scratch, real = (
        one["Properties"] for one in (more["RehearsalProfile"], template["Resources"]["Profile"])
    )
    assert scratch["Validators"] == real["Validators"]
    work = of_role(template, "RehearsalRole")["Rehearse"]
    for arn in work["Resource"]:
        assert re.search(r":(application/\$\{RehearsalApplication\}(/\*)?"
                         r"|deploymentstrategy/\$\{AtOnce\})$", arn["Fn::Sub"])  # fmt: skip
    assert not any("*" in action for action in work["Action"])
    assert set(of_role(template, "RehearsalRole")) == {"Rehearse", "Find"}
    assert "ref:refs/heads/main" in json.dumps(trusted(template, "RehearsalRole"))


def test_production_may_look_at_what_has_to_run_first(root: Path) -> None:
    for role in ("PlanRole", "DeployRole"):
        looking = of_role(made(root), role)["LookAtEarlier"]
        assert "langroute-staging-Application" in json.dumps(looking["Resource"])
        assert all(re.match("appconfig:(Get|List)", action) for action in looking["Action"])
        assert "LookAtEarlier" not in of_role(made(root, "staging"), role)


def test_a_quick_rollout_is_a_strategy_of_its_own_made_as_the_first(root: Path) -> None:
    path = root / "config/environments/production.yaml"
    usual, without = made(root), path.read_text()
    path.write_text(f"{without}quick: {{duration: 2m, step: 50%, bake: 5m}}\n")
    quick = made(root)
    strategies = of_kind(quick, "AppConfig::DeploymentStrategy")
    assert strategies["Quick"] == strategies["Strategy"] | {
        "Name": "langroute-production-quick",
        "DeploymentDurationInMinutes": 2,
        "GrowthFactor": 50.0,
        "FinalBakeTimeInMinutes": 5,
    }
    for role, sid in (("PlanRole", "Look"), ("DeployRole", "Deploy")):
        told, before = (of_role(one, role)[sid]["Resource"] for one in (quick, usual))
        assert [json.dumps(one) for one in told if one not in before] == [
            json.dumps(told[-1]),
        ]
        assert "deploymentstrategy/${Quick}" in json.dumps(told[-1])
    assert quick["Outputs"] == usual["Outputs"]  # another stack refers to none of it
    assert "Quick" not in usual["Resources"]


def test_a_session_outlasts_rollout_and_bake(root: Path) -> None:
    role = made(root)["Resources"]["DeployRole"]["Properties"]
    assert role["MaxSessionDuration"] == (30 + 30 + 15) * 60


def test_each_language_has_an_alarm_of_its_own(root: Path) -> None:
    alarm = of_kind(made(root), "CloudWatch::Alarm")["FailuresDe"]
    assert alarm == {
        "AlarmName": "langroute-production-failures-de",
        "AlarmDescription": "In production too many of the answers for de fail. A deployment "
        "on its way is taken back by AppConfig. What is live and what came last: ./langroute "
        "status production. To go back: ./langroute rollback production --yes --reason TEXT",
        "Tags": [
            {"Key": "langroute:repository", "Value": "acme/langroute"},
            {"Key": "langroute:repository-id", "Value": "34"},
            {"Key": "langroute:environment", "Value": "production"},
        ],
        "Namespace": "Langroute",
        "MetricName": "Failures",
        "Dimensions": [
            {"Name": "Environment", "Value": "production"},
            {"Name": "Language", "Value": "de"},
        ],
        "Statistic": "Average",
        "Period": 60,
        "EvaluationPeriods": 5,
        "DatapointsToAlarm": 3,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 0.05,
        "TreatMissingData": "notBreaching",
    }


@pytest.mark.parametrize("count", [1, 2, 99, 100, 101, 200, 201, 470])
def test_every_language_reaches_the_one_alarm_that_is_monitored(root: Path, count: int) -> None:
    template = made(root, languages=tags(count))
    alarms = of_kind(template, "CloudWatch::Alarm")
    composites = of_kind(template, "CloudWatch::CompositeAlarm")
    rules = {one["AlarmName"]: one["AlarmRule"] for one in composites.values()}
    for rule in rules.values():
        assert len(rule) <= LONGEST_RULE
        assert rule.count("ALARM(") <= CHILDREN

    def reached(name: str) -> set[str]:
        if name not in rules:
            return {name}
        return {
            leaf
            for child in re.findall(r'ALARM\("(.*?)"\)', rules[name])
            for leaf in reached(child)
        }

    assert reached("langroute-production-failures") == {one["AlarmName"] for one in alarms.values()}
    assert len(alarms) == count
    (monitor,) = of_kind(template, "AppConfig::Environment")["Environment"]["Monitors"]
    assert monitor["AlarmArn"] == {"Fn::GetAtt": ["Failures", "Arn"]}


@given(
    st.lists(st.from_regex(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", fullmatch=True))
)
def test_two_languages_never_get_one_name(tags: list[str]) -> None:
    assert len({logical(tag) for tag in tags}) == len(set(tags))
    assert all(logical(tag).isalnum() for tag in tags)


def test_the_schema_fits_its_limit() -> None:
    assert len(schema()) < LARGEST_SCHEMA


def break_off(root: Path, path: str, old: str, new: str) -> InfraError:
    """Change a file, and tell why no template is made of it any more."""
    file = root / "config/environments" / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(InfraError) as caught:
        made(root)
    return caught.value


def test_a_shared_application_is_refused(root: Path) -> None:
    error = break_off(root, "staging.yaml", "staging-app", "production-app")
    assert error.message == (
        'production and staging share the AppConfig application "production-app", and a stack owns '
        "all that it makes"
    )
    assert error.hint == (
        "write application: production-app-staging in config/environments/staging.yaml"
    )


def test_without_a_word_on_where_to_build_nothing_is_built(root: Path) -> None:
    file = root / "config/environments/production.yaml"
    file.write_text(file.read_text().partition("infra:")[0])
    with pytest.raises(InfraError, match="does not say where to build: it has no infra") as caught:
        made(root)
    assert "infra: {account: " in caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("period: 60s, breaching: 3 of 5", "period: 30m, breaching: 3 of 50", "50 periods of 30m"),
        ("period: 60s, breaching: 3 of 5", "period: 12h, breaching: 3 of 15", "takes 168h at most"),
    ],
)
def test_an_alarm_that_looks_back_too_far_is_refused(
    root: Path, old: str, new: str, message: str
) -> None:
    assert message in break_off(root, "production.yaml", old, new).message


@pytest.mark.parametrize(
    ("name", "message"),
    [("p" * 32, "leave it 41 of the 64"), ("production.eu", "part of a stack's name")],
)
def test_a_name_that_aws_would_refuse_is_refused(root: Path, name: str, message: str) -> None:
    folder = root / "config/environments"
    text = (folder / "production.yaml").read_text()
    (folder / f"{name}.yaml").write_text(
        text.replace("environment: production", f"environment: {name}")
    )
    with pytest.raises(InfraError, match=message):
        chosen(root, name)


def test_more_languages_than_a_stack_holds_are_refused(root: Path) -> None:
    with pytest.raises(InfraError, match=r"600 languages make 6\d\d resources"):
        made(root, languages=tags(600))


def test_the_templates_in_the_repository_are_those_of_its_environments() -> None:
    written = {path.name for path in (ACME / "infra").iterdir()}
    assert written == {f"{name}.template.json" for name in read(Folder(ACME)).environments}
    assert dict(templates(read(Folder(ACME)), plan(ACME))) == {
        f"infra/{name}": (ACME / "infra" / name).read_text("utf-8") for name in written
    }


def test_there_is_no_template_before_there_is_a_language(root: Path) -> None:
    assert set(dict(templates(read(Folder(root)), plan(root)))) == {
        "infra/production.template.json",
        "infra/staging.template.json",
    }
    for path in (root / "config/languages").iterdir():
        path.unlink()
    assert dict(templates(read(Folder(root)), plan(root))) == {}


@pytest.mark.slow
def test_cfn_lint_finds_nothing(root: Path, tmp_path: Path) -> None:
    for count in (1, 40):
        path = tmp_path / f"{count}.json"
        path.write_text(readable(made(root, languages=tags(count))))
    files = [*map(str, tmp_path.glob("*.json")), *map(str, (ACME / "infra").iterdir())]
    command = [sys.executable, "-P", "-c", CFN_LINT, "--include-checks", "I", "--", *files]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("", "", 0)
