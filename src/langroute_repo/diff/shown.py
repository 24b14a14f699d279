"""What a review showed of a change, part by part, and whether that leads from what is live on.

A part of ``tree.parts`` moves from one hash to another; ``""`` stands for a part that is not there.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from langroute_repo.tree.parts import Parts, short_hash

# A comment's hidden header tells so many languages one by one, and more of them in so many groups:
# a few KB for any number. Of a group the comment then shows all languages or none.
MOST, GROUPS = 60, 64
# No `>`: behind two dashes, which a hash may end with, it would end what is hidden.
MOVE = re.compile(r"(?=.{9,17}\Z)([\w-]{8})?\.([\w-]{8})?", re.ASCII)
NAME = re.compile(r"[:#]?[A-Za-z0-9-]{1,35}")
GROUP = re.compile(r"#[0-9a-f]{2}")


class Move(NamedTuple):
    """From which hash to which a part goes."""

    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}.{self.after}"


Moves = Mapping[str, Move]
# As a header tells them: a part or a group, and from what to what.
Told = Mapping[str, str]


def moves(before: Parts, after: Parts) -> dict[str, Move]:
    """The parts that are another afterwards."""
    names = sorted(before.keys() | after.keys())
    pairs = {name: Move(before.get(name, ""), after.get(name, "")) for name in names}
    return {name: move for name, move in pairs.items() if move.before != move.after}


def as_told(moved: Moves) -> dict[str, str]:
    """One by one, or in groups where there are too many."""
    one_by_one = {name: str(move) for name, move in moved.items()}
    return one_by_one if len(moved) <= MOST else _grouped(moved)


def fits(told: Told) -> dict[str, str]:
    """What of a telling has our form, and no more of it than ``as_told`` makes."""
    kept = {
        name: one
        for name, one in told.items()
        if NAME.fullmatch(name) and isinstance(one, str) and MOVE.fullmatch(one)
    }
    return dict(list(kept.items())[: max(MOST, GROUPS)])


def shown_of(told: Told, moved: Moves) -> set[str]:
    """The parts of a change that move exactly as they were told to."""
    if any(GROUP.fullmatch(name) for name in told):
        wanted = _grouped(moved)
        return {name for name in moved if told.get(_group(name)) == wanted[_group(name)]}
    return {name for name, move in moved.items() if told.get(name) == str(move)}


def leads(live: str, target: str, shown: Iterable[Move]) -> bool:
    """Whether shown moves, in their order, lead from what is live to what is to be pushed.

    Only what was shown last counts, and what is live: where people were shown that something goes
    back, or makes way for another, they were not shown that it comes again. A move that nobody was
    shown is no step: what goes there and back behind one that was leaves that as it is.
    """
    reached = {live}
    for move in shown:
        reached = {live, move.after} if reached.intersection(move) else {live}
    return target in reached


def _grouped(moved: Moves) -> dict[str, str]:
    """Each group's parts together, before and after."""
    groups: dict[str, dict[str, Move]] = {}
    for name, move in moved.items():
        groups.setdefault(_group(name), {})[name] = move
    return {
        group: str(
            Move(
                short_hash({name: one.before for name, one in parts.items()}),
                short_hash({name: one.after for name, one in parts.items()}),
            )
        )
        for group, parts in sorted(groups.items())
    }


def _group(name: str) -> str:
    return f"#{hashlib.sha256(name.encode()).digest()[0] % GROUPS:02x}"
