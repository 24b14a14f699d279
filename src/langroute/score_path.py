"""The way to the one score in a server's answer: ``probability``, ``[label=RELEVANT].score``.

``.`` is the answer itself. Otherwise steps follow each other: a name is the key of an object (with
a point before it where it is not the first), ``[0]`` the item of a list counted from 0, and
``[label=RELEVANT]`` the one object of a list whose ``label`` is the text ``RELEVANT``. Nothing is
guessed: no item is taken from the end, no list of one stands for its item.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

_KEY = "[A-Za-z0-9_-]+"
_STEP = rf"\[(0|[1-9][0-9]{{0,3}})\]|\[{_KEY}=[^\[\]=]+\]"
# In the words that Python, JSON schema and pydantic share.
PATTERN = rf"^(\.|({_KEY}|{_STEP})(\.{_KEY}|{_STEP})*)$"
LONGEST = 200
_WHOLE = re.compile(PATTERN.replace("$", r"\Z"))
_PART = re.compile(rf"\[(?P<index>[0-9]+)\]|\[(?P<key>{_KEY})=(?P<text>[^\]]+)\]|(?P<name>{_KEY})")


class NoScore(ValueError):
    """An answer in which a path leads to no number."""


class Chosen(NamedTuple):
    """The one object of a list that has this text under this key."""

    key: str
    text: str


Step = str | int | Chosen


def is_path(text: str) -> bool:
    return len(text) <= LONGEST and _WHOLE.match(text) is not None


@lru_cache(maxsize=1024)
def steps(path: str) -> tuple[Step, ...]:
    """The steps of a path; ``ValueError`` when it is none."""
    if not is_path(path):
        raise ValueError(f"{path!r:.80} is no path to a score")
    return tuple(map(_step, _PART.finditer(path)))


def found(answer: object, path: str) -> object:
    """What stands at the path in an answer read from JSON; ``NoScore`` says where it ends."""
    walked = ""
    for step in steps(path):
        answer = _below(answer, step, walked or "the answer")
        walked += _written(step, first=not walked)
    if isinstance(answer, dict | list):
        at = "the answer" if path == "." else path
        raise NoScore(f"expected a number at {at}, found {_kind(answer)}")
    return answer


def _step(match: re.Match[str]) -> Step:
    if (index := match["index"]) is not None:
        return int(index)
    return match["name"] or Chosen(match["key"], match["text"])


def _written(step: Step, *, first: bool) -> str:
    if isinstance(step, str):
        return step if first else f".{step}"
    return f"[{step}]" if isinstance(step, int) else f"[{step.key}={step.text}]"


def _below(value: Any, step: Step, at: str) -> Any:
    if isinstance(step, str):
        if not isinstance(value, dict):
            raise NoScore(f"expected an object with {step} at {at}, found {_kind(value)}")
        if step not in value:
            raise NoScore(f"no {step} in {at}")
        return value[step]
    if not isinstance(value, list):
        raise NoScore(f"expected a list at {at}, found {_kind(value)}")
    if isinstance(step, int):
        if step >= len(value):
            raise NoScore(f"no item {step} in the {len(value)} of {at}")
        return value[step]
    chosen = [one for one in value if isinstance(one, dict) and one.get(step.key) == step.text]
    if len(chosen) != 1:
        raise NoScore(f"{len(chosen) or 'no'} items of {at} have {step.key} {step.text}, not one")
    return chosen[0]


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "a text" if isinstance(value, str) else "null" if value is None else "a number"
