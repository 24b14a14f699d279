from collections.abc import Iterator
from math import exp

from langroute_repo.evidence.moved import Moved, moved
from langroute_repo.render.refreshed import pictured
from langroute_repo.tree.tree import Place
from validators.depends import recorded
from validators.finding import Fault, Given


def evidence_moved(given: Given) -> Iterator[Fault]:
    """New evidence differs from the old by more than the news of a few weeks explain.

    Twice as many events a day, a share that passes or a share of relevant labels that is another
    one: a wire was added, the log has rows twice or a part of them only, a label means something
    else now. How much figures move by themselves is told by the weeks of all evidence of the log,
    and what all of it moved by together is taken off. Small moves are none: odds by less than
    `evidence: weekly_odds` in `config/policy.yaml`, volumes by less than a factor of two.
    """
    refresh = given.refresh
    for one in moved(refresh, float(given.change[0].limits().evidence.weekly_odds)):
        both = refresh.both[one.pair]
        place = Place(refresh.path(one.pair))
        yield Fault(
            place,
            f"{_told(one)}: a factor of {one.factor:.1f} beyond what all moved by, more than the "
            "recorded weeks explain",
            "find out whether the events, the labels or the log changed; if the news did, say so",
            (
                (place, pictured(f"{one.pair[1]} has now", both.after)),
                (place, pictured(f"{one.pair[1]} had", both.old)),
            ),
            depends={"what": one.what, **recorded(refresh, [one.pair])},
        )


def _told(one: Moved) -> str:
    model, tag = one.pair
    if one.what == "events a day":
        return f"{tag} has {exp(one.before):,.0f} → {exp(one.after):,.0f} events a day"
    before, after = (1 / (1 + exp(-value)) for value in (one.before, one.after))
    if one.what == "passes":
        return f"at its threshold {model} passes {before:.1%} → {after:.1%} in {tag}"
    return f"of the labels of what {model} passes in {tag}, {before:.1%} → {after:.1%} are relevant"
