"""The table of guards is whole, and each of its rows fires in one direction only."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.environment import Alarm, Notify, Rollout
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.values import seconds
from tests.rules.examples import TODAY
from tests.rules.generated_trees import ENVIRONMENT, MODEL, endpoint, tree_of
from validators.change.guard_weakened import guard_weakened
from validators.finding import Given
from validators.guards import ENVIRONMENT as OF_ENVIRONMENTS
from validators.guards import MODEL as OF_MODELS
from validators.guards import POLICY, Guard

# Of growth neither value is the weaker one: exponential begins with fewer readers than linear does
# and ends with more, over the same time and with the same step. A rung is no limit: the largest
# step is. The others are none either.
NO_GUARDS = {
    ("owners",),
    ("exceptions",),
    ("rollout", "growth"),
    ("quick", "growth"),
    ("notify", "topic"),
    ("judged", "labels_a_day"),
    ("judged", "rungs"),
}


WHOLE = {("after",), ("reader",), ("quick",), ("golden",), ("notify",)}


def leaves(model: type[BaseModel], at: Keys = ()) -> Iterator[Keys]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from leaves(kind, (*at, name))
        else:
            yield (*at, name)


def test_every_limit_rollout_and_alarm_is_in_the_table() -> None:
    rollouts = {*leaves(Rollout, ("rollout",)), *leaves(Rollout, ("quick",))}
    paced = rollouts | {*leaves(Alarm, ("alarm",)), *leaves(Notify, ("notify",))}
    assert {guard.at for guard in POLICY} == set(leaves(PolicyFile)) - NO_GUARDS
    assert {guard.at for guard in OF_ENVIRONMENTS} == paced - NO_GUARDS | WHOLE


PERCENT = st.integers(0, 100).map(lambda number: f"{number}%")
COUNT = st.integers(1, 500)
FACTOR = st.integers(10, 99).map(lambda tenths: float(tenths) / 10)
DURATION = st.from_regex("[1-9][0-9]{0,2}[smh]", fullmatch=True)
DAYS = COUNT.map(lambda number: f"{number}d")
OF = st.from_regex("[1-9] of [1-9]", fullmatch=True)
RATE = st.integers(1, 999).map(lambda number: f"{number}/s")
# Values of each guard by the name of its last key; all others are percentages.
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("duration", "bake", "period", "settling"), DURATION),
    **dict.fromkeys(("weekly_odds", "pass_odds", "traffic_odds", "recall_points"), FACTOR),
    **dict.fromkeys(
        ("largest_kb", "least_events", "tuning_step", "small_tuning", "fewest_labels"), COUNT
    ),
    **dict.fromkeys(("most_languages", "repeats"), COUNT),
    "fewest_audited": COUNT,
    "fewest_scores": st.integers(2, 500),
    **dict.fromkeys(("oldest", "look_back", "first_verdict"), DAYS),
    "slow": st.from_regex("[1-9][0-9]{0,2}(ms|s)", fullmatch=True),
    "breaching": OF,
    "capacity": RATE,
    "reader": st.sampled_from([1, 2]),
    "golden": st.sampled_from(["required", "told", "off"]),
    "after": st.sampled_from(["staging", None]),
    "quick": st.sampled_from([ENVIRONMENT["rollout"], None]),
    "languages": st.sampled_from(["any", ["de"]]),
    "notify": st.sampled_from([{"topic": "own"}, None]),
    **dict.fromkeys(("silence", "unrouted"), st.integers(1, 168)),
}
ROWS = [
    *[("environments", guard) for guard in OF_ENVIRONMENTS],
    *[("models", guard) for guard in OF_MODELS],
    *[("policy", guard) for guard in POLICY],
]


@pytest.mark.parametrize(("kind", "guard"), ROWS, ids=lambda one: ".".join(getattr(one, "at", "")))
@given(st.data())
def test_a_guard_is_weakened_in_one_direction(kind: str, guard: Guard, data: st.DataObject) -> None:
    values = VALUES.get(str(guard.at[-1]), PERCENT)
    one, other = data.draw(values), data.draw(values)
    there, back = weakened(kind, guard, one, other), weakened(kind, guard, other, one)
    if same(one, other):
        assert (there, back) == ([], [])
    else:
        assert sorted([there, back]) == [[], [".".join(map(str, guard.at))]]


def same(one: Any, other: Any) -> bool:
    """Whether two values of one kind mean the same: 60s is 1m."""
    if re.fullmatch("[0-9]+[smh]", str(one)) and not str(other).endswith("ms"):
        return seconds(one) == seconds(other)
    return bool(one == other)


def weakened(kind: str, guard: Guard, before: Any, after: Any) -> list[str]:
    """The guards that the rule tells of, when one has another value."""
    trees = [tree_of({path(kind): held(kind, guard, value)}) for value in (before, after)]
    for tree in trees:
        assume(all(file.model for file in tree.files()))
    told = guard_weakened(Given(tree=trees[1], today=TODAY, before=trees[0]))
    return [fault.message.partition(" ")[0] for fault in told]


def path(kind: str) -> str:
    return {"environments": "environments/lab", "models": "models/words", "policy": "policy"}[kind]


def _around(guard: Guard) -> dict[str, Any]:
    """A whole one for a guard inside of it."""
    inside = len(guard.at) > 1
    quick = {"quick": ENVIRONMENT["rollout"]} if inside and guard.at[0] == "quick" else {}
    return quick | ({"notify": {"topic": "own"}} if inside and guard.at[0] == "notify" else {})


def held(kind: str, guard: Guard, value: Any) -> dict[str, Any]:
    """The data of a file in which the guard has a value; None leaves the key out."""
    data: dict[str, Any] = {
        "environments": {"environment": "lab", **ENVIRONMENT, **_around(guard)},
        "models": MODEL | {"endpoint": endpoint("eu-central-1")},
        "policy": {},
    }[kind]
    *way, last = map(str, guard.at)
    for key in way:
        data = data | {key: dict(data.get(key, {}))}
    holder = data[way[0]] if way else data
    if value is not None:
        holder[last] = value
    return data
