"""The audit of a language: its own, else the policy's, else none; absent, nothing is compiled."""

from typing import Any

import pytest

from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.endpoint_load import asked_share
from langroute_repo.tree.previous_route import entries_of
from langroute_repo.tree.routes import routes_of
from tests.rules.generated_trees import ENVIRONMENT, MODEL, endpoint, tree_of

ANSWERER = {"model": "words", "fields": ["title"], "threshold": {"at": 0.5, "evidence": "none"}}


def files(own: str | None, policy: Any) -> dict[str, Any]:
    """German of one model, with a shadow of a quarter of its events."""
    language: dict[str, Any] = {
        "language": "de",
        "owners": ["@acme"],
        "source": "newswire",
        "primary": ANSWERER,
        "shadows": [ANSWERER | {"model": "chars", "traffic": "25%"}],
    }
    held = {
        f"models/{name}": MODEL | {"model": name, "endpoint": endpoint("eu-central-1")}
        for name in ("words", "chars")
    }
    audit = {} if own is None else {"audit": own}
    return {
        **held,
        "languages/de": language | audit,
        "environments/lab": {"environment": "lab", **ENVIRONMENT},
        "policy": {} if policy is None else {"audit": policy},
    }


@pytest.mark.parametrize(
    ("own", "policy", "drawn"),
    [
        (None, None, None),
        ("2%", None, 200),
        (None, "2%", 200),
        ("5%", "2%", 500),
        ("0.01%", "2%", 1),
        ("0%", "2%", None),
        ("0%", None, None),
        (None, "0%", None),
        ("100%", "2%", 10_000),
    ],
)
def test_its_own_wins_then_the_policy_then_none(
    own: str | None, policy: str | None, drawn: int | None
) -> None:
    tree = tree_of(files(own, policy))
    entry = compile_tree(tree, "lab")["languages"]["de"]
    assert entry.get("audit") == drawn
    assert ("audit" in entry) is (drawn is not None)
    language = tree.languages["de"].model
    assert language is not None
    assert audit_of(tree, language) == (drawn or 0)


@pytest.mark.parametrize("wrong", ["0.001%", "100.01%", "2", 0.02, "-1%"])
def test_what_is_no_share_of_the_grid_is_at_fault(wrong: Any) -> None:
    assert tree_of(files(wrong, None)).languages["de"].model is None
    policy = tree_of(files(None, wrong)).policy
    assert policy is not None
    assert policy.model is None


def test_a_shadow_is_asked_for_either_draw() -> None:
    tree = tree_of(files("20%", None))
    asked = {slot[-1]: asked_share(tree, route) for slot, route in routes_of(tree, "de").items()}
    assert asked == {"primary": 10_000, "chars": 2_500 + 2_000 - 500}


def test_a_state_under_a_policy_at_fault_is_none_to_go_back_to() -> None:
    """Nobody knows what was audited then, unless the language said so."""
    assert entries_of(tree_of(files("2%", "two")), "de") is not None
    assert entries_of(tree_of(files(None, None) | {"policy": {"another": 1}}), "de") is not None
    with pytest.raises(ValueError, match=r"^config/policy\.yaml is at fault$"):
        entries_of(tree_of(files(None, "two")), "de")
