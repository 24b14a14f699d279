"""How often what happened, for what no record can tell."""

import threading
from collections.abc import Iterator
from typing import NamedTuple

from langroute.recording.sink import Gauge

UNROUTED = "UnroutedEvents"
UNASKED = "UnaskedCalls"
# What no record tells: the metric of each, and its dimensions.
METRICS = {
    "unknown_languages": (UNROUTED, {"Reason": "unknown-language"}),
    "invalid_keys": (UNROUTED, {"Reason": "invalid-key"}),
    "overloaded": (UNROUTED, {"Reason": "overloaded"}),
    "crowded": (UNASKED, {"Reason": "crowded"}),
    "broken": (UNASKED, {"Reason": "breaker"}),
    "shadows_dropped": ("DroppedShadows", {}),
}


class Counts(NamedTuple):
    """What a predictor has seen in this process since it was made."""

    answers: int = 0
    failures: int = 0  # events that were routed and got no answer
    fallbacks: int = 0  # events of a canary that failed, which the primary was asked about
    unknown_languages: int = 0  # no document's entry answers for them, so no record either
    invalid_keys: int = 0  # the same
    overloaded: int = 0  # of predict_async: no room in line
    crowded: int = 0  # calls not made: as many to that endpoint were in flight as may be
    broken: int = 0  # calls not made: the endpoint's breaker was open
    shadows_sent: int = 0
    shadows_dropped: int = 0  # no room in line, or still in it at the end
    records_failed: int = 0  # what takes the records raised
    keyless: int = 0  # events without a key: drawn for nothing


class Counter:
    """Counts from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = dict.fromkeys(Counts._fields, 0)
        self._told = dict.fromkeys(METRICS, 0)

    def add(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1

    def read(self) -> Counts:
        with self._lock:
            return Counts(**self._counts)

    def gauges(self) -> Iterator[Gauge]:
        """What happened since the last time this was asked, so that a sum counts each once."""
        with self._lock:
            news = {name: self._counts[name] - told for name, told in self._told.items()}
            self._told = {name: self._counts[name] for name in METRICS}
        for name, (metric, dimensions) in METRICS.items():
            if news[name]:
                yield Gauge(metric, news[name], dimensions)
