"""A log that was recorded becomes evidence in one command, and counts are exact."""

import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from langroute.recording import JsonLines, Output, Parquet, Record, Recorder
from langroute.recording.json_lines import line
from langroute.scale import CELLS, cell
from tests.evidence.logs import SCALES, build, built, lay_tree, left_out
from tests.recording.records import START, record

OUTPUTS: dict[str, Callable[[Path], Output]] = {
    "json lines": lambda folder: JsonLines(folder / "predictions.jsonl", largest=60_000),
    "parquet": lambda folder: Parquet(folder, rows=150),
}


def recorded(number: int) -> list[Record]:
    """Answers of primaries and shadows over four days, some of them failures."""
    chance = random.Random(number)
    made = []
    for at in range(number):
        for role, model in (("primary", "words"), ("shadow", "wide")):
            low, high = SCALES[model]
            score = None if chance.random() < 0.1 else chance.uniform(low, high)
            made.append(
                record(
                    at,
                    event_id=f"event-{at}" if at % 10 else None,
                    language=chance.choice(["de", "pt"]),
                    time=START + timedelta(minutes=7 * at),
                    role=role,
                    model=model,
                    score=score,
                    status=503 if score is None else 200,
                    cell=None if score is None else cell(score, low, high),
                    final=role == "primary",
                )
            )
    return made


def counts(records: list[Record], model: str, language: str) -> list[int]:
    found = Counter(
        cell(one.score, *SCALES[model])
        for one in records
        if (one.model, one.language) == (model, language) and one.score is not None
    )
    return [found[at] for at in range(CELLS + 1)]


@pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
def test_what_was_recorded_is_what_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: Callable[[Path], Output]
) -> None:
    records, logs = recorded(600), tmp_path / "logs"
    with Recorder(output(logs)) as recorder:
        for one in records:
            recorder.write(one)
    assert recorder.lost == {}
    files = [path for path in logs.iterdir() if path.is_file()]
    assert len(files) > len({one.time.date() for one in records}) == 4
    root = lay_tree(tmp_path / "tree")

    assert build(root, *files, today=date(2026, 11, 30)) == 0

    for model in ("words", "wide"):
        for language in ("de", "pt"):
            evidence = built(root, model, language)
            assert evidence.counts == counts(records, model, language)
            # Nobody has labelled anything: what a model decided is no label.
            assert evidence.labelled == evidence.relevant == [0] * (CELLS + 1)
            asked = [one for one in records if one.language == language and one.role == "primary"]
            assert evidence.events.per_day == round(len(asked) / 4, 3)
    failed = [one for one in records if one.score is None]
    (said,) = left_out(capsys)
    assert said.startswith(f"left out {len(failed)} rows: no score (")


@pytest.mark.parametrize(
    "added",
    [
        {"compared"},
        {"sent", "prepare_ms", "compared"},
        {"audited", "copied", "extra", "sent", "prepare_ms", "compared"},
    ],
)
def test_a_log_from_before_a_column_is_counted_beside_a_new_one(
    tmp_path: Path, added: set[str]
) -> None:
    records = [one._replace(sent="a04de9940ff7bfff") for one in recorded(40)]
    new, old = (tmp_path / f"{name}.jsonl" for name in ("new", "old"))
    lines = [json.loads(line(one)) for one in records]
    before = [{key: held for key, held in one.items() if key not in added} for one in lines]
    assert all(len(one) == len(Record._fields) - len(added) for one in before)
    half = len(records) // 2
    new.write_text("".join(f"{json.dumps(one)}\n" for one in lines[:half]))
    old.write_text("".join(f"{json.dumps(one)}\n" for one in before[half:]))
    root = lay_tree(tmp_path / "tree")
    assert build(root, new, old, today=date(2026, 11, 30)) == 0
    assert built(root, "words", "de").counts == counts(records, "words", "de")


def test_what_a_model_decided_is_in_no_column_that_is_read_as_a_label() -> None:
    assert "relevant" not in Record._fields
