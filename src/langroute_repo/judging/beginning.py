"""Since when a candidate is what it is, and which share of the events it had on each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from langroute_repo.tree.compile import compile_language
from langroute_repo.tree.git import GitError, Revision, git
from langroute_repo.tree.read import read
from langroute_repo.tree.tree import Tree

MOST = 100  # commits that are looked at for one language
EVERYBODY = 10_000
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beginning:
    """From when on rows count: the first midnight (UTC) after the last change of what answers.

    ``why`` says what changed then. ``shares`` has the moments from which on the candidate had a
    share of the events as canary, 0 to 1, the newest first; None where it had none.
    """

    begins: datetime
    why: str
    shares: tuple[tuple[datetime, float | None], ...] = ()

    def traffic(self, day: date) -> float | None:
        """Its share on a whole day; None where it had none, or where it was changed on the day."""
        midnight = datetime.combine(day, time())
        for since, share in self.shares:
            if since <= midnight:
                return share
            if since < midnight + timedelta(days=1):
                return None
        return None

    def earlier(self) -> list[float]:
        """The shares that it had before the present one."""
        return [share for _, share in self.shares[1:] if share is not None]


@dataclass(frozen=True, slots=True)
class State:
    """What a commit says of a language in an environment; ``at`` is when it was made, UTC."""

    at: datetime
    commit: str
    entry: Entry | None


def states(root: Path, tree: Tree, tag: str, environment: str) -> list[State]:
    """The states of a language along the first parents of HEAD, the newest first.

    The first is that of the files as they lie there, now, where no commit holds it yet. Empty where
    git cannot say anything.
    """
    try:
        found = list(_committed(root, tag, environment))
    except GitError:
        return []
    now = _entry(tree, tag, environment)
    if found and now != found[0].entry:
        found.insert(0, State(datetime.now(UTC).replace(tzinfo=None), "", now))
    return found


def beginning(found: list[State], candidate: str, primary: str) -> Beginning | None:
    """When both became what they are; None where the history does not say it.

    What is sent, and to where, makes a model: a threshold does not, for it is applied anew to what
    was recorded, and neither does a share or a role.
    """
    if not found:
        return None
    wanted = [_identity(found[0].entry, name) for name in (candidate, primary)]
    same = []
    for state in found:
        if [_identity(state.entry, name) for name in (candidate, primary)] != wanted:
            break
        same.append(state)
    first = same[-1]
    where = f"commit {first.commit[:7]}" if first.commit else "the files, not committed"
    return Beginning(
        midnight_after(first.at),
        f"{candidate} and {primary} are what they are since {where} of {first.at:%Y-%m-%d}",
        tuple(_shares(same, candidate)),
    )


def midnight_after(moment: datetime) -> datetime:
    """The first midnight after a moment in UTC, without a zone: a log is counted by whole days."""
    return datetime.combine(moment.date() + timedelta(days=1), time())


def _shares(same: list[State], candidate: str) -> Iterator[tuple[datetime, float | None]]:
    """Each share once, with the oldest state in a row that has it."""
    held: tuple[datetime, float | None] | None = None
    for state in same:
        share = _share(state.entry, candidate)
        if held is not None and held[1] != share:
            yield held
        held = state.at, share
    if held is not None:
        yield held


def _share(entry: Entry | None, candidate: str) -> float | None:
    canary = (entry or {}).get("canary")
    if canary is None or canary["model"] != candidate:
        return None
    return int(canary["traffic"]) / EVERYBODY


def _identity(entry: Entry | None, model: str) -> object:
    """What a model is sent and where it answers, in whichever role."""
    if entry is None:
        return None
    roles = [entry["primary"], entry.get("canary"), *entry["shadows"]]
    for one in roles:
        if one is not None and one["model"] == model:
            return one["fields"], one["endpoint"], one["score"]
    return None


def _entry(tree: Tree, tag: str, environment: str) -> Entry | None:
    file = tree.languages.get(tag)
    if file is None or file.model is None or environment not in tree.environments:
        return None
    return compile_language(tree, file.model, environment)


def _committed(root: Path, tag: str, environment: str) -> Iterator[State]:
    paths = (f"config/languages/{tag}.yaml", "config/models")
    told = git(root, "log", "--first-parent", f"-{MOST}", "--format=%H %ct", "HEAD", "--", *paths)
    for line in told.decode().splitlines():
        commit, moment = line.split()
        at = datetime.fromtimestamp(int(moment), UTC).replace(tzinfo=None)
        yield State(at, commit, _read(root, commit, tag, environment))


def _read(root: Path, commit: str, tag: str, environment: str) -> Entry | None:
    state = Revision(root, commit)
    wanted = (f"config/languages/{tag}.yaml", "config/models", "config/environments")
    paths = {entry.path for entry in state.entries() if entry.path.startswith(wanted)}
    return _entry(read(state, paths), tag, environment)
