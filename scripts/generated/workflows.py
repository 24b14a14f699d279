"""The workflows as plan and environments have it: what jobs name, how long they may take."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.plan import Plan
from scripts.generated.deployments import FOLDER, labelled, timed
from scripts.terminal.failure import Failure

APPROVAL = f"{FOLDER}/approval.yml"
# The key of a job, by its indentation, and the same in a comment.
NAMED = re.compile(r"^ {4}environment:(?P<name>.*)$", re.MULTILINE)
UNNAMED = re.compile(r"^ {4}# environment:(?P<name> .*)$", re.MULTILINE)


def workflows(
    root: Path, plan: Plan, environments: Mapping[str, EnvironmentFile]
) -> Iterator[tuple[str, str | None]]:
    """Each file by its path, and None for one that there should not be.

    A key of GitHub's cannot be left out by an expression for certain, and a variable of the
    repository is changed without a review; a line that is a comment is neither.
    """
    for file in sorted((root / FOLDER).glob("*.yml")):
        path = f"{FOLDER}/{file.name}"
        if path != APPROVAL:
            yield path, adapted(path, file.read_text(encoding="utf-8"), plan, environments)
    own = Path(__file__).with_name("approval.yml").read_text(encoding="utf-8")
    yield APPROVAL, own if plan.people == "two" and plan.offer.rulesets else None


def adapted(path: str, text: str, plan: Plan, environments: Mapping[str, EnvironmentFile]) -> str:
    """A workflow as a company of this plan with these environments has it."""
    return fitted(path, labelled(timed(text, environments), environments), plan)


def fitted(path: str, text: str, plan: Plan) -> str:
    """A workflow whose jobs name their environments where there can be any, and nowhere else."""
    for found in NAMED.finditer(text):
        if not found["name"].strip():
            line = text[: found.start()].count("\n") + 1
            raise Failure(
                f"{path}:{line}: an environment over several lines",
                "write environment: NAME, which can be made a comment where GitHub has none",
            )
    if plan.offer.environments:
        return UNNAMED.sub(r"    environment:\g<name>", text)
    return NAMED.sub(r"    # environment:\g<name>", text)
