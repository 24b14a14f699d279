"""The whole measurement, on all processors, as `bench` asks for it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial
from itertools import chain, repeat
from pathlib import Path

from tests.mistakes.kinds import LEGITIMATE, LOGS, MISTAKES, NEW_LOGS
from tests.mistakes.measure import Outcome, measured, trees
from tests.mistakes.page import page
from tests.mistakes.state import State
from tests.mistakes.trial import Kind

GENERATED = 3
# Draws on each tree for each run that `bench` is asked for.
DRAWS = 3


def catch_rate(root: Path, runs: int, say: Callable[[str], None]) -> str:
    """The page, from the files at ``root``."""
    draws = DRAWS * runs
    measure = partial(_one, root)
    with ProcessPoolExecutor() as pool:
        wrong = (*MISTAKES, *LOGS)
        mistakes = list(chain(*_all(pool.map(measure, wrong, repeat(draws)), wrong, say)))
        # A mistake is made in several ways, a legitimate edit in one.
        right = (*LEGITIMATE, *NEW_LOGS)
        found = pool.map(measure, right, repeat(2 * draws))
        legitimate = list(chain(*_all(found, right, say)))
    return page(mistakes, legitimate, _made(draws, len(mistakes) + len(legitimate)))


def _all(
    found: Iterable[list[Outcome]], kinds: Sequence[Kind], say: Callable[[str], None]
) -> Iterator[list[Outcome]]:
    """The outcomes of each kind, in the order of the kinds whichever is done first."""
    for kind, outcomes in zip(kinds, found, strict=True):
        say(f"{kind.name}: {kind.about}")
        yield outcomes


def _one(root: Path, kind: Kind, draws: int) -> list[Outcome]:
    return list(measured(_trees(root), [kind], draws))


@cache
def _trees(root: Path) -> dict[str, State]:
    """Each process makes them once."""
    return trees(State.on_disk(root), GENERATED)


def _made(draws: int, edits: int) -> str:
    today = datetime.now(UTC).date()
    return (
        f"Made on {today}: {edits:,} edits.\n"
        f"On the shipped tree and on each of {GENERATED} generated ones {draws} mistakes of each "
        f"kind were drawn,\nin all their ways, and {2 * draws} legitimate edits of each kind.\n"
    )
