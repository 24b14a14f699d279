"""What guards a push, a limit or a decision, and which change of it guards less.

A setting that holds something back belongs into this table; the rule ``guard-weakened`` and its
tests are made of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.endpoint_values import milliseconds
from langroute_repo.tree.files.golden import TOLERANCE
from langroute_repo.tree.values import basis_points, breaching, per_second, seconds

Weaker = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A setting by its path into a file's data, and whether one value guards less than another.

    ``weaker`` gets the values before and after, as the file has them; None for one that is absent
    and has no default.
    """

    at: Keys
    weaker: Weaker


def _number(value: Any) -> Decimal:
    """A value with or without its unit, for comparing it with another of the same kind."""
    text = str(value)
    if text.endswith("%"):
        return Decimal(basis_points(text))
    if text.endswith("/s"):
        return Decimal(str(per_second(text)))
    if text.endswith("d"):
        return Decimal(text[:-1])
    return Decimal(seconds(text)) if text[-1:] in "smh" else Decimal(text)


def raised(before: Any, after: Any) -> bool:
    return _number(after) > _number(before)


def lowered(before: Any, after: Any) -> bool:
    return _number(after) < _number(before)


def slower(before: Any, after: Any) -> bool:
    return milliseconds(after) > milliseconds(before)


def given_up(before: Any, after: Any) -> bool:
    """Another one, or none, where there was one."""
    return before is not None and after != before


def fires_later(before: Any, after: Any) -> bool:
    """More periods have to breach, or as many of fewer."""
    (was, of), (now, among) = breaching(before), breaching(after)
    return now > was or (now == was and among < of)


def newer(before: Any, after: Any) -> bool:
    """None is the first."""
    return bool((after or 1) > (before or 1))


def added(before: Any, after: Any) -> bool:
    return before is None and after is not None


def gone(before: Any, after: Any) -> bool:
    return before is not None and after is None


def raised_or_gone(before: Any, after: Any) -> bool:
    return gone(before, after) or (None not in (before, after) and raised(before, after))


def less_audited(before: Any, after: Any) -> bool:
    """None is 0%."""
    return lowered(before or "0%", after or "0%")


def of_both(weaker: Weaker) -> Weaker:
    """The comparison of what may be absent: on one side alone it guards neither more nor less."""
    return lambda before, after: None not in (before, after) and weaker(before, after)


def less_asked(before: Any, after: Any) -> bool:
    """None is told."""
    order = ("off", "told", "required")
    return order.index(_gate(after)) < order.index(_gate(before))


def _gate(said: Any) -> str:
    """In either of its forms."""
    return str((said.get("gate") if isinstance(said, dict) else said) or "told")


def less_exact(before: Any, after: Any) -> bool:
    """None is the default."""
    return raised(before or TOLERANCE, after or TOLERANCE)


def made_for_all(before: Any, after: Any) -> bool:
    return bool(after == "any" != before)


ENVIRONMENT = (
    Guard(("after",), given_up),
    Guard(("reader",), newer),
    Guard(("rollout", "duration"), lowered),
    Guard(("rollout", "step"), raised),
    Guard(("rollout", "bake"), lowered),
    # Whatever it is, less than the usual one holds back what it is taken for.
    Guard(("quick",), added),
    Guard(("quick", "duration"), of_both(lowered)),
    Guard(("quick", "step"), of_both(raised)),
    Guard(("quick", "bake"), of_both(lowered)),
    Guard(("alarm", "failures"), raised),
    Guard(("alarm", "period"), raised),
    Guard(("alarm", "breaching"), fires_later),
    Guard(("golden",), less_asked),
    Guard(("notify",), gone),
    Guard(("notify", "silence"), raised_or_gone),
    Guard(("notify", "unrouted"), raised_or_gone),
)
MODEL = (
    Guard(("capacity",), raised),
    Guard(("languages",), made_for_all),
)
AUDIT = Guard(("audit",), less_audited)
POLICY = (
    AUDIT,
    Guard(("document", "largest_kb"), raised),
    Guard(("document", "warn_at"), raised),
    Guard(("evidence", "least_events"), lowered),
    Guard(("evidence", "oldest"), raised),
    Guard(("evidence", "least_passing"), lowered),
    Guard(("evidence", "most_passing"), raised),
    Guard(("evidence", "fewest_audited"), lowered),
    Guard(("evidence", "weekly_odds"), raised),
    Guard(("evidence", "tuning_step"), raised),
    Guard(("change", "largest_ramp_step"), raised),
    Guard(("change", "smallest_canary"), lowered),
    Guard(("change", "promote_from"), lowered),
    Guard(("change", "pass_odds"), raised),
    Guard(("change", "pass_share"), raised),
    Guard(("change", "small_tuning"), raised),
    Guard(("change", "recall_points"), raised),
    Guard(("change", "fewest_labels"), raised),
    Guard(("change", "most_languages"), raised),
    Guard(("change", "document_kept"), lowered),
    Guard(("change", "look_back"), lowered),
    Guard(("measured", "pass_odds"), raised),
    Guard(("measured", "traffic_odds"), raised),
    Guard(("measured", "false_stops"), lowered),
    Guard(("measured", "repeats"), raised),
    Guard(("measured", "fewest_scores"), raised),
    Guard(("measured", "settling"), raised),
    Guard(("judged", "recall_points"), raised),
    Guard(("judged", "first_verdict"), lowered),
    Guard(("judged", "failures"), raised),
    Guard(("judged", "slow"), slower),
    Guard(("judged", "slow_answers"), raised),
)
GOLDEN = (Guard(("tolerance",), less_exact),)
# The groups of a tree whose files hold guards.
GUARDS: dict[str, tuple[Guard, ...]] = {
    "environments": ENVIRONMENT,
    "models": MODEL,
    "golden": GOLDEN,
}
