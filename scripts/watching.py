"""Following a deployment at the terminal, for the verbs that start one or only look."""

from langroute.appconfig.alarms import guards
from langroute.appconfig.client import AppConfig, CloudWatch
from langroute.appconfig.errors import AppConfigError, TimedOut
from langroute.appconfig.follow import follow
from langroute.appconfig.live import Deployment, Place
from scripts.ends import TIMED_OUT
from scripts.failure import Failure
from scripts.progress import progress
from scripts.terminal import say


def watched(
    aws: AppConfig, cloudwatch: CloudWatch, place: Place, number: int, name: str, live: str
) -> Deployment:
    """Follow a deployment to its end; what cuts the view short leaves the deployment alone.

    ``name`` is the environment's, ``live`` what ran there before, in words.
    """
    show = progress(lambda: guards(aws, cloudwatch, place))
    again = f"./langroute watch {name} goes on watching"
    goes_on = f"deployment {number} goes on in AppConfig; live was {live}"
    try:
        for seen in follow(aws, place, number):
            show(seen)
    except KeyboardInterrupt:
        say(f"{goes_on}; {again}")
        raise
    except TimedOut as error:
        raise Failure(f"{error.message}; {goes_on}", again, TIMED_OUT) from error
    except AppConfigError as error:
        hint = "; ".join(filter(None, [error.hint, again]))
        raise Failure(f"{goes_on}, but cannot be watched: {error.message}", hint) from error
    return seen
