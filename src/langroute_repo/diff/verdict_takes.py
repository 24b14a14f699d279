"""How long a verdict on the canary of a language takes, once a change has begun it."""

from typing import NamedTuple

from langroute_repo.judging.case import cases
from langroute_repo.judging.limits import Limits
from langroute_repo.judging.outlook import Outlook, outlook
from langroute_repo.tree.tree import Tree


class Takes(NamedTuple):
    """None where no evidence counts the events of the language."""

    outlook: Outlook | None


def takes(tree: Tree, tag: str) -> Takes | None:
    """At the rates of the evidence and the limits of the tree; None without a canary to judge."""
    policy = tree.limits()
    judged, repeats = policy.judged, policy.measured.repeats
    for case in cases(tree, tag):
        if case.role == "canary":
            return Takes(outlook(case, Limits.of(judged), judged.labels_a_day, repeats))
    return None
