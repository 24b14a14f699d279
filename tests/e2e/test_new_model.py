"""From "the endpoint exists" to its shadow in production: what people wait for most often."""

import os
import subprocess
import sys

import pytest

from langroute.document import plan_hash
from tests.e2e.company import ENVIRONMENTS, PUSHED, Company

pytestmark = pytest.mark.slow
MODEL, LIKE = "relevance-e5-v4", "relevance-e5-v3"


def generate(company: Company) -> None:
    """Who approves the model has to stand in CODEOWNERS: by the clone's own code."""
    path = {"PYTHONPATH": f"{company.folder / 'src'}{os.pathsep}{company.folder}"}
    command = [sys.executable, "-P", "-X", "utf8", "-m", "scripts", "generate"]
    subprocess.run(command, check=True, cwd=company.folder, env={**os.environ, **path})


def waited_for(objections: list[str]) -> set[str]:
    """The teams that have to approve: of a new model also those who own CODEOWNERS and `infra/`."""
    waits = (line.rpartition(" waits for ")[2] for line in objections if " waits for " in line)
    return {teams.split(" or ")[0] for teams in waits}


def propose_shadow(company: Company) -> int:
    """A model begun from a neighbour, and its shadow on a quarter; no rule asks about either."""
    tag = company.story.tag
    company.langroute("new", "model", MODEL, "--like", LIKE)
    company.langroute("set", tag, f"shadows.{MODEL}", "25%", "--threshold", "0.300")
    company.langroute("check", "--against", "HEAD")
    generate(company)
    return company.hosting.propose(company.commit(f"{tag}: shadow {MODEL}"))


def test_the_shadow_of_a_new_model_goes_by_the_quick_rollout(deployed: Company) -> None:
    hosting = deployed.hosting
    number = propose_shadow(deployed)
    checked = hosting.review(number)
    assert checked.conclusion == "success", str(checked)
    for team in waited_for(hosting.objections(number)):
        hosting.approve(number, team)
    pushed = hosting.merge(number)
    assert pushed.jobs == {"shown": "success", **PUSHED}, str(pushed)
    assert "(quick: only shadows or shares differ, so no answer can change)" in pushed.log
    assert "shown=yes\n" in pushed.log
    assert f"plan-hash={plan_hash(deployed.wanted('production'))}\n" in pushed.log
    for name in ENVIRONMENTS:
        assert deployed.live(name).content == deployed.wanted(name)
        assert deployed.live(name).deployment.label == f"git-{hosting.main[:12]}"
    assert len(hosting.comments(number)) == 1
    assert [one["number"] for one in hosting.github.state.pulls] == [number]
