"""The audits of a tree by where each is written: in a language's file, or for all in the policy."""

from typing import NamedTuple

from langroute_repo.diff.audited import Audited, audited
from langroute_repo.tree.tree import Place, Tree, valid
from langroute_repo.tree.values import points


class Written(NamedTuple):
    """An audit as it is written, and what it brings in each language that it holds in."""

    place: Place
    share: str
    languages: dict[str, Audited]
    own: bool  # of one language, by its own file

    def depends(self, tags: list[str]) -> dict[str, str]:
        return {"audit": self.share} | ({} if self.own else {"languages": " ".join(tags)})


def written_audits(tree: Tree) -> list[Written]:
    """Each audit that draws anything; the policy's last."""
    found, others = [], {}
    for tag, file, language in valid(tree.languages):
        if one := audited(tree, tag):
            if language.audit is None:
                others[tag] = one
            else:
                found.append(Written(file.place("audit"), points(one.share), {tag: one}, True))
    policy = tree.limits().audit
    if others and tree.policy and policy:
        found.append(Written(tree.policy.place("audit"), policy, others, False))
    return found
