"""`replay` as whoever runs it sees it: what moves, what turns, what is not known or left out."""

from pathlib import Path

import pytest

from langroute.router import bucket
from scripts.__main__ import main
from tests.evidence.logs import Row, parquet, row
from tests.published import parsed
from tests.replay.logs import CANARY, SHADOW, answer, lay, log_of, replay, shadow, swap, told

Capture = pytest.CaptureFixture[str]
RAMPED = ("traffic: 10%", "traffic: 60%")
RAISED = ("at: 0.342", "at: 0.500")
# These draw 823, 3,493 and 8,474 of 10,000 for the canary.
STAYS, MOVES, NEVER = "event-6", "event-1", "event-2"


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return lay(tmp_path / "before")


@pytest.fixture
def after(tmp_path: Path) -> Path:
    return lay(tmp_path / "after")


def test_the_events_of_these_tests_draw_as_they_say() -> None:
    drawn = [bucket("embedding", "de", event) for event in (STAYS, MOVES, NEVER)]
    assert drawn[0] < 1000 <= drawn[1] < 6000 <= drawn[2]


def test_what_moves_and_what_turns_is_told_with_samples(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(after, RAMPED, RAISED)
    rows = [
        answer(STAYS, 0.9), shadow(STAYS, 0.2),
        answer(MOVES, 0.4), shadow(MOVES, 0.2),
        answer(NEVER, 0.4),
        answer("event-3", 0.4, language="en"),
    ]  # fmt: skip

    assert replay(before, after, log_of(tmp_path, rows)) == 0

    assert capsys.readouterr().out == (
        f"4 events through {before} and the working tree, for production\n"
        "\n"
        "de  3 events\n"
        "  model      1 (33.3%): words → embedding\n"
        "               event-1\n"
        "  decision   2 (66.7%): kept → dropped\n"
        "               event-1  0.4 → 0.2\n"
        "               event-2  0.4\n"
        "  kept       66.7% → 0.0%; by the counts 36.4% → 34.1%\n"
        "\n"
        "nothing changes in en (1 event)\n"
    )


def test_a_log_with_other_columns_is_replayed_by_the_mapping_of_the_new_state(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(after, RAMPED, RAISED)
    rows = [answer(MOVES, 0.4), shadow(MOVES, 0.2), answer(STAYS, 0.9), answer(NEVER, None)]
    assert replay(before, after, log_of(tmp_path, rows)) == 0
    ours = capsys.readouterr().out
    (after / "config/log.yaml").write_text(
        "role: {column: kind, values: {live: primary, mirror: shadow}}\n"
        "score: {column: percent, divided_by: 100}\n"
    )
    for one in rows:
        score = one.pop("score")
        one["percent"] = None if score is None else score * 100
        one["kind"] = {"primary": "live", "shadow": "mirror"}[one.pop("role")]

    assert replay(before, after, log_of(tmp_path, rows)) == 0

    assert capsys.readouterr().out == ours


def test_machines_get_the_same_in_the_published_shape(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(after, RAMPED, RAISED)
    rows = [answer(MOVES, 0.4), shadow(MOVES, 0.2), answer(NEVER, 0.4), answer("x", None)]

    replay(before, after, log_of(tmp_path, rows), "--format", "json", "--limit-samples", "1")

    data = parsed("replay-output", capsys.readouterr().out)
    assert (data["events"], data["without_id"], data["left_out"]) == (3, 0, {"no score": 1})
    (de,) = data["languages"]
    assert de["models"][0]["samples"] == [
        {"event_id": MOVES, "score_before": 0.4, "score_after": 0.2}
    ]
    assert [one["samples"] for one in de["decisions"]] == [de["models"][0]["samples"]]
    assert de["not_known"] == {"embedding": 1}


def test_a_shadows_score_says_what_a_new_canary_would_have_done(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(before, (CANARY, SHADOW))
    rows = [answer(STAYS, 0.1), shadow(STAYS, 0.9), answer("event-7", 0.9)]

    replay(before, after, log_of(tmp_path, rows), "--format", "json")

    de = told(capsys.readouterr().out)
    moved = [(one["before"], one["after"], one["events"]) for one in de["models"]]
    assert moved == [("words", "embedding", 1)]
    assert [(one["after"], one["events"]) for one in de["decisions"]] == [("kept", 1)]
    assert de["not_known"] == {}


def test_one_id_asked_for_in_two_languages_is_two_events(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(after, RAMPED)
    rows = [answer(MOVES, 0.9), answer(MOVES, 0.1, language="de-AT"), shadow(MOVES, 0.9)]

    replay(before, after, log_of(tmp_path, rows))

    assert (
        "  model      2 (100.0%): words → embedding\n               event-1, event-1\n"
    ) in capsys.readouterr().out


def test_an_event_that_the_new_model_never_scored_is_not_guessed(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(after, RAMPED)

    replay(before, after, log_of(tmp_path, [answer(MOVES, 0.9), answer(STAYS, 0.9)]))

    assert (
        "  model      1 (50.0%): words → embedding\n"
        "               event-1\n"
        "  not known  1 (50.0%): no usable score of embedding was recorded\n"
        "  kept       not known → not known; by the counts 36.4% → 40.6%\n"
    ) in capsys.readouterr().out


def test_a_score_made_of_other_fields_says_nothing_about_the_new_ones(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(after, ("fields: [title, body]", "fields: [title]"))

    replay(before, after, log_of(tmp_path, [answer(NEVER, 0.9)]), "--format", "json")

    assert told(capsys.readouterr().out)["not_known"] == {"words": 1}


def test_a_score_off_the_new_scale_decides_nothing(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    words = "config/models/words.yaml"
    swap(before, ("{minimum: 0, maximum: 1}", "{minimum: 0, maximum: 10}"), path=words)
    swap(after, ("{minimum: 0, maximum: 1}", "{minimum: 0, maximum: 2}"), path=words)

    replay(before, after, log_of(tmp_path, [answer(NEVER, 0.9)]), "--format", "json")

    assert [one["after"] for one in told(capsys.readouterr().out)["decisions"]] == []


def test_a_language_that_nobody_answers_for_any_more(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    (after / "config/languages/de.yaml").unlink()

    replay(before, after, log_of(tmp_path, [answer(NEVER, 0.9), row(1, language="fr")]))

    out = capsys.readouterr().out
    assert "  model      1 (100.0%): words → nobody\n" in out
    assert "  not known  1 (100.0%): no model answers\n" in out
    assert out.endswith("\nleft out 1 row: unknown language\n")


def test_a_regional_file_takes_its_events_from_the_wider_one(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    text = (after / "config/languages/de.yaml").read_text()
    text = text.replace("language: de", "language: de-AT").replace(*RAISED)
    (after / "config/languages/de-AT.yaml").write_text(text.replace(CANARY, ""))
    log = log_of(tmp_path, [answer("a", 0.4, language="de-AT"), answer("b", 0.4)])

    replay(before, after, log)

    out = capsys.readouterr().out
    assert "de-AT  1 event\n  decision   1 (100.0%): kept → dropped\n" in out
    assert "nothing changes in de (1 event)\n" in out


LEFT_OUT: dict[str, tuple[Row, str]] = {
    "no score": ({"score": None}, "no score"),
    "nan": ({"score": float("nan")}, "a score that is no finite number"),
    "off the scale": ({"score": 1.5}, "a score off the model's scale"),
    "failed": ({"status": 500}, "a score beside a failed status"),
    "language": ({"language": "fr"}, "unknown language"),
    "model": ({"model": "wrods"}, "unknown model"),
    "role": ({"role": "fallback"}, "unknown role"),
    "repeated": ({"event_id": "event-1"}, "a repeated row"),
    "future": ({"time": "2027-01-01T00:00:00Z"}, "a time in the future"),
    "too old": ({"time": "2020-01-01T00:00:00Z"}, "a time long before the newest row's"),
    "no time": ({"time": None}, "no time"),
    "empty id": ({"event_id": ""}, "an empty event id"),
    "shadow without id": (
        {"event_id": None, "role": "shadow"},
        "a shadow's answer without an event id",
    ),
}


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
@pytest.mark.parametrize(("changed", "reason"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_a_row_that_cannot_be_used_is_told(
    before: Path, tmp_path: Path, capsys: Capture, changed: Row, reason: str, ending: str
) -> None:
    rows = [row(1), row(2, **changed)]
    log = log_of(tmp_path, rows) if ending == "jsonl" else parquet(tmp_path / "l.parquet", rows)

    assert replay(before, before, log) == 0

    assert capsys.readouterr().out.endswith(f"\nleft out 1 row: {reason}\n")


def test_events_without_an_id_go_to_the_primary_each_on_its_own(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(after, RAMPED, RAISED)
    rows = [answer("", score) | {"event_id": None} for score in (0.4, 0.45, 0.9)]

    replay(before, after, log_of(tmp_path, rows))

    assert capsys.readouterr().out.partition("\n\n")[2] == (
        "de  3 events\n"
        "  decision   2 (66.7%): kept → dropped\n"
        "  kept       100.0% → 33.3%; by the counts 36.4% → 34.1%\n"
        "\n"
        "without an id, so answered by the primary: 3 events\n"
    )


def test_a_state_at_fault_is_not_replayed(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(before, ("source:", "sauce:"))

    assert replay(before, after, log_of(tmp_path, [row(1)])) == 2

    assert capsys.readouterr().err == (
        f"error: config/languages/de.yaml of {before} is at fault\n"
        "hint: ./langroute check says why\n"
    )


def test_a_language_that_does_not_compile_is_told(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    swap(after, ("model: words", "model: wrods"))

    assert replay(before, after, log_of(tmp_path, [row(1)])) == 2

    assert capsys.readouterr().err == (
        "error: de of the working tree does not compile for production\n"
        "hint: ./langroute check says what to mend\n"
    )


def test_an_environment_that_was_not_there_before(
    before: Path, after: Path, tmp_path: Path, capsys: Capture
) -> None:
    (before / "config/environments/production.yaml").unlink()

    assert replay(before, after, log_of(tmp_path, [row(1)])) == 2

    assert capsys.readouterr().err == (
        f'error: {before} has no environment "production"\nhint: it has staging\n'
    )


def test_a_truncated_log_is_told(before: Path, tmp_path: Path, capsys: Capture) -> None:
    log = parquet(tmp_path / "log.parquet", [row(at) for at in range(50)])
    log.write_bytes(log.read_bytes()[:-100])

    assert replay(before, before, log) == 2

    assert capsys.readouterr().err.startswith(f"error: {log} cannot be read: ")


def test_a_log_without_rows_has_no_events(before: Path, tmp_path: Path, capsys: Capture) -> None:
    assert replay(before, before, parquet(tmp_path / "log.parquet", [])) == 0

    assert capsys.readouterr().out.startswith("0 events through ")


def test_a_revision_that_is_none_is_told(after: Path, tmp_path: Path, capsys: Capture) -> None:
    words = ["--log", str(log_of(tmp_path, [row(1)])), "--against", "nowhere"]

    assert main(["--root", str(after), "replay", *words]) == 2

    assert capsys.readouterr().err.startswith("error: 'nowhere' names no commit here")
