"""What an audit brings the analysts of a language, as far as the recorded scores say."""

from collections.abc import Sequence
from dataclasses import dataclass

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.routes import DECIDING, EVERYBODY, routes_of
from langroute_repo.tree.tree import Tree


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit in basis points, and the language's events a day that pass and that are dropped.

    None where no scores were recorded of a model that decides.
    """

    share: int
    passed: float | None
    dropped: float | None

    @property
    def per_day(self) -> float | None:
        """Events a day that people see although they are dropped."""
        return None if self.dropped is None else self.dropped * self.share / EVERYBODY


def audited(tree: Tree, tag: str) -> Audited | None:
    """The audit of a language; None where its file is at fault, or there is no audit."""
    file = tree.languages.get(tag)
    share = audit_of(tree, file.model) if file and file.model else 0
    if not share:
        return None
    routes = routes_of(tree, tag)
    deciding = [reading(tree, routes[slot]) for slot in DECIDING if slot in routes]
    return brought(share, deciding)


def brought(share: int, deciding: Sequence[Reading]) -> Audited:
    """What an audit of a share brings where these decide; the primary is the first."""
    rate = deciding[0].per_day
    passed = [one.passed_per_day for one in deciding if one.decides]
    known = [events for events in passed if events is not None]
    if rate is None or len(known) < len(passed):
        return Audited(share, None, None)
    return Audited(share, sum(known), rate - sum(known))
