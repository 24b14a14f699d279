"""What every golden file expects of an event, for naming whose scores an endpoint gives instead."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from langroute_repo.golden.event import plain, sent
from langroute_repo.tree.tree import Tree, valid


class Known(NamedTuple):
    """The scores that one model has in one language, by what is in the event."""

    model: str
    language: str
    scores: Mapping[str, float]


def known_of(tree: Tree) -> list[Known]:
    return [
        Known(golden.model, golden.language, dict(_scores(golden)))
        for _, _, golden in valid(tree.golden)
    ]


def _scores(golden: Any) -> Iterator[tuple[str, float]]:
    for at, score in golden.scored():
        event = plain(golden.events[at].event)
        yield sent(event, event), float(score)


def whose(
    own: tuple[str, str],
    found: Sequence[tuple[str, float]],
    expected: Sequence[float],
    known: Sequence[Known],
    off: float,
) -> Known | None:
    """Whose scores these are: all that is known of at least two of the events, but of others.

    ``found`` has the event, by what is in it, and the score that came; ``expected`` the model's
    own, of which one at least has to differ from the other's, or they tell nothing apart.
    """
    for other in known:
        if (other.model, other.language) == own:
            continue
        shared = [
            (score, other.scores[event], wanted)
            for (event, score), wanted in zip(found, expected, strict=True)
            if event in other.scores
        ]
        fits = all(abs(score - theirs) <= off for score, theirs, _ in shared)
        apart = any(abs(theirs - wanted) > off for _, theirs, wanted in shared)
        if len(shared) > 1 and fits and apart:
            return other
    return None
