"""`evidence build` from a log to the files, as whoever runs it sees it."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langroute.document import canonical
from langroute.lookup import answering
from langroute.router import Router, UnknownLanguage
from langroute.scale import CELLS, cell
from langroute_repo.editing.reseal import NEVER
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.files.evidence import Week, render
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.evidence.logs import (
    SCALES,
    Row,
    build,
    built,
    json_lines,
    lay_tree,
    left_out,
    parquet,
    row,
    texts,
)

NOT_SEALED = "not sealed: "
NEXT = "next: ./langroute check, then commit it and open a pull request"
Capture = pytest.CaptureFixture[str]


def test_a_log_becomes_counts_rates_and_weeks(root: Path, tmp_path: Path, capsys: Capture) -> None:
    rows = [
        row(1, score=0.341, relevant=False),
        row(2, score=0.342, relevant=True),
        row(3, score=0.9, time="2026-11-02T10:00:00.7Z", role="canary"),
        row(4, score=0.9, time="2026-11-08T23:59:59Z", relevant=True),
        row(5, score=0.1, time="2026-11-01T23:59:59Z"),
        row(5, score=-5, time="2026-11-01T23:59:59Z", role="shadow", model="wide"),
        row(6, score=None, status=503, time="2026-11-08T12:00:00Z"),
    ]

    code = build(root, json_lines(tmp_path / "log.jsonl", rows))

    words, wide = built(root), built(root, "wide")
    assert code == 0
    assert capsys.readouterr().out == (
        f"config/evidence/wide/de.json: 1 score, 2026-11-01 to 2026-11-08, "
        f"digest none → {wide.digest}\n"
        f"config/evidence/words/de.json: 5 scores, 2026-11-01 to 2026-11-08, "
        f"digest none → {words.digest}\n"
        "left out 1 row: no score (words in de 1)\n"
        f"{NOT_SEALED}de primary words at 0.342 and de shadow wide at 0: {NEVER}\n{NEXT}\n"
    )
    assert {at: n for at, n in enumerate(words.counts) if n} == {100: 1, 341: 1, 342: 1, 900: 2}
    assert {at: n for at, n in enumerate(words.labelled) if n} == {341: 1, 342: 1, 900: 1}
    assert {at: n for at, n in enumerate(words.relevant) if n} == {342: 1, 900: 1}
    assert words.weeks == [
        Week(monday="2026-10-26", events=1, passed=0),
        Week(monday="2026-11-02", events=4, passed=3),
    ]
    # Six events in eight days; the one that failed came as well, the shadow's copy did not.
    assert (words.events.per_day, words.events.peak_per_second) == (0.75, 3)
    assert words.events == wide.events
    assert (words.passed_at, wide.passed_at) == (0.342, 0.0)
    assert words.digest == words.computed_digest()
    assert texts(root) == {"wide/de.json": render(wide), "words/de.json": render(words)}


def test_a_model_without_a_route_has_no_threshold_to_pass(root: Path, tmp_path: Path) -> None:
    build(root, json_lines(tmp_path / "log.jsonl", [row(1, model="unrouted", role="shadow")]))

    assert built(root, "unrouted").passed_at is None
    assert built(root, "unrouted").weeks == [Week(monday="2026-11-02", events=1, passed=None)]


def test_every_float32_score_counts_where_its_decimal_stands(root: Path, tmp_path: Path) -> None:
    # As doubles 489 of these lie below the three-decimal value that they print as.
    rows = [row(at, score=at / CELLS) for at in range(CELLS + 1)]

    build(root, parquet(tmp_path / "log.parquet", rows, score="FLOAT"))

    assert built(root).counts == [1] * (CELLS + 1)


def test_parquet_and_json_lines_give_the_same_files(root: Path, tmp_path: Path) -> None:
    rows = [row(at, score=at / 7, relevant=at % 2 == 0) for at in range(8)]
    build(root, json_lines(tmp_path / "log.jsonl", rows))
    before = texts(root)

    code = build(root, parquet(tmp_path / "log.parquet", rows))

    assert code == 0
    assert texts(root) == before


def test_a_second_build_says_that_nothing_changed(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    log = json_lines(tmp_path / "log.jsonl", [row(1)])
    build(root, log)
    capsys.readouterr()

    build(root, log)

    assert capsys.readouterr().out == "nothing changed\n"


def test_a_changed_file_is_told_with_both_digests(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    build(root, json_lines(tmp_path / "first.jsonl", [row(1)]))
    before = built(root).digest
    capsys.readouterr()

    build(root, json_lines(tmp_path / "second.jsonl", [row(1), row(2)]))

    assert capsys.readouterr().out == (
        "config/evidence/words/de.json: 2 scores, 2026-11-02 to 2026-11-02, "
        f"digest {before} → {built(root).digest}\n"
        f"{NOT_SEALED}de primary words at 0.342: {NEVER}\n{NEXT}\n"
    )


def test_several_logs_are_counted_together(root: Path, tmp_path: Path) -> None:
    first = json_lines(tmp_path / "first.jsonl", [row(1), row(2)])
    second = parquet(tmp_path / "second.parquet", [row(2), row(3)])

    build(root, first, second)

    assert built(root).counts[500] == 3


def test_the_last_second_of_today_is_no_future(root: Path, tmp_path: Path) -> None:
    build(root, json_lines(tmp_path / "log.jsonl", [row(1, time="2026-11-09T00:59:59+01:00")]))

    assert built(root).window.last == "2026-11-08"


def test_a_retry_counts_once_by_its_usable_row(root: Path, tmp_path: Path, capsys: Capture) -> None:
    failed = row(1, score=None, status=503, time="2026-11-02T09:00:00Z")

    build(root, json_lines(tmp_path / "log.jsonl", [failed, row(1, score=0.7), row(1, score=0.7)]))

    assert left_out(capsys) == [
        "left out 1 row: a repeated row (words in de 1)",
        "left out 1 row: no score (words in de 1)",
    ]
    assert (built(root).counts[700], built(root).events.per_day) == (1, 1.0)


def test_rows_without_an_id_are_not_repeated(root: Path, tmp_path: Path) -> None:
    build(root, json_lines(tmp_path / "log.jsonl", [row(1, event_id=None), row(2, event_id=None)]))

    assert (built(root).total, built(root).events.peak_per_second) == (2, 2)


def test_the_same_event_is_counted_for_every_model(root: Path, tmp_path: Path) -> None:
    shadow = row(1, model="wide", role="shadow")

    build(root, json_lines(tmp_path / "log.jsonl", [row(1), shadow]))

    assert (built(root).total, built(root, "wide").total) == (1, 1)
    assert built(root).events.peak_per_second == 1


def test_a_region_counts_for_the_language_that_answers(root: Path, tmp_path: Path) -> None:
    rows = [row(1, language="de-AT"), row(2, language="DE"), row(3, language="pt-BR")]

    build(root, json_lines(tmp_path / "log.jsonl", rows))

    assert (built(root).total, built(root, tag="pt").total) == (2, 1)


TAGS = st.lists(st.sampled_from(["de", "PT", "at", "x", "Latn", "1996"]), min_size=1, max_size=4)


@given(TAGS.map("-".join))
def test_a_tag_is_looked_up_as_the_router_does(asked: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = read(Folder(lay_tree(Path(folder))))
    router = Router(canonical(compile_tree(tree, "production")))
    try:
        expected = router.route(asked, None).language
    except UnknownLanguage:
        expected = None

    assert answering(asked, tree.names) == expected


ON_THRESHOLD = st.integers(0, CELLS).map(lambda at: at / CELLS)
ANSWERS = st.tuples(
    st.sampled_from(["de", "pt"]),
    st.sampled_from(sorted(SCALES)),
    ON_THRESHOLD | st.floats(0, 1) | st.floats(0, 1, width=32),
    st.sampled_from([None, True, False]),
)


def answer(number: int, tag: str, model: str, part: float, relevant: bool | None) -> Row:
    """A row whose score lies ``part`` of the way up the model's scale."""
    low, high = SCALES[model]
    # Hundredths on the wide scale: the values that people write, which few doubles are.
    score = round(low + part * (high - low), 2 if model == "wide" else 12)
    return row(number, language=tag, model=model, score=score, relevant=relevant)


def plain_count(rows: list[Row]) -> Counter[tuple[str, str, str, int]]:
    known: Counter[tuple[str, str, str, int]] = Counter()
    for one in rows:
        where = one["model"], one["language"]
        at = cell(one["score"], *SCALES[one["model"]])
        known[(*where, "counts", at)] += 1
        if one["model"] == "words":  # nobody knows by which threshold the others decided
            known[(*where, "labelled", at)] += one["relevant"] is not None
            known[(*where, "relevant", at)] += one["relevant"] is True
    return +known


def count_in_files(root: Path) -> Counter[tuple[str, str, str, int]]:
    known: Counter[tuple[str, str, str, int]] = Counter()
    for path in (root / "config/evidence").rglob("*.json"):
        one = built(root, path.parent.name, path.stem)
        for name in ("counts", "labelled", "relevant"):
            for at, number in enumerate(getattr(one, name)):
                known[one.model, one.language, name, at] += number
    return +known


@settings(max_examples=40)
@given(st.lists(ANSWERS, min_size=1, max_size=60))
def test_the_counts_are_those_of_a_plain_count(
    answers: list[tuple[str, str, float, bool | None]],
) -> None:
    rows = [answer(number, *one) for number, one in enumerate(answers)]

    with tempfile.TemporaryDirectory() as folder:
        root = lay_tree(Path(folder) / "tree")
        build(root, json_lines(Path(folder) / "log.jsonl", rows))

        assert count_in_files(root) == plain_count(rows)


def test_a_log_without_a_pair_keeps_its_evidence(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    build(root, json_lines(tmp_path / "first.jsonl", [row(1), row(2, language="pt")]))
    before = texts(root)
    capsys.readouterr()

    code = build(root, json_lines(tmp_path / "second.jsonl", [row(1)]))

    assert code == 0
    assert capsys.readouterr().out == (
        "nothing changed\nkept config/evidence/words/pt.json: the log has no scores for it\n"
    )
    assert texts(root) == before


def test_a_thin_log_keeps_evidence_that_rests_on_more(
    root: Path, tmp_path: Path, capsys: Capture
) -> None:
    build(root, json_lines(tmp_path / "first.jsonl", [row(at) for at in range(301)]))
    before = texts(root)
    capsys.readouterr()

    build(root, json_lines(tmp_path / "second.jsonl", [row(at) for at in range(299)]))

    assert capsys.readouterr().out == (
        "nothing changed\nkept config/evidence/words/de.json: "
        "the log has 299 scores for it, fewer than 300 and than its own 301\n"
    )
    assert texts(root) == before


def test_enough_scores_replace_more_of_them(root: Path, tmp_path: Path) -> None:
    build(root, json_lines(tmp_path / "first.jsonl", [row(at) for at in range(400)]))

    build(root, json_lines(tmp_path / "second.jsonl", [row(at) for at in range(300)]))

    assert built(root).total == 300


def test_unreadable_evidence_is_built_anew(root: Path, tmp_path: Path, capsys: Capture) -> None:
    log = json_lines(tmp_path / "log.jsonl", [row(1)])
    build(root, log)
    whole = texts(root)
    (root / "config/evidence/words/de.json").write_text("{")
    capsys.readouterr()

    build(root, log)

    assert "digest none → " in capsys.readouterr().out
    assert texts(root) == whole
