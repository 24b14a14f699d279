"""Reads answers, and says all that is wrong or missing in the words of the file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from langroute_repo.onboarding.answers import ENVIRONMENTS, Answers, NewLanguage
from langroute_repo.onboarding.asked import asked
from langroute_repo.strict_yaml.reader import parse
from langroute_repo.tags.objection import objection
from langroute_repo.tree.tree import ShapeFault
from langroute_repo.tree.validation_errors import shape_faults
from langroute_repo.wording import did_you_mean

Data = dict[str, Any]
# So that of a group that is missing as a whole each answer is named.
NOTHING: Data = {"github": {}, "environments": {name: {} for name in ENVIRONMENTS}}


class UnusableAnswers(Exception):
    """Answers that no files can be made of: each fault, and the names of what is missing."""

    def __init__(self, faults: list[str], missing: list[str]) -> None:
        super().__init__(faults, missing)
        self.faults = faults
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, at a path into the answers."""

    at: str
    message: str

    def __str__(self) -> str:
        return f"{self.at}: {self.message}" if self.at else self.message


def parsed(raw: bytes) -> Data:
    """The mapping that a file of answers holds, whole or not."""
    held = parse(raw)
    if held.faults:
        lines = [
            f"line {one.span.line}: {one.message}" + (f" ({one.hint})" if one.hint else "")
            for one in held.faults
        ]
        raise UnusableAnswers(lines, [])
    if not isinstance(held.data, dict):
        raise UnusableAnswers(["it holds no mapping of keys to values"], [])
    return held.data


def answers(data: Mapping[str, Any]) -> Answers:
    """The answers; ``UnusableAnswers`` names every one that is missing or cannot be taken."""
    try:
        found = Answers.model_validate(NOTHING | dict(data))
    except ValidationError as error:
        told = shape_faults(error, Answers, NOTHING | dict(data))
        raise UnusableAnswers(
            [str(_fault(one)) for one in told if not _missing(one)],
            [".".join(map(str, (*one.at, one.value))) for one in told if _missing(one)],
        ) from error
    faults = [str(one) for one in _between(found)]
    missing = list(_unsaid(found))
    if faults or missing:
        raise UnusableAnswers(faults, missing)
    return found


def as_text(data: Mapping[str, Any]) -> str:
    """Answers as a file that ``parsed`` reads: JSON, which is YAML as well."""
    return json.dumps(data, indent=2, ensure_ascii=False, default=_number) + "\n"


def _number(value: object) -> int | float:
    assert isinstance(value, Decimal)
    return int(value) if value == value.to_integral_value() else float(value)


def _missing(fault: ShapeFault) -> bool:
    return fault.key and fault.message.endswith("is missing")


def _fault(fault: ShapeFault) -> Fault:
    at = ".".join(str(one) for one in fault.at if one != "[key]")
    return Fault(at, f"{fault.message} ({fault.hint})" if fault.hint else fault.message)


def _between(given: Answers) -> Iterator[Fault]:
    """What answers say of each other, where no file could be made of it."""
    for tag, language in given.languages.items():
        if wrong := objection(tag):
            yield Fault("languages", f"{wrong[0]} ({wrong[1]})")
        for at, kind, name in _named(language):
            known = list(given.models if kind == "model" else given.sources)
            if name not in known:
                cure = did_you_mean(name, known, f"there is {', '.join(known)}")
                yield Fault(f"languages.{tag}.{at}", f'no {kind} is called "{name}" ({cure})')
    if given.github.alone_after and len(set(given.github.approvers or ())) != 2:
        yield Fault("github.alone_after", "it is for two approvers (name both, or take it out)")


def _named(language: NewLanguage) -> Iterator[tuple[str, str, str]]:
    """Each name of a model or a source: its place, what it is of, and the name."""
    if language.model is not None:
        yield "model", "model", language.model
    if language.source is not None:
        yield "source", "source", language.source
    if language.canary is not None:
        yield "canary.model", "model", language.canary.model
    for index, shadow in enumerate(language.shadows or ()):
        yield f"shadows.{index}.model", "model", shadow.model


def _unsaid(given: Answers) -> Iterator[str]:
    """What only one of several could answer."""
    for tag, language in given.languages.items():
        if language.model is None and len(given.models) > 1:
            yield f"languages.{tag}.model"
        if language.source is None and len(given.sources) > 1:
            yield f"languages.{tag}.source"
        names = {name for _, kind, name in _named(language) if kind == "model"}
        if not names <= set(given.models) or (language.source or "") not in ("", *given.sources):
            continue  # told as a fault
        shared = language.passes or given.passes
        for one in asked(given, tag):
            if one.threshold is None and not given.log:
                yield f"{one.at(tag)}.threshold"
            elif one.threshold is None and not shared:
                yield f"{one.at(tag)}.{'threshold' if one.traffic else 'passes'}"
