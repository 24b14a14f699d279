"""What became of commits: when each went live in an environment, and whether it was taken back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from langroute_repo.appconfig.history import MOST
from langroute_repo.appconfig.label import LABEL
from langroute_repo.appconfig.live import COMPLETE, IN_FLIGHT, TAKEN_BACK, State, may_be_of
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

    The reasons of the newest ones that were taken back are asked for, one by one.
    """
    ours = [one for one in state.known if may_be_of(reached.place, one)]
    labelled = [(one, LABEL.fullmatch(str(one.get("VersionLabel") or ""))) for one in ours]
    back = (int(one["DeploymentNumber"]) for one in ours if one["State"] in TAKEN_BACK)
    reasons = {number: kept(reached, number) for number in islice(back, MOST)}
    found = [
        Deployed(
            number=int(one["DeploymentNumber"]),
            state=str(one["State"]),
            commit=label[1],
            label=label[0],
            when=one.get("CompletedAt") or one.get("StartedAt"),
            reason=reasons.get(int(one["DeploymentNumber"]), ""),
        )
        for one, label in labelled
        if label
    ]
    return found[::-1]


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
        if one.state == COMPLETE and brings != live:
            live = brings
            words = (
                f"live{_since(one)}" if live else f"left again{_since(one)}, for an older commit"
            )
            yield f"{words} (deployment {one.number}, {one.label})"
        elif one.state in TAKEN_BACK and brings and not live:
            why = f": {one.reason}" if one.reason else ""
            yield f"taken back{_since(one)} (deployment {one.number}, {one.state}){why}"
        elif one.state in IN_FLIGHT and brings and not live:
            yield f"on its way (deployment {one.number}, {one.state})"
    if not live:
        yield "not live"


def _since(one: Deployed) -> str:
    return f" since {one.when:%Y-%m-%d %H:%M} UTC" if one.when else ""
