from collections.abc import Iterator
from itertools import product

from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.tree import valid
from langroute_repo.tree.values import seconds
from validators.finding import Fault, Given

MINUTE, DAY = 60, 86_400
SHORT = (10, 20, 30)


def odd_duration(given: Given) -> Iterator[Fault]:
    """A duration is one that AWS cannot hold.

    AppConfig counts `rollout` and `quick` in whole minutes up to 24 hours; CloudWatch's periods are
    10, 20 or 30 seconds or whole minutes up to a day. The push would fail, or round silently.
    """
    for _, file, environment in valid(given.tree.environments):
        for section, key, message in _faults(environment):
            written = getattr(getattr(environment, section), key)
            cure = _cure(seconds(written))
            place = file.place(section, key)
            yield Fault(place, f"{written}: {message}", cure, depends={key: written})


def _faults(environment: EnvironmentFile) -> Iterator[tuple[str, str, str]]:
    rollouts = {"rollout": environment.rollout, "quick": environment.quick}
    for section, key in product(rollouts, ("duration", "bake")):
        time = seconds(getattr(rollouts[section], key, "0s"))
        if time % MINUTE or time > DAY:
            yield section, key, "AppConfig takes whole minutes up to 24h"
    period = seconds(environment.alarm.period)
    # No time at all is alarm-cannot-fire's.
    if period and period not in SHORT and (period % MINUTE or period > DAY):
        yield "alarm", "period", "CloudWatch takes 10s, 20s, 30s or whole minutes up to 24h"


def _cure(time: int) -> str:
    return "write 24h or less" if time > DAY else f"write {time // MINUTE + 1}m"
