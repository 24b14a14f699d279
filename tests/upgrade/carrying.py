"""The new version's half of an upgrade in this process, handed an order as the old one does."""

import json
from collections.abc import Mapping

from langroute_repo.company.ownership import COMPANYS
from tests.repository import git
from tests.upgrade.made import Made
from tests.verbs.tool import Done

BRANCH = "upgrade-0.3.0"


class Carried:
    """Carries an order out in this process, as the new version would."""

    def __init__(self, made: Made) -> None:
        self.made = made

    def __call__(self, tag: str = "v0.3.0", **other: object) -> Done:
        refs = "+refs/tags/*:refs/langroute/*"
        git(self.made.root, "fetch", "-q", "--no-tags", "../origin", refs)
        order = {
            "protocol": 1,
            "root": str(self.made.root),
            "head": git(self.made.root, "rev-parse", "HEAD"),
            "old": self.made.commit_of("v0.2.0"),
            "new": self.made.commit_of(tag),
            "old_version": "0.2.0",
            "version": tag[1:],
            "origin": "../origin",
            "branch": BRANCH,
            "companys": list(COMPANYS),
            "again": f"./langroute upgrade {tag}",
            "a key of later": 1,
        }
        file = self.made.folder / "order.json"
        file.write_text(json.dumps(order | other))
        return self.made("--carry", str(file))

    def begin_with(self, files: Mapping[str, bytes]) -> None:
        """Let the version that the company has hold these files as well."""
        git(self.made.origin, "switch", "-q", "--detach", "v0.2.0")
        git(self.made.origin, "tag", "-d", "v0.2.0")
        self.made.release("v0.2.0", files)

    def branch(self) -> list[str]:
        """What the branch changes, in git's letters."""
        words = ("diff", "--no-renames", "--name-status", "main", BRANCH)
        return git(self.made.root, *words).splitlines()

    def nothing_made(self) -> bool:
        left = list((self.made.folder.parent / "temporary").iterdir())
        return f"refs/heads/{BRANCH}" not in self.made.refs() and not left
