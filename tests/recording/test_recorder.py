"""A recorder: nothing waits for it, nothing fails by it, and what is lost is counted."""

import io
import json
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from langroute.recording import (
    EmbeddedMetrics,
    Guards,
    JsonLines,
    Output,
    Record,
    Recorder,
    SinkError,
)
from langroute.recording import recorder as module
from langroute.recording.sink import Gauge
from tests.recording.records import STAGING, record


class Kept(Output):
    """Keeps what it is given, and notes what else is asked of it."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.asked: list[str] = []
        self.sources: list[object] = []

    def write(self, record: Record, /) -> None:
        self.records.append(record)

    def flush(self) -> None:
        self.asked.append("flush")

    def close(self) -> None:
        self.asked.append("close")

    def observe(self, gauges: object) -> None:
        self.sources.append(gauges)


class Broken(Kept):
    """Fails at everything; one failure in writing costs as many records as it says."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self._error = error

    def write(self, _: Record, /) -> None:
        raise self._error

    def flush(self) -> None:
        raise self._error

    def close(self) -> None:
        raise self._error


class Waiting(Kept):
    """Waits in the midst of the first record until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go_on = threading.Event(), threading.Event()

    def write(self, record: Record, /) -> None:
        self.reached.set()
        assert self.go_on.wait(10)
        super().write(record)


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before


def test_every_sink_gets_every_record_in_order() -> None:
    one, other = Kept(), Kept()
    with Recorder(one, other) as recorder:
        for number in range(100):
            recorder.write(record(number))
        assert recorder.flush(60)
        assert one.asked == ["flush"]

    assert one.records == other.records == [record(number) for number in range(100)]
    assert one.asked == ["flush", "close"]
    assert recorder.lost == {}


def test_a_sink_needs_nothing_but_write() -> None:
    class Sink:
        def __init__(self) -> None:
            self.seen: list[Record] = []

        def write(self, record: Record) -> None:
            self.seen.append(record)

    sink = Sink()
    with Recorder(sink) as recorder:
        recorder.write(record())
        assert recorder.flush(60)
    assert sink.seen == [record()]


def test_a_sink_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    kept = Kept()
    with (
        caplog.at_level(logging.WARNING),
        Recorder(Broken(OSError("disk full")), kept) as recorder,
    ):
        for number in range(3):
            recorder.write(record(number))
        assert recorder.flush(60)

    assert len(kept.records) == 3
    assert kept.asked == ["flush", "close"]
    assert recorder.lost == {"Broken": 3}
    said = [entry.getMessage() for entry in caplog.records]
    assert said == ["Broken cannot write records: OSError('disk full')"]  # once, not three times


def test_a_sink_says_how_many_records_its_failure_costs() -> None:
    with Recorder(Broken(SinkError("a stretch of them", records=40))) as recorder:
        recorder.write(record())
        assert recorder.flush(60)
        assert recorder.lost == {"Broken": 80}  # 40 in writing, 40 in flushing
    assert recorder.lost == {"Broken": 120}


@pytest.mark.parametrize(
    "given",
    [None, "a text", SimpleNamespace(**record()._asdict()), record()[:-1], record()._asdict()],
    ids=["nothing", "text", "another kind", "too short", "a mapping"],
)
def test_what_is_no_record_is_counted_and_costs_no_other(
    given: Any, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    with caplog.at_level(logging.WARNING), Recorder(kept) as recorder:
        recorder.write(given)
        recorder.write(record())
        assert recorder.flush(60)
    assert kept.records == [record()]
    assert recorder.lost == {"invalid": 1}
    (said,) = (entry.getMessage() for entry in caplog.records)
    assert type(given).__name__ in said


def test_a_record_that_holds_what_no_output_can_write_costs_itself_only(tmp_path: Path) -> None:
    text, kept = io.StringIO(), Kept()
    bad = [
        record(1, time=None),
        record(2, model=None),
        record(3, score=float("nan"), cell=None, passed=None),
        record(4, event_id=object()),
    ]
    metrics = EmbeddedMetrics(STAGING, text)
    with Recorder(JsonLines(tmp_path / "p.jsonl"), metrics, Guards(STAGING), kept) as recorder:
        recorder.write(record())
        for one in bad:
            recorder.write(one)
        recorder.write(record())
        assert recorder.flush(60)
        # JSON has no words for three of them, and metrics none for three; the fourth is a row.
        assert recorder.lost == {"JsonLines": 3, "EmbeddedMetrics": 3}
    assert len(kept.records) == 6
    (file,) = tmp_path.iterdir()
    assert file.read_text().count("\n") == 3
    lines = map(json.loads, text.getvalue().splitlines())
    assert sum(len(one.get("Requests", ())) for one in lines) == 3


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt(), GeneratorExit()])
def test_nothing_that_an_output_raises_ends_the_thread(error: Any) -> None:
    kept = Kept()
    with Recorder(Broken(error), kept) as recorder:
        for number in range(3):
            recorder.write(record(number))
        assert recorder.flush(60)
    assert len(kept.records) == 3
    assert recorder.lost == {"Broken": 3}


def test_who_interrupts_its_end_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits is written in the caller's thread where no other can be had."""

    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    recorder = Recorder(Broken(KeyboardInterrupt()))
    monkeypatch.setattr(threading.Thread, "start", refused)
    recorder.write(record())
    with pytest.raises(KeyboardInterrupt):
        recorder.close()


def test_a_failure_of_its_own_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept()
    with Recorder(kept) as recorder:
        handle, failures = recorder._handle, [SystemExit(), MemoryError()]

        def handled(item: Any) -> None:
            if failures and isinstance(item, Record):
                raise failures.pop()
            handle(item)

        monkeypatch.setattr(recorder, "_handle", handled)
        for number in range(3):
            recorder.write(record(number))
        assert recorder.flush(60)
    assert kept.records == [record(2)]
    assert recorder.lost == {"recorder": 2}


def test_a_log_that_raises_costs_no_record(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: logging.LogRecord) -> bool:
        raise ValueError("a filter of the company's")

    kept, log = Kept(), logging.getLogger("langroute.recording")
    log.addFilter(broken)
    try:
        with caplog.at_level(logging.WARNING), Recorder(Broken(OSError()), kept) as recorder:
            recorder.write(record())
            assert recorder.flush(60)
    finally:
        log.removeFilter(broken)
    assert (kept.records, recorder.lost) == ([record()], {"Broken": 1})


def test_what_does_not_fit_is_counted_and_the_rest_written() -> None:
    sink = Waiting()
    recorder = Recorder(sink, capacity=10)
    recorder.write(record(0))
    assert sink.reached.wait(10)

    for number in range(1, 31):
        recorder.write(record(number))

    assert recorder.lost == {"full": 20}
    sink.go_on.set()
    assert recorder.close()
    assert [one.event_id for one in sink.records] == [f"event-{number}" for number in range(11)]


def test_every_record_of_many_threads_is_written_or_counted() -> None:
    sink = Kept()
    recorder = Recorder(sink, capacity=50)

    def write() -> None:
        for number in range(500):
            recorder.write(record(number))

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    recorder.close()

    assert len(sink.records) + recorder.lost.get("full", 0) == 4000


def test_closing_takes_no_longer_than_it_may_and_counts_the_rest() -> None:
    sink = Waiting()
    recorder = Recorder(sink)
    for number in range(5):
        recorder.write(record(number))
    assert sink.reached.wait(10)
    thread = recorder._thread
    assert thread

    assert not recorder.close(timeout=0)

    assert recorder.lost == {"unwritten": 4}
    sink.go_on.set()
    thread.join(10)
    assert sink.asked == ["close"]


def test_what_comes_after_the_end_is_counted() -> None:
    sink = Kept()
    recorder = Recorder(sink)
    assert recorder.close()
    recorder.write(record())

    assert recorder.close()
    assert recorder.flush(60)
    assert (sink.records, sink.asked) == ([], ["close"])
    assert recorder.lost == {"closed": 1}


def test_losses_are_gauges_and_each_is_told_once() -> None:
    sink = Kept()
    recorder = Recorder(sink, capacity=0)
    recorder.write(record())
    recorder.write(record())
    assert list(recorder.gauges()) == [Gauge("LostRecords", 2, {"Reason": "full"})]
    recorder.write(record())
    assert list(recorder.gauges()) == [Gauge("LostRecords", 1, {"Reason": "full"})]
    assert list(recorder.gauges()) == []
    assert sink.sources == [recorder.gauges, sink.gauges]
    recorder.close()


def test_without_a_thread_what_was_written_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the end of the interpreter, when none may be started any more."""

    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    sink = Kept()
    recorder = Recorder(sink)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        recorder.write(record())
        assert not recorder.flush(timeout=0)
    recorder.close()

    assert sink.records == [record()]
    assert recorder.lost == {}


def test_a_sink_may_close_its_recorder() -> None:
    class Closing(Kept):
        def write(self, record: Record, /) -> None:
            super().write(record)
            recorder.close()

    sink = Closing()
    recorder = Recorder(sink)
    recorder.write(record())
    thread = recorder._thread
    assert thread
    thread.join(10)

    assert (sink.records, sink.asked) == ([record()], ["close"])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_fork_waits_for_a_record_that_is_being_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FORK_WAITS", 10)
    sink = Waiting()
    with Recorder(sink) as recorder:
        recorder.write(record())
        assert sink.reached.wait(10)
        letting_go = threading.Thread(target=sink.go_on.set)
        letting_go.start()
        module._before_fork()
        assert sink.records == [record()]
        module._in_parent()
        letting_go.join()
        recorder.write(record(2))
        assert recorder.flush(60)
    assert sink.records == [record(), record(2)]
