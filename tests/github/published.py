"""A pusher whose repository is on GitHub: a bare one on disk, and the API on loopback."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.appconfig.pusher import Pusher, pusher
from tests.appconfig.readers import measure
from tests.github.fake import Fake
from tests.github.state import Json
from tests.repository import commit, git


@dataclass(frozen=True)
class Published:
    """The first commit is live in staging; main ramps a canary, by pull request #1."""

    one: Pusher
    github: Fake
    origin: Path

    @property
    def root(self) -> Path:
        return self.one.root

    def merge(self, subject: str) -> Json:
        """Commit all as the merge of a pull request, and publish it; the pull request."""
        commit(self.root, subject)
        return self.publish(subject)

    def publish(self, subject: str) -> Json:
        git(self.root, "push", "-q", "origin", "HEAD:main")
        head = git(self.root, "rev-parse", "HEAD")
        return self.github.state.pull(
            title=subject,
            head=f"topic-{head[:7]}",
            head_sha=head,
            state="closed",
            merged_at="2026-01-05T09:00:00Z",
            merge_commit_sha=head,
        )

    def taken_back(self) -> None:
        """Push what main holds; readers measure something else, so it is taken back."""
        self.one.while_it_waits(lambda: measure(self.one.account, relevant=0.12))
        assert self.one.push(None, "--report", str(self.report)) == 4
        self.one.while_it_waits(lambda: None)

    @property
    def report(self) -> Path:
        return self.root.parent / "report.json"

    def branches(self) -> list[str]:
        told = git(self.origin, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads")
        return told.splitlines()

    def open_pulls(self) -> list[Json]:
        return [one for one in self.github.state.pulls if one["state"] == "open"]

    def writes(self) -> list[str]:
        """The calls that changed something, and forget all so far."""
        calls = [call for call in self.github.state.calls if not call.startswith("GET ")]
        self.github.state.calls.clear()
        return calls


def published(folder: Path, patch: pytest.MonkeyPatch, github: Fake) -> Published:
    one = pusher(folder / "company", patch)
    origin = folder / "origin.git"
    git(folder, "init", "-q", "--bare", "-b", "main", str(origin))
    git(one.root, "remote", "add", "origin", str(origin))
    github.state.git = str(origin)
    made = Published(one, github, origin)
    made.publish("de: canary to 20%")
    return made
