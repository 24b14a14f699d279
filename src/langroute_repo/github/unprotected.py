"""What is not protected, in sentences: for want of a plan or of people, or since it is not set."""

from collections.abc import Iterator
from typing import Any

from langroute_repo.github.wanted_settings import APPROVAL, Wanted

Data = dict[str, Any]

PAID = "GitHub Pro, Team or Enterprise, or a public repository"
ENTERPRISE = "GitHub Enterprise, or a public repository"
# By the address at which GitHub keeps it: what may happen while it is not as the files say.
OPEN = {
    "actions/permissions": "a workflow may use anybody's action, at a tag that moves",
    "actions/permissions/selected-actions": "a workflow may use other actions than ours",
    "actions/permissions/workflow": "a job that names no rights may get more than reading",
    "actions/permissions/fork-pr-contributor-approval": (
        "workflows of a stranger's fork run before anybody has looked"
    ),
    "actions/permissions/fork-pr-workflows-private-repos": (
        "workflows of a fork may run here, with what the repository's own get"
    ),
    "actions/permissions/access": "workflows of other repositories may use what is here",
}
PUSHED = (
    "whoever may write pushes to main without a pull request, an owner's approval or a check, and "
    "what is on main is deployed"
)


def for_want_of_a_plan(wanted: Wanted) -> Iterator[str]:
    """What the plan does not have, with what has it."""
    offer = wanted.plan.offer
    if not offer.rulesets:
        yield f"{PUSHED} (rulesets: {PAID})"
    if not offer.environments:
        yield f"any workflow on main can take the roles that deploy (environments: {PAID})"
    if not offer.reviewers:
        for name in wanted.asked:
            yield f"{_unasked(name)} (reviewers: {ENTERPRISE})"


def for_want_of_people(wanted: Wanted) -> Iterator[str]:
    """What needs more people than there are; of it rulesets can say only a part."""
    if wanted.plan.people == "one":
        yield "nobody but its author sees a change before it is merged and deployed"
    if wanted.plan.alone_after:
        yield (
            "of two people one merges and deploys a change of routes alone, "
            f"{wanted.plan.alone_after} after the other was asked"
        )
    if wanted.plan.people == "two" and wanted.plan.offer.rulesets:
        yield f"whoever may push a branch can report the check {APPROVAL} from a workflow there"


def of_a_part(name: str, live: Data | None, wanted: Data) -> Iterator[str]:
    """What is open while a part is as it is, by the part's name."""
    kind, _, rest = name.partition(" ")
    if kind == "environment":
        yield from _of_an_environment(rest, live or {}, wanted)
    elif kind == "ruleset":
        yield PUSHED if live is None else "less is asked before a merge than the files say"
    elif name == "visibility":
        yield "others can see, or fork, what the files say they cannot"
    elif name == "merging":
        yield "a merge may bring several commits, or a message that nobody has seen"
    else:
        yield OPEN.get(name.replace(" ", "/"), "what its file says")


def _of_an_environment(name: str, live: Data, wanted: Data) -> Iterator[str]:
    if live.get("branches") != wanted["branches"]:
        yield f"a workflow of any branch can take the role that deploys to {name}"
    if wanted["reviewers"] and set(live.get("reviewers", [])) != set(wanted["reviewers"]):
        yield _unasked(name)
    elif wanted["prevent_self_review"] and not live.get("prevent_self_review"):
        yield f"who started a deployment to {name} may approve it"
    if wanted["wait_timer"] > live.get("wait_timer", 0):
        yield f"a deployment to {name} starts without the time that somebody has to stop it"
    if live.get("can_admins_bypass", True) and not wanted["can_admins_bypass"]:
        yield f"administrators go past what {name} asks for"


def _unasked(name: str) -> str:
    return f"nobody is asked before a deployment to {name}"
