"""What GitHub knows of one repository, as one plain object that is kept as JSON."""

import copy
import json
import subprocess
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

Json = dict[str, Any]
BOT = "github-actions[bot]"
WRITE = {
    "actions": "write",
    "administration": "write",
    "contents": "write",
    "issues": "write",
    "pull_requests": "write",
}
# What a workflow gets for a fork's pull request.
READ = dict.fromkeys(WRITE, "read")
OF_A_NEW_REPOSITORY: Json = {
    "actions/permissions": {
        "enabled": True, "allowed_actions": "all", "sha_pinning_required": False,
    },
    "actions/permissions/workflow": {
        "default_workflow_permissions": "read", "can_approve_pull_request_reviews": False,
    },
    "actions/permissions/fork-pr-contributor-approval": {
        "approval_policy": "first_time_contributors",
    },
    "actions/permissions/fork-pr-workflows-private-repos": {
        "run_workflows_from_fork_pull_requests": False, "send_write_tokens_to_workflows": False,
        "send_secrets_and_variables": False, "require_approval_for_fork_pr_workflows": False,
    },
    "actions/permissions/access": {"access_level": "none"},
}  # fmt: skip
MERGING_OF_A_NEW_REPOSITORY: Json = {
    "allow_squash_merge": True, "allow_merge_commit": True, "allow_rebase_merge": True,
    "squash_merge_commit_title": "COMMIT_OR_PR_TITLE",
    "squash_merge_commit_message": "COMMIT_MESSAGES",
}  # fmt: skip


@dataclass
class State:
    """All of it; a test changes it as it likes between two calls.

    ``tokens``: {token: {"login", "permissions": {name: "read" | "write"}}}
    ``git``: a bare repository whose branches are the branches; else ``branches`` is {name: sha},
    and ``older`` are the commits before that of the default branch.
    ``pulls``: {"number", "title", "body", "user", "state", "merged_at", "merge_commit_sha",
    "base", "head", "head_repository"}, and "head_sha" where the head is no branch here (a fork's).
    ``activity``: {"ref", "actor", "timestamp", "before", "after"}, the newest first; of a pull
    request "reviews": {"user", "state", "commit_id"}, "files": its paths, and "events": {"event",
    "requested_reviewer", "created_at"}, the oldest first.
    ``faults``: {"method", "path" (a regular expression), "status", "headers", "body", "times",
    "acts", "foreign"}: answered instead; status 0 hangs up; with "acts" the call is carried out all
    the same; what is "foreign" is no answer of GitHub's, and need not look like one.
    ``plan`` and ``visibility``: `enterprise` and `private`, say; settings are refused by both.
    ``merging``: how pull requests are merged, as the repository tells it.
    ``teams``: {"id", "slug"} and ``collaborators``: {"id", "login"} who can see the repository.
    ``settings``: what is kept at a path and is got and put as it is.
    ``calls``: what was asked, as "METHOD /path?query".
    ``wrong``: what of calls and answers GitHub's description does not know, a sentence each.
    """

    repository: str = "acme/routes"
    default_branch: str = "main"
    plan: str = "enterprise"
    visibility: str = "private"
    tokens: Json = field(
        default_factory=lambda: {
            "bot": {"login": BOT, "permissions": WRITE},
            "fork": {"login": BOT, "permissions": READ},
            "ada": {"login": "ada", "permissions": WRITE},
        }
    )
    git: str = ""
    branches: dict[str, str] = field(default_factory=dict)
    older: list[str] = field(default_factory=list)
    pulls: list[Json] = field(default_factory=list)
    issues: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    activity: list[Json] = field(default_factory=list)
    rulesets: list[Json] = field(default_factory=list)
    environments: Json = field(default_factory=dict)
    teams: list[Json] = field(default_factory=list)
    collaborators: list[Json] = field(default_factory=list)
    settings: Json = field(default_factory=lambda: copy.deepcopy(OF_A_NEW_REPOSITORY))
    merging: Json = field(default_factory=lambda: copy.deepcopy(MERGING_OF_A_NEW_REPOSITORY))
    faults: list[Json] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    last_id: int = 0

    @classmethod
    def load(cls, path: Path) -> Self:
        """From a file; what it leaves out is as in a new repository."""
        return cls(**json.loads(path.read_text("utf-8")))

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1), "utf-8")

    def next_id(self) -> int:
        """Numbers of issues and pull requests are one series; here so are all ids."""
        taken = (one.get("number") or one["id"] for one in self._numbered())
        self.last_id = max([self.last_id, *taken]) + 1
        return self.last_id

    def _numbered(self) -> list[Json]:
        return [*self.pulls, *self.issues, *self.comments, *self.rulesets]

    def heads(self) -> dict[str, str]:
        """The branches, each with its commit."""
        if not self.git:
            return self.branches
        command = [
            "git",
            "-C",
            self.git,
            "for-each-ref",
            "--format=%(objectname) %(refname:lstrip=2)",
        ]
        told = subprocess.run([*command, "refs/heads"], check=True, capture_output=True, text=True)
        lines = (line.split(" ", 1) for line in told.stdout.splitlines())
        return {name: sha for sha, name in lines}

    def holds(self, commit: str) -> bool:
        """Whether the repository knows a commit."""
        if self.git:
            return self._git("cat-file", "-e", f"{commit}^{{commit}}")
        return commit in (*self.branches.values(), *self.older)

    def is_ancestor(self, commit: str, of: str) -> bool:
        if self.git:
            return self._git("merge-base", "--is-ancestor", commit, of)
        return commit in self.older and of == self.branches.get(self.default_branch)

    def _git(self, *words: str) -> bool:
        return not subprocess.run(["git", "-C", self.git, *words], capture_output=True).returncode

    def pull(self, **values: object) -> Json:
        """A pull request as people open it; ``head`` and ``head_sha`` say of what."""
        made: Json = {"number": self.next_id(), "title": "Raise it", "body": "", "user": "ada"}
        made |= {"state": "open", "merged_at": None, "merge_commit_sha": None}
        made |= {"base": self.default_branch, "head_repository": self.repository}
        made |= values
        self.pulls.append(made)
        return made

    def comment(self, number: int, body: str, user: str = BOT) -> Json:
        """A comment as it is kept."""
        made = {"id": self.next_id(), "issue": number, "user": user, "body": body}
        self.comments.append(made)
        return made
