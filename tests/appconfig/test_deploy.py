"""The steps of a push against a double: locks, labels, limits, and the end of patience."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from langroute.document import plan_hash
from langroute_repo.appconfig.deploy import (
    Version,
    find_version,
    read_back,
    start,
    store,
)
from langroute_repo.appconfig.follow import follow
from langroute_repo.appconfig.live import EnvironmentIds
from langroute_repo.appconfig.strategy import find_strategy, strategy
from langroute_repo.aws.errors import AwsError, Conflict, TimedOut
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.appconfig.double import Double, appconfig

PLACE = EnvironmentIds("app", "env", "profile")
RAW = b'{"format":1}'


def created(**_arguments: object) -> dict[str, Any]:
    return {"VersionNumber": 8}


def test_a_version_is_made_under_its_lock() -> None:
    double = Double(create_hosted_configuration_version=created)
    version = Version("git-0123456789ab", "", latest=7)
    assert store(appconfig(double), PLACE, RAW, version, "über") == "8"
    assert double.asked == [
        (
            "create_hosted_configuration_version",
            {
                "ApplicationId": "app",
                "ConfigurationProfileId": "profile",
                "Content": RAW,
                "ContentType": "application/json",
                "Description": "?ber",
                "VersionLabel": "git-0123456789ab",
                "LatestVersionNumber": 7,
            },
        )
    ]


def test_the_first_version_has_no_lock_to_name() -> None:
    double = Double(create_hosted_configuration_version=created)
    store(appconfig(double), PLACE, RAW, Version("git-0123456789ab", "", latest=0), "")
    assert "LatestVersionNumber" not in double.asked[0][1]


def test_a_description_keeps_to_the_limit_of_appconfig() -> None:
    double = Double(create_hosted_configuration_version=created)
    store(appconfig(double), PLACE, RAW, Version("git-0123456789ab", "", 0), "ü" * 2000)
    assert double.asked[0][1]["Description"] == "?" * 1024


def test_a_version_that_is_there_is_used_again() -> None:
    double = Double()
    assert store(appconfig(double), PLACE, RAW, Version("git-0123456789ab", "3", 7), "") == "3"
    assert double.asked == []


@pytest.mark.parametrize(("latest", "lock"), [(0, {}), (4, {"LatestDeploymentNumber": 4})])
def test_a_deployment_is_started_under_its_lock(latest: int, lock: dict[str, int]) -> None:
    double = Double(
        start_deployment=lambda **_: {"DeploymentNumber": latest + 1},
        list_deployments=lambda **_: {"Items": []},
    )
    assert start(appconfig(double), PLACE, "8", "abc1234", latest, "why") == latest + 1
    assert double.asked[-1][1] == {
        "ApplicationId": "app",
        "EnvironmentId": "env",
        "ConfigurationProfileId": "profile",
        "ConfigurationVersion": "8",
        "DeploymentStrategyId": "abc1234",
        "Description": "why",
        **lock,
    }


def test_the_first_of_all_looks_whether_somebody_was_faster() -> None:
    double = Double(list_deployments=lambda **_: {"Items": [{"DeploymentNumber": 1}]})
    with pytest.raises(Conflict, match="somebody else was faster with deployment 1"):
        start(appconfig(double), PLACE, "8", "abc1234", 0, "why")


def holding(**labels: bytes) -> Double:
    """A profile with a version for each label, numbered from 1."""
    contents = dict(enumerate(labels.values(), start=1))
    items = [
        {"VersionNumber": number, "VersionLabel": label.replace("_", "-")}
        for number, label in enumerate(labels, start=1)
    ]
    return Double(
        list_hosted_configuration_versions=lambda **_: {"Items": items},
        get_hosted_configuration_version=lambda VersionNumber, **_: {
            "Content": BytesIO(contents[VersionNumber])
        },
    )


TAIL = plan_hash(RAW)[:8]
LABELS = [
    ({}, Version("git-a", "", 0)),
    ({"git_b": b"{}"}, Version("git-a", "", 1)),
    ({"git_b": b"{}", "git_a": RAW}, Version("git-a", "2", 2)),
    ({"git_a": b"{}"}, Version(f"git-a-{TAIL}", "", 1)),
    ({"git_a": b"{}", f"git_a_{TAIL}": RAW}, Version(f"git-a-{TAIL}", "2", 2)),
]


@pytest.mark.parametrize(("labels", "expected"), LABELS)
def test_a_label_stands_for_one_content(labels: dict[str, bytes], expected: Version) -> None:
    assert find_version(appconfig(holding(**labels)), PLACE, RAW, "git-a") == expected


def test_labels_that_somebody_took_by_hand() -> None:
    double = holding(**{"git_a": b"{}", f"git_a_{TAIL}": b"{}"})
    with pytest.raises(AwsError, match=f"labels git-a and git-a-{TAIL} stand for other"):
        find_version(appconfig(double), PLACE, RAW, "git-a")


def moving(states: Iterator[str]) -> Double:
    return Double(
        get_deployment=lambda DeploymentNumber, **_: {
            "DeploymentNumber": DeploymentNumber,
            "State": next(states),
            "ConfigurationProfileId": "profile",
            "ConfigurationVersion": "8",
            "DeploymentDurationInMinutes": 1,
            "FinalBakeTimeInMinutes": 1,
        }
    )


@pytest.mark.parametrize("last", ["COMPLETE", "ROLLED_BACK", "REVERTED"])
def test_a_deployment_is_followed_through_its_bake(last: str) -> None:
    states = ["VALIDATING", "DEPLOYING", "BAKING", "ROLLING_BACK", last]
    aws = appconfig(moving(iter(states)))
    seen = follow(aws, PLACE, 1, clock=lambda: 0.0, sleep=lambda _: None)
    assert [one.state for one in seen] == states


def test_patience_ends_after_rollout_bake_and_some_grace() -> None:
    aws = appconfig(moving("BAKING" for _ in count()))
    time = 0.0

    def sleep(pause: float) -> None:
        nonlocal time
        time += pause

    with pytest.raises(TimedOut, match="deployment 1 is still BAKING after 17 min"):
        list(follow(aws, PLACE, 1, clock=lambda: time, sleep=sleep))


def test_a_client_that_is_a_little_late_is_waited_for() -> None:
    contents = iter([b"old", b"old", RAW])
    pauses: list[float] = []
    double = Double(
        start_configuration_session=lambda **_: {"InitialConfigurationToken": "t"},
        get_latest_configuration=lambda **_: {"Configuration": BytesIO(next(contents))},
    )
    assert read_back(appconfig(double), PLACE, RAW, pauses.append).content == RAW
    assert pauses == [1.0, 4.0]


def test_of_equal_strategies_the_environments_own_is_taken() -> None:
    root = Path(__file__).parent.parent / "rules" / "base"
    environment = read(Folder(root)).environments["staging"].model
    assert environment is not None
    wanted = strategy(environment)
    same = {
        "DeploymentDurationInMinutes": wanted.duration,
        "GrowthType": wanted.growth,
        "GrowthFactor": wanted.factor,
        "FinalBakeTimeInMinutes": wanted.bake,
    }
    items = [{"Id": "1", "Name": "langroute-production", **same}]
    double = Double(list_deployment_strategies=lambda **_: {"Items": items})
    assert find_strategy(appconfig(double), environment) == "1"
    items.append({"Id": "2", "Name": "langroute-staging", **same})
    assert find_strategy(appconfig(double), environment) == "2"
