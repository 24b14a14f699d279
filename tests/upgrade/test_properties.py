"""Over random trees: what becomes of each path, and that the company's are never touched."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langroute_repo.company.ownership import COMPANYS, is_companys
from langroute_repo.upgrade.carry import files_of
from langroute_repo.upgrade.order import Order
from langroute_repo.upgrade.staging import Staging, stored
from scripts.upgrading.decided import Decided
from tests.repository import git

Contents = Mapping[str, str]

TOOLS = [
    "langroute",
    "docs/a page.md",
    "docs/ü.md",
    "configuration/nl.yaml",
    "examples/acme/config/languages/nl.yaml",
    ".github/workflows/push.yml",
    "validators/README.md",
]
OURS = [
    "config/languages/nl.yaml",
    "config/models/x.yaml",
    "config/evidence/x/nl.json",
    "README.md",
    ".github/CODEOWNERS",
    ".github/settings/plan.yml",
    "infra/production.template.json",
    "schemas/language.schema.json",
    ".langroute.json",
]
TREES = st.dictionaries(st.sampled_from(TOOLS + OURS), st.sampled_from("abc"))


class Trees:
    """Commits of random trees, and what an upgrade makes of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        for key, value in (("user.name", "Ada"), ("user.email", "ada@acme.example")):
            git(root, "config", key, value)
        self.blobs = {stored(root, f"{one}\n".encode()): one for one in "abc"}
        self.made = 0

    def commits(self, *trees: Contents) -> list[str]:
        """A commit of each, by one process of git."""
        told = "".join(self._import(number, tree) for number, tree in enumerate(trees))
        command = ["git", "-C", str(self.root), "fast-import", "--quiet", "--force"]
        subprocess.run(command, input=told.encode(), check=True)
        return [git(self.root, "rev-parse", f"tree-{number}") for number in range(len(trees))]

    def upgraded(self, order: Order) -> Contents:
        """All that the branch would hold."""
        self.made += 1
        folder = self.root.parent / f"laid-{self.made}"
        staging = Staging(self.root, folder, folder.with_suffix(".index"))
        staging.lay(order.head, Decided(order).moves())
        staging.changed(order.head)
        held = files_of(self.root, staging.commit(order.head, "made"))
        return {path: self.blobs[entry.blob] for path, entry in held.items()}

    def _import(self, number: int, tree: Contents) -> str:
        who = "committer Ada <ada@acme.example> 0 +0000"
        lines = [f"commit refs/heads/tree-{number}", who, "data 0", "deleteall"]
        named = {one: blob for blob, one in self.blobs.items()}
        lines += [f"M 100644 {named[one]} {path}" for path, one in tree.items()]
        return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    return Trees(tmp_path_factory.mktemp("repository"))


@settings(max_examples=20)
@given(old=TREES, here=TREES, new=TREES, keeps=st.booleans())
def test_the_companys_stay_and_the_tools_become_the_new_versions(
    trees: Trees, old: Contents, here: Contents, new: Contents, keeps: bool
) -> None:
    was, head, next_one = trees.commits(old, here, new)
    # What each path of the tool's is, was and will be, worked out a second time.
    changed = [
        path
        for path in TOOLS
        if here.get(path) not in (old.get(path), new.get(path)) and (path in old or path in new)
    ]
    order = Order(
        protocol=1,
        root=str(trees.root),
        head=head,
        old=was,
        new=next_one,
        old_version="0.2.0",
        version="0.3.0",
        origin="../origin",
        branch="upgrade-0.3.0",
        companys=list(COMPANYS),
        keep=changed if keeps else [],
        overwrite=[] if keeps else changed,
    )
    made = trees.upgraded(order)
    for path in OURS:
        assert made.get(path) == here.get(path)
    for path in TOOLS:
        if path in changed:
            assert made.get(path) == (here if keeps else new).get(path)
        elif path in old or path in new:
            assert made.get(path) == new.get(path)
        else:
            assert made.get(path) == here.get(path)
    assert made.keys() <= here.keys() | {path for path in new if not is_companys(path)}
