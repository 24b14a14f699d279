"""What AWS and botocore say went wrong, as the status of a record.

Nothing of botocore is imported here: its errors are known by name. The codes are those that the
reference of SageMaker runtime's InvokeEndpoint lists, and the ones common to all of AWS, most of
which come with status 400 whatever they mean.
"""

from typing import Any

from langroute.recording.record import (
    NO_ENDPOINT,
    NO_RIGHT,
    THROTTLED,
    TIMED_OUT,
    UNREACHABLE,
    UNUSABLE_ANSWER,
)

CODES = {
    **dict.fromkeys(
        ("ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded"),
        THROTTLED,
    ),
    **dict.fromkeys(
        (
            "AccessDenied",
            "AccessDeniedException",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized",
            "OptInRequired",
            "UnrecognizedClientException",
        ),
        NO_RIGHT,
    ),
    "ModelNotReadyException": UNREACHABLE,  # it says 429, and is no throttling
}
NOT_FOUND = "not found"  # SageMaker has no code of its own for an endpoint that is not there
ERRORS = {
    "ConnectTimeoutError": TIMED_OUT,
    "ReadTimeoutError": TIMED_OUT,
    "IncompleteReadError": UNUSABLE_ANSWER,
    "ResponseStreamingError": UNUSABLE_ANSWER,
    "CredentialRetrievalError": NO_RIGHT,
    "NoCredentialsError": NO_RIGHT,
    "PartialCredentialsError": NO_RIGHT,
    "TokenRetrievalError": NO_RIGHT,
    "UnauthorizedSSOTokenError": NO_RIGHT,
}


def aws_status(error: Exception) -> int:
    """The status of a call that failed; a model's own where SageMaker passes one on."""
    answer = getattr(error, "response", None)  # of botocore's ClientError
    if not isinstance(answer, dict):
        return ERRORS.get(type(error).__name__, UNREACHABLE)
    if original := answer.get("OriginalStatusCode"):
        return int(original)
    told: dict[str, Any] = answer.get("Error", {})
    code, message = told.get("Code", ""), f"{told.get('Message', '')}"
    if code == "ValidationError" and NOT_FOUND in message.lower():
        return NO_ENDPOINT
    came = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", UNREACHABLE)
    return CODES.get(code, int(came))
