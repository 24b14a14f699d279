"""What the files of .github/settings want, as far as the plan has it and the people there are."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langroute_repo.github.errors import GitHubError
from langroute_repo.tree.plan import Plan, UnusablePlan, plan

FOLDER = ".github/settings"
Data = dict[str, Any]

GITHUB_ACTIONS = 15368  # the app whose word alone counts for a required check
APPROVAL = "approval"  # the check that stands in for GitHub's own rule where two people approve
# By GitHub's description, the other kind of repository answers 404 there.
OF_PUBLIC_ONLY = ("actions/permissions/fork-pr-contributor-approval",)
OF_PRIVATE_ONLY = (
    "actions/permissions/fork-pr-workflows-private-repos",
    "actions/permissions/access",
)
# What an environment has only where people can be asked.
ASKING: Data = {"reviewers": [], "prevent_self_review": False, "wait_timer": 0}


class SettingsError(GitHubError):
    """A file of settings cannot be used, or what it wants cannot be."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that the files say; ``plain`` is by the address at which GitHub keeps it.

    ``ruleset`` is None where there can be none; ``asked`` are the reviewers that the files have for
    an environment, whether the plan has such or not.
    """

    plan: Plan
    repository: Data
    plain: dict[str, Data]
    environments: dict[str, Data]
    ruleset: Data | None
    asked: dict[str, tuple[str, ...]]


def wanted(root: Path) -> Wanted:
    """Read the files below a root; ``SettingsError`` where one cannot be used."""
    try:
        told = plan(root)
    except UnusablePlan as error:
        raise SettingsError(error.message, error.hint) from error
    environments = _file(root, "environments.json")
    ruleset = _file(root, "ruleset.json")
    return Wanted(
        told,
        _file(root, "repository.json"),
        _plain(told, _file(root, "actions.json")),
        {name: _environment(told, one) for name, one in environments.items()}
        if told.offer.environments
        else {},
        _ruleset(told, ruleset) if told.offer.rulesets else None,
        {name: tuple(one["reviewers"]) for name, one in environments.items() if one["reviewers"]},
    )


def _file(root: Path, name: str) -> Data:
    path = root / FOLDER / name
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{FOLDER}/{name} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise SettingsError(f"{FOLDER}/{name} holds no object", "git log says how it was before")
    return found


def _plain(told: Plan, held: Data) -> Data:
    others = OF_PRIVATE_ONLY if told.visibility == "public" else OF_PUBLIC_ONLY
    return {path: one for path, one in held.items() if path not in others}


def _environment(told: Plan, held: Data) -> Data:
    if not told.offer.reviewers:
        return held | ASKING
    # One person would wait for himself; of two, who merged alone would wait for the other.
    if told.people == "one" or told.alone_after:
        return held | {"prevent_self_review": False}
    return held


def _ruleset(told: Plan, held: Data) -> Data:
    return held | {"rules": [_rule(told, rule) for rule in held.get("rules", [])]}


def _rule(told: Plan, rule: Data) -> Data:
    """A rule, with the approvals that so few people can give."""
    if rule["type"] == "pull_request":
        return rule | {"parameters": rule["parameters"] | _approvals(told)}
    if rule["type"] == "required_status_checks" and told.people == "two":
        check = {"context": APPROVAL, "integration_id": GITHUB_ACTIONS}
        checks = [*rule["parameters"]["required_status_checks"], check]
        return rule | {"parameters": rule["parameters"] | {"required_status_checks": checks}}
    return rule


def _approvals(told: Plan) -> Data:
    nobodys = {"required_approving_review_count": 0, "require_last_push_approval": False}
    if told.people == "one":
        return nobodys | {"require_code_owner_review": False}
    return nobodys if told.alone_after else {}
