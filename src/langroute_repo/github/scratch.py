"""A clone of a clone, at the head of the default branch: reverts are tried and made there.

Nothing of the caller's repository is touched, whatever it has checked out.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute_repo.editing.going_back import restore_languages, seal_changed
from langroute_repo.github.remote import UNHOOKED, Remote, remote
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.tree.git import GitError, git
from langroute_repo.tree.snapshot import CONFIG

# GitHub's own address for commits of its bot: 41898282 is the bot's number there.
EMAIL = "41898282+github-actions[bot]@users.noreply.github.com"


@dataclass(frozen=True, slots=True)
class Scratch:
    """The clone; ``root`` is the folder with config/ in it, ``head`` where the branch was."""

    root: Path
    remote: Remote
    head: str
    who: Mapping[str, str]

    def revert(self, words: Sequence[str], message: str) -> str:
        """Commit what ``git revert`` makes of config/, and of nothing else; the commit."""
        git(self.root, *UNHOOKED, "revert", "--no-commit", *words, variables=self.who)
        beside = (":(top)", f":(exclude){CONFIG}")
        git(self.root, "restore", "--source=HEAD", "--staged", "--worktree", "--", *beside)
        seal_changed(self.root)
        return self._commit(message)

    def restore_languages(self, commit: str, tags: Sequence[str], message: str) -> str:
        """Commit the files of some languages as another commit has them; the commit."""
        restore_languages(self.root, commit, tags)
        return self._commit(message)

    def restore(self, commit: str, message: str) -> str:
        """Commit config/ as another commit has it; the commit."""
        git(self.root, "restore", f"--source={commit}", "--staged", "--worktree", "--", CONFIG)
        return self._commit(message)

    def push(self, commit: str, branch: str, expected: str) -> None:
        """Set a branch of the remote, unless it is elsewhere than ``expected``."""
        self.remote.push(self.root, commit, branch, expected)

    def _commit(self, message: str) -> str:
        git(self.root, "add", "--all", "--", CONFIG)
        git(self.root, *UNHOOKED, "commit", "--quiet", "-m", message, variables=self.who)
        return git(self.root, "rev-parse", "HEAD").decode().strip()


@contextmanager
def scratch(root: Path) -> Iterator[Scratch]:
    """Make one, and remove it afterwards."""
    there = remote(root)
    top, prefix = (
        git(root, "rev-parse", what).decode().strip()
        for what in ("--show-toplevel", "--show-prefix")
    )
    with TemporaryDirectory(prefix="langroute-revert-") as folder:
        clone = Path(folder) / "clone"
        git(root, "clone", "--quiet", "--shared", "--no-checkout", top, str(clone))
        head = there.fetch(clone)
        git(clone, *UNHOOKED, "checkout", "--quiet", "--detach", head)
        yield Scratch(clone / prefix, there, head, _who(root))


def _who(root: Path) -> dict[str, str]:
    """Whoever runs it; on a runner, where nobody is set up, GitHub's bot."""
    name, email = _configured(root, "user.name"), _configured(root, "user.email")
    if not (name and email):
        name, email = AUTHOR, EMAIL
    return {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", email))
    }


def _configured(root: Path, key: str) -> str:
    try:
        return git(root, "config", key).decode(errors="replace").strip()
    except GitError:
        return ""
