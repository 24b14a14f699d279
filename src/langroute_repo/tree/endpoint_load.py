"""What each model is asked for at the peak: requests a second, shadows included.

A primary that stands in for its canary counts as if the canary failed on every event. A shadow is
sent its own share and whatever is audited, two draws that do not depend on each other. Primary and
canary are sent such a part of each other's events, where they are compared.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.routes import EVERYBODY, Route, resolved
from langroute_repo.tree.tree import Tree

# The events of a language (by its tag and its primary's model) in its peak second.
Peak = Callable[[str, str], int | None]


@dataclass(slots=True)
class Load:
    """What a model is asked for: requests a second per route, and languages of unknown rate."""

    parts: list[tuple[Fraction, Route]] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    @property
    def total(self) -> Fraction:
        return sum((rate for rate, _ in self.parts), Fraction(0))


def loads(tree: Tree, peak: Peak | None = None) -> Mapping[str, Load]:
    """What each model is asked for when all its languages have their peak second at once."""
    asked: dict[str, Load] = defaultdict(Load)
    known = peak or cache(lambda tag, primary: _peak(tree, tag, primary))
    for route, _ in resolved(tree):
        load = asked[route.answerer.model]
        rate = known(route.tag, route.language.primary.model)
        if rate is None:
            load.unknown.add(route.tag)
        else:
            load.parts.append((rate * asked_share(tree, route) / EVERYBODY, route))
    return asked


def asked_share(tree: Tree, route: Route) -> Fraction:
    """The share of the language's events that a route is asked for at worst, in basis points."""
    own, audit = Fraction(route.most), audit_of(tree, route.language)
    if route.role == "shadow":
        return _either(own, audit)
    if not route.compared:
        return own
    others = EVERYBODY - route.traffic
    return own + others * _either(Fraction(route.compared), audit) / EVERYBODY


def _either(share: Fraction, other: int) -> Fraction:
    """What at least one of two draws brings that do not depend on each other."""
    return share + other - share * other / EVERYBODY


def volume(tree: Tree, tag: str, primary: str) -> Evidence | None:
    """The evidence that says how many events a language has; any model's saw all of them."""
    evidence = tree.evidence(primary, tag)
    if evidence is not None:
        return evidence
    others = (tree.evidence(model, tag) for model in tree.models)
    return max(
        (one for one in others if one is not None),
        key=lambda one: (one.events.peak_per_second, one.events.per_day),
        default=None,
    )


def _peak(tree: Tree, tag: str, primary: str) -> int | None:
    evidence = volume(tree, tag, primary)
    return evidence.events.peak_per_second if evidence else None


def capacity(model: ModelFile) -> Fraction:
    """Requests a second that its endpoint may be asked for."""
    return Fraction(model.capacity.removesuffix("/s"))


def in_words(requests: Fraction) -> str:
    """Requests a second in words, to a hundredth where they are not whole."""
    return f"{float(requests):.2f}".rstrip("0").rstrip(".") + "/s"
