"""Names and values of any characters stay names and values: nothing in them is ever SQL."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from langroute_repo.evidence import duckdb_engine
from langroute_repo.evidence.duckdb_dialect import identifier
from langroute_repo.evidence.log import Known
from langroute_repo.tree.files.log import LogFile
from langroute_repo.tree.read import read_file
from tests.evidence.logs import json_lines, row
from tests.evidence.test_engines import comparable
from tests.evidence.test_mapping import known

HOSTILE = [
    "'; DROP TABLE log; --", '"; DROP VIEW log; --', "a'b", 'a"b', "a`b", "a\\", "a\\'", "${x}",
    "{}", "{0}", "%s", "?", "$1", "/* */", "--", "select", "theirs", "taken", "log", "time", "a b",
    "a.b", "a.b.c", ".", "..", "'", '"', "''", "\\", "ü", "日本", "NULL", "null", "*", "a;b", "İ",
]  # fmt: skip
# What the reader of the files lets through: no control character, nothing outside of Unicode.
texts = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=20
)
words = (st.sampled_from(HOSTILE) | texts).map(str.strip).filter(bool)
OURS = ("event_id", "language", "model", "role", "status", "score")


def apart(found: list[str]) -> bool:
    """Whether none is another one or inside it; two of ours are not taken from them."""
    taken = [one.casefold() for one in (*found, "time", "relevant")]
    within = any(one.startswith(f"{other}.") for one in taken for other in taken)
    return len(set(taken)) == len(taken) and not within


names = st.lists(words, min_size=len(OURS), max_size=len(OURS)).filter(apart)


def mapping(found: list[str], language: str, role: str, success: str) -> Known:
    """A mapping as people write it, with these names and words."""
    columns = dict(zip(OURS, found, strict=True))
    data = {ours: {"column": theirs} for ours, theirs in columns.items()}
    said: dict[str, object] = dict(data)
    said["language"] = data["language"] | {"values": {language: "pt"}}
    said["role"] = data["role"] | {"values": {role: "shadow"}}
    said["status"] = data["status"] | {"success": [success]}
    file = read_file(json.dumps(said, ensure_ascii=False).encode(), "config/log.yaml", LogFile)
    assert file.model is not None, file
    return known("", file.model)


@settings(max_examples=6, deadline=None)
@given(names, words, words, words)
@example(["theirs", "theirs'", 'theirs"', "taken", "log", "1"], "'", "''", "\\")
@example(["a.b", 'a".b', "x.y.z", "SELECT", "from", "--"], "a' OR '1'='1", "\\'", "'); --")
def test_a_log_of_any_names_and_values_is_counted_as_ours(
    found: list[str], language: str, role: str, success: str
) -> None:
    rows = [row(1), row(2, language="pt"), row(3, role="shadow", model="wide"), row(4, status=500)]
    columns = dict(zip(OURS, found, strict=True))
    said: dict[str, dict[Any, str]] = {
        "language": {"pt": language},
        "role": {"shadow": role},
        "status": {200: success, 500: f"no {success}"},
    }
    theirs = [
        {
            columns.get(ours, ours): said.get(ours, {}).get(value, value)
            for ours, value in one.items()
        }
        for one in rows
    ]
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        own = json_lines(Path(folder, "own.jsonl"), rows)
        lines = json_lines(Path(folder, "theirs.jsonl"), theirs)
        table = Path(folder, "theirs.parquet")
        shown = ", ".join(identifier(name) for name in theirs[0] if name != "time")
        connection.execute(
            f"COPY (SELECT {shown}, CAST(time AS TIMESTAMP) AS time FROM read_json('{lines}')) "
            f"TO '{table}'"
        )
        wanted = comparable(duckdb_engine.count([own], known("")))
        for log in (lines, table):
            counted = duckdb_engine.count([log], mapping(found, language, role, success))
            assert comparable(counted) == wanted
