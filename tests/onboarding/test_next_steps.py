"""What `init` prints to be pasted does what it says."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from scripts.__main__ import VERBS, _import, _verb_parser
from tests.onboarding.kontor import ALONE, KONTOR, ROOT, Checkout, commands, log
from tests.repository import git


def words(command: str) -> list[str]:
    return [one for one in shlex.split(command) if not re.fullmatch(r"[A-Z_]+=.*", one)]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """What the company's repository on GitHub is before anything is pushed to it."""
    path = tmp_path / "company.git"
    path.mkdir()
    git(path, "init", "-q", "--bare", "-b", "main")
    return path


def test_the_commands_of_git_make_a_history_of_its_own(checkout: Checkout, bare: Path) -> None:
    done = checkout("init", *ALONE)
    (checkout.root / "predictions.jsonl").write_text("what nobody outside may read\n")
    tool = git(checkout.root, "rev-parse", "HEAD")
    address = "https://github.com/ada/routes.git"
    assert address in done.out
    first = done.out.partition("\n3. ")[0].replace(address, str(bare))
    for command in commands(first):
        if command.startswith("git"):
            git(checkout.root, *words(command)[1:])
    pushed = git(bare, "log", "--format=%s|%P", "main")
    assert pushed == "Begin with the files of ada|"
    assert git(checkout.root, "branch", "--format=%(refname:short)") == "main"
    assert git(checkout.root, "rev-parse", "main") != tool
    files = git(bare, "ls-tree", "-r", "--name-only", "main").splitlines()
    assert "config/languages/pl.yaml" in files
    assert ".langroute.json" in files
    assert "config/languages/de.yaml" not in files
    assert "examples/acme/config/languages/de.yaml" in files
    assert "predictions.jsonl" not in files
    assert checkout.status() == "?? predictions.jsonl"
    # What is filled in later is added by the commands of that step.
    later = [one for one in commands(done.out.partition("\n3. ")[2]) if one.startswith("git add")]
    (checkout.root / "config/languages/cs.yaml").write_text("x\n")
    (checkout.root / "infra").mkdir()
    (checkout.root / "infra/staging.template.json").write_text("{}\n")
    git(checkout.root, *words(later[0])[1:])
    assert "A  config/languages/cs.yaml" in checkout.status()


def test_the_commands_of_the_tool_are_ones_that_it_takes(
    checkout: Checkout, tmp_path: Path
) -> None:
    done = checkout("init", *checkout.answers(KONTOR), "--log", str(log(tmp_path)))
    ours = [one for one in commands(done.out) if one.startswith("./langroute")]
    assert len(ours) == 3
    for command in ours:
        _, verb, *rest = words(command)
        _verb_parser(verb, _import(verb)).parse_args(rest)
        assert verb in VERBS


@pytest.mark.parametrize("plan", ["free", "team", "enterprise"])
def test_the_guards_come_behind_the_last_push_and_before_any_role(
    checkout: Checkout, plan: str
) -> None:
    """Behind them main takes no push; before them any branch is taken for an environment."""
    printed = commands(checkout("init", *ALONE, "--plan", plan).out)
    kinds = ("git push", "./langroute settings apply", "./langroute infra", "gh workflow run")
    order = [kind for line in printed for kind in kinds if line.startswith(kind)]
    assert order == sorted(order, key=kinds.index)
    assert {*order} == {*kinds}


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("--plan", "enterprise"), True),
        (("--visibility", "public"), True),
        (("--plan", "team"), False),
        ((), False),
    ],
)
def test_where_reviewers_can_be_asked_no_hash_is_given(
    checkout: Checkout, words: tuple[str, ...], asked: bool
) -> None:
    told = " ".join(checkout("init", *ALONE, *words).out.split())
    assert ("waits for the reviewers of `production-unshown`" in told) is asked
    assert ("target=HASH" in told) is not asked


def test_the_first_push_gives_the_workflow_what_it_takes(checkout: Checkout) -> None:
    done = checkout("init", *ALONE)
    calls = [words(one) for one in commands(done.out) if one.startswith("gh workflow run")]
    assert {call[3] for call in calls} == {"push.yml"}
    workflow = yaml.load((ROOT / ".github/workflows/push.yml").read_text(), yaml.BaseLoader)
    taken = workflow["on"]["workflow_dispatch"]["inputs"]
    given = [one.partition("=")[0] for call in calls for one in call if "=" in one]
    assert given == list(taken)


def test_the_repository_is_made_as_visible_as_was_answered(checkout: Checkout) -> None:
    done = checkout("init", *ALONE, "--visibility", "internal")
    assert "gh repo create ada/routes --internal" in commands(done.out)


@pytest.mark.parametrize(
    ("page", "verbs"),
    [
        ("docs/make-it-yours.md", {"init", "check", "infra", "settings"}),
        ("docs/switch.md", {"init", "replay"}),
    ],
)
def test_pages_run_nothing_that_is_not_there(page: str, verbs: set[str]) -> None:
    """The page has the same commands, each of them one that its verb takes."""
    text = (ROOT / page).read_text()
    ours = re.findall(r"^\./langroute (\w+)(.*?)(?:#.*)?$", text, re.MULTILINE)
    assert {verb for verb, _ in ours} >= verbs
    for verb, rest in ours:
        _verb_parser(verb, _import(verb)).parse_args(shlex.split(rest.partition(" > ")[0]))


def test_the_example_of_answers_is_taken_as_it_is(checkout: Checkout, tmp_path: Path) -> None:
    shown = checkout("init", "--print-answers")
    file = tmp_path / "mine.yaml"
    file.write_text(shown.out)
    assert checkout("init", "--answers", str(file)).code == 0
    assert subprocess.run(["git", "diff", "--check"], cwd=checkout.root).returncode == 0
