"""Whether a checkout still has the sample and nothing of anybody's own, and where it comes from."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from langroute_repo.company.ownership import COMPANYS, ORIGIN, SAMPLE
from langroute_repo.onboarding.exchange import drop_empty
from langroute_repo.tree.git import GitError, git
from langroute_repo.tree.snapshot import CONFIG
from langroute_repo.wording import listed

# Written as well: what of the workflows follows from the plan.
WORKFLOWS = ".github/workflows/"
ANSWERS = "langroute-answers.yaml"
NAME_IT = "name the tool's repository with --origin"
USERINFO = re.compile(r"(?<=://)[^/@]*@")


class NotASample(Exception):
    """The checkout is not one that a company can be begun in; nothing was changed."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def refuse_begun(root: Path) -> None:
    """Refuse a checkout in which a company has begun already, by an earlier run or by hand."""
    try:
        git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError as error:
        raise NotASample(
            f"{root} is no clone of the tool's repository", "git clone it, and begin there"
        ) from error
    if _at_head(root, ORIGIN):
        raise NotASample(
            f"{ORIGIN} is there: this repository is a company's already",
            "change its files with ./langroute new and set",
        )
    sample, here = (_at_head(root, path) for path in (f"{SAMPLE}/{CONFIG}", CONFIG))
    if sample is None:
        raise NotASample(
            f"{SAMPLE}/{CONFIG} is not here, so nothing tells the sample's files from yours",
            "begin in a fresh clone of the tool's repository",
        )
    if here not in (None, sample):
        raise NotASample(
            f"{CONFIG}/ has been changed by commits of your own, last {_last_commit(root)}",
            "init replaces it: begin in a fresh clone, or go on with ./langroute new and set",
        )


def _at_head(root: Path, path: str) -> str | None:
    """git's name of a file or folder in HEAD; None without it."""
    try:
        return git(root, "rev-parse", "--verify", "--quiet", f"HEAD:./{path}").decode().strip()
    except GitError:
        return None


def _last_commit(root: Path) -> str:
    told = git(root, "log", "-1", "--format=%h (%an: %s)", "--", CONFIG).decode(errors="replace")
    return told.strip() or "in a commit that this clone lacks"


def refuse_edited(root: Path, known: Mapping[str, bytes | None]) -> None:
    """Refuse files that git would not bring back, but for those that an interrupted run has left.

    ``known`` is what such a run was to write, by path; None for a file it was to take away.
    """
    if not known and (root / ORIGIN).exists():
        raise NotASample(
            "init has made this repository a company's already, and nothing of it is committed",
            "commit it, or go back with git stash --include-untracked and begin again",
        )
    edited = [
        path for path in _dirty(root) if path not in known or _now(root / path) != known[path]
    ]
    if edited:
        raise NotASample(
            f"{listed(edited, longest=3)} would be replaced, and no commit holds what is there now",
            "commit it elsewhere or throw it away: git stash --include-untracked",
        )


def _dirty(root: Path) -> list[str]:
    """Paths of ours that are not as HEAD has them, from ``root``."""
    paths = [path.rstrip("/") for path in (*COMPANYS, WORKFLOWS)]
    words = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--")
    told = git(root, *words, *paths).decode(errors="replace")
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    return [line[3:].removeprefix(prefix) for line in told.split("\0") if line]


def _now(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def tracked(root: Path) -> list[str]:
    """The company's paths in HEAD: what stands there of the sample."""
    paths = [path.rstrip("/") for path in COMPANYS]
    told = git(root, "ls-tree", "-rz", "--name-only", "HEAD", "--", *paths)
    return [path for path in told.decode(errors="replace").split("\0") if path]


def commit(root: Path) -> str:
    """The commit of the tool that the company begins from."""
    return git(root, "rev-parse", "HEAD").decode().strip()


def origin(root: Path) -> str:
    """Where this clone came from."""
    try:
        return git(root, "remote", "get-url", "origin").decode().strip()
    except GitError as error:
        raise NotASample("this clone has no remote called origin", NAME_IT) from error


def refuse_own(address: str, repository: str) -> None:
    """A company's own repository would be asked for newer versions of the tool, and have none."""
    if _named(without_password(address)) == repository.lower():
        shown = without_password(address)
        raise NotASample(f"origin is {shown}, which is to be the company's own", NAME_IT)


def keep(root: Path, told: str) -> Path:
    """Write answers where git commits nothing, so that nobody has to give them twice."""
    path = root / git(root, "rev-parse", "--git-path", ANSWERS).decode().strip()
    path.write_text(told, encoding="utf-8")
    return path


def without_password(address: str) -> str:
    """An address as it may stand in a file that everybody reads."""
    return USERINFO.sub("", address)


def has_origin(root: Path) -> bool:
    try:
        git(root, "remote", "get-url", "origin")
    except GitError:
        return False
    return True


def undo(root: Path, paths: Iterable[str]) -> None:
    """Bring files back as HEAD has them, and take away those that it does not have."""
    for path in paths:
        if _at_head(root, path) is None:
            (root / path).unlink(missing_ok=True)
            drop_empty(root, (root / path).parent)
        else:
            git(root, "--literal-pathspecs", "restore", "--source=HEAD", "--worktree", "--", path)


def _named(address: str) -> str:
    """``owner/name`` of an address, in lower case."""
    return "/".join(re.split(r"[/:]", address.rstrip("/").removesuffix(".git"))[-2:]).lower()
