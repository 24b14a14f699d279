"""The changes between what is live and what is to be pushed, and which of them nobody was shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from langroute_repo.diff.shown import Move, Moves, leads, moves
from langroute_repo.tree.parts import Parts


@dataclass(frozen=True, slots=True)
class Brought:
    """One commit of the default branch; ``why`` says what keeps its other parts from being shown.

    ``pull`` is the number of the pull request that brought it, 0 where there is none.
    """

    commit: str
    subject: str
    moved: Moves
    shown: frozenset[str]
    pull: int = 0
    why: str = ""
    lines: Sequence[str] = ()
    awaited: bool = False  # what would show it may still come


@dataclass(frozen=True)
class Chain:
    """From the parts that are live to those of a commit, by changes in their order."""

    live: Parts
    target: Parts
    brought: Sequence[Brought] = field(default=())

    @cached_property
    def moved(self) -> dict[str, Move]:
        """All that a push would change."""
        return moves(self.live, self.target)

    @cached_property
    def unshown(self) -> list[str]:
        """The parts to which no unbroken chain of shown moves leads."""
        return [name for name, move in self.moved.items() if not self._leads(name, move)]

    def _leads(self, name: str, move: Move) -> bool:
        shown = (one.moved[name] for one in self.brought if name in one.shown)
        return leads(move.before, move.after, shown)

    def hidden(self, one: Brought) -> list[str]:
        """What a change moves that nobody was shown, and that would be pushed all the same."""
        return [name for name in self.unshown if name in one.moved and name not in one.shown]
