"""Since when what stands stands: the day on which its line was written, as git knows it."""

from dataclasses import replace
from pathlib import Path

from langroute_repo.findings import Finding, Report
from langroute_repo.tree.blame import last_changes
from langroute_repo.tree.git import Commit, GitError

MOST = 20  # files; each is a process of git's


def dated(report: Report, root: Path) -> Report:
    """The same report; standing findings of the first files with the day of their line."""
    paths = list(dict.fromkeys(one.path for one in report.findings if one.standing))[:MOST]
    lines = {path: _lines(root, path) for path in paths}
    return replace(report, findings=tuple(_dated(one, lines) for one in report.findings))


def _dated(one: Finding, lines: dict[str, dict[int, Commit | None]]) -> Finding:
    commit = lines.get(one.path, {}).get(one.line) if one.standing else None
    return replace(one, since=commit.date) if commit else one


def _lines(root: Path, path: str) -> dict[int, Commit | None]:
    try:
        return last_changes(root, path) if path.endswith(".yaml") else {}
    except (GitError, OSError, ValueError, KeyError):
        return {}  # no git, or no commit that has it: nothing is claimed
