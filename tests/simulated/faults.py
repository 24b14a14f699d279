"""What goes wrong between boto3 and AWS, call by call: before the server acted, after, or twice.

``recorded`` notes the calls of one clean run of a scenario, ``strikes`` makes the table of all that
can go wrong in it, and a ``Script`` with one strike plays the scenario again with that one fault.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from io import BytesIO
from typing import Any

from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.parsers import create_parser
from botocore.response import StreamingBody

BEFORE, AFTER, TWICE = "before", "after", "twice"
# Of a client and the name of an operation: what is raised, or what boto3 makes of other bytes.
Made = BaseException | dict[str, Any]
Error = Callable[[Any, str], Made]
PAGE = b"<html><body>Sign in to the guest network</body></html>"
SKEW = timedelta(minutes=10)  # of this machine's clock


class Killed(BaseException):
    """The process is killed here; nothing that it would do afterwards reaches AWS."""


@dataclass(frozen=True, slots=True)
class Call:
    """The n-th call of an operation, counted from 1 over all clients of a script."""

    operation: str
    ordinal: int

    def __str__(self) -> str:
        return f"{self.operation}-{self.ordinal}"


@dataclass(frozen=True, slots=True)
class Fault:
    """How a call fails. ``moments``: when it can; a refusal comes before the server acts.

    ``lasting``: every later call fails in the same way.
    """

    error: Error
    moments: tuple[str, ...]
    lasting: bool = False


def _refusal(code: str, status: int, message: str, ahead: timedelta | None = None) -> Error:
    def error(client: Any, operation: str) -> BaseException:
        date = None if ahead is None else format_datetime(datetime.now(UTC) + ahead, usegmt=True)
        headers = {"date": date} if date else {}
        response = {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {
                "HTTPStatusCode": status,
                "HTTPHeaders": headers,
                "RetryAttempts": 0,
            },
        }
        name = client.meta.method_to_api_mapping[operation]
        made: BaseException = client.exceptions.from_code(code)(response, name)
        return made

    return error


def _killed(_client: Any, operation: str) -> BaseException:
    return Killed(operation)


def _unanswered(kind: Callable[..., BaseException]) -> Callable[[Any, str], BaseException]:
    return lambda client, _: kind(endpoint_url=client.meta.endpoint_url, error="no answer")


def _parsed(client: Any, operation: str, body: bytes, missing: int = 0) -> dict[str, Any]:
    """What boto3 makes of a 200 with a body that is not the service's, by its own parser.

    Of a stream ``missing`` bytes never arrive.
    """
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation])
    stream = StreamingBody(BytesIO(body), len(body) + missing)
    raw = {
        "status_code": 200,
        "headers": {"content-type": "text/html"},
        "body": stream if model.has_streaming_output else body,
    }
    parser = create_parser(model.service_model.resolved_protocol)
    answer: dict[str, Any] = parser.parse(raw, model.output_shape)
    return answer


def _page(client: Any, operation: str) -> dict[str, Any]:
    return _parsed(client, operation, PAGE)


def _cut(client: Any, operation: str) -> Made:
    """A body whose rest never comes: a stream fails when it is read, another body at once."""
    name = client.meta.method_to_api_mapping[operation]
    if client.meta.service_model.operation_model(name).has_streaming_output:
        return _parsed(client, operation, b'{"for', missing=100)
    return _unanswered(ConnectionClosedError)(client, operation)


def _cut_silently(client: Any, operation: str) -> dict[str, Any]:
    """Without the length of the body nobody sees that it was cut, but that it is not whole."""
    return _parsed(client, operation, b'{"Items": [{"Id')


FAULTS: Mapping[str, Fault] = {
    "unreachable": Fault(_unanswered(EndpointConnectionError), (BEFORE,)),
    "connection-reset": Fault(_unanswered(ConnectionClosedError), (BEFORE, AFTER)),
    "read-timeout": Fault(_unanswered(ReadTimeoutError), (BEFORE, AFTER)),
    "throttled": Fault(_refusal("ThrottlingException", 429, "Rate exceeded"), (BEFORE,)),
    "server-error": Fault(
        _refusal("InternalServerException", 500, "Internal failure"), (BEFORE, AFTER)
    ),
    "access-denied": Fault(
        _refusal("AccessDeniedException", 403, "User is not authorized"), (BEFORE,)
    ),
    "expired-credentials": Fault(
        _refusal("ExpiredTokenException", 403, "The security token is expired"),
        (BEFORE,),
        lasting=True,
    ),
    "clock-off": Fault(
        _refusal(
            "InvalidSignatureException", 403, "Signature expired: it is now earlier than", SKEW
        ),
        (BEFORE,),
        lasting=True,
    ),
    "proxy-page": Fault(_page, (BEFORE, AFTER)),
    "proxy-page-for-good": Fault(_page, (BEFORE, AFTER), lasting=True),
    "body-cut": Fault(_cut, (AFTER,)),
    "body-cut-silently": Fault(_cut_silently, (AFTER,)),
    "killed": Fault(_killed, (BEFORE, AFTER), lasting=True),
}


# What boto3 takes for an answer, although it is none of the service's.
OTHER_BYTES = frozenset({"proxy-page", "proxy-page-for-good", "body-cut", "body-cut-silently"})


@dataclass(frozen=True, slots=True)
class Strike:
    """One fault at one call. ``twice`` has none: an answer was lost, and boto3 sent it again."""

    call: Call
    moment: str
    fault: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.call), self.moment, self.fault)))


class Script:
    """What goes wrong in one run, and the calls it made; shared by all clients of the run."""

    def __init__(self, strike: Strike | None = None) -> None:
        self.calls: list[Call] = []
        self.struck = False
        self._strike = strike

    def play(self, client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        """Make one call, with the fault if it is the one to be struck."""
        call = self._note(operation)
        ask = partial(getattr(client, operation), **arguments)
        strike = self._strike
        if strike is None:
            return ask()
        if self.struck and strike.fault and FAULTS[strike.fault].lasting:
            return played(FAULTS[strike.fault].error(client, operation))
        if call != strike.call:
            return ask()
        self.struck = True
        if strike.moment != BEFORE:
            with suppress(ClientError):  # a refusal is lost as well
                ask()
        if strike.moment == TWICE:
            return ask()
        return played(FAULTS[strike.fault].error(client, operation))

    def _note(self, operation: str) -> Call:
        ordinal = 1 + sum(call.operation == operation for call in self.calls)
        self.calls.append(Call(operation, ordinal))
        return self.calls[-1]


class Strikes(Script):
    """The same fault at several calls, before the server acts."""

    def __init__(self, calls: Iterable[Call], fault: str) -> None:
        super().__init__()
        self._struck, self._fault = frozenset(calls), fault

    def play(self, client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        if self._note(operation) in self._struck:
            self.struck = True
            return played(FAULTS[self._fault].error(client, operation))
        return getattr(client, operation)(**arguments)


def played(made: Made) -> dict[str, Any]:
    """Raise what is to be raised; else what is answered."""
    try:
        if isinstance(made, BaseException):
            raise made
        return made
    finally:
        del made  # its traceback holds this frame


class Faulty:
    """A boto3 client whose calls are played by a script; it has no pages and no waiters."""

    def __init__(self, client: Any, script: Script) -> None:
        self.meta = client.meta
        self._client = client
        self._script = script

    def __getattr__(self, operation: str) -> Any:
        if operation not in self.meta.method_to_api_mapping:
            raise AttributeError(operation)
        return lambda **arguments: self._script.play(self._client, operation, arguments)


def recorded(scenario: Callable[[Script], object]) -> list[Call]:
    """Every call that a scenario makes when nothing goes wrong, in its order."""
    script = Script()
    scenario(script)
    return script.calls


def strikes(calls: Iterable[Call], faults: Iterable[str] = FAULTS) -> Iterator[Strike]:
    """All that can go wrong in these calls, one at a time."""
    chosen = list(faults)
    for call in calls:
        yield Strike(call, TWICE)
        for name in chosen:
            yield from (Strike(call, moment, name) for moment in FAULTS[name].moments)
