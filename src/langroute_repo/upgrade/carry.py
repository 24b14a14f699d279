"""What an upgrade writes and deletes, worked out on lists of files: paths, modes and blobs of git.

Only paths of the tool's are looked at. Of these one that the company has not touched becomes what
the new version has; one that it has changed is named, and becomes what somebody decides.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from langroute_repo.tree.git import git

Choice = Literal["merge", "keep", "overwrite"]


class Entry(NamedTuple):
    """A file of a commit: its mode as git writes it, and the name of its bytes."""

    mode: str
    blob: str


Files = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Touched:
    """A file of the tool's that the company has changed, added or deleted since ``old``.

    None stands for a file that is not there.
    """

    path: str
    old: Entry | None
    here: Entry | None
    new: Entry | None

    @property
    def only_here(self) -> bool:
        """Whether the new version has it as the old one had."""
        return self.new == self.old


class Clash(Exception):
    """A file of the new version's is in the way of one of the company's, or the reverse."""


def touched(old: Files, here: Files, new: Files, is_tools: Callable[[str], bool]) -> list[Touched]:
    """What the company has changed of the tool, and not in the way that the new version has it.

    A file that neither version has is the company's, wherever it lies, and is left alone.
    """
    paths = sorted(path for path in old.keys() | new.keys() if is_tools(path))
    all_of_them = (Touched(path, old.get(path), here.get(path), new.get(path)) for path in paths)
    return [one for one in all_of_them if one.here not in (one.old, one.new)]


def moves(
    old: Files,
    here: Files,
    new: Files,
    is_tools: Callable[[str], bool],
    decide: Callable[[Touched], Entry | None],
) -> dict[str, Entry | None]:
    """What each path becomes that does not stay as it is; None when it is deleted.

    ``Clash`` where a path would be a file and a folder.
    """
    decided = {one.path: decide(one) for one in touched(old, here, new, is_tools)}
    tools = (path for path in old.keys() | new.keys() if is_tools(path))
    wanted = {path: decided[path] if path in decided else new.get(path) for path in tools}
    found = {path: one for path, one in sorted(wanted.items()) if one != here.get(path)}
    _refuse_clashes({path for path in {**here, **found} if found.get(path, here.get(path))})
    return found


def _refuse_clashes(paths: Set[str]) -> None:
    for path in sorted(paths):
        for parent in PurePosixPath(path).parents:
            if str(parent) in paths:
                raise Clash(f"{parent} would be a file, and a folder that holds {path}")


def files_of(root: Path, commit: str) -> dict[str, Entry]:
    """All files of a commit by their paths."""
    found = {}
    for line in (
        git(root, "ls-tree", "-rz", "--full-tree", commit)
        .decode("utf-8", "surrogateescape")
        .split("\0")[:-1]
    ):
        meta, path = line.split("\t", 1)
        mode, _, blob = meta.split()
        found[path] = Entry(mode, blob)
    return found


def chosen(path: str, choices: Mapping[Choice, list[str]]) -> Choice | None:
    """What somebody has decided for a path; of several names for it the most exact one counts."""
    found = [(len(named), choice) for choice, named in _each(choices) if is_at(path, named)]
    return max(found)[1] if found else None


def twice(choices: Mapping[Choice, list[str]]) -> list[str]:
    """What is named for more than one choice."""
    names = [named for _, paths in choices.items() for named in set(paths)]
    return sorted({named for named in names if names.count(named) > 1})


def idle(files: list[Touched], choices: Mapping[Choice, list[str]]) -> list[str]:
    """What is named and decides nothing, for it is not changed here: a slip of the pen."""
    paths = [one.path for one in files]
    return [named for _, named in _each(choices) if not any(is_at(one, named) for one in paths)]


def _each(choices: Mapping[Choice, list[str]]) -> Iterator[tuple[Choice, str]]:
    for choice, paths in choices.items():
        for named in paths:
            yield choice, named


def is_at(path: str, named: str) -> bool:
    """Whether a path is named, or lies in a folder that is named with a slash at its end."""
    return path == named or (named.endswith("/") and path.startswith(named))
