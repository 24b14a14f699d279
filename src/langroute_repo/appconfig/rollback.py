"""Goes back to what was live before: to which version that is, and by which of AppConfig's ways.

``stop``: what is on its way is stopped, and AppConfig gives everybody the former document at once.

``revert``: what is complete is taken back, when that gives the target: it is the newest deployment
of the environment, complete for less than 72 hours, and the target is what ran before it. This is
preferred, for it asks no alarm, no validator and no strategy, has no bake, and the deployment says
REVERTED ever after.

``deploy``: any other target is deployed anew, to everybody at once. While an alarm fires AppConfig
may refuse that, or take it back during the bake; so of all strategies that reach everybody at once
the environment's own is taken, which has none. It is waited for, because until its end the target
is not yet what AppConfig itself counts as live.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from langroute.document import DocumentError, parse
from langroute_repo.appconfig.deploy import Sleep, start, stop
from langroute_repo.appconfig.label import LABEL
from langroute_repo.appconfig.live import (
    COMPLETE,
    TAKEN_BACK,
    Deployment,
    Live,
    State,
    content_of,
    deployment,
    is_newer,
    may_be_of,
)
from langroute_repo.appconfig.reach import Reached
from langroute_repo.appconfig.strategy import at_once_name
from langroute_repo.aws.errors import Conflict, Declined, Denied, Missing, Unclear
from langroute_repo.tree.git import commit_id

PAUSES = (1.0, 4.0, 10.0)  # seconds between looks at whether it is reverted
REVERTIBLE = timedelta(hours=72)
PREDEFINED = "AppConfig.AllAtOnce"  # of every account, whether a list shows it or not
PREDEFINED_BAKE = 10  # minutes
FORMER_NAME = "langroute-at-once"  # what earlier versions told people to make
COMMIT = re.compile("[0-9a-f]{7,40}")
SHOWN = 5  # versions

Way = Literal["nothing", "stop", "revert", "deploy"]


@dataclass(frozen=True, slots=True)
class Target:
    """A hosted version to go back to."""

    version: str
    label: str
    content: bytes

    def __str__(self) -> str:
        return f"{self.label} (version {self.version})" if self.label else f"version {self.version}"


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A deployment strategy that gives everybody the document at once; bake in minutes."""

    id: str
    bake: int
    doubt: str = ""  # why it may not be the best one


def latest_before(reached: Reached, state: State) -> Target | None:
    """What was live before what is live: older, and another document; None where there is none.

    A version that is newer than the live one was left behind on purpose, and is not gone back to.
    """
    if state.live is None:
        return None
    for one in _complete_before(reached, state, state.live):
        if not is_newer(one.version, state.live.deployment.version):
            content = content_of(reached.aws, reached.place, one.version)
            if content is not None and content != state.live.content:
                return Target(one.version, one.label, content)
    return None


def _complete_before(reached: Reached, state: State, live: Live) -> Iterator[Deployment]:
    """The deployments of this profile that were complete before the live one, newest first."""
    for item in state.known:
        earlier = int(item["DeploymentNumber"]) < live.deployment.number
        if may_be_of(reached.place, item) and earlier and item["State"] == COMPLETE:
            found = deployment(reached.aws, reached.place, item["DeploymentNumber"])
            if found.profile == reached.place.profile:
                yield found


def named(reached: Reached, wanted: str, root: Path) -> Target:
    """The version that a number, a label or a commit names; ``Missing`` says which there are."""
    aws, place = reached.aws, reached.place
    known = sorted(
        aws.items("list_hosted_configuration_versions", **place.in_profile),
        key=lambda item: int(item["VersionNumber"]),
        reverse=True,
    )
    targets = []
    for item in _matching(known, wanted, root):
        version = str(item["VersionNumber"])
        content = content_of(aws, place, version)
        if content is not None:
            targets.append(Target(version, item.get("VersionLabel") or "", content))
    if not targets:
        some = (f"{one['VersionNumber']} {one.get('VersionLabel') or ''}" for one in known[:SHOWN])
        raise Missing(
            f"{wanted!r} is no version, no label and no commit that was pushed to "
            f"{reached.environment.appconfig.profile}",
            f"the newest versions: {', '.join(some) or 'none'}",
        )
    # Environments that share a profile have each a version of the same commit.
    return next((one for one in targets if _is_for(one, reached.name)), targets[0])


def _matching(known: list[dict[str, Any]], wanted: str, root: Path) -> list[dict[str, Any]]:
    exact = [one for one in known if wanted in (str(one["VersionNumber"]), one.get("VersionLabel"))]
    return exact or [one for one in known if _brings(one, _commit(wanted, root))]


def _commit(wanted: str, root: Path) -> str:
    """The commit in the length that labels have, or less; also one that this clone lacks."""
    found = None if wanted.startswith("-") else commit_id(root, wanted)
    written = wanted if COMMIT.fullmatch(wanted) else ""
    return (found or written)[:12]


def _brings(version: dict[str, Any], commit: str) -> bool:
    label = LABEL.fullmatch(version.get("VersionLabel") or "")
    return bool(label and commit and label[1].startswith(commit))


def _is_for(target: Target, environment: str) -> bool:
    try:
        return parse(target.content)["environment"] == environment
    except DocumentError:
        return False


def way_to(reached: Reached, state: State, target: Target | None) -> Way:
    """How to get there from here; without a target, only what is on its way is stopped."""
    flight = state.flight
    if flight is not None:
        if flight.profile != reached.place.profile:
            raise Conflict(
                f"deployment {flight.number} of another profile is {flight.state} in "
                f"{reached.name}, and AppConfig takes one at a time",
                "wait until it is done, or stop it yourself",
            )
        return "stop"
    if target is None or (state.live and state.live.content == target.content):
        return "nothing"
    return "revert" if _reverting_gives(reached, state, target) else "deploy"


def revertible(state: State, live: Live) -> bool:
    """Whether AppConfig takes back what is live: the newest, complete for less than 72 hours."""
    one = live.deployment
    if one.number != state.latest or one.completed is None:
        return False
    return one.now - one.completed < REVERTIBLE


def _reverting_gives(reached: Reached, state: State, target: Target) -> bool:
    live = state.live
    if live is None or not revertible(state, live):
        return False
    before = next(_complete_before(reached, state, live), None)
    content = content_of(reached.aws, reached.place, before.version) if before else None
    return content == target.content


def at_once(reached: Reached) -> AtOnce:
    """The environment's own strategy that gives it to everybody at once, by its exact name.

    A colleague's may be changed or deleted by him, and the role that deploys may not use it. Where
    there is none of ours, or it was changed, AppConfig's own of every account; also where they
    cannot be listed, for going back is not to fail at that.
    """
    try:
        items = list(reached.aws.items("list_deployment_strategies"))
    except (Unclear, Denied) as error:
        return AtOnce(PREDEFINED, PREDEFINED_BAKE, f"strategies cannot be listed: {error.message}")
    for name in (at_once_name(reached.environment), FORMER_NAME):
        for item in items:
            if item.get("Name") == name and not item.get("DeploymentDurationInMinutes", 0):
                return AtOnce(str(item["Id"]), int(item.get("FinalBakeTimeInMinutes", 0)))
    return AtOnce(PREDEFINED, PREDEFINED_BAKE)


def deploy_again(
    reached: Reached, state: State, target: Target, strategy: AtOnce, reason: str
) -> int:
    """Start a deployment of a version that is there already; its number."""
    description = f"rollback: {reason}" if reason else f"rollback to {target}"
    return start(reached.aws, reached.place, target.version, strategy.id, state.latest, description)


def revert(
    reached: Reached, number: int, tell: Callable[[str], None], sleep: Sleep = time.sleep
) -> bool:
    """Take a complete deployment back; False when AppConfig declines, for whatever it knows."""
    try:
        stop(reached.aws, reached.place, number)
    except Declined as error:
        tell(f"AppConfig does not revert deployment {number}: {error.message}")
        return False
    for pause in PAUSES:
        with suppress(Unclear):  # it is asked for; that it cannot be seen changes nothing of that
            if deployment(reached.aws, reached.place, number).state in TAKEN_BACK:
                break
        sleep(pause)
    return True
