from collections.abc import Iterator

from langroute_repo.evidence.refresh import Refresh
from langroute_repo.evidence.reversed_labels import Reversed, halves, reversed_labels
from langroute_repo.tree.tree import Place
from langroute_repo.wording import counted
from validators.depends import recorded
from validators.finding import Fault, Given


def labels_reversed(given: Given) -> Iterator[Fault]:
    """New labels say that events are relevant where the old ones said that they are not.

    A column that means "dismissed" was taken for one that means "relevant", or true and false
    changed places in a mapping. Recall and precision would then be those of the opposite, and
    `suggest` would look for the value that keeps what nobody wants. Labels are held against what
    events of the same score were labelled before; where there were no labels before, against the
    scores, which relevant events have higher ones of.
    """
    for one in reversed_labels(given.refresh):
        yield _fault(given.refresh, one)


def _fault(refresh: Refresh, one: Reversed) -> Fault:
    pair = one.models[0], one.language
    both = refresh.both[pair]
    low, high = halves(both.labelled, both.relevant)
    labels = counted(sum(both.labelled), "new label")
    said = (
        f"the labels in {one.language} most likely say the reverse of relevant: of {labels}, "
        f"{high:.0%} are relevant in the half that {pair[0]} scores higher and {low:.0%} in the "
        "lower one"
    )
    if sum(both.old.labelled):
        low, high = halves(both.old.labelled, both.old.relevant)
        said += f"; before it was {high:.0%} and {low:.0%}"
    return Fault(
        Place(refresh.path(pair)),
        said,
        "look at what the log and the labels call relevant (config/log.yaml: relevant), and build "
        "the evidence anew; if the old labels were the wrong ones, say so",
        depends=recorded(refresh, ((model, one.language) for model in one.models)),
    )
