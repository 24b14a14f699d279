"""GitHub around the runner: pull requests, and the events that start the workflows of a repository.

What the local runner ignores of a workflow is carried out here: a job's `permissions` become those
of its token, its `environment` the subject of its token of identity, and who proposes from a fork
gets a token that only reads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from tests.e2e.ruleset import Approval, Ruleset
from tests.e2e.runner import Event, Json, Run, run
from tests.e2e.server import REQUEST_TOKEN, Server
from tests.e2e.workflow import Job, Workflow
from tests.github.fake import Fake
from tests.github.state import BOT
from tests.repository import git

FIRST_RUN = 9_000_000_001  # as long as GitHub's numbers are by now
MAIN = "refs/heads/main"


@dataclass
class Hosting:
    """A repository on GitHub; ``colleague`` is somebody's clone of it, ``runs`` a folder.

    ``identity`` is how tokens of identity spell the repository, with its numbers. ``checks`` are
    the results of a commit's jobs, by the names under which GitHub shows them.
    """

    github: Fake
    server: Server
    colleague: Path
    runs: Path
    environ: Mapping[str, str]
    identity: str
    checks: dict[str, dict[str, str]] = field(default_factory=dict)
    approvals: list[Approval] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(FIRST_RUN))

    @property
    def main(self) -> str:
        """The commit of the default branch."""
        return self.github.state.heads()["main"]

    def propose(self, title: str, body: str = "", fork: str = "") -> int:
        """Open a pull request of what the colleague has committed; ``fork`` is its owner's name."""
        number = self.github.state.next_id()
        repository = f"{fork}/langroute" if fork else self.github.state.repository
        self.github.state.pull(
            number=number,
            title=title,
            body=body,
            head=f"change-{number}",
            user=fork or "ada",
            head_repository=repository,
        )
        self.push_to(number)
        return number

    def push_to(self, number: int) -> None:
        """Bring the colleague's commit into a pull request."""
        pull, sha = self.pull(number), git(self.colleague, "rev-parse", "HEAD")
        branch = f"pull/{number}/head" if self._forked(number) else f"heads/{pull['head']}"
        self._push(f"+{sha}:refs/{branch}")
        pull["head_sha"] = sha

    def pull(self, number: int) -> Json:
        found: Json = next(one for one in self.github.state.pulls if one["number"] == number)
        return found

    def comments(self, number: int) -> list[str]:
        """What the bot has written under a pull request or an issue."""
        told = self.github.state.comments
        return [one["body"] for one in told if (one["issue"], one["user"]) == (number, BOT)]

    def review(self, number: int, action: str = "opened") -> Run:
        """All that a pull request starts: its checks, and the comment; the run of `check`."""
        checked = self.check(number, action)
        self.check(number, action, "tests")
        commented = self.comment_on(checked)
        assert commented.conclusion == "success", str(commented)
        return checked

    def check(self, number: int, action: str = "opened", workflow: str = "check") -> Run:
        """The pull request's own copy of a workflow, on its merge with main."""
        sha = self._merged(number)
        event = self._proposed(number, action, sha)
        done = self.start(workflow, event, self._forked(number))
        shown = self.checks.setdefault(self._head(number), {})
        shown |= {self._workflow(workflow, sha).shown[job]: end for job, end in done.jobs.items()}
        return done

    def comment_on(self, checked: Run) -> Run:
        """What the end of a check starts: main's copy of the workflow, with rights of its own."""
        head = checked.event.payload["pull_request"]["head"]
        told = {
            "id": checked.id,
            "run_attempt": 1,
            "name": "check",
            "event": checked.event.name,
            "status": "completed",
            "conclusion": checked.conclusion,
            "head_sha": head["sha"],
            "head_branch": head["ref"],
            "head_repository": head["repo"],
            "pull_requests": [],
        }
        return self.start("comment", self._on_main("workflow_run", {"workflow_run": told}))

    def approve(self, number: int, team: str) -> None:
        """Somebody of a team looks at the last commit, and says yes."""
        self.approvals.append(Approval(team, self._head(number)))

    def objections(self, number: int) -> list[str]:
        """What keeps a pull request from being merged, by the rules that main has."""
        head, main = self._head(number), self.main
        git(self.colleague, "fetch", "-q", str(self._origin), main, head)
        git(self.colleague, "checkout", "-q", "--detach", main)
        paths = git(self.colleague, "diff", "--name-only", f"{main}...{head}").splitlines()
        recent = git(self.colleague, "merge-base", main, head) == main
        rules = Ruleset(self.colleague)
        return list(
            rules.objections(paths, head, self.approvals, self.checks.get(head, {}), recent)
        )

    def merge(self, number: int) -> Run:
        """Squash a pull request into main, if the rules let it, and run what that starts."""
        assert (left := self.objections(number)) == [], left
        pull, before = self.pull(number), self.main
        pull["head_sha"] = self._head(number)
        self._merge(number)
        git(self.colleague, "reset", "-q", "--soft", before)
        git(self.colleague, "commit", "-qm", f"{pull['title']} (#{number})")
        self._push("HEAD:main")
        git(self.colleague, "checkout", "-q", "-B", "main", "HEAD")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        pull |= {"state": "closed", "merged_at": now, "merge_commit_sha": self.main}
        payload = {"ref": MAIN, "before": before, "after": self.main}
        return self.start("push", self._on_main("push", payload))

    def dispatch(self, workflow: str, **inputs: str) -> Run:
        """What somebody starts by hand, on main."""
        payload = {"inputs": inputs, "ref": MAIN}
        return self.start(workflow, self._on_main("workflow_dispatch", payload))

    def tick(self, workflow: str) -> Run:
        """What the clock starts, on main."""
        return self.start(workflow, self._on_main("schedule", {}))

    def start(self, name: str, event: Event, forked: bool = False) -> Run:
        """Run the workflow as it stands in the commit of the event."""
        workflow = self._workflow(name, event.sha)
        number = next(self.numbers)
        for job in workflow.jobs(event.payload.get("inputs", {})):
            self._grant(number, job, event, forked)
        text = workflow.local(lambda job: _token(number, job))
        folder = self.runs / str(number)
        return run(workflow, text, event, folder, self.environ, self._told(number))

    def _workflow(self, name: str, sha: str) -> Workflow:
        return Workflow(git(self._origin, "show", f"{sha}:.github/workflows/{name}.yml"))

    def _grant(self, number: int, job: Job, event: Event, forked: bool) -> None:
        """A fork's pull request gets no right to write, and no token of identity."""
        granted = {
            name.replace("-", "_"): "read" if forked and level == "write" else level
            for name, level in job.permissions.items()
        }
        token = _token(number, job.id)
        self.github.state.tokens[token] = {"login": BOT, "permissions": granted}
        if granted.get("contents") == "write":
            self.server.rights.pushers.add(token)
        if granted.get("id_token") == "write":
            self.server.rights.subjects[str(number), job.id] = self._subject(job, event)

    def _subject(self, job: Job, event: Event) -> str:
        if job.environment:
            return f"repo:{self.identity}:environment:{job.environment}"
        which = "pull_request" if event.name == "pull_request" else f"ref:{event.ref}"
        return f"repo:{self.identity}:{which}"

    def _told(self, number: int) -> dict[str, str]:
        return {
            "GITHUB_API_URL": self.github.url,
            "GITHUB_SERVER_URL": self.server.url,
            "GITHUB_REPOSITORY": self.github.state.repository,
            "GITHUB_ACTOR": "ada",
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.server.url}/token/{number}?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": REQUEST_TOKEN,
        }

    def _on_main(self, name: str, payload: Json) -> Event:
        return Event(name, payload | {"repository": self._repository}, MAIN, self.main)

    def _proposed(self, number: int, action: str, sha: str) -> Event:
        pull = self.pull(number)
        told = {
            "number": number,
            "title": pull["title"],
            "body": pull["body"],
            "user": {"login": pull["user"]},
            "head": {
                "ref": pull["head"],
                "sha": self._head(number),
                "repo": {"full_name": pull["head_repository"], "fork": self._forked(number)},
            },
            "base": {"ref": "main", "sha": self.main, "repo": self._repository},
        }
        payload = {"action": action, "number": number, "pull_request": told}
        ref = f"refs/pull/{number}/merge"
        return Event("pull_request", payload | {"repository": self._repository}, ref, sha)

    @property
    def _repository(self) -> dict[str, Any]:
        return {"full_name": self.github.state.repository, "default_branch": "main", "fork": False}

    def _forked(self, number: int) -> bool:
        return bool(self.pull(number)["head_repository"] != self.github.state.repository)

    @property
    def _origin(self) -> Path:
        return Path(self.github.state.git)

    def _head(self, number: int) -> str:
        """The commit that a pull request proposes: where its branch is, if that is here."""
        pull = self.pull(number)
        heads = {} if self._forked(number) else self.github.state.heads()
        return str(heads.get(pull["head"]) or pull["head_sha"])

    def _merged(self, number: int) -> str:
        """Merge a pull request with main for its checks; the clone stays where it is."""
        before = git(self.colleague, "rev-parse", "HEAD")
        sha = self._merge(number)
        self._push(f"+{sha}:refs/pull/{number}/merge")
        git(self.colleague, "checkout", "-q", "--detach", before)
        return sha

    def _merge(self, number: int) -> str:
        """Leave the merge of a pull request with main in the colleague's clone."""
        git(self.colleague, "fetch", "-q", str(self._origin), "main", self._head(number))
        git(self.colleague, "checkout", "-q", "--detach", self.main)
        git(self.colleague, "merge", "-q", "--no-ff", "-m", "merge", self._head(number))
        return git(self.colleague, "rev-parse", "HEAD")

    def _push(self, what: str) -> None:
        git(self.colleague, "push", "-q", str(self._origin), what)


def _token(run: int, job: str) -> str:
    return f"token-{run}-{job}"
