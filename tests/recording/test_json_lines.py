"""JSON lines: whole ones only, in files of one day and one process each."""

import errno
import json
import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute.recording import JsonLines, Record, Recorder, dated_files
from langroute.recording.json_lines import line
from langroute_repo.evidence.log import OPTIONAL, REQUIRED
from tests.recording.records import START, record

PROCESS = os.getpid()


def names(folder: Path) -> list[str]:
    """The files of a folder, without the process's number."""
    return sorted(path.name.replace(f"-{PROCESS}-", "-PID-") for path in folder.iterdir())


def rows(folder: Path) -> list[dict[str, object]]:
    """What the files hold, by their names."""
    texts = [path.read_text() for path in sorted(folder.iterdir())]
    assert all(not text or text.endswith("\n") for text in texts)
    return [json.loads(row) for text in texts for row in text.splitlines()]


def test_a_line_has_the_columns_that_evidence_is_built_from() -> None:
    made = json.loads(line(record(7)))

    assert made == {
        "event_id": "event-7",
        "time": "2026-11-09T10:00:00.000000Z",
        "language": "de",
        "model": "words",
        "role": "primary",
        "status": 200,
        "score": 0.5,
        "latency_ms": 12.5,
        "requested": "de-AT",
        "bucket": 4711,
        "cell": 500,
        "passed": True,
        "final": True,
        "plan_hash": record().plan_hash,
        "version": "git-3f2a9c81b04d",
        "error": None,
        "audited": None,
        "copied": None,
        "extra": False,
        "sent": None,
        "prepare_ms": None,
        "compared": None,
    }
    assert tuple(made) == Record._fields
    assert set(REQUIRED) <= set(made)
    assert OPTIONAL not in made


def test_a_time_of_another_zone_is_the_same_moment_in_utc() -> None:
    there = START.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert line(record(time=there)) == line(record())


@given(st.text(), st.text(), st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_a_caller_sends_is_one_line_of_utf8(asked: str, why: str, score: float) -> None:
    made = line(record(requested=asked, error=why, score=score))

    assert made.count(b"\n") == 1
    assert made.endswith(b"\n")
    assert json.loads(made)["score"] == score


def test_half_a_surrogate_pair_costs_no_log() -> None:
    made = line(record(requested="de-\ud800"))
    assert json.loads(made)["requested"] == "de-?"


def test_what_json_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        line(record(score=float("nan")))


@pytest.mark.parametrize("name", ["log.json", "log", "log.jsonl.gz"])
def test_a_name_that_evidence_would_not_read_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"end it in \.jsonl or \.ndjson$"):
        JsonLines(name)


def test_a_record_is_there_as_soon_as_it_is_written(tmp_path: Path) -> None:
    log = JsonLines(tmp_path / "deep" / "er" / "predictions.jsonl")
    log.write(record())
    assert [row["event_id"] for row in rows(tmp_path / "deep" / "er")] == ["event-1"]
    log.close()


def test_each_day_has_files_of_its_own(tmp_path: Path) -> None:
    log = JsonLines(tmp_path / "predictions.jsonl")
    for hours in (0, 13, 15, 13, 23, 14):  # answers of two threads at the turn of the day
        log.write(record(time=START + timedelta(hours=hours)))
    log.write(record(time=START + timedelta(days=2)))
    log.close()

    assert names(tmp_path) == [
        "predictions-2026-11-09-PID-1.jsonl",
        "predictions-2026-11-10-PID-1.jsonl",
        "predictions-2026-11-11-PID-1.jsonl",
    ]
    for path in tmp_path.iterdir():
        days = {json.loads(row)["time"][:10] for row in path.read_text().splitlines()}
        assert days == {path.name[len("predictions-") :][:10]}


def test_each_hour_if_asked(tmp_path: Path) -> None:
    log = JsonLines(tmp_path / "p.ndjson", every="hour")
    log.write(record())
    log.write(record(time=START + timedelta(hours=1)))
    log.close()
    assert names(tmp_path) == ["p-2026-11-09T10-PID-1.ndjson", "p-2026-11-09T11-PID-1.ndjson"]


def test_a_file_is_followed_by_another_when_it_is_large(tmp_path: Path) -> None:
    log = JsonLines(tmp_path / "p.jsonl", largest=2 * len(line(record())))
    for _ in range(5):
        log.write(record())
    log.close()
    assert names(tmp_path) == [f"p-2026-11-09-PID-{number}.jsonl" for number in (1, 2, 3)]
    assert len(rows(tmp_path)) == 5


def test_nothing_is_appended_to_a_file_that_is_there(tmp_path: Path) -> None:
    """It may end in half a line, or belong to a process of another container."""
    torn = tmp_path / f"p-2026-11-09-{PROCESS}-1.jsonl"
    torn.write_text('{"event_id": "a", "ti')
    log = JsonLines(tmp_path / "p.jsonl")
    log.write(record())
    log.close()

    assert torn.read_text() == '{"event_id": "a", "ti'
    assert names(tmp_path)[1:] == ["p-2026-11-09-PID-2.jsonl"]


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The kernel's own way to take a part of a line and no more, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_costs_whole_lines_only_and_is_counted(tmp_path: Path) -> None:
    length = len(line(record()))
    with Recorder(JsonLines(tmp_path / "p.jsonl")) as recorder:
        with no_file_longer_than(2 * length + length // 2):
            for _ in range(5):
                recorder.write(record())
            assert recorder.flush(60)
        assert recorder.lost == {"JsonLines": 3}
        recorder.write(record())  # there is room again
        assert recorder.flush(60)
        assert len(rows(tmp_path)) == 3
        assert names(tmp_path) == ["p-2026-11-09-PID-1.jsonl"]


def test_a_folder_that_cannot_be_made_is_counted(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Recorder(JsonLines(tmp_path / "file" / "p.jsonl")) as recorder:
        recorder.write(record())
        assert recorder.flush(60)
        assert recorder.lost == {"JsonLines": 1}


# Files that somebody else touches


def test_a_file_that_is_deleted_is_followed_by_another_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Recorder(JsonLines(tmp_path / "p.jsonl")) as recorder:
        for number in range(3):
            recorder.write(record(number))
        assert recorder.flush(60)
        for path in tmp_path.iterdir():
            path.unlink()
        for number in range(3, 8):
            recorder.write(record(number))
        assert recorder.flush(60)
        assert recorder.lost == {"JsonLines": 3}
    assert [row["event_id"] for row in rows(tmp_path)] == [f"event-{at}" for at in range(3, 8)]
    assert "p-2026-11-09" in caplog.text
    assert "was deleted while it was open" in caplog.text


def test_a_file_that_is_deleted_before_the_end_is_counted_at_the_end(tmp_path: Path) -> None:
    with Recorder(JsonLines(tmp_path / "p.jsonl")) as recorder:
        for day in range(2):
            recorder.write(record(time=START + timedelta(days=day)))
        assert recorder.flush(60)
        for path in tmp_path.iterdir():
            path.unlink()
    assert recorder.lost == {"JsonLines": 2}


def test_a_whole_folder_that_is_deleted_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    with Recorder(JsonLines(folder / "p.jsonl")) as recorder:
        recorder.write(record(1))
        assert recorder.flush(60)
        shutil.rmtree(folder)
        recorder.write(record(2))
        assert recorder.flush(60)
        assert recorder.lost == {"JsonLines": 1}
    assert [row["event_id"] for row in rows(folder)] == ["event-2"]


def test_a_folder_that_is_gone_for_good_counts_what_was_in_it_too(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    with Recorder(JsonLines(folder / "p.jsonl")) as recorder:
        recorder.write(record(1))
        assert recorder.flush(60)
        shutil.rmtree(folder)
        folder.touch()
        for _ in range(2):
            recorder.write(record())
        assert recorder.flush(60)
        assert recorder.lost == {"JsonLines": 3}


def test_a_file_that_is_moved_away_keeps_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dated_files, "LOOK_EVERY", 0)
    with Recorder(JsonLines(tmp_path / "p.jsonl")) as recorder:
        recorder.write(record(1))
        assert recorder.flush(60)
        (path,) = tmp_path.iterdir()
        path.rename(tmp_path / "rotated.jsonl")
        recorder.write(record(2))
        assert recorder.flush(60)
    assert recorder.lost == {}
    assert names(tmp_path) == ["p-2026-11-09-PID-1.jsonl", "rotated.jsonl"]
    assert [row["event_id"] for row in rows(tmp_path)] == ["event-2", "event-1"]


def test_nothing_is_written_into_a_file_that_got_the_number_of_ours(tmp_path: Path) -> None:
    """As where a process closes all that is open, to go on in the background."""
    log = JsonLines(tmp_path / "p.jsonl")
    log.write(record(1))
    (file,) = log._files._open.values()
    with (tmp_path / "theirs").open("wb") as theirs:
        os.dup2(theirs.fileno(), file.descriptor)
        log.write(record(2))
        os.close(file.descriptor)
    log.close()
    assert (tmp_path / "theirs").read_bytes() == b""
    (tmp_path / "theirs").unlink()
    assert [row["event_id"] for row in rows(tmp_path)] == ["event-1", "event-2"]


def test_a_line_that_cannot_be_taken_back_is_the_last_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EIO, "input/output error")

    log = JsonLines(tmp_path / "p.jsonl")
    length = len(line(record()))
    with monkeypatch.context() as patched, no_file_longer_than(length // 2):
        patched.setattr(os, "ftruncate", refused)
        with pytest.raises(OSError, match="input/output"):
            log.write(record(1))
    log.write(record(2))
    log.close()
    assert names(tmp_path) == ["p-2026-11-09-PID-1.jsonl", "p-2026-11-09-PID-2.jsonl"]
    whole = tmp_path / f"p-2026-11-09-{PROCESS}-2.jsonl"
    assert json.loads(whole.read_text())["event_id"] == "event-2"
