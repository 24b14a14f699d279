"""Days of polling in a second: whatever goes wrong, a good document is served, and soon the newest.

The clocks of AWS and of the reader go on by as much as the reader waits, unless one of them jumps.
"""

import logging
import random
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from langroute import plan_hash
from langroute.reader.appconfig import Session
from langroute.reader.reading import Reading, Settings
from langroute.reader.saved import SavedCopy
from tests.reader.documents import BAD, ENVIRONMENT, good
from tests.reader.scripted import PLACE, Clock
from tests.reader.weather import ALL, Weather
from tests.simulated.account import account

POLLS = 1_500  # about a day
ENOUGH = 16  # answers in good weather after which nothing good is refused any more
DOCUMENTS = 10  # that take turns, so that the double keeps no more of them as time goes on
FLAT = 16 * 1024  # bytes that a day of polling may leave behind


class World:
    """One backend, its AWS, and all that may happen to them."""

    def __init__(self, seed: int, saved: Path | None = None) -> None:
        self.chance = random.Random(seed)
        self.account = account()
        self.weather = Weather(self.account)
        self.clock = Clock()
        self.good: set[str] = set()
        self.serial = 0
        self.deploy_good()
        self.copy = SavedCopy(saved, PLACE) if saved else None
        self.restart()

    def restart(self) -> None:
        """The backend, as it starts."""
        settings = Settings(ENVIRONMENT, self.copy, 900.0, self.clock, self.chance.random)
        session = Session(PLACE, lambda: self.weather, 60, self.clock)
        self.reading = Reading(session, settings)

    def deploy_good(self) -> None:
        self.serial += 1
        self._deploy(good(self.serial % DOCUMENTS))
        self.good.add(plan_hash(self.offered))

    def deploy_bad(self) -> None:
        self.serial += 1
        self._deploy(self.chance.choice(list(BAD.values())))

    def _deploy(self, content: bytes) -> None:
        self.offered, self.label = content, f"git-{self.serial}"
        self.account.deploy(content, self.label)
        self.clock.now += 11 * 60

    def pass_time(self, seconds: float) -> None:
        self.account.aws.pass_seconds(seconds)
        self.clock.now += seconds

    def jump(self) -> None:
        """Only one of the clocks goes on: the machine sleeps, or it was put forward."""
        hours = self.chance.choice([0.1, 1, 30]) * 3600
        if self.chance.random() < 0.5:
            self.account.aws.pass_seconds(hours)
        else:
            self.clock.now += hours

    def happen(self) -> None:
        """Something happens now and then; the weather lasts for a while."""
        drawn = self.chance.random()
        if drawn < 0.02:
            self.deploy_good()
        elif drawn < 0.03:
            self.deploy_bad()
        elif drawn < 0.035:
            self.jump()
        if self.chance.random() < 0.1:
            self.weather.fault = self.chance.choice(ALL) if self.chance.random() < 0.7 else ""


def _run(world: World, polls: int) -> Counter[str]:
    """Poll so often; how often each of the situations came up that this is about."""
    seen: Counter[str] = Counter()
    calm = 0
    for _ in range(polls):
        world.happen()
        before = world.reading.serving if world.reading.has_document else None
        wait = world.reading.poll()
        if not world.reading.has_document:
            continue  # it has never had one
        serving, health = world.reading.serving, world.reading.health(polling=True)
        assert health.plan_hash in world.good
        calm = calm + 1 if not world.weather.fault and not health.failures else 0
        if plan_hash(world.offered) not in world.good:
            assert serving == before
            seen["refusing"] += health.refusing is not None
        elif calm > ENOUGH or (calm and not health.refusing):
            assert (serving.version, health.plan_hash) == (world.label, plan_hash(world.offered))
            seen["newest"] += 1
            seen["after a refusal"] += calm > ENOUGH
        seen["failed"] += health.failures > 0
        seen["changed"] += serving != before
        world.pass_time(wait)
    return seen


@pytest.mark.parametrize("seed", range(4))
def test_a_good_document_is_served_whatever_goes_wrong(seed: int) -> None:
    world = World(seed)
    seen = _run(world, POLLS)
    # Each of them came up, so that the assertions above were made.
    assert (
        min(seen[what] for what in ("newest", "after a refusal", "refusing", "failed", "changed"))
        >= 10
    ), seen
    assert world.weather.sessions > 50


@pytest.mark.parametrize("seed", range(2))
def test_a_restart_goes_on_with_what_was_served(seed: int, tmp_path: Path) -> None:
    world = World(seed, tmp_path / "copy")
    for _ in range(20):
        _run(world, 20)
        before = world.reading.serving if world.reading.has_document else None
        world.restart()
        if before:
            assert world.reading.serving.version == before.version
            assert world.reading.serving.router.plan_hash == before.router.plan_hash
            assert world.reading.health(polling=True).origin == "saved"
    assert before


def test_a_day_of_polling_leaves_nothing_behind(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "langroute.reader")  # pytest keeps every line
    for number in range(DOCUMENTS):
        good(number)
    world = World(seed=0)
    ours = [tracemalloc.Filter(inclusive=True, filename_pattern="*/langroute/*")]
    tracemalloc.start(3)
    try:
        _run(world, 300)
        before = tracemalloc.take_snapshot().filter_traces(ours)
        seen = _run(world, POLLS)
        after = tracemalloc.take_snapshot().filter_traces(ours)
    finally:
        tracemalloc.stop()
    grown = sum(one.size_diff for one in after.compare_to(before, "filename"))
    assert seen["changed"] >= 10
    assert grown < FLAT
