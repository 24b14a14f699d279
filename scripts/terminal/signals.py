"""What a closed terminal, a kill and Ctrl-C do to a run that has to clean up."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let a closed terminal or a kill clean up like Ctrl-C."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {one: signal.getsignal(one) for one in signals}
    for one in signals[1:]:
        signal.signal(one, _leave)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _leave(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - Python's signature
    raise SystemExit(128 + signum)


@contextmanager
def cleaned_up_in_peace() -> Iterator[None]:
    """A second Ctrl-C must not cut the cleaning up short."""
    try:
        yield
    finally:
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)
