"""What became of commits: when each went live in an environment, and whether it was taken back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from langroute_repo.appconfig.history import MOST
from langroute_repo.appconfig.label import LABEL
from langroute_repo.appconfig.live import (
    COMPLETE,
    IN_FLIGHT,
    TAKEN_BACK,
    State,
    deployment,
    may_be_of,
)
from langroute_repo.appconfig.reach import Reached
from langroute_repo.appconfig.reason import kept


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment of ours that names a commit; ``reason`` is why it was taken back, if known."""

    number: int
    state: str
    commit: str  # the first 12 digits
    label: str
    when: datetime | None
    reason: str = ""


def deployed(reached: Reached, state: State) -> list[Deployed]:
    """The deployments of the profile whose label names a commit, the oldest first.

    When the newest ones that were taken back were, and why, is asked for one by one.
    """
    ours = (one for one in state.known if may_be_of(reached.place, one))
    found, asked = [], 0
    for one in ours:
        label = LABEL.fullmatch(str(one.get("VersionLabel") or ""))
        if label:
            back = one["State"] in TAKEN_BACK
            asked += back
            found.append(_deployed(reached, one, label, looked=back and asked <= MOST))
    return found[::-1]


def _deployed(
    reached: Reached, one: dict[str, Any], label: re.Match[str], *, looked: bool
) -> Deployed:
    number, state = int(one["DeploymentNumber"]), str(one["State"])
    when, reason = one.get("CompletedAt") or one.get("StartedAt"), ""
    if state in TAKEN_BACK:  # what the list has is when it was complete
        when = deployment(reached.aws, reached.place, number).taken_back_at if looked else None
        reason = kept(reached, number) if looked else ""
    return Deployed(number, state, label[1], label[0], when, reason)


def became(
    line: Sequence[str], commits: Sequence[str], deployments: Sequence[Deployed]
) -> Mapping[str, list[str]]:
    """What became of each commit, in words; ``line`` are those of the main line, newest first.

    A deployment of a commit brings all that the main line held then. Of labels that are on another
    line, and of what was made by hand, nothing is known here.
    """
    order = {commit: index for index, commit in enumerate(line)}
    short = {commit[:12]: index for commit, index in order.items()}
    placed = [(short[one.commit], one) for one in deployments if one.commit in short]
    return {one: list(_of(order[one], placed)) for one in commits if one in order}


def _of(index: int, placed: Sequence[tuple[int, Deployed]]) -> Iterator[str]:
    """The newest commit has index 0: a deployment brings those with its own index and above."""
    live = False
    for at, one in placed:
        brings = at <= index
        when = f"{one.when:%Y-%m-%d %H:%M} UTC " if one.when else ""
        if one.state == COMPLETE and brings != live:
            live = brings
            words = f"live since {when}" if live else f"left again for an older commit {when}"
            yield f"{words}(deployment {one.number}, {one.label})"
        elif one.state in TAKEN_BACK and brings and not live:
            why = f": {one.reason}" if one.reason else ""
            yield f"taken back {when}(deployment {one.number}, {one.state}){why}"
        elif one.state in IN_FLIGHT and brings and not live:
            yield f"on its way (deployment {one.number}, {one.state})"
    if not live:
        yield "not live"
