"""Every way in which AWS does not do what it was asked, as a sentence with its cure."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from langroute_repo.aws.answers import read_streams, whole

NO_CREDENTIALS = {
    "NoCredentialsError": "no AWS credentials found",
    "PartialCredentialsError": "the AWS credentials are incomplete",
    "CredentialRetrievalError": "the AWS credentials cannot be fetched",
    "ProfileNotFound": "AWS_PROFILE names a profile that is not configured",
    "SSOTokenLoadError": "not signed in to AWS",
    "UnauthorizedSSOTokenError": "the AWS sign-in has expired",
    "TokenRetrievalError": "the AWS sign-in has expired",
}
EXPIRED = {"ExpiredToken", "ExpiredTokenException"}
UNKNOWN_CREDENTIALS = {
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
# What a signature of another time is called, beside the codes of credentials that are unknown.
UNTIMELY = {"RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed"}
SKEW = timedelta(minutes=5)  # a signature is good for this long, before and after
DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
THROTTLED = {"Throttling", "ThrottlingException", "TooManyRequestsException"}
SIGN_IN = "sign in, for instance with `aws sso login`, or set AWS_PROFILE to a profile that works"
SERVER_FAULT = 500  # and above: the server's own fault, after which it may have acted or not
ITS_FAULT = {"InternalServerException", "InternalFailure", "ServiceUnavailable"}
QUOTA = {"ServiceQuotaExceededException", "LimitExceededException", "ResourceLimitExceeded"}


class AwsError(Exception):
    """AppConfig cannot be asked, or did not do what it was asked; the message is for people."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Conflict(AwsError):
    """Somebody else was faster: a deployment is in flight, or a lock did not fit any more."""


class Missing(AwsError):
    """Something that a call names does not exist."""


class Refused(AwsError):
    """The profile's validators do not accept a version, or a rule of the push speaks against it."""


class Declined(AwsError):
    """AWS does not do what it was asked in the state that things are in; nothing was changed."""


class Unclear(AwsError):
    """No usable answer came: what was asked for may have been done, or not."""


class Garbled(Unclear):
    """An answer came that is not the service's own: a proxy's page, or a body that was cut."""


class Denied(AwsError):
    """The role may not do this."""


class Full(Declined):
    """A quota of the account is used up."""


class TimedOut(AwsError):
    """A deployment took longer than its rollout and bake allow; it goes on without us."""


class TakenBack(AwsError):
    """What is to be deployed was rolled back before."""


class Apart(AwsError):
    """What is live and the repository differ in a way that a push would hide."""


def ask(client: Any, operation: str, arguments: dict[str, object]) -> dict[str, Any]:
    """One call of a boto3 client, by its name in boto3; what fails is an ``AwsError``."""
    from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
    from botocore.parsers import ResponseParserError

    try:
        answer: dict[str, Any] = getattr(client, operation)(**arguments)
    except ParamValidationError:
        raise  # a defect of ours, not a state of AWS
    except ClientError as error:
        raise answered(error.response, error.operation_name) from error
    except BotoCoreError as error:
        raise unanswered(error, client.meta.endpoint_url) from error
    except ResponseParserError as error:
        raise _garbled(client, operation, "bytes that are not of its protocol") from error
    try:
        read = read_streams(answer)
    except BotoCoreError as error:
        raise _garbled(client, operation, f"a body that was cut: {error}") from error
    if not whole(operation, read):
        raise _garbled(client, operation, "without what it has to say")
    return read


def _garbled(client: Any, operation: str, how: str) -> Garbled:
    return Garbled(
        f"what {client.meta.endpoint_url} answers to {operation} is not AWS's own: {how}",
        "a proxy may answer in its place, or cut it short: check the network, HTTPS_PROXY and "
        "AWS_ENDPOINT_URL",
    )


def unanswered(error: Exception, endpoint: str) -> AwsError:
    """Why a call got no answer."""
    kind = type(error).__name__
    if kind in NO_CREDENTIALS:
        return AwsError(NO_CREDENTIALS[kind], SIGN_IN)
    return Unclear(
        f"{endpoint} cannot be reached: {error}",
        "check the network, the region in config/environments and AWS_ENDPOINT_URL",
    )


def answered(response: dict[str, Any], operation: str) -> AwsError:
    """What an answer that is an error means for the one who asked."""
    code = response["Error"].get("Code", "")
    said = response["Error"].get("Message") or response.get("Message") or code
    if code in UNTIMELY | UNKNOWN_CREDENTIALS and (off := _clock_off(response)):
        return AwsError(
            f"the clock of this machine is {off} AWS's, and AWS takes no signature that is more "
            f"than {SKEW.seconds // 60} minutes off: {said}",
            "set the clock, for instance with `sudo timedatectl set-ntp true`",
        )
    if code in EXPIRED | UNTIMELY:
        return AwsError("the AWS credentials have expired", SIGN_IN)
    if code in UNKNOWN_CREDENTIALS:
        return AwsError(f"AWS does not accept these credentials: {said}", SIGN_IN)
    if code in DENIED:
        cure = f"use a role that allows {operation}, in the environment's account"
        return Denied(f"not allowed: {said}", cure)
    if code in THROTTLED:
        return Unclear(f"AWS throttles {operation}: {said}", "try again in a minute")
    if code == "ConflictException":
        return Conflict(
            f"AppConfig reports a conflict: {said}", "wait for the other, and run it again"
        )
    if code in ("ResourceNotFoundException", "ResourceNotFound"):
        return Missing(f"AWS does not find it: {said}")
    if code in QUOTA:
        return Full(
            f"a quota of AWS is used up at {operation}: {said}",
            "delete what is not needed any more, or ask for more in Service Quotas",
        )
    if response.get("Reason") == "InvalidConfiguration":
        return Refused(f"AppConfig's validators refuse it: {_details(response) or said}")
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status >= SERVER_FAULT or code in ITS_FAULT:
        return Unclear(f"AWS failed at {operation}: {said} ({code})", "try again in a minute")
    return Declined(f"AWS refused {operation}: {said} ({code})")


def _clock_off(response: dict[str, Any]) -> str:
    """How far this machine's clock is from the one that signed the answer; empty within limits."""
    date = response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    if not date:
        return ""
    ahead = datetime.now(UTC) - parsedate_to_datetime(date)
    if abs(ahead) < SKEW:
        return ""
    minutes = round(abs(ahead).total_seconds() / 60)
    return f"{minutes} minutes {'ahead of' if ahead > timedelta() else 'behind'}"


def _details(response: dict[str, Any]) -> str:
    """What each validator says, with the place where it says one."""
    faults = (response.get("Details") or {}).get("InvalidConfiguration") or []
    return "; ".join(
        ": ".join(filter(None, (fault.get("Location"), fault.get("Reason")))) for fault in faults
    )
