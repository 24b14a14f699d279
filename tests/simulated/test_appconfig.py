"""The control plane of the double keeps to AWS where the embedded AWS of the demo does not."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.simulated.account import Account, account
from tests.simulated.aws import Aws

DRAFT_04 = {"type": "object", "required": ["format"], "additionalProperties": {"minimum": 1}}
ARN = "arn:aws:lambda:eu-central-1:123456789012:function:validate"


def refused(act: Callable[[], object]) -> tuple[str, int]:
    """The code and the HTTP status with which a call is refused."""
    with pytest.raises(ClientError) as caught:
        act()
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


VERSIONS = [
    ("label of digits", {"VersionLabel": "0123"}, "BadRequestException"),
    ("label too long", {"VersionLabel": "a" * 65}, "BadRequestException"),
    ("label taken", {"VersionLabel": "git-a"}, "ConflictException"),
    ("stale lock", {"LatestVersionNumber": 0}, "ConflictException"),
    ("description not ASCII", {"Description": "über"}, "BadRequestException"),
    ("description too long", {"Description": "a" * 1025}, "BadRequestException"),
    ("empty", {"Content": b""}, "BadRequestException"),
    ("too large", {"Content": b" " * 2_097_153}, "PayloadTooLargeException"),
]


@pytest.mark.parametrize(("arguments", "code"), [case[1:] for case in VERSIONS])
def test_a_version_that_aws_refuses(arguments: dict[str, Any], code: str) -> None:
    one = account()
    one.store(label="git-a")
    given = {"Content": b"{}", "ContentType": "application/json", **arguments}
    create = one.control.create_hosted_configuration_version
    assert refused(lambda: create(**one.in_profile, **given))[0] == code
    assert one.control.list_hosted_configuration_versions(**one.in_profile)["Items"] == [
        {**one.in_profile, "VersionNumber": 1, "VersionLabel": "git-a"}
        | {"ContentType": "application/json"}
    ]


def test_the_largest_version_is_stored_and_says_how_it_was_described() -> None:
    one = account()
    number = one.store(b" " * 2_097_152, "a" * 64, Description="a" * 1024, LatestVersionNumber=0)
    found = one.control.get_hosted_configuration_version(
        **one.in_profile, VersionNumber=int(number)
    )
    assert len(found["Content"].read()) == 2_097_152
    assert (found["VersionLabel"], found["Description"]) == ("a" * 64, "a" * 1024)


def test_boto3_itself_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ParamValidationError):
        account().control.list_applications(Most=3)


def test_lists_come_in_pages_with_the_newest_first() -> None:
    one = account(Aws(page_size=2))
    for number in range(5):
        one.store(label=f"git-{number}")
    first = one.control.list_hosted_configuration_versions(**one.in_profile)
    one.store(label="meanwhile")
    one.control.delete_hosted_configuration_version(**one.in_profile, VersionNumber=4)
    pages = one.control.get_paginator("list_hosted_configuration_versions")
    rest = pages.paginate(**one.in_profile, PaginationConfig={"StartingToken": first["NextToken"]})
    numbers = [item["VersionNumber"] for item in first["Items"] + list(rest.search("Items"))]
    assert numbers == [5, 4, 3, 2, 1]


def test_deployments_come_in_pages_with_the_newest_first_and_their_profile() -> None:
    one = account(Aws(page_size=2))
    for content in (b"1", b"2", b"3"):
        one.deploy(content)
    first = one.control.list_deployments(**one.in_environment)
    assert [item["DeploymentNumber"] for item in first["Items"]] == [3, 2]
    profile = one.in_profile["ConfigurationProfileId"]
    assert first["Items"][0]["ConfigurationProfileId"] == profile
    following = {"NextToken": first["NextToken"]}
    last = one.control.list_deployments(**one.in_environment, **following)
    assert [item["DeploymentNumber"] for item in last["Items"]] == [1]
    assert "NextToken" not in last


def test_a_page_that_was_never_offered() -> None:
    act = account().control.list_applications
    assert refused(lambda: act(NextToken="page two")) == ("BadRequestException", 400)


def test_versions_by_the_beginning_of_their_label() -> None:
    one = account()
    for label in ("git-a", "hand", "git-b"):
        one.store(label=label)
    found = one.control.list_hosted_configuration_versions(**one.in_profile, VersionLabel="git-*")
    assert [item["VersionLabel"] for item in found["Items"]] == ["git-b", "git-a"]


def test_a_deployment_by_label_serves_it_and_keeps_its_tags() -> None:
    one = account()
    one.store(b"1", "git-a")
    number = one.start("git-a", Description="why", Tags={"commit": "a"})
    one.aws.pass_minutes(11)
    assert one.delivered() == b"1"
    assert (one.seen(number)["VersionLabel"], one.seen(number)["Description"]) == ("git-a", "why")
    resource = "application/{ApplicationId}/environment/{EnvironmentId}/deployment/1"
    arn = one.aws.arn("appconfig", resource.format(**one.in_environment))
    assert one.control.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"commit": "a"}


def _second(one: Account) -> None:
    one.start("1")


def _second_of_another_profile(one: Account) -> None:
    of = {"ApplicationId": one.in_environment["ApplicationId"]}
    made = one.control.create_configuration_profile(**of, Name="flags", LocationUri="hosted")
    other = {"ConfigurationProfileId": made["Id"]}
    one.control.create_hosted_configuration_version(
        **of, **other, Content=b"{}", ContentType="application/json"
    )
    one.start("1", **other)


STARTS: list[tuple[Callable[[Account], object], str]] = [
    (_second, "ConflictException"),
    (_second_of_another_profile, "ConflictException"),
    (lambda one: one.start("1", LatestDeploymentNumber=0), "ConflictException"),
    (lambda one: one.start("no-such-label"), "ResourceNotFoundException"),
    (lambda one: one.start("1", "nosuch1"), "ResourceNotFoundException"),
    (lambda one: one.start("1", "No Such Form"), "BadRequestException"),
]


@pytest.mark.parametrize(("act", "code"), STARTS)
def test_a_start_that_aws_refuses(act: Callable[[Account], object], code: str) -> None:
    one = account()
    first = one.start(one.store())
    assert refused(lambda: act(one))[0] == code
    one.aws.pass_minutes(11)
    assert one.state(first) == "COMPLETE"
    assert len(one.control.list_deployments(**one.in_environment)["Items"]) == 1


def _raising(event: dict[str, Any]) -> None:
    raise ValueError(f"unknown model in version {event['configurationVersion']}")


VALIDATORS: list[tuple[dict[str, str], bytes, list[dict[str, str]]]] = [
    ({"Type": "JSON_SCHEMA", "Content": json.dumps(DRAFT_04)}, b'{"format":1}', []),
    (
        {"Type": "JSON_SCHEMA", "Content": json.dumps(DRAFT_04)},
        b'{"format":0}',
        [
            {
                "Constraint": "minimum",
                "Location": "#/format",
                "Reason": "0 is less than the minimum of 1",
            }
        ],
    ),
    (
        {"Type": "JSON_SCHEMA", "Content": json.dumps(DRAFT_04)},
        b"{",
        [
            {
                "Reason": "Not valid JSON: Expecting property name enclosed in double quotes: "
                "line 1 column 2 (char 1)"
            }
        ],
    ),
    # draft-04 knows no const, so that AppConfig accepts what breaks it
    ({"Type": "JSON_SCHEMA", "Content": '{"const": 1}'}, b"2", []),
    (
        {"Type": "LAMBDA", "Content": ARN},
        b"{}",
        [{"Reason": f"Lambda {ARN}: unknown model in version 1"}],
    ),
    (
        {"Type": "LAMBDA", "Content": f"{ARN}-gone"},
        b"{}",
        [{"Reason": f"Lambda {ARN}-gone could not be invoked"}],
    ),
]


@pytest.mark.parametrize(("validator", "content", "details"), VALIDATORS)
def test_validators_run_when_asked_and_at_the_start_and_not_before(
    validator: dict[str, str], content: bytes, details: list[dict[str, str]]
) -> None:
    one = account(Aws(functions={ARN: _raising}), [validator])
    version = one.store(content)
    for act in (
        lambda: one.control.validate_configuration(**one.in_profile, ConfigurationVersion=version),
        lambda: one.start(version),
    ):
        if not details:
            act()
            continue
        with pytest.raises(one.control.exceptions.BadRequestException) as caught:
            act()
        assert caught.value.response["Reason"] == "InvalidConfiguration"
        assert caught.value.response["Details"] == {"InvalidConfiguration": details}


def test_what_a_function_returns_is_ignored() -> None:
    functions = {ARN: lambda _: {"statusCode": 500}}
    one = account(Aws(functions=functions), [{"Type": "LAMBDA", "Content": ARN}])
    one.control.validate_configuration(**one.in_profile, ConfigurationVersion=one.store())


PROFILES = [
    [{"Type": "LAMBDA", "Content": ARN}] * 3,
    [{"Type": "JSON_SCHEMA", "Content": " " * 32_769}],
    [{"Type": "JSON_SCHEMA", "Content": '{"exclusiveMinimum": 1}'}],
    [{"Type": "JSON_SCHEMA", "Content": "{"}],
    [{"Type": "CEL", "Content": "true"}],
]


@pytest.mark.parametrize("validators", PROFILES)
def test_validators_that_aws_refuses(validators: list[dict[str, str]]) -> None:
    assert refused(lambda: account(validators=validators)) == ("BadRequestException", 400)
