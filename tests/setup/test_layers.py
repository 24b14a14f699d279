"""The layers hold, each contract can break, and `validators` is ours."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import validators
from scripts.test import STEPS
from tests.setup.checkout import REPOSITORY, Checkout

BACKEND = "a backend installs nothing: what it imports needs the standard library only"
TOLD = "what computes knows nothing of how it is told"


# A module, what it must not import, and the beginning of the contract that says so.
FORBIDDEN = (
    ("src/langroute/scale.py", "import validators", "verbs use rules, rules use"),
    ("validators/finding.py", "import scripts.terminal.failure", "verbs use rules, rules use"),
    ("src/langroute/scale.py", "import yaml", BACKEND),
    ("src/langroute/scale.py", "import langroute_repo.wording", "verbs use rules, rules use"),
    ("src/langroute/scale.py", "import langroute.router", "what a backend imports, from the"),
    ("src/langroute/router.py", "import boto3", "boto3 is an extra of the reader"),
    ("src/langroute_repo/diff/effect.py", "import langroute_repo.render.figures", TOLD),
    ("src/langroute_repo/tree/tree.py", "import boto3", "what reads, compares and tells"),
    ("src/langroute_repo/infra/roles.py", "import boto3", "a template is plain data"),
    (
        "scripts/rollback.py",
        "import langroute_repo.infra.cloudformation",
        "a push and a rollback never call",
    ),
    ("validators/named_twice.py", "import pydantic", "the validator's archive holds"),
    ("validators/file/syntax.py", "import subprocess", "rules are pure"),
    ("validators/engine.py", "from urllib import request", "rules are pure"),
    ("scripts/setup/installer.py", "import yaml", "the launcher sets up .venv before"),
    ("scripts/show.py", "import scripts.check", "no verb imports another"),
)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The step `layers` on a copy with all that is forbidden: what it says, by contract."""
    root = tmp_path_factory.mktemp("layers")
    for folder in ("src", "validators", "scripts"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    for module, added, _ in FORBIDDEN:
        with (root / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{added}\n")
    ended = lint_imports(root)
    assert ended.returncode == 1
    told = ended.stdout.partition("Broken contracts\n")[2]
    titles = list(re.finditer(r"^(.+)\n-+$", told, re.MULTILINE))
    ends = [*(one.start() for one in titles[1:]), len(told)]
    return {one[1]: told[one.end() : end] for one, end in zip(titles, ends, strict=True)}


@pytest.mark.parametrize(("module", "added", "contract"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(
    broken: dict[str, str], module: str, added: str, contract: str
) -> None:
    (told,) = (text for name, text in broken.items() if name.startswith(contract))
    importer = module.removeprefix("src/").removesuffix(".py").replace("/", ".")
    imported = added.split()[1]
    lines = len((REPOSITORY / module).read_text("utf-8").splitlines())
    found = re.findall(rf"{re.escape(importer)} -> {re.escape(imported)} \(l\.(.+)\)", told)
    assert [line for line in found if int(line) > lines], told


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """The step `layers`, on a copy."""
    command = next(step.command for step in STEPS if step.name == "layers")
    environment = {"PATH": os.environ["PATH"], "COLUMNS": "200"}
    environment["PYTHONPATH"] = os.pathsep.join([str(root / "src"), str(root)])
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )


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
