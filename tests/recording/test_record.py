"""Whose fault a status tells of: the table in the docs is the one that is meant."""

import re
from pathlib import Path

import pytest

from langroute.recording import record
from langroute.recording.record import Record, fault
from langroute_repo.evidence.log import OPTIONAL, REQUIRED

DOCS = Path(__file__).parents[2] / "docs" / "backend.md"
ROW = re.compile(r"^\| ([\d, ]+) \| (?:`(\w+)`)? *\| ", re.MULTILINE)
TABLE = {
    int(status): whose or None
    for statuses, whose in ROW.findall(DOCS.read_text())
    for status in statuses.split(", ")
}
CONSTANTS = {
    name: value
    for name, value in vars(record).items()
    if name.isupper() and isinstance(value, int) and not name.startswith(("_", "LONGEST"))
}


def test_the_table_of_the_docs_has_every_status_of_ours_and_whose_fault_it_is() -> None:
    assert set(CONSTANTS.values()) <= set(TABLE)
    assert {status: fault(status) for status in TABLE} == TABLE


@pytest.mark.parametrize("status", [201, 302, 400, 418, 422, 500, 599])
def test_what_the_table_does_not_have_is_the_models(status: int) -> None:
    """400 too: in records from before it was the event's as well, and nobody can tell."""
    assert status not in TABLE
    assert fault(status) == "model"


def test_only_what_is_good_is_a_status_that_evidence_takes_for_good() -> None:
    """It counts what lies from 200 to 299."""
    assert [one for one in TABLE if 200 <= one < 300] == [record.ANSWERED]


def test_columns_that_came_later_come_last_and_may_be_left_out() -> None:
    """A backend that makes records by their order goes on doing so."""
    later = ["audited", "copied", "extra", "sent", "prepare_ms", "compared"]
    assert list(Record._field_defaults) == list(Record._fields[-6:]) == later
    assert not {"sent", "prepare_ms", "compared"} & {*REQUIRED, OPTIONAL}
