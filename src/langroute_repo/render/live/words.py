"""Sentences on what is live: since when, where it comes from, how the repository stands to it."""

from collections.abc import Iterator
from datetime import timedelta

from langroute_repo.appconfig.live import COMPLETE, Deployment, Live
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.tree.compiled_history import MOST
from langroute_repo.tree.git import Commit
from langroute_repo.wording import counted

SHOWN = 5  # commits
FETCH = "fetch it: git fetch --all, and --unshallow in a shallow clone"


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
        return f"commit {origin.claims}, which this clone does not have; {FETCH}"
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


def head_of(origin: LiveOrigin, name: str) -> Iterator[str]:
    """How HEAD stands to it, the first line a sentence."""
    how = f"./langroute drift {name} shows how"
    commits = origin.ahead if origin.stand == "ahead" else []
    number = f"{MOST} commits or more" if len(commits) == MOST else counted(len(commits), "commit")
    change = "changes" if len(commits) == 1 else "change"
    yield {
        "same": "runs what HEAD compiles to",
        "ahead": f"HEAD is ahead by {number} that {change} its document:",
        "differs": f"HEAD compiles to another document, though no commit since changes it; {how}",
        "not-part": f"live is not part of HEAD: it was pushed from another branch; {how}",
        "not-here": f"HEAD compiles to another document; {how}",
        "by-hand": f"HEAD compiles to another document; {how}",
        "not-compiled": "HEAD compiles to no document: ./langroute check says why",
    }[origin.stand]
    yield from (f"  {written(one)}" for one in commits[:SHOWN])
    if len(commits) > SHOWN:
        yield f"  and {len(commits) - SHOWN} more"


def gone_back_on(one: Deployment) -> str:
    """What was taken back, when, and by what."""
    name = f"{one.name} (deployment {one.number})"
    if one.state == COMPLETE:
        return f"{name}, left behind when somebody went back to an older version"
    when = one.events[0].get("OccurredAt") if one.events else one.completed
    why = f" ({one.taken_back_by})" if one.taken_back_by else ""
    return f"{name}{f' on {when:%Y-%m-%d %H:%M} UTC' if when else ''}{why}"
