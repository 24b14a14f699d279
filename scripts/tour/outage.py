"""The part of the tour in which one language fails in production, as its alarm sees it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from langroute_repo.appconfig.live import find, look
from langroute_repo.aws.clients import connect
from langroute_repo.tree.aws_names import guard_name_of
from langroute_repo.tree.files.environment import EnvironmentFile
from scripts.tour.local_aws import LocalAws

BETWEEN = 0.1  # seconds between looks for the deployment


@contextmanager
def failing(aws: LocalAws, environment: EnvironmentFile, tag: str) -> Iterator[None]:
    """Within it, the alarm of a language fires from the moment a deployment is on its way.

    Its state is set. MiniStack does not tell metrics apart by their dimensions: written as
    metrics, the failures of one language would be those of all.
    """
    over = threading.Event()
    fails = threading.Thread(target=_fail, args=[aws, environment, tag, over], daemon=True)
    fails.start()
    try:
        yield
    finally:
        over.set()
        fails.join()


def _fail(aws: LocalAws, environment: EnvironmentFile, tag: str, over: threading.Event) -> None:
    door = connect(environment)
    place = find(door, environment)
    while look(door, place).flight is None:
        if over.wait(BETWEEN):
            return
    aws.client("cloudwatch", environment.region).set_alarm_state(
        AlarmName=guard_name_of(environment, tag),
        StateValue="ALARM",
        StateReason="100% of the answers failed in 3 of the last 5 minutes",
    )
