"""Which events get another model than before, exactly: from how the router draws.

A canary's draw is salted with its model's name and the language. So a share that is raised keeps
the events it had, and another canary model draws anew: of the two draws each pair of outcomes has
the product of their shares.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from langroute_repo.tree.routes import EVERYBODY

# Basis points; a fraction only where two draws are independent.
Share = Fraction


@dataclass(frozen=True, slots=True)
class Arms:
    """Who answers for the events of a language.

    ``found`` is the tag of the file, which the draw is salted with; ``primary`` is None when no
    file answers; ``traffic`` is the canary's share in basis points.
    """

    found: str | None
    primary: str | None
    canary: str | None = None
    traffic: int = 0


@dataclass(frozen=True)
class Split:
    """The share of a language's events by the model before and the model after, in basis points."""

    flows: dict[tuple[str | None, str | None], Share]

    @property
    def moved(self) -> Share:
        """Events that another model answers than before."""
        return sum((share for (old, new), share in self.flows.items() if old != new), Fraction(0))

    @property
    def kept(self) -> Share:
        """Events that the same model answers."""
        return sum((share for (old, new), share in self.flows.items() if old == new), Fraction(0))

    @property
    def incomplete(self) -> bool:
        """Whether nobody answers for some events, before or after."""
        return any(None in flow for flow in self.flows)


def split(before: Arms, after: Arms) -> Split:
    """Where each event of a language was answered, and is answered now."""
    flows: dict[tuple[str | None, str | None], Share] = defaultdict(Fraction)
    for was, now, share in _joint(before, after):
        if share:
            old = before.canary if was else before.primary
            new = after.canary if now else after.primary
            flows[old, new] += share
    return Split(dict(flows))


def _joint(before: Arms, after: Arms) -> Iterator[tuple[bool, bool, Share]]:
    """How often an event is the canary's before, after, both times, and never."""
    old, new = Fraction(before.traffic), Fraction(after.traffic)
    one_draw = (before.found, before.canary) == (after.found, after.canary)
    both = min(old, new) if one_draw else old * new / EVERYBODY
    yield True, True, both
    yield True, False, old - both
    yield False, True, new - both
    yield False, False, EVERYBODY - old - new + both
