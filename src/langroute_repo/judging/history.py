"""What answered for a language before, and since when, along the commits of a repository.

One walk along the commits serves all languages, and each version of a file is read once: of a
thousand languages somebody changes a few a day.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from langroute.shape import EVERYBODY
from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.git import GitError, Revision, contents, git, is_shallow
from langroute_repo.tree.read import read_file
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import basis_points

MOST = 2_000  # commits that touch the files; what is older than these counts from there on
LANGUAGES, MODELS = "config/languages", "config/models"
# Of `git log --raw`: modes, git's names of the file before and after, and what became of it.
CHANGE = re.compile(r":\d+ \d+ ([0-9a-f]+) [0-9a-f]+ \w+\t(.+)")
Blobs = dict[str, str]
Shape = TypeVar("Shape", bound=BaseModel)


class State(NamedTuple):
    """What a commit says of a language in an environment; ``at`` is when it was made, UTC.

    ``models`` has of each model that is asked what is sent to it and where it answers; a threshold,
    a share and a role change nothing of it. ``canary`` is the canary's model with its share, 0
    to 1.
    """

    at: datetime
    commit: str
    models: Mapping[str, object]
    canary: tuple[str, float] | None


@dataclass(frozen=True, slots=True)
class History:
    """The states of a language, the newest first; ``cut`` where this clone lacks older ones."""

    states: Sequence[State] = ()
    cut: bool = False


class _Commit(NamedTuple):
    """A commit on the way back; ``before`` has the files that it changed as they were."""

    id: str
    at: datetime
    before: Mapping[str, str | None]


def histories(
    root: Path, tree: Tree, tags: Iterable[str], environment: str, now: datetime
) -> dict[str, History]:
    """The history of each language along the first parents of HEAD; without git an empty one.

    The first state is that of the files as they lie there, at ``now``, where no commit holds it.
    """
    wanted = list(tags)
    try:
        walk = _Walk(root, environment, Revision(root, "HEAD").digests(), _commits(root, now))
        cut = is_shallow(root)
        found = {tag: list(walk.states(tag)) for tag in wanted}
    except GitError:
        return {tag: History() for tag in wanted}
    for tag, states in found.items():
        file = tree.languages.get(tag)
        as_it_is = _state(now, "", file.model if file else None, tree.model, environment)
        if states and as_it_is[2:] != states[0][2:]:
            states.insert(0, as_it_is)
    return {tag: History(states, cut) for tag, states in found.items()}


@dataclass(frozen=True, slots=True)
class _Walk:
    """The files at HEAD and the commits that changed them, the newest first."""

    root: Path
    environment: str
    head: Blobs
    commits: Sequence[_Commit]
    contents: dict[str, bytes] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Read all versions with one process."""
        concerned = (f"{LANGUAGES}/", f"{MODELS}/")
        names = [blob for path, blob in self.head.items() if path.startswith(concerned)]
        names += [blob for one in self.commits for blob in one.before.values() if blob]
        self.contents.update(contents(self.root, names))

    def states(self, tag: str) -> Iterator[State]:
        """One for each commit that may have changed something of the language."""
        path, blobs = f"{LANGUAGES}/{tag}.yaml", dict(self.head)
        language, asked = self._language(blobs, path)
        for one in self.commits:
            if not asked.isdisjoint(one.before):
                yield _state(
                    one.at, one.id, language, partial(self._model, blobs), self.environment
                )
            for changed, blob in one.before.items():
                if blob is None:
                    blobs.pop(changed, None)
                else:
                    blobs[changed] = blob
            if path in one.before:
                language, asked = self._language(blobs, path)

    def _language(self, blobs: Blobs, path: str) -> tuple[LanguageFile | None, set[str]]:
        """The language's file, and the paths of all that says what answers for it."""
        language = self._file(blobs, path, LanguageFile)
        answerers = language.answerers() if language else ()
        return language, {path, *(f"{MODELS}/{one.model}.yaml" for _, one in answerers)}

    def _model(self, blobs: Blobs, name: str) -> ModelFile | None:
        return self._file(blobs, f"{MODELS}/{name}.yaml", ModelFile)

    def _file(self, blobs: Blobs, path: str, shape: type[Shape]) -> Shape | None:
        """None where there is none, it is at fault, or this clone lacks it."""
        raw = self.contents.get(blobs.get(path, ""))
        return None if raw is None else read_file(raw, path, shape).model


def _state(
    at: datetime,
    commit: str,
    language: LanguageFile | None,
    model: Callable[[str], ModelFile | None],
    environment: str,
) -> State:
    models: dict[str, object] = {}
    for _, one in language.answerers() if language else ():
        held = model(one.model)
        if held is not None and (endpoint := endpoint_in(held, environment)):
            scale = held.score.minimum, held.score.maximum
            models[one.model] = one.fields, endpoint, scale
    canary = language.canary if language else None
    share = basis_points(canary.traffic) / EVERYBODY if canary else 0.0
    return State(at, commit, models, (canary.model, share) if canary else None)


def _commits(root: Path, now: datetime) -> list[_Commit]:
    """Those that touch the files, the newest first.

    A commit is no older than those below it: of a clock that was behind nobody knows by how much,
    and rows of before a change must not count. One that is ahead of now moves no other.
    """
    found, latest = [], datetime.min
    for one in reversed(list(_logged(root))):
        latest = max(latest, one.at) if one.at <= now else latest
        found.append(one._replace(at=max(one.at, latest)))
    return found[::-1]


def _logged(root: Path) -> Iterator[_Commit]:
    told = git(
        root,
        *("-c", "log.diffMerges=separate", "log", "--first-parent", "-m", f"-{MOST}"),
        *("--raw", "--no-abbrev", "--no-renames", "--relative", "--no-show-signature"),
        *("--format=%H %ct", "HEAD", "--", LANGUAGES, MODELS),
    )
    before: dict[str, str | None] = {}
    for line in told.decode(errors="replace").splitlines():
        if change := CHANGE.fullmatch(line):
            old, path = change.groups()
            before[path] = old if old.strip("0") else None
        elif line:
            commit, moment = line.split()
            before = {}
            at = datetime.fromtimestamp(int(moment), UTC).replace(tzinfo=None)
            yield _Commit(commit, at, before)
