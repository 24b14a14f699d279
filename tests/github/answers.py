"""What GitHub answers to a call, and what that does to its state."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.github.state import Json, State

LONGEST_BODY = 65_536
DOCUMENTATION = "https://docs.github.com/rest"
# Calls below a path need a permission of this name; issues and pull requests share comments.
PERMISSIONS = {
    "pulls": ("pull_requests",),
    "issues": ("issues", "pull_requests"),
    "activity": ("contents",),
    "commits": ("contents", "pull_requests"),
    "compare": ("contents",),
    "actions": ("administration",),
    "teams": ("administration",),
}
UPGRADE = "Upgrade to GitHub Pro or make this repository public to enable this feature."
# Where looking needs another one than changing, which needs `administration`.
TO_LOOK = {
    "": ("metadata",),
    "rulesets": ("metadata",),
    "environments": ("actions",),
    "collaborators": ("metadata",),
}


@dataclass(frozen=True)
class Call:
    """What a client asks; ``path`` is below the repository, as it was sent."""

    method: str
    path: str
    query: dict[str, str]
    body: Json
    login: str


@dataclass(frozen=True)
class Answer:
    """What it gets; status 0 is no answer at all."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


def failed(status: int, message: str, **headers: str) -> Answer:
    """An error as GitHub words it."""
    return Answer(status, {"message": message, "documentation_url": DOCUMENTATION,
                           "status": str(status)}, headers)  # fmt: skip


MISSING = failed(404, "Not Found")


def refused(permissions: Mapping[str, str], call: Call) -> Answer | None:
    """403 where the token may not: reading needs `read`, anything else `write`."""
    looks, first = call.method == "GET", call.path.partition("/")[0]
    needed = (looks and TO_LOOK.get(first)) or PERMISSIONS.get(first, ("administration",))
    level = "read" if looks else "write"
    held = {"metadata": "read", **permissions}  # every token has that
    if any(held.get(name) in (level, "write") for name in needed):
        return None
    told = {"X-Accepted-GitHub-Permissions": "; ".join(f"{name}={level}" for name in needed)}
    return failed(403, "Resource not accessible by integration", **told)


def answer(state: State, call: Call, routes: "list[Route]") -> Answer:
    """Carry the call out."""
    for method, pattern, act in routes:
        if call.method == method and (found := re.fullmatch(pattern, call.path)):
            return act(state, call, *map(unquote, found.groups()))
    return MISSING


def invalid(resource: str, code: str = "custom", **more: str) -> Answer:
    """422 as GitHub words it."""
    made = failed(422, "Validation Failed")
    made.body["errors"] = [{"resource": resource, "code": code, **more}]
    return made


def _too_long(resource: str, body: object) -> Answer | None:
    """Comments have words of their own for it."""
    if len(str(body or "")) <= LONGEST_BODY:
        return None
    said = f"ody is too long (maximum is {LONGEST_BODY} characters)"
    if resource == "IssueComment":
        return invalid(resource, "unprocessable", field="data", message=f"B{said}")
    return invalid(resource, field="body", message=f"b{said}")


def _pulls(state: State, call: Call) -> Answer:
    wanted, head, base = (call.query.get(key) for key in ("state", "head", "base"))
    found = [
        one
        for one in reversed(state.pulls)
        if wanted in (one["state"], "all") or (wanted is None and one["state"] == "open")
        if head in (None, f"{one['head_repository'].partition('/')[0]}:{one['head']}")
        if base in (None, one["base"])
    ]
    return Answer(200, [_pull(state, one) for one in found])


def _pull(state: State, one: Json) -> Json:
    """As the API tells it: the head of an open one is where its branch is now."""
    heads = state.heads()
    ours = one["head_repository"] == state.repository and one["state"] == "open"
    sha = (heads.get(one["head"]) if ours else None) or one.get("head_sha", "")
    fork = _repository(state, one["head_repository"]) if one["head_repository"] else None
    told = {key: one[key] for key in ("number", "title", "body", "state", "merged_at")}
    return told | {
        "user": {"login": one["user"]},
        "merge_commit_sha": one["merge_commit_sha"],
        "head": _side(one["head"], sha, fork),
        "base": _side(
            one["base"], heads.get(one["base"], ""), _repository(state, state.repository)
        ),
        "html_url": f"https://github.com/{state.repository}/pull/{one['number']}",
    }


def _side(ref: str, sha: str, repository: Json | None) -> Json:
    """The head or the base of a pull request."""
    owner = repository["owner"] if repository else {"login": "unknown"}
    label = f"{owner['login']}:{ref}"
    return {"label": label, "ref": ref, "sha": sha, "user": owner, "repo": repository}


def _repository(state: State, full_name: str) -> Json:
    owner, _, name = full_name.partition("/")
    return {
        "name": name,
        "full_name": full_name,
        "owner": {"login": owner},
        "fork": full_name != state.repository,
        "default_branch": state.default_branch,
    }


def _one_pull(state: State, call: Call, number: str) -> Answer:
    found = next((one for one in state.pulls if one["number"] == int(number)), None)
    if found is None:
        return MISSING
    if call.method == "PATCH":
        found |= {key: call.body[key] for key in ("title", "body", "state") if key in call.body}
    return Answer(200, _pull(state, found))


def _open_pull(state: State, call: Call) -> Answer:
    if wrong := _too_long("PullRequest", call.body.get("body")):
        return wrong
    head, base, heads = call.body["head"].rpartition(":")[2], call.body["base"], state.heads()
    ours = (one for one in state.pulls if one["head_repository"] == state.repository)
    same = (one for one in ours if (one["head"], one["base"]) == (head, base))
    if any(one["state"] == "open" for one in same):
        owner = state.repository.partition("/")[0]
        said = f"A pull request already exists for {owner}:{head}."
        return invalid("PullRequest", message=said)
    for name, field_ in ((head, "head"), (base, "base")):
        if name not in heads:
            return invalid("PullRequest", "invalid", field=field_)
    if heads[head] == heads[base]:
        return invalid("PullRequest", message=f"No commits between {base} and {head}")
    made = state.pull(
        title=call.body["title"], body=call.body.get("body"), user=call.login, head=head, base=base
    )
    return Answer(201, _pull(state, made))


def _pulls_of(state: State, _: Call, sha: str) -> Answer:
    """A fork's commits are not known here."""
    told = [(one, _pull(state, one)) for one in state.pulls]
    found = [
        shown
        for one, shown in told
        if sha == one["merge_commit_sha"]
        or (sha == shown["head"]["sha"] and one["head_repository"] == state.repository)
    ]
    return Answer(200, found)


def _issues(state: State, call: Call) -> Answer:
    """The list holds pull requests as well, as GitHub's does."""
    wanted, label = call.query.get("state", "open"), call.query.get("labels")
    found = [_issue(state, one) for one in reversed(state.issues)]
    found += [_issue_of(state, one) for one in state.pulls]
    told = [one for one in found if wanted in (one["state"], "all")]
    if label:
        told = [one for one in told if label in [each["name"] for each in one["labels"]]]
    return Answer(200, told)


def _issue(state: State, one: Json) -> Json:
    return one | {
        "user": {"login": one["user"]},
        "labels": [{"name": name} for name in one["labels"]],
        "html_url": f"https://github.com/{state.repository}/issues/{one['number']}",
    }


def _issue_of(state: State, pull: Json) -> Json:
    """A pull request as the list of issues shows it."""
    told = {key: pull[key] for key in ("number", "title", "body", "state")}
    url = f"https://github.com/{state.repository}/pull/{pull['number']}"
    links = {"html_url": url, "diff_url": f"{url}.diff", "patch_url": f"{url}.patch", "url": url}
    made = _issue(state, told | {"user": pull["user"], "labels": []})
    return made | {"html_url": url, "pull_request": links}


def _open_issue(state: State, call: Call) -> Answer:
    if wrong := _too_long("Issue", call.body.get("body")):
        return wrong
    made = {"number": state.next_id(), "state": "open", "user": call.login, "labels": []}
    made |= {"title": "", "body": None} | call.body
    state.issues.append(made)
    return Answer(201, _issue(state, made))


def _edit_issue(state: State, call: Call, number: str) -> Answer:
    found = next((one for one in state.issues if one["number"] == int(number)), None)
    if found is None:
        return MISSING
    if wrong := _too_long("Issue", call.body.get("body")):
        return wrong
    found |= call.body
    return Answer(200, _issue(state, found))


def _comments(state: State, _: Call, number: str) -> Answer:
    if not _discussed(state, int(number)):
        return MISSING
    told = [_comment(state, one) for one in state.comments if one["issue"] == int(number)]
    return Answer(200, told)


def _discussed(state: State, number: int) -> bool:
    return any(one["number"] == number for one in (*state.pulls, *state.issues))


def _comment(state: State, one: Json) -> Json:
    kind = "pull" if any(pull["number"] == one["issue"] for pull in state.pulls) else "issues"
    url = f"https://github.com/{state.repository}/{kind}/{one['issue']}#issuecomment-{one['id']}"
    told = {"id": one["id"], "node_id": f"IC_{one['id']}", "body": one["body"], "html_url": url}
    return told | {"user": {"login": one["user"]}}


def _write_comment(state: State, call: Call, number: str) -> Answer:
    if not _discussed(state, int(number)):
        return MISSING
    if wrong := _bad_comment(call.body.get("body")):
        return wrong
    made = state.comment(int(number), call.body["body"], call.login)
    return Answer(201, _comment(state, made))


def _bad_comment(body: object) -> Answer | None:
    if not body:
        return invalid("IssueComment", "missing_field", field="body")
    return _too_long("IssueComment", body)


def _edit_comment(state: State, call: Call, number: str) -> Answer:
    found = next((one for one in state.comments if one["id"] == int(number)), None)
    if found is None:
        return MISSING
    if wrong := _bad_comment(call.body.get("body")):
        return wrong
    found |= {"body": call.body["body"], "editor": call.login}
    return Answer(200, _comment(state, found))


Act = Callable[..., Answer]
Route = tuple[str, str, Act]
ROUTES: list[Route] = [
    ("GET", r"pulls", _pulls),
    ("POST", r"pulls", _open_pull),
    ("GET", r"pulls/(\d+)", _one_pull),
    ("PATCH", r"pulls/(\d+)", _one_pull),
    ("GET", r"commits/([0-9a-f]+)/pulls", _pulls_of),
    ("GET", r"issues", _issues),
    ("POST", r"issues", _open_issue),
    ("PATCH", r"issues/(\d+)", _edit_issue),
    ("GET", r"issues/(\d+)/comments", _comments),
    ("POST", r"issues/(\d+)/comments", _write_comment),
    ("PATCH", r"issues/comments/(\d+)", _edit_comment),
]
