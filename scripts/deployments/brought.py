"""What each commit since the live one moves in an environment, and what of it was shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from langroute_repo.diff.brought import Brought
from langroute_repo.diff.documents import document_changes
from langroute_repo.diff.shown import Moves, moves, shown_of
from langroute_repo.findings import Report
from langroute_repo.github.told import Telling
from langroute_repo.render.difference.document import in_words
from langroute_repo.tree.compiled_history import document
from langroute_repo.tree.git import Commit
from langroute_repo.tree.parts import GUARDS, parts_of
from langroute_repo.tree.snapshot import CONFIG
from scripts.files.merged import MergedChange, brought_since, merged_change
from validators.engine import run as run_rules

# Each is compiled, held against the rules and looked up; what lies behind them counts as not shown.
MOST = 50
OTHERWISE = "its review shows something else"


@dataclass(frozen=True, slots=True)
class Recomputation:
    """How commits are recomputed: in which clone, for which environment, as of which day.

    ``told`` gives what the comment of a commit's pull request tells.
    """

    root: Path
    environment: str
    today: date
    told: Callable[[str], Telling]

    def since(self, commit: str) -> Iterator[Brought]:
        """The commits that move something, the oldest first, along the first parents."""
        for one in islice(brought_since(self.root, commit, CONFIG), MOST):
            change = merged_change(self.root, f"{one.id}^", one.id)
            before = parts_of(change.before.before, self.environment)
            moved = moves(before, parts_of(change.tree, self.environment))
            if moved:
                yield self._brought(one, change, moved)

    def _brought(self, commit: Commit, change: MergedChange, moved: Moves) -> Brought:
        telling = self.told(commit.id)
        report = run_rules(change.given(self.today))
        blocked = _blocking(report)
        told = telling.shown.get(self.environment, {})
        shown = frozenset() if blocked else frozenset(shown_of(told, moved))
        hidden = [name for name in moved if name not in shown]
        return Brought(
            commit=commit.id,
            subject=commit.subject,
            moved=moved,
            shown=shown,
            pull=telling.pull.number if telling.pull else 0,
            why=(blocked or telling.why or OTHERWISE) if hidden else "",
            lines=self._lines(change, hidden) if hidden else (),
            awaited=telling.awaited and not blocked,
        )

    def _lines(self, change: MergedChange, hidden: Sequence[str]) -> list[str]:
        was, now = (document(one, self.environment) for one in (change.before.before, change.tree))
        found = document_changes(was, now) if was and now else []
        wanted = [one for one in found if one.language is None or one.language in hidden]
        guards = [f"{name[1:]} of {self.environment}" for name in GUARDS if name in hidden]
        return [*in_words(wanted, "before", "after"), *guards]


def _blocking(report: Report) -> str:
    """Why it would not have been let in, by the names of the rules; empty where it would."""
    names = sorted({one.rule for one in report.findings if one.blocks})
    return f"its rules refuse it: {', '.join(names)}" if names else ""
