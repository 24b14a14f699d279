"""What is listed by hand is listed whole: what a list forgets is never run, and nothing says so."""

import importlib
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
import yaml

import langroute_repo.tree.files
import scripts
import validators
from langroute_repo.diff.classify import FILES as TABLES
from langroute_repo.tree.files.part import Part
from langroute_repo.tree.files.plan import PlanFile
from langroute_repo.tree.modeline import SCHEMAS, modeline
from langroute_repo.tree.read import ACCEPTED_DEPTH, EXPECTED, KINDS, SINGLE, TYPES, read
from langroute_repo.tree.state_before import read_before
from scripts.__main__ import VERBS
from scripts.generated.catalogue import GROUPS
from scripts.new import FOLDERS
from tests.memory import Memory
from tests.rules.mutations import FILES as MUTATED
from tests.setup.checkout import REPOSITORY
from tests.tree.test_schema_conformance import MODELS as OF_SCHEMAS
from validators.document.pushed import Pushed
from validators.document.rules import DOCUMENT_RULES, objections
from validators.finding import Given, Group
from validators.rules import RULES

EVIDENCE = "evidence"


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """All modules of a package, those of its own packages as well."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def classes(package: ModuleType, base: type) -> set[type]:
    """The public classes that a package defines below another one."""
    return {
        one
        for module in modules(package)
        for name, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__ and issubclass(one, base) and name[0] != "_"
    }


@cache
def rules_of(given: type) -> frozenset[tuple[str, str]]:
    """Module and name of every public function below validators/ that takes just what a rule does.

    Each group of rules is a package of its own; what runs them lies beside these.
    """
    return frozenset(
        (module.__name__, name)
        for group in get_args(Group)
        for module in modules(importlib.import_module(f"{validators.__name__}.{group}"))
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and name[0] != "_" and _takes(one) == [given]
        # All of them together.
        if one is not objections
    )


def _takes(function: Any) -> list[object]:
    hints = get_type_hints(function)
    return [hints.get(name) for name in inspect.signature(function).parameters]


def test_every_rule_is_run() -> None:
    listed = [(rule.check.__module__, rule.check.__name__) for rule in RULES]
    assert rules_of(Given) | rules_of(Pushed) == set(listed)
    assert len(listed) == len(set(listed))


def test_every_rule_on_documents_is_run_by_aws_too() -> None:
    assert rules_of(Pushed) == {(rule.__module__, rule.__name__) for rule in DOCUMENT_RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_lies_where_its_name_and_its_group_say(rule: Any) -> None:
    group, name = rule.check.__module__.split(".")[-2:]
    assert (group, name) == (rule.group, rule.check.__name__)


def test_the_catalogue_has_every_group() -> None:
    assert tuple(GROUPS) == get_args(Group)


def test_every_folder_of_examples_is_a_rules() -> None:
    folders = {path.name for path in (REPOSITORY / "tests/rules").iterdir() if path.is_dir()}
    assert folders - {rule.name for rule in RULES} <= {"base", "__pycache__"}


# A file of each kind, by the folder or the name that its kind is known by.
PATHS = (
    {folder: f"config/{folder}/x.yaml" for folder in KINDS}
    | {PurePosixPath(path).name: path for path in SINGLE}
    | {"accepted": "config/accepted/change/x.yaml", "golden": "config/golden/x/y.yaml"}
)


def test_every_kind_of_file_is_read() -> None:
    files = {
        one for one in classes(langroute_repo.tree.files, Part) if one.__name__.endswith("File")
    }
    assert files == {*TYPES.values(), PlanFile}  # the plan lies with the settings


@pytest.mark.parametrize("kind", PATHS)
def test_every_kind_of_file_is_in_every_list_of_them(kind: str) -> None:
    """What reads, explains, generates, compares and tests the files has a row for each kind."""
    assert kind in EXPECTED
    assert kind in TABLES
    assert kind in SCHEMAS
    assert modeline(PATHS[kind]).endswith(f"/schemas/{SCHEMAS[kind]}.schema.json")
    assert kind.endswith(".yaml") or kind in (*FOLDERS.values(), "accepted", "golden")
    for tested in (OF_SCHEMAS, MUTATED):
        assert [one for one in tested if kind in one.split("/")], "a test does not know of it"


def test_no_list_has_a_kind_that_is_none() -> None:
    assert set(SCHEMAS) == set(PATHS)
    assert len(set(SCHEMAS.values())) == len(SCHEMAS)
    assert set(TABLES) == set(PATHS)
    assert set(FOLDERS.values()) == set(KINDS)


@pytest.mark.parametrize("kind", PATHS)
def test_findings_of_every_kind_of_file_can_be_accepted(kind: str) -> None:
    """The folders of acceptances mirror those of the files; nobody accepts for an acceptance."""
    assert PurePosixPath(kind).stem in (*ACCEPTED_DEPTH, "accepted")


@pytest.mark.parametrize("kind", PATHS)
def test_every_kind_of_file_is_in_a_tree_and_in_the_one_before_it(kind: str) -> None:
    path = PATHS[kind]
    was, now = Memory({path: b"was: 1\n"}), Memory({path: b"now: 1\n"})
    after = read(now)
    assert [(file.path, file.raw) for file in after.files()] == [(path, b"now: 1\n")]
    for before, raw in ((was, b"was: 1\n"), (now, b"now: 1\n")):
        files = read_before(before, now, after).files()
        assert [(file.path, file.raw) for file in files] == [(path, raw)]


@pytest.mark.parametrize("kind", [*PATHS, EVIDENCE])
def test_every_kind_of_file_is_checked_before_a_commit(kind: str) -> None:
    config = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {hook["id"]: hook for repo in config["repos"] for hook in repo["hooks"]}
    path = PATHS.get(kind, f"config/{kind}/x/y.json")
    for hook in ("config", "generated"):
        assert re.search(hooks[hook]["files"], path), hook


def test_every_verb_is_one() -> None:
    found = {
        module.__name__
        for module in modules(scripts)
        if callable(getattr(module, "run", None))
        and "arguments" in get_type_hints(module.run)
        and callable(getattr(module, "arguments", None))
    }
    assert found == {verb.module for verb in VERBS.values()}


def test_no_verb_is_left_out_of_the_contract_that_keeps_them_apart() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (apart,) = (one["modules"] for one in contracts if one["type"] == "independence")
    assert apart == sorted(verb.module for verb in VERBS.values())


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_what_it_is_for_and_how_it_ends(verb: str) -> None:
    module = importlib.import_module(VERBS[verb].module)
    assert VERBS[verb].summary
    assert inspect.getdoc(module)
    assert re.search(r"\b[0-9]\b", inspect.getdoc(module.run) or ""), "no exit code is documented"
