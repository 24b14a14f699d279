"""What a language did on the main branch immediately before what it does there now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from langroute_repo.tree.compile import compile_language
from langroute_repo.tree.compiled_history import listed
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.git import Commit, GitError, Revision, is_shallow
from langroute_repo.tree.read import read
from langroute_repo.tree.tree import File, Tree

MOST = 200  # commits that are looked at for one language
FILE = re.compile(r"config/(languages|cases)/([^/]+)\.yaml")
# Beside its own file, what a language compiles from; the policy has the audit of most.
FOLDERS = ("config/models", "config/environments", "config/policy.yaml")
# The entry of each environment; None where the language has no file.
Entries = dict[str, dict[str, Any] | None] | None


@dataclass(frozen=True, slots=True)
class PreviousRoute:
    """A state that a language was in until a commit ended it; ``held`` still had it."""

    entries: Entries
    ended_by: Commit
    held: str


def entries_of(tree: Tree, tag: str) -> Entries:
    """What each environment's readers get of a language, apart from what the review was promised.

    ValueError where a file is at fault or something does not resolve: such a state is none.
    """
    file = tree.languages.get(tag)
    if file is None:
        return None
    if file.model is None or not tree.environments:
        raise ValueError(f"{file.path} is at fault")
    if file.model.audit is None and tree.policy and _unsaid(tree.policy):
        raise ValueError(f"{tree.policy.path} is at fault")
    found = {name: compile_language(tree, file.model, name) for name in tree.environments}
    if None in found.values():
        raise ValueError(f"{tag} does not compile")
    return {name: _without_promises(entry) for name, entry in found.items() if entry}


def _unsaid(policy: File[PolicyFile]) -> bool:
    """Whether nobody can tell which audit it names; a fault elsewhere in it does not matter."""
    readable = isinstance(policy.data, dict) and "audit" not in policy.data
    return policy.model is None and not readable


def _without_promises(entry: dict[str, Any]) -> dict[str, Any]:
    routes: dict[str, Any] = {
        role: {key: value for key, value in entry[role].items() if key != "passes"}
        for role in ("primary", "canary")
        if role in entry
    }
    shadows = [
        {key: value for key, value in one.items() if key != "passes"} for one in entry["shadows"]
    ]
    return {**entry, **routes, "shadows": shadows}


def previous_route(root: Path, base: str, tag: str) -> PreviousRoute | None:
    """The state before the one that ``base`` holds, along the first parents of that commit.

    None where there is none, where git cannot say (a shallow clone, say), and where that state
    was itself left by going back: there and back again would otherwise be free for ever.
    """
    try:
        # It has states that are true, and lacks the one before them that may forbid going back.
        if is_shallow(root):
            return None
        states = list(islice(_states(root, base, tag), 3))
    except (GitError, ValueError):
        return None
    if len(states) < 2:
        return None
    now, before, *earlier = states
    if earlier and earlier[0].entries == now.entries:
        return None
    return before


def _states(root: Path, base: str, tag: str) -> Iterator[PreviousRoute]:
    """The different states of a language, the newest first; the first ends with no commit."""
    paths = (f"config/languages/{tag}.yaml", *FOLDERS)
    commits = list(islice(listed(root, "--first-parent", base, "--", *paths), MOST))
    if not commits:
        return
    ended_by, last = commits[0], object()
    for commit in commits:
        entries = entries_of(_read(root, commit.id, tag), tag)
        if entries != last:
            yield PreviousRoute(entries, ended_by, commit.id)
            last = entries
        ended_by = commit
    if len(commits) == MOST:
        raise GitError(f"{tag} has states before the last {MOST} commits")


def _read(root: Path, commit: str, tag: str) -> Tree:
    state = Revision(root, commit)
    wanted = (f"config/languages/{tag}.yaml", *FOLDERS)
    return read(state, {entry.path for entry in state.entries() if entry.path.startswith(wanted)})


def goes_back_to(root: Path, base: str, after: Tree, tag: str) -> PreviousRoute | None:
    """The state that a change of ``base`` brings a language back to; None when it is another."""
    before = previous_route(root, base, tag)
    try:
        return before if before and entries_of(after, tag) == before.entries else None
    except ValueError:
        return None


def file_goes_back_to(root: Path, base: str, after: Tree, path: str) -> PreviousRoute | None:
    """The same for a file of the language: its own, or that of its examples.

    The examples go back with the language only as they were then, byte by byte.
    """
    found = FILE.fullmatch(path)
    before = goes_back_to(root, base, after, found[2]) if found else None
    if found and before and found[1] == "cases":
        then = read(Revision(root, f"{before.ended_by.id}^"), {path}).cases.get(found[2])
        now = after.cases.get(found[2])
        return before if (then and then.raw) == (now and now.raw) else None
    return before
