"""Faults of endpoints that golden queries are there for are caught, and honest ones never blamed.

All by the very code that asks and judges; only the network is left out.
"""

import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from tests.golden.simulated import Model, Recorded, Server, model, recorded

DRAWS = 300
EVENTS = 4  # as few as the rules allow without a warning
HONEST = 1000
NOISE = 0.001  # of the scale, as another machine or another batch brings it

OWN, OTHER, SPANISH = model("words", "en"), model("characters", "en"), model("words", "es")
Says = Callable[[dict[str, Any], int], float | int]


def noisy(draw: random.Random, own: Model) -> Says:
    return lambda event, _: own(event) + draw.gauss(0, NOISE)


def of_one(name: str, event: dict[str, Any]) -> dict[str, Any]:
    return event | {name: event[name][: len(event[name]) // 2]}


def mixed_up(one: Recorded) -> Says:
    """Answers with the score of the next event of the file."""
    events = [dict(held.event) for held in one.target.golden.events]
    return lambda event, _: OWN(events[(events.index(event) + 1) % len(events)])


# By the fault: the server that has it, and what it has to be called where it has a name.
FAULTS: dict[str, tuple[Callable[[random.Random, Recorded], Says], str | None]] = {
    "another model": (lambda draw, _: noisy(draw, OTHER), "other-scores"),
    "another language's model": (lambda draw, _: noisy(draw, SPANISH), "other-scores"),
    "constant": (lambda draw, _: noisy(draw, lambda __: 0.35), "alike"),
    "order turned": (lambda draw, _: noisy(draw, lambda event: 1 - OWN(event)), "order-turned"),
    "answers mixed up": (lambda _, one: mixed_up(one), "answers-mixed-up"),
    "half of a field lost": (
        lambda draw, _: noisy(draw, lambda event: OWN(of_one("body", event))),
        None,
    ),
    "a field lost": (lambda draw, _: noisy(draw, lambda event: OWN(event | {"body": ""})), None),
    "another score each time": (
        lambda draw, _: lambda event, __: min(1.0, max(0.0, OWN(event) + draw.gauss(0, 0.1))),
        "not-repeatable",
    ),
}


@cache
def files() -> list[Recorded]:
    """Golden files of other events each."""
    draw, others = random.Random(19), {"characters": OTHER, "palabras": SPANISH}
    return [recorded(draw, EVENTS, OWN, others) for _ in range(DRAWS)]


def drawn(seed: str, times: int) -> Iterator[tuple[random.Random, Recorded]]:
    for number in range(times):
        yield random.Random(f"{seed} {number}"), files()[number % DRAWS]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught_and_named(fault: str) -> None:
    makes, name = FAULTS[fault]
    found = [one.faults(Server(makes(draw, one))) for draw, one in drawn(fault, DRAWS)]
    caught = sum(map(bool, found))
    named = sum(bool(faults) and name in (None, faults[0].kind) for faults in found)
    assert min(caught, named) >= 0.99 * DRAWS, f"{caught} caught, {named} named, of {DRAWS}"


def test_who_is_honest_is_never_blamed() -> None:
    """With noise, slow at first, and busy for the first two requests of all."""
    blamed = [
        faults
        for draw, one in drawn("honest", HONEST)
        if (faults := one.faults(Server(starting(noisy(draw, OWN)), first_ms=9000.0)))
    ]
    assert blamed == []


def starting(says: Says) -> Says:
    return lambda event, asked: 503 if asked < 2 else says(event, asked)
