"""The table of docs/judging.md on error rates, as `./langroute bench --only judge` prints it."""

from collections.abc import Iterator, Sequence
from statistics import median

from tests.judging.simulated import CASES, PAIRS, SETTINGS, Ended, Setting, run

# Doubts and factors were chosen on German and are reported on languages that had no part in it.
REPORTED = sorted(PAIRS.keys() - {"de"})[::2]


def table(draws: int) -> Iterator[str]:
    """All lines; each cell is of ``draws`` months, over the languages in turn."""
    yield f"| candidate | {' | '.join(map(_heading, SETTINGS))} |"
    yield f"|---|{'---|' * len(SETTINGS)}"
    for name, case in CASES.items():
        cells = []
        for setting in SETTINGS:
            ends = [
                run(REPORTED[seed % len(REPORTED)], case, setting, seed) for seed in range(draws)
            ]
            cells.append(_cell(ends))
        yield f"| {name} | {' | '.join(cells)} |"


def _heading(one: Setting) -> str:
    return (
        f"{one.events:,} a day, canary {one.traffic:.0%}, compared {one.compared:.0%}, "
        f"{one.labels} labels"
    )


def _cell(ends: Sequence[Ended]) -> str:
    return f"{_part(ends, 'promote')} / {_part(ends, 'take-back')}"


def _part(ends: Sequence[Ended], word: str) -> str:
    days = [one.day for one in ends if one.word == word]
    share = f"{100 * len(days) / len(ends):.1f}"
    return f"{share} ({median(days):.0f})" if days else share
