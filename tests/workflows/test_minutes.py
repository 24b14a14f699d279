"""What the workflows cost on a plan that counts minutes: docs/cost.md, held against the files."""

import math
import re
from dataclasses import dataclass

import pytest

from langroute_repo.tree.files.environment import Rollout
from langroute_repo.tree.values import seconds
from tests.sample import environments
from tests.workflows.files import JOBS, PROJECT, workflow

DAYS = 365 / 12  # of a month
MERGES = 20
CHECKS = 3 * MERGES  # opened, and pushed to twice
LOCKS = 5  # changes of requirements.txt, which dependabot proposes once a week at most
ENVIRONMENTS = environments()
LAST = list(ENVIRONMENTS)[-1]
LIMIT = 1_000


def starts(cron: str) -> float:
    """How often a month; of the forms that stand here: one hour or each so many, one day or all."""
    minute, hour, day, month, weekday = cron.split()
    assert (minute.isdecimal(), day, month) == (True, "*", "*")
    each = re.fullmatch(r"\*/(\d+)", hour)
    daily = 24 / int(each[1]) if each else 1
    assert each or hour.isdecimal()
    return DAYS * daily / (1 if weekday == "*" else 7)


def scheduled(name: str) -> int:
    (timer,) = workflow(name)["on"]["schedule"]
    return math.ceil(starts(timer["cron"]))


RUNS = {
    "cache/cache": LOCKS,
    "check/review": CHECKS,
    "check/gate": CHECKS,
    "comment/comment": CHECKS,
    "tests/scope": CHECKS,
    "tests/gate": CHECKS,
    # Left out by a change of nothing but routes.
    "tests/suite": 0,
    "tests/spark": 0,
    "push/shown": MERGES,
    **{f"push/{name}": MERGES for name in ENVIRONMENTS},
    # Only where an environment requires golden queries.
    "push/golden-staging": 0,
    "push/golden-production": 0,
    # Only for what no comment has shown before the merge.
    "push/tell": 0,
    "push/approval": 0,
    "push/revert": 0,
    "rollback/rollback": 0,
    "site/site": MERGES,
    "drift/drift": scheduled("drift") + MERGES,
    "evidence/evidence": scheduled("evidence"),
    "golden/golden": scheduled("golden"),
    "ramp/ramp": scheduled("ramp"),
    # On somebody's word.
    "golden-change/golden": 0,
    "rehearsal/document": scheduled("rehearsal"),
    # Only where it is wanted, and as long as making an endpoint takes.
    "rehearsal/endpoints": 0,
    "rehearsal/clear": 0,
}


@dataclass(frozen=True)
class Way:
    """One way to push to the last environment; the words of its row in the table."""

    words: str
    waited: Rollout | None

    def minutes(self, job: str) -> int:
        """What one run of a job is counted as: set-up and work take less than a minute."""
        name = job.removeprefix("push/")
        if name not in ENVIRONMENTS:
            return 1
        waited = self.waited if name == LAST else ENVIRONMENTS[name].rollout
        return 1 + (math.ceil(rollout_seconds(waited) / 60) if waited else 0)

    def month(self) -> int:
        return sum(count * self.minutes(job) for job, count in RUNS.items())


def rollout_seconds(rollout: Rollout) -> int:
    return seconds(rollout.duration) + seconds(rollout.bake)


WAYS = (
    Way("each one waited for", ENVIRONMENTS[LAST].rollout),
    Way("each one waited for, none of which can alter an answer", ENVIRONMENTS[LAST].quick),
    Way("none waited for: `PUSH_DETACHED`", None),
)


def page() -> str:
    return (PROJECT / "docs" / "cost.md").read_text("utf-8")


def test_every_job_is_counted() -> None:
    assert set(RUNS) == set(JOBS)
    timed = {name for name in (job.workflow for job in JOBS.values())
             if "schedule" in workflow(name)["on"]}  # fmt: skip
    assert timed == {"drift", "evidence", "golden", "ramp", "rehearsal"}


def test_the_page_tells_each_job() -> None:
    way = WAYS[-1]
    rows = [
        f"| `{job}` | {count} | {way.minutes(job)} | {count * way.minutes(job)} |"
        for job, count in RUNS.items()
    ]
    assert "\n".join(rows) in page()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.words)
def test_the_page_tells_each_way(way: Way) -> None:
    assert f"| {way.words} | {way.month():,} |\n" in page()


def test_a_month_that_is_not_waited_for_stays_under_the_limit() -> None:
    assert WAYS[-1].month() < LIMIT
    assert "under 1,000" in page()
