"""Companies unlike the sample, and a checkout of the tool in which none has begun."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.company.ownership import SAMPLE, is_companys
from scripts.__main__ import main
from tests.repository import commit, git
from tests.rules.examples import BASE
from tests.verbs.tool import Done

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-22"
TOOL = "https://git.tool.example/langroute.git"

KONTOR = """\
github: {repository: kontor/langroute, plan: team, visibility: private,
  owner_id: 4321, repository_id: 8765}
owners: ["@kontor/relevance"]
owners_apart: {machinery: ["@kontor/platform"], policy: ["@kontor/leads"],
  workflows: ["@kontor/security"]}
environments:
  staging: {region: eu-west-1, account: "210987654321", bucket: kontor-try}
  production: {region: eu-west-1, account: "210987654322", bucket: kontor-real,
    reader: "arn:aws:iam::210987654322:role/filter"}
sources:
  wires: {headline: {}, text: {}, place: {except: [uk]}}
models:
  gbm-2:
    endpoint: {kind: sagemaker, region: eu-west-1, name: {staging: gbm-2-try, production: gbm-2}}
    score: {minimum: 0, maximum: 100}
    inputs: {required: [headline], optional: [text, place]}
    capacity: 20/s
  tf-5:
    endpoint:
      kind: http
      url:
        staging: http://serving-staging.kontor.example:8501/v1/models/tf-5:predict
        production: http://serving.kontor.example:8501/v1/models/tf-5:predict
    score: {minimum: -1, maximum: 1}
    inputs: {required: [headline, text]}
    capacity: 40/s
languages:
  pl: {model: gbm-2}
  cs: {model: gbm-2, threshold: 61.7}
  de-AT: {model: tf-5, owners: ["@kontor/wien"]}
  uk: {model: gbm-2, passes: 10%}
  en: {model: tf-5}
passes: 30%
"""
# The same without a log: somebody has to say above which score events pass.
SAID = KONTOR.replace("20/s\n", "20/s\n    threshold: 61.7\n").replace(
    "40/s\n", "40/s\n    threshold: 0.118\n"
)
# One language, one person, no guards of GitHub's, an account that is not there yet.
ALONE = (
    *("--repository", "ada/routes", "--plan", "free", "--visibility", "private"),
    *("--owners", "@ada", "--approvers", "@ada", "--languages", "pl"),
    *("--source", "feed", "--fields", "headline,text", "--region", "eu-north-1"),
    *("--model", "words", "--endpoint", "staging=words-staging,production=words"),
    *("--scale", "0..1", "--inputs", "headline,text", "--capacity", "5/s", "--threshold", "0.4"),
)


@dataclass(frozen=True)
class Checkout:
    """A clone of the tool with a sample of its own, as small as rules are tried on."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, verb: str, *words: str) -> Done:
        dated = ("--today", TODAY) if verb in ("init", "check") else ()
        code = main(["--root", str(self.root), verb, *words, *dated])
        said = self.capsys.readouterr()
        return Done(code, said.out, said.err)

    def answers(self, text: str) -> tuple[str, str]:
        file = self.root.parent / "answers.yaml"
        file.write_text(text)
        return "--answers", str(file)

    def text(self, path: str) -> str:
        return (self.root / path).read_text()

    def companys(self) -> dict[str, bytes]:
        """All that is the company's, and the workflows, by path."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        held = {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}
        return {
            path: raw
            for path, raw in held.items()
            if is_companys(path) or path.startswith(".github/")
        }

    def status(self) -> str:
        return git(self.root, "status", "--porcelain")


def lay_checkout(root: Path) -> None:
    """A committed checkout; of the tool only what init looks at."""
    for folder in (root, root / SAMPLE):
        shutil.copytree(BASE / "config", folder / "config")
    (root / "infra").mkdir()
    (root / "infra/trial.template.json").write_text("{}\n")
    (root / "schemas").mkdir()
    (root / "schemas/language.schema.json").write_text("{}\n")
    (root / "README.md").write_text("# acme\n")
    shutil.copytree(ROOT / ".github/workflows", root / ".github/workflows")
    (root / ".github/workflows/approval.yml").unlink(missing_ok=True)
    (root / ".github/settings").mkdir()
    (root / ".github/settings/ruleset.json").write_text("{}\n")
    (root / ".github/settings/environments.json").write_text('{"reviewers": ["@acme/lead"]}\n')
    (root / ".github/CODEOWNERS").write_text("* @acme/lead\n")
    (root / ".gitignore").write_text("/.langroute-init/\n")
    git(root, "init", "-q", "-b", "main")
    commit(root, "the tool")
    git(root, "remote", "add", "origin", TOOL)


def commands(out: str) -> list[str]:
    """The lines below the steps that init prints, one command each."""
    lines = [line.strip() for line in out.splitlines() if line.startswith("     ")]
    return [one for line in lines for one in line.split(" && ")]


def rows(
    model: str, tag: str, low: float, high: float, count: int, bent: int = 1
) -> Iterator[dict[str, Any]]:
    """Scores over a scale, the more ``bent`` the lower, in two weeks before the tests' day."""
    for number in range(count):
        yield {
            "event_id": f"{tag}-{number}",
            "time": f"2026-11-{8 + number % 14:02}T10:{number // 60 % 60:02}:{number % 60:02}Z",
            "language": tag,
            "model": model,
            "role": "primary",
            "status": 200,
            "score": low + (high - low) * (number * 37 % 1000 / 1000) ** bent,
            "relevant": None,
        }


def log(folder: Path, count: int = 500, thin: int = 500) -> Path:
    """A log of Kontor's as JSON lines; of uk there are ``thin`` rows."""
    path = folder / "predictions.jsonl"
    with path.open("w") as file:
        for bent, (tag, model, low, high) in enumerate(
            (
                ("pl", "gbm-2", 0, 100),
                ("cs", "gbm-2", 0, 100),
                ("uk", "gbm-2", 0, 100),
                ("de-AT", "tf-5", -1, 1),
                ("en", "tf-5", -1, 1),
            ),
            1,
        ):
            for row in rows(model, tag, low, high, thin if tag == "uk" else count, bent):
                file.write(json.dumps(row) + "\n")
    return path
