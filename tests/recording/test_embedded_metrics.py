"""Lines in the embedded metric format: valid, within its limits, and nothing counted twice."""

import io
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from langroute.recording import EmbeddedMetrics, Record, Recorder, SinkError
from langroute.recording.sink import Gauge
from tests.recording.cloudwatch import LONGEST, SCHEMA, data, documents
from tests.recording.records import STAGING, START, Fixed, document, record

FOUR = ["Environment", "Language", "Model", "Role"]
TWO = ["Environment", "Language"]


def valid(text: str) -> None:
    """Hold every line against the specification."""
    for line, one in zip(text.splitlines(), documents(text), strict=True):
        Draft202012Validator(SCHEMA).validate(one)
        assert len(line.encode()) <= LONGEST
        for directive in one["_aws"]["CloudWatchMetrics"]:
            named = [metric["Name"] for metric in directive["Metrics"]]
            assert {*named, *directive["Dimensions"][0]} <= set(one)
            assert len(named) == len(set(named))


def written(records: Iterable[Record], **given: str) -> str:
    stream = io.StringIO()
    metrics = EmbeddedMetrics(Fixed(document() | given), stream)
    for one in records:
        metrics.write(one)
    metrics.close()
    valid(stream.getvalue())
    return stream.getvalue()


def test_a_minute_of_one_answerer_is_one_line() -> None:
    text = written([record(1), record(2, score=0.1), record(3, score=None)])

    assert documents(text) == [
        {
            "_aws": {
                "Timestamp": int(START.timestamp() * 1000),
                "CloudWatchMetrics": [
                    {
                        "Namespace": "Langroute",
                        "Dimensions": [FOUR],
                        "Metrics": [
                            {"Name": name} for name in ("Requests", "Failures", "Relevant", "Score")
                        ],
                    },
                    {
                        "Namespace": "Langroute",
                        "Dimensions": [TWO],
                        "Metrics": [
                            {"Name": name}
                            for name in ("Requests", "Failures", "CallerFaults", "Relevant")
                        ],
                    },
                ],
            },
            "Environment": "staging",
            "Language": "de",
            "Model": "words",
            "Role": "primary",
            "Requests": [1, 1, 1],
            "Failures": [0, 0, 1],
            "CallerFaults": [0, 0, 0],
            "Relevant": [1, 0],
            "Score": [0.5, 0.1],
        }
    ]


@pytest.mark.parametrize("role", ["shadow", "canary"])
def test_what_no_caller_got_is_not_told_of_the_language(role: str) -> None:
    (document,) = documents(written([record(role=role, final=False, score=None)]))

    (directive,) = document["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [FOUR]
    assert [metric["Name"] for metric in directive["Metrics"]] == ["Requests", "Failures"]
    assert document["Failures"] == [1]


def test_each_minute_language_model_role_and_kind_has_a_line_of_its_own() -> None:
    kinds: list[dict[str, Any]] = [
        {},
        {"time": START + timedelta(seconds=59)},  # the first once more
        {"time": START + timedelta(seconds=60)},
        {"language": "pt"},
        {"model": "wide"},
        {"role": "canary"},
        {"role": "canary", "final": False},
    ]
    assert len(documents(written(record(**kind) for kind in kinds))) == 6


@given(st.lists(st.sampled_from([0.1, 0.5, None]), max_size=350))
def test_every_value_is_in_exactly_one_line(scores: list[float | None]) -> None:
    text = written(record(score=score) for score in scores)

    found: Counter[tuple[str, int]] = Counter()
    for datum in data(text):
        found[datum["MetricName"], len(datum["Dimensions"])] += len(datum["Values"])
    answered = sum(score is not None for score in scores)
    for keys in (2, 4):
        assert found["Requests", keys] == found["Failures", keys] == len(scores)
        assert found["Relevant", keys] == answered
    assert found["Score", 4] == answered
    assert found["Score", 2] == 0


def test_the_hundredth_value_goes_out_at_once() -> None:
    stream = io.StringIO()
    metrics = EmbeddedMetrics(STAGING, stream)
    for number in range(99):
        metrics.write(record(number))
    assert stream.getvalue() == ""
    metrics.write(record(99))
    assert len(documents(stream.getvalue())[0]["Requests"]) == 100


# A document has an environment with a name, of Unicode.
ENVIRONMENTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.text(), st.text(), ENVIRONMENTS)
def test_whatever_a_name_is_the_line_is_valid(language: str, model: str, environment: str) -> None:
    made = written([record(language=language, model=model)], environment=environment)
    assert len(documents(made)) == 1


@pytest.mark.parametrize(
    ("name", "shown"), [("", "?"), (" ", "?"), ("wörter\n", "w?rter?"), ("m" * 2000, "m" * 1024)]
)
def test_a_name_that_cloudwatch_does_not_take_is_mended(name: str, shown: str) -> None:
    assert documents(written([record(model=name)]))[0]["Model"] == shown


class Clock:
    """A clock that moves when it is told to; also the time of day."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_values_are_held_back_for_a_while_and_gauges_told_once_a_minute() -> None:
    stream, clock = io.StringIO(), Clock()
    metrics = EmbeddedMetrics(
        STAGING, stream, 10, clock, lambda: START + timedelta(seconds=clock.seconds)
    )
    metrics.observe(
        lambda: [
            Gauge("ConstantScores", 1, {"Language": "de", "Model": "words", "Role": "primary"}),
            Gauge("PassShareOff", 0, {"Language": "de", "Model": "words", "Role": "primary"}),
            Gauge("LostRecords", 7, {"Reason": "full"}),
        ]
    )
    lines = []
    for second in range(121):
        clock.seconds = second
        metrics.write(record(second, time=START + timedelta(seconds=second)))
        metrics.tick()
        lines.append(len(documents(stream.getvalue())))
    valid(stream.getvalue())

    # Every ten seconds what came since, with one line more where a minute has ended in between,
    # and two of gauges at the first look and in each new minute.
    assert [at for at in range(1, 121) if lines[at] > lines[at - 1]] == list(range(10, 121, 10))
    assert lines[-1] == 12 + 2 + 2 * 3
    gauges = [one for one in documents(stream.getvalue()) if "Requests" not in one]
    assert gauges[0]["ConstantScores"] == 1
    assert gauges[0]["PassShareOff"] == 0
    assert gauges[0]["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [FOUR]
    assert gauges[1]["LostRecords"] == 7
    assert gauges[1]["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["Environment", "Reason"]]


def test_a_recorder_tells_its_losses() -> None:
    stream = io.StringIO()
    recorder = Recorder(EmbeddedMetrics(STAGING, stream), capacity=0)
    recorder.write(record())
    recorder.close()
    assert [(one["MetricName"], one["Values"]) for one in data(stream.getvalue())] == [
        ("LostRecords", [1])
    ]


def test_a_stream_that_is_gone_costs_as_many_records_as_were_held_back() -> None:
    stream = io.StringIO()
    metrics = EmbeddedMetrics(STAGING, stream)
    for number in range(7):
        metrics.write(record(number))
    stream.close()
    with pytest.raises(SinkError, match="metrics cannot be written") as raised:
        metrics.flush()
    assert raised.value.records == 7
    metrics.flush()  # and they are gone


def test_standard_output_is_the_one_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics, stream = EmbeddedMetrics(STAGING), io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    metrics.write(record())
    metrics.close()
    assert len(documents(stream.getvalue())) == 1
