"""Chains of changes that look whole: what moved round a comment, or behind it, was not shown."""

import pytest

from tests.appconfig.pusher import DE
from tests.github.published import Published
from tests.github.shop import Shop
from tests.repository import commit, git

Output = pytest.CaptureFixture[str]
STAGING = "config/environments/staging.yaml"
POLICY = "config/policy.yaml"


@pytest.fixture
def shop(merged: Published, capsys: Output) -> Shop:
    return Shop(merged, capsys)


def by_hand(shop: Shop, path: str, old: str, new: str) -> None:
    """An administrator pushes to main, by no pull request."""
    file = shop.merged.root / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    commit(shop.merged.root, f"{path}: by an administrator")


def test_what_was_shown_to_go_back_does_not_come_again_by_itself(shop: Shop) -> None:
    shop.comment()
    shop.ramp("20%", "10%")
    shop.comment()
    by_hand(shop, DE, "traffic: 10%", "traffic: 20%")
    assert shop.unshown() == ["de"]
    assert "no merged pull request brought it" in shop.out


def test_a_shallow_clone_knows_nothing(shop: Shop) -> None:
    shop.comment()
    git(shop.merged.root, "push", "-q", "origin", "HEAD:main")
    head = git(shop.merged.root, "rev-parse", "HEAD")
    (shop.merged.root / ".git/shallow").write_text(head + "\n")
    assert shop.unshown() == ["de"]
    assert "is of no commit before this" in shop.out


def test_a_merge_commit(shop: Shop) -> None:
    """Its pull request showed all of it: the commits behind it are looked at as one."""
    shop.comment()
    root = shop.merged.root
    git(root, "checkout", "-q", "-b", "topic")
    by_hand(shop, DE, "traffic: 20%", "traffic: 25%")
    by_hand(shop, DE, "traffic: 25%", "traffic: 30%")
    head = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "-q", "-")
    git(root, "merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    shop.merged.publish("Merge topic")
    shop.merged.github.state.pulls[-1]["head_sha"] = head
    shop.comment()
    assert shop.unshown() == []


def test_a_squash_onto_a_base_that_moved(shop: Shop) -> None:
    """The comment is of the head against the base of then; what came between moved the same."""
    shop.comment()
    old = git(shop.merged.root, "rev-parse", "HEAD")
    by_hand(shop, DE, "source: newswire", "source: newswire # why")
    shop.ramp("20%", "30%")
    shop.comment(base=old)
    assert shop.unshown() == []
    old = git(shop.merged.root, "rev-parse", "HEAD")
    by_hand(shop, DE, "traffic: 30%", "traffic: 31%")
    shop.ramp("31%", "40%")
    shop.comment(base=old)
    assert shop.unshown() == ["de"]


def test_a_language_that_is_removed_and_added_again(shop: Shop) -> None:
    shop.comment()
    file = shop.merged.root / "config/languages/en.yaml"
    kept = file.read_text()
    file.unlink()
    commit(shop.merged.root, "en: gone")
    file.write_text(kept)
    shop.merged.merge("en: back")
    assert shop.unshown() == []


def test_two_headers_count_as_the_first(shop: Shop) -> None:
    kept = shop.comment()
    good = kept["body"].partition("\n")[0]
    bad = good.replace('"number":1', '"number":7')
    kept["body"] = f"{bad}\n{good}\n"
    assert shop.unshown() == ["de"]
    kept["body"] = f"{good}\n{bad}\n"
    assert shop.unshown() == []
    kept["body"] = f"> {good}\n"
    assert shop.unshown() == ["de"]
    kept["body"] = f"{bad} {good}\n"
    assert shop.unshown() == ["de"]


def test_limits_that_somebody_widened_by_hand_are_no_limits_that_were_shown(shop: Shop) -> None:
    shop.comment()
    policy = shop.merged.root / POLICY
    policy.write_text(policy.read_text() + "change: {largest_ramp_step: 80%}\n")
    commit(shop.merged.root, "By an administrator")
    shop.ramp("20%", "90%")
    shop.comment()
    assert shop.unshown() == [":limits"]


def test_a_quick_rollout_guards_a_push_too(shop: Shop) -> None:
    shop.comment()
    quick = "quick: {duration: 1m, step: 100%, growth: linear, bake: 1m}"
    by_hand(shop, STAGING, "alarm:", f"{quick}\nalarm:")
    assert shop.unshown() == [":environment"]


def test_who_agreed_to_a_document_has_not_agreed_to_other_guards(shop: Shop) -> None:
    shop.comment()
    shop.ramp("20%", "30%")
    by_hand(shop, STAGING, "failures: 5%", "failures: 4%")
    told = shop.shown()[1]
    hashes = told["plan_hash"]["live"], told["agreement"]
    assert f"agree-hash={told['agreement']}\n" in shop.out
    assert told["agreement"] != told["plan_hash"]["target"]
    assert shop.shown("--require", "--accept", *hashes)[0] == 0
    by_hand(shop, STAGING, "failures: 4%", "failures: 95%")
    assert shop.shown("--require", "--accept", *hashes)[0] == 1


def test_a_revert_of_a_revert(shop: Shop) -> None:
    shop.comment()
    shop.ramp("20%", "10%")
    assert shop.unshown() == []  # nobody was shown the revert, and nothing is left to push
    shop.comment()
    shop.ramp("10%", "20%")
    assert shop.unshown() == ["de"]  # that it comes again nobody was shown
    shop.comment()
    assert shop.unshown() == []
    shop.ramp("20%", "30%")
    assert shop.unshown() == ["de"]
    shop.comment()
    assert shop.unshown() == []
