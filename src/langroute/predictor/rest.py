"""Models behind a REST URL: TensorFlow Serving, BentoML, or anything that answers a POST."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from ssl import SSLContext, SSLEOFError, create_default_context
from typing import NamedTuple
from urllib.parse import urlsplit

from langroute.predictor.addresses import Addresses
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import LARGEST_ANSWER
from langroute.predictor.failure import CallFailed, TimedOut, excerpt
from langroute.predictor.process import PerProcess
from langroute.predictor.wire import PORTS, Connection, Idle, Keeping, Origin
from langroute.recording.record import ANSWERED, UNREACHABLE, UNUSABLE_ANSWER

USUAL = Keeping()
# Of RFC 9110: a line's end would begin another header.
NAME, VALUE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"), re.compile(r"[\t\x20-\x7e]*")
Headers = Mapping[str, str]


class Target(NamedTuple):
    """A URL, taken apart."""

    origin: Origin
    path: str

    @classmethod
    def of(cls, url: str) -> "Target":
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS[parts.scheme]
            if not parts.hostname:
                raise ValueError("no host")
        except (KeyError, ValueError) as error:
            raise CallFailed(UNREACHABLE, f"{url!r:.200} is no URL of a model") from error
        query = f"?{parts.query}" if parts.query else ""
        return cls(Origin(parts.scheme == "https", parts.hostname, port), parts.path + query or "/")


class Http:
    """Asks over HTTP/1.1, on connections that are kept open between calls.

    No proxy of the environment is used and no redirect is followed: an event goes where the
    reviewed file says, or nowhere. ``idle`` is how many connections are kept in all; none is used
    again that has been idle for more than ``idle_seconds``, or is older than ``age``, in seconds
    too. ``context`` says what an https server has to prove, and without it that is what the system
    asks for. ``headers`` is called for each request, in the caller's context, and gives more
    headers to send, such as a trace's; what it raises fails the call.

    All ends by the deadline but the system's look-up of a host's name, which has its own limits.
    """

    def __init__(
        self,
        *,
        idle: int = USUAL.most,
        idle_seconds: float = USUAL.idle,
        age: float = USUAL.age,
        context: SSLContext | None = None,
        headers: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        self._headers = headers
        self._addresses = PerProcess(Addresses)
        self._idle = PerProcess(lambda: Idle(Keeping(idle, idle_seconds, age)))
        self._context = PerProcess(lambda: context or create_default_context())

    def ask(
        self, where: Mapping[str, str], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        target = Target.of(where["url"])
        own = {"Content-Type": content_type, "Accept": "application/json"}
        headers = _sendable({**self._headers(), **own})
        with _named(deadline):
            status, answer = self._answer(target, body, headers, deadline)
        if status != ANSWERED:
            raise CallFailed(status, f"answered {status}: {excerpt(answer)}")
        return answer

    def close(self) -> None:
        self._idle.get().close()

    def _answer(
        self, target: Target, body: bytes, headers: Headers, deadline: Deadline
    ) -> tuple[int, bytes]:
        """On an idle connection, or on a new one when the server has closed that.

        This is the one time that a request is sent twice: nothing came back, because the server
        hung up while the connection was idle, and a prediction leaves nothing behind at the model.
        """
        idle = self._idle.get().take(target.origin)
        if idle:
            try:
                return self._on(idle, target, body, headers, deadline)
            except (ConnectionError, SSLEOFError):
                if idle.answered:
                    raise
        context = self._context.get() if target.origin.secure else None
        new = Connection(target.origin, context, deadline, self._addresses.get())
        return self._on(new, target, body, headers, deadline)

    def _on(
        self, connection: Connection, target: Target, body: bytes, headers: Headers, by: Deadline
    ) -> tuple[int, bytes]:
        try:
            answer = connection.post(target.path, body, headers, LARGEST_ANSWER, by)
        except BaseException:
            connection.hang_up()
            raise
        if connection.reusable:
            self._idle.get().give(connection)
        else:
            connection.hang_up()
        return answer


def _sendable(headers: Headers) -> Headers:
    """The same; ValueError where one cannot be a header. Values may be secret and stay so."""
    for name, value in headers.items():
        if not (NAME.fullmatch(name) and VALUE.fullmatch(value)):
            raise ValueError(f"header {name!r:.80} has a character that none may have")
    return headers


@contextmanager
def _named(deadline: Deadline) -> Iterator[None]:
    """Tells what went wrong by the status that comes nearest."""
    try:
        yield
    except TimeoutError as error:
        raise TimedOut(deadline.seconds) from error
    except OSError as error:
        raise CallFailed(UNREACHABLE, f"cannot be reached: {error}") from error
    except (HTTPException, ValueError) as error:
        raise CallFailed(UNUSABLE_ANSWER, f"no answer in HTTP: {error!r:.200}") from error
