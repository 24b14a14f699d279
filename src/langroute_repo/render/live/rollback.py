"""What `rollback` says it would do, and what it leaves to do in the repository."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from langroute.document import DocumentError
from langroute_repo.appconfig.alarms import TAKES_BACK, Alarm, guards
from langroute_repo.appconfig.live import State, content_of
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.reach import Reached
from langroute_repo.appconfig.rollback import AtOnce, Target, Way, at_once, revertible
from langroute_repo.appconfig.undo import Undo, undo
from langroute_repo.aws.errors import AwsError
from langroute_repo.diff.documents import document_changes
from langroute_repo.render.difference.document import in_words
from langroute_repo.render.live.words import on_its_way, running
from langroute_repo.render.table import labelled
from langroute_repo.wording import counted

SHOWN = 10  # changes
Row = tuple[str, str]


@dataclass(frozen=True)
class Intent:
    """What is about to be done. Without a target only what is on its way is stopped."""

    reached: Reached
    state: State
    target: Target | None
    way: Way

    @cached_property
    def strategy(self) -> AtOnce:
        """How it is deployed anew; asked for only where it is, for no other way needs it."""
        return at_once(self.reached)

    @property
    def deploys(self) -> bool:
        """Whether it comes to a deployment: what was stopped cannot be reverted as well."""
        live = self.state.live.content if self.state.live else None
        further = self.target is not None and self.target.content != live
        return self.way == "deploy" or (self.way == "stop" and further)

    @property
    def wanted(self) -> bytes | None:
        """The bytes that are to be live afterwards; None when nothing is to be."""
        if self.target is not None:
            return self.target.content
        return self.state.live.content if self.state.live else None


def plan(intent: Intent) -> list[str]:
    """What there is and what would be done, as lines."""
    rows = labelled(list(_rows(intent)), indent="  ")
    return [f"rollback of {intent.reached.name}", *rows.splitlines()]


def _rows(intent: Intent) -> Iterator[Row]:
    state = intent.state
    yield "live now", running(state.live)
    if state.flight is not None:
        yield "on its way", on_its_way(state.flight)
    if intent.way == "nothing":
        return
    yield "back to", str(intent.target or running(state.live))
    yield "how", _how(intent)
    yield from _cells("changes", _changes(intent))
    yield from _cells("alarms", _alarms(intent))


def _cells(label: str, lines: list[str]) -> Iterator[Row]:
    for index, line in enumerate(lines):
        yield "" if index else label, line


def _how(intent: Intent) -> str:
    state, flight = intent.state, intent.state.flight
    if flight is not None:
        then = ", and look again how to get to what is asked for" if intent.target else ""
        if flight.state == "ROLLING_BACK":
            return f"wait: deployment {flight.number} is being taken back already{then}"
        return f"stop deployment {flight.number}: everybody gets what ran before at once{then}"
    if intent.way == "revert" and state.live is not None:
        number = state.live.deployment.number
        return f"revert deployment {number}: at once, whatever the alarms say"
    bake = f"then {intent.strategy.bake} min of bake" if intent.strategy.bake else "without a bake"
    version = intent.target.version if intent.target else ""
    bake += f" ({intent.strategy.doubt})" if intent.strategy.doubt else ""
    return f"deploy version {version} anew, to everybody at once, {bake}"


def _changes(intent: Intent) -> list[str]:
    """What the readers will do otherwise than now."""
    before, after = _now(intent), intent.wanted
    if before is None or after is None:
        return ["not known: there is no document on one side"]
    try:
        lines = in_words(document_changes(before, after), "until now", "from then on")
    except DocumentError as error:
        return [f"not known: one side is no document of ours: {error}"]
    more = len(lines) - SHOWN
    none = ["none for the readers: it is only written otherwise"]
    return [*lines[:SHOWN], *([f"and {more} more"] if more > 0 else [])] or none


def _now(intent: Intent) -> bytes | None:
    """What readers get now, or what they begin to get."""
    flight, live, reached = intent.state.flight, intent.state.live, intent.reached
    if flight is not None:
        return content_of(reached.aws, reached.place, flight.version)
    return live.content if live else None


def _alarms(intent: Intent) -> list[str]:
    reached = intent.reached
    try:
        alarms = guards(reached.aws, reached.cloudwatch, reached.place)
    except AwsError as error:
        return [f"cannot be seen: {error.message}"]
    lines = [str(one) for one in alarms]
    firing = [one for one in alarms if one.state in TAKES_BACK]
    if intent.deploys and firing:
        lines.append(f"it takes what is deployed anew back as well; {_silence(reached, firing)}")
    return lines or ["none"]


def way_past_alarms(reached: Reached, alarms: Sequence[Alarm]) -> str:
    """What to do about an alarm that takes back what is deployed to mend it."""
    mend = "an alarm takes a rollback back as well: mend what it tells"
    firing = [one for one in alarms if one.state in TAKES_BACK]
    return f"{mend}, or {_silence(reached, firing)}" if firing else mend


def _silence(reached: Reached, alarms: Sequence[Alarm]) -> str:
    """AppConfig leaves alone what is guarded by an alarm whose actions are disabled."""
    at = f"--region {reached.environment.region} --alarm-names"
    names = " ".join(one.name for one in alarms)
    return (
        "whoever may silences it until that is done: aws cloudwatch disable-alarm-actions "
        f"{at} {names} (and enable-alarm-actions afterwards)"
    )


def way_past_validators(intent: Intent) -> str:
    """AppConfig runs the validators when a deployment starts, whoever asks for it."""
    reached, live = intent.reached, intent.state.live
    place = reached.place
    off = (
        "aws appconfig update-configuration-profile --region "
        f"{reached.environment.region} --application-id {place.application} "
        f"--configuration-profile-id {place.profile} --validators '[]'"
    )
    back = ""
    if live is not None and revertible(intent.state, live):
        back = f"revert what is live (./langroute rollback {reached.name} --yes), or "
    return (
        "AppConfig runs its validators when a deployment starts, and starts none that they refuse: "
        f"{back}let an administrator take them off until it is done: {off}"
    )


def in_line(origin: LiveOrigin | None, name: str) -> list[str]:
    """How the repository gets to hold what is live."""
    how = f"./langroute drift {name} shows how they differ"
    if origin is None:
        return []
    if origin.is_head:
        return ["HEAD compiles to what is live: nothing is to be reverted"]
    found = undo(origin)
    if found is None:
        return [f"HEAD does not hold the commit of what is live, so no revert gives it; {how}"]
    revert = f"  git revert --no-edit {' '.join(found.words)}"
    if found.exact:
        number = counted(len(found.commits), "commit")
        return [
            f"to bring the repository back in line, revert {number} (tried in a clone):",
            revert,
        ]
    return _not_by_reverting(origin, found, revert, how)


def _not_by_reverting(origin: LiveOrigin, found: Undo, revert: str, how: str) -> list[str]:
    number = counted(len(found.commits), "commit")
    if not origin.faithful or origin.commit is None:
        return [
            f"no commit compiles to what is live; the nearest is to revert {number}:",
            revert,
            how,
        ]
    source = origin.commit.id[:12]
    return [
        f"reverting the {number} since does not give what is live; this does:",
        f"  git restore --source {source} --staged --worktree config",
        f'  git commit -m "config/ as of {source}, which is live in {origin.environment}"',
    ]
