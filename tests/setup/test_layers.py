"""The layers hold, each contract can break, and `validators` is ours."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import validators
from scripts.test import STEPS
from tests.setup.checkout import REPOSITORY, Checkout

BACKEND = "a backend installs nothing of what reads and writes the reviewed files"

# What the operator's side of the package is made of; everything else a backend may import.
NOT_FOR_A_BACKEND = {
    "appconfig", "diff", "editing", "evidence", "github", "infra", "replay", "schemas",
    "strict_yaml", "tree",
}  # fmt: skip


@pytest.mark.parametrize(
    ("module", "added", "contract"),
    [
        ("src/langroute/scale.py", "import validators", "verbs use rules, rules use"),
        ("validators/finding.py", "import scripts.failure", "verbs use rules, rules use"),
        ("src/langroute/scale.py", "import yaml", BACKEND),
        ("src/langroute/document.py", "import langroute.tree.text", BACKEND),
        ("src/langroute/router.py", "import boto3", "routing an event needs no AWS"),
        ("src/langroute/infra/roles.py", "import boto3", "a template is plain data"),
        ("validators/named_twice.py", "import pydantic", "the validator's archive holds"),
        ("validators/file/syntax.py", "import subprocess", "rules are pure"),
        ("validators/engine.py", "from urllib import request", "rules are pure"),
        ("scripts/installer.py", "import yaml", "the launcher sets up .venv before"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, module: str, added: str, contract: str
) -> None:
    for folder in ("src", "validators", "scripts"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    changed = tmp_path / module
    changed.write_text(f"{changed.read_text('utf-8')}\n{added}\n", encoding="utf-8")

    ended = lint_imports(tmp_path)
    broken = [line for line in ended.stdout.splitlines() if " BROKEN" in line]
    assert ended.returncode == 1
    assert any(line.startswith(contract) for line in broken), ended.stdout
    assert f"{changed.stem} -> " in ended.stdout.partition("Broken contracts")[2]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """The step `layers`, on a copy."""
    command = next(step.command for step in STEPS if step.name == "layers")
    environment = {"PATH": os.environ["PATH"], "COLUMNS": "200"}
    environment["PYTHONPATH"] = os.pathsep.join([str(root / "src"), str(root)])
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_every_module_of_the_backend_is_under_contract() -> None:
    package = REPOSITORY / "src" / "langroute"
    names = {path.stem for path in package.iterdir() if path.name[0] not in "_."} - {"py"}
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    held = next(
        contract["source_modules"]
        for contract in contracts["tool"]["importlinter"]["contracts"]
        if contract["name"] == BACKEND
    )
    assert {f"langroute.{name}" for name in names - NOT_FOR_A_BACKEND} == set(held)


def test_validators_are_this_repositorys() -> None:
    assert validators.__file__ == str(REPOSITORY / "validators" / "__init__.py")


@pytest.mark.slow
def test_a_package_of_the_same_name_is_not_imported(used: Checkout, tmp_path: Path) -> None:
    (installed,) = used.root.glob(".venv/lib/*/site-packages")
    for folder in (used.root, installed, tmp_path):
        (folder / "validators").mkdir()
        (folder / "validators" / "__init__.py").touch()
    ended = used.run("check", "validators", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert (ended.stdout, ended.stderr) == (f"{used.root}/validators/__init__.py\n", "")
