"""The sample company: what a test takes where it needs a whole one.

No test looks at the files of the checkout that are a company's own (`COMPANYS`): there they are the
company's that uses the tool, and change with every merge.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from langroute_repo.company.ownership import SAMPLE, tools
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.plan import plan
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import valid
from scripts import PROJECT
from scripts.generated.workflows import workflows
from tests.repository import git

ACME = PROJECT / SAMPLE


def environments() -> dict[str, EnvironmentFile]:
    """Its environments, in the order of promotion."""
    tree = read(Folder(ACME))
    models = {name: model for name, _, model in valid(tree.environments)}
    return {name: models[name] for name in promotion_order(tree)}


def lay_checkout(folder: Path, wanted: Callable[[str], bool]) -> None:
    """A checkout of the sample company: of the tool's files those that are wanted, and its own."""
    listed = git(PROJECT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(wanted, tools(filter(None, listed.split("\0")))):
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
    shutil.copytree(ACME, folder, dirs_exist_ok=True)
    for path, text in workflows(folder, plan(ACME), environments()):
        if text is None:
            (folder / path).unlink(missing_ok=True)
        else:
            (folder / path).write_text(text, "utf-8")
