"""The portions of what is wanted, each held alone against the rules before anybody is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from langroute_repo.diff.changes import difference
from langroute_repo.findings import Report
from langroute_repo.github.wanted import Wanted
from langroute_repo.render.difference.report import DiffReport
from langroute_repo.render.proposal import headline
from langroute_repo.tree.by_owners import Portion, by_owners, grouped, joined, kept_whole_by
from langroute_repo.tree.git import Revision
from langroute_repo.tree.read import read
from langroute_repo.tree.routes import Route, routes
from langroute_repo.tree.state_before import read_before
from langroute_repo.tree.tree import Tree
from scripts.files.against import Against, as_change
from validators.engine import run as run_rules
from validators.finding import Given
from validators.rules import ON_NEW_EVIDENCE

NEEDING = "a part of it alone would not pass the check"


@dataclass
class Workshop:
    """Makes a commit of each portion, and judges it as the change that it will be."""

    wanted: Wanted
    title: str
    today: date
    base: Revision = field(init=False)
    before: Tree = field(init=False)
    commits: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = Revision(self.wanted.clone.root, self.wanted.clone.head)
        self.before = read(self.base)

    def portions(self) -> list[tuple[Portion, str]]:
        """One for each set of owners, of which each passes the check alone as the whole does.

        With each why it asks more owners than its files make necessary; mostly nothing.
        """
        paths = list(self.wanted.files)
        after = self._read(self.wanted.commit(paths, self.title))
        found = by_owners(paths, self.before, after)
        if len(found) == 1:
            whole = kept_whole_by(paths, self.before, after)
            return [(found[0], f"{whole} concerns all of it" if whole else "")]
        report = self._report(joined(found))
        alone = standing_alone(found, lambda one: not self._report(one).beyond(report))
        return [(one, "" if one in found else NEEDING) for one in alone]

    def commit(self, portion: Portion) -> str:
        """Made once, for it is judged, looked at and pushed."""
        if portion.paths not in self.commits:
            message = headline(self.title, portion)
            self.commits[portion.paths] = self.wanted.commit(portion.paths, message)
        return self.commits[portion.paths]

    def effect(self, commit: str) -> str:
        """What it does, in a sentence."""
        return DiffReport(difference(self.base, Revision(self.base.root, commit))).headline

    def moved(self, portion: Portion) -> list[str]:
        """What each threshold passes by the evidence of before and by the new one."""
        after = self._read(self.commit(portion))
        return [
            _moved(self.before, after, route)
            for route in routes(after)
            if after.evidence_paths.get((route.answerer.model, route.tag)) in {*portion.paths}
        ]

    def doubts(self, portion: Portion) -> list[str]:
        """What of its evidence looks mixed up."""
        asked = {rule.name for rule in ON_NEW_EVIDENCE}
        return [one.message for one in self._report(portion).findings if one.rule in asked]

    def _report(self, portion: Portion) -> Report:
        """What the check of the pull request would find."""
        said = (headline(self.title, portion),)
        given = Given(tree=self._read(self.commit(portion)), today=self.today)
        against = Against(self.before, self.base, said, self.base.commit)
        return run_rules(as_change(given, against, self.base.root))

    def _read(self, commit: str) -> Tree:
        """Only what differs from the base is read again."""
        return read_before(Revision(self.base.root, commit), self.base, self.before)


def standing_alone(portions: Sequence[Portion], stands: Callable[[Portion], bool]) -> list[Portion]:
    """The same files in portions that stand alone, or all as one.

    Those that do not are put together: they need each other in a way that no file tells.
    """
    found = list(portions)
    while len(found) > 1:
        needing = [one for one in found if not stands(one)]
        if not needing:
            break
        if len(needing) == 1:
            needing = found
        rest = [one for one in found if one not in needing]
        found = grouped([joined(needing), *rest])
    return found


def _moved(before: Tree, after: Tree, route: Route) -> str:
    """A threshold in a line, for people who approve the new counts."""
    model, at = route.answerer.model, route.answerer.threshold.at
    known = [tree.evidence(model, route.tag) for tree in (before, after)]
    said = [
        f"{one.passes(float(at))} of {one.total:,}" if one and one.holds(at) else "—"
        for one in known
    ]
    return f"{route.tag} {route.role} {model} at {at:f}: {' → '.join(said)}"
