"""When the clocks of a time zone were set, so that the same SQL tells UTC on every engine.

Engines disagree on the hour that comes twice and on the one that does not come, and know zones of
different years. So the offsets are written into the statement, from the one database that is pinned
with this tool: DuckDB's.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from langroute_repo.evidence.log import EvidenceError
from langroute_repo.wording import did_you_mean

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIRST = datetime(1990, 1, 1)  # nothing was scored before; all offsets since are whole minutes
OFFSETS = """
SELECT moment, date_diff('minute', moment, timezone($zone, timezone('UTC', moment)))
FROM (SELECT unnest(generate_series($begins, $ends, to_minutes($step))) AS moment)
ORDER BY moment
"""
DAY, MINUTE = 1440, 1  # minutes


class Offset(NamedTuple):
    """From this local time on, clocks are so many minutes ahead of UTC.

    Of the hour that comes twice this is the first one; one that does not come goes on as before.
    """

    begins: datetime
    minutes: int


@cache
def offsets(zone: str, ends: datetime) -> tuple[Offset, ...]:
    """All offsets up to ``ends`` (UTC), the newest first; EvidenceError for a zone of no such name.

    The oldest one holds before its beginning as well.
    """
    import duckdb

    with duckdb.connect() as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM pg_timezone_names()").fetchall()
        ]
        if zone not in names:
            hint = did_you_mean(zone, names, "zones are named as in Europe/Warsaw")
            raise EvidenceError(f'config/log.yaml: no time zone is called "{zone}"', hint)
        found: list[Offset] = []
        for moment, minutes in _changes(connection, zone, FIRST, ends, DAY):
            begins = moment
            if found:
                before = found[-1].minutes
                day = moment - timedelta(minutes=DAY)
                begins = _changes(connection, zone, day, moment, MINUTE)[1][0]
                begins += timedelta(minutes=max(before, minutes))
            found.append(Offset(begins, minutes))
        return tuple(reversed(found))


def _changes(
    connection: "DuckDBPyConnection", zone: str, begins: datetime, ends: datetime, step: int
) -> list[tuple[datetime, int]]:
    """The first moment (UTC) and each at which the offset is another one, looked at in steps."""
    given = {"zone": zone, "begins": begins, "ends": ends, "step": step}
    found: list[tuple[datetime, int]] = []
    for moment, minutes in connection.execute(OFFSETS, given).fetchall():
        if not found or found[-1][1] != minutes:
            found.append((moment, minutes))
    return found
