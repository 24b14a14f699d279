"""The whole tool, as this checkout has it, taken to a version that is made for the test."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from langroute_repo.company.origin import Origin, write
from langroute_repo.company.ownership import GENERATED, ORIGIN, SAMPLE, is_companys
from scripts.generated.companys import environments_of, plan_of
from scripts.generated.workflows import workflows
from tests.repository import commit, git
from tests.rules.examples import BASE
from tests.setup.checkout import REPOSITORY
from tests.upgrade.newer import BRANCH, NEWER, release_newer, released, samples, version


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return released(tmp_path / "origin")


@pytest.fixture
def company(tmp_path: Path, origin: Path) -> Path:
    """Another company than the sample, whose history begins with its own first commit."""
    root = tmp_path / "company"
    shutil.copytree(
        origin, root, ignore=lambda folder, _: [".git"] if folder == str(origin) else []
    )
    for name in ("config", "infra"):
        shutil.rmtree(root / name)
    (root / ".github/settings/plan.yaml").unlink(missing_ok=True)
    shutil.copytree(BASE / "config", root / "config")
    for path, text in workflows(root, plan_of(root), environments_of(root)):
        if text is not None:
            (root / path).write_text(text)
    (root / "README.md").write_text("# Ours\n")
    write(root, Origin(origin="../origin", version=version(root)))
    (root / ".venv").symlink_to((REPOSITORY / ".venv").resolve())
    git(root, "init", "-q", "-b", "main")
    for key, value in (("user.name", "Ada"), ("user.email", "ada@acme.example")):
        git(root, "config", key, value)
    commit(root, "begin")
    return root


def environment(tmp_path: Path) -> dict[str, str]:
    """That of a user, with a folder for temporary files in which nothing is to be left."""
    (tmp_path / "temporary").mkdir()
    mine = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    return mine | {"TMPDIR": str(tmp_path / "temporary")}


def held(root: Path, commit: str) -> dict[str, str]:
    """Each path of a commit with git's name for its bytes."""
    lines = git(root, "ls-tree", "-r", "-z", commit).split("\0")
    return {path: meta for meta, _, path in (line.partition("\t") for line in lines) if path}


@pytest.mark.slow
def test_a_newer_version_comes_as_one_commit(origin: Path, company: Path, tmp_path: Path) -> None:
    release_newer(origin)
    done = subprocess.run(
        [str(company / "langroute"), "upgrade"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    before, after = held(company, "main"), held(company, BRANCH)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    # What follows from the sample's files was not made anew for this version.
    made = tuple(f"{SAMPLE}/{path}" for path in GENERATED)
    assert {path for path in changed if not is_companys(path) and not path.startswith(made)} == {
        "docs/aws.md",
        "docs/newer.md",
        "docs/reader.md",
        "pyproject.toml",
    } | {
        f"{SAMPLE}/config/languages/{tag}.yaml" for tag in ("de", "mt") if SAMPLE in samples(origin)
    }
    # The company's files that follow from others were never made here.
    assert {path for path in changed if is_companys(path)} <= {ORIGIN, ".github/CODEOWNERS"} | {
        path for path in changed if path.startswith(("infra/", "schemas/"))
    }
    assert git(company, "log", "--format=%s", f"main..{BRANCH}") == (
        f"Take version {NEWER} of langroute"
    )
    assert git(company, "status", "--porcelain", "--branch") == "## main"
    assert list((tmp_path / "temporary").iterdir()) == []
    rows = dict(row.split(None, 1) for row in done.stdout.splitlines() if row)
    frozen = 2 * (SAMPLE in samples(origin))
    assert rows["tool"] == f"{3 + frozen} files written, 1 deleted"
    assert rows["errors"] == "none that was not one before"
    for name in ("staging", "production"):
        assert rows[name].startswith("the same ")
