"""What GitHub has for a repository by its plan and visibility, and how many can approve there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from langroute_repo.tree.files.plan import PlanFile, PlanName, Visibility
from langroute_repo.tree.read import read_file
from langroute_repo.tree.tree import File

PATH = ".github/settings/plan.yaml"
# What one of two people may merge alone. All else can be a guard or make one: limits, environments,
# cases, a model's capacity, acceptances, rules, workflows.
ROUTES = ("config/languages/", "config/evidence/")

People = Literal["one", "two", "several"]


class UnusablePlan(Exception):
    """The file is there and cannot be used."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Offer:
    """What a plan has: each is refused, or passed over, where it is not part of it.

    ``environments``: their variables and the branches that they are for. ``reviewers``: people whom
    a job of an environment waits for, and timers. ``rulesets``: with them protected branches and
    the reviews of code owners.
    """

    environments: bool
    reviewers: bool
    rulesets: bool


# By GitHub's documentation of environments, rulesets and code owners, and by what its API has
# answered to others: 403 "Upgrade to GitHub Pro or make this repository public to enable this
# feature." for rulesets, 422 "Please ensure the billing plan supports the required reviewers
# protection rule" for reviewers. Never tried here.
OF_PUBLIC = Offer(environments=True, reviewers=True, rulesets=True)
OF_PRIVATE: dict[PlanName, Offer] = {
    "free": Offer(environments=False, reviewers=False, rulesets=False),
    "pro": Offer(environments=True, reviewers=False, rulesets=True),
    "team": Offer(environments=True, reviewers=False, rulesets=True),
    "enterprise": Offer(environments=True, reviewers=True, rulesets=True),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The file, read; ``alone_after`` is empty where nobody may merge alone."""

    name: PlanName = "enterprise"
    visibility: Visibility = "private"
    approvers: tuple[str, ...] = ()
    alone_after: str = ""

    @property
    def offer(self) -> Offer:
        return OF_PUBLIC if self.visibility == "public" else OF_PRIVATE[self.name]

    @property
    def people(self) -> People:
        """How many can approve."""
        counted: dict[int, People] = {1: "one", 2: "two"}
        return counted.get(len({one.lower() for one in self.approvers}), "several")


def plan(root: Path) -> Plan:
    """What the file says; all that there is where it is missing, as before there was one.

    ``UnusablePlan`` where it is at fault: what is trusted follows it, so nothing is guessed.
    """
    try:
        raw = (root / PATH).read_bytes()
    except FileNotFoundError:
        return Plan()
    except OSError as error:
        raise UnusablePlan(f"{PATH} cannot be read: {error.strerror}", "") from error
    file = read_file(raw, PATH, PlanFile)
    if file.model is None:
        raise _unusable(file)
    held = file.model
    found = Plan(held.plan, held.visibility, tuple(held.approvers or ()), held.alone_after or "")
    if found.alone_after and found.people != "two":
        raise UnusablePlan(
            f"{PATH} has alone_after, which is for two approvers", "name both, or take it out"
        )
    return found


def _unusable(file: File[PlanFile]) -> UnusablePlan:
    """The first of its faults: the line in the text, or the path into what it says."""
    for text in file.text_faults:
        return UnusablePlan(f"{PATH}:{text.span.line}: {text.message}", text.hint)
    shape = file.shape_faults[0]
    where = "".join(f"{step}: " for step in shape.at)
    return UnusablePlan(f"{PATH}: {where}{shape.message}", shape.hint)
