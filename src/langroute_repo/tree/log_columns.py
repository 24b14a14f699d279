"""What config/log.yaml says of each of our columns, and where it contradicts itself."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from langroute_repo.strict_yaml.position import Keys
from langroute_repo.tree.files.log import LogFile, TimeColumn

EPOCH = ("seconds", "milliseconds", "microseconds", "nanoseconds")

# What evidence is counted without where the file says nothing of it.
UNASKED = ("final", "passed", "latency_ms", "sent")


class Mapped(NamedTuple):
    """One of our columns: which of theirs it is, None for a constant, and whether by its values."""

    ours: str
    theirs: str | None
    by_value: bool


class Contradiction(NamedTuple):
    """Two things that the file says and that cannot both be meant."""

    at: Keys
    message: str
    hint: str
    other: Keys


def mapped(log: LogFile) -> Iterator[Mapped]:
    """Every column that evidence is counted from, and those beside that the file names."""
    for ours in LogFile.model_fields:
        said: BaseModel | None = getattr(log, ours)
        if said is None:
            if ours not in UNASKED:
                yield Mapped(ours, ours, False)
        elif said_of(said, "constant") is not None:
            yield Mapped(ours, None, False)
        else:
            by_value = any(said_of(said, key) for key in ("values", "success"))
            yield Mapped(ours, str(said_of(said, "column") or ours), by_value)


def said_of(said: BaseModel | None, key: str) -> object:
    """What the file says under a key of a column, if that column has such a key."""
    return getattr(said, key, None)


def contradictions(log: LogFile) -> Iterator[Contradiction]:
    """Everything that cannot be meant, column by column."""
    for ours in LogFile.model_fields:
        said: BaseModel | None = getattr(log, ours)
        if said is not None:
            yield from _beside_a_constant(ours, said)
            yield from _in_values_and_unknown(ours, said)
    time = log.time or TimeColumn()
    if time.zone is not None and time.format in EPOCH:
        yield Contradiction(
            ("time", "zone"),
            f"{time.format} since 1970 have no zone",
            "remove zone, or write another format",
            ("time", "format"),
        )


def _beside_a_constant(ours: str, said: BaseModel) -> Iterator[Contradiction]:
    if said_of(said, "constant") is None:
        return
    for key in ("column", "values", "success", "unknown"):
        if said_of(said, key) is not None:
            yield Contradiction(
                (ours, key),
                f"{ours} has a constant and {key}",
                "keep the one that is meant: a constant is of every row",
                (ours, "constant"),
            )


def _in_values_and_unknown(ours: str, said: BaseModel) -> Iterator[Contradiction]:
    values, unknown = said_of(said, "values"), said_of(said, "unknown")
    if not isinstance(unknown, list) or said_of(said, "constant") is not None:
        return
    if not isinstance(values, dict):
        message = f"{ours} says which values are unknown and not what the others mean"
        yield Contradiction((ours, "unknown"), message, "add values", (ours,))
        return
    for index, value in enumerate(unknown):
        if value in values:
            message = f'"{value}" is unknown and has a meaning'
            yield Contradiction(
                (ours, "unknown", index), message, "remove one of the two", (ours, "values", value)
            )


class NamedTwice(NamedTuple):
    """Two of ours that are the same one of theirs, or one inside the other."""

    ours: str
    first: str
    theirs: str


def named_twice(log: LogFile) -> Iterator[NamedTwice]:
    """Columns that are taken as they are although another one is that column already.

    One column can say two things by its values, such as who answered and whether it failed; as it
    is it can mean only one.
    """
    seen: list[Mapped] = []
    for one in mapped(log):
        if one.theirs is None:
            continue
        for other in seen:
            assert other.theirs is not None
            same = one.theirs == other.theirs
            inside = _inside(one.theirs, other.theirs) or _inside(other.theirs, one.theirs)
            if inside or (same and not one.by_value and not other.by_value):
                # Point at the one that the file names; a column without a key has no line.
                ours, first = (one, other) if getattr(log, one.ours) else (other, one)
                yield NamedTwice(ours.ours, first.ours, one.theirs)
        seen.append(one)


def _inside(path: str, other: str) -> bool:
    return path.startswith(f"{other}.")
