"""Models behind a REST URL: TensorFlow Serving, BentoML, or anything that answers a POST."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from ssl import SSLContext, SSLEOFError, create_default_context
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from langroute.predictor.addresses import Addresses
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import LARGEST_ANSWER
from langroute.predictor.failure import CallFailed, TimedOut, excerpt
from langroute.predictor.process import PerProcess
from langroute.predictor.request import headers, masked
from langroute.predictor.wire import PORTS, Connection, Idle, Keeping, Origin
from langroute.recording.record import ANSWERED, OURS, UNREACHABLE, UNUSABLE_ANSWER

USUAL = Keeping()
# Of RFC 9110: a line's end would begin another header.
NAME, VALUE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"), re.compile(r"[\t\x20-\x7e]*")
Headers = Mapping[str, str]


class Target(NamedTuple):
    """A URL, taken apart."""

    origin: Origin
    path: str

    @classmethod
    def of(cls, url: str, ca: str | None = None) -> "Target":
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS[parts.scheme]
            if not parts.hostname:
                raise ValueError("no host")
        except (KeyError, ValueError) as error:
            raise CallFailed(UNREACHABLE, f"{url!r:.200} is no URL of a model") from error
        query = f"?{parts.query}" if parts.query else ""
        origin = Origin(parts.scheme == "https", parts.hostname, port, ca)
        return cls(origin, (parts.path or "/") + query)


class Http:
    """Asks over HTTP/1.1, on connections that are kept open between calls.

    No proxy of the environment is used and no redirect is followed: an event goes where the
    reviewed file says, or nowhere. ``idle`` is how many connections are kept in all; none is used
    again that has been idle for more than ``idle_seconds``, or is older than ``age``, in seconds
    too. ``context`` says what an https server has to prove, where the document names no authorities
    for it, and without it that is what the system asks for. ``headers`` is called for each request,
    in the caller's context, and gives headers to send beside the document's, such as a trace's;
    what it raises fails the call.

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
        self._authorities: PerProcess[dict[str, SSLContext]] = PerProcess(dict)

    def ask(
        self, where: Mapping[str, Any], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        target = Target.of(where["url"], where.get("ca"))
        sent = _sendable(_joined(self._headers(), headers(where, content_type)))
        with _named(deadline):
            status, answer = self._answer(target, body, sent, deadline)
        answer = masked(answer, where)
        if status != ANSWERED:
            raise CallFailed(status, f"answered {status}: {excerpt(answer)}")
        return answer

    def close(self) -> None:
        self._idle.get().close()

    def _trusting(self, ca: str | None) -> SSLContext:
        """What a server has to prove; a file of authorities is read once in each process."""
        if ca is None:
            return self._context.get()
        contexts = self._authorities.get()
        if ca not in contexts:
            try:
                contexts[ca] = create_default_context(cafile=ca)
            except OSError as error:  # SSLError is one
                reason = f"the file of authorities {ca} cannot be used: {error}"
                raise CallFailed(OURS, reason) from error
        return contexts[ca]

    def _answer(
        self, target: Target, body: bytes, sent: Headers, deadline: Deadline
    ) -> tuple[int, bytes]:
        """On an idle connection, or on a new one when the server has closed that.

        This is the one time that a request is sent twice: nothing came back, because the server
        hung up while the connection was idle, and a prediction leaves nothing behind at the model.
        """
        idle = self._idle.get().take(target.origin)
        if idle:
            try:
                return self._on(idle, target, body, sent, deadline)
            except (ConnectionError, SSLEOFError):
                if idle.answered:
                    raise
        context = self._trusting(target.origin.ca) if target.origin.secure else None
        new = Connection(target.origin, context, deadline, self._addresses.get())
        return self._on(new, target, body, sent, deadline)

    def _on(
        self, connection: Connection, target: Target, body: bytes, sent: Headers, by: Deadline
    ) -> tuple[int, bytes]:
        try:
            answer = connection.post(target.path, body, sent, LARGEST_ANSWER, by)
        except BaseException:
            connection.hang_up()
            raise
        if connection.reusable:
            self._idle.get().give(connection)
        else:
            connection.hang_up()
        return answer


def _joined(of_call: Headers, of_document: Headers) -> Headers:
    """Both. Of what both name, in whatever case, the document's: it was reviewed."""
    named = {name.lower() for name in of_document}
    own = {name: value for name, value in of_call.items() if name.lower() not in named}
    return {**own, **of_document}


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
