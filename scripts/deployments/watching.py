"""Following a deployment at the terminal, for the verbs that start one or only look."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import NoReturn

from langroute_repo.appconfig.alarms import Alarm, Sightings
from langroute_repo.appconfig.deploy import stop
from langroute_repo.appconfig.follow import follow
from langroute_repo.appconfig.guard import Guard
from langroute_repo.appconfig.live import BAKING, COMPLETE, Deployment, EnvironmentIds, look
from langroute_repo.appconfig.promise import GRAVITY, Verdict
from langroute_repo.aws.clients import AppConfig
from langroute_repo.aws.errors import AwsError, TimedOut, Unclear
from scripts.deployments.progress import Progress
from scripts.terminal.exit_codes import ROLLED_BACK, TIMED_OUT
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say

REVERT = (
    "the repository still holds what was taken back, and pushes of it are refused: revert that "
    "commit"
)
TOO_SHORT = "of the bake no whole minute is left, without its first and last (bake-too-short)"
SHOWN = 10  # promises; the rest is only counted


def watched(
    aws: AppConfig,
    place: EnvironmentIds,
    number: int,
    name: str,
    live: str,
    sightings: Sightings,
    guard: Guard | None = None,
    lasts: timedelta = timedelta(),
) -> Deployment:
    """Follow a deployment to its end; what cuts the view short leaves the deployment alone.

    ``name`` is the environment's, ``live`` what ran there before, in words. With a ``guard`` the
    deployment is taken back as soon as what readers measure is not what it promised. An AppConfig
    that does not answer is asked again until rollout, bake and some grace are over; ``lasts`` is
    what rollout and bake take, as far as it is known.
    """
    broken = _Told(guard)
    again = f"./langroute watch {name} goes on watching"
    goes_on = f"deployment {number} goes on in AppConfig; live was {live}"
    try:
        with Progress(sightings.look) as show:
            unseen = _Unseen(show, number)
            for seen in follow(aws, place, number, unseen, lasts):
                show(seen)
                if broken(seen) and _stopped(aws, place, number, show, seen):
                    break
            else:
                return seen
            return list(follow(aws, place, number, unseen))[-1]
    except KeyboardInterrupt:
        say(f"{goes_on}; {again}")
        raise
    except TimedOut as error:
        raise Failure(f"{error.message}; {goes_on}", again, TIMED_OUT) from error
    except AwsError as error:
        hint = "; ".join(filter(None, [error.hint, again]))
        raise Failure(f"{goes_on}, but cannot be watched: {error.message}", hint) from error


def _stopped(
    aws: AppConfig, place: EnvironmentIds, number: int, show: Progress, seen: Deployment
) -> bool:
    """Take it back; without an answer the next look shows whether it has to be tried again."""
    show.interrupt(f"taking deployment {number} back …")
    try:
        stop(aws, place, number)
    except Unclear as error:
        if not seen.in_flight:  # there is no next look
            raise
        show.interrupt(f"  not known whether it is: {error.message}")
        return False
    return True


class _Unseen:
    """Says once of each silence of AppConfig that nothing is seen, and that it is asked on."""

    def __init__(self, show: Progress, number: int) -> None:
        self._show, self._number = show, number
        self._said = ""

    def __call__(self, error: Unclear) -> None:
        if error.message != self._said:
            self._show.interrupt(
                f"  deployment {self._number} is not seen, and is asked for again: {error.message}"
            )
        self._said = error.message


class _Told:
    """Asks the guard, and says once when it cannot tell: no metrics are no reason to stop."""

    def __init__(self, guard: Guard | None) -> None:
        self._guard = guard
        self._said = False

    def __call__(self, seen: Deployment) -> bool:
        """Whether a deployment that still can be taken back has to be."""
        if self._guard is None or seen.state not in (BAKING, COMPLETE):
            return False
        try:
            return bool(self._guard.broken(seen))
        except AwsError as error:
            if not self._said:
                say(f"  what readers measure is not known: {error.message}")
            self._said = True
            return False


def against_measured(guard: Guard) -> list[str]:
    """What came of each promise, in lines, the worst first; no data is told as no data."""
    if not guard.promises:
        return []
    if not guard.verdicts:
        return ["promised against measured: nothing was measured during the bake"]
    if not guard.measurable:
        return [f"promised against measured: nothing; {TOO_SHORT}"]
    outcomes = Counter(one.outcome for one in guard.verdicts)
    counts = [f"{outcomes[one]} {one.replace('-', ' ')}" for one in GRAVITY if outcomes[one]]
    worst_first = sorted(guard.verdicts, key=lambda one: -GRAVITY.index(one.outcome))
    more = len(worst_first) - SHOWN
    return [
        f"promised against measured: {', '.join(counts)}",
        *(f"  {one.outcome.replace('-', ' '):<10} {one.sentence}" for one in worst_first[:SHOWN]),
        *([f"  and {more} more"] if more > 0 else []),
    ]


class WentBack(Failure):
    """The end of a verb whose deployment was taken back, with what is known of the reason."""

    def __init__(
        self,
        message: str,
        hint: str,
        seen: Deployment,
        broken: Sequence[Verdict],
        alarms: Sequence[Alarm],
    ) -> None:
        super().__init__(message, hint, ROLLED_BACK)
        self.seen, self.broken, self.alarms = seen, broken, alarms


def fail_taken_back(
    aws: AppConfig,
    place: EnvironmentIds,
    name: str,
    seen: Deployment,
    sightings: Sightings,
    broken: Sequence[Verdict] = (),
    hint: str = REVERT,
) -> NoReturn:
    """End a verb whose deployment was taken back: why, what is live now, and what to do.

    It is taken back, whatever else cannot be asked now.
    """
    unseen = _look_again(sightings)
    alarms = sightings.bad
    reasons = [one.sentence for one in broken] or [seen.taken_back_by]
    reason = "; ".join(filter(None, [*reasons, *map(str, alarms), unseen]))
    try:
        live = str(look(aws, place).live or "nothing")
    except AwsError as error:
        live = f"what ran before; that cannot be looked at now: {error.message}"
    message = (
        f"deployment {seen.number} was {seen.state.lower().replace('_', ' ')}"
        f"{f' ({reason})' if reason else ''}; {name} runs {live}"
    )
    raise WentBack(message, hint, seen, broken, alarms)


def _look_again(sightings: Sightings) -> str:
    """Look at the alarms once more; why they cannot be seen, where none was seen before either."""
    try:
        sightings.look()
    except AwsError as error:
        return "" if sightings.bad else f"the alarms cannot be seen: {error.message}"
    return ""
