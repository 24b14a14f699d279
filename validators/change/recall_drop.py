from collections.abc import Iterator

from validators.depends import as_before, decision
from validators.finding import Fault, Given
from validators.language_changes import deciders
from validators.lost_recall import losses


def recall_drop(given: Given) -> Iterator[Fault]:
    """A change drops more of the relevant events than is allowed, as far as labels tell it.

    A threshold that is raised is judged by the relevant events that pass before it and not after
    it: labels of what passes tell that share, whether or not somebody looks at what is dropped. It
    is told in points of a recall of 85 %, so that a limit of 2 points lets 2.4 % of them go; one
    that is lowered loses none. Of small tuning it is told only when even the lower end of the
    interval is above the limit: one of few labelled events is lost often, and seldom more.

    Another model is judged by the recall of both, which takes labels of dropped events. Without
    them this rule cannot judge it and `diff` says that recall is not known; `pass-share-jump` and
    `threshold-kept-for-new-model` judge it still.
    """
    before, after = given.change
    limits = before.limits().change
    for decider in deciders(before, after):
        over = [loss for loss in losses(before, after, decider, limits) if loss.over(limits)]
        worst = max(over, key=lambda loss: loss.points, default=None)
        if worst:
            yield Fault(
                decider.route.place("threshold"),
                worst.words,
                worst.cure(),
                depends={
                    **as_before(decision(worst.old.answerer)),
                    **decision(decider.route.answerer),
                },
            )
