"""Metrics for CloudWatch as lines of JSON, which CloudWatch Logs turns into metrics by itself.

That is the embedded metric format: nothing is called, so nothing can be slow or refused. By its
specification an array has at most 100 values, a directive at most 100 metrics, a set of dimensions
at most 30 keys and a line at most 1 MB (older editions say 9 and 256 KB); by the API reference of
``Dimension`` a value has 1 to 1,024 characters of ASCII, none of them a control character. A line
written here has at most six arrays and four dimensions, 10 KB where names are short.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from math import isfinite
from time import monotonic
from typing import Any, NamedTuple, TextIO

from langroute.reader.serving import Source
from langroute.recording.proven import Proven
from langroute.recording.record import ANSWERED, Record, fault
from langroute.recording.sink import Gauge, Output, SinkError

NAMESPACE = "Langroute"
MOST_VALUES = 100
MOST_CHARACTERS = 1024
BY_ANSWERER = ("Environment", "Language", "Model", "Role")
BY_LANGUAGE = ("Environment", "Language")
# What a language gets may come from two models, whose scores are not on one scale.
OF_ANSWERER = frozenset({"Requests", "Failures", "Relevant", "Score", "PreparationFailures"})
OF_LANGUAGE = OF_ANSWERER - {"Score"} | {"CallerFaults"}

Values = dict[str, list[float]]
Directive = tuple[Iterable[str], Iterable[str]]  # names of dimensions, names of metrics


class _Group(NamedTuple):
    """Records that go into one line."""

    minute: int  # since 1970
    language: str
    model: str
    role: str
    final: bool


class EmbeddedMetrics(Output):
    """Writes what happened in each minute as lines to ``stream``, standard output by default.

    The environment is that of the document that ``source`` serves: typed in another spelling it
    would leave every alarm without data, and none of them would say so.

    Of every record there are ``Requests`` (1), ``Failures`` (0 or 1; none where the event alone is
    at fault), ``PreparationFailures`` (1 or none), ``Relevant`` (0 or 1, none without a decision)
    and ``Score`` (none without one) by environment, language, model and role. All but the last are
    there also by environment and language alone, of what the callers got: a shadow that fails, or a
    canary that was stood in for, has failed no language. Of these there is ``CallerFaults`` too (0
    or 1): what no change of the configuration can cause. Values are held back for up to
    ``seconds``; gauges are written once a minute.
    """

    def __init__(
        self,
        source: Source,
        stream: TextIO | None = None,
        seconds: float = 10.0,
        clock: Callable[[], float] = monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._source, self._stream = source, stream
        self._seconds, self._clock, self._now = seconds, clock, now
        self._sources: list[Callable[[], Iterable[Gauge]]] = []
        self._gauged: int | None = None  # the minute
        self._proven = Proven(source)
        self.forked()

    @property
    def _environment(self) -> str:
        return self._source.serving.router.environment

    def forked(self) -> None:
        self._groups: dict[_Group, Values] = {}
        self._since = self._clock()

    def observe(self, gauges: Callable[[], Iterable[Gauge]]) -> None:
        self._sources.append(gauges)

    def write(self, record: Record, /) -> None:
        # What no line can hold would cost all that is held back beside it.
        group = _group(record)
        told = _told(record, self._proven.is_the_events(record))
        values = self._groups.setdefault(group, defaultdict(list))
        for name, value in told:
            values[name].append(value)
        if len(values["Requests"]) == MOST_VALUES:
            self._write({group: self._groups.pop(group)})

    def tick(self) -> None:
        if self._clock() - self._since >= self._seconds:
            self._since = self._clock()
            self.flush()
            self._write_gauges()

    def flush(self) -> None:
        groups, self._groups = self._groups, {}
        self._write(groups)

    def close(self) -> None:
        self._gauged = None
        try:
            self.flush()
        finally:
            self._write_gauges()

    def _write(self, groups: Mapping[_Group, Values]) -> None:
        lines = [_line(_document(self._environment, *one)) for one in groups.items()]
        self._put(lines, sum(len(values["Requests"]) for values in groups.values()))

    def _write_gauges(self) -> None:
        minute = _minute(self._now())
        if minute == self._gauged:
            return
        self._gauged = minute
        alike: dict[tuple[tuple[str, str], ...], dict[str, float]] = defaultdict(dict)
        failed: Exception | None = None
        for source in self._sources:
            try:
                for metric, value, dimensions in source():
                    alike[tuple(dimensions.items())][metric] = value
            except Exception as error:  # one of the company's: the losses are told all the same
                failed = error
        self._put([_line(self._gauged_as(minute, *one)) for one in alike.items()], 0)
        if failed:
            raise SinkError(f"a gauge cannot be told: {failed!r}", 0) from failed

    def _gauged_as(
        self, minute: int, dimensions: Iterable[tuple[str, str]], values: Mapping[str, float]
    ) -> dict[str, Any]:
        names = {"Environment": self._environment, **dict(dimensions)}
        return _embedded(minute, [(names, values)], names, values)

    def _put(self, lines: Iterable[str], records: int) -> None:
        text = "".join(lines)
        if not text:
            return
        stream = self._stream or sys.stdout  # which a test or a server may replace at any time
        try:
            stream.write(text)
            stream.flush()
        except (OSError, ValueError) as error:  # ValueError: it is closed
            raise SinkError(f"metrics cannot be written: {error}", records) from error


def _minute(time: datetime) -> int:
    return int(time.timestamp() // 60)


def _group(record: Record) -> _Group:
    names = record.language, record.model, record.role
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"no names of an answerer: {names!r:.200}")
    return _Group(_minute(record.time), *names, record.final)


def _told(record: Record, callers: bool) -> list[tuple[str, float]]:
    told = list(_values(record, callers))
    if not all(isfinite(value) for _, value in told):
        raise ValueError(f"no finite score: {record.score!r:.80}")
    return told


def _values(record: Record, callers: bool) -> Iterator[tuple[str, float]]:
    """What a record adds to each metric; exactly 0 or 1, so that an average is a rate."""
    yield "Requests", 1
    if not callers:
        yield "Failures", int(record.status != ANSWERED)
    if record.final:
        yield "CallerFaults", int(callers)
    if fault(record.status) == "preparation":
        yield "PreparationFailures", 1
    if record.passed is not None:
        yield "Relevant", int(record.passed)
    if record.score is not None:
        yield "Score", record.score


def _document(environment: str, group: _Group, values: Values) -> dict[str, Any]:
    dimensions = dict(zip(BY_ANSWERER, (environment, *group[1:4]), strict=True))
    directives: list[Directive] = [(BY_ANSWERER, [name for name in values if name in OF_ANSWERER])]
    if group.final:
        directives.append((BY_LANGUAGE, [name for name in values if name in OF_LANGUAGE]))
    return _embedded(group.minute, directives, dimensions, values)


def _embedded(
    minute: int,
    directives: Iterable[Directive],
    dimensions: Mapping[str, str],
    values: Mapping[str, float | list[float]],
) -> dict[str, Any]:
    """One document of the format. It names no unit, for alarms and queries name none."""
    told = [
        {
            "Namespace": NAMESPACE,
            "Dimensions": [list(keys)],
            "Metrics": [{"Name": name} for name in names],
        }
        for keys, names in directives
    ]
    return {
        # Its first moment: a metric is kept by the minute, and one line has values of one only.
        "_aws": {"Timestamp": minute * 60_000, "CloudWatchMetrics": told},
        **{key: _dimension(value) for key, value in dimensions.items()},
        **values,
    }


def _dimension(value: str) -> str:
    """A value that CloudWatch takes; without one it would take nothing of the line."""
    ascii_only = value.encode("ascii", "replace").decode()
    shown = "".join(letter if letter.isprintable() else "?" for letter in ascii_only)
    return shown[:MOST_CHARACTERS] if shown.strip() else "?"


def _line(document: Mapping[str, Any]) -> str:
    return json.dumps(document, separators=(",", ":"), allow_nan=False) + "\n"
