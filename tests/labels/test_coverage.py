"""Intervals hold the true value as often as they say, and nothing turns the ratchet.

Fewer draws than `./langroute bench --only labels` makes, whose tables docs/evidence.md has.
"""

import pytest

from tests.labels.coverage import (
    WANTED,
    by_estimate,
    by_labels_alone,
    covered,
    followed,
    ratio_to,
    recall_at,
)
from tests.labels.simulated import Population
from tests.labels.tables import populations
from tests.sample import ACME

DRAWS = 40


@pytest.fixture(scope="module")
def sample() -> list[Population]:
    return populations(ACME)


# As it is, raised and lowered by a fifth.
@pytest.mark.parametrize("factor", [1.0, 1.2, 0.8])
def test_the_interval_of_recall_covers(sample: list[Population], factor: float) -> None:
    found = covered(sample, 300, 0.02, recall_at(factor), DRAWS)

    assert found.known == 1
    assert 0.9 <= found.covers <= 0.99
    assert found.width < 0.35
    assert abs(found.bias) < 0.03


@pytest.mark.parametrize("factor", [1.1, 1.5])
def test_the_interval_of_a_raised_threshold_s_recall_covers_without_an_audit(
    sample: list[Population], factor: float
) -> None:
    found = covered(sample, 300, 0.0, ratio_to(factor), DRAWS)

    assert found.known == 1
    assert 0.9 <= found.covers <= 0.99
    assert found.width < 0.1
    assert abs(found.bias) < 0.01


def test_too_few_audited_labels_tell_no_number(sample: list[Population]) -> None:
    assert covered(sample, 60, 0.01, recall_at(1.0), 20).known == 0


def test_labels_of_what_passes_tell_no_recall(sample: list[Population]) -> None:
    assert covered(sample, 300, 0.0, recall_at(1.0), 5).known == 0


def test_followed_for_a_year_without_an_audit_there_is_nothing_to_follow(
    sample: list[Population],
) -> None:
    for of in sample:
        recalls = list(followed(of, 300, 0.0, by_estimate))
        assert len(set(recalls)) == 1


@pytest.mark.parametrize("audit", [0.01, 0.05])
def test_followed_for_a_year_with_an_audit_recall_stays(
    sample: list[Population], audit: float
) -> None:
    for of in sample[::3]:
        after = list(followed(of, 1300, audit, by_estimate))[1:]
        assert min(after) > WANTED - 0.12
        assert sum(after) / len(after) == pytest.approx(WANTED, abs=0.04)


def test_followed_for_a_year_as_if_labels_were_random_recall_is_gone(
    sample: list[Population],
) -> None:
    recalls = list(followed(sample[0], 300, 0.0, by_labels_alone))

    assert recalls[5] < 0.45
    assert recalls[-1] < 0.2
