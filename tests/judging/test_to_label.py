"""Who is asked about is drawn: the same ones again, whatever was labelled in between."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from random import Random

import pytest

from langroute_repo.judging.duckdb_engine import count as counted
from tests.judging.test_counting import CANDIDATE, Row, known, pair, written

NUMBERS = count()


def rows(number: int = 50) -> list[Row]:
    """Two days on which the models disagree on every event."""
    made: list[Row] = []
    for day in range(2):
        for at in range(number):
            made += pair(f"{day}-{at}", 0.4, 0.35, minute=day * 1440 + at)
    return made


def asked(folder: Path, labelled: Iterable[str] = (), a_day: int = 20, seed: str = "a") -> set[str]:
    place = folder / str(next(NUMBERS))
    place.mkdir()
    said = [{"event_id": name, "relevant": True} for name in labelled]
    log, labels = written(place, rows(), said)
    candidate = CANDIDATE._replace(asked=a_day, seed=seed)
    found = counted([log], known(), [candidate], labels=labels).counted[0].to_label
    assert len(found) == len(set(found))
    return set(found)


def test_so_many_of_each_day(tmp_path: Path) -> None:
    found = asked(tmp_path)

    assert len(found) == 40
    assert sum(one.startswith("0-") for one in found) == 20


@pytest.mark.parametrize("seed", range(3))
def test_asking_again_draws_no_other_ones(tmp_path: Path, seed: int) -> None:
    first = asked(tmp_path)
    labelled = set(Random(seed).sample(sorted(first), 15))

    assert asked(tmp_path, labelled) == first - labelled


def test_another_seed_draws_others(tmp_path: Path) -> None:
    assert asked(tmp_path, seed="b") != asked(tmp_path)


def test_nobody_is_asked_unless_somebody_wants_to_know(tmp_path: Path) -> None:
    assert asked(tmp_path, a_day=0) == set()
