"""Evidence of logs in which primary and canary scored the same events, and one of them decided."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from langroute_repo.tree.files.evidence import Evidence
from tests.evidence.logs import Row, build, built, json_lines
from tests.evidence.test_labels import answer, copy, label, labelled, labels, strata

# Four events of the canary's, of which two were compared; ten of the primary's, of which six were.
DECIDED_BY_CANARY = range(4)
DECIDED_BY_PRIMARY = range(4, 14)


SAID = [label(number, True) for number in (*DECIDED_BY_CANARY, *DECIDED_BY_PRIMARY)]


def counted(root: Path, folder: Path, rows: Iterable[Row]) -> tuple[Evidence, Evidence]:
    """The evidence of the primary and of the canary."""
    assert build(root, json_lines(folder / "log.jsonl", rows), options=labels(folder, SAID)) == 0
    return built(root), built(root, "wide")


def log() -> Iterator[Row]:
    for number in DECIDED_BY_CANARY:
        yield copy(number, 4.0) | {"role": "canary", "final": True, "passed": True}
        if number % 2:
            yield answer(number, 0.2, role="shadow", final=False)
    for number in DECIDED_BY_PRIMARY:
        yield answer(number, 0.9 if number < 9 else 0.1, audited=200)
        if number < 10:
            yield copy(number, -4.0, audited=200)


def test_a_compared_answer_counts_as_a_score_and_decides_nothing(
    root: Path, tmp_path: Path
) -> None:
    primary, canary = counted(root, tmp_path, log())
    assert (primary.total, canary.total) == (10 + 2, 4 + 6)
    assert primary.events.per_day == canary.events.per_day == 14
    # What the primary decided is what its labels stand for, and no copy is among it.
    assert labelled(strata(primary).kept) == (5, [[900, 5]], [[900, 5]])
    assert labelled(strata(primary).dropped) == (5, [[100, 5]], [[100, 5]])


def test_labels_of_a_canary_stand_for_what_others_decided_where_it_scored_more_of_that(
    root: Path, tmp_path: Path
) -> None:
    """It scored all of its own and a share of the rest: mixed, its own would count for too many."""
    _, canary = counted(root, tmp_path, log())
    assert labelled(strata(canary).kept) == (5, [[100, 5]], [[100, 5]])
    assert labelled(strata(canary).dropped) == (5, [[100, 1]], [[100, 1]])


def test_and_for_its_own_where_it_decided_most_of_what_it_scored(
    root: Path, tmp_path: Path
) -> None:
    gone = {f"event-{number}" for number in (4, 5, 9)}
    _, canary = counted(root, tmp_path, (one for one in log() if one["event_id"] not in gone))
    assert labelled(strata(canary).kept) == (4, [[900, 4]], [[900, 4]])
    assert strata(canary).dropped.events == 0
