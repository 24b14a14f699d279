"""Builds in the local AWS what an administrator builds in an account before the first push."""

from collections.abc import Sequence
from pathlib import Path

from langroute_repo.infra.cloudformation import connect
from langroute_repo.infra.deploy import GOOD, execute, propose, upload
from langroute_repo.infra.settings import Settings, settings
from langroute_repo.infra.template import template
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.plan import Plan
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.tree import Tree
from scripts import PROJECT
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases
from scripts.tour.local_aws import ACCOUNT, LocalAws
from scripts.tour.provision import furnish, make_buckets


class Wanted:
    """What the environments of a tree want in AWS, in the order of promotion.

    ``built`` say in ``infra`` where; ``bare`` do not, and get their names in AppConfig and nothing
    that guards them. ``InfraError`` for what AWS would refuse.
    """

    def __init__(self, tree: Tree, plan: Plan) -> None:
        found = (tree.environments[name].model for name in promotion_order(tree))
        self.environments = [model for model in found if model]
        self.bare = [one for one in self.environments if one.infra is None]
        self.built: Sequence[Settings] = [
            settings(tree, one.environment, PROJECT, plan) for one in self.environments if one.infra
        ]

    def account(self, environment: EnvironmentFile) -> str:
        """Its account; of one that names none that of the others, for they look at each other."""
        if environment.infra:
            return environment.infra.account
        return self.built[0].infra.account if self.built else ACCOUNT


def build(aws: LocalAws, wanted: Wanted, schema: Path) -> None:
    """Create it all; ``schema`` holds what the profiles of bare environments hold versions to."""
    make_buckets(aws, wanted.environments)
    for one in wanted.built:
        _stack(aws.of(one.infra.account), one)
    for bare in wanted.bare:
        seen = aws.of(wanted.account(bare))
        with seen.alone():
            furnish(seen, [bare], schema.read_text("utf-8"))


def _stack(aws: LocalAws, chosen: Settings) -> None:
    with aws.alone(), Phases() as phase:
        phase(f"making {chosen.stack}")
        cloud, body = connect(chosen), template(chosen)
        proposal = propose(cloud, chosen.stack, False, upload(cloud, chosen, body))
        assert proposal is not None, "a stack that is not there has no change set without changes"
        *_, seen = execute(cloud, chosen.stack, proposal)
    if seen.status not in GOOD:
        raise Failure(
            f"{chosen.stack} ended as {seen.status} in the embedded AWS: "
            f"{seen.failure or 'it does not say why'}",
            f"./langroute infra render {chosen.name} shows what it was asked for",
        )
