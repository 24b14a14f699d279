"""The door to GitHub: pull requests, their comments, and issues of one repository."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import quote

from langroute_repo.github.api import Api, Body, connect
from langroute_repo.github.errors import GitHubError, Missing, PlanLacks, Refused, Unclear

CREATIONS = 3
# Of a comment's editors only GraphQL tells the last one.
EDITOR = """query($id: ID!) {
  node(id: $id) { ... on IssueComment { lastEditedAt editor { __typename login } } }
}"""
GONE = "somebody whose account is gone"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request as far as it concerns us; ``head_repository`` is empty once a fork is gone."""

    number: int
    title: str
    body: str
    author: str
    state: str
    merged: bool
    head_sha: str
    head_ref: str
    head_repository: str
    base_sha: str
    base_ref: str
    default_branch: str
    url: str

    @classmethod
    def read(cls, told: Any) -> Self:
        head, base = told["head"], told["base"]
        return cls(
            number=told["number"],
            title=told["title"],
            body=told["body"] or "",
            author=_login(told),
            state=told["state"],
            merged=told.get("merged_at") is not None,
            head_sha=head["sha"],
            head_ref=head["ref"],
            head_repository=(head["repo"] or {}).get("full_name", ""),
            base_sha=base["sha"],
            base_ref=base["ref"],
            default_branch=base["repo"]["default_branch"],
            url=told["html_url"],
        )


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an issue or a pull request; ``author`` is a login, `github-actions[bot]` say."""

    id: int
    author: str
    body: str
    url: str
    node_id: str  # as GraphQL names it

    @classmethod
    def read(cls, told: Any) -> Self:
        body = told["body"] or ""
        return cls(told["id"], _login(told), body, told["html_url"], told["node_id"])


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue that is no pull request."""

    number: int
    title: str
    body: str
    author: str
    state: str
    labels: tuple[str, ...]
    url: str

    @classmethod
    def read(cls, told: Any) -> Self:
        return cls(
            number=told["number"],
            title=told["title"],
            body=told["body"] or "",
            author=_login(told),
            state=told["state"],
            labels=tuple(one["name"] for one in told["labels"]),
            url=told["html_url"],
        )


class GitHub:
    """One repository on GitHub; what only settings need is asked of ``api``."""

    def __init__(self, api: Api) -> None:
        self.api = api

    @classmethod
    def connect(cls) -> Self:
        """The repository that GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_TOKEN name."""
        return cls(connect())

    def pull_request(self, number: int) -> PullRequest:
        """As it is now."""
        return _read(PullRequest.read, self.api.get(f"pulls/{number}"))

    def pull_requests(
        self, state: str = "open", head: str = "", base: str = ""
    ) -> Iterator[PullRequest]:
        """Pull requests, the newest first; ``base`` is a branch here.

        So is ``head``, unless it names the owner of a fork before it: OWNER:BRANCH.
        """
        query = {"state": state}
        if head:
            owner = self.api.repository.partition("/")[0]
            query["head"] = head if ":" in head else f"{owner}:{head}"
        if base:
            query["base"] = base
        for told in self.api.items("pulls", **query):
            yield _read(PullRequest.read, told)

    def pull_requests_of(self, commit: str) -> list[PullRequest]:
        """Those that brought a commit of the default branch there, or propose it."""
        return [_read(PullRequest.read, one) for one in self.api.items(f"commits/{commit}/pulls")]

    def compared(self, base: str, head: str) -> str:
        """How a commit or branch stands to another: ahead, behind, identical or diverged.

        One that the repository does not know has diverged as well.
        """
        try:
            # The second page of one commit each holds no files, which nobody reads.
            told = self.api.get(f"compare/{base}...{quote(head, safe='')}", per_page=1, page=2)
        except Missing:
            return "diverged"
        return _read(lambda one: str(one["status"]), told)

    def open_pull_request(self, head: str, base: str, title: str, body: str) -> PullRequest:
        """Propose a pushed branch; the open one of the same branches where there is one."""
        sent = {"title": title, "body": body, "head": head, "base": base}

        def there() -> PullRequest | None:
            return next(self.pull_requests(head=head, base=base), None)

        try:
            return self._create("pulls", sent, PullRequest.read, there)
        except Refused:
            found = there()
            if found is None:
                raise
            return found

    def edit_pull_request(self, number: int, title: str, body: str) -> PullRequest:
        """Give it another title and text."""
        sent = {"title": title, "body": body}
        return _read(PullRequest.read, self.api.send("PATCH", f"pulls/{number}", sent))

    def close_pull_request(self, number: int) -> PullRequest:
        """Close it without merging."""
        sent = {"state": "closed"}
        return _read(PullRequest.read, self.api.send("PATCH", f"pulls/{number}", sent))

    def comments(self, number: int) -> Iterator[Comment]:
        """The comments of an issue or a pull request, the oldest first."""
        for told in self.api.items(f"issues/{number}/comments"):
            yield _read(Comment.read, told)

    def comment(self, number: int, body: str) -> Comment:
        """Write a comment; at most 65,536 characters."""

        def there() -> Comment | None:
            return next((one for one in self.comments(number) if one.body == body), None)

        return self._create(f"issues/{number}/comments", {"body": body}, Comment.read, there)

    def edit_comment(self, comment: int, body: str) -> Comment:
        """Write a comment of our own anew."""
        sent = self.api.send("PATCH", f"issues/comments/{comment}", {"body": body})
        return _read(Comment.read, sent)

    def last_editor(self, comment: Comment) -> str:
        """Who edited a comment last, as ``author`` is written; empty where nobody ever did."""
        told = self.api.graphql(EDITOR, id=comment.node_id)
        return _read(_editor, told)

    def reviewers(self, environment: str) -> bool:
        """Whether a job in an environment waits for people; not where there can be none."""
        try:
            told = self.api.get(f"environments/{quote(environment, safe='')}")
        except (Missing, PlanLacks):
            return False
        return _read(_has_reviewers, told)

    def issues(self, state: str = "open", label: str = "") -> Iterator[Issue]:
        """Issues, the newest first."""
        query = {"state": state, **({"labels": label} if label else {})}
        for told in self.api.items("issues", **query):
            if "pull_request" not in told:
                yield _read(Issue.read, told)

    def open_issue(self, title: str, body: str, labels: tuple[str, ...] = ()) -> Issue:
        """Open an issue; labels that do not exist yet are made by GitHub."""
        sent = {"title": title, "body": body, "labels": list(labels)}

        def there() -> Issue | None:
            return next(
                (one for one in self.issues() if (one.title, one.body) == (title, body)), None
            )

        return self._create("issues", sent, Issue.read, there)

    def edit_issue(self, number: int, **values: object) -> Issue:
        """Change title, body, labels or state; closing takes ``state="closed"``."""
        return _read(Issue.read, self.api.send("PATCH", f"issues/{number}", values))

    def _create(
        self,
        path: str,
        body: Body,
        read: Callable[[Any], T],
        there: Callable[[], T | None],
    ) -> T:
        """POST, and after a lost answer look whether it is there before trying again."""
        for attempt in range(CREATIONS):
            try:
                return _read(read, self.api.send("POST", path, body))
            except Unclear:
                if (found := there()) is not None:
                    return found
                if attempt == CREATIONS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")


def _login(told: Any) -> str:
    """Who wrote it; nobody once the account is gone."""
    return str((told["user"] or {}).get("login", ""))


def _editor(told: Any) -> str:
    """GraphQL leaves out what REST puts behind the name of an app, and whose account is gone."""
    found = told["node"]["editor"]
    if found is None:
        return "" if told["node"]["lastEditedAt"] is None else GONE
    return f"{found['login']}[bot]" if found["__typename"] == "Bot" else str(found["login"])


def _has_reviewers(told: Any) -> bool:
    rules = told.get("protection_rules") or []
    return any(one["type"] == "required_reviewers" and one["reviewers"] for one in rules)


def _read(read: Callable[[Any], T], told: Any) -> T:
    try:
        return read(told)
    except (AttributeError, KeyError, TypeError) as error:
        raise GitHubError(f"GitHub's answer lacks what is asked for: {error!r}") from error
