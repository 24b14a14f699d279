"""What the demo tells with fits whatever tree it is given."""

from dataclasses import replace
from pathlib import Path

import pytest

from langroute.document import canonical
from langroute.router import Router, bucket
from langroute_repo.strict_yaml.reader import parse
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from scripts.terminal.failure import Failure
from scripts.tour.newcomer import newcomer
from scripts.tour.story import answers, choose, compared
from tests.sample import ACME

BASE = Path(__file__).parent.parent / "rules" / "base"


def tree_of(root: Path) -> Tree:
    return read(Folder(root))


@pytest.mark.parametrize("root", [BASE, ACME], ids=["base", "sample"])
def test_the_events_stand_around_both_values(root: Path) -> None:
    tree = tree_of(root)
    story = choose(tree, "production")
    router = Router(canonical(compile_tree(tree, "production")))
    routed = [router.route(story.tag, event.key) for event in story.events]
    assert [one.role for one in routed] == ["primary"] * 3
    old = routed[0].threshold
    high, middle, low = (event.score for event in story.events)
    assert low < float(story.value) < middle < old < high


@pytest.mark.parametrize("root", [BASE, ACME], ids=["base", "sample"])
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


TITLES = ("Huelga en Vigo", "Feria", "Gira")


def said(score: float, relevant: bool) -> dict[str, object]:
    return {"score": score, "relevant": relevant, "model": "words"}


BEFORE = (said(0.435, True), said(0.41, False), said(0.385, False))
AFTER = (said(0.435, True), said(0.41, True), said(0.385, False))


def test_what_a_backend_says() -> None:
    assert answers(TITLES, BEFORE) == [
        "   event            score   answer",
        "   Huelga en Vigo   0.435   kept by words",
        "   Feria            0.410   dropped by words",
        "   Gira             0.385   dropped by words",
    ]


def test_what_it_says_after_a_change() -> None:
    assert compared(TITLES, BEFORE, AFTER) == [
        "   event            score   before             after",
        "   Huelga en Vigo   0.435   kept by words      kept by words",
        "   Feria            0.410   dropped by words   kept by words      changed",
        "   Gira             0.385   dropped by words   dropped by words",
    ]


def test_a_new_model_begins_from_one_that_speaks_the_language() -> None:
    tree = tree_of(ACME)
    story = choose(tree, "production")
    one = newcomer(tree, story, ["staging", "production"])
    assert one is not None
    assert (one.name, one.like, one.tag) == ("relevance-e5-v4", "relevance-e5-v3", "es")
    assert one.endpoints == ("relevance-e5-v4-staging", "relevance-e5-v4")
    router = Router(canonical(compile_tree(tree, "production")))
    for event in story.events:  # asked before and after it became the canary, at half of the events
        assert bucket(one.name, story.tag, event.key) >= 5000
        assert router.route(story.tag, event.key).role == "primary"


def test_nobody_is_asked_over_http() -> None:
    tree = tree_of(BASE)
    assert newcomer(tree, choose(tree, "production"), ["staging", "production"]) is None
