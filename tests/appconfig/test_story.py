"""What the demo tells with fits whatever tree it is given."""

from dataclasses import replace
from pathlib import Path

import pytest

from langroute.document import canonical
from langroute.router import Router
from langroute.strict_yaml.reader import parse
from langroute.tree.compile import compile_tree
from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from langroute.tree.tree import Tree
from scripts.failure import Failure
from scripts.local_aws import ROOT
from scripts.story import choose, table

BASE = Path(__file__).parent.parent / "rules" / "base"


def tree_of(root: Path) -> Tree:
    return read(Folder(root))


@pytest.mark.parametrize("root", [BASE, ROOT], ids=["base", "sample"])
def test_the_events_stand_around_both_values(root: Path) -> None:
    tree = tree_of(root)
    story = choose(tree, "production")
    router = Router(canonical(compile_tree(tree, "production")))
    routed = [router.route(story.tag, event.key) for event in story.events]
    assert [one.role for one in routed] == ["primary"] * 3
    old = routed[0].threshold
    high, middle, low = (event.score for event in story.events)
    assert low < float(story.value) < middle < old < high


@pytest.mark.parametrize("root", [BASE, ROOT], ids=["base", "sample"])
def test_the_mistake_is_the_line_of_another_language(root: Path) -> None:
    tree = tree_of(root)
    story = choose(tree, "production")
    changed, donor = parse(story.pasted).data, tree.languages[story.donor].data
    assert isinstance(changed, dict)
    assert isinstance(donor, dict)
    assert changed["primary"]["threshold"] == donor["primary"]["threshold"]
    assert changed["language"] == story.tag


def test_one_language_has_nobody_to_take_from() -> None:
    tree = tree_of(BASE)
    alone = replace(tree, languages={"de": tree.languages["de"]})
    with pytest.raises(Failure, match="two languages with the same primary model"):
        choose(alone, "production")


def test_the_table() -> None:
    tree = tree_of(BASE)
    story = choose(tree, "production")
    before = compile_tree(tree, "production")
    after = compile_tree(tree, "production")
    after["languages"][story.tag]["primary"]["threshold"] = story.value
    lines = table(story.events, story.tag, Router(before), Router(after))
    assert lines == [
        "   event        score   before             after",
        "   event-1001   0.435   kept by words      kept by words",
        "   event-1002   0.410   dropped by words   kept by words      changed",
        "   event-1003   0.385   dropped by words   dropped by words",
    ]
