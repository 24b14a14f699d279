"""What a verdict allows depends on what somebody has done with the same model before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from langroute_repo.judging.rung import Rung, Waits, next_rung
from langroute_repo.tree.files.policy import PolicyFile
from tests.judging.judged_example import BEGINS, STORIES, judgement_of

HAD: dict[str, tuple[list[float | None], str]] = {
    "never more": ([0.1, 0.05], ""),
    "more, and then less": ([0.1, 0.25], "it was taken back on 2026-10-01, from 25%"),
    "an end": ([0.1, None, 0.25], "it was taken back on 2026-09-30, from 25%"),
    "as much again, by a person": ([0.1, 0.05, None, 0.1], ""),
}


@pytest.mark.parametrize("what", list(HAD))
def test_a_share_that_was_taken_back_is_not_proposed_again(what: str) -> None:
    had, because = HAD[what]
    shares = tuple((BEGINS - timedelta(days=at), share) for at, share in enumerate(had))
    one = judgement_of(STORIES["better"])
    assert one.beginning
    found = next_rung(replace(one, beginning=replace(one.beginning, shares=shares)), PolicyFile())

    if because:
        assert isinstance(found, Waits)
        assert found.because.startswith(because)
    else:
        assert found == Rung("ramp", "25%")
