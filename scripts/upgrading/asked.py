"""What the version that is here does of an upgrade: it fetches, and looks whether it may."""

import os
import shlex
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from langroute_repo.company.origin import Origin, UnusableOrigin, read, refused_address
from langroute_repo.company.ownership import COMPANYS, ORIGIN
from langroute_repo.tree.git import GitError, commit_id, git
from langroute_repo.upgrade.order import PROTOCOL, Order
from langroute_repo.upgrade.release import NotTheTool, Release, number, release, version_here
from langroute_repo.upgrade.versions import NoOrigin, NoSuchVersion, Versions
from langroute_repo.wording import listed
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.phases import Phases

HOW_TO_BEGIN = (
    "./langroute init writes it for a company; where a company began without it: "
    "./langroute upgrade --origin URL_OR_PATH. In the tool's own repository there is nothing to "
    "upgrade: git pull"
)


@dataclass(frozen=True)
class Asked:
    """What somebody wants: a version, by its name there or the newest, from an address."""

    root: Path
    named: str | None
    address: str | None

    def order(self, choices: dict[str, list[str]]) -> Order | None:
        """The order to hand over; None, with a word about it, when there is nothing newer."""
        noted = self.noted
        self._look_at_checkout()
        versions = Versions(self.root, noted.origin)
        with Phases() as phases:
            phases(f"asking {noted.origin} for its versions")
            name = self._wanted(versions)
            if name is None:
                return None
            phases(f"fetching {_short(name)}")
            new = self._checked(name, self._fetched(versions, name, "new"))
            phases(f"fetching {noted.version}, to compare with")
            old = self._old(versions, new)
        branch = f"upgrade-{new.version}"
        self._refuse_taken(branch)
        return Order(
            protocol=PROTOCOL,
            root=str(self.root),
            head=git(self.root, "rev-parse", "HEAD").decode().strip(),
            old=old,
            new=new.commit,
            old_version=noted.version,
            version=new.version,
            origin=noted.origin,
            branch=branch,
            companys=list(COMPANYS),
            again=self._again(choices),
            **choices,
        )

    @cached_property
    def noted(self) -> Origin:
        """What is written down, or what --origin and the files here say."""
        try:
            found = read(self.root)
        except UnusableOrigin as error:
            raise Failure(error.message, error.hint) from error
        here = version_here(self.root)
        if not here:
            raise Failure(
                f"{self.root} does not hold the tool: its pyproject.toml is not langroute's",
                "run it in the company's checkout, or name that with --root",
            )
        if self.address is not None and (objection := refused_address(self.address)):
            raise Failure(f"--origin {self.address!r}: {objection}", "name a URL or a path")
        address = self._from_root(self.address) if self.address else ""
        if found is None and not address:
            raise Failure(f"no {ORIGIN} says where this checkout's tool comes from", HOW_TO_BEGIN)
        if found is None:
            if not number(here):
                raise Failure(f"pyproject.toml: version {here!r} is not three numbers")
            return Origin(origin=address, version=here)
        if found.version != here:
            raise Failure(
                f"{ORIGIN} says that this is version {found.version}, pyproject.toml {here}",
                f"write into {ORIGIN} the version whose files these are",
            )
        return found.model_copy(update={"origin": address}) if address else found

    def _from_root(self, address: str) -> str:
        """A path that was typed elsewhere, as it is from the root, where git looks it up."""
        typed = Path(address)
        if typed.is_absolute() or not typed.exists():
            return address
        return os.path.relpath(typed.resolve(), self.root)

    def _again(self, choices: dict[str, list[str]]) -> str:
        """The command that was typed, with its paths as they lie from the root."""
        words = ["./langroute", "upgrade", *([self.named] if self.named else [])]
        words += ["--origin", self.noted.origin] if self.address else []
        for choice, paths in choices.items():
            words += [f"--{choice}", *paths] if paths else []
        return shlex.join(words)

    def _look_at_checkout(self) -> None:
        top = Path(git(self.root, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
        if not top.samefile(self.root):
            raise Failure(
                f"{self.root} lies within another repository, {top}",
                "the tool's files are a repository's own: .github and CODEOWNERS work at the top",
            )
        if not commit_id(self.root, "HEAD"):
            raise Failure("there is no commit here yet", "commit the company's files first")
        words = ("status", "--porcelain", "--untracked-files=normal", "-z")
        changed = git(self.root, *words).decode(errors="replace")
        names = [line[3:] for line in changed.split("\0") if line[2:3] == " "]
        if names:
            raise Failure(
                f"not committed here: {listed(names)}",
                "commit it, or put it away: git stash --include-untracked",
            )
        try:
            git(self.root, "var", "GIT_COMMITTER_IDENT")
        except GitError as error:
            raise Failure(
                f"git does not know who commits: {error}",
                "git config user.name NAME; git config user.email ADDRESS",
            ) from error

    def _wanted(self, versions: Versions) -> str | None:
        """The whole name of what is wanted there."""
        try:
            if self.named is not None:
                return versions.find(self.named)
            tags = versions.tags()
        except NoOrigin as error:
            raise self._unreachable(error) from error
        except NoSuchVersion as error:
            raise Failure(f"{self.noted.origin} has no {self.named!r}", str(error)) from error
        if not tags:
            raise Failure(
                f"{self.noted.origin} has no tag of a version, such as v0.2.0",
                "name a branch or a commit of it: ./langroute upgrade REF",
            )
        if number(tags[0]) > number(self.noted.version):
            return f"refs/tags/{tags[0]}"
        say(f"{self.noted.version} is here, and {self.noted.origin} has nothing newer")
        return None

    def _fetched(self, versions: Versions, name: str, into: str) -> str:
        try:
            return versions.fetch(name, into)
        except NoOrigin as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: NoOrigin) -> Failure:
        noted = "" if self.address else f"; {ORIGIN} names it"
        return Failure(
            f"{self.noted.origin} does not answer: {error}",
            f"look at the network, your rights and the address{noted}",
        )

    def _checked(self, name: str, commit: str) -> Release:
        shown = _short(name)
        try:
            new = release(self.root, commit)
        except NotTheTool as error:
            raise Failure(
                f"{shown} of {self.noted.origin} is not a version of langroute: {error}",
                "name a version of the tool, or its repository with --origin",
            ) from error
        if name.startswith("refs/tags/") and number(shown) not in ((), new.number):
            raise Failure(
                f"{shown} of {self.noted.origin} says of itself that it is {new.version}",
                "tell whoever made it, and take another version",
            )
        here = number(self.noted.version)
        if new.number <= here:
            stand = "which" if new.number == here else f"older than {self.noted.version}, which"
            raise Failure(
                f"{shown} is version {new.version}, {stand} is here",
                "only a newer version is taken; one that was merged goes back by git revert",
            )
        running = sys.version_info[: len(new.python)]
        if running < new.python:
            least = ".".join(map(str, new.python))
            raise Failure(
                f"{new.version} needs Python {least} or newer, and this is "
                f"{'.'.join(map(str, sys.version_info[:3]))}",
                f"rm -r .venv; LANGROUTE_PYTHON=/path/to/python{least} ./langroute upgrade {shown}",
            )
        return new

    def _old(self, versions: Versions, new: Release) -> str:
        """The tool's commit whose files are here."""
        if self.noted.commit:
            return self._noted_commit(versions, self.noted.commit)
        if read(self.root) is None and (common := self._common(new.commit)):
            return common
        try:
            found = versions.find(f"v{self.noted.version}")
        except NoSuchVersion as error:
            raise Failure(
                f"{self.noted.origin} has no v{self.noted.version}, which is here: there is "
                "nothing to tell by what was changed here",
                f'write the tool\'s commit into {ORIGIN}: "commit": "…"; {error}',
            ) from error
        return self._fetched(versions, found, "old")

    def _noted_commit(self, versions: Versions, commit: str) -> str:
        """It is part of what was fetched, or of its version's tag, or has to be asked for."""
        tag = f"refs/tags/v{self.noted.version}"
        for name in ("", tag, commit):
            if name == tag and tag not in versions.refs:
                continue
            try:
                found = commit_id(self.root, commit) if not name else versions.fetch(name, "old")
            except NoOrigin as error:
                raise Failure(
                    f"{self.noted.origin} has no commit {commit[:12]}, which {ORIGIN} names: "
                    f"{error}",
                    f"correct {ORIGIN}; or name the repository that has it with --origin",
                ) from error
            if found and commit_id(self.root, commit):
                git(self.root, "update-ref", "refs/langroute/old", commit)
                return commit
        raise AssertionError("what was fetched by its id is here")

    def _common(self, new: str) -> str:
        """Where a clone of the tool parted from it; empty for a history that began anew."""
        try:
            common = git(self.root, "merge-base", new, "HEAD").decode().strip()
        except GitError:
            return ""
        head = commit_id(self.root, "HEAD")
        if common == head:
            raise Failure(
                "this is the tool as it comes: no commit of a company's is here to be kept",
                "bring the newer version by git pull, or make it a company's by ./langroute init",
            )
        if common == new:
            raise Failure("all of that version is here already", "git log shows it")
        return common

    def _refuse_taken(self, branch: str) -> None:
        if commit_id(self.root, f"refs/heads/{branch}"):
            raise Failure(
                f"there is a branch {branch} already",
                f"merge it; or to make it anew: git branch -D {branch}",
            )


def _short(name: str) -> str:
    return name.removeprefix("refs/tags/").removeprefix("refs/heads/")
