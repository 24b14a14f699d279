"""The hidden first line of the comment: what it is about, for those who come later.

A push reads the plan hashes there. They are what the check of the pull request said, which whoever
wrote the pull request could forge: a difference is worth a word, equality proves nothing.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

MARKER = "<!-- langroute review "
HASH = re.compile(r"[0-9a-f]{64}")
COMMIT = re.compile(r"[0-9a-f]{40,64}")
NAME = re.compile(r"(?=.{1,63}\Z)[a-z0-9]+(?:[._-][a-z0-9]+)*")
MOST_ENVIRONMENTS = 50


@dataclass(frozen=True, slots=True)
class Header:
    """Of which head it tells, by which run and attempt, and what would be pushed where."""

    head: str
    run: int = 0
    attempt: int = 0
    plan: Mapping[str, str] = field(default_factory=dict)

    def line(self) -> str:
        """As it stands in the comment; nothing in it ends the line or the hidden part."""
        told = asdict(self) | {"plan": _plan(self.plan)}
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
            run=int(told["run"]),
            attempt=int(told["attempt"]),
            plan=_plan(told["plan"]),
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
