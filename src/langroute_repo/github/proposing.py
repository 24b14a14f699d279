"""Keeps open pull requests that bring to the default branch what config/ holds here.

There is one for each set of owners, on a branch that is named after them. One that somebody else
has pushed to is left alone; to the others what is newer comes as a commit on top, and only when it
is something else, for a push takes approvals back.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from langroute_repo.github.client import GitHub, PullRequest
from langroute_repo.github.closing import close
from langroute_repo.github.scratch import Scratch
from langroute_repo.github.untouched import untouched
from langroute_repo.github.wanted import Wanted, commit_tree, versions
from langroute_repo.render.hidden_marker import marked, plain
from langroute_repo.render.markdown import prose
from langroute_repo.render.proposal import KIND, Told
from langroute_repo.tree.by_owners import Owners
from langroute_repo.tree.git import git

PREFIX = "langroute/"
Doing = Literal["close", "leave", "keep", "renew", "retell", "open", "wait"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pull request as it is wanted; ``commit`` brings it to the default branch."""

    branch: str
    told: Told
    commit: str
    digest: str

    def body(self, head: str) -> str:
        """``head`` is the commit of the branch, by which a later run sees what it brought."""
        return self.told.body(head=head, content=self.digest)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a proposal, of a pull request that is open, or of both; and why.

    ``there`` is the commit of a branch that is left from an earlier pull request.
    """

    doing: Doing
    proposal: Proposal | None = None
    pull: PullRequest | None = None
    because: str = ""
    there: str = ""

    def __str__(self) -> str:
        number = f"#{self.pull.number} " if self.pull else ""
        known = self.pull.title if self.pull else ""
        return number + (self.proposal.told.headline if self.proposal else known)


@dataclass(frozen=True, slots=True)
class Keeper:
    """The proposals of one name, in a repository; ``author`` is who opens them."""

    github: GitHub
    wanted: Wanted
    name: str
    author: str

    @property
    def clone(self) -> Scratch:
        return self.wanted.clone

    def branch(self, owners: frozenset[Owners]) -> str:
        """The same for the same owners, whatever it brings them."""
        told = json.dumps(sorted(owners))
        return f"{PREFIX}{self.name}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"

    def plan(self, proposals: Sequence[Proposal], most: int) -> list[Step]:
        """What is to be done, in its order, so that at most so many are open in the end.

        Those that are open stay. Of the others come those first of whose files the default branch
        holds the oldest, so that none waits for ever.
        """
        branches = self.clone.remote.fetch_branches(self.clone.root, f"{PREFIX}{self.name}")
        by_branch = {one.branch: one for one in proposals}
        known = [self._known(one, by_branch.pop(one.head_ref, None)) for one in self._open()]
        known.sort(key=lambda one: one.doing != "close")
        places = most - sum(one.doing != "close" for one in known)
        fresh = [self._fresh(one, branches) for one in self._oldest_first(by_branch.values())]
        opened = [one for one in fresh if one.doing == "open"]
        waiting = {id(one) for one in opened[max(0, places) :]}
        because = f"{most} may be open at once"
        return known + [
            Step("wait", one.proposal, because=because) if id(one) in waiting else one
            for one in fresh
        ]

    def _open(self) -> Iterator[PullRequest]:
        """A fork's branch may have the same name; before there were several it was the name."""
        branch = re.compile(f"{PREFIX}{re.escape(self.name)}(-[0-9a-f]{{12}})?")
        for one in self.github.pull_requests(base=self.clone.remote.branch):
            ours = one.head_repository.lower() == self.github.api.repository.lower()
            if ours and branch.fullmatch(one.head_ref):
                yield one

    def _known(self, pull: PullRequest, proposal: Proposal | None) -> Step:
        facts = marked(KIND, pull.body)
        if facts is None or pull.author != self.author:
            return Step("leave", proposal, pull, f"{pull.author or 'somebody'} wrote it")
        if facts.get("head") != pull.head_sha and not untouched(self.clone, pull.head_sha):
            return Step("leave", proposal, pull, "somebody else has pushed to it")
        if proposal is None:
            return Step("close", None, pull, self._over(pull))
        if facts.get("content") != proposal.digest:
            return Step("renew", proposal, pull)
        told = plain(proposal.body(pull.head_sha))
        same = (pull.title, plain(pull.body)) == (proposal.told.headline, told)
        return Step("keep" if same else "retell", proposal, pull, "it brings this already")

    def _over(self, pull: PullRequest) -> str:
        """Why nobody needs it any more, as a sentence."""
        root, branch = self.clone.root, self.clone.remote.branch
        left = git(root, "merge-base", pull.head_sha, self.clone.head).decode().strip()
        was, now = versions(root, left), versions(root, pull.head_sha)
        there = versions(root, self.clone.head)
        paths = [path for path in was | now if was.get(path) != now.get(path)]
        if all(there.get(path) == now.get(path) for path in paths):
            return f"{branch} holds all of it already."
        if any(path in self.wanted.files for path in paths):
            return "It is not wanted any more: other pull requests propose what is left of it."
        return f"It is not wanted any more: these files are to stay as {branch} has them."

    def _fresh(self, proposal: Proposal, branches: Mapping[str, str]) -> Step:
        there = branches.get(proposal.branch, "")
        if there and not untouched(self.clone, there):
            because = f"somebody else has pushed to {proposal.branch}"
            return Step("leave", proposal, because=because)
        return Step("open", proposal, there=there)

    def _oldest_first(self, proposals: Iterable[Proposal]) -> list[Proposal]:
        def since(one: Proposal) -> tuple[int, tuple[str, ...]]:
            paths = one.told.portion.paths
            words = ("log", "-1", "--no-show-signature", "--format=%ct", self.clone.head, "--")
            return int(git(self.clone.root, *words, *paths).decode() or 0), paths

        return sorted(proposals, key=since)

    def do(self, step: Step) -> str:
        """Carry a step out; what was done."""
        pull, proposal = step.pull, step.proposal
        if step.doing == "open" and proposal:
            return self._opened(proposal, step.there)
        if step.doing in ("renew", "retell") and proposal and pull:
            return self._renewed(proposal, pull, push=step.doing == "renew")
        if step.doing == "close" and pull:
            return self._closed(pull, step.because)
        kept = {"keep": "stays", "leave": "is left alone", "wait": "waits"}
        return f"{step} {kept[step.doing]}: {step.because}"

    def _opened(self, proposal: Proposal, there: str) -> str:
        remote, branch, title = self.clone.remote, proposal.branch, proposal.told.headline
        self.clone.push(proposal.commit, branch, there)
        body = proposal.body(proposal.commit)
        made = self.github.open_pull_request(branch, remote.branch, title, body)
        return f"#{made.number} proposes {title}: {made.url}"

    def _renewed(self, proposal: Proposal, pull: PullRequest, push: bool) -> str:
        head = self._on_top(proposal, pull.head_sha) if push else pull.head_sha
        title = proposal.told.headline
        self.github.edit_pull_request(pull.number, title, proposal.body(head))
        return f"#{pull.number} {title} was brought up to date: {pull.url}"

    def _on_top(self, proposal: Proposal, head: str) -> str:
        root, tree = self.clone.root, f"{proposal.commit}^{{tree}}"
        commit = commit_tree(root, tree, [head, self.clone.head], proposal.told.headline)
        self.clone.push(commit, proposal.branch, head)
        return commit

    def _closed(self, pull: PullRequest, because: str) -> str:
        close(self.github, pull, prose(because))
        return f"#{pull.number} {pull.title} was closed: {because}"
