"""Who owns a file, as GitHub reads CODEOWNERS: the last line that fits counts."""

from dataclasses import replace

import pytest

from langroute_repo.github.codeowners import codeowners
from langroute_repo.tree.files.policy import PolicyFile
from langroute_repo.tree.plan import Plan
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import File, Tree, valid
from tests.rules.examples import BASE
from tests.sample import ACME

OWNERS = {"machinery": ["@a/tools"], "policy": ["@a/limits", "@bo"], "workflows": ["@a/guards"]}


@pytest.fixture
def tree() -> Tree:
    """The smallest valid one, with owners of what is left."""
    policy = PolicyFile.model_validate({"owners": OWNERS})
    return replace(read(Folder(BASE)), policy=File("config/policy.yaml", b"", {}, policy))


def owners(text: str, path: str) -> list[str]:
    found: list[str] = []
    for line in text.splitlines():
        pattern, *names = line.split()
        folder = pattern.endswith("/") and f"/{path}".startswith(pattern)
        if pattern != "#" and (pattern in ("*", f"/{path}") or folder):
            found = names
    return found


def test_what_somebody_is_named_for_is_theirs(tree: Tree) -> None:
    text = codeowners(tree, Plan())
    for _, routed, language in valid(tree.languages):
        assert owners(text, routed.path) == language.owners
    for _, described, model in valid(tree.models):
        assert owners(text, described.path) == model.owners


@pytest.mark.parametrize(
    ("path", "whose"),
    [
        ("scripts/push.py", "machinery"),
        ("README.md", "machinery"),
        ("requirements.txt", "machinery"),
        ("config/policy.yaml", "policy"),
        ("config/exceptions.yaml", "policy"),
        ("config/environments/production.yaml", "policy"),
        ("config/languages/new.yaml", "policy"),
        (".github/workflows/push.yml", "workflows"),
        (".github/settings/ruleset.json", "workflows"),
        (".github/CODEOWNERS", "workflows"),
    ],
)
def test_the_rest_has_owners_apart(tree: Tree, path: str, whose: str) -> None:
    assert owners(codeowners(tree, Plan()), path) == OWNERS[whose]


def test_cases_and_evidence_go_with_what_they_speak_of(tree: Tree) -> None:
    text = codeowners(tree, Plan())
    (tag, language), *_ = tree.languages.items()
    (name, model), *_ = tree.models.items()
    assert language.model is not None
    assert model.model is not None
    assert owners(text, f"config/cases/{tag}.yaml") == language.model.owners
    assert owners(text, f"config/evidence/{name}/{tag}.json") == model.model.owners


def test_a_file_at_fault_falls_to_the_owners_around_it(tree: Tree) -> None:
    (tag, file), *_ = tree.languages.items()
    broken = replace(tree, languages={tag: replace(file, model=None)})
    assert owners(codeowners(broken, Plan()), file.path) == OWNERS["policy"]


def test_without_a_policy_only_the_named_own_something(tree: Tree) -> None:
    text = codeowners(replace(tree, policy=None), Plan())
    assert owners(text, "scripts/push.py") == []
    assert owners(text, next(iter(tree.languages.values())).path)


def test_the_sample_leaves_nothing_without_an_owner() -> None:
    text = (ACME / ".github/CODEOWNERS").read_text("utf-8")
    assert owners(text, "anything") != []
    assert all(len(line.split()) > 1 for line in text.splitlines())
