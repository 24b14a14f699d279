"""Asks on a terminal, one line for each answer, until it is one that can be taken."""

import sys
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from langroute_repo.editing.edit import EditError
from langroute_repo.editing.setting import items
from langroute_repo.tags.objection import objection
from langroute_repo.wording import did_you_mean
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say

Taken = TypeVar("Taken")
Accept = Callable[[str], Taken]


def on_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


def ask(question: str, accept: Accept[Taken], default: str = "") -> Taken:
    """The first answer that is taken; an empty line is the default."""
    shown = f"{question} [{default}]: " if default else f"{question}: "
    while True:
        print(shown, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise Failure("the answers have ended before the questions", "nothing was written")
        try:
            return accept(line.strip() or default)
        except EditError as error:
            say(f"  {error.message}{f'; {error.hint}' if error.hint else ''}")


def of(kind: Any) -> Accept[str]:
    """Takes what the files take, and says the same of what they refuse."""
    adapter: TypeAdapter[str] = TypeAdapter(kind)

    def accept(text: str) -> str:
        try:
            return adapter.validate_python(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            example = first.get("ctx", {}).get("example", "")
            message = f'"{text}": {first["msg"][:1].lower()}{first["msg"][1:]}'
            raise EditError(message, example and f"for example {example}") from None

    return accept


def optional(accept: Accept[Taken]) -> Accept[Taken | None]:
    """Takes an empty line as well."""
    return lambda text: accept(text) if text else None


def several(accept: Accept[Taken], least: int = 1) -> Accept[list[Taken]]:
    """Takes a list with commas, each of it as ``accept`` does."""

    def accept_all(text: str) -> list[Taken]:
        found = [accept(one) for one in items(text.replace(" ", ","))]
        if len(found) < least:
            raise EditError(f"at least {least} is needed", "")
        return found

    return accept_all


def tag(text: str) -> str:
    """A language tag that there is."""
    if wrong := objection(text):
        raise EditError(*wrong)
    return text


def one_of(names: Collection[str]) -> Accept[str]:
    def accept(text: str) -> str:
        if text not in names:
            known = did_you_mean(text, names, " or ".join(names))
            raise EditError(f'"{text}" is none of them', known)
        return text

    return accept


def yes(text: str) -> bool:
    return one_of(("yes", "no", "y", "n"))(text.lower())[0] == "y"
