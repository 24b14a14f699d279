"""That docs/faults.md tells of all cases there are, and a sample of them comes out right."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from scripts import PROJECT
from tests.appconfig.fault_table import AGAIN, RIGHT, SAID, Runner, cases, page
from tests.simulated.faults import FAULTS

PAGE = PROJECT / "docs" / "faults.md"
EVERY = 50  # it and the 19 strikes of a call have no common divisor


def test_every_fault_has_its_words() -> None:
    assert SAID.keys() == FAULTS.keys()


def test_the_page_tells_of_every_case_and_a_sample_of_them_comes_out_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = Runner(tmp_path, monkeypatch)
    every = list(cases(runner))
    anew = bool(os.environ.get("UPDATE_EXPECTED"))
    tried = every if anew else every[::EVERY]
    counts = Counter((one.name, strike.fault, runner.came(one, strike)) for one, strike in tried)
    if anew:
        PAGE.write_text(page(counts), encoding="utf-8")
    assert {how for _, _, how in counts} <= {RIGHT, AGAIN}
    told = PAGE.read_text(encoding="utf-8")
    assert f"; {len(every):,} cases." in told
    for name, number in Counter(one.name for one, _ in every).items():
        assert re.search(rf"^\| {re.escape(name)} \| {number:,} \| .* \| 0 \| 0 \|$", told, re.M)
