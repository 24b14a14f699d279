"""Does the same for many things, on every processor that there is."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

Thing = TypeVar("Thing")

FEWEST = 8  # things; below that the processes cost more than they bring

# What the processes do with the thing of a number. They are copies of this process, so that
# neither the work nor the things have to be written out for them.
_work: list[Callable[[int], str]] = []


@contextmanager
def _settled() -> Iterator[None]:
    """What is there stays: looking through a large tree for cycles, again and again, is a fifth."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def mapped(work: Callable[[Thing], str], things: Sequence[Thing]) -> Iterator[Iterator[str]]:
    """What ``work`` makes of each thing, in their order."""
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    # A copy of a process with several threads may wait for ever for one that it does not have.
    alone = processors < 2 or len(things) < FEWEST or threading.active_count() > 1
    with _settled():
        if alone:
            yield map(work, things)
        else:
            with _copies(processors, lambda index: work(things[index])) as pool:
                yield pool.map(_done, range(len(things)))


@contextmanager
def _copies(number: int, work: Callable[[int], str]) -> Iterator[ProcessPoolExecutor]:
    _work.append(work)
    unheard = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for this process
    pool = ProcessPoolExecutor(number, get_context("fork"), unheard)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        _work.pop()


def _done(index: int) -> str:
    return _work[-1](index)
