"""Mistakes that no single change makes: small steps one after the other, and a guard taken down."""

from collections.abc import Iterator
from random import Random

from langroute_repo.evidence.seal import sealed
from tests.mistakes.company import STEP
from tests.mistakes.slot import Slot, slots
from tests.mistakes.state import State
from tests.mistakes.trial import Try

STEPS = 6
SMALL = 3 * STEP  # as far as small tuning goes
GUARDS = (
    ("pass_odds: 1.2", "pass_odds: 12"),
    ("recall_points: 2", "recall_points: 20"),
    ("most_languages: 5", "most_languages: 50"),
    ("largest_ramp_step: 20%", "largest_ramp_step: 100%"),
    ("promote_from: 50%", "promote_from: 5%"),
)


def small_steps(state: State, chance: Random) -> Iterator[Try]:
    """The last of six steps in one direction, each of which is small tuning."""
    slot = chance.choice(slots(state))
    states, way = [state], chance.choice((SMALL, -SMALL))
    for _ in range(STEPS):
        here = Slot(states[-1], slot.tag, slot.at)
        value = here.value + way
        if not 0 < value < 1:
            return
        states.append(here.pasted(sealed(value, here.evidence)))
    yield Try("set, no text", states[-2], states[-1], meant=state, earlier=state)


def guard_taken_down(state: State, chance: Random) -> Iterator[Try]:
    """A limit that is asked about every week is made ten times as wide."""
    old, new = chance.choice(GUARDS)
    path = "config/policy.yaml"
    raw = state.files[path].replace(old.encode(), new.encode(), 1)
    if raw != state.files[path]:
        yield Try("by hand", state, state.edited({path: raw}))
