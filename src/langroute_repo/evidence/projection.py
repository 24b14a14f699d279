"""The SQL that makes our columns of theirs: a select below the evidence SQL, for every engine.

What people write gets into it as quoted names and literals only, and as names only in the inner
select, which gives each column ours. What engines write differently is in a ``Dialect``.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from langroute_repo.evidence.log import COLUMNS, RECORDED, EvidenceError
from langroute_repo.evidence.mapping import PATH, time_format
from langroute_repo.evidence.zone import Offset, offsets
from langroute_repo.tree.files.log import DecisionColumn, LabelColumn, LatencyColumn, LogFile
from langroute_repo.tree.log_columns import mapped, said_of

# A number since 1970 as microseconds.
MICROSECONDS = {
    "seconds": "* 1E6", "milliseconds": "* 1E3", "microseconds": "* 1E0", "nanoseconds": "/ 1E3"
}  # fmt: skip

# And how long something took.
MILLISECONDS = {"seconds": "1E3", "milliseconds": "1E0", "microseconds": "1E-3"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What engines write differently; ``{}`` is an expression on a column that has our name.

    ``moment`` makes a timestamp in UTC without a zone of one with or without, ``iso`` of a text,
    ``microseconds`` of their number since 1970. ``zoned`` is whether a timestamp has a zone.
    """

    text: str
    types: Mapping[str, str]
    literal: Callable[[str], str]
    moment: str
    iso: str
    microseconds: str
    zoned: str


class Projection(NamedTuple):
    """``taken`` gives each column that is read our name, ``converted`` our type and values."""

    taken: list[str]
    converted: list[str]

    def select(self, rows: str) -> str:
        """Both as one query."""
        taken = f"SELECT {', '.join(self.taken)} FROM {rows}"
        return f"SELECT {', '.join(self.converted)} FROM ({taken}) AS taken"


def projection(
    log: LogFile, dialect: Dialect, found: Mapping[str, str], ends: datetime, lines: bool = False
) -> Projection:
    """The columns of the log, those of a decision null where there are none.

    ``found`` has, by our names, the expressions of their columns; ``lines`` of JSON have times as
    text; no time from ``ends`` on is counted.
    """
    named = [one.ours for one in mapped(log)]
    unnamed = [one for one in RECORDED if one not in named]
    writer = _Writer(log, dialect, ends, lines, frozenset(unnamed), frozenset(found))
    ours = [*named, *unnamed]
    read = [one.ours for one in mapped(log) if one.theirs is not None]
    read += [one for one in unnamed if one in found]
    return Projection(
        [f"{found.get(one, 'NULL')} AS {one}" for one in read],
        [f"CAST({writer.expression(one)} AS {writer.kind(one)}) AS {one}" for one in ours],
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    log: LogFile
    dialect: Dialect
    ends: datetime
    lines: bool
    unnamed: Collection[str]
    found: Collection[str]

    def kind(self, ours: str) -> str:
        return self.dialect.types.get(ours) or (COLUMNS | RECORDED)[ours]

    def expression(self, ours: str) -> str:
        if ours in self.unnamed:
            # The share that an event was drawn in stands for its having been drawn.
            taken = f"{ours} IS NOT NULL" if ours == "audited" else ours
            return taken if ours in self.found else "NULL"
        said = getattr(self.log, ours)
        constant = said_of(said, "constant")
        if constant is not None:
            return self._literal(None if constant == "none" and ours == "event_id" else constant)
        if ours == "time":
            return self._time()
        if isinstance(said, LabelColumn | DecisionColumn) and said.values:
            return self._label(ours, said)
        values, success = said_of(said, "values"), said_of(said, "success")
        if isinstance(success, list):
            listed = ", ".join(map(self.dialect.literal, success))
            return f"CASE WHEN {self._text(ours)} IN ({listed}) THEN 200 ELSE 500 END"
        if isinstance(values, dict):
            return f"CASE {self._text(ours)} {self._whens(values)} ELSE {self._text(ours)} END"
        if isinstance(said, LatencyColumn):
            return f"CAST({ours} AS DOUBLE) * {MILLISECONDS[said.unit]}"
        divisor = said_of(said, "divided_by")
        if divisor is not None:
            return f"CAST({ours} AS DOUBLE) / {float(str(divisor)):.17E}"
        return ours

    def _text(self, ours: str) -> str:
        return f"CAST({ours} AS {self.dialect.text})"

    def _whens(self, values: Mapping[str, object]) -> str:
        literal = self.dialect.literal
        return " ".join(
            f"WHEN {literal(theirs)} THEN {self._literal(meant)}"
            for theirs, meant in values.items()
        )

    def _literal(self, value: object) -> str:
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return str(value).upper()
        return str(value) if isinstance(value, int) else self.dialect.literal(str(value))

    def _label(self, ours: str, said: LabelColumn) -> str:
        """A value that nobody has named ends the statement, on every engine by the same cast."""
        known = dict.fromkeys(said.unknown or ()) | dict(said.values or {})
        unnamed = f"{self.dialect.literal(UNNAMED.format(ours))} || {self._text(ours)}"
        otherwise = f"CAST({unnamed} AS BOOLEAN)"
        return f"CASE {self._text(ours)} {self._whens(known)} ELSE {otherwise} END"

    def _time(self) -> str:
        format_ = time_format(self.log, self.lines)
        said = self.log.time
        if format_ in MICROSECONDS:
            number = f"ROUND(CAST(time AS DOUBLE) {MICROSECONDS[format_]})"
            return self.dialect.microseconds.format(f"CAST({number} AS BIGINT)")
        pattern = self.dialect.iso if format_ == "iso" else self.dialect.moment
        moment = pattern.format("time")
        if said is None or said.zone is None:
            return moment
        zoned = ISO_ZONED if format_ == "iso" else self.dialect.zoned.format("time")
        local = _from_local(moment, offsets(said.zone, self.ends))
        return f"CASE WHEN {zoned} THEN {moment} ELSE {local} END"


# Behind the day there is a sign or a Z only where there is a zone.
_CLOCK = "SUBSTRING(time FROM 12)"
ISO_ZONED = f"({_CLOCK} LIKE '%Z' OR {_CLOCK} LIKE '%+%' OR {_CLOCK} LIKE '%-%')"
UNNAMED = "no value of {}: "
_UNNAMED_VALUE = re.compile(r"'no value of (\w+): (.*?)'(?: |$)")


def unnamed_value(reason: str) -> tuple[str, str] | None:
    """Our column and the value that nobody has named, if an engine stopped at one."""
    matched = _UNNAMED_VALUE.search(reason)
    return (matched[1], matched[2]) if matched else None


def refused_value(path: object, ours: str, value: str) -> EvidenceError:
    """What is said of a value that the mapping gives no meaning."""
    return EvidenceError(
        f'{path} has "{value}" where {PATH} says what the values of {ours} mean',
        f"add it to values or unknown of {ours}; nothing was written",
    )


def _from_local(moment: str, known: tuple[Offset, ...]) -> str:
    """A local time in UTC. The newest offsets come first, for most rows are recent."""
    *newer, oldest = known
    whens = " ".join(
        f"WHEN {moment} >= TIMESTAMP '{one.begins:%Y-%m-%d %H:%M:%S}' THEN {_less(moment, one)}"
        for one in newer
    )
    return f"CASE {whens} ELSE {_less(moment, oldest)} END" if newer else _less(moment, oldest)


def _less(moment: str, offset: Offset) -> str:
    sign = "-" if offset.minutes >= 0 else "+"
    return f"{moment} {sign} INTERVAL '{abs(offset.minutes)}' MINUTE"
