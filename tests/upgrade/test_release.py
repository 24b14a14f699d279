"""What a release of this checkout needs, so that companies can come to it, and from it."""

import json
import re
import tomllib
from pathlib import Path

import langroute
from langroute_repo.upgrade.order import Order, order
from langroute_repo.upgrade.release import MARKS, release
from tests.repository import commit, git
from tests.setup.checkout import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
# As 0.2.0 writes it, which companies have: never to be changed.
FIRST = {
    "protocol": 1,
    "root": "/company",
    "head": "a" * 40,
    "old": "b" * 40,
    "new": "c" * 40,
    "old_version": "0.2.0",
    "version": "0.3.0",
    "origin": "../origin",
    "branch": "upgrade-0.3.0",
    "companys": ["config/", "README.md"],
    "again": "./langroute upgrade",
    "merge": ["langroute"],
    "keep": ["docs/"],
    "overwrite": [],
}


def test_the_changelog_begins_with_the_version() -> None:
    chapters = re.findall(r"^## (.+)$", (REPOSITORY / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert chapters[0] == PROJECT["version"]


def test_what_a_backend_installs_knows_its_version() -> None:
    assert langroute.__version__ == PROJECT["version"]


def test_this_version_is_one_that_can_be_taken(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for path in (*MARKS, "pyproject.toml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((REPOSITORY / path).read_bytes())
    found = release(tmp_path, commit(tmp_path, "all"))
    assert found.version == PROJECT["version"]
    assert ">=" + ".".join(map(str, found.python)) == PROJECT["requires-python"]


def test_the_launcher_asks_for_the_python_that_the_project_needs() -> None:
    launcher = (REPOSITORY / "langroute").read_text("utf-8")
    (asked,) = re.findall(r"sys\.version_info < \((\d+), (\d+)\)", launcher)
    assert PROJECT["requires-python"] == f">={'.'.join(asked)}"


def test_an_order_of_the_first_protocol_is_carried_out_for_ever() -> None:
    read = order(json.dumps(FIRST).encode())
    assert read.model_dump() == FIRST
    # What is new has to have a default; what is required was there from the beginning.
    required = {name for name, field in Order.model_fields.items() if field.is_required()}
    assert required <= FIRST.keys() - {"again", "merge", "keep", "overwrite"}
