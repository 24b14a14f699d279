"""Where a live document comes from: the commit that its label claims, held against its bytes.

A label is a claim that anybody can make in the console; only the bytes say what runs.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from langroute_repo.appconfig.label import LABEL
from langroute_repo.appconfig.live import Live
from langroute_repo.tree.compiled_history import Compiled, described, is_part_of_head
from langroute_repo.tree.git import Commit, GitError, commit_id, git

# How HEAD stands to what is live: it compiles to the same, or holds the live commit and later ones
# that change the document (``ahead``) or none (``differs``), or it does not hold it (``not-part``),
# or the commit is not in this clone (``not-here``), or the label names none (``by-hand``), or HEAD
# compiles to nothing (``not-compiled``).
Stand = Literal["same", "ahead", "differs", "not-part", "not-here", "by-hand", "not-compiled"]


def fetching(root: Path) -> str:
    """How a clone gets a commit that it lacks, where any branch still holds it."""
    try:
        shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except GitError:  # no repository
        shallow = False
    return f"fetch it: git fetch {'--unshallow' if shallow else '--all'}"


@dataclass(frozen=True)
class LiveOrigin:
    """A live document of an environment, as the repository knows it."""

    compiled: Compiled
    environment: str
    live: Live

    @property
    def claims(self) -> str:
        """The first 12 digits of the commit that the label names; empty when it names none."""
        label = LABEL.fullmatch(self.live.deployment.label)
        return label[1] if label else ""

    @cached_property
    def commit(self) -> Commit | None:
        """That commit, when this clone has it."""
        found = commit_id(self.compiled.root, self.claims) if self.claims else None
        return described(self.compiled.root, found) if found else None

    @cached_property
    def faithful(self) -> bool | None:
        """Whether the bytes are what that commit compiles to; None when that is not known."""
        if self.commit is None or self.live.content is None:
            return None
        raw = self.compiled.document(self.commit.id, self.environment)
        return None if raw is None else raw == self.live.content

    @cached_property
    def in_head(self) -> bool:
        """Whether HEAD holds that commit."""
        return self.commit is not None and is_part_of_head(self.compiled.root, self.commit.id)

    @cached_property
    def ahead(self) -> list[Commit]:
        """The commits of HEAD since then that change the document, newest first.

        None when the last of them gave back what is live.
        """
        if self.commit is None or not self.in_head or self.is_head:
            return []
        return self.compiled.changes(self.commit.id, self.environment)

    @cached_property
    def head(self) -> bytes | None:
        """What HEAD compiles to; None when it is at fault, or when there is no commit."""
        return self.compiled.head(self.environment)

    @property
    def is_head(self) -> bool:
        """Whether it is what HEAD compiles to, whatever its label says."""
        return self.head is not None and self.live.content == self.head

    @cached_property
    def stand(self) -> Stand:
        """How HEAD stands to it: by the bytes first, then by the commit."""
        if self.head is None:
            return "not-compiled"
        if self.is_head:
            return "same"
        if not self.claims:
            return "by-hand"
        if self.commit is None:
            return "not-here"
        if not self.in_head:
            return "not-part"
        return "ahead" if self.ahead else "differs"
