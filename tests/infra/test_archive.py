"""The validator's archive: the same everywhere, alone sufficient, and as strict as the check."""

import base64
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from langroute.document import canonical
from langroute_repo.infra.archive import ARCHIVED, HANDLER, archive
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from tests.infra.company import PROJECT, tags
from tests.rules.examples import examples
from tests.sample import ACME
from validators.document.rules import DOCUMENT_RULES

LARGEST = 120_000  # bytes; Lambda would take 50 MB, and start slower with each of them

# AppConfig's runtime: nothing of this project is importable, nor anything that was installed.
ALONE = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
module, _, name = sys.argv[2].rpartition(".")
try:
    getattr(importlib.import_module(module), name)(json.load(sys.stdin), None)
except Exception as error:
    print(f"{type(error).__name__}: {error}")
"""


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "validator.zip"
    path.write_bytes(archive(PROJECT))
    return path


def event(raw: bytes) -> dict[str, str]:
    """AppConfig's, as its documentation gives it."""
    return {
        "applicationId": "abc1234",
        "configurationProfileId": "def5678",
        "configurationVersion": "7",
        "content": base64.b64encode(raw).decode(),
        "uri": "hosted",
    }


def said(zipped: Path, given: dict[str, Any], largest_kb: int = 2048) -> str:
    """What the validator of production says of an event, from its archive in a clean process."""
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, str(zipped), HANDLER],
        input=json.dumps(given),
        env={"LANGROUTE_ENVIRONMENT": "production", "LANGROUTE_LARGEST_KB": str(largest_kb)},
        cwd=zipped.parent,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return ended.stdout


def document(root: Path, environment: str = "production") -> bytes:
    return canonical(compile_tree(read(Folder(root)), environment))


def test_it_holds_each_rule_on_documents_and_is_small() -> None:
    raw = archive(PROJECT)
    names = zipfile.ZipFile(BytesIO(raw)).namelist()
    assert names == [name for held in ARCHIVED.values() for name in held]
    assert {f"{rule.__module__.replace('.', '/')}.py" for rule in DOCUMENT_RULES} <= set(names)
    assert len(raw) < LARGEST


BUILD = """
import hashlib, os, pathlib, sys
os.umask(int(sys.argv[2], 8))
from langroute_repo.infra.archive import archive
print(hashlib.sha256(archive(pathlib.Path(sys.argv[1]))).hexdigest())
"""


def test_it_is_the_same_bytes_whoever_builds_it_and_where(tmp_path: Path) -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-P", "-c", BUILD, str(PROJECT), umask],
            cwd=folder,
            env={"TZ": zone, "PYTHONPATH": str(PROJECT / "src"), "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for umask, zone, folder, seed in (
            ("022", "UTC", PROJECT, "0"),
            ("077", "Asia/Tokyo", tmp_path, "1"),
        )
    }
    assert len(digests) == 1


def test_times_and_rights_of_the_files_do_not_matter(tmp_path: Path) -> None:
    for folder, names in ARCHIVED.items():
        for name in names:
            copied = tmp_path / folder / name
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes((PROJECT / folder / name).read_bytes())
            copied.chmod(0o700)
            os.utime(copied, (10**9, 10**9))
    assert archive(tmp_path) == archive(PROJECT)


def test_a_document_as_compiled_passes(zipped: Path, root: Path) -> None:
    assert said(zipped, event(document(root))) == ""
    assert said(zipped, event(document(ACME))) == ""


def test_what_it_refuses_is_what_the_check_refuses(zipped: Path) -> None:
    """Each example of a rule on documents, through the validator and through the check."""
    names = {rule.__name__.replace("_", "-") for rule in DOCUMENT_RULES}
    seen = set()
    for example in examples():
        raw = example.documents().get("production")
        if example.rule not in names or raw is None:
            continue
        findings = example.report.findings
        told = [
            f"{one.message} ({one.hint})"
            for one in findings
            if one.rule in names and one.path.endswith("/production.yaml")
        ]
        answer = said(zipped, event(raw))
        assert all(words in answer for words in told)
        assert bool(answer) == bool(told)
        seen.add(example.rule)
    assert len(seen) >= 4


def test_the_size_it_allows_is_the_policys(zipped: Path) -> None:
    raw = document(ACME)
    assert said(zipped, event(raw), len(raw) // 1024 + 1) == ""
    answer = said(zipped, event(raw), len(raw) // 1024)
    assert answer.startswith("Refused: not deployed to production: the document of production has ")
    assert f"; the limit is {len(raw) // 1024} KB (" in answer


def test_many_findings_are_told_in_part(zipped: Path, root: Path) -> None:
    held = json.loads(document(root))
    english = held["languages"]["en"]
    off_grid = english["primary"] | {"threshold": 0.1234}
    for tag in tags(12):
        held["languages"][tag] = english | {"primary": off_grid}
    answer = said(zipped, event(canonical(held)))
    assert answer.count("is not on the grid") == 10
    assert answer.endswith("; and 2 more\n")


def test_the_contract_on_imports_names_what_it_holds() -> None:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    (held,) = (
        contract["source_modules"]
        for contract in contracts["tool"]["importlinter"]["contracts"]
        if contract["name"] == "the validator's archive holds nothing that has to be installed"
    )
    names = [name for names in ARCHIVED.values() for name in names if "__init__" not in name]
    assert held == [name.removesuffix(".py").replace("/", ".") for name in names]


@pytest.mark.parametrize("given", [{}, {"content": "no base64!"}, {"content": 7}])
def test_an_event_it_does_not_understand_lets_nothing_pass(
    zipped: Path, given: dict[str, Any]
) -> None:
    assert said(zipped, given) != ""


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[" * 100_000, b"null", b'{"format":3}'])
def test_bytes_that_are_no_document_let_nothing_pass(zipped: Path, raw: bytes) -> None:
    assert said(zipped, event(raw)).startswith(
        "Refused: not deployed to production: readers refuse the document of production: "
    )
