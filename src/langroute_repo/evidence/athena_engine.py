"""Runs the evidence SQL on a table of Athena, for a log that is too large for one machine.

The small tables are written into the statement, so that nothing is created in anybody's catalogue.
boto3 is the caller's: this drives the client that it is given. It was tried against a double that
answers as Athena's API is documented to, never on AWS.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from langroute_repo.evidence.label_sql import ASKED, LABELLED, TOLD, UNUSED
from langroute_repo.evidence.log import COLUMNS, EvidenceError, Grouped, Known, Say, Tables, tables
from langroute_repo.evidence.mapping import readings, recorded
from langroute_repo.evidence.projection import Dialect, projection, refused_value, unnamed_value
from langroute_repo.evidence.sql import AGAIN, COUNTS, NAMES, RATES, REPEATS
from langroute_repo.tree.files.log import LogFile

# Athena's default quota is 5 status calls a second and account; a query takes seconds to minutes.
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0  # seconds
NAME = re.compile(r"\w+")


class Athena(Protocol):
    """What is used of boto3's Athena client."""

    def start_query_execution(self, **request: Any) -> Mapping[str, Any]: ...

    def get_query_execution(self, **request: Any) -> Mapping[str, Any]: ...

    def get_query_results(self, **request: Any) -> Mapping[str, Any]: ...

    def stop_query_execution(self, **request: Any) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class AthenaTable:
    """Where the log is a table, and where Athena may put its results (None: the workgroup says)."""

    database: str
    table: str
    output: str | None = None
    workgroup: str | None = None

    def request(self, statement: str) -> dict[str, Any]:
        """The arguments of ``start_query_execution``."""
        request: dict[str, Any] = {
            "QueryString": statement,
            "QueryExecutionContext": {"Database": self.database},
        }
        if self.output:
            request["ResultConfiguration"] = {"OutputLocation": self.output}
        if self.workgroup:
            request["WorkGroup"] = self.workgroup
        return request


def count(
    client: Athena,
    place: AthenaTable,
    known: Known,
    say: Say = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
    labels: Sequence[str] = (),
) -> Grouped:
    """Count all rows of the table; EvidenceError with Athena's reason when a query fails.

    ``labels`` are tables, as DATABASE.TABLE, of what people said apart from the log; each has all
    columns of labels.
    """
    ask = _Query(client, place, sleep)
    said = _labels(labels)
    log = f"log AS ({_log(place, known, ask)})"
    ends = datetime_literal(known.ends)
    say("looking which models and languages the table names")
    horizon = f"horizon (begins, ends) AS (VALUES ({ends}, {ends}))"
    given = tables(known, [_named(row) for row in ask(_with([log, horizon], NAMES))])
    beside = [log, *_beside(given), f"again AS ({AGAIN})"]
    say("counting scores")
    cells, repeats = (map(_cell, ask(_with(beside, text))) for text in (COUNTS, REPEATS))
    say("counting events a second")
    rates = [[int(one or 0) for one in row] for row in ask(_with(beside, RATES))]
    say("counting labels")
    asked = [*beside, said, f"told AS ({TOLD})", f"asked AS ({ASKED})"]
    told_of, unused = (ask(_with(asked, text)) for text in (LABELLED, UNUSED))
    return given.grouped(cells, repeats, rates, map(_numbers, told_of), map(_unused, unused))


Row = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class _Query:
    """Runs one statement at a time and waits for its rows."""

    client: Athena
    place: AthenaTable
    sleep: Callable[[float], None]

    def __call__(self, statement: str) -> list[Row]:
        started = self.client.start_query_execution(**self.place.request(statement))
        query = str(started["QueryExecutionId"])
        try:
            self._wait(query)
        except KeyboardInterrupt:
            # What still runs is paid for.
            self.client.stop_query_execution(QueryExecutionId=query)
            raise
        return list(self._rows(query))

    def _wait(self, query: str) -> None:
        wait = FIRST_WAIT
        while True:
            told = self.client.get_query_execution(QueryExecutionId=query)
            status = told["QueryExecution"]["Status"]
            if status["State"] == "SUCCEEDED":
                return
            if status["State"] in ("FAILED", "CANCELLED"):
                reason = status.get("StateChangeReason", "no reason given")
                what = f"{self.place.database}.{self.place.table}"
                unnamed = unnamed_value(reason)
                if unnamed:
                    raise refused_value(what, *unnamed)
                state = status["State"].lower()
                raise EvidenceError(f"the query on {what} {state}: {reason}", f"query {query}")
            self.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _rows(self, query: str) -> Iterator[Row]:
        """All rows behind the one with the names of the columns; null has no value."""
        page: dict[str, str] = {}
        first = True
        while True:
            answer = self.client.get_query_results(QueryExecutionId=query, **page)
            for row in answer["ResultSet"]["Rows"][first:]:
                yield [one.get("VarCharValue") for one in row["Data"]]
            if not answer.get("NextToken"):
                return
            page, first = {"NextToken": answer["NextToken"]}, False


def _log(place: AthenaTable, known: Known, ask: Callable[[str], list[Row]]) -> str:
    table = _table(place.database, place.table)
    # Names in a catalogue have no dots, so a dot is a step into a nested column.
    taken = {
        one.ours: ".".join(["theirs", *map(_identifier, one.theirs.split("."))])
        for one in readings(known.log, lines=False)
    }
    if known.log == LogFile():
        columns = COLUMNS_OF.format(
            *(ATHENA.literal(one.lower()) for one in (place.database, place.table))
        )
        present = {str(name): str(kind) for name, kind in ask(columns)}
        taken |= {one: f"theirs.{_identifier(one)}" for one in recorded(known.log, present)}
    made = projection(known.log, ATHENA, taken, known.ends)
    return made.select(f"{table} AS theirs")


# The one question about columns: a log that our own recorder wrote also says what was decided.
COLUMNS_OF = (
    "SELECT LOWER(column_name) AS name, data_type FROM information_schema.columns "
    "WHERE LOWER(table_schema) = {} AND LOWER(table_name) = {}"
)


def _table(database: str, table: str) -> str:
    for name in (database, table):
        if not NAME.fullmatch(name):
            raise EvidenceError(f"{name!r} is no name of Athena", "letters, digits and _ only")
    return f'"{database}"."{table}"'


def _labels(tables_: Sequence[str]) -> str:
    """What people said, as a named query; a time without a zone is UTC."""
    moment = ATHENA.moment.format("time")
    selects = [
        f"SELECT CAST(event_id AS VARCHAR) AS event_id, CAST(relevant AS BOOLEAN) AS relevant, "
        f"{moment} AS time, CAST(reason AS VARCHAR) AS reason FROM {_table(*_named_table(one))}"
        for one in tables_
    ]
    return f"labels AS ({' UNION ALL '.join(selects) or NO_LABELS})"


NO_LABELS = (
    "SELECT CAST(NULL AS VARCHAR) AS event_id, CAST(NULL AS BOOLEAN) AS relevant, "
    "CAST(NULL AS TIMESTAMP) AS time, CAST(NULL AS VARCHAR) AS reason WHERE FALSE"
)


def _named_table(name: str) -> tuple[str, str]:
    database, _, table = name.rpartition(".")
    return database, table


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# A time with a zone becomes UTC; one without is UTC already, as the session is.
ATHENA = Dialect(
    text="VARCHAR",
    types=COLUMNS,
    literal=lambda text: "'" + text.replace("'", "''") + "'",
    moment="CAST({} AT TIME ZONE 'UTC' AS TIMESTAMP)",
    iso="CAST(FROM_ISO8601_TIMESTAMP(REPLACE({}, ' ', 'T')) AT TIME ZONE 'UTC' AS TIMESTAMP)",
    microseconds="CAST(FROM_UNIXTIME_NANOS({} * 1000) AT TIME ZONE 'UTC' AS TIMESTAMP)",
    zoned="LOWER(TYPEOF({})) LIKE '%with time zone'",
)


def _beside(given: Tables) -> list[str]:
    """The small tables as named queries."""
    begins, ends = map(datetime_literal, given.horizon)
    return [
        _values("models", "model, number, minimum, maximum", given.models),
        _values("languages", "asked, number, known", given.languages),
        f"horizon (begins, ends) AS (VALUES ({begins}, {ends}))",
        _values("routes", "language, model, cell", given.routes),
    ]


def _values(name: str, columns: str, rows: Sequence[Sequence[object]]) -> str:
    if not rows:
        return f"{name} ({columns}) AS (SELECT * FROM ({NOTHING[name]}) AS none WHERE FALSE)"
    written = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
    return f"{name} ({columns}) AS (VALUES {written})"


NOTHING = {
    "models": "SELECT '' AS model, 0 AS number, 0E0 AS minimum, 0E0 AS maximum",
    "languages": "SELECT '' AS asked, 0 AS number, FALSE AS known",
    "routes": "SELECT 0 AS language, 0 AS model, 0 AS cell",
}


def _literal(value: object) -> str:
    if value is None:
        return "CAST(NULL AS DOUBLE)"  # only the end of a scale can be missing
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.17E}"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def datetime_literal(moment: datetime) -> str:
    """A moment as SQL writes one."""
    return f"TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}'"


def _with(named: Sequence[str], statement: str) -> str:
    return f"WITH {', '.join(named)} SELECT * FROM ({statement}) AS result"


def _named(row: Row) -> tuple[str | None, str | None, datetime | None]:
    language, model, newest = row
    return language, model, datetime.fromisoformat(newest) if newest else None


def _cell(row: Row) -> tuple[date | int | None, ...]:
    language, model, reason, monday, cell, decision, events, first, last = row
    numbers = [None if one is None else int(one) for one in (language, model, reason, cell)]
    days = [None if one is None else date.fromisoformat(one) for one in (monday, first, last)]
    return (*numbers[:3], days[0], numbers[3], int(decision or 0), int(events or 0), *days[1:])


def _numbers(row: Row) -> list[int]:
    return [int(one or 0) for one in row]


def _unused(row: Row) -> tuple[int | date | None, ...]:
    fate, labels, first, last = row
    days = (None if one is None else date.fromisoformat(one) for one in (first, last))
    return int(fate or 0), int(labels or 0), *days
