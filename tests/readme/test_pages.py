"""What the pages name is there: files and, in the page for contributors, tests and steps."""

import re
from pathlib import Path

import pytest

from langroute_repo.company.ownership import is_companys
from langroute_repo.tree.read import SINGLE
from scripts.test import STEPS
from tests.sample import ACME
from tests.workflows.files import JOBS

ROOT = Path(__file__).parents[2]
PAGES = [ACME / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = (
    "docs",
    "config",
    "examples",
    "infra",
    "schemas",
    "scripts",
    "src",
    "tests",
    "validators",
)
# In capitals stands what its reader puts there, as in `scripts/VERB.py`; team is an example.
INVENTED = re.compile(r"[A-Z]{2,}(?<!README)|\bteams?\b|[…*<]")
CONTRIBUTING = ROOT / "docs" / "contributing.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_files_it_names_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    linked = [_file(page, path) for path in re.findall(r"\]\(([^)#:]+)\)", text)]
    written = re.findall(rf"`((?:{'|'.join(FOLDERS)}|\.github)/[^`\s]*)`", text)
    # Of the files that are alone in config/ only some are there.
    absent = (*JOBS, *SINGLE)
    named = [_at(path) for path in written if not INVENTED.search(path) and path not in absent]
    assert linked or named
    assert [path for path in (*linked, *named) if not path.exists()] == []


def _file(page: Path, link: str) -> Path:
    """What a page links to; GitHub takes a link that begins with a slash from the root."""
    if link.startswith("/"):
        return _at(link[1:])
    target = (page.parent / link).resolve()
    return _at(target.relative_to(ROOT).as_posix()) if target.is_relative_to(ROOT) else target


def _at(path: str) -> Path:
    """Where a path of a checkout lies: what is a company's own is told of the sample's."""
    return (ACME if is_companys(path) else ROOT) / path


def test_the_tests_that_it_names_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", CONTRIBUTING.read_text("utf-8")))
    files = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    defined = {name for text in files for name in re.findall(r"^def (test_\w+)\(", text, re.M)}
    assert len(named) > 20
    assert named - defined == set()


def test_the_steps_that_it_names_are_those_there_are() -> None:
    text = CONTRIBUTING.read_text("utf-8")
    (listed,) = re.findall(r"one step: (.+)", text)
    assert listed.split(", ") == [step.name for step in STEPS]
    assert set(re.findall(r"--only (\w+)", text)) <= {step.name for step in STEPS}
