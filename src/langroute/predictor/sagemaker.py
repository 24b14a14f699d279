"""Models behind a SageMaker endpoint, through boto3, which is an extra."""

import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from time import monotonic
from typing import Any

from langroute.predictor.aws_status import aws_status
from langroute.predictor.breaker import NotAsked
from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import LARGEST_ANSWER, address
from langroute.predictor.failure import CallFailed, TimedOut
from langroute.predictor.pool import Full, Pool
from langroute.predictor.process import PerProcess
from langroute.predictor.request import sagemaker_call
from langroute.recording.record import NO_RIGHT, OURS, UNUSABLE_ANSWER

Client = Any  # boto3 ships no types
NO_CREDENTIALS = (
    "boto3 finds no AWS credentials: give the machine a role, or set AWS_PROFILE or "
    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
)
MAKE_AGAIN = 10.0  # seconds after which a client that could not be made is tried again


class SageMaker:
    """Asks SageMaker runtime, with one client for each region.

    boto3 has limits for connecting and for each read, and none for a call. So a call runs on a
    thread of its own here, which the caller leaves when the time is up; botocore's limits, of
    ``longest`` seconds each, see to it that the thread is free again. ``workers`` is how many calls
    there may be at once, of one endpoint half as many; the threads begin when they are needed.
    botocore does not try again: that would be another call after the limit.
    """

    def __init__(
        self,
        *,
        workers: int = 256,
        longest: float = 5.0,
        client: Callable[[str], Client] | None = None,
    ) -> None:
        self._client = client or partial(_client, workers=workers, longest=longest)
        self._mine = PerProcess(lambda: _Clients(self._client, workers))

    def prepare(self, region: str) -> None:
        """Make the region's client now, and fail now where it cannot be made.

        The first one takes a good part of a second, and a search for credentials that are nowhere
        two seconds, in which botocore asks for the role of the machine.
        """
        self._mine.get().of(region)

    def ask(
        self, where: Mapping[str, Any], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        mine = self._mine.get()
        seconds = deadline.left()
        try:
            work = partial(_invoke, mine, where, body, content_type)
            call = mine.pool.submit(work, address(where))
        except Full as full:
            whose = f"threads for {full.lane}" if full.lane else "threads for SageMaker"
            raise NotAsked("crowded", f"not asked: all {full.most} {whose} are busy") from None
        try:
            return call.result(seconds)
        except TimeoutError as error:
            late = TimedOut(deadline.seconds)
            late.running = call
            if not mine.has(where["region"]):
                late.reason += f"; the client for {where['region']} is still being made"
            raise late from error
        finally:
            call.cancel()

    def close(self) -> None:
        self._mine.get().close()


class _Clients:
    """The clients of one process, and the threads on which they are used."""

    def __init__(self, make: Callable[[str], Client], workers: int) -> None:
        self.pool = Pool("langroute-sagemaker", workers, waiting=0)
        self._make = make
        self._lock = threading.Lock()
        self._clients: dict[str, Client] = {}
        self._failed: dict[str, tuple[float, CallFailed]] = {}  # until when, and why

    def of(self, region: str) -> Client:
        if known := self._clients.get(region):
            return known
        with self._lock:
            if region not in self._clients:
                self._clients[region] = self._made(region)
            return self._clients[region]

    def has(self, region: str) -> bool:
        """Whether the region's client is there, or known not to be."""
        return region in self._clients or region in self._failed

    def _made(self, region: str) -> Client:
        """A new client, or the failure of the last attempt: each may take the limit of a call."""
        if region in self._failed:
            until, last = self._failed[region]
            if monotonic() < until:
                raise CallFailed(last.status, last.reason)
        try:
            return self._make(region)
        except CallFailed as error:
            self._failed[region] = monotonic() + MAKE_AGAIN, CallFailed(error.status, error.reason)
            raise

    def close(self) -> None:
        self.pool.close()
        for client in self._clients.values():
            client.close()


def _client(region: str, *, workers: int, longest: float) -> Client:
    try:
        from boto3.session import Session
        from botocore.config import Config
    except ImportError as error:
        reason = "boto3 is not installed: pip install boto3"
        raise CallFailed(OURS, reason) from error
    config = Config(
        connect_timeout=longest,
        read_timeout=longest,
        retries={"total_max_attempts": 1, "mode": "standard"},
        max_pool_connections=workers,
    )
    # A session of its own: boto3's default one is not safe for threads.
    session = Session()
    if session.get_credentials() is None:
        raise CallFailed(NO_RIGHT, NO_CREDENTIALS)
    return session.client("sagemaker-runtime", region_name=region, config=config)


def _invoke(clients: _Clients, where: Mapping[str, Any], body: bytes, content_type: str) -> bytes:
    try:
        call = sagemaker_call(where, body, content_type)
        answer = clients.of(where["region"]).invoke_endpoint(**call)
        # As a context manager itself it gives what it wraps, which counts nothing.
        with closing(answer["Body"]) as stream:
            found: bytes = stream.read(LARGEST_ANSWER)
            # At the end botocore counts whether all has come.
            more = stream.read(1)
    except CallFailed:
        raise
    except Exception as error:
        raise _named(error) from error
    if more:
        reason = f"an answer of more than {LARGEST_ANSWER:,} bytes"
        raise CallFailed(UNUSABLE_ANSWER, reason)
    return found


def _named(error: Exception) -> CallFailed:
    answered = isinstance(getattr(error, "response", None), dict)
    said = f"{error}" if answered else f"{type(error).__name__}: {error}"
    return CallFailed(aws_status(error), said)
