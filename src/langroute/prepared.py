"""A language's entry as a router keeps it: what all of its decisions share is put together once."""

from types import MappingProxyType
from typing import NamedTuple

from langroute.decision import Role
from langroute.scale import cell
from langroute.shape import Answerer, Canary, Language, Sampled

# Salts of draws that are no model's: no model is named like them, so these are independent of all
# of theirs. Before the name of a canary: which events the primary is compared with it on.
AUDIT = ":audit"
COMPARED = ":compared:"

Parts = tuple[object, ...]


class Draw(NamedTuple):
    """A model that is asked for a share of the events."""

    parts: Parts
    prefix: bytes
    traffic: int


class Compared(NamedTuple):
    """Primary and canary as shadows of each other: the one that does not answer is sent a copy."""

    primary: Draw
    canary: Draw


class Audit(NamedTuple):
    """Which events the analysts get whatever the model says."""

    prefix: bytes
    share: int


class Entry(NamedTuple):
    """A language, prepared."""

    primary: Parts
    canary: Draw | None
    stand_in: Parts | None  # for a canary that fails
    compared: Compared | None  # None where nothing is drawn, which then costs nothing
    shadows: tuple[Draw, ...]
    audit: Audit | None  # the same


def prepared(tag: str, language: Language, plan: str) -> Entry:
    """The entry of a tag, by the document with this plan hash."""
    primary = _parts(tag, "primary", language["primary"], plan)
    canary, audit = language.get("canary"), language.get("audit")
    return Entry(
        primary,
        _draw(tag, "canary", canary, plan) if canary else None,
        primary if canary and "on_failure" in canary else None,
        _compared(tag, language["primary"], canary, plan) if canary else None,
        tuple(_draw(tag, "shadow", shadow, plan) for shadow in language["shadows"]),
        Audit(salted(AUDIT, tag), audit) if audit else None,
    )


def _draw(tag: str, role: Role, sampled: Sampled, plan: str) -> Draw:
    prefix = salted(sampled["model"], tag)
    return Draw(_parts(tag, role, sampled, plan), prefix, sampled["traffic"])


def _compared(tag: str, primary: Answerer, canary: Canary, plan: str) -> Compared | None:
    share = canary.get("compared")
    if not share:
        return None
    prefix = salted(f"{COMPARED}{canary['model']}", tag)
    both = (_parts(tag, "shadow", one, plan) for one in (primary, canary))
    return Compared(*(Draw(parts, prefix, share) for parts in both))


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
