"""Sentences on what is live: since when, where it comes from, how the repository stands to it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from langroute_repo.appconfig.drift import Drift, drift
from langroute_repo.appconfig.live import COMPLETE, Deployment, Live
from langroute_repo.appconfig.origin import LiveOrigin, fetching
from langroute_repo.tree.compiled_history import MOST
from langroute_repo.tree.git import Commit
from langroute_repo.wording import counted, listed

SHOWN = 5  # commits
WHY = {
    "differs": ", though no commit since changes it",
    "not-part": ", and live is not part of HEAD: it was pushed from another branch",
}


def age(passed: timedelta) -> str:
    """How long ago, in the largest unit that is at least one."""
    seconds = max(0, round(passed.total_seconds()))
    for size, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return counted(seconds // size, noun)
    return "less than a minute"


def running(live: Live | None) -> str:
    """What runs, by which version and deployment, and since when."""
    if live is None:
        return "nothing"
    one = live.deployment
    since = f" since {one.completed:%Y-%m-%d %H:%M} UTC" if one.completed else ""
    ago = f", {age(one.now - one.completed)} ago" if one.completed else ""
    return f"{one.name} (version {one.version}, deployment {one.number}){since}{ago}"


def on_its_way(flight: Deployment) -> str:
    left = f", {age(flight.left)} left" if flight.state != "ROLLING_BACK" else ""
    return (
        f"deployment {flight.number} ({flight.name}) is {flight.state} at "
        f"{flight.percentage:g}%{left}"
    )


def written(commit: Commit) -> str:
    return f"{commit.date} by {commit.author}: {commit.subject} ({commit.id[:12]})"


def origin_of(origin: LiveOrigin) -> str:
    """The commit that the label claims, and whether the bytes are what it compiles to."""
    if origin.live.content is None:
        return "its version was deleted, so its bytes cannot be looked at"
    if not origin.claims:
        return "deployed by hand: its label names no commit"
    if origin.commit is None:
        cure = fetching(origin.compiled.root)
        return f"commit {origin.claims}, which this clone does not have; {cure}"
    if origin.faithful is None:
        return f"{written(origin.commit)}, which cannot be compiled by this version of the tool"
    if origin.faithful:
        return written(origin.commit)
    if origin.live.deployment.label.endswith("-dirty"):
        return f"pushed with changes that were not committed, on {written(origin.commit)}"
    return (
        f"NOT what its commit compiles to: made by hand under its label, or by another version of "
        f"this tool; {written(origin.commit)}"
    )


def verdict(name: str, revision: str, live: Live | None, found: Drift) -> str:
    """How a revision stands to what is live: the one sentence of all verbs that compare them."""
    if found.same:
        return f"{revision} compiles to exactly this"
    if live is None:
        return f"{revision} compiles to a document that {name} does not have"
    if live.content is None:
        return f"{revision} cannot be held against it"
    if found.foreign:
        size = f"{len(live.content):,} bytes under the label {live.deployment.label or 'none'}"
        return f"no document of ours: {size}; readers refuse it: {found.foreign}"
    if not found.changes:
        return f"{revision} means the same and is written otherwise: other bytes, another plan_hash"
    return f"{revision} compiles to another document"


def head_of(origin: LiveOrigin, name: str) -> Iterator[str]:
    """How HEAD stands to it, the first line a sentence."""
    if origin.head is None:
        yield "HEAD compiles to no document: ./langroute check says why"
        return
    found = drift(origin.live, origin.head)
    said = verdict(name, "HEAD", origin.live, found)
    commits = origin.ahead if origin.stand == "ahead" else []
    if found.same:
        yield said
    elif commits:
        number = f"{MOST} commits or more" if len(commits) == MOST else _counted(commits)
        yield f"{said}, ahead by {number} that {'changes' if len(commits) == 1 else 'change'} it:"
    else:
        yield f"{said}{WHY.get(origin.stand, '')}; ./langroute drift {name} shows how"
    yield from (f"  {written(one)}" for one in commits[:SHOWN])
    if len(commits) > SHOWN:
        yield f"  and {len(commits) - SHOWN} more"


def _counted(commits: Sequence[Commit]) -> str:
    return counted(len(commits), "commit")


def still(revision: str, whole: bool, languages: Sequence[str]) -> str:
    """Whether a revision still holds something that was taken back, wholly or in languages."""
    if not whole and not languages:
        return f"{revision} does not hold it any more"
    where = f" in {listed(languages)}" if languages else ""
    return f"{revision} still holds it{where}, and pushes of it are refused"


def gone_back_on(one: Deployment) -> str:
    """What was taken back, when, and by what."""
    name = f"{one.name} (deployment {one.number})"
    if one.state == COMPLETE:
        return f"{name}, left behind when somebody went back to an older version"
    when = one.events[0].get("OccurredAt") if one.events else one.completed
    why = f" ({one.taken_back_by})" if one.taken_back_by else ""
    return f"{name}{f' on {when:%Y-%m-%d %H:%M} UTC' if when else ''}{why}"
