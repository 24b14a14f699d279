"""A log in JSON lines is held to what Parquet can hold, and told by its own name and line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from langroute_repo.evidence import strict_lines
from langroute_repo.evidence.log import EvidenceError
from langroute_repo.evidence.strict_lines import check
from tests.evidence.logs import build, row, texts

FOLDER = Path(__file__).with_name("lines")
LOG = Path("monday.jsonl")
REFUSED = {
    "bom": "line 1: a byte order mark; save the file without one",
    "deep-invalid": "line 1: nested too deeply",
    "relevant-grade": "line 2: relevant is 2; true or false is needed, or null",
    "repeated-key": 'line 3: "score" is written twice',
    "score-boolean": "line 2: score is true; a number is needed, or null",
    "score-object": "line 3: score is an object; a number is needed, or null",
    "trailing-comma": (
        "line 2: no JSON: expecting property name enclosed in double quotes, at column 166"
    ),
    "utf16": "line 1: UTF-16; save the file as UTF-8",
}
GOOD = json.dumps(row(1)).encode() + b"\n"
CHANGED = {
    "score as text": ({"score": "0.5"}, 'score is "0.5"; a number is needed, or null'),
    "status as text": ({"status": "200"}, 'status is "200"; a whole number is needed, or null'),
    "status with a fraction": (
        {"status": 200.0},
        "status is 200.0; a whole number is needed, or null",
    ),
    "status as truth": ({"status": True}, "status is true; a whole number is needed, or null"),
    "relevant as text": (
        {"relevant": "true"},
        'relevant is "true"; true or false is needed, or null',
    ),
    "time as a number": ({"time": 1762077600}, "time is 1762077600; text is needed, or null"),
    "language as a list": ({"language": ["de"]}, "language is a list; text is needed, or null"),
    "event_id as truth": (
        {"event_id": True},
        "event_id is true; text or a whole number is needed, or null",
    ),
}


def said(*lines: bytes) -> str | None:
    """Why these lines are refused, None when they are not."""
    try:
        check(LOG, io.BytesIO(b"".join(lines)), strict_lines.KINDS)
    except EvidenceError as error:
        return error.message.replace("monday.jsonl cannot be read: ", "", 1)
    return None


def test_every_log_here_has_its_row() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == REFUSED.keys()


@pytest.mark.parametrize(("name", "why"), REFUSED.items(), ids=REFUSED)
def test_a_log_is_refused_with_its_line(
    root: Path, capsys: pytest.CaptureFixture[str], name: str, why: str
) -> None:
    log = FOLDER / f"{name}.jsonl"
    assert build(root, log) == 2
    assert texts(root) == {}
    told = capsys.readouterr()
    hint = "hint: mend that line or take it out; nothing was written\n"
    assert (told.out, told.err) == ("", f"error: {log} cannot be read: {why}\n{hint}")


@pytest.mark.parametrize(("changed", "why"), CHANGED.values(), ids=CHANGED)
def test_a_value_that_parquet_would_not_hold(changed: dict[str, Any], why: str) -> None:
    wrong = json.dumps(row(2, **changed)).encode() + b"\n"
    assert said(GOOD, GOOD, wrong) == f"line 3: {why}"


@pytest.mark.parametrize(
    "line",
    [
        {"event_id": 12},
        {"score": 1},
        {"score": float("nan")},
        {"relevant": False},
        {"language": None},
        {"took": {"p50": 1}},
        {"note": 'ü 😀 " \\ \u2028'},
    ],
    ids=str,
)
def test_a_value_that_parquet_would_hold(line: dict[str, Any]) -> None:
    assert said(GOOD, json.dumps(row(2, **line), ensure_ascii=False).encode() + b"\n", GOOD) is None


def test_half_a_character() -> None:
    half = json.dumps(row(2, model="\ud800")).encode() + b"\n"
    assert said(GOOD, half) == "line 2: half a character: a surrogate without the other one"
    assert said(GOOD, json.dumps(row(2, model="\U0001f600")).encode() + b"\n") is None


@pytest.mark.parametrize("time", ["", "-1", "yesterday"])
def test_a_time_that_is_none_is_told_with_its_own_line(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], time: str
) -> None:
    log = tmp_path / "log.jsonl"
    log.write_bytes(GOOD + json.dumps(row(2, time=time)).encode() + b"\n" + GOOD)
    assert build(root, log) == 2
    told = f'error: {log} cannot be read: line 2: invalid timestamp field format: "{time}"'
    assert capsys.readouterr().err.startswith(told)


def test_a_value_of_a_last_line_without_a_line_feed_is_held_as_well() -> None:
    last = json.dumps(row(2, score=True)).encode()
    assert said(GOOD, last) == "line 2: score is true; a number is needed, or null"
    assert said(GOOD, last[:-5]) is None


def test_a_line_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_lines, "LONGEST_LINE", 1000)
    monkeypatch.setattr(strict_lines, "BLOCK", 300)
    assert said(GOOD, b'{"note": "' + b"x" * 5000) == "line 2: it is longer than 1,000 bytes"


KEYS = st.sampled_from([*strict_lines.KINDS, "latency_ms", "note", 'a"b', "ü"])
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([{}])
)
ROWS = st.lists(st.tuples(KEYS, VALUES), max_size=5).map(
    lambda pairs: (
        "{" + ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs) + "}\n"
    )
)
BROKEN = st.sampled_from(
    ["", "\n", "{,}\n", '{"a": 1,}\n', "[]\n", "\ufeff{}\n", '{"score": 01}\n']
)


@given(st.lists(st.one_of(ROWS, ROWS, BROKEN), max_size=6), st.integers(1, 60))
@settings(max_examples=200, deadline=None)
@example(['{"score": 1}\n', '{"score": true}\n'], 1)
@example(['{"note": "a"}\n', '{"note": "a\\\\"}\n'], 60)
def test_a_line_is_judged_the_same_whatever_stands_before_it(lines: list[str], block: int) -> None:
    """Lines that look like one before are not read: nothing may pass by that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_lines, "BLOCK", block)
        together = said(*(line.encode() for line in lines))
    alone = (said(line.encode()) for line in lines)
    first = next((one for one in alone if one), None)
    assert (together is None) == (first is None)
    if first and "line" in first:
        assert together
        assert together.split(": ", 1)[-1] == first.split(": ", 1)[-1] or "no JSON object" in first


@given(st.binary(max_size=60), st.sampled_from([b"", GOOD]))
@settings(max_examples=200, deadline=None)
@example(b"[" * 100_000, GOOD)
@example(b'{"score": ' + b"1" * 5000 + b"}\n", GOOD)
def test_any_bytes_are_read_or_refused(raw: bytes, before: bytes) -> None:
    why = said(before, raw)
    assert why is None or "line " in why
