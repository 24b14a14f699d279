"""A canary that is compared with the primary: what is compiled of it, and how much is asked."""

from fractions import Fraction
from typing import Any

import pytest

from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.endpoint_load import asked_share
from langroute_repo.tree.routes import routes_of
from tests.rules.generated_trees import tree_of
from tests.tree.test_audit import ANSWERER, files


def compared(share: Any, traffic: str = "10%", audit: str | None = None, **more: Any) -> Any:
    """German of a primary and a canary."""
    made = files(audit, None)
    made["languages/de"]["shadows"] = []
    canary = ANSWERER | {"model": "chars", "traffic": traffic, **more}
    made["languages/de"]["canary"] = canary | ({} if share is None else {"compared": share})
    return tree_of(made)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [(None, None), ("0%", None), ("0.01%", 1), ("25%", 2_500), ("100%", 10_000)],
)
def test_absent_nothing_is_compiled(written: str | None, drawn: int | None) -> None:
    document = compile_tree(compared(written), "lab")
    canary = document["languages"]["de"]["canary"]
    assert canary.get("compared") == drawn
    assert ("compared" in canary) is (drawn is not None)
    assert document["format"] == 1


@pytest.mark.parametrize("wrong", ["0.001%", "100.01%", "2", 0.02, "-1%"])
def test_what_is_no_share_of_the_grid_is_at_fault(wrong: Any) -> None:
    assert compared(wrong).languages["de"].model is None


@pytest.mark.parametrize(
    ("tree", "primary", "canary"),
    [
        (compared("25%"), 9_000 + 250, 1_000 + 2_250),
        (compared("100%"), 10_000, 10_000),
        (compared("100%", traffic="100%"), 10_000, 10_000),
        (compared("25%", traffic="0%"), 10_000, 2_500),
        # In half of the events one of the two draws or both.
        (compared("25%", traffic="10%", audit="20%"), 9_000 + 400, 1_000 + 3_600),
        # A primary that stands in is asked once more about what it was compared on.
        (compared("25%", on_failure="primary"), 10_000 + 250, 1_000 + 2_250),
        (compared("0%", audit="20%"), 9_000, 1_000),
    ],
)
def test_each_is_asked_about_a_share_of_the_others_events(
    tree: Any, primary: int, canary: int
) -> None:
    asked = {slot[0]: asked_share(tree, route) for slot, route in routes_of(tree, "de").items()}
    assert asked == {"primary": Fraction(primary), "canary": Fraction(canary)}
