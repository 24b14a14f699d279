from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from langroute_repo.tree.endpoint_load import Load, capacity, in_words, loads
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.routes import Route
from langroute_repo.tree.tree import Place
from langroute_repo.tree.values import points
from langroute_repo.wording import listed
from validators.finding import Fault, Given

SHOWN = 3


def endpoint_overload(given: Given) -> Iterator[Fault]:
    """The languages together ask a model for more than its endpoint can take.

    Counted are the events of each language in its peak second, times the share that the model is
    sent, shadows included, with what an audit copies to them; a primary that answers what its
    canary fails on may be sent them all. Where the two are compared, each is sent a share of the
    other's as well.
    An overloaded endpoint slows down or refuses events of all its languages, also of those that
    nobody changed. Send it less, or give its endpoint more.
    """
    for name, load in loads(given.tree).items():
        model = given.tree.model(name)
        if model is not None and load.total > capacity(model):
            yield _fault(name, model, load, given.tree.models[name].place("capacity"))


def _fault(name: str, model: ModelFile, load: Load, place: Place) -> Fault:
    parts = sorted(load.parts, key=lambda part: (-part[0], part[1].tag))
    rest = [f"{len(parts) - SHOWN:,} more"] if len(parts) > SHOWN else []
    largest = listed([*(_part(*part) for part in parts[:SHOWN]), *rest])
    unknown = f"; {listed(sorted(load.unknown))} not counted, no evidence" if load.unknown else ""
    return Fault(
        place,
        f"{name} would be asked for {in_words(load.total)} at the peak, "
        f"its capacity is {model.capacity}: {largest}{unknown}",
        f"send it less, or scale its endpoint and then write capacity: {ceil(load.total)}/s",
        tuple((route.place(_key(route)), _part(rate, route)) for rate, route in parts[:SHOWN]),
        # Who asks for how much of it does not matter: only that together it is more than before.
        depends={"model": name, "capacity": model.capacity},
        magnitude=load.total,
    )


def _key(route: Route) -> str:
    """What of a route to change when it is too much."""
    return "model" if route.role == "primary" else "traffic"


def _part(rate: Fraction, route: Route) -> str:
    at_worst = " when its canary fails" if route.most > route.traffic else ""
    both = f", compared on {points(route.compared)}" if route.compared else ""
    return f"{in_words(rate)} as {route.role} of {route.tag}{at_worst}{both}"
