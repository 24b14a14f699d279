"""What each commit since the live one moves in an environment, and what of it was shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from langroute_repo.diff.brought import Brought
from langroute_repo.diff.changes import Change
from langroute_repo.diff.documents import document_changes
from langroute_repo.diff.shown import Moves, moves, shown_of
from langroute_repo.findings import Report
from langroute_repo.github.told import Telling
from langroute_repo.render.difference.document import in_words
from langroute_repo.tree.compiled_history import document
from langroute_repo.tree.git import Commit
from langroute_repo.tree.parts import GUARDS, parts_of
from langroute_repo.tree.snapshot import CONFIG
from scripts.files.merged import brought_since, merged_change
from validators.engine import run as run_rules

# Each is compiled, held against the rules and looked up; what lies behind them counts as not shown.
MOST = 50
OTHERWISE = "its review shows something else"


class Recomputed(NamedTuple):
    """Of a commit what no comment alters, and no tree: fifty trees of a large company are large."""

    moved: Moves
    refused: str  # why its rules would not have let it in; empty where they would
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Recomputation:
    """How commits are recomputed: in which clone, for which environment, as of which day.

    ``told`` gives what the comment of a commit's pull request tells. Asked again, while comments
    are awaited, it looks at nothing but them: each commit is compiled and judged once.
    """

    root: Path
    environment: str
    today: date
    told: Callable[[str], Telling]
    _known: dict[str, Recomputed] = field(default_factory=dict)

    def since(self, commit: str) -> Iterator[Brought]:
        """The commits that move something, the oldest first, along the first parents."""
        for one in islice(brought_since(self.root, commit, CONFIG), MOST):
            if one.id not in self._known:
                self._known[one.id] = self._recomputed(one.id)
            if self._known[one.id].moved:
                yield self._brought(one, self._known[one.id])

    def _recomputed(self, commit: str) -> Recomputed:
        change = merged_change(self.root, f"{commit}^", commit)
        before, after = change.before.before, change.tree
        moved = moves(parts_of(before, self.environment), parts_of(after, self.environment))
        if not moved:
            return Recomputed(moved, "", ())
        was, now = (document(one, self.environment) for one in (before, after))
        changes = document_changes(was, now) if was and now else ()
        return Recomputed(moved, _blocking(run_rules(change.given(self.today))), changes)

    def _brought(self, commit: Commit, made: Recomputed) -> Brought:
        telling = self.told(commit.id)
        told = telling.shown.get(self.environment, {})
        shown = frozenset() if made.refused else frozenset(shown_of(told, made.moved))
        hidden = [name for name in made.moved if name not in shown]
        return Brought(
            commit=commit.id,
            subject=commit.subject,
            moved=made.moved,
            shown=shown,
            pull=telling.pull.number if telling.pull else 0,
            why=(made.refused or telling.why or OTHERWISE) if hidden else "",
            lines=self._lines(made.changes, hidden) if hidden else (),
            awaited=telling.awaited and not made.refused,
        )

    def _lines(self, changes: Sequence[Change], hidden: Sequence[str]) -> list[str]:
        wanted = [one for one in changes if one.language is None or one.language in hidden]
        hidden_guards = [f"{name[1:]} of {self.environment}" for name in GUARDS if name in hidden]
        return [*in_words(wanted, "before", "after"), *hidden_guards]


def _blocking(report: Report) -> str:
    """Why it would not have been let in, by the names of the rules; empty where it would."""
    names = sorted({one.rule for one in report.findings if one.blocks})
    return f"its rules refuse it: {', '.join(names)}" if names else ""
