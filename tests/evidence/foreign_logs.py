"""The same answers in logs of other companies, each with the mapping that makes them ours again."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import duckdb

from tests.evidence.logs import Row, row

MODELINE = "# yaml-language-server: $schema=../schemas/log.schema.json\n"
WARSAW = ZoneInfo("Europe/Warsaw")


def answers() -> Iterator[Row]:
    """Answers around the end of summer time, some of them at hours that are another day in UTC."""
    began = datetime(2026, 10, 23, 21, 30, tzinfo=UTC)
    scores = cycle([0.25, 0.5, 0.75, 1, 0, None, 0.125])
    for at, score in zip(range(120), scores, strict=False):
        # Not within the hour that comes twice: a local time does not say which it was.
        time = began + timedelta(hours=5 * at)
        yield row(
            at,
            time=f"{time:%Y-%m-%dT%H:%M:%SZ}",
            language="pt" if at % 4 == 3 else "de",
            model="wide" if at % 3 == 2 else "words",
            role="shadow" if at % 3 == 2 else ("canary" if at % 7 == 0 else "primary"),
            status=503 if score is None else 200,
            score=score,
            relevant={0: True, 1: False}.get(at % 5),
        )


def utc(one: Row) -> datetime:
    """When an answer was given."""
    return datetime.fromisoformat(one["time"])


def _lines(path: Path, rows: Sequence[Row]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows))
    return path


def parquet_of(path: Path, rows: Sequence[Row], columns: str) -> Path:
    """The rows as Parquet, with these columns."""
    lines = _lines(path.with_suffix(".jsonl"), rows)
    with duckdb.connect() as connection:
        scan = f"read_json('{lines}', columns = {{{columns}}})"
        connection.execute(f"COPY (SELECT * FROM {scan}) TO '{path}' (FORMAT PARQUET)")
    lines.unlink()
    return path


ROLES = {"primary": "live", "canary": "trial", "shadow": "mirror"}
LABELS = {True: "yes", False: "no", None: "unsure"}

SERVING = """\
event_id: {column: event.id}
time: {column: ts, format: milliseconds}
language: {column: lang, values: {de_DE: de, pt_PT: pt}}
model: {column: model_name, values: {"words:3": words, "wide:1": wide}}
role: {column: kind, values: {live: primary, trial: canary, mirror: shadow}}
status: {column: http_status}
score: {column: confidence, divided_by: 100}
relevant: {column: label, values: {"yes": true, "no": false}, unknown: [unsure]}
"""


def serving(folder: Path, rows: Sequence[Row]) -> Path:
    """JSON lines of a serving layer: numbers for times, percentages, texts for everything else."""
    return _lines(
        folder / "serving.jsonl",
        [
            {
                "ts": round(utc(one).timestamp() * 1000),
                "event": {"id": one["event_id"], "source": {"name": "wire"}},
                "lang": {"de": "de_DE", "pt": "pt_PT"}[one["language"]],
                "model_name": {"words": "words:3", "wide": "wide:1"}[one["model"]],
                "kind": ROLES[one["role"]],
                "http_status": str(one["status"]),
                "confidence": None if one["score"] is None else one["score"] * 100,
                "label": LABELS[one["relevant"]],
            }
            for one in rows
        ],
    )


WAREHOUSE = """\
event_id: {column: event.key}
time: {column: answered_at, zone: Europe/Warsaw}
language: {column: asked}
model: {column: deployment, values: {words-blue: words}}
role: {column: decided_by, values: {"0": primary, "1": canary, "2": shadow}}
status: {column: ok, success: ["true"]}
score: {column: p}
relevant: {column: verdict}
final: {column: decided_by, values: {"0": true, "1": true, "2": false}}
passed: {column: decision, values: {keep: true, drop: false}, unknown: [none]}
"""


def warehouse(folder: Path, rows: Sequence[Row]) -> Path:
    """Parquet of a warehouse: local times without a zone, a struct, a decision in columns."""
    return parquet_of(
        folder / "warehouse.parquet",
        [
            {
                "answered_at": f"{utc(one).astimezone(WARSAW):%Y-%m-%d %H:%M:%S}",
                "event": {"key": one["event_id"]},
                "asked": one["language"],
                "deployment": {"words": "words-blue"}.get(one["model"], one["model"]),
                "decided_by": list(ROLES).index(one["role"]),
                "ok": one["status"] == 200,
                "p": one["score"],
                "verdict": one["relevant"],
                "decision": _decision(one["score"]),
            }
            for one in rows
        ],
        "answered_at: 'TIMESTAMP', event: 'STRUCT(key VARCHAR)', asked: 'VARCHAR', "
        "deployment: 'VARCHAR', decided_by: 'TINYINT', ok: 'BOOLEAN', p: 'DOUBLE', "
        "verdict: 'BOOLEAN', decision: 'VARCHAR'",
    )


def _decision(score: float | None) -> str:
    return "none" if score is None else ("keep" if score >= 0.5 else "drop")


CLOCKS = """\
time: {column: at, format: iso, zone: Europe/Warsaw}
status: {column: status_code}
relevant: {column: label, values: {"yes": true, "no": false}, unknown: [unsure]}
"""


def _clock(at: int, one: Row) -> str:
    """Local times without a zone, and every third with one."""
    if at % 3:
        return f"{utc(one).astimezone(WARSAW):%Y-%m-%dT%H:%M:%S}"
    return (utc(one).astimezone(ZoneInfo("America/New_York"))).isoformat()


def _clocks(rows: Sequence[Row]) -> list[Row]:
    kept = ("event_id", "language", "model", "role", "score")
    return [
        {name: one[name] for name in kept}
        | {"at": _clock(at, one), "status_code": str(one["status"])}
        | {"label": LABELS[one["relevant"]]}
        for at, one in enumerate(rows)
    ]


def clocks(folder: Path, rows: Sequence[Row]) -> Path:
    """JSON lines whose times are texts, of which some say their zone."""
    return _lines(folder / "clocks.jsonl", _clocks(rows))


def clocks_table(folder: Path, rows: Sequence[Row]) -> Path:
    """The same in Parquet, where a time is a text as well."""
    return parquet_of(
        folder / "clocks.parquet",
        _clocks(rows),
        "event_id: 'VARCHAR', language: 'VARCHAR', model: 'VARCHAR', role: 'VARCHAR', "
        "score: 'DOUBLE', \"at\": 'VARCHAR', status_code: 'VARCHAR', label: 'VARCHAR'",
    )


class Foreign(NamedTuple):
    """A mapping, and what writes answers as a log that it is for."""

    mapping: str
    write: Callable[[Path, Sequence[Row]], Path]


FOREIGN = {
    "a serving layer": Foreign(SERVING, serving),
    "a warehouse": Foreign(WAREHOUSE, warehouse),
    "clocks of a town": Foreign(CLOCKS, clocks),
    "clocks of a town in Parquet": Foreign(CLOCKS, clocks_table),
}


def mapped(root: Path, mapping: str) -> None:
    """Give a tree a config/log.yaml."""
    (root / "config/log.yaml").write_text(MODELINE + mapping)
