"""What `rollback` says it would do, and what it leaves to do in the repository."""

from collections.abc import Iterator
from dataclasses import dataclass

from langroute.document import DocumentError
from langroute_repo.appconfig.alarms import OK, guards
from langroute_repo.appconfig.live import State, content_of
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.reach import Reached
from langroute_repo.appconfig.rollback import AtOnce, Target, Way
from langroute_repo.appconfig.undo import Undo, undo
from langroute_repo.aws.errors import AwsError
from langroute_repo.diff.documents import document_changes
from langroute_repo.render.difference.document import in_words
from langroute_repo.render.live.words import on_its_way, running
from langroute_repo.render.table import labelled
from langroute_repo.wording import counted

SHOWN = 10  # changes
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be done. Without a target only what is on its way is stopped."""

    reached: Reached
    state: State
    target: Target | None
    way: Way
    strategy: AtOnce

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
    if intent.way == "deploy" and intent.strategy.bake and any(one.state != OK for one in alarms):
        region = reached.environment.region
        lines += [
            "during the bake this takes the rollback back; a strategy without a bake prevents it:",
            f"aws appconfig create-deployment-strategy --region {region} --name langroute-at-once "
            "--replicate-to NONE --deployment-duration-in-minutes 0 --growth-factor 100 "
            "--final-bake-time-in-minutes 0",
        ]
    return lines or ["none"]


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
