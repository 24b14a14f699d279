"""What the verbs say of recall and precision of the sample: German is audited, Russian is not."""

import shutil
from pathlib import Path

import pytest

from tests.published import parsed
from tests.sample import ACME
from tests.verbs.tool import Done, Tool

WHY = "nothing that is dropped was labelled"


@pytest.fixture
def tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tool:
    shutil.copytree(ACME / "config", tmp_path / "shipped/config")
    return Tool(tmp_path / "shipped", capsys)


def test_show_says_by_which_labels_or_why_not(tool: Tool) -> None:
    assert (
        "  recall     85.7% (78–91%) by 4,414 labels, 237 of dropped events\n"
        "  precision  55.0% (53–57%) by 4,177 labels\n"
    ) in tool("show", "de").out
    # What passes the primary is labelled, and tells its precision; a canary's takes the rest, too.
    primary, canary = tool("show", "ru").out.split("\ncanary ")
    assert f"  recall     not known: {WHY}\n  precision  " in primary
    assert " by 2,048 labels\n" in primary
    assert f"  recall     not known: {WHY}\n  precision  not known: {WHY}\n" in canary


def test_machines_get_no_number_but_why(tool: Tool) -> None:
    told = parsed("show-output", tool("show", "ru", "--format", "json").out)["routes"][0]
    assert (told["recall"], told["recall_not_known"]) == (None, WHY)
    assert (told["precision"]["of"], told["precision"]["of_dropped"]) == (2048, 0)
    assert told["precision_not_known"] is None


def test_a_threshold_that_is_raised_is_told_by_what_it_keeps(tool: Tool) -> None:
    assert (
        "fewer for the analysts; keeps 98.6% (97–99%) of the relevant events that pass today, "
        f"by 2,048 labels; recall not known: {WHY}\n"
    ) in tool("set", "ru", "primary.threshold", "0.180", "--dry-run").out


def test_one_that_is_lowered_loses_none_and_gains_nobody_knows_how_many(tool: Tool) -> None:
    assert (
        "more for the analysts; loses none of the relevant events that pass today; "
        f"recall not known: {WHY}\n"
    ) in tool("set", "ru", "primary.threshold", "0.172", "--dry-run").out


def test_suggest_refuses_and_says_what_an_audit_would_cost_and_tell(tool: Tool) -> None:
    after = "for the analysts and, after 14 days, recall in an interval of"
    assert tool("suggest", "ru", "relevance-words-v1", "--recall", "85%") == Done(
        2,
        "",
        f"error: recall of relevance-words-v1 in ru is not known: {WHY}\n"
        f"hint: an audit tells it: 1% is 3 events a day more {after} 29 points; "
        f"2% is 6 events a day more {after} 20 points; "
        f"5% is 16 events a day more {after} 12 points: ./langroute set ru audit 2%\n",
    )


def test_machines_get_what_an_audit_would_cost_and_tell(tool: Tool) -> None:
    machine = tool("suggest", "no", "relevance-chars-v2", "--passes", "30%", "--format", "json").out
    output = parsed("suggest-output", machine)
    assert (output["recall"], output["recall_not_known"]) == (None, WHY)
    assert [(one["share"], one["width"] is None) for one in output["audits"]] == [
        (0.01, True),
        (0.02, True),
        (0.05, False),
    ]
