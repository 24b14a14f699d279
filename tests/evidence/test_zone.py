"""Local times in UTC, by the SQL that every engine runs, held against Python's own time zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from langroute_repo.evidence.duckdb_dialect import DUCKDB
from langroute_repo.evidence.log import EvidenceError
from langroute_repo.evidence.projection import projection
from langroute_repo.evidence.zone import offsets
from langroute_repo.tree.files.log import LogFile, TimeColumn

ENDS = datetime(2026, 11, 20)
# Half an hour of summer time, a summer time that pauses in Ramadan, none, and one behind UTC.
ZONES = [
    "Europe/Warsaw", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata", "America/New_York"
]  # fmt: skip
# Until when the databases of all machines are of one mind.
AGREED = datetime(2024, 12, 31)
times = st.datetimes(datetime(2019, 1, 1), AGREED).map(lambda one: one.replace(microsecond=0))


def in_utc(zone: str, local: list[datetime]) -> list[datetime]:
    """What the projection makes of local times without a zone."""
    log = LogFile(time=TimeColumn(zone=zone))
    rows = ", ".join(f"(TIMESTAMP '{one}')" for one in local)
    found = projection(log, DUCKDB, {"time": "theirs.local"}, ENDS)
    time = next(one for one in found.converted if one.endswith(" AS time"))
    with duckdb.connect() as connection:
        taken = f"(SELECT local AS time FROM (VALUES {rows}) AS theirs (local)) AS taken"
        return [one for (one,) in connection.execute(f"SELECT {time} FROM {taken}").fetchall()]


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=10, deadline=None)
@given(st.lists(times, min_size=1, max_size=50))
def test_a_local_time_is_that_of_the_zone(zone: str, local: list[datetime]) -> None:
    known = ZoneInfo(zone)
    assert in_utc(zone, local) == [
        one.replace(tzinfo=known).astimezone(UTC).replace(tzinfo=None) for one in local
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_the_hours_around_each_change_of_the_clocks_are_right(zone: str) -> None:
    """Of an hour that comes twice the first one is meant, and one that never came goes on."""
    known = ZoneInfo(zone)
    around = [
        one.begins + timedelta(minutes=minutes)
        for one in offsets(zone, ENDS)
        if datetime(2015, 1, 1) < one.begins < AGREED
        for minutes in range(-150, 151, 15)
    ]
    assert in_utc(zone, around or [ENDS]) == [
        one.replace(tzinfo=known).astimezone(UTC).replace(tzinfo=None) for one in around or [ENDS]
    ]


def test_a_zone_of_no_such_name_is_told_with_the_nearest() -> None:
    with pytest.raises(EvidenceError) as raised:
        offsets("Europe/Warszaw", ENDS)

    assert str(raised.value) == 'config/log.yaml: no time zone is called "Europe/Warszaw"'
    assert raised.value.hint == 'did you mean "Europe/Warsaw"?'
