"""What a rule is given, what it yields, and what people are told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from langroute.document import canonical
from langroute_repo.evidence.refresh import Refresh
from langroute_repo.findings import Finding, Level
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.tree import Place, Tree
from validators.document.pushed import Pushed

Group = Literal["file", "between", "document", "evidence", "change", "acceptance"]
# The place of a finding that is about the change as a whole.
WHOLE = "config/languages"


@dataclass(frozen=True)
class Given:
    """Everything a rule may look at; a rule reads no file, clock, network or git itself."""

    tree: Tree
    today: date
    # What the other rules found: only the rules on acceptances look at it.
    found: tuple["Finding", ...] = ()
    # Every rule's level by its name, put in by the engine: the rules on acceptances ask for it.
    levels: Mapping[str, Level] = field(default_factory=dict)
    # Documents that take the place of the compiled ones: what somebody is about to push.
    pushed: Mapping[str, bytes] = field(default_factory=dict)
    # The state before a change; without it no rule on changes runs, and every warning stands.
    before: Tree | None = None
    # The messages of the commits that make the change.
    messages: tuple[str, ...] = ()
    # The subject of the commit, where it is one.
    title: str = ""
    # Of a file of a language that the change brings back to what it did immediately before its
    # present state: until when that ran. None for every other.
    ran_until: Callable[[str], str | None] = lambda _: None
    # The state of some days before the change, named by its day; or why there is none to be had.
    # None where nobody looks for it.
    earlier: Callable[[], Tree | str | None] = lambda: None

    @property
    def change(self) -> tuple[Tree, Tree]:
        """The states before and after; only for rules on changes."""
        assert self.before is not None, "the engine runs rules on changes only with a state before"
        return self.before, self.tree

    @cached_property
    def refresh(self) -> Refresh:
        """The evidence that a change brings, beside what there was; only for rules on changes."""
        return Refresh.of(*self.change)

    @cached_property
    def documents(self) -> Mapping[str, bytes]:
        """The compiled document of each environment, as the bytes that would be pushed."""
        compiled = {
            environment: canonical(compile_tree(self.tree, environment))
            for environment in self.tree.environments
        }
        return {**compiled, **self.pushed}

    @cached_property
    def as_pushed(self) -> tuple[Pushed, ...]:
        """The same for the rules on documents, each read once for all of them."""
        largest = self.tree.limits().document.largest_kb
        return tuple(Pushed(name, raw, largest) for name, raw in self.documents.items())


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a rule found, at a place in a file; the engine works out line and column.

    ``depends`` names every value that the finding depends on, in the words of the files: what, if
    it changed, would make it another thing to accept. With rule and place it is the identity of
    the finding; of a change, the values before belong to it. Limits, dates, counts of days, prose,
    lines, and values of others that do not make it worse, do not: with them the finding is the
    same. ``magnitude`` is how bad it is, for a finding that is the same one while it becomes less,
    and another one when it becomes more: the load of a model, the size of a document.
    """

    place: Place
    message: str
    hint: str
    related: tuple[tuple[Place, str], ...] = ()
    depends: Mapping[str, str] = field(kw_only=True)
    magnitude: Fraction | int = 0


Check = Callable[[Given], Iterator[Fault]]


class Rule(NamedTuple):
    """A check with its level; its name is the function's, its documentation the docstring."""

    check: Check
    level: Level
    group: Group

    @property
    def name(self) -> str:
        return self.check.__name__.replace("_", "-")

    @property
    def summary(self) -> str:
        """The first line of its documentation."""
        return (self.check.__doc__ or "").strip().partition("\n")[0]
