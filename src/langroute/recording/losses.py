"""Counts the records that were lost, by reason; any thread may count and read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from threading import RLock

from langroute.recording.sink import Gauge

METRIC = "LostRecords"


class Losses:
    """How many records were lost and why."""

    def __init__(self) -> None:
        self._lock = RLock()  # a signal's handler may write a record in the midst of counting one
        self._lost: Counter[str] = Counter()
        self._told: Counter[str] = Counter()

    def add(self, reason: str, records: int = 1) -> None:
        """Count records that are lost for one more reason."""
        if records:
            with self._lock:
                self._lost[reason] += records

    def counts(self) -> Mapping[str, int]:
        """All that were lost so far, by reason."""
        with self._lock:
            return dict(self._lost)

    def gauges(self) -> Iterator[Gauge]:
        """What was lost since the last time this was asked, so that a sum counts each once."""
        with self._lock:
            news = self._lost - self._told
            self._told = Counter(self._lost)
        for reason, records in sorted(news.items()):
            yield Gauge(METRIC, records, {"Reason": reason})
