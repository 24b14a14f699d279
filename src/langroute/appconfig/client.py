"""The one door to AWS AppConfig: plain calls, and every failure told as a sentence with its cure.

boto3 is imported when the door is opened, so that nothing else here needs it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from langroute.tree.models import EnvironmentFile

# AppConfig's control plane allows 10 calls a second of most kinds to all who share an account.
ATTEMPTS = 6
CONNECT_SECONDS = 5
ANSWER_SECONDS = 30

NO_CREDENTIALS = {
    "NoCredentialsError": "no AWS credentials found",
    "PartialCredentialsError": "the AWS credentials are incomplete",
    "CredentialRetrievalError": "the AWS credentials cannot be fetched",
    "ProfileNotFound": "AWS_PROFILE names a profile that is not configured",
    "SSOTokenLoadError": "not signed in to AWS",
    "UnauthorizedSSOTokenError": "the AWS sign-in has expired",
    "TokenRetrievalError": "the AWS sign-in has expired",
}
EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
UNKNOWN_CREDENTIALS = {
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
THROTTLED = {"Throttling", "ThrottlingException", "TooManyRequestsException"}
SIGN_IN = "sign in, for instance with `aws sso login`, or set AWS_PROFILE to a profile that works"


class AppConfigError(Exception):
    """AppConfig cannot be asked, or did not do what it was asked; the message is for people."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Conflict(AppConfigError):
    """Somebody else was faster: a deployment is in flight, or a lock did not fit any more."""


class Missing(AppConfigError):
    """Something that a call names does not exist."""


class Refused(AppConfigError):
    """The profile's validators do not accept a version."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a client of AppConfig gets."""

    content: bytes
    label: str


class AppConfig:
    """AppConfig in one region, as both of its services: control plane and data plane."""

    def __init__(self, control: Any, data: Any) -> None:
        self._control = control
        self._data = data

    def call(self, operation: str, **arguments: object) -> dict[str, Any]:
        """One call of the control plane, by its name in boto3."""
        return self._asked(self._control, operation, arguments)

    def items(self, operation: str, **arguments: object) -> Iterator[dict[str, Any]]:
        """What a list operation gives, all pages of it, in the order of AppConfig's choice."""
        answer = self.call(operation, **arguments)
        yield from answer["Items"]
        while token := answer.get("NextToken"):
            answer = self.call(operation, **arguments, NextToken=token)
            yield from answer["Items"]

    def read(self, application: str, environment: str, profile: str) -> Delivered:
        """The configuration as a client that starts now gets it; nothing deployed is no bytes."""
        session = self._asked(
            self._data,
            "start_configuration_session",
            {
                "ApplicationIdentifier": application,
                "EnvironmentIdentifier": environment,
                "ConfigurationProfileIdentifier": profile,
            },
        )
        token = {"ConfigurationToken": session["InitialConfigurationToken"]}
        answer = self._asked(self._data, "get_latest_configuration", token)
        return Delivered(answer["Configuration"].read(), answer.get("VersionLabel") or "")

    def _asked(self, client: Any, operation: str, arguments: dict[str, object]) -> dict[str, Any]:
        from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

        try:
            answer: dict[str, Any] = getattr(client, operation)(**arguments)
        except ParamValidationError:
            raise  # a defect of ours, not a state of AWS
        except ClientError as error:
            raise _answered(error.response, error.operation_name) from error
        except BotoCoreError as error:
            raise _unanswered(error, client.meta.endpoint_url) from error
        return answer


def connect(environment: EnvironmentFile) -> AppConfig:
    """Open the door in the region of an environment, with the credentials that boto3 finds."""
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ModuleNotFoundError as error:
        raise AppConfigError(
            f"{error.name} is not installed", "pip install 'langroute[aws]'"
        ) from None
    config = Config(
        region_name=environment.region,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
    )
    try:
        session = boto3.session.Session()
        return AppConfig(
            session.client("appconfig", config=config),
            session.client("appconfigdata", config=config),
        )
    except (BotoCoreError, ValueError) as error:  # ValueError: AWS_ENDPOINT_URL is no URL
        raise _unanswered(error, f"AppConfig in {environment.region}") from error


def _unanswered(error: Exception, endpoint: str) -> AppConfigError:
    """Why a call got no answer."""
    kind = type(error).__name__
    if kind in NO_CREDENTIALS:
        return AppConfigError(NO_CREDENTIALS[kind], SIGN_IN)
    return AppConfigError(
        f"{endpoint} cannot be reached: {error}",
        "check the network, the region in config/environments and AWS_ENDPOINT_URL",
    )


def _answered(response: dict[str, Any], operation: str) -> AppConfigError:
    """What an answer that is an error means for the one who asked."""
    code = response["Error"].get("Code", "")
    said = response["Error"].get("Message") or response.get("Message") or code
    if code in EXPIRED:
        return AppConfigError("the AWS credentials have expired", SIGN_IN)
    if code in UNKNOWN_CREDENTIALS:
        return AppConfigError(f"AWS does not accept these credentials: {said}", SIGN_IN)
    if code in DENIED:
        cure = f"use a role that allows appconfig:{operation}, in the environment's account"
        return AppConfigError(f"not allowed: {said}", cure)
    if code in THROTTLED:
        return AppConfigError(f"AppConfig throttles {operation}: {said}", "try again in a minute")
    if code == "ConflictException":
        return Conflict(
            f"AppConfig reports a conflict: {said}", "wait for the other, and run it again"
        )
    if code == "ResourceNotFoundException":
        return Missing(f"AppConfig does not find it: {said}")
    if response.get("Reason") == "InvalidConfiguration":
        return Refused(f"AppConfig's validators refuse it: {_details(response) or said}")
    return AppConfigError(f"AppConfig refused {operation}: {said} ({code})")


def _details(response: dict[str, Any]) -> str:
    """What each validator says, with the place where it says one."""
    faults = (response.get("Details") or {}).get("InvalidConfiguration") or []
    return "; ".join(
        ": ".join(filter(None, (fault.get("Location"), fault.get("Reason")))) for fault in faults
    )
