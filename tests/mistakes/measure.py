"""Makes the edits, holds the rules against each as a pull request, and counts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from langroute_repo.findings import Report
from tests.mistakes.company import company
from tests.mistakes.harm import material
from tests.mistakes.slot import TODAY
from tests.mistakes.state import State
from tests.mistakes.trial import Kind, Try, Way
from validators.engine import run
from validators.finding import Given

SHIPPED = "shipped"
REDRAWS = 5
REFUSED = "set's own checks"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one edit met: the rules of which it brought a finding that blocks it."""

    kind: str
    way: Way
    tree: str
    # Which edit of its kind on its tree; made in several ways, it is one draw.
    draw: int
    material: bool
    errors: frozenset[str]
    warnings: frozenset[str]

    @property
    def stopped(self) -> bool:
        return bool(self.errors or self.warnings)


def trees(shipped: State, generated: int) -> dict[str, State]:
    """The shipped tree, and generated companies by their number."""
    made = {f"generated {seed}": company(shipped, seed) for seed in range(1, generated + 1)}
    return {SHIPPED: shipped, **made}


def measured(
    states: dict[str, State],
    kinds: Iterable[Kind],
    draws: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Every kind, drawn so often on each tree; the same arguments give the same outcomes."""
    for kind in kinds:
        progress(f"{kind.name}: {kind.about} …")
        for name, state in states.items():
            for draw in range(draws):
                for one in _drawn(kind, state, f"{kind.name} {name} {draw}"):
                    yield outcome(kind, name, draw, one)


def _drawn(kind: Kind, state: State, seed: str) -> list[Try]:
    """One edit in its ways; drawn again where the tree has no room for the first."""
    draws = (list(kind.tries(state, Random(f"{seed} {again}"))) for again in range(REDRAWS))
    return next((one for one in draws if one), [])


def outcome(kind: Kind, tree: str, draw: int, one: Try) -> Outcome:
    """Hold the rules against one edit, as `check --against` does for a pull request."""
    if one.after is None:
        return Outcome(kind.name, one.way, tree, draw, True, frozenset({REFUSED}), frozenset())
    harmful = kind.nature == "always" or (
        kind.nature == "measured" and material(one.meant or one.before, one.after)
    )
    errors, warnings = _new(one.before, _report(one, one.after))
    return Outcome(kind.name, one.way, tree, draw, harmful, errors, warnings)


def _report(one: Try, after: State) -> Report:
    until = str(TODAY) if one.goes_back else None
    return run(
        Given(
            tree=after.tree,
            today=TODAY,
            before=one.before.tree,
            messages=one.texts,
            title=one.texts[0] if one.texts else "",
            ran_until=lambda _: until,
            earlier=lambda: replace(one.earlier.tree, name="then") if one.earlier else None,
        )
    )


def _new(before: State, report: Report) -> tuple[frozenset[str], frozenset[str]]:
    """Rules with an error that the state before had not, and with a warning that blocks."""
    known = _standing(before)
    blocking = [one for one in report.findings if one.blocks]
    errors = [one for one in blocking if one.level == "error"]
    return (
        frozenset(one.rule for one in errors if (one.rule, one.path) not in known),
        frozenset(one.rule for one in blocking if one.level == "warning"),
    )


@cache
def _standing(state: State) -> frozenset[tuple[str, str]]:
    report = run(Given(tree=state.tree, today=TODAY))
    return frozenset((one.rule, one.path) for one in report.findings if one.level == "error")
