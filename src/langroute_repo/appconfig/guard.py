"""Looks, while a deployment bakes, at whether what it promised is what readers measure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from langroute.document import DocumentError, parse
from langroute_repo.appconfig.live import Deployment
from langroute_repo.appconfig.metrics import measure, whole_minutes
from langroute_repo.appconfig.promise import Promise, Verdict, promised, verdicts
from langroute_repo.aws.clients import CloudWatch
from langroute_repo.tree.files.policy import MeasuredLimits
from langroute_repo.tree.values import seconds

BETWEEN = timedelta(minutes=1)  # metrics are of whole minutes


class Guard:
    """Judges the promises of one deployment again and again, at most once a minute.

    Only the bake counts, and by AppConfig's clock: before it, old and new answers mix.
    """

    def __init__(
        self,
        cloudwatch: CloudWatch,
        environment: str,
        promises: Sequence[Promise],
        limits: MeasuredLimits,
    ) -> None:
        self._cloudwatch = cloudwatch
        self._environment = environment
        self.promises = promises
        self._limits = limits
        self._settling = timedelta(seconds=seconds(limits.settling))
        self._looked: datetime | None = None
        self.verdicts: list[Verdict] = []
        self.measurable = False  # whether there was any minute that counts

    def broken(self, seen: Deployment) -> list[Verdict]:
        """The promises by which the deployment has to be taken back, as of its latest state."""
        since = seen.baking_since
        if since is not None and self._due(seen):
            self._looked = seen.now
            until = (seen.completed or seen.now) - self._settling
            start, end = whole_minutes(since + self._settling, until)
            self.measurable |= start < end
            found = measure(
                self._cloudwatch, self._environment, self.promises, since + self._settling, until
            )
            self.verdicts = verdicts(found, self._limits)
        return [one for one in self.verdicts if one.stops]

    def _due(self, seen: Deployment) -> bool:
        return self._looked is None or not seen.in_flight or seen.now - self._looked >= BETWEEN


def promises_of(before: bytes | None, after: bytes) -> list[Promise]:
    """What bringing a document promises, against the one that was live.

    What was deployed by hand and is no document of ours promises nothing to compare with, so that
    every language counts as changed.
    """
    try:
        known = parse(before) if before is not None else None
    except DocumentError:
        known = None
    return promised(known, parse(after))
