"""A stand-in for Athena in tests: its API's shapes over DuckDB. Nothing here is Athena.

It runs the statement that it is given on tables it holds, and answers as the API's reference
describes: texts for all values, none for null, names in the first row, pages of a few rows.
"""

from collections.abc import Mapping
from typing import Any

import duckdb

PAGE = 3
# Those of Trino that DuckDB calls otherwise. The first takes a T before the clock and nothing else.
FUNCTIONS = (
    "from_iso8601_timestamp(text) AS CAST(CASE WHEN text LIKE '%T%' THEN text ELSE error(text) END "
    "AS TIMESTAMPTZ)",
    "from_unixtime_nanos(number) AS CAST(make_timestamp(number // 1000) AS TIMESTAMPTZ)",
)


class AthenaDouble:
    """What the engine uses of boto3's client, and what it was asked for."""

    def __init__(
        self, log: str, states: tuple[str, ...] = ("QUEUED", "RUNNING"), labels: str = ""
    ) -> None:
        self.requests: list[Mapping[str, Any]] = []
        self.stopped: list[str] = []
        self.fails_with = ""
        self._states = states
        self._polled = 0
        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        for function in FUNCTIONS:
            self._connection.execute(f"CREATE MACRO {function}")
        self._connection.execute("CREATE SCHEMA ml")
        self._connection.execute(f"CREATE TABLE ml.predictions AS {log}")
        if labels:
            self._connection.execute(f"CREATE TABLE ml.labels AS {labels}")
        self._rows: list[list[str | None]] = []

    def start_query_execution(self, **request: Any) -> Mapping[str, Any]:
        self.requests.append(request)
        self._polled = 0
        try:
            found = self._connection.execute(request["QueryString"])
            names: list[str | None] = [column[0] for column in found.description]
            rows = [[_text(value) for value in row] for row in found.fetchall()]
            self._rows = [names, *rows]
        except duckdb.Error as error:
            self.fails_with = f"COLUMN_NOT_FOUND: {error}".splitlines()[0]
        return {"QueryExecutionId": f"query-{len(self.requests)}"}

    def get_query_execution(self, **request: Any) -> Mapping[str, Any]:
        assert request == {"QueryExecutionId": f"query-{len(self.requests)}"}
        self._polled += 1
        if self._polled <= len(self._states):
            return _status(self._states[self._polled - 1])
        if self.fails_with:
            return _status("FAILED", StateChangeReason=self.fails_with)
        return _status("SUCCEEDED")

    def get_query_results(self, **request: Any) -> Mapping[str, Any]:
        start = int(request.get("NextToken", 0))
        page = self._rows[start : start + PAGE]
        rows = [{"Data": [_datum(value) for value in row]} for row in page]
        more = start + PAGE < len(self._rows)
        return {"ResultSet": {"Rows": rows}} | ({"NextToken": str(start + PAGE)} if more else {})

    def stop_query_execution(self, **request: Any) -> Mapping[str, Any]:
        self.stopped.append(request["QueryExecutionId"])
        return {}


def _status(state: str, **more: str) -> Mapping[str, Any]:
    return {"QueryExecution": {"Status": {"State": state, **more}}}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _datum(value: str | None) -> Mapping[str, str]:
    return {} if value is None else {"VarCharValue": value}
