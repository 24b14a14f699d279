"""What a proposed pull request says: what it changes, whom it asks for which files, and why.

All of it comes from files and from a text that somebody gives, and is escaped: nobody is notified
but by CODEOWNERS.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langroute_repo.render.hidden_marker import marker
from langroute_repo.render.live.revert import APPROVE
from langroute_repo.render.markdown import code, cut, fenced, prose
from langroute_repo.tree.by_owners import Owners, Portion
from langroute_repo.wording import counted, listed

KIND = "proposal"
SHOWN, NAME = 60, 200  # files that are named, and characters of each
OPEN = 20  # lines of a text that are not folded
LONGEST = 40_000  # characters of a text; GitHub takes 65,536 of all


@dataclass(frozen=True, slots=True)
class Told:
    """What people read: ``effect`` is a sentence, ``why`` is shown as it is.

    ``together`` is why more owners are asked than for one language, where there is a reason beside
    the files. ``moved`` are the shares that new evidence moves, and ``doubts`` what looks mixed up
    in it, a sentence each.
    """

    title: str
    effect: str
    why: str
    portion: Portion
    together: str = ""
    moved: Sequence[str] = ()
    doubts: Sequence[str] = ()

    @property
    def headline(self) -> str:
        """Of the commit and of the pull request."""
        return headline(self.title, self.portion)

    def body(self, **facts: object) -> str:
        """The text of the pull request, with the facts by which a later run knows it."""
        parts = [marker(KIND, **facts), f"**{prose(self.effect)}**", *self._parts()]
        return "\n\n".join(parts) + "\n"

    def _parts(self) -> Iterator[str]:
        asked = [f"- {_one_of(who)}: {_named(paths)}" for who, paths in _shown(self.portion)]
        yield "#### Who is asked for what\n\n" + "\n".join(asked)
        if self.together:
            yield f"It is one pull request, for {prose(self.together)}."
        yield "It stands by itself: others of its kind may be merged before it or after it."
        if self.moved:
            yield f"#### What moved\n\n{_folded(chr(10).join(self.moved))}"
            yield f"#### Whether it is to be believed\n\n{_believed(self.doubts)}"
        if self.why.strip():
            yield f"#### Why\n\n{_folded(self.why)}"
        yield f"<sub>{APPROVE}</sub>"

    @property
    def asks(self) -> str:
        """For a terminal."""
        asked = self.portion.asked.items()
        return "; ".join(f"{who_of(who)} for {counted(len(p), 'file')}" for who, p in asked)


def headline(title: str, portion: Portion) -> str:
    """A title of many, and what this one is about."""
    return f"{title}: {listed(portion.names)}"


def who_of(owners: Owners) -> str:
    """Of several any one approves."""
    return listed(owners, last="or") if owners else "nobody"


def _one_of(owners: Owners) -> str:
    return prose(who_of(owners))


def _shown(portion: Portion) -> Iterator[tuple[Owners, tuple[str, ...]]]:
    """Every set of owners; of many files not each one by name."""
    each = max(1, SHOWN // len(portion.asked))
    for owners, paths in portion.asked.items():
        more = len(paths) - each
        yield owners, (*paths[:each], *([f"… and {more:,} more"] if more > 0 else []))


def _named(paths: tuple[str, ...]) -> str:
    return ", ".join(code(cut(one, NAME)) if one.startswith("config/") else one for one in paths)


def _believed(doubts: Sequence[str]) -> str:
    if doubts:
        asked = "\n".join(f"- {prose(one)}" for one in doubts)
        return f"This looks mixed up, and the check asks about it:\n\n{asked}"
    return (
        "The new scores, labels and volumes were held against those recorded before, of the same "
        "language and model and of all others: nothing looks mixed up, turned round or counted "
        "twice."
    )


def _folded(text: str) -> str:
    lines = text[:LONGEST].splitlines()
    told = fenced([*lines, *(["… and more"] if len(text) > LONGEST else [])])
    if len(lines) <= OPEN:
        return told
    return f"<details><summary>{counted(len(lines), 'line')}</summary>\n\n{told}\n\n</details>"
