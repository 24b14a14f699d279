"""The repository's settings on GitHub, kept as reviewed files: what they are, and how to set them.

Each part is told in the words of its file, whatever GitHub's own answer looks like, so that a file
and what is live can be compared.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from langroute_repo.github.api import Api
from langroute_repo.github.errors import Conflict, Missing, PlanLacks, Refused
from langroute_repo.github.wanted_settings import SettingsError, Wanted
from langroute_repo.tree.plan import PATH

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SettingsPart:
    """One thing that is set; ``live`` is None where there is no such thing yet.

    ``refusal`` is why GitHub does not even tell it.
    """

    name: str
    wanted: Data
    live: Data | None
    apply: Callable[[], None]
    refusal: str = ""


def parts(api: Api, wanted: Wanted) -> Iterator[SettingsPart]:
    """All that the files say, beside what is live, in the order in which it can be set."""
    yield from _repository(api, wanted)
    for path, told in wanted.plain.items():
        yield _plain(api, path, told)
    for name, told in wanted.environments.items():
        yield _environment(api, name, told, wanted.plan.offer.reviewers)
    # Last: a check that is required before it can run would keep everybody from merging.
    if wanted.ruleset is not None:
        yield _ruleset(api, wanted.ruleset)


def _repository(api: Api, wanted: Wanted) -> Iterator[SettingsPart]:
    """Whether it is what the plan's file says, and how pull requests are merged."""
    live = api.get("")
    said = {"visibility": wanted.plan.visibility}
    told = {"visibility": live["visibility"]}

    def refuse() -> None:
        raise SettingsError(f"{PATH} says {said['visibility']}, and it is {told['visibility']}")

    yield SettingsPart("visibility", said, told, refuse)
    merging = {key: live[key] for key in wanted.repository if key in live}

    def apply() -> None:
        api.send("PATCH", "", wanted.repository)

    yield SettingsPart("merging", wanted.repository, merging, apply)


def _plain(api: Api, path: str, wanted: Data) -> SettingsPart:
    """What GitHub gives and takes in one shape, at one address."""

    def apply() -> None:
        api.send("PUT", path, wanted)

    live, refusal = None, ""
    try:
        live = api.get(path)
    except (Conflict, Missing):  # so it answers for a list of actions while all are allowed
        pass
    except PlanLacks as error:
        refusal = error.message
    return SettingsPart(path.replace("/", " "), wanted, live, apply, refusal)


def _ruleset(api: Api, wanted: Data) -> SettingsPart:
    name, found, live, refusal = wanted.get("name", ""), None, None, ""
    known = name, wanted.get("target", "branch")
    try:
        there = (one for one in api.items("rulesets", includes_parents="false"))
        # Somebody's own, for tags say, may have the same name.
        ours = (one["id"] for one in there if (one["name"], one.get("target", "branch")) == known)
        found = next(ours, None)
        live = None if found is None else api.get(f"rulesets/{found}")
    except PlanLacks as error:
        refusal = error.message

    def apply() -> None:
        if found is None:
            api.send("POST", "rulesets", wanted)
        else:
            api.send("PUT", f"rulesets/{found}", wanted)

    return SettingsPart(f"ruleset {name}", wanted, live, apply, refusal)


def _environment(api: Api, name: str, wanted: Data, asking: bool) -> SettingsPart:
    live, refusal = None, ""
    try:
        live = _live_environment(api, name)
    except PlanLacks as error:
        refusal = error.message

    def apply() -> None:
        try:
            api.send("PUT", f"environments/{name}", _body(api, wanted, asking))
        except (PlanLacks, Refused, SettingsError):
            # That it is for main alone matters more, and other plans have it. But GitHub may
            # forget what a call leaves out, so whoever is asked already stays.
            if live is None or not (live["reviewers"] or live["wait_timer"]):
                api.send("PUT", f"environments/{name}", _body(api, wanted, False))
                _set_branches(api, name, wanted["branches"])
            raise
        _set_branches(api, name, wanted["branches"])

    return SettingsPart(f"environment {name}", wanted, live, apply, refusal)


FOR_BRANCHES: Data = {
    "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True}
}


def _body(api: Api, wanted: Data, asking: bool) -> Data:
    """What to send; without people who can be asked no word of them, for any is refused."""
    body = FOR_BRANCHES | {"can_admins_bypass": wanted["can_admins_bypass"]}
    if not asking:
        return body
    return body | {
        "wait_timer": wanted["wait_timer"],
        "prevent_self_review": wanted["prevent_self_review"],
        "reviewers": [_reviewer(api, one) for one in wanted["reviewers"]],
    }


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
        **{key: told[key] for key in ("can_admins_bypass",) if key in told},
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
