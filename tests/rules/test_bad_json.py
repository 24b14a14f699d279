"""Whatever stands in a JSON file or a JSON artifact, people get a sentence: never a traceback."""

import copy
import json
import random
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from langroute_repo.github.artifact import ArtifactError, read_review
from langroute_repo.github.errors import as_data
from langroute_repo.strict_yaml.json_text import json_fault
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.read import read
from scripts.deployments.push_report import read_report
from scripts.github.event import WorkflowEvent
from scripts.terminal.failure import Failure
from tests.memory import Memory
from tests.rules.examples import TODAY
from tests.rules.mutations import FILES, places
from tests.rules.test_bad_input import printed
from validators.engine import run
from validators.finding import Given

PATHS = [path for path in FILES if path.endswith(".json")]
DE = "config/evidence/words/de.json"
NESTED = b"[" * 60_000

# Values that count too far, are of no calendar, or of another type.
ANYTHING: list[Any] = [
    None, True, 0, -1, 2**53, 10**30, 0.5, 1e308, -1e308, 5e-324, "", "de", "embedding", "a" * 300,
    "2026-13-45", "9999-12-31", "0001-01-01", "2026-11-09", "\u202e", "\ud800", "0" * 8, [], {},
    [0] * 1001, [2**53] * 1001, [1] * 1001, [10**9] + [0] * 1000,
    [{"monday": "9999-12-27", "events": 0, "passed": 0}],
    [{"monday": "0001-01-01", "events": 1, "passed": None}],
]  # fmt: skip


def mutated_evidence(seed: int) -> dict[str, bytes]:
    """The base with values of evidence that are others; the digests and the seals fit them."""
    draw = random.Random(seed)
    files = dict(FILES)
    for _ in range(draw.randint(1, 3)):
        path = draw.choice(PATHS)
        data = json.loads(files[path])
        for _ in range(draw.randint(1, 3)):
            holder, step = draw.choice(
                [one for one in places(data) if one[1] not in range(4, 2000)]
            )
            holder[step] = copy.deepcopy(draw.choice(ANYTHING))
        files[path] = _sealed(data)
        digest = re.escape(str(data.get("digest", ""))[:8])
        if re.fullmatch("[0-9a-f]{8}", digest):
            tag = Path(path).stem
            for one in [one for one in files if one.startswith("config/languages/")]:
                seal = rf"evidence: {tag}-[0-9a-f]{{8}}".encode()
                files[one] = re.sub(seal, f"evidence: {tag}-{digest}".encode(), files[one])
    return files


def _sealed(data: dict[str, Any]) -> bytes:
    """The data with the digest that its counts have, where they are counts."""
    raw = json.dumps(data).encode()
    try:
        data["digest"] = Evidence.model_validate_json(raw).computed_digest()
    except ValidationError:
        return raw
    return json.dumps(data).encode()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=2**63))
def test_no_evidence_breaks_the_check(seed: int) -> None:
    after, before = read(Memory(mutated_evidence(seed))), read(Memory(FILES))
    printed(run(Given(tree=after, today=TODAY)))
    printed(run(Given(tree=after, before=before, today=TODAY)))


def test_a_window_at_the_end_of_the_calendar_is_told() -> None:
    data = json.loads(FILES[DE])
    data["window"]["to"] = "9999-12-31"
    tree = read(Memory(FILES | {DE: _sealed(data)}))
    said = {one.message for one in run(Given(tree=tree, today=TODAY)).findings}
    assert "its window has the day 9999-12-31, on which nobody had a log" in said


RAW = {
    "nothing": (b"", "no JSON: expecting value: line 1 column 1"),
    "a word": (b"x\n", "no JSON: expecting value: line 1 column 1"),
    "nested": (NESTED, "nested too deeply"),
    "nested objects": (b'{"a":' * 12_000, "nested too deeply"),
    "not UTF-8": (b'{\n"a": "\xff"}', "byte 0xFF on line 2 is not UTF-8"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "byte 0xFF on line 1 is not UTF-8"),
    "a byte order mark": (
        b"\xef\xbb\xbf{}",
        "no JSON: unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1",
    ),
    "a trailing comma": (
        b'{"a": 1,}',
        "no JSON: expecting property name enclosed in double quotes: line 1 column 9",
    ),
    "a long number": (b"1" * 5000, "no JSON: a number of 5,000 digits"),
    "a key twice": (
        b'{"b": {"a": 1},\n"a": 1,\n"a": 2}',
        "key 'a' is written twice, on lines 2 and 3",
    ),
    "a key twice, with tabs": (b'{\t"a": 1, "a": 2}', "key 'a' is written twice"),
    "marks of a merge": (
        b'{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> topic\n}\n',
        "git left the marks of a merge here, on line 2",
    ),
}


@pytest.mark.parametrize(("raw", "said"), RAW.values(), ids=RAW)
def test_what_is_wrong_with_a_text(raw: bytes, said: str) -> None:
    assert (json_fault(raw) or "").startswith(said)
    told = {
        one.message
        for one in run(Given(tree=read(Memory(FILES | {DE: raw})), today=TODAY)).findings
        if one.path == DE
    }
    assert len(told) == 1
    assert said in told.pop()


def _review(path: Path) -> None:
    read_review(path, "0" * 40)


def _event(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_EVENT_PATH", str(path))
        WorkflowEvent.read()


def _answer(path: Path) -> None:
    as_data(path.read_bytes())


READERS: list[tuple[Callable[[Path], object], type[Exception]]] = [
    (_review, ArtifactError),
    (read_report, Failure),
    (_event, Failure),
    (_answer, ArtifactError),
]
FRAGMENTS = ["{", "}", "[", "]", '"a"', ":", ",", "1", "1e999", "NaN", "-", "\\", "\ud800", "null"]


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.binary(max_size=40),
        st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(
            lambda parts: "".join(parts).encode(errors="surrogatepass")
        ),
    )
)
@example(NESTED)
@example(b'{"a":' * 100_000)
@example(b"1" * 5000)
@example("{}".encode("utf-16"))
def test_an_artifact_of_anybody_is_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "artifact.json"
    path.write_bytes(raw)
    for reader, refused in READERS:
        with suppress(refused):
            reader(path)
