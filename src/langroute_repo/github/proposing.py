"""Keeps one open pull request that brings to the default branch what config/ holds here."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute_repo.github.client import GitHub
from langroute_repo.github.remote import Remote
from langroute_repo.render.hidden_marker import marked, marker
from langroute_repo.render.markdown import fenced
from langroute_repo.tree.git import git
from langroute_repo.tree.snapshot import CONFIG

PREFIX = "langroute/"
LONGEST = 60_000  # characters of a text; GitHub takes 65,536


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: the branch is named after ``name``, ``told`` is shown as it is."""

    name: str
    title: str
    told: str

    @property
    def branch(self) -> str:
        return f"{PREFIX}{self.name}"

    def body(self, head: str) -> str:
        """``head`` is the commit, by which a later run sees that nobody has pushed to it since."""
        return f"{marker('proposal', head=head)}\n\n{fenced(self.told[:LONGEST].splitlines())}\n"


def commit_of_config(root: Path, message: str, who: dict[str, str]) -> str:
    """A commit on HEAD with config/ as it lies here, empty when that is no other.

    Neither the index nor the branch of the caller are touched.
    """
    with TemporaryDirectory(prefix="langroute-propose-") as folder:
        variables = {**who, "GIT_INDEX_FILE": str(Path(folder) / "index")}

        def run(*words: str) -> str:
            return git(root, *words, variables=variables).decode().strip()

        run("read-tree", "HEAD")
        run("add", "--all", "--", CONFIG)
        tree = run("write-tree")
        if tree == run("rev-parse", "HEAD^{tree}"):
            return ""
        return run("commit-tree", tree, "-p", "HEAD", "-m", message)


def propose(github: GitHub, there: Remote, root: Path, commit: str, proposal: Proposal) -> str:
    """Push it and open the pull request, or bring the open one up to date; what was done."""
    title, body = proposal.title, proposal.body(commit)
    pull = next(github.pull_requests(head=proposal.branch, base=there.branch), None)
    if pull is None:
        there.push(root, commit, proposal.branch, there.commit_of(root, proposal.branch))
        made = github.open_pull_request(proposal.branch, there.branch, title, body)
        return f"#{made.number} proposes it: {made.url}"
    if (marked("proposal", pull.body) or {}).get("head") != pull.head_sha:
        return f"#{pull.number} is open, and somebody else has changed it: it is left alone"
    there.push(root, commit, proposal.branch, pull.head_sha)
    github.edit_pull_request(pull.number, title, body)
    return f"#{pull.number} was brought up to date: {pull.url}"
