"""Which pushes a freeze stops, and on which days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.tree.files.freeze import FreezeFile

DAYS = st.dates(date(1000, 1, 1))


def freeze(until: date, **environments: list[str]) -> FreezeFile:
    written = {"reason": "nobody is here", "owner": "@acme/x", "until": until.isoformat()}
    return FreezeFile.model_validate(written | environments)


@given(DAYS, DAYS)
def test_it_holds_to_the_end_of_its_last_day(until: date, today: date) -> None:
    assert freeze(until).covers("production", today) == (today <= until)


@pytest.mark.parametrize(
    ("environments", "stopped"),
    [
        ({}, ["staging", "production"]),
        ({"environments": ["production"]}, ["production"]),
        ({"environments": ["production", "staging"]}, ["staging", "production"]),
    ],
)
def test_it_holds_for_those_it_names_or_all(
    environments: dict[str, list[str]], stopped: list[str]
) -> None:
    last = date(2027, 1, 4)
    made = freeze(last, **environments)
    assert [one for one in ("staging", "production") if made.covers(one, last)] == stopped
    after = last + timedelta(days=1)
    assert not any(made.covers(one, after) for one in stopped)
