"""Every failure of AWS becomes one sentence with its cure, of the kind that has its exit code."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    NoCredentialsError,
    ParamValidationError,
    UnauthorizedSSOTokenError,
)
from botocore.response import StreamingBody

from langroute_repo.aws.answers import EMPTY, NEEDED
from langroute_repo.aws.errors import (
    SIGN_IN,
    AwsError,
    Conflict,
    Declined,
    Denied,
    Full,
    Garbled,
    Missing,
    Refused,
    Unclear,
    ask,
)
from tests.appconfig.double import Double, appconfig
from tests.simulated.account import account
from tests.simulated.client import client
from tests.simulated.faults import FAULTS


def answer(code: str, message: str = "so it is", **members: object) -> ClientError:
    response: dict[str, Any] = {"Error": {"Code": code, "Message": message}, **members}
    return ClientError(response, "StartDeployment")


FAULT = {"Location": "$.languages.de", "Reason": "no primary"}
INVALID = {"Reason": "InvalidConfiguration", "Details": {"InvalidConfiguration": [FAULT, FAULT]}}
CASES = [
    (
        answer("AccessDeniedException", "User x is not authorized"),
        Denied,
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
    (
        answer("ServiceQuotaExceededException", "100 at most"),
        Full,
        "a quota of AWS is used up at StartDeployment: 100 at most",
        "delete what is not needed any more, or ask for more in Service Quotas",
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


@pytest.mark.parametrize("code", ["InvalidSignatureException", "SignatureDoesNotMatch"])
@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-10, "is 10 minutes behind AWS's"), (10, "is 10 minutes ahead of AWS's"), (2, "")],
)
def test_a_clock_that_is_off_is_named(code: str, minutes: int, said: str) -> None:
    there = datetime.now(UTC) - timedelta(minutes=minutes)
    error = answer(code, "Signature expired")
    headers = {"date": format_datetime(there, usegmt=True)}
    error.response["ResponseMetadata"] = {"HTTPStatusCode": 403, "HTTPHeaders": headers}

    def fail(**_arguments: object) -> dict[str, Any]:
        raise error

    with pytest.raises(AwsError) as caught:
        appconfig(Double(start_deployment=fail)).call("start_deployment")
    if said:
        assert caught.value.message.startswith(f"the clock of this machine {said}")
        assert caught.value.hint.startswith("set the clock")
    else:
        assert caught.value.hint == SIGN_IN


# Of each operation that the verbs use, as the double answers it, what makes it whole is needed.
LOOKS = [name for name in NEEDED if not name.startswith(("create_", "start_d", "stop_"))]


@pytest.mark.parametrize("operation", [*LOOKS, *sorted(EMPTY)])
@pytest.mark.parametrize("fault", ["proxy-page", "body-cut-silently"])
def test_what_is_not_aws_s_own_is_no_answer(operation: str, fault: str) -> None:
    one = account()
    service = next(
        each
        for each in (one.control, one.data, one.cloudwatch, client(one.aws, "sagemaker"))
        if operation in each.meta.method_to_api_mapping
    )
    made = FAULTS[fault].error(service, operation)
    with pytest.raises(Garbled, match=f"answers to {operation} is not AWS's own"):
        ask(SimpleNamespace(meta=Double.meta, **{operation: lambda: made}), operation, {})


def test_what_is_not_aws_s_own_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("langroute_repo.aws.clients.time.sleep", pauses.append)
    answers = iter([{}, {}, {"Items": [{"Name": "langroute"}]}])
    double = Double(list_applications=lambda: next(answers))
    assert list(appconfig(double).items("list_applications")) == [{"Name": "langroute"}]
    assert pauses == [0.5, 2.0]


def test_a_body_that_is_cut_is_fetched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("langroute_repo.aws.clients.PAUSES", (0.0,))
    bodies = iter([StreamingBody(BytesIO(b'{"for'), 100), BytesIO(b"{}")])
    double = Double(get_hosted_configuration_version=lambda: {"Content": next(bodies)})
    assert appconfig(double).call("get_hosted_configuration_version")["Content"] == b"{}"
