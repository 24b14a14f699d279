"""A company's first days, by the commands that verbs print for it; only AWS is embedded."""

import os
import re
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from langroute_repo.company.ownership import SAMPLE, is_companys
from tests.onboarding.kontor import KONTOR, TODAY, commands, log
from tests.repository import git
from tests.sample import ACME
from tests.setup.checkout import REPOSITORY
from tests.upgrade.newer import BRANCH, release_newer, released
from tests.verbs.test_local import read_until

# Two accounts and two regions; GitHub's numbers are not known before its repository is there.
ANSWERS = KONTOR.replace(
    "production: {region: eu-west-1", "production: {region: us-east-1"
).replace(",\n  owner_id: 4321, repository_id: 8765", "")
# All but types and tests: .ci/elsewhere.py runs these in another company.
QUICK = ("format", "lint", "layers", "generated", "workflows", "config")
ENVIRONMENTS = ("staging", "production")
LAST = "docs/aws.md has the rest"  # of what `local` prints
CALLERS = ("PYTHON", "LANGROUTE_", "GITHUB_", "AWS_", "CI")


@dataclass
class Walk:
    """A clone, and a terminal in it; ``aws`` is what was pasted there to reach the embedded one."""

    root: Path
    aws: str = ":"

    def environ(self) -> dict[str, str]:
        mine = {key: text for key, text in os.environ.items() if not key.startswith(CALLERS)}
        return mine | {"LANGROUTE_TODAY": TODAY, "TMPDIR": str(self.root.parent)}

    def paste(self, line: str, ends: int = 0) -> str:
        """What it prints; the line is one for sh."""
        done = subprocess.run(
            ["sh", "-euc", f"{self.aws}\n{line}"],
            cwd=self.root,
            env=self.environ(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == ends, f"$ {line}\n{done.stdout}{done.stderr}"
        return done.stdout

    def documents(self) -> dict[str, str]:
        return {name: self.paste(f"./langroute compile {name}") for name in ENVIRONMENTS}

    def status(self) -> str:
        return git(self.root, "status", "--porcelain")


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return released(tmp_path / "a walk" / "tool")


@pytest.fixture
def walk(origin: Path) -> Walk:
    """A fresh clone of it; the environment is lent, for making one is no part of the walk."""
    root = origin.parent / "langroute"
    git(origin, "clone", "-q", str(origin), str(root))
    (root / ".venv").symlink_to((REPOSITORY / ".venv").resolve())
    for key, value in (("user.name", "Ada"), ("user.email", "ada@kontor.example")):
        git(root, "config", key, value)
    return Walk(root)


def begin(walk: Walk) -> None:
    """`init`, and what it prints to be pasted, but for GitHub and AWS; the root of a new main."""
    (walk.root.parent / "answers.yaml").write_text(ANSWERS)
    log(walk.root.parent)
    said = walk.paste(
        "./langroute init --answers ../answers.yaml --log ../predictions.jsonl\n./langroute check"
    )
    first, _, rest = said.partition("\n2. ")
    for line in commands(first):
        walk.paste(line)
    assert walk.status() == ""
    for name in ENVIRONMENTS:
        fill_in(walk.root / f"config/environments/{name}.yaml")
    filled, _, _ = rest.partition("\n3. ")[2].partition("\n4. ")
    for line in commands(filled):
        if not line.startswith(("gh ", "git push")):
            walk.paste(line)
    assert walk.status() == ""
    told = git(walk.root, "log", "--format=%s")
    assert told == "Say where it is built\nBegin with the files of kontor"


def fill_in(file: Path) -> None:
    """The section that waits as a comment, with GitHub's numbers of its example."""
    head, _, waiting = file.read_text().partition("# infra:\n")
    assert waiting
    file.write_text(head + "infra:\n" + re.sub("^# ", "", waiting, flags=re.MULTILINE))


@contextmanager
def embedded(walk: Walk) -> Iterator[list[str]]:
    """Its own tree on an AWS inside the machine; gives the commands that are printed to push."""
    with subprocess.Popen(
        ["./langroute", "local", "--minute", "0.01"],
        cwd=walk.root,
        env=walk.environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            said = read_until(process, LAST)
            printed = [line.strip() for line in said.splitlines() if line.startswith("  ")]
            walk.aws = next(line for line in printed if line.startswith(". "))
            yield [line for line in printed if line.startswith("./langroute push")]
            os.killpg(process.pid, signal.SIGINT)
            _, told = process.communicate()
            assert (process.returncode, told.endswith("with all that was in it\n")) == (0, True)
        finally:
            process.kill()
            walk.aws = ":"


def push(walk: Walk, printed: list[str]) -> list[str]:
    """The last line of each push."""
    return [walk.paste(line).splitlines()[-1] for line in printed]


def change(walk: Walk) -> str:
    """A threshold by more than the limits allow, accepted, squashed into main; its commit."""
    walk.paste("git switch -q -c fewer\n./langroute set cs primary.threshold 70.0")
    found = walk.paste("./langroute check --against main", ends=1)
    warned = dict.fromkeys(re.findall(r"accepts: \[[a-z-]+ ([0-9a-f]{8})\]", found))
    assert "[pass-share-jump]" in found
    walk.paste(f"./langroute accept {' '.join(warned)} --because 'the analysts asked for fewer'")
    walk.paste("git add config\ngit commit -qm 'cs: fewer events'")
    walk.paste("./langroute check --against main\n./langroute review --against main")
    walk.paste("git switch -q main\ngit merge -q --squash fewer\ngit commit -qm 'cs: fewer events'")
    return git(walk.root, "rev-parse", "--short=12", "HEAD")


def upgrade(walk: Walk, origin: Path) -> None:
    """To a version whose sample has changed; merged, once it says that both documents stay."""
    release_newer(origin)
    said = walk.paste("./langroute upgrade")
    rows = dict(row.split(None, 1) for row in said.splitlines() if row)
    assert [rows[name].partition(" ")[0:1] for name in ENVIRONMENTS] == [("the",)] * 2
    assert rows["errors"] == "none that was not one before"
    walk.paste(f"git merge -q --no-ff -m 'Take a newer version' {BRANCH}")


def of_the_sample(root: Path) -> list[str]:
    """Files of the company's own with a name of the sample's in them."""
    stems = [
        file.stem for kind in ("models", "sources") for file in (ACME / "config" / kind).iterdir()
    ]
    named = re.compile("|".join(map(re.escape, [Path(SAMPLE).name, *stems])))
    held = filter(is_companys, git(root, "ls-files").splitlines())
    return [path for path in held if named.search((root / path).read_text("utf-8"))]


@pytest.mark.slow
def test_a_company_begins_pushes_changes_and_takes_a_newer_version(
    origin: Path, walk: Walk
) -> None:
    begin(walk)
    walk.paste(f"./langroute test {' '.join(f'--only {step}' for step in QUICK)}")
    with embedded(walk) as printed:
        assert [shlex.split(line)[2] for line in printed] == [*ENVIRONMENTS]
        first = git(walk.root, "rev-parse", "--short=12", "HEAD")
        for name, last in zip(ENVIRONMENTS, push(walk, printed), strict=True):
            assert last.startswith(f"done: {name} runs git-{first} (deployment 1)")
        merged = change(walk)
        for name, last in zip(ENVIRONMENTS, push(walk, printed), strict=True):
            assert last.startswith(f"done: {name} runs git-{merged} (deployment 2)")
        documents = walk.documents()
        upgrade(walk, origin)
        assert walk.documents() == documents
        assert push(walk, printed) == [
            f"nothing to do: {name} runs exactly this document" for name in ENVIRONMENTS
        ]
    assert of_the_sample(walk.root) == []
    languages = sorted(file.stem for file in (walk.root / "config/languages").iterdir())
    assert languages == ["cs", "de-AT", "en", "pl", "uk"]
    assert walk.status() == ""
    left = {path.name for path in walk.root.parent.iterdir()}
    assert left == {"answers.yaml", "predictions.jsonl", "langroute", "tool"}
