"""The whole measurement, on all processors, as `bench` asks for it."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from pathlib import Path

from tests.mistakes.kinds import LEGITIMATE, MISTAKES
from tests.mistakes.measure import Outcome, measured, trees
from tests.mistakes.page import page
from tests.mistakes.state import State
from tests.mistakes.trial import Kind

GENERATED = 3
DRAWS = 25


def catch_rate(root: Path, say: Callable[[str], None]) -> str:
    """The page, from the files at ``root``."""
    with ProcessPoolExecutor() as pool:
        mistakes = list(chain(*_all(pool, root, MISTAKES, say)))
        legitimate = list(chain(*_all(pool, root, LEGITIMATE, say)))
    return page(mistakes, legitimate, _made(root, len(mistakes) + len(legitimate)))


def _all(
    pool: ProcessPoolExecutor, root: Path, kinds: Sequence[Kind], say: Callable[[str], None]
) -> Iterator[list[Outcome]]:
    """The outcomes of each kind, in the order of the kinds whichever is done first."""
    for kind, found in zip(kinds, pool.map(_one, [root] * len(kinds), kinds), strict=True):
        say(f"{kind.name}: {kind.about}")
        yield found


def _one(root: Path, kind: Kind) -> list[Outcome]:
    # A mistake is made in several ways, a legitimate edit in one.
    draws = DRAWS if kind in MISTAKES else 2 * DRAWS
    return list(measured(_trees(root), [kind], draws))


@cache
def _trees(root: Path) -> dict[str, State]:
    """Each process makes them once."""
    return trees(State.on_disk(root), GENERATED)


def _made(root: Path, edits: int) -> str:
    today = datetime.now(UTC).date()
    return (
        f"Made on {today} from {_commit(root)}: {edits:,} edits.\n"
        f"On the shipped tree and on each of {GENERATED} generated ones {DRAWS} mistakes of each "
        f"kind were drawn,\nin all their ways, and {2 * DRAWS} legitimate edits of each kind.\n"
    )


def _commit(root: Path) -> str:
    """The commit, and whether files differ from it."""
    asked = (
        "git",
        "-C",
        str(root),
        "describe",
        "--always",
        "--dirty=, edited since",
        "--abbrev=12",
    )
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    return f"commit {found.stdout.strip()}" if found.returncode == 0 else "files without a commit"
