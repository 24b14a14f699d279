"""Builds in the local AWS what an administrator builds in an account before the first push."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from langroute_repo.infra.settings import InfraError, Settings, settings
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.plan import Plan
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.tree import Tree
from scripts import PROJECT
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases
from scripts.terminal.process import LANGROUTE
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
        _refuse_shared_bucket(self.built)

    def account(self, environment: EnvironmentFile) -> str:
        """Its account; of one that names none that of the others, for they look at each other."""
        if environment.infra:
            return environment.infra.account
        return self.built[0].infra.account if self.built else ACCOUNT


def _refuse_shared_bucket(built: Sequence[Settings]) -> None:
    """A bucket's name is one in all of AWS, and `infra deploy` reads it where the stack is."""
    places: dict[str, tuple[str, str, str]] = {}
    for one in built:
        here = (one.infra.account, one.environment.region, one.name)
        there = places.setdefault(one.infra.bucket, here)
        if there[:2] != here[:2]:
            raise InfraError(
                f"{there[2]} and {one.name} name the bucket {one.infra.bucket}, one in account "
                f"{there[0]}, {there[1]}, the other in {here[0]}, {here[1]}; it can be in one",
                f"name another one in config/environments/{one.name}.yaml",
            )


def build(aws: LocalAws, root: Path, wanted: Wanted, schema: Path) -> None:
    """Create it all; ``schema`` holds what the profiles of bare environments hold versions to."""
    make_buckets(aws, wanted.environments)
    with Phases() as phase:
        for one in wanted.built:
            phase(f"making {one.stack}")
            _deploy(aws.of(one.infra.account), root, one)
    for bare in wanted.bare:
        seen = aws.of(wanted.account(bare))
        with seen.alone():
            furnish(seen, [bare], schema.read_text("utf-8"))


def _deploy(aws: LocalAws, root: Path, chosen: Settings) -> None:
    """Do what an administrator does, by the same command."""
    words = ("infra", "deploy", chosen.name, "--yes")
    ended = subprocess.run(
        [*LANGROUTE, "--root", str(root), *words],
        env=aws.environment() | {"PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        start_new_session=True,  # Ctrl-C is ours to handle
    )
    if ended.returncode:
        said = "".join(f"\n  | {line}" for line in ended.stderr.splitlines())
        raise Failure(
            f"{chosen.stack} cannot be made in the embedded AWS{said}",
            f"./langroute infra render {chosen.name} shows what it was asked for",
        )
