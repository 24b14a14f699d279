"""Models behind a SageMaker endpoint, through boto3, which is an extra."""

from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from threading import Lock
from typing import Any

from langroute.predictor.deadline import Deadline
from langroute.predictor.endpoint import LARGEST_ANSWER
from langroute.predictor.failure import CallFailed, TimedOut
from langroute.predictor.pool import Pool
from langroute.predictor.process import PerProcess
from langroute.predictor.request import sagemaker_call
from langroute.recording.record import TIMED_OUT, UNREACHABLE, UNUSABLE_ANSWER

Client = Any  # boto3 ships no types
# Of botocore's own errors, by name: nothing of it is imported here.
STATUSES = {
    "ConnectTimeoutError": TIMED_OUT,
    "ReadTimeoutError": TIMED_OUT,
    "IncompleteReadError": UNUSABLE_ANSWER,
    "ResponseStreamingError": UNUSABLE_ANSWER,
}


class SageMaker:
    """Asks SageMaker runtime, with one client for each region.

    boto3 has limits for connecting and for each read, and none for a call. So a call runs on a
    thread of its own here, which the caller leaves when the time is up; botocore's limits, of
    ``longest`` seconds each, see to it that the thread is free again. ``workers`` is how many calls
    there may be at once. botocore does not try again: that would be another call after the limit.
    """

    def __init__(
        self,
        *,
        workers: int = 64,
        longest: float = 5.0,
        client: Callable[[str], Client] | None = None,
    ) -> None:
        self._client = client or partial(_client, workers=workers, longest=longest)
        self._mine = PerProcess(lambda: _Clients(self._client, workers))

    def prepare(self, region: str) -> None:
        """Make the region's client now: the first one takes a good part of a second."""
        self._mine.get().of(region)

    def ask(
        self, where: Mapping[str, Any], body: bytes, content_type: str, deadline: Deadline
    ) -> bytes:
        mine = self._mine.get()
        call = mine.pool.submit(partial(_invoke, mine, where, body, content_type))
        if call is None:
            raise CallFailed(UNREACHABLE, f"all {mine.pool.most} threads for SageMaker are busy")
        try:
            return call.result(deadline.left())
        except TimeoutError as error:
            raise TimedOut(deadline.seconds) from error
        finally:
            call.cancel()

    def close(self) -> None:
        self._mine.get().close()


class _Clients:
    """The clients of one process, and the threads on which they are used."""

    def __init__(self, make: Callable[[str], Client], workers: int) -> None:
        self.pool = Pool("langroute-sagemaker", workers, waiting=0)
        self._make = make
        self._lock = Lock()
        self._clients: dict[str, Client] = {}

    def of(self, region: str) -> Client:
        if known := self._clients.get(region):
            return known
        with self._lock:
            if region not in self._clients:
                self._clients[region] = self._make(region)
            return self._clients[region]

    def close(self) -> None:
        self.pool.close()
        for client in self._clients.values():
            client.close()


def _client(region: str, *, workers: int, longest: float) -> Client:
    try:
        from boto3.session import Session
        from botocore.config import Config
    except ImportError as error:
        reason = "boto3 is not installed: pip install 'langroute[aws]'"
        raise CallFailed(UNREACHABLE, reason) from error
    config = Config(
        connect_timeout=longest,
        read_timeout=longest,
        retries={"total_max_attempts": 1, "mode": "standard"},
        max_pool_connections=workers,
    )
    # A session of its own: boto3's default one is not safe for threads.
    return Session().client("sagemaker-runtime", region_name=region, config=config)


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
    """By the status that came: the model's own where SageMaker passes one on."""
    answer = getattr(error, "response", None)  # botocore's ClientError
    if isinstance(answer, dict):
        status = answer.get("OriginalStatusCode")
        status = status or answer.get("ResponseMetadata", {}).get("HTTPStatusCode", UNREACHABLE)
        return CallFailed(status, f"{error}")
    name = type(error).__name__
    return CallFailed(STATUSES.get(name, UNREACHABLE), f"{name}: {error}")
