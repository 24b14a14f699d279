"""`evidence build --add`: what was counted in two windows is what both together give."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langroute_repo.tree.files.evidence import Week
from tests.evidence.logs import Row, build, built, json_lines, lay_tree, row, texts

Capture = pytest.CaptureFixture[str]
ADD = ("--add",)
SECOND_DAY = "2026-11-03T10:00:00Z"

ANSWERS = st.tuples(
    st.sampled_from(["de", "pt"]),
    st.integers(0, 1000).map(lambda at: at / 1000),
    st.sampled_from([None, True, False]),
    st.integers(0, 59),
)


def answers(day: int, held: list[tuple[str, float, bool | None, int]]) -> list[Row]:
    """Rows of one day of November 2026."""
    return [
        row(
            1000 * day + number,
            language=tag,
            score=score,
            relevant=relevant,
            time=f"2026-11-{day:02}T10:00:{second:02}Z",
        )
        for number, (tag, score, relevant, second) in enumerate(held)
    ]


@settings(max_examples=15)
@given(st.lists(ANSWERS, min_size=1, max_size=20), st.lists(ANSWERS, min_size=1, max_size=20))
def test_adding_a_window_gives_what_both_together_give(
    first: list[tuple[str, float, bool | None, int]],
    second: list[tuple[str, float, bool | None, int]],
) -> None:
    # Both languages on both days, so that one window is that of all files.
    usual = [("de", 0.5, None, 0), ("pt", 0.5, None, 0)]
    with tempfile.TemporaryDirectory() as folder:
        added, whole = (lay_tree(Path(folder) / name) for name in ("added", "whole"))
        one = json_lines(Path(folder) / "one.jsonl", answers(1, usual + first))
        two = json_lines(Path(folder) / "two.jsonl", answers(2, usual + second))
        build(added, one)
        build(added, two, options=ADD)
        build(whole, one, two)

        assert texts(added) == texts(whole)


def test_a_model_that_is_new_is_counted_beside_what_is_there(root: Path, tmp_path: Path) -> None:
    build(root, json_lines(tmp_path / "one.jsonl", [row(1)]))
    before = texts(root)

    build(root, json_lines(tmp_path / "two.jsonl", [row(2, language="pt")]), options=ADD)

    assert texts(root).items() >= before.items()
    assert built(root, tag="pt").total == 1


OVERLAPS: Mapping[str, tuple[list[str], str]] = {
    "the same log": (
        ["02", "03"],
        "error: config/evidence/words/de.json covers 2026-11-02 to 2026-11-03 and the log "
        "2026-11-02 to 2026-11-03: the days of both would count twice\n",
    ),
    "a part of it": (
        ["03"],
        "error: config/evidence/words/de.json covers 2026-11-02 to 2026-11-03 and the log "
        "2026-11-03 to 2026-11-03: the days of both would count twice\n",
    ),
    "one day of it": (
        ["03", "04"],
        "error: config/evidence/words/de.json covers 2026-11-02 to 2026-11-03 and the log "
        "2026-11-03 to 2026-11-04: the days of both would count twice\n",
    ),
}


@pytest.mark.parametrize(("days", "told"), OVERLAPS.values(), ids=OVERLAPS.keys())
def test_a_day_is_not_added_twice(
    root: Path, tmp_path: Path, capsys: Capture, days: list[str], told: str
) -> None:
    build(root, json_lines(tmp_path / "one.jsonl", dated(["02", "03"])))
    before = texts(root)
    capsys.readouterr()

    code = build(root, json_lines(tmp_path / "two.jsonl", dated(days)), options=ADD)

    assert (code, texts(root)) == (2, before)
    assert capsys.readouterr().err == (
        f"{told}hint: add only days that are not counted yet, "
        "or count all of them anew without --add\n"
    )


def dated(days: list[str]) -> list[Row]:
    return [row(int(day), time=f"2026-11-{day}T10:00:00Z") for day in days]


def test_running_an_interrupted_add_again_adds_the_rest_only(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    build(root, json_lines(tmp_path / "one.jsonl", [row(1), row(2, language="pt")]))
    interrupted = (root / "config/evidence/words/pt.json").read_text()
    rows = [row(at, language=tag, time=SECOND_DAY) for at, tag in enumerate(["de", "pt"])]
    two = json_lines(tmp_path / "two.jsonl", rows)
    build(root, two, options=ADD)
    whole = texts(root)
    (root / "config/evidence/words/pt.json").write_text(interrupted)
    capsys.readouterr()

    build(root, two, options=ADD)

    assert texts(root) == whole
    assert (
        "kept config/evidence/words/de.json: it covers 2026-11-02 to 2026-11-03 and the log "
        "2026-11-03 to 2026-11-03\n" in capsys.readouterr().out
    )


def test_cells_of_another_scale_are_not_added(root: Path, tmp_path: Path, capsys: Capture) -> None:
    build(root, json_lines(tmp_path / "one.jsonl", [row(1)]))
    model = root / "config/models/words.yaml"
    model.write_text(model.read_text().replace("maximum: 1", "maximum: 2"))
    capsys.readouterr()

    code = build(root, json_lines(tmp_path / "two.jsonl", [row(2, time=SECOND_DAY)]), options=ADD)

    assert code == 2
    assert capsys.readouterr().err == (
        "error: config/evidence/words/de.json was counted on a score scale from 0 to 1, "
        "the model has 0 to 2\n"
        "hint: cells of two scales cannot be added: build it anew, without --add\n"
    )


def test_evidence_that_cannot_be_used_is_not_added_to(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    build(root, json_lines(tmp_path / "one.jsonl", [row(1)]))
    path = root / "config/evidence/words/de.json"
    path.write_text(path.read_text().replace('"digest": "', '"digest": "0')[:-1])
    capsys.readouterr()

    code = build(root, json_lines(tmp_path / "two.jsonl", [row(2, time=SECOND_DAY)]), options=ADD)

    assert code == 2
    told = capsys.readouterr().err
    assert told.startswith("error: config/evidence/words/de.json cannot be added to: digest: ")
    assert told.endswith("hint: build it anew, without --add\n")


def test_what_the_log_does_not_speak_of_keeps_nobody_from_adding(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    build(root, json_lines(tmp_path / "one.jsonl", [row(1)]))
    orphan = root / "config/evidence/words/xx.json"
    orphan.write_text("of a language that is gone")
    capsys.readouterr()

    code = build(root, json_lines(tmp_path / "two.jsonl", [row(2, time=SECOND_DAY)]), options=ADD)

    assert code == 0
    assert "kept config/evidence/words/xx.json: the log has no scores for it\n" in (
        capsys.readouterr().out
    )
    assert (built(root).total, orphan.read_text()) == (2, "of a language that is gone")


def test_weeks_held_against_another_threshold_do_not_say_what_passed(
    root: Path, tmp_path: Path
) -> None:
    build(root, json_lines(tmp_path / "one.jsonl", [row(1), row(2, time="2026-10-26T00:00:00Z")]))
    language = root / "config/languages/de.yaml"
    language.write_text(language.read_text().replace("at: 0.342", "at: 0.400"))

    build(root, json_lines(tmp_path / "two.jsonl", [row(3, time=SECOND_DAY)]), options=ADD)

    assert built(root).passed_at == 0.4
    assert built(root).weeks == [
        Week(monday="2026-10-26", events=1, passed=None),
        Week(monday="2026-11-02", events=2, passed=None),
    ]
