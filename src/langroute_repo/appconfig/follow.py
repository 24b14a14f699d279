"""Watches a deployment to the end of its bake, and what guards it meanwhile."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from langroute_repo.appconfig.live import Deployment, EnvironmentIds, deployment
from langroute_repo.aws.clients import AppConfig
from langroute_repo.aws.errors import TimedOut, Unclear

# What AppConfig needs besides the rollout itself: validators (15 s each), a rollback, its own pace.
GRACE_SECONDS = 15 * 60
SLOWEST_LOOK = 10.0
QUICKEST_LOOK = 0.25


def follow(
    aws: AppConfig,
    place: EnvironmentIds,
    number: int,
    unseen: Callable[[Unclear], None] = lambda _: None,
    lasts: timedelta = timedelta(),
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Deployment]:
    """Look at a deployment again and again, until it is neither rolling out nor baking.

    Looks become rarer with time, so that a rollout of seconds is seen moving and one of hours
    costs little. The limit is what the deployment itself says that it lasts, from our first look.
    A look without a usable answer is told to ``unseen`` and ends nothing before that limit, which
    is by ``lasts`` until the first look.
    """
    begun, limit, last = clock(), lasts.total_seconds() + GRACE_SECONDS, "not seen"
    while True:
        try:
            seen = deployment(aws, place, number)
        except Unclear as error:
            unseen(error)
            last = f"not seen: {error.message}"
        else:
            yield seen
            if not seen.in_flight:
                return
            limit = seen.lasts.total_seconds() + GRACE_SECONDS
            last = f"still {seen.state}"
        passed = clock() - begun
        if passed > limit:
            raise TimedOut(f"deployment {number} is {last} after {passed / 60:.0f} min")
        sleep(min(SLOWEST_LOOK, max(QUICKEST_LOOK, passed / 20)))
