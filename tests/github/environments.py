"""Environments as GitHub keeps them: what it is sent has another shape than what it tells."""

from typing import Any

from tests.github.answers import MISSING, Answer, Call, Route, invalid
from tests.github.state import Json, State


def environment(state: State, call: Call, name: str) -> Answer:
    kept = state.environments.get(name)
    if call.method == "PUT":
        known = {("Team", one["id"]) for one in state.teams}
        known |= {("User", one["id"]) for one in state.collaborators}
        if any((one["type"], one["id"]) not in known for one in call.body["reviewers"]):
            return invalid("Environment", "reviewers cannot see the repository")
        kept = state.environments[name] = (kept or {"policies": []}) | call.body
    return MISSING if kept is None else Answer(200, _told(state, name, kept))


def _told(state: State, name: str, kept: Json) -> Json:
    rules: list[Json] = [{"id": 1, "type": "branch_policy"}]
    if kept["wait_timer"]:
        rules.append({"id": 2, "type": "wait_timer", "wait_timer": kept["wait_timer"]})
    if kept["reviewers"]:
        rules.append(
            {
                "id": 3,
                "type": "required_reviewers",
                "prevent_self_review": kept["prevent_self_review"],
                "reviewers": [_reviewer(state, one) for one in kept["reviewers"]],
            }
        )
    policy = kept["deployment_branch_policy"]
    return {"name": name, "protection_rules": rules, "deployment_branch_policy": policy}


def _reviewer(state: State, asked: Json) -> Json:
    people = state.teams if asked["type"] == "Team" else state.collaborators
    return {
        "type": asked["type"],
        "reviewer": next(one for one in people if one["id"] == asked["id"]),
    }


def policies(state: State, call: Call, name: str) -> Answer:
    if name not in state.environments:
        return MISSING
    kept: list[Any] = state.environments[name]["policies"]
    if call.method == "POST":
        made = {"id": state.next_id(), "type": "branch"} | call.body
        kept.append(made)
        return Answer(200, made)
    return Answer(200, {"total_count": len(kept), "branch_policies": kept})


def policy(state: State, _: Call, name: str, number: str) -> Answer:
    kept = state.environments[name]["policies"]
    state.environments[name]["policies"] = [one for one in kept if one["id"] != int(number)]
    return Answer(204)


def teams(state: State, _: Call) -> Answer:
    return Answer(200, state.teams)


def collaborators(state: State, _: Call) -> Answer:
    return Answer(200, state.collaborators)


ROUTES: list[Route] = [
    *((method, r"environments/([^/]+)", environment) for method in ("GET", "PUT")),
    *((method, r"environments/([^/]+)/deployment-branch-policies", policies)
      for method in ("GET", "POST")),
    ("DELETE", r"environments/([^/]+)/deployment-branch-policies/(\d+)", policy),
    ("GET", r"teams", teams),
    ("GET", r"collaborators", collaborators),
]  # fmt: skip
