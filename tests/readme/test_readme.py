"""Runs what pages show, from the top, in a checkout of the sample company, and compares the output.

A block ``console`` holds commands (``$ …``), each followed by what it prints; ``…`` in a line
stands for anything. ``UPDATE_EXPECTED=1`` writes the real output into the page; read the diff.
"""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts import PROJECT
from scripts.__main__ import main
from scripts.tour.local_aws import LocalAws, local_aws
from scripts.tour.provision import make_buckets
from tests.sample import ACME, lay_checkout

GUIDE = PROJECT / "docs" / "guide.md"
PAGES = (ACME / "README.md", GUIDE, PROJECT / "docs" / "operations.md")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
# They are run by tests of their own, and the second one would run this test again.
ELSEWHERE = {"./langroute demo", "./langroute test"}
ENDS = (0, 1, 4, 7, 141)  # with which a verb may end that has said what it found
# Parts of an output that change with every commit of this repository.
VARIES = (
    (re.compile(r"git-[0-9a-f]{12}"), "git-…"),
    (re.compile(r"plan_hash [0-9a-f]{64}"), "plan_hash …"),
    (re.compile(r"\([0-9a-f]{12}\)"), "(…)"),
    (re.compile(r"--no-edit [0-9a-f]{12}"), "--no-edit …"),
    (re.compile(r"since [0-9-]{10} [0-9:]{5} UTC, [^\n]* ago"), "since …"),
    (re.compile(r"(since|on) [0-9-]{10} [0-9:]{5} UTC"), r"\1 …"),
    (re.compile(r"taken back on [0-9-]{10}"), "taken back on …"),
    (re.compile(r"judged as of .*\n"), ""),
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout as its user has it, with one commit; of its files, two thirds are tests."""
    folder = tmp_path / "langroute"
    lay_checkout(folder, lambda path: not path.startswith("tests/"))
    for words in ("init -q -b main", "add -A", "commit -qm start"):
        subprocess.run(["git", *words.split()], cwd=folder, env=environment(), check=True)
    return folder


@pytest.fixture
def aws() -> Iterator[LocalAws]:
    """The embedded AWS as an administrator hands it over: empty but for the buckets."""
    models = [file.model for file in read(Folder(ACME)).environments.values() if file.model]
    with local_aws(0.01) as local, local.alone():
        make_buckets(local, models)
        yield local


def environment() -> dict[str, str]:
    """The sample company lives in November 2026; git is nobody's in particular."""
    names = {f"GIT_{who}_{what}": "readme@acme.example" for who in ("AUTHOR", "COMMITTER")
             for what in ("NAME", "EMAIL")}  # fmt: skip
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-11-22T12:00:00Z")
    return os.environ | names | dates | {"LANGROUTE_TODAY": "2026-11-22", "NO_COLOR": "1"}


def run(command: str, folder: Path) -> str:
    """What a shell prints for the command, errors included; a verb alone needs no shell."""
    if re.fullmatch(r"\./langroute [^|<>&;$`*?~\\]+", command):
        return verb(shlex.split(command)[1:], folder)
    python = f'PYTHONPATH=src:. "{sys.executable}" -P -X utf8 -m scripts'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command.replace("./langroute", python)],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode in ENDS, f"{command} ended with {done.returncode}: {done.stdout}"
    return done.stdout


def verb(words: list[str], folder: Path) -> str:
    """The same of a verb, in this process: most of it would be the start of another."""
    kept = io.BytesIO()
    said = io.TextIOWrapper(kept, encoding="utf-8", write_through=True)
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        for name, value in environment().items():
            patch.setenv(name, value)
        patch.chdir(folder)
        code = main(["--root", str(folder), *words])
    text = kept.getvalue().decode()
    # A page that shows how a verb refuses has its words, which are compared like all others.
    refused = code == 2 and text.startswith("error: ") and " broke: " not in text
    assert refused or code in ENDS, f"{words} ended with {code}: {text}"
    return text


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


@pytest.mark.slow
@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_commands_print_what_the_page_says(path: Path, copy: Path) -> None:
    page = path.read_text()
    real = BLOCK.sub(lambda block: f"```console\n{replayed(block[1], copy)}```", page)
    if os.environ.get("UPDATE_EXPECTED"):
        path.write_text(real)
        page = real
    assert real == page


def replayed(block: str, folder: Path) -> str:
    """The block with the real output, in the page's spelling where a line has a ``…``."""
    lines = []
    for command, _ in commands(block):
        lines.append(f"$ {command}\n")
        if command not in ELSEWHERE:
            lines.append(tidy(run(command, folder)))
    return "".join(lines)


def tidy(output: str) -> str:
    for pattern, words in VARIES:
        output = pattern.sub(words, output)
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines())


def test_the_python_of_the_guide_runs(copy: Path) -> None:
    """With the standard library alone, as a backend has it."""
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert code
    run("./langroute compile production > production.json 2>/dev/null", copy)
    subprocess.run(
        [sys.executable, "-S", "-c", code[1]],
        cwd=copy,
        env={"PYTHONPATH": str(copy / "src")},
        check=True,
    )
