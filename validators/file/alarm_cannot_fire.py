from collections.abc import Iterator

from langroute_repo.tree.files.environment import Alarm
from langroute_repo.tree.tree import valid
from langroute_repo.tree.values import basis_points, breaching, seconds
from validators.finding import Fault, Given

EVERYBODY = 10_000  # basis points


def alarm_cannot_fire(given: Given) -> Iterator[Fault]:
    """An environment's alarm can never say that a language fails.

    It wants more breaching periods than it looks at, more failures than there are events, or
    looks at no time at all. A bad document would not roll itself back.
    """
    for _, file, environment in valid(given.tree.environments):
        for key, message, hint in _faults(environment.alarm):
            written = getattr(environment.alarm, key)
            yield Fault(file.place("alarm", key), message, hint, depends={key: written})


def _faults(alarm: Alarm) -> Iterator[tuple[str, str, str]]:
    count, periods = breaching(alarm.breaching)
    if count > periods:
        hint = f"write {periods} of {count} if the two are swapped"
        yield "breaching", f"{count} of the last {periods} periods can never breach", hint
    if basis_points(alarm.failures) >= EVERYBODY:
        hint = "write a share below 100%, such as 5%"
        yield "failures", "more than 100% of the answers can never fail", hint
    if not seconds(alarm.period):
        yield "period", "a period of no time", "write how long a period is, such as 60s"
