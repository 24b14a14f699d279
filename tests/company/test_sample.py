"""What CI says of a release in which a fresh clone holds something else than the sample company."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from langroute_repo.company.ownership import ORIGIN, SAMPLE, is_companys
from scripts import PROJECT
from tests.sample import ACME, lay_checkout

SCRIPT = ".ci/sample_is_copied.py"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """As little of a checkout as the script needs, with what a company owns twice."""
    for path in (SCRIPT, "src/langroute_repo/__init__.py", "src/langroute_repo/company"):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (PROJECT / path).is_dir() else shutil.copy
        copy(PROJECT / path, target)
    for root in (tmp_path, tmp_path / SAMPLE):
        for path in ("config/languages/de.yaml", "schemas/a.json", "README.md"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text("one")
    return tmp_path


def said(clone: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(clone / SCRIPT), *words], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def test_what_differs_is_named_and_copied_when_asked(clone: Path) -> None:
    assert said(clone) == (0, "")
    (clone / "README.md").write_text("another")
    (clone / "config/policy.yaml").write_text("of nobody")
    (clone / SAMPLE / "schemas/b.json").write_text("new")
    assert said(clone) == (
        1,
        "README.md is not that of examples/acme/\n"
        "config/policy.yaml is not that of examples/acme/\n"
        "schemas/b.json is not that of examples/acme/\n"
        "hint: change the sample, then .ci/sample_is_copied.py --write\n",
    )
    assert said(clone, "--write") == (0, "")
    assert said(clone) == (0, "")
    assert (clone / "README.md").read_text() == "one"
    assert not (clone / "config/policy.yaml").exists()


def test_a_companys_own_checkout_is_left_alone(clone: Path) -> None:
    (clone / ORIGIN).write_text("{}")
    (clone / "README.md").write_text("theirs")
    assert said(clone) == (0, "")
    assert said(clone, "--write") == (0, "")
    assert (clone / "README.md").read_text() == "theirs"


def test_the_sample_is_a_whole_company_and_nothing_else() -> None:
    held = [path.relative_to(ACME).as_posix() for path in ACME.rglob("*") if path.is_file()]
    assert [path for path in held if not is_companys(path)] == []
    assert {path.split("/")[0] for path in held} == {
        ".github", "README.md", "config", "infra", "schemas"
    }  # fmt: skip


def test_a_checkout_of_the_sample_has_its_files_and_the_tools(tmp_path: Path) -> None:
    lay_checkout(tmp_path, lambda path: path.startswith((".github/", "config/", "validators/")))
    for path in ("config/policy.yaml", ".github/CODEOWNERS"):
        assert (tmp_path / path).read_bytes() == (ACME / path).read_bytes()
    assert (tmp_path / ".github/workflows/push.yml").is_file()
    assert (tmp_path / "validators/README.md").is_file()
    assert not (tmp_path / "scripts").exists()
