"""A language's entry as a router keeps it: what all of its decisions share is put together once."""

from types import MappingProxyType
from typing import NamedTuple

from langroute.decision import Role
from langroute.scale import cell
from langroute.shape import Answerer, Language, Sampled

# Salts a draw that is no model's: no model is named like it, so it is independent of all of theirs.
AUDIT = ":audit"

Parts = tuple[object, ...]


class Draw(NamedTuple):
    """A model that is asked for a share of the events."""

    parts: Parts
    prefix: bytes
    traffic: int


class Audit(NamedTuple):
    """Which events the analysts get whatever the model says."""

    prefix: bytes
    share: int


class Entry(NamedTuple):
    """A language, prepared."""

    primary: Parts
    canary: Draw | None
    stand_in: Parts | None  # for a canary that fails
    shadows: tuple[Draw, ...]
    audit: Audit | None  # None where nothing is drawn, which then costs nothing


def prepared(tag: str, language: Language, plan: str) -> Entry:
    """The entry of a tag, by the document with this plan hash."""
    primary = _parts(tag, "primary", language["primary"], plan)
    canary, audit = language.get("canary"), language.get("audit")
    return Entry(
        primary,
        _draw(tag, "canary", canary, plan) if canary else None,
        primary if canary and "on_failure" in canary else None,
        tuple(_draw(tag, "shadow", shadow, plan) for shadow in language["shadows"]),
        Audit(salted(AUDIT, tag), audit) if audit else None,
    )


def _draw(tag: str, role: Role, sampled: Sampled, plan: str) -> Draw:
    prefix = salted(sampled["model"], tag)
    return Draw(_parts(tag, role, sampled, plan), prefix, sampled["traffic"])


def _parts(tag: str, role: Role, answerer: Answerer, plan: str) -> Parts:
    """The fields of a ``Decision`` that are the same for every event, in their order."""
    threshold, scale = answerer["threshold"], answerer["score"]
    return (
        tag,
        role,
        answerer["model"],
        MappingProxyType(answerer["endpoint"]),
        tuple(answerer["fields"]),
        tuple(answerer["required"]),
        threshold,
        scale["minimum"],
        scale["maximum"],
        cell(threshold, scale["minimum"], scale["maximum"]),
        plan,
    )


def salted(salt: str, language: str) -> bytes:
    """What is hashed in front of an event's key; ``bucket`` says what the two are."""
    return f"{salt}:{language}:".encode()
