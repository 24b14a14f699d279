"""A tool of a few files with two versions, and a company that has the first.

What a version says is in files beside its launcher, which is a stand-in: `check`, `compile` and
`generate` answer in no time. The whole tool is upgraded in `test_whole_tool.py`.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from langroute.document import canonical
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from tests.repository import commit, git, lay
from tests.rules.examples import BASE
from tests.verbs.tool import Done

LAUNCHER = """\
#!/bin/sh
# Stands in for a version of the tool.
cd "$(dirname "$0")" || exit 2
case $1 in
    upgrade) cp "$3" "$ORDERED"; echo carried; . ./carry.sh ;;
    generate) . ./generate.sh ;;
    check) cat findings.json; . ./check.sh ;;
    compile) cat "$2.document" ;;
esac
"""
FINDING = {
    "rule": "no-evidence",
    "level": "warning",
    "path": "config/languages/de.yaml",
    "line": 7,
    "column": 3,
    "message": "it has none",
}
BY_HAND = "# by hand\n"


def project(version: str, name: str = "langroute", python: str = ">=3.11") -> str:
    return f'[project]\nname = "{name}"\nversion = "{version}"\nrequires-python = "{python}"\n'


def found(*findings: Mapping[str, object]) -> str:
    """As `check --format json` says it, as far as an upgrade looks at it."""
    return json.dumps({"schema_version": 2, "findings": findings})


def documents() -> dict[str, bytes]:
    """What the smallest valid tree compiles to, by the name of the stand-in's file."""
    tree = read(Folder(BASE))
    return {f"{name}.document": canonical(compile_tree(tree, name)) for name in tree.environments}


OLD: dict[str, bytes] = {
    "langroute": LAUNCHER.encode(),
    "pyproject.toml": project("0.2.0").encode(),
    "requirements.txt": b"",
    "requirements-dev.txt": b"",
    "src/langroute_repo/company/ownership.py": b"",
    "scripts/upgrade.py": b"",
    "carry.sh": b"",
    "check.sh": b"",
    "generate.sh": b"",
    "findings.json": found(FINDING).encode(),
    "docs/lines.md": b"".join(b"line %d\n" % number for number in range(20)),
    "docs/gone.md": b"an old page\n",
    "config/languages/no.yaml": b"the sample's\n",
    "README.md": b"the sample's\n",
    **documents(),
}
NEW: dict[str, bytes] = {
    **{path: raw for path, raw in OLD.items() if path != "docs/gone.md"},
    "pyproject.toml": project("0.3.0").encode(),
    "docs/lines.md": OLD["docs/lines.md"].replace(b"line 2\n", b"line two\n"),
    "docs/new.md": b"a new page\n",
    "CHANGELOG.md": b"# What is new\n",
    "config/languages/nl.yaml": b"the sample's new language\n",
    "config/languages/no.yaml": b"the sample's, changed\n",
    "README.md": b"the sample's, changed\n",
    "schemas/language.schema.json": b"{}\n",
}


@dataclass(frozen=True)
class Made:
    """The tool's repository at ``../origin``, seen from the company's."""

    folder: Path
    capfd: pytest.CaptureFixture[str]

    @property
    def origin(self) -> Path:
        return self.folder / "origin"

    @property
    def root(self) -> Path:
        return self.folder / "company"

    @property
    def ordered(self) -> Path:
        """The order that the stand-in was handed."""
        return self.folder / "ordered.json"

    def __call__(self, *words: str) -> Done:
        self.capfd.readouterr()
        code = main(["--root", str(self.root), "upgrade", *words])
        said = self.capfd.readouterr()
        return Done(code, said.out, said.err)

    def release(self, tag: str, files: Mapping[str, bytes], *gone: str) -> str:
        """Commit some files of the tool's and tag them; the whole commit."""
        lay(files, self.origin)
        for path in gone:
            (self.origin / path).unlink()
        commit(self.origin, tag)
        git(self.origin, "tag", tag)
        return git(self.origin, "rev-parse", "HEAD")

    def change(self, files: Mapping[str, bytes], *gone: str) -> str:
        """Commit some files of the company's; the whole commit."""
        lay(files, self.root)
        for path in gone:
            (self.root / path).unlink()
        commit(self.root, "change")
        return git(self.root, "rev-parse", "HEAD")

    def commit_of(self, tag: str) -> str:
        return git(self.origin, "rev-parse", f"{tag}^{{commit}}")

    def note(self, **changed: object) -> bytes:
        """The file that says where the tool comes from."""
        noted = {"origin": "../origin", "version": "0.2.0", "commit": self.commit_of("v0.2.0")}
        return json.dumps(noted | changed).encode()

    def files(self, commit: str) -> dict[str, bytes]:
        """All files of a commit of the company's."""
        listed = git(self.root, "ls-tree", "-r", "--name-only", commit).splitlines()
        return {path: self.content(commit, path) for path in listed}

    def content(self, commit: str, path: str) -> bytes:
        # git() takes the last line break away, which each of these files has.
        return git(self.root, "show", f"{commit}:{path}").encode() + b"\n"

    def refs(self) -> list[str]:
        return git(self.root, "for-each-ref", "--format=%(refname)").splitlines()


def begin(folder: Path) -> None:
    """Both repositories, to be copied for each test."""
    origin, root = folder / "origin", folder / "company"
    for one in (origin, root):
        one.mkdir(parents=True)
        git(one, "init", "-q", "-b", "main")
        for key, value in (("user.name", "Ada"), ("user.email", "ada@acme.example")):
            git(one, "config", key, value)
    made = Made(folder, None)  # type: ignore[arg-type] # nothing is run yet
    made.release("v0.2.0", OLD)
    made.release("v0.3.0", NEW, "docs/gone.md")
    tools = {path: raw for path, raw in OLD.items() if path != "config/languages/no.yaml"}
    shutil.copytree(BASE / "config", root / "config")
    own = {"README.md": b"the company's\n", "docs/ours.md": b"the company's page\n"}
    made.change({**tools, **own, ".langroute.json": made.note()})
