"""What another threshold would do, as text for each value of the grid, in the words of `set`."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from langroute_repo.diff.reading import Reading
from langroute_repo.evidence.estimate import Estimate, breaks
from langroute_repo.evidence.interval import CountedShare
from langroute_repo.evidence.mixture import Known
from langroute_repo.evidence.seal import grid_of, written
from langroute_repo.render.difference.quality import precision
from langroute_repo.render.difference.threshold_move import parts_of_move, values_of_move
from langroute_repo.render.figures import whole
from langroute_repo.render.labels import share_of
from langroute_repo.tree.routes import Route

UNKNOWN = "not known"
# What the lines after the first six begin with.
BY_SET, BY_DIFF, BY_RULES = "=", "+", "!"
# What of a reading labels alone say: the same where no label lies between two values.
BY_LABELS = ("recall", "precision", "kept")
Said = Sequence[tuple[str, str, str, str]]  # rule, level, message and hint


class Rules(Protocol):
    """What the rules would say of another threshold, by what is read there."""

    # Steps of the grid around the value of now within which each of them counts.
    small_tuning: int

    def by_scores(self, now: Reading) -> Said:
        """What is the same for all values that part the recorded scores in the same way."""

    def by_value(self, now: Reading) -> Said:
        """What is not."""


class _Alike(NamedTuple):
    """Of values that part the recorded scores in the same way: figures, and lines with a mark."""

    figures: list[str]
    marked: list[str]


def texts(route: Route, now: Reading, rules: Rules) -> Iterator[list[str]]:
    """The lines for each value, the lowest first.

    First the value, the share that passes, how many events of that a day the analysts get, recall,
    precision, and the sealed line for the file. Then the parts of what `set` says, what `diff` says
    of precision besides, and a line for each thing that the rules say.
    """
    evidence = now.evidence
    assert evidence is not None, "asked only where scores were recorded"
    above, total = evidence.above, evidence.total
    where, reference = f"{route.tag} {route.role}", evidence.reference
    own, alike = evidence.cell(float(now.at)), _Alike([], [])
    by_labels: dict[str, object] = {}
    parting = {0, *breaks(evidence)}
    # Of format 1 nobody knows how the labels came to be, so that they say nothing anywhere.
    labelled = evidence.labelled if evidence.strata else [0] * len(above)
    for cell, at in enumerate(grid_of(evidence)):
        then = now.tried(at, CountedShare(above[cell], total))
        parts = cell in parting or abs(cell - own) <= rules.small_tuning + 1
        if parts or labelled[cell - 1]:
            alike = _alike(now, then, rules)
            by_labels = {name: vars(then)[name] for name in BY_LABELS if name in vars(then)}
        elif evidence.counts[cell - 1]:
            vars(then).update(by_labels)
            alike = _alike(now, then, rules)
        yield [
            f"{at:f}",
            *alike.figures,
            written(at, alike.figures[0], reference),
            BY_SET + values_of_move(where, now, then),
            *_by_rules(rules.by_value(then)),
            *alike.marked,
        ]


def _alike(now: Reading, then: Reading, rules: Rules) -> _Alike:
    passed = then.passed_per_day
    return _Alike(
        [
            str(then.passes),
            UNKNOWN if passed is None or not then.decides else whole(passed),
            _share(then.recall),
            _share(then.precision),
        ],
        [
            *[BY_SET + part for part in parts_of_move(now, then)],
            *[BY_DIFF + part for part in precision(now, then)],
            *_by_rules(rules.by_scores(then)),
        ],
    )


def _by_rules(said: Said) -> list[str]:
    return [BY_RULES + "\t".join(one) for one in said]


def _share(part: Known) -> str:
    return share_of(part) if isinstance(part, Estimate) else UNKNOWN
