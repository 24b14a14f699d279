"""What endpoints answer to golden queries, and what is wrong with that."""

import argparse
from collections.abc import Sequence

from langroute_repo.golden.answer import Asked
from langroute_repo.golden.judge import judge
from langroute_repo.golden.known import known_of
from langroute_repo.golden.target import Target
from langroute_repo.output.golden import GoldenTarget
from langroute_repo.render.golden_report import told
from langroute_repo.tree.tree import Tree
from scripts.asking.rounds import Rounds, asker
from scripts.terminal.phases import Phases


def askable(target: Target) -> bool:
    recorded = any(one.gives is not None for one in target.golden.events)
    return recorded and not target.outdated


def answered(
    given: argparse.Namespace, targets: Sequence[Target], everything: bool = False
) -> tuple[list[tuple[Target, list[Asked]]], int]:
    """Each target with its answers, none of one whose file says nothing of it; and the requests."""
    found = []
    with asker(given.timeout) as way, Phases() as phases:
        rounds = Rounds(way, given.timeout, int(given.requests))
        for number, target in enumerate(targets, 1):
            phases(f"asking {target.name}, {number} of {len(targets)}")
            events = [
                (at, one)
                for at, one in enumerate(target.golden.events)
                if everything or (one.gives is not None and not target.outdated)
            ]
            found.append((target, rounds.ask(target, events)))
    return found, rounds.requests


def judged(tree: Tree, answers: Sequence[tuple[Target, list[Asked]]]) -> list[GoldenTarget]:
    """Each target with what is wrong with it."""
    known = known_of(tree)
    return [told(target, asked, judge(target, asked, known)) for target, asked in answers]
