"""What is proposed apart can be merged apart: each alone passes the check, in any order."""

import json
import random
import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from langroute_repo.evidence.seal import line, sealed
from langroute_repo.tree.by_owners import Portion
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.__main__ import main
from scripts.github.portions import standing_alone
from tests.github.fake import Fake
from tests.github.proposing import TODAY, Clone, cloned
from tests.github.refreshed import refresh
from tests.repository import commit, git
from tests.rules.examples import BASE
from tests.sample import ACME

Output = pytest.CaptureFixture[str]
ACCEPTANCE = "accepts: [pass-share-jump 8d1825ce]\nbecause: analysts asked for fewer events\n"


def checked(clone: Clone, branch: str, folder: Path) -> int:
    """What `check --against main` ends with at a branch, as for its pull request."""
    shutil.rmtree(folder, ignore_errors=True)
    git(clone.root, "clone", "-q", str(clone.bare), str(folder))
    git(folder, "checkout", "-q", "--detach", f"origin/{branch}")
    words = ["check", "--against", "origin/main", "--today", TODAY]
    return main(["--root", str(folder), *words])


def merged(clone: Clone, branches: Sequence[str]) -> str:
    """The tree after squashing them into main, one after the other; main stays as it is."""
    head = git(clone.bare, "rev-parse", "main")
    for branch in branches:
        tree = git(clone.bare, "merge-tree", "--write-tree", head, branch)
        head = git(clone.bare, "commit-tree", tree, "-p", head, "-m", branch)
    return git(clone.bare, "rev-parse", f"{head}^{{tree}}")


def test_a_refresh_of_a_whole_company_comes_apart(
    tmp_path: Path, github: Fake, capsys: Output
) -> None:
    clone = cloned(tmp_path, github, ACME)
    refresh(clone.root)
    assert clone.propose("--yes", "--most", "50") == 0
    pulls = clone.pulls()
    told = capsys.readouterr().out
    assert "#1 proposes Refresh the evidence: ar: " in told
    assert "proposes Refresh the evidence: da, fi and no: " in told
    for pull in pulls:
        paths = git(clone.bare, "diff", "--name-only", "main", pull["head"]).split()
        tags = {Path(path).stem for path in paths}
        assert {f"config/languages/{tag}.yaml" for tag in tags} <= set(paths)
        assert checked(clone, pull["head"], tmp_path / "checkout") == 0, capsys.readouterr().out
    branches = [pull["head"] for pull in pulls]
    git(clone.root, "add", "-A")
    wanted = git(clone.root, "write-tree")
    for seed in range(5):
        random.Random(seed).shuffle(branches)
        assert merged(clone, branches) == wanted


def both(clone: Clone) -> None:
    """Both languages say something else, by owners of their own."""
    for tag in ("de", "en"):
        clone.swap(f"config/languages/{tag}.yaml", "source:", "# why\nsource:")


def test_an_acceptance_goes_with_what_it_is_about(
    tmp_path: Path, github: Fake, capsys: Output
) -> None:
    """So that what passes as a whole with them passes apart as well."""
    clone = cloned(tmp_path, github, BASE)
    for tag, field in (("de", "[title, body]"), ("en", "[title, summary]")):
        clone.swap(f"config/languages/{tag}.yaml", f"fields: {field}", "fields: [title]")
    words = ["--root", str(clone.root), "check", "--against", "HEAD", "--today", TODAY]
    assert main([*words, "--format", "json"]) == 1
    found = [one["fingerprint"] for one in json.loads(capsys.readouterr().out)["findings"]]
    because = ["--because", "the body says nothing more", "--today", TODAY]
    assert main(["--root", str(clone.root), "accept", *found, *because]) == 0
    assert (main(words), clone.propose("--yes")) == (0, 0)
    for tag, pull in zip(("de", "en"), clone.pulls(), strict=True):
        folder, *rest = git(clone.bare, "diff", "--name-only", "main", pull["head"]).split()
        assert folder.startswith(f"config/accepted/languages/{tag}/")
        assert rest == [f"config/languages/{tag}.yaml"]
        assert checked(clone, pull["head"], tmp_path / "checkout") == 0


@pytest.mark.parametrize(
    "folder", ["languages/de", "cases/de", "evidence/words/de", "evidence/embedding/de"]
)
def test_wherever_an_acceptance_of_a_language_lies(
    tmp_path: Path, github: Fake, folder: str
) -> None:
    clone = cloned(tmp_path, github, BASE)
    both(clone)
    (clone.root / "config/accepted" / folder).mkdir(parents=True)
    (clone.root / "config/accepted" / folder / "fewer.yaml").write_text(ACCEPTANCE)
    assert clone.propose("--yes") == 0
    first, second = clone.pulls()
    assert second["title"] == "Refresh the evidence: en"
    assert git(clone.bare, "diff", "--name-only", "main", first["head"]).split() == [
        f"config/accepted/{folder}/fewer.yaml",
        "config/languages/de.yaml",
    ]


def test_an_acceptance_of_the_whole_change_keeps_it_whole(
    tmp_path: Path, github: Fake, capsys: Output
) -> None:
    clone = cloned(tmp_path, github, BASE)
    both(clone)
    (clone.root / "config/accepted/change").mkdir(parents=True)
    (clone.root / "config/accepted/change/both.yaml").write_text(ACCEPTANCE)
    assert clone.propose() == 0
    reason = "config/accepted/change/both.yaml concerns all of it"
    assert capsys.readouterr().out.splitlines() == [
        "open    Refresh the evidence: de and en",
        "        asks @acme/risk-dach for 1 file; @acme/risk-global for 1 file; "
        "@acme/risk-lead for 1 file",
        f"        not split: {reason}",
        "nothing was changed; --yes does it",
    ]
    assert clone.propose("--yes") == 0
    assert f"It is one pull request, for {reason}." in clone.pulls()[0]["body"]


def test_what_passes_the_check_only_together_stays_together(
    tmp_path: Path, github: Fake, capsys: Output
) -> None:
    """A model is taken from one language so that it can answer for more of another."""
    clone = cloned(tmp_path, github, BASE)
    clone.swap("config/models/embedding.yaml", "20/s", "1/s")
    seal = line(sealed(Decimal("0.287"), read(Folder(BASE)).evidence("embedding", "en")))
    shadow = (
        "shadows:\n  - model: embedding\n    traffic: 20%\n    fields: [title]\n"
        f"    threshold: {seal}\n"
    )
    file = clone.root / "config/languages/en.yaml"
    before = file.read_text()
    file.write_text(before + shadow)
    commit(clone.root, "the model is asked for 0.9/s, of 1/s")
    git(clone.root, "push", "-q", "origin", "HEAD:main")
    file.write_text(before)
    clone.swap("config/languages/de.yaml", "traffic: 10%", "traffic: 30%")
    assert clone.propose() == 0
    assert capsys.readouterr().out.splitlines() == [
        "open    Refresh the evidence: de and en",
        "        asks @acme/risk-dach for 1 file; @acme/risk-global for 1 file",
        "        not split: a part of it alone would not pass the check",
        "nothing was changed; --yes does it",
    ]


portions = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=1), st.sampled_from("xyz"), min_size=1
).map(lambda found: [Portion({(team, path): (path,)}) for path, team in sorted(found.items())])


@given(portions, st.sets(st.frozensets(st.sampled_from("abcdefgh"), min_size=2)))
def test_what_needs_each_other_ends_in_one_portion(
    found: list[Portion], needs: set[frozenset[str]]
) -> None:
    """A rule is content where it sees all of what needs each other, or none of it."""
    every = {path for one in found for path in one.paths}

    def stands(one: Portion) -> bool:
        inside = set(one.paths)
        return all(inside.isdisjoint(need) or need & every <= inside for need in needs)

    alone = standing_alone(found, stands)
    assert sorted(path for one in alone for path in one.paths) == sorted(every)
    assert all(stands(one) for one in alone)
    if all(map(stands, found)):
        assert alone == found
