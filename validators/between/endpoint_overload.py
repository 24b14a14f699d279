from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import ceil

from langroute.tree.models import ModelFile
from langroute.tree.routes import EVERYBODY, Route, resolved
from langroute.tree.tree import Place, Tree
from langroute.tree.wording import listed
from validators.finding import Fault, Given

SHOWN = 3


@dataclass(slots=True)
class Load:
    """What a model is asked for: requests a second per route, and languages of unknown rate."""

    parts: list[tuple[Fraction, Route]] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    @property
    def total(self) -> Fraction:
        return sum((rate for rate, _ in self.parts), Fraction(0))


def endpoint_overload(given: Given) -> Iterator[Fault]:
    """The languages together ask a model for more than its endpoint can take.

    Counted are the events of each language in its peak second, times the share that the model is
    sent, shadows included. An overloaded endpoint slows down or refuses events of all its
    languages, also of those that nobody changed. Send it less, or give its endpoint more.
    """
    for name, load in loads(given.tree).items():
        model = given.tree.model(name)
        if model is not None and load.total > _capacity(model):
            yield _fault(name, model, load, given.tree.models[name].place("capacity"))


def loads(tree: Tree) -> Mapping[str, Load]:
    """What each model is asked for when all its languages have their peak second at once."""
    asked: dict[str, Load] = defaultdict(Load)
    peak = cache(lambda tag, primary: _peak(tree, tag, primary))
    for route, _ in resolved(tree):
        load = asked[route.answerer.model]
        rate = peak(route.tag, route.language.primary.model)
        if rate is None:
            load.unknown.add(route.tag)
        else:
            load.parts.append((Fraction(rate * route.traffic, EVERYBODY), route))
    return asked


def _peak(tree: Tree, tag: str, primary: str) -> int | None:
    """Events of a language in its peak second; any model's evidence saw all of them."""
    evidence = tree.evidence(primary, tag)
    if evidence is not None:
        return evidence.events.peak_per_second
    others = (tree.evidence(model, tag) for model in tree.models)
    return max((one.events.peak_per_second for one in others if one is not None), default=None)


def _capacity(model: ModelFile) -> Fraction:
    return Fraction(model.capacity.removesuffix("/s"))


def _fault(name: str, model: ModelFile, load: Load, place: Place) -> Fault:
    parts = sorted(load.parts, key=lambda part: (-part[0], part[1].tag))
    rest = [f"{len(parts) - SHOWN:,} more"] if len(parts) > SHOWN else []
    largest = listed([*(_part(*part) for part in parts[:SHOWN]), *rest])
    unknown = f"; {listed(sorted(load.unknown))} not counted, no evidence" if load.unknown else ""
    return Fault(
        place,
        f"{name} would be asked for {_rate(load.total)} at the peak, "
        f"its capacity is {model.capacity}: {largest}{unknown}",
        f"send it less, or scale its endpoint and then write capacity: {ceil(load.total)}/s",
        tuple((route.place(_key(route)), _part(rate, route)) for rate, route in parts[:SHOWN]),
    )


def _key(route: Route) -> str:
    """What of a route to change when it is too much."""
    return "model" if route.role == "primary" else "traffic"


def _part(rate: Fraction, route: Route) -> str:
    return f"{_rate(rate)} as {route.role} of {route.tag}"


def _rate(rate: Fraction) -> str:
    """Requests a second, to a hundredth where they are not whole."""
    return f"{float(rate):.2f}".rstrip("0").rstrip(".") + "/s"
