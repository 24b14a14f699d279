"""Who is told: the topic, who may publish to it, and the alarms that tell and take nothing back."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from langroute.recording.embedded_metrics import BY_ANSWERER
from langroute_repo.infra.alarms import OVER_ALL
from scripts.__main__ import main
from scripts.tour.local_aws import LocalAws
from scripts.tour.on_call import subscribed
from tests.infra.company import REGION, made
from tests.infra.test_stack import aws, environment, infra
from tests.infra.test_template import of_kind, trusted

assert aws  # a fixture
TOPIC = "arn:aws:sns:eu-central-1:123456789012:on-call"
OURS = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def notifying(root: Path, notify: str, more: str = "") -> dict[str, Any]:
    """The template of production with this `notify`."""
    path = root / "config/environments/production.yaml"
    path.write_text(f"{path.read_text()}{more}notify: {notify}\n")
    return made(root)


def test_without_it_nobody_is_told_and_nothing_more_is_made(root: Path) -> None:
    text = json.dumps(made(root))
    assert "AlarmActions" not in text
    assert "SNS" not in text
    assert len(of_kind(made(root), "CloudWatch::Alarm")) == 2


def test_a_topic_of_theirs_is_only_told(root: Path) -> None:
    template = notifying(root, f'{{topic: "{TOPIC}"}}')
    assert of_kind(template, "SNS::Topic") == of_kind(template, "SNS::TopicPolicy") == {}
    for alarm in of_kind(template, "CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [TOPIC]
    (told,) = of_kind(template, "AppConfig::ExtensionAssociation").values()
    assert told["ExtensionIdentifier"] == "AWS.AppConfig.DeploymentNotificationsToSns"
    assert told["Parameters"] == {"topicArn": TOPIC}
    where = told["ResourceIdentifier"]["Fn::Sub"]
    assert where.endswith(":application/${Application}/environment/${Environment}")


@pytest.mark.parametrize("off", [False, True])
def test_the_stacks_own_topic_takes_notices_of_this_account(root: Path, off: bool) -> None:
    more = "  source_account: false\n" if off else ""
    template = notifying(root, "{topic: own}", more)
    (topic,) = of_kind(template, "SNS::Topic").values()
    assert topic["TopicName"] == "langroute-production-notices"
    (policy,) = of_kind(template, "SNS::TopicPolicy").values()
    told = {one["Principal"]["Service"]: one for one in policy["PolicyDocument"]["Statement"]}
    assert {one["Action"] for one in told.values()} == {"sns:Publish"}
    assert told["cloudwatch.amazonaws.com"]["Condition"] == OURS
    of_appconfig = (told["appconfig.amazonaws.com"], trusted(template, "MonitorRole"))
    assert [one.get("Condition") for one in of_appconfig] == ([None, None] if off else [OURS] * 2)


def test_what_only_tells_takes_nothing_back(root: Path) -> None:
    template = notifying(root, "{topic: own, silence: 24, unrouted: 100}")
    alarms = {one["AlarmName"]: one for one in of_kind(template, "CloudWatch::Alarm").values()}
    assert sorted(alarms) == [
        "langroute-production-caller-faults-de",
        "langroute-production-caller-faults-en",
        "langroute-production-constant-scores",
        "langroute-production-failures-de",
        "langroute-production-failures-en",
        "langroute-production-lost-records",
        "langroute-production-pass-share-off",
        "langroute-production-preparation-failures",
        "langroute-production-silent-de",
        "langroute-production-silent-en",
        "langroute-production-unrouted-events",
    ]
    guards = of_kind(template, "CloudWatch::CompositeAlarm")
    assert list(guards) == [OVER_ALL]
    named = re.findall(r'"([^"]+)"', guards[OVER_ALL]["AlarmRule"])
    assert named == ["langroute-production-failures-de", "langroute-production-failures-en"]
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == [{"Ref": "Notices"}]
        about = alarm["AlarmDescription"]
        assert len(about) <= 1024
        assert "production" in about
        if "preparation" in name:
            assert "By this alone nothing is taken back" in about
        elif name not in named and "lost" not in name and "unrouted" not in name:
            assert "Nothing is taken back by this" in about
    silent = alarms["langroute-production-silent-de"]
    assert (silent["Period"], silent["EvaluationPeriods"], silent["TreatMissingData"]) == (
        3600,
        24,
        "breaching",
    )
    assert "nothing was asked in de for 24 h" in silent["AlarmDescription"]


def test_queries_ask_for_the_metrics_that_readers_write(root: Path) -> None:
    """By the very dimensions: a set of others is another metric, which never has data."""
    template = notifying(root, "{topic: own, unrouted: 100}")
    written = {
        "PreparationFailures": BY_ANSWERER,
        "ConstantScores": BY_ANSWERER,
        "PassShareOff": BY_ANSWERER,
        "LostRecords": ("Environment", "Reason"),
        "UnroutedEvents": ("Environment", "Reason"),
    }
    found = {}
    for alarm in of_kind(template, "CloudWatch::Alarm").values():
        for query in alarm.get("Metrics", ()):
            metric, dimensions, name = re.fullmatch(
                r"SELECT (?:MAX|SUM)\((\w+)\) FROM SCHEMA\(\"Langroute\", ([\w, ]+)\) "
                r"WHERE Environment = '(\w+)'",
                query["Expression"],
            ).groups()  # type: ignore[union-attr] # or the test fails
            assert name == "production"
            found[metric] = tuple(dimensions.split(", "))
    assert found == written


@pytest.mark.slow
def test_whoever_listens_is_told_of_an_alarm(aws: LocalAws, root: Path) -> None:
    path = root / "config/environments/staging.yaml"
    path.write_text(f"{path.read_text()}notify: {{topic: own, silence: 24, unrouted: 9}}\n")
    assert infra(root, "deploy", "staging", "--yes") == 0
    assert infra(root, "diff", "staging") == 0
    alarms = aws.client("cloudwatch", REGION)
    with subscribed(aws, environment(root, "staging"), "123456789012") as heard:
        name = "langroute-staging-failures-de"
        for state in ("OK", "ALARM"):
            alarms.set_alarm_state(AlarmName=name, StateValue=state, StateReason="a test")
        told = heard()
    assert f"{name}: ALARM, a test" in told
    assert any("./langroute rollback staging" in line for line in told)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"123456789012"', '"12345678901"', "expected the 12 digits of an AWS acc"),
        ("bucket:", "prefix: Risk\n  bucket:", "expected 1 to 28 lower-case letters"),
        ("bucket:", f"prefix: {'p' * 60}\n  bucket:", "expected 1 to 28 lower-case"),
        ("infra:", "notify: {topic: on-call}\ninfra:", "expected the ARN of a stand"),
        ("infra:", "notify: {topic: own, silence: 0}\ninfra:", "expected"),
        ("infra:", f'notify: {{topic: "{TOPIC}.fifo"}}\ninfra:', "expected the ARN"),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_line(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    path = root / "config/environments/production.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    assert main(["--root", str(root), "check"]) == 1
    out = capsys.readouterr().out
    assert re.search(rf"^config/environments/production.yaml:\d+:\d+: error: .*{said}", out, re.M)
    assert main(["--root", str(root), "infra", "deploy", "production", "--yes"]) == 2
