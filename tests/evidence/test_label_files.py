"""Whatever stands in a file of labels, each line is a label, or a sentence refuses the file."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.evidence.label_files import labels
from langroute_repo.evidence.log import EvidenceError

VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2**63, 10**30, 0.3, 1e308, "", "event-1", "true", "ja", "audit",
    "2026-11-02T10:00:00Z", "2026-11-02 10:00:00+14:00", "yesterday", "9999-12-31", "\u0000",
    "\ud800", "\u202e", "a" * 300, [], {}, [True], {"id": 1},
]  # fmt: skip
KEYS = ("event_id", "relevant", "time", "reason", "score", "Relevant", "")
ROWS = st.lists(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES)), max_size=4)
DAMAGE = (
    b"",
    b",",
    b"}",
    b"\xff",
    b"\xef\xbb\xbf",
    b"<<<<<<< HEAD\n",
    b"NaN",
    b"[" * 5000,
    b"\r\n\n",
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("labels") / "labels.jsonl"


def _refused(connection: duckdb.DuckDBPyConnection, path: Path) -> EvidenceError | None:
    try:
        labels(connection, [path])
    except EvidenceError as error:
        return error
    return None


@given(ROWS, st.sampled_from(DAMAGE), st.integers(0, 400))
def test_a_file_is_read_whole_or_refused(
    path: Path, rows: list[dict[str, Any]], damage: bytes, place: int
) -> None:
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(text[:place] + damage + text[place:])
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        refused = _refused(connection, path)
        if refused:
            assert str(path) in refused.message
            assert refused.hint
            return
        read = connection.execute("SELECT event_id, relevant FROM labels").fetchall()
    wanted = [(row.get("event_id"), row.get("relevant")) for row in rows]
    assert read == [(None if one is None else str(one), said) for one, said in wanted]
