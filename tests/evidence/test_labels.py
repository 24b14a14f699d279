"""Labels as people give them: by event, apart from the log, of what passed or was drawn."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from langroute_repo.evidence import athena_engine, duckdb_engine
from langroute_repo.evidence.log import EvidenceError, Known
from langroute_repo.tree.files.evidence import Evidence, render
from langroute_repo.tree.files.strata import Strata, Stratum
from langroute_repo.tree.impossible_counts import contradiction
from tests.evidence.athena_double import AthenaDouble
from tests.evidence.logs import Row, build, built, json_lines, left_out, row, texts
from tests.evidence.test_engines import KNOWN as UNROUTED
from tests.evidence.test_engines import PLACE, Comparable, comparable
from tests.evidence.test_evidence import evidence as of_format_1

Capture = pytest.CaptureFixture[str]
KNOWN = Known(UNROUTED.models, UNROUTED.found, UNROUTED.ends, thresholds={("words", "de"): 0.342})


def answer(number: int, score: float, **changed: Any) -> Row:
    """What the primary decided by 0.342, as our recorder writes it."""
    passed = None if changed.get("status") else score >= 0.342
    decided = {"final": True, "passed": passed, "audited": None, "extra": False}
    return row(number, score=score, **{**decided, **changed})


def copy(number: int, score: float, audited: int | None = None, extra: bool = False) -> Row:
    """What a shadow made of the same event."""
    return row(
        number,
        model="wide",
        role="shadow",
        score=score,
        final=False,
        passed=score >= 0,
        audited=audited,
        extra=extra,
    )


def label(number: int, relevant: bool | None, reason: str | None = None, day: int = 3) -> Row:
    time = f"2026-11-{day:02}T12:00:00Z"
    return {"event_id": f"event-{number}", "relevant": relevant, "time": time, "reason": reason}


# Two events that passed, three that were dropped (two of them drawn), one that failed.
LOG: list[Row] = [
    answer(1, 0.9),
    answer(2, 0.4),
    answer(3, 0.1, audited=200),
    answer(4, 0.2, audited=200),
    answer(5, 0.3),
    answer(6, None, status=503),  # type: ignore[arg-type]
    copy(1, 1.0),
    copy(3, 3.0, audited=200, extra=True),
    copy(4, -4.0, audited=200),
    copy(5, 2.0),
]
LABELS = [
    label(1, True, "passed"),
    label(2, False, "passed"),
    label(3, True, "audit"),
    label(4, False, "audit"),
    label(5, True, "complaint"),
]


def labels(path: Path, rows: Iterable[Row]) -> list[str]:
    return ["--labels", str(json_lines(path / "labels.jsonl", rows))]


def strata(evidence: Evidence) -> Strata:
    assert evidence.strata
    assert contradiction(evidence) is None
    return evidence.strata


def labelled(stratum: Stratum) -> tuple[int, list[list[int]], list[list[int]]]:
    return stratum.events, stratum.labelled, stratum.relevant


def test_labels_count_by_what_the_decider_did(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = json_lines(tmp_path / "log.jsonl", LOG)

    assert build(root, log, options=labels(tmp_path, LABELS)) == 0

    words, wide = strata(built(root)), strata(built(root, "wide"))
    assert labelled(words.kept) == (2, [[400, 1], [900, 1]], [[900, 1]])
    assert labelled(words.dropped) == (3, [[100, 1], [200, 1]], [[100, 1]])
    assert (words.kept.cells, words.dropped.cells) == ([400, 1000], [0, 300])
    assert words.unknown.events == 1
    # The shadow's scores say another thing than the decider's; its copy for the audit alone has a
    # label and no count, and so it is no part of what passes.
    assert labelled(wide.kept) == (2, [[600, 1]], [[600, 1]])
    assert labelled(wide.dropped) == (3, [[100, 1], [800, 1]], [[800, 1]])
    assert (wide.kept.cells, built(root, "wide").total) == ([0, 1000], 3)
    assert left_out(capsys) == [
        "left out 1 row: a copy for the audit alone (wide in de 1)",
        "left out 1 row: no score (words in de 1)",
        "left out 1 label: of a dropped event that no audit drew",
    ]


def test_without_reasons_the_record_says_which_events_were_drawn(
    root: Path, tmp_path: Path
) -> None:
    unsaid = [one | {"reason": None} for one in LABELS]

    build(root, json_lines(tmp_path / "log.jsonl", LOG), options=labels(tmp_path, unsaid))

    assert labelled(strata(built(root)).dropped) == (3, [[100, 1], [200, 1]], [[100, 1]])


UNUSED = {
    "left out 1 label: no event id": [label(1, True) | {"event_id": None}],
    "left out 1 label: neither relevant nor not": [label(1, None)],
    "left out 1 label: a time in the future": [label(1, True, day=9)],
    "left out 1 label: asked for because two models disagreed": [label(1, True, "disagreement")],
    "left out 1 label: of an event that the log does not have, said 2026-10-03 to 2026-10-03": [
        label(99, True) | {"time": "2026-10-03T12:00:00Z"}
    ],
    "left out 1 label: people disagree and none is later": [label(1, True), label(1, False)],
}


@pytest.mark.parametrize(("said", "rows"), UNUSED.items(), ids=UNUSED.keys())
def test_a_label_that_does_not_count_is_told(
    root: Path, tmp_path: Path, capsys: Capture, said: str, rows: list[Row]
) -> None:
    log = json_lines(tmp_path / "log.jsonl", LOG)

    build(root, log, options=labels(tmp_path, [label(2, True, "passed"), *rows]))

    assert said in left_out(capsys)
    assert labelled(strata(built(root)).kept) == (2, [[400, 1]], [[400, 1]])


def test_a_later_label_replaces_an_earlier_one(root: Path, tmp_path: Path, capsys: Capture) -> None:
    rows = [label(1, True, "passed", 4), label(1, False, "passed", 5), label(1, True, "passed", 3)]

    build(root, json_lines(tmp_path / "log.jsonl", LOG), options=labels(tmp_path, rows))

    assert labelled(strata(built(root)).kept) == (2, [[900, 1]], [])
    assert "left out 1 label: replaced by a later one" in left_out(capsys)


def test_a_label_apart_replaces_the_log_s_own(root: Path, tmp_path: Path) -> None:
    log = [answer(1, 0.9, relevant=False), answer(2, 0.4, relevant=True)]

    build(root, json_lines(tmp_path / "log.jsonl", log), options=labels(tmp_path, [LABELS[0]]))

    assert labelled(strata(built(root)).kept) == (2, [[400, 1], [900, 1]], [[400, 1], [900, 1]])


def test_labels_of_another_log_are_refused(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = json_lines(tmp_path / "log.jsonl", LOG)

    assert build(root, log, options=labels(tmp_path, [label(98, True), label(99, True)])) == 2
    assert capsys.readouterr().err == (
        "error: none of 2 labelled events is in the log\n"
        "hint: are both of the same days, and do they name events alike? nothing was written\n"
    )
    assert texts(root) == {}


def test_a_log_that_does_not_say_what_was_decided_goes_by_the_thresholds(
    root: Path, tmp_path: Path
) -> None:
    plain = [
        {key: one[key] for key in one if key not in ("final", "passed", "audited", "extra")}
        for one in LOG[:6]
    ]

    build(root, json_lines(tmp_path / "log.jsonl", plain), options=labels(tmp_path, LABELS[:4]))

    words = strata(built(root))
    assert labelled(words.kept) == (2, [[400, 1], [900, 1]], [[900, 1]])
    assert labelled(words.dropped) == (3, [[100, 1], [200, 1]], [[100, 1]])
    assert words.unknown.events == 1


def test_a_canary_that_failed_was_stood_in_for(root: Path, tmp_path: Path) -> None:
    failed = answer(1, None, status=503, role="canary", model="unrouted", final=False)  # type: ignore[arg-type]
    log = json_lines(tmp_path / "log.jsonl", [failed, answer(1, 0.9), answer(2, 0.9)])

    build(root, log)

    assert strata(built(root)).unknown.events == 0


def test_a_failure_that_a_retry_made_good_was_decided(root: Path, tmp_path: Path) -> None:
    failed = answer(1, None, status=503)  # type: ignore[arg-type]
    log = [failed, failed, answer(1, 0.9), answer(2, None, status=503)]  # type: ignore[arg-type]

    build(root, json_lines(tmp_path / "log.jsonl", log))

    words = strata(built(root))
    assert (words.kept.events, words.unknown.events) == (1, 1)


def test_rows_without_ids_keep_the_labels_that_they_carry(root: Path, tmp_path: Path) -> None:
    log = [
        answer(1, 0.9, event_id=None, relevant=True),
        answer(2, 0.9, event_id=None, relevant=False),
        answer(3, 0.1, event_id=None, relevant=True, audited=200),
    ]

    build(root, json_lines(tmp_path / "log.jsonl", log))

    assert labelled(strata(built(root)).kept) == (2, [[900, 2]], [[900, 1]])
    assert labelled(strata(built(root)).dropped) == (1, [[100, 1]], [[100, 1]])


def test_an_event_whose_own_row_was_lost_has_an_unknown_decision(
    root: Path, tmp_path: Path
) -> None:
    log = json_lines(tmp_path / "log.jsonl", [*LOG, copy(7, 1.0)])

    build(root, log, options=labels(tmp_path, [*LABELS, label(7, True, "passed")]))

    wide = strata(built(root, "wide"))
    assert (wide.unknown.events, wide.unknown.labelled, wide.unknown.relevant) == (1, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"passed": 1}, "line 2: passed is 1; true or false is needed, or null"),
        ({"audited": True}, "line 2: audited is true; a whole number is needed, or null"),
        ({"extra": "no"}, 'line 2: extra is "no"; true or false is needed, or null'),
    ],
)
def test_what_our_recorder_writes_is_held_to_its_kinds(
    root: Path, tmp_path: Path, capsys: Capture, wrong: dict[str, object], said: str
) -> None:
    own: dict[str, object] = {"final": True, "passed": True, "audited": 200, "extra": False}
    log = [row(1, score=0.9, **own), row(2, score=0.9, **own | wrong)]

    assert build(root, json_lines(tmp_path / "log.jsonl", log)) == 2
    assert said in capsys.readouterr().err


def test_a_column_called_passed_in_another_log_decides_nothing(root: Path, tmp_path: Path) -> None:
    log = [row(1, score=0.9, passed="by the gate"), row(2, score=0.1, passed="by the gate")]

    assert build(root, json_lines(tmp_path / "log.jsonl", log)) == 0
    assert strata(built(root)).dropped.events == 1


WRONG: dict[str, tuple[str, str]] = {
    "a number for a label": (
        '{"event_id": "event-1", "relevant": true}\n{"event_id": "event-2", "relevant": 0.3}\n',
        "labels.jsonl cannot be read: line 2: relevant is 0.3; true or false is needed, or null",
    ),
    "an object for an id": (
        '{"event_id": {"id": 1}, "relevant": true}\n',
        "line 1: event_id is an object; text or a whole number is needed",
    ),
    "a key twice": (
        '{"event_id": "event-1", "relevant": true, "relevant": false}\n',
        'labels.jsonl cannot be read: line 1: "relevant" is written twice',
    ),
    "a comma too many": (
        '{"event_id": "event-1", "relevant": true,}\n',
        "labels.jsonl cannot be read: line 1: no JSON",
    ),
    "half a line at the end": (
        '{"event_id": "event-1", "relevant": true}\n{"event_id": "ev',
        "labels.jsonl cannot be read",
    ),
    "a time that is none": (
        '{"event_id": "event-1", "relevant": true, "time": "yesterday"}\n',
        "yesterday",
    ),
    "nothing": ("", "labels.jsonl: no label at all"),
    "no event": ('{"id": "event-1", "relevant": true}\n', "labels.jsonl has no column event_id"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_files_that_hold_no_labels(
    root: Path, tmp_path: Path, capsys: Capture, text: str, said: str
) -> None:
    (tmp_path / "labels.jsonl").write_text(text)
    log = json_lines(tmp_path / "log.jsonl", LOG)

    assert build(root, log, options=["--labels", str(tmp_path / "labels.jsonl")]) == 2
    assert said in capsys.readouterr().err
    assert texts(root) == {}


def test_labels_in_parquet_are_those_in_json_lines(root: Path, tmp_path: Path) -> None:
    log = json_lines(tmp_path / "log.jsonl", LOG)
    lines = labels(tmp_path, LABELS)
    build(root, log, options=lines)
    before = texts(root)
    table = tmp_path / "labels.parquet"
    duckdb.execute(f"COPY (SELECT * FROM read_json('{lines[1]}')) TO '{table}' (FORMAT PARQUET)")

    build(root, log, options=["--labels", str(table)])

    assert texts(root) == before


def test_parquet_of_another_type_is_refused(root: Path, tmp_path: Path, capsys: Capture) -> None:
    table = tmp_path / "labels.parquet"
    duckdb.execute(f"COPY (SELECT 'event-1' AS event_id, 1 AS relevant) TO '{table}'")

    assert build(root, json_lines(tmp_path / "log.jsonl", LOG), options=["--labels", str(table)])
    assert "holds relevant as INTEGER; it has to be true or false" in capsys.readouterr().err


def test_a_window_is_not_added_to_evidence_of_the_old_format(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    old = of_format_1({500: 9}).model_copy(update={"weeks": []})
    path = root / "config/evidence/words/de.json"
    path.parent.mkdir(parents=True)
    path.write_text(render(old))
    log = json_lines(tmp_path / "log.jsonl", [answer(1, 0.9, time="2026-11-15T10:00:00Z")])

    assert build(root, log, options=["--add"], today=date(2026, 11, 20)) == 2
    assert capsys.readouterr().err == (
        "error: config/evidence/words/de.json is of format 1, whose labels do not say what became "
        "of the event\n"
        "hint: count its days anew together with those of the log, without --add\n"
    )
    assert path.read_text() == render(old)


def test_a_second_window_adds_its_strata(root: Path, tmp_path: Path) -> None:
    second = [one | {"time": "2026-11-03T10:00:00Z"} for one in LOG]
    for at, one in enumerate(second):
        one["event_id"] = f"later-{LOG[at]['event_id']}"
    told = [*LABELS, *(one | {"event_id": f"later-{one['event_id']}"} for one in LABELS)]
    one_log = json_lines(tmp_path / "one.jsonl", LOG)
    other = json_lines(tmp_path / "two.jsonl", second)
    options = labels(tmp_path, told)
    build(root, one_log, other, options=options)
    whole = texts(root)
    for path in (root / "config/evidence").rglob("*.json"):
        path.unlink()

    build(root, one_log, options=options)
    build(root, other, options=[*options, "--add"])

    assert texts(root) == whole


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The log as a table, whose JSON lines have types of their own."""
    lines, target = json_lines(tmp_path / "log.jsonl", LOG), tmp_path / "log.parquet"
    duckdb.execute(
        "COPY (SELECT * REPLACE (CAST(relevant AS BOOLEAN) AS relevant, "
        "CAST(audited AS SMALLINT) AS audited, CAST(score AS DOUBLE) AS score) "
        f"FROM read_json('{lines}')) TO '{target}' (FORMAT PARQUET)"
    )
    return target


@pytest.fixture
def said(tmp_path: Path) -> Path:
    every = [*LABELS, *(one for rows in UNUSED.values() for one in rows)]
    lines, target = json_lines(tmp_path / "said.jsonl", every), tmp_path / "said.parquet"
    duckdb.execute(f"COPY (SELECT * FROM read_json('{lines}')) TO '{target}' (FORMAT PARQUET)")
    return target


def by_duckdb(log: Path, said: Path) -> Comparable:
    found = comparable(duckdb_engine.count([log], KNOWN, labels=[said]))
    assert found[2]
    assert len(found[3]) == len(UNUSED)
    return found


def test_athena_counts_the_same_labels(log: Path, said: Path) -> None:
    client = AthenaDouble(f"SELECT * FROM '{log}'", labels=f"SELECT * FROM '{said}'")

    found = athena_engine.count(client, PLACE, KNOWN, sleep=lambda _: None, labels=["ml.labels"])

    assert comparable(found) == by_duckdb(log, said)


def test_a_table_of_labels_has_a_plain_name(log: Path) -> None:
    client = AthenaDouble(f"SELECT * FROM '{log}'")

    with pytest.raises(EvidenceError, match="is no name of Athena"):
        athena_engine.count(client, PLACE, KNOWN, labels=["labels"])


@pytest.mark.slow
@pytest.mark.usefixtures("_spark")
@pytest.mark.filterwarnings("default")
def test_spark_counts_the_same_labels(log: Path, said: Path, tmp_path: Path) -> None:
    from langroute_repo.evidence import spark_engine

    lines = tmp_path / "more.jsonl"
    lines.write_text(json.dumps(answer(8, 0.8)) + "\n" + json.dumps(answer(9, 0.1)) + "\n")

    found = spark_engine.count([str(log), str(lines)], KNOWN, labels=[str(said)])

    embedded = duckdb_engine.count([log, lines], KNOWN, labels=[said])
    assert comparable(found) == comparable(embedded)


def test_of_two_that_both_decided_each_has_its_own_decision(root: Path, tmp_path: Path) -> None:
    """As in a log of another company's, which does not say which answer was final."""
    log = [
        row(1, score=0.9, relevant=True, passed=True),
        row(1, score=-4.0, relevant=True, passed=False, role="canary", model="wide"),
        row(2, score=0.1, relevant=False, passed=False),
        row(2, score=4.0, relevant=False, passed=True, role="canary", model="wide"),
    ]
    assert build(root, json_lines(tmp_path / "log.jsonl", log)) == 0
    words = strata(built(root))
    assert labelled(words.kept) == (1, [[900, 1]], [[900, 1]])
    assert labelled(words.dropped) == (1, [[100, 1]], [])
    strata(built(root, "wide"))  # which is whole, too
