"""How the tests of the revert ask for it, and what they look for."""

import pytest

from tests.appconfig.pusher import DE, Said
from tests.github.published import Published
from tests.repository import git

Output = pytest.CaptureFixture[str]
MEASURED = "de primary words: 12.0% of 2,000 events pass, promised 35.6%, allowed 26.9–45.3%"


def propose(company: Published, capsys: Output, *words: str) -> Said:
    return company.one.says(capsys, "rollback", "staging", "--pull-request", *words)


def with_report(company: Published, capsys: Output) -> Said:
    return propose(company, capsys, "--push-report", str(company.report))


def live(company: Published) -> str:
    return git(company.root, "rev-list", "--max-parents=0", "HEAD")[:12]


def runs(company: Published) -> str:
    return f"staging runs git-{live(company)} (version 1, deployment 1) since 2026-01-05 09:10 UTC"


def branch(company: Published) -> str:
    return f"langroute/revert-staging-{live(company)}"


def merge(company: Published, name: str) -> None:
    git(company.root, "pull", "-q", "--no-rebase", "--no-edit", "origin", name)
    git(company.root, "push", "-q", "origin", "HEAD:main")


def beside(company: Published) -> None:
    """A change on the line below the one that was taken back."""
    change(company, DE, "fields: [title]\n", "fields: [title, body]\n")


def change(company: Published, path: str, old: str, new: str) -> None:
    file = company.root / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
