"""Every failure of AWS becomes one sentence with its cure, of the kind that has its exit code."""

from io import BytesIO
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    NoCredentialsError,
    ParamValidationError,
    UnauthorizedSSOTokenError,
)

from langroute_repo.aws.errors import (
    SIGN_IN,
    AwsError,
    Conflict,
    Declined,
    Missing,
    Refused,
    Unclear,
)
from tests.appconfig.double import Double, appconfig


def answer(code: str, message: str = "so it is", **members: object) -> ClientError:
    response: dict[str, Any] = {"Error": {"Code": code, "Message": message}, **members}
    return ClientError(response, "StartDeployment")


FAULT = {"Location": "$.languages.de", "Reason": "no primary"}
INVALID = {"Reason": "InvalidConfiguration", "Details": {"InvalidConfiguration": [FAULT, FAULT]}}
CASES = [
    (
        answer("AccessDeniedException", "User x is not authorized"),
        AwsError,
        "not allowed: User x is not authorized",
        "use a role that allows StartDeployment, in the environment's account",
    ),
    (
        answer("ExpiredTokenException"),
        AwsError,
        "the AWS credentials have expired",
        SIGN_IN,
    ),
    (
        answer("UnrecognizedClientException", "The security token is invalid"),
        AwsError,
        "AWS does not accept these credentials: The security token is invalid",
        SIGN_IN,
    ),
    (
        answer("ThrottlingException", "Rate exceeded"),
        Unclear,
        "AWS throttles StartDeployment: Rate exceeded",
        "try again in a minute",
    ),
    (
        answer("ConflictException", "another one is ongoing"),
        Conflict,
        "AppConfig reports a conflict: another one is ongoing",
        "wait for the other, and run it again",
    ),
    (
        answer("ResourceNotFoundException", "no such version"),
        Missing,
        "AWS does not find it: no such version",
        "",
    ),
    (
        answer("BadRequestException", "invalid", **INVALID),
        Refused,
        "AppConfig's validators refuse it: $.languages.de: no primary; $.languages.de: no primary",
        "",
    ),
    (
        answer("BadRequestException", "invalid", Reason="InvalidConfiguration"),
        Refused,
        "AppConfig's validators refuse it: invalid",
        "",
    ),
    (
        answer("PayloadTooLargeException", "over 2 MB"),
        Declined,
        "AWS refused StartDeployment: over 2 MB (PayloadTooLargeException)",
        "",
    ),
    (
        answer("InternalServerException", ""),
        Unclear,
        "AWS failed at StartDeployment: InternalServerException (InternalServerException)",
        "try again in a minute",
    ),
    (NoCredentialsError(), AwsError, "no AWS credentials found", SIGN_IN),
    (UnauthorizedSSOTokenError(), AwsError, "the AWS sign-in has expired", SIGN_IN),
    (
        ConnectTimeoutError(endpoint_url="https://appconfig.test"),
        Unclear,
        "https://appconfig.test cannot be reached: "
        'Connect timeout on endpoint URL: "https://appconfig.test"',
        "check the network, the region in config/environments and AWS_ENDPOINT_URL",
    ),
]


@pytest.mark.parametrize(("error", "kind", "message", "hint"), CASES)
def test_a_failure_is_told(error: Exception, kind: type[AwsError], message: str, hint: str) -> None:
    def fail(**_arguments: object) -> dict[str, Any]:
        raise error

    with pytest.raises(AwsError) as caught:
        appconfig(Double(start_deployment=fail)).call("start_deployment")
    told = caught.value
    assert (type(told), told.message, told.hint) == (kind, message, hint)


def test_a_call_of_ours_that_is_wrong_is_not_told_as_a_state_of_aws() -> None:
    def fail(**_arguments: object) -> dict[str, Any]:
        raise ParamValidationError(report="Missing required parameter")

    with pytest.raises(ParamValidationError):
        appconfig(Double(start_deployment=fail)).call("start_deployment")


def test_nothing_deployed_is_read_as_no_bytes() -> None:
    double = Double(
        start_configuration_session=lambda **_: {"InitialConfigurationToken": "t"},
        get_latest_configuration=lambda **_: {"Configuration": BytesIO(b"")},
    )
    delivered = appconfig(double).read("app", "env", "profile")
    assert (delivered.content, delivered.label) == (b"", "")
