"""The hidden first line of the comment: what it is about, for those who come later.

A push reads there what was shown of each environment, part by part: a hash before and one after.
It is what the check of the pull request said, which whoever wrote the pull request could forge by
changing the check: a difference is worth a word, equality proves no more than the check is worth.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from langroute_repo.diff.shown import Told, fits

MARKER = "<!-- langroute review "
HASH = re.compile(r"[0-9a-f]{64}")
COMMIT = re.compile(r"[0-9a-f]{40,64}")
NAME = re.compile(r"(?=.{1,63}\Z)[a-z0-9]+(?:[._-][a-z0-9]+)*")
MOST_ENVIRONMENTS = 8  # with up to 2 KB each


@dataclass(frozen=True, slots=True)
class Header:
    """Of what it tells, by which run and attempt, what would be pushed, and what moves where.

    A review is of a pull request by its ``number``, of its ``head`` and of the ``base`` commit that
    this was compared with; that is empty where it could not be compared.
    """

    head: str
    number: int = 0
    base: str = ""
    run: int = 0
    attempt: int = 0
    plan: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, Told] = field(default_factory=dict)

    def line(self) -> str:
        """As it stands in the comment; nothing in it ends the line or the hidden part."""
        told = asdict(self) | {"plan": _plan(self.plan), "shown": _shown(self.shown)}
        return f"{MARKER}{json.dumps(told, separators=(',', ':'))} -->"

    def newer_than(self, other: "Header") -> bool:
        """Whether a later run told of the same head; what tells of another head is stale."""
        return self.head == other.head and (self.run, self.attempt) > (other.run, other.attempt)


def header_of(body: str) -> Header | None:
    """The header of a comment; None for a comment of somebody else or of another shape."""
    first = body.partition("\n")[0].rstrip()
    if not (first.startswith(MARKER) and first.endswith("-->")):
        return None
    try:
        told = json.loads(first[len(MARKER) : -len("-->")])
        return Header(
            head=_known(COMMIT, told["head"]),
            number=int(told["number"]),
            base=told["base"] and _known(COMMIT, told["base"]),
            run=int(told["run"]),
            attempt=int(told["attempt"]),
            plan=_plan(told["plan"]),
            shown=_shown(told["shown"]),
        )
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None


def _known(form: re.Pattern[str], text: str) -> str:
    if not form.fullmatch(text):
        raise ValueError(f"{text!r} has another form")
    return text


def _plan(told: Mapping[str, str | None]) -> dict[str, str]:
    """The environments whose document there is."""
    fit = {
        name: found
        for name, found in told.items()
        if found and NAME.fullmatch(name) and HASH.fullmatch(found)
    }
    return dict(list(fit.items())[:MOST_ENVIRONMENTS])


def _shown(told: Mapping[str, Told]) -> dict[str, dict[str, str]]:
    fit = {name: fits(one) for name, one in told.items() if NAME.fullmatch(name)}
    return dict(list(fit.items())[:MOST_ENVIRONMENTS])
