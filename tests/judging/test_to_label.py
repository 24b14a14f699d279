"""Who is asked about is drawn: the same ones again, whatever was labelled in between."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.judging.counting import Counted, Disagreement
from langroute_repo.judging.to_label import ToLabel, drawn

DAYS = (date(2026, 11, 2), date(2026, 11, 3))


def counted(labelled: frozenset[str] = frozenset(), number: int = 50) -> Counted:
    names = [(day, f"{day}-{at}") for day in DAYS for at in range(number)]
    return Counted(disagreements=[Disagreement(day, name, name in labelled) for day, name in names])


def asked(of: Counted, a_day: int = 20, seed: str = "judge") -> list[ToLabel]:
    return list(drawn([("de", "embedding", of)], a_day, seed))


def test_so_many_of_each_day() -> None:
    found = asked(counted())

    assert len(found) == len(set(found)) == 40
    assert sum(one.event_id.startswith("2026-11-02") for one in found) == 20


@given(st.sets(st.sampled_from([one.event_id for one in asked(counted())])))
def test_asking_again_draws_no_other_ones(labelled: set[str]) -> None:
    again = asked(counted(frozenset(labelled)))

    assert {one.event_id for one in again} == {one.event_id for one in asked(counted())} - labelled


def test_another_seed_draws_others() -> None:
    assert asked(counted(), seed="other") != asked(counted())


def test_two_candidates_may_ask_about_one_event_once() -> None:
    of = counted(number=5)

    assert len(list(drawn([("de", "a", of), ("de", "b", of)], 20, "judge"))) == 10
