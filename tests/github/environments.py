"""Environments as GitHub keeps them: what it is sent has another shape than what it tells."""

from typing import Any

from tests.github.answers import MISSING, Answer, Call, Route, failed
from tests.github.state import Json, State

UNPAID = (
    "Failed to create the environment protection rule. "
    "Please ensure the billing plan supports the required reviewers protection rule."
)
# As others have met it on lesser plans, also where they sent nobody's name along.
ASKING = ("reviewers", "wait_timer", "prevent_self_review")


def environment(state: State, call: Call, name: str) -> Answer:
    if state.visibility != "public":
        if state.plan == "free":
            return MISSING
        if state.plan != "enterprise" and any(key in call.body for key in ASKING):
            return failed(422, UNPAID)
    kept = state.environments.get(name)
    if call.method == "PUT":
        known = {("Team", one["id"]) for one in state.teams}
        known |= {("User", one["id"]) for one in state.collaborators}
        asked = call.body.get("reviewers") or []
        if any((one["type"], one["id"]) not in known for one in asked):
            return failed(422, "Validation Failed")
        kept = state.environments[name] = (kept or _new()) | call.body
    return MISSING if kept is None else Answer(200, _told(state, name, kept))


def _new() -> Json:
    return {
        "wait_timer": 0,
        "prevent_self_review": False,
        "reviewers": [],
        "deployment_branch_policy": None,
        "can_admins_bypass": True,
        "policies": [],
    }


def _told(state: State, name: str, kept: Json) -> Json:
    policy = kept["deployment_branch_policy"]
    rules: list[Json] = [{"id": 1, "type": "branch_policy"}] if policy else []
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
    url = f"https://github.com/{state.repository}/deployments/{name}"
    told = {"name": name, "html_url": url, "can_admins_bypass": kept["can_admins_bypass"]}
    return told | {"protection_rules": rules, "deployment_branch_policy": policy}


def _reviewer(state: State, asked: Json) -> Json:
    people = state.teams if asked["type"] == "Team" else state.collaborators
    return {
        "type": asked["type"],
        "reviewer": next(one for one in people if one["id"] == asked["id"]),
    }


def policies(state: State, call: Call, name: str) -> Answer:
    """Such can be added only while the environment is for branches of its own choice."""
    environment = state.environments.get(name)
    if environment is None:
        return MISSING
    kept: list[Any] = environment["policies"]
    if call.method == "POST":
        chosen = environment["deployment_branch_policy"] or {}
        if not chosen.get("custom_branch_policies"):
            return MISSING
        made = {"id": state.next_id(), "type": "branch"} | call.body
        if any((one["name"], one["type"]) == (made["name"], made["type"]) for one in kept):
            return Answer(303)
        kept.append(made)
        return Answer(200, made)
    return Answer(200, {"total_count": len(kept), "branch_policies": kept})


def policy(state: State, _: Call, name: str, number: str) -> Answer:
    kept = state.environments[name]["policies"] if name in state.environments else []
    found = next((one for one in kept if one["id"] == int(number)), None)
    if found is None:
        return MISSING
    kept.remove(found)
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
