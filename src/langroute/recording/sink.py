"""What takes records: at once in the caller's thread, or behind a recorder in its own."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from langroute.recording.record import Record


class Sink(Protocol):
    """Anything that is told what happened to an event; it never blocks and never raises."""

    def write(self, record: Record, /) -> None: ...


class Gauge(NamedTuple):
    """A number that is known at a moment and belongs to no event."""

    metric: str
    value: float
    dimensions: Mapping[str, str]  # beside the environment


class SinkError(Exception):
    """An output could not write what it was given or what it had held back.

    ``records`` is how many are lost by it: 0 where they are kept in another place.
    """

    def __init__(self, message: str, records: int) -> None:
        super().__init__(message)
        self.records = records


class Output:
    """What a ``Recorder`` writes to, in its one thread: it may wait, and raises what goes wrong.

    Only ``write`` has to be there.
    """

    def write(self, record: Record, /) -> None:
        """Write one record or hold it back for a while."""
        raise NotImplementedError

    def tick(self) -> None:
        """Called about once a second, also when nothing is written."""

    def flush(self) -> None:
        """Write what is held back."""

    def close(self) -> None:
        """Write what is held back and let go of files; the last call."""

    def forked(self) -> None:
        """In a child process: forget what is held back and let go of files, which the parent has.

        The parent was between two calls, or in one that takes longer than a fork waits.
        """

    def gauges(self) -> Iterable[Gauge]:
        """What is to be told of this output itself."""
        return ()

    def observe(self, gauges: Callable[[], Iterable[Gauge]]) -> None:
        """Take note of whom to ask for gauges. The recorder names itself and all its outputs."""


class Plain(Output):
    """A sink behind a recorder that has nothing but ``write``."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, record: Record, /) -> None:
        self._sink.write(record)
