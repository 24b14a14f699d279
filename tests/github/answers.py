"""What GitHub answers to a call, and what that does to its state."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.github.state import Json, State

LONGEST_BODY = 65_536
# Calls below a path need a permission of this name; issues and pull requests share comments.
PERMISSIONS = {
    "pulls": ("pull_requests",),
    "issues": ("issues", "pull_requests"),
    "commits": ("contents", "pull_requests"),
    "rulesets": ("administration",),
    "environments": ("administration",),
    "actions": ("administration",),
    "": ("administration",),
}


@dataclass(frozen=True)
class Call:
    """What a client asks; ``path`` is below the repository, ``base`` the address of this API."""

    method: str
    path: str
    query: dict[str, str]
    body: Json
    login: str
    base: str


@dataclass(frozen=True)
class Answer:
    """What it gets; status 0 is no answer at all."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


MISSING = Answer(404, {"message": "Not Found"})


def refused(permissions: Mapping[str, str], call: Call) -> Answer | None:
    """403 where the token may not: reading needs `read`, anything else `write`."""
    needed = PERMISSIONS.get(call.path.partition("/")[0], ("contents",))
    level = "read" if call.method == "GET" else "write"
    if any(permissions.get(name) in (level, "write") for name in needed):
        return None
    told = "; ".join(f"{name}={level}" for name in needed)
    said = {"message": "Resource not accessible by integration"}
    return Answer(403, said, {"X-Accepted-GitHub-Permissions": told})


def answer(state: State, call: Call, routes: "list[Route]") -> Answer:
    """Carry the call out."""
    for method, pattern, act in routes:
        if call.method == method and (found := re.fullmatch(pattern, call.path)):
            return act(state, call, *found.groups())
    return MISSING


def invalid(resource: str, message: str, **more: str) -> Answer:
    """422 as GitHub words it."""
    error = {"resource": resource, "code": "custom", "message": message, **more}
    return Answer(422, {"message": "Validation Failed", "errors": [error]})


def _too_long(resource: str, body: object) -> Answer | None:
    if len(str(body or "")) <= LONGEST_BODY:
        return None
    return invalid(resource, f"body is too long (maximum is {LONGEST_BODY} characters)")


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
    repository = {"full_name": state.repository, "default_branch": state.default_branch}
    fork = {"full_name": one["head_repository"]} if one["head_repository"] else None
    told = {key: one[key] for key in ("number", "title", "body", "state", "merged_at")}
    return told | {
        "user": {"login": one["user"]},
        "merge_commit_sha": one["merge_commit_sha"],
        "head": {"ref": one["head"], "sha": sha, "repo": fork},
        "base": {"ref": one["base"], "sha": heads.get(one["base"], ""), "repo": repository},
        "html_url": f"https://github.com/{state.repository}/pull/{one['number']}",
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
        return invalid("PullRequest", f"A pull request already exists for {owner}:{head}.")
    for name, field_ in ((head, "head"), (base, "base")):
        if name not in heads:
            return invalid("PullRequest", "", field=field_, code="invalid")
    if heads[head] == heads[base]:
        return invalid("PullRequest", f"No commits between {base} and {head}")
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
    found += [_pull(state, one) | {"labels": [], "pull_request": {}} for one in state.pulls]
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


def _open_issue(state: State, call: Call) -> Answer:
    if wrong := _too_long("Issue", call.body.get("body")):
        return wrong
    made = {"number": state.next_id(), "state": "open", "user": call.login, "labels": []}
    made |= {"title": "", "body": None} | call.body
    state.issues.append(made)
    return Answer(201, _issue(state, made))


def _one_issue(state: State, call: Call, number: str) -> Answer:
    found = next((one for one in state.issues if one["number"] == int(number)), None)
    if found is None:
        return MISSING
    if call.method == "PATCH":
        if wrong := _too_long("Issue", call.body.get("body")):
            return wrong
        found |= call.body
    return Answer(200, _issue(state, found))


def _comments(state: State, _: Call, number: str) -> Answer:
    if not _discussed(state, int(number)):
        return MISSING
    return Answer(200, [_comment(one) for one in state.comments if one["issue"] == int(number)])


def _discussed(state: State, number: int) -> bool:
    return any(one["number"] == number for one in (*state.pulls, *state.issues))


def _comment(one: Json) -> Json:
    url = f"https://github.com/c/{one['id']}"
    return {"id": one["id"], "body": one["body"], "user": {"login": one["user"]}, "html_url": url}


def _write_comment(state: State, call: Call, number: str) -> Answer:
    if not _discussed(state, int(number)):
        return MISSING
    if wrong := _bad_comment(call.body.get("body")):
        return wrong
    return Answer(201, _comment(state.comment(int(number), call.body["body"], call.login)))


def _bad_comment(body: object) -> Answer | None:
    if not body:
        return invalid("IssueComment", "body cannot be blank")
    return _too_long("IssueComment", body)


def _edit_comment(state: State, call: Call, number: str) -> Answer:
    found = next((one for one in state.comments if one["id"] == int(number)), None)
    if found is None:
        return MISSING
    if wrong := _bad_comment(call.body.get("body")):
        return wrong
    found["body"] = call.body["body"]
    return Answer(200, _comment(found))


def _rulesets(state: State, _: Call) -> Answer:
    """The list tells no rules: whoever needs them asks for each."""
    short = ("id", "name", "target", "enforcement")
    return Answer(200, [{key: one[key] for key in short if key in one} for one in state.rulesets])


def _add_ruleset(state: State, call: Call) -> Answer:
    if any(one["name"] == call.body.get("name") for one in state.rulesets):
        return invalid("Ruleset", "Name must be unique")
    made = {"id": state.next_id()} | call.body
    state.rulesets.append(made)
    return Answer(201, made)


def _one_ruleset(state: State, call: Call, number: str) -> Answer:
    found = next((one for one in state.rulesets if one["id"] == int(number)), None)
    if found is None:
        return MISSING
    if call.method == "DELETE":
        state.rulesets.remove(found)
        return Answer(204)
    if call.method == "PUT":
        found |= call.body
    return Answer(200, found)


def _setting(state: State, call: Call, path: str) -> Answer:
    if call.method == "GET":
        return Answer(200, state.settings[path]) if path in state.settings else MISSING
    kept = state.settings.get(path, {}) if call.method == "PATCH" else {}
    state.settings[path] = kept | call.body
    return Answer(200, state.settings[path])


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
    ("GET", r"issues/(\d+)", _one_issue),
    ("PATCH", r"issues/(\d+)", _one_issue),
    ("GET", r"issues/(\d+)/comments", _comments),
    ("POST", r"issues/(\d+)/comments", _write_comment),
    ("PATCH", r"issues/comments/(\d+)", _edit_comment),
    ("GET", r"rulesets", _rulesets),
    ("POST", r"rulesets", _add_ruleset),
    *((method, r"rulesets/(\d+)", _one_ruleset) for method in ("GET", "PUT", "DELETE")),
    *((method, r"(actions/.*|)", _setting) for method in ("GET", "PUT", "PATCH")),
]
