"""Every way in which AWS does not do what it was asked, as a sentence with its cure."""

from typing import Any

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
SERVER_FAULT = 500  # and above: the server's own fault, after which it may have acted or not
ITS_FAULT = {"InternalServerException", "InternalFailure", "ServiceUnavailable"}


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


class TimedOut(AwsError):
    """A deployment took longer than its rollout and bake allow; it goes on without us."""


class TakenBack(AwsError):
    """What is to be deployed was rolled back before."""


class Apart(AwsError):
    """What is live and the repository differ in a way that a push would hide."""


def ask(client: Any, operation: str, arguments: dict[str, object]) -> dict[str, Any]:
    """One call of a boto3 client, by its name in boto3; what fails is an ``AwsError``."""
    from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

    try:
        answer: dict[str, Any] = getattr(client, operation)(**arguments)
    except ParamValidationError:
        raise  # a defect of ours, not a state of AWS
    except ClientError as error:
        raise answered(error.response, error.operation_name) from error
    except BotoCoreError as error:
        raise unanswered(error, client.meta.endpoint_url) from error
    return answer


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
    if code in EXPIRED:
        return AwsError("the AWS credentials have expired", SIGN_IN)
    if code in UNKNOWN_CREDENTIALS:
        return AwsError(f"AWS does not accept these credentials: {said}", SIGN_IN)
    if code in DENIED:
        cure = f"use a role that allows {operation}, in the environment's account"
        return AwsError(f"not allowed: {said}", cure)
    if code in THROTTLED:
        return Unclear(f"AWS throttles {operation}: {said}", "try again in a minute")
    if code == "ConflictException":
        return Conflict(
            f"AppConfig reports a conflict: {said}", "wait for the other, and run it again"
        )
    if code in ("ResourceNotFoundException", "ResourceNotFound"):
        return Missing(f"AWS does not find it: {said}")
    if response.get("Reason") == "InvalidConfiguration":
        return Refused(f"AppConfig's validators refuse it: {_details(response) or said}")
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status >= SERVER_FAULT or code in ITS_FAULT:
        return Unclear(f"AWS failed at {operation}: {said} ({code})", "try again in a minute")
    return Declined(f"AWS refused {operation}: {said} ({code})")


def _details(response: dict[str, Any]) -> str:
    """What each validator says, with the place where it says one."""
    faults = (response.get("Details") or {}).get("InvalidConfiguration") or []
    return "; ".join(
        ": ".join(filter(None, (fault.get("Location"), fault.get("Reason")))) for fault in faults
    )
