"""Where the columns of a log are, by config/log.yaml, and what is said of one that is not there."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from langroute_repo.evidence.log import DECISIONS, OPTIONAL, RECORDED, SHAPE_HINT, EvidenceError
from langroute_repo.tree.files.log import LogFile
from langroute_repo.tree.log_columns import EPOCH, contradictions, mapped, named_twice
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import listed, nearest

PATH = "config/log.yaml"
# As the evidence counts it, as text, as a number since 1970, or as a text of ISO 8601.
How = Literal["own", "text", "number", "iso"]


class Reading(NamedTuple):
    """A column of theirs that one of ours is read from, and what it has to hold."""

    ours: str
    theirs: str
    how: How


def mapping_of(tree: Tree) -> LogFile:
    """What the tree says of the company's log; EvidenceError where that cannot be meant."""
    if tree.log is None:
        return LogFile()
    log = tree.log.model
    if log is None or any(contradictions(log)) or any(named_twice(log)):
        raise EvidenceError(f"{PATH} is at fault", "./langroute check says where and why")
    return log


def readings(log: LogFile, lines: bool) -> list[Reading]:
    """All columns that are read; ``lines`` of JSON have times as text."""
    return [
        Reading(one.ours, one.theirs, _how(log, one.ours, one.by_value, lines))
        for one in mapped(log)
        if one.theirs is not None
    ]


def _how(log: LogFile, ours: str, by_value: bool, lines: bool) -> How:
    if ours != "time":
        return "text" if by_value else "own"
    format_ = time_format(log, lines)
    if format_ in EPOCH:
        return "number"
    return "iso" if format_ == "iso" else "own"


def time_format(log: LogFile, lines: bool) -> str:
    """How a time is written; JSON lines are read as times at once, where none lacks a zone."""
    if log.time is None:
        return "timestamp"
    if lines and log.time.format in ("timestamp", "iso"):
        return "iso" if log.time.zone else "timestamp"
    return log.time.format


# As engines name the types. Where all are null, DuckDB calls JSON what Spark calls a text.
_RECORDED_AS = {
    **dict.fromkeys(DECISIONS, ("BOOLEAN", "JSON")),
    "audited": ("TINYINT", "SMALLINT", "INT", "BIGINT", "JSON", "STRING"),
    "latency_ms": ("DOUBLE", "FLOAT", "DECIMAL", "SMALLINT", "INT", "BIGINT", "JSON"),
    "sent": ("VARCHAR", "STRING", "JSON"),
}

Place = tuple[str, ...]  # a column, and in a nested one the steps below it


def places(
    path: object, log: LogFile, lines: bool, present: Mapping[Place, str]
) -> dict[str, Place]:
    """Where each of our columns is among those of a log; EvidenceError with the nearest names.

    Without a mapping the optional one may be missing, and is then not among the places.
    """
    found: dict[str, Place] = {}
    missing: list[Reading] = []
    for reading in readings(log, lines):
        place = _place(reading.theirs, present, lines)
        if place is not None:
            found[reading.ours] = place
        elif reading.ours != OPTIONAL or log.relevant is not None:
            missing.append(reading)
        elif lines:  # nobody may have labelled what comes first
            found[OPTIONAL] = (OPTIONAL,)
    if missing:
        raise _missing(path, log, missing, [".".join(one) for one in present])
    return found | {
        one: (one,)
        for one in recorded(
            log, {name: kind for (name, *below), kind in present.items() if not below}
        )
    }


def recorded(log: LogFile, present: Mapping[str, str]) -> list[str]:
    """The decisions that our own recorder has written into a log; ``present`` are its types.

    Only where nothing is said of the columns, for in another log a ``passed`` may mean anything.
    """
    if log != LogFile():
        return []
    return [one for one in RECORDED if present.get(one, "").upper().startswith(_RECORDED_AS[one])]


def recorded_readings(log: LogFile, found: Collection[str]) -> list[Reading]:
    """How those among what was found are read."""
    return [Reading(one, one, "own") for one in RECORDED if one in found and log == LogFile()]


def _place(theirs: str, present: Mapping[Place, str], lines: bool) -> Place | None:
    """A column whose own name has dots in it goes before a nested one."""
    fitting = [place for place in present if ".".join(place) == theirs]
    if fitting:
        return min(fitting, key=len)
    steps = tuple(theirs.split("."))
    # Objects of many different keys are not described by them.
    opaque = lines and present.get(steps[:1], "").startswith(("JSON", "MAP"))
    return steps if opaque and len(steps) > 1 else None


def _missing(
    path: object, log: LogFile, missing: Sequence[Reading], names: Collection[str]
) -> EvidenceError:
    message = f"{path} has no column {', '.join(one.theirs for one in missing)}"
    near = {one: nearest(one.theirs, names) for one in missing}
    meant = " ".join(
        f'did you mean "{name}" for {one.ours}?' for one, name in near.items() if name is not None
    )
    if any(getattr(log, one.ours) for one in missing):
        told = f"{PATH} names it; the log has {listed(names)}"
    else:
        told = f"{SHAPE_HINT}; or {PATH} says which of its columns they are: {listed(names)}"
    return EvidenceError(message, f"{meant} {told}".strip())


def nested_types(
    read: Sequence[Reading], found: Mapping[str, Place], types: Mapping[str, str], text: str
) -> dict[str, Any]:
    """The types of what is read of JSON lines, as they are nested, so that others are refused.

    ``types`` are an engine's by our names and by what they are read as. A column that two of ours
    are read from is read as ``text``: that can be made of any value.
    """
    held: dict[str, Any] = {}
    for reading in read:
        *above, last = found[reading.ours]
        inside = held
        for step in above:
            inside = inside.setdefault(step, {})
        kind = types[reading.ours if reading.how == "own" else reading.how]
        inside[last] = kind if inside.get(last, kind) == kind else text
    return held
