"""What a process must make for itself: threads, locks and connections do not survive a fork."""

import os
from collections.abc import Callable
from itertools import count
from typing import Generic, TypeVar

Made = TypeVar("Made")

_generations = count()
_generation = next(_generations)


def _forked() -> None:
    # Not the process id: a grandchild may get one that an ancestor had.
    global _generation
    _generation = next(_generations)


if hasattr(os, "register_at_fork"):  # where nothing forks, nothing needs it
    os.register_at_fork(after_in_child=_forked)


class PerProcess(Generic[Made]):
    """Makes a thing on first use, and another one in each forked process."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: dict[int, Made] = {}

    def get(self) -> Made:
        """This process's own."""
        try:
            return self._made[_generation]
        except KeyError:
            # Threads may race here: all get the one that was put in first. No lock, for another
            # thread may hold it at the fork.
            return self._made.setdefault(_generation, self._make())
