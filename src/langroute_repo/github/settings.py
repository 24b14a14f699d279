"""The repository's settings on GitHub, kept as reviewed files: what they are, and how to set them.

Each part is told in the words of its file, whatever GitHub's own answer looks like, so that a file
and what is live can be compared.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langroute_repo.github.api import Api
from langroute_repo.github.errors import Conflict, GitHubError, Missing

FOLDER = ".github/settings"
Data = dict[str, Any]


class SettingsError(GitHubError):
    """A file of settings cannot be used."""


@dataclass(frozen=True, slots=True)
class SettingsPart:
    """One thing that is set; ``live`` is None where there is no such thing yet."""

    name: str
    wanted: Data
    live: Data | None
    apply: Callable[[], None]


def parts(api: Api, root: Path) -> Iterator[SettingsPart]:
    """All that the files say, beside what is live, in the order in which it can be set."""
    for path, wanted in _file(root, "actions.json").items():
        yield _plain(api, path, wanted)
    for name, wanted in _file(root, "environments.json").items():
        yield _environment(api, name, wanted)
    # Last: a check that is required before it can run would keep everybody from merging.
    yield _ruleset(api, _file(root, "ruleset.json"))


def _file(root: Path, name: str) -> Data:
    path = root / FOLDER / name
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{FOLDER}/{name} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise SettingsError(f"{FOLDER}/{name} holds no object", "git log says how it was before")
    return found


def _plain(api: Api, path: str, wanted: Data) -> SettingsPart:
    """What GitHub gives and takes in one shape, at one address."""

    def apply() -> None:
        api.send("PUT", path, wanted)

    try:
        live = api.get(path)
    except (Conflict, Missing):  # so it answers for a list of actions while all are allowed
        live = None
    return SettingsPart(path.replace("/", " "), wanted, live, apply)


def _ruleset(api: Api, wanted: Data) -> SettingsPart:
    name = wanted.get("name", "")
    there = (one for one in api.items("rulesets", includes_parents="false"))
    found = next((one["id"] for one in there if one["name"] == name), None)

    def apply() -> None:
        if found is None:
            api.send("POST", "rulesets", wanted)
        else:
            api.send("PUT", f"rulesets/{found}", wanted)

    live = None if found is None else api.get(f"rulesets/{found}")
    return SettingsPart(f"ruleset {name}", wanted, live, apply)


def _environment(api: Api, name: str, wanted: Data) -> SettingsPart:
    live = _live_environment(api, name)

    def apply() -> None:
        body = {
            "wait_timer": wanted["wait_timer"],
            "prevent_self_review": wanted["prevent_self_review"],
            "reviewers": [_reviewer(api, one) for one in wanted["reviewers"]],
            "deployment_branch_policy": {
                "protected_branches": False,
                "custom_branch_policies": True,
            },
        }
        api.send("PUT", f"environments/{name}", body)
        _set_branches(api, name, wanted["branches"])

    return SettingsPart(f"environment {name}", wanted, live, apply)


def _live_environment(api: Api, name: str) -> Data | None:
    try:
        told = api.get(f"environments/{name}")
    except Missing:
        return None
    rules = {rule["type"]: rule for rule in told.get("protection_rules", [])}
    asked = rules.get("required_reviewers", {})
    return {
        "branches": _branches(api, name, told),
        "reviewers": [_named(api, one) for one in asked.get("reviewers", [])],
        "prevent_self_review": asked.get("prevent_self_review", False),
        "wait_timer": rules.get("wait_timer", {}).get("wait_timer", 0),
    }


def _branches(api: Api, name: str, told: Data) -> list[str]:
    policy = told.get("deployment_branch_policy")
    if policy is None:
        return ["any branch"]
    if policy["protected_branches"]:
        return ["any protected branch"]
    return [_pattern(one) for one in _policies(api, name)]


def _policies(api: Api, name: str) -> Iterator[Data]:
    yield from api.items(f"environments/{name}/deployment-branch-policies", "branch_policies")


def _pattern(policy: Data) -> str:
    return f"tag {policy['name']}" if policy.get("type") == "tag" else str(policy["name"])


def _set_branches(api: Api, name: str, wanted: list[str]) -> None:
    path = f"environments/{name}/deployment-branch-policies"
    there = {_pattern(one): one["id"] for one in _policies(api, name)}
    for branch in wanted:
        if branch not in there:
            api.send("POST", path, {"name": branch})
    for branch, number in there.items():
        if branch not in wanted:
            api.send("DELETE", f"{path}/{number}")


def _named(api: Api, reviewer: Data) -> str:
    """A reviewer as owners are written: @OWNER/TEAM or @USER."""
    who = reviewer["reviewer"]
    if reviewer["type"] == "Team":
        return f"@{api.repository.partition('/')[0]}/{who['slug']}"
    return f"@{who['login']}"


def _reviewer(api: Api, owner: str) -> Data:
    """The number of a team or a user; GitHub lets only those review who can see the repository."""
    organisation, _, team = owner.removeprefix("@").rpartition("/")
    if organisation:
        listed, kind, key = api.items("teams"), "Team", "slug"
    else:
        listed, kind, key = api.items("collaborators"), "User", "login"
    for one in listed:
        if one[key].lower() == team.lower():
            return {"type": kind, "id": one["id"]}
    raise SettingsError(
        f"{owner} cannot review: {api.repository} is not open to it",
        "give it access to the repository, in its settings or those of the team",
    )
