"""Thresholds that come from elsewhere, on the grid of 1,000 steps of their model's scale."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any, NamedTuple

from langroute_repo.evidence.seal import grid, on_grid
from langroute_repo.onboarding.answers import Answers
from langroute_repo.onboarding.asked import PRIMARY, Asked, asked
from langroute_repo.onboarding.reading import Data, UnusableAnswers
from langroute_repo.tree.files.model import Scale

Pair = tuple[str, str]  # language, model


class Rounded(NamedTuple):
    """A threshold that lies between two steps, and the step that it became."""

    pair: Pair
    place: str
    exact: Decimal
    near: Decimal

    def __str__(self) -> str:
        return f"{self.place}: {self.exact:f} was rounded to {self.near:f}"


def gridded(
    data: Data, given: Answers, places: Mapping[Pair, str], rounding: bool
) -> tuple[Data, list[Rounded]]:
    """The answers with every threshold that has a place on its grid, and those that were moved.

    ``places`` are where thresholds stand that were read. ``UnusableAnswers`` names each that is
    off its scale or, but for ``rounding``, between two steps of it.
    """
    data, faults, moved = deepcopy(data), [], []
    for tag, one in _read(given, places):
        assert one.threshold is not None
        scale = given.models[one.model].score
        pair = tag, one.model
        if on_grid(one.threshold, scale) is not None:
            continue
        found = _near(pair, places[pair], one.threshold, scale)
        if isinstance(found, str) or not rounding:
            faults.append(found if isinstance(found, str) else _between(found, scale))
            continue
        _entry(data, tag, one)["threshold"] = found.near
        moved.append(found)
    if faults:
        raise UnusableAnswers(faults, [])
    return data, moved


def _read(given: Answers, places: Mapping[Pair, str]) -> Iterator[tuple[str, Asked]]:
    for tag in given.languages:
        for one in asked(given, tag):
            if (tag, one.model) in places and one.threshold is not None:
                yield tag, one


def _near(pair: Pair, place: str, at: Decimal, scale: Scale) -> Rounded | str:
    """The nearest step; of two the lower, which drops fewer events. Or why there is none."""
    values = grid(scale.minimum, scale.maximum)
    if not values[0] <= at <= values[-1]:
        return (
            f"{place}: {at:f} is off the scale of {pair[1]} "
            f"(it goes from {values[0]} to {values[-1]}, as the answers say)"
        )
    return Rounded(pair, place, at, min(values, key=lambda value: (abs(value - at), value)))


def _between(found: Rounded, scale: Scale) -> str:
    values = grid(scale.minimum, scale.maximum)
    above = next(value for value in values if value > found.exact)
    below = values[values.index(above) - 1]
    return (
        f"{found.place}: {found.exact:f} lies between two steps of the scale, {below} and {above} "
        "(take one of them there first, or say rounding: nearest in the mapping)"
    )


def _entry(data: Data, tag: str, one: Asked) -> Any:
    entry: Any = data["languages"][tag]
    for key in () if one.keys == PRIMARY else one.keys:
        entry = entry[key]
    return entry
