"""What speaks against a push, each with its exit code, its sentence and its way round."""

from datetime import UTC, datetime, timedelta

import pytest

from langroute_repo.tree.git import git
from tests.appconfig.company import Company

pytestmark = pytest.mark.slow

Output = pytest.CaptureFixture[str]


def taken_back(company: Company) -> tuple[str, str]:
    """Push, then push a ramp that is reverted by hand; the labels of both."""
    first = company.label()
    company.push("staging", "--yes")
    bad = company.ramp()
    company.push("staging", "--yes")
    company.stop("staging", 2)
    return first, bad


def freeze(company: Company, days: int = 1, environments: str = "[staging]") -> str:
    """Commit a freeze that ends in so many days; its last day."""
    until = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    (company.root / "config/freeze.yaml").write_text(
        "# yaml-language-server: $schema=../schemas/freeze.schema.json\n"
        "reason: nobody is here over the holidays\n"
        'owner: "@acme/ml-platform"\n'
        f"environments: {environments}\n"
        f'until: "{until}"\n'
    )
    company.commit("Freeze")
    return until


def refused(company: Company, capsys: Output, *words: str) -> tuple[int, str]:
    """The exit code of a push to staging, and what it says on stderr."""
    capsys.readouterr()
    code = company.push("staging", "--yes", *words)
    return code, capsys.readouterr().err


def test_what_was_taken_back_is_not_brought_again(company: Company, capsys: Output) -> None:
    first, bad = taken_back(company)
    code, said = refused(company, capsys)
    assert code == 4
    assert said.startswith(f"error: not pushed: de would be as in {bad}, which was taken back")
    assert f"; staging runs {first} (deployment 1) since " in said
    assert said.endswith(
        "hint: revert that change in the repository; if it is good after all, --retry-rolled-back "
        "brings it again\n"
    )
    assert company.deployments("staging") == [(1, "COMPLETE"), (2, "REVERTED")]


def test_nor_is_it_brought_by_the_next_merge_of_something_else(
    company: Company, capsys: Output
) -> None:
    _, bad = taken_back(company)
    company.write("config/languages/en.yaml", "[title, summary]", "[title]")
    company.commit("en: something else")
    code, said = refused(company, capsys)
    assert code == 4
    assert said.startswith(f"error: not pushed: de would be as in {bad}, which was taken back")


def test_reverted_in_the_repository_it_is_nothing_to_do(company: Company, capsys: Output) -> None:
    taken_back(company)
    git(company.root, "revert", "--no-edit", "HEAD")
    capsys.readouterr()
    assert company.push("staging", "--yes") == 0
    assert "nothing to do: staging runs exactly this document\n" in capsys.readouterr().out


def test_brought_again_on_purpose(company: Company, capsys: Output) -> None:
    _, bad = taken_back(company)
    assert refused(company, capsys, "--retry-rolled-back")[0] == 0
    assert company.deployments("staging")[-1] == (3, "COMPLETE")
    assert company.versions()[-1] == bad


def test_a_branch_without_the_live_commit_would_undo_it(company: Company, capsys: Output) -> None:
    base = git(company.root, "rev-parse", "HEAD").decode().strip()
    company.push("staging", "--yes")
    live = company.ramp()
    company.push("staging", "--yes")
    git(company.root, "switch", "-q", "--detach", base)
    company.write("config/languages/de.yaml", "traffic: 10%", "traffic: 15%")
    company.commit("de: another ramp, of an older state")
    code, said = refused(company, capsys)
    assert code == 7
    assert said.startswith(
        f"error: not pushed: what runs there was pushed from commit {live[4:]}, which is not part "
        f"of this one: pushing would undo it; staging runs {live} (deployment 2) since "
    )
    assert refused(company, capsys, "--allow-older", "the newer one was a mistake")[0] == 0


def test_what_somebody_deployed_by_hand_is_not_replaced_unnoticed(
    company: Company, capsys: Output
) -> None:
    company.push("staging", "--yes")
    number = company.start_at_once("staging", b"{}")
    code, said = refused(company, capsys)
    assert code == 7
    assert said.startswith(
        "error: not pushed: what runs there, by-hand, was not pushed from a commit; staging runs "
        f"by-hand (deployment {number}) since "
    )


def test_a_commit_that_this_clone_lacks(company: Company, capsys: Output) -> None:
    company.push("staging", "--yes")
    (company.root / "notes.txt").write_text("")
    git(company.root, "checkout", "-q", "--orphan", "alone")
    company.ramp()
    git(company.root, "branch", "-qD", "main")
    git(company.root, "reflog", "expire", "--expire=now", "--all")
    git(company.root, "gc", "-q", "--prune=now")
    code, said = refused(company, capsys)
    assert code == 7
    assert "which this clone does not have; staging runs " in said


def test_another_plan_than_the_reviewed_one(company: Company, capsys: Output) -> None:
    code, said = refused(company, capsys, "--expect-plan-hash", "0" * 64)
    assert code == 1
    assert f", the review saw {'0' * 64}; staging runs nothing\n" in said
    assert company.versions() == []


def test_nothing_is_pushed_during_a_freeze(company: Company, capsys: Output) -> None:
    until = freeze(company)
    code, said = refused(company, capsys)
    assert code == 1
    assert said == (
        f"error: not pushed: staging is frozen until {until}: nobody is here over the holidays; "
        "staging runs nothing\n"
        "hint: @acme/ml-platform lifts it by removing config/freeze.yaml; going back needs no "
        "lifting\n"
    )
    assert company.versions() == []
    (company.root / "config/freeze.yaml").unlink()
    company.commit("Lift the freeze")
    assert refused(company, capsys)[0] == 0


def test_a_freeze_of_another_environment_stops_nothing(company: Company, capsys: Output) -> None:
    freeze(company, environments="[production]")
    assert refused(company, capsys)[0] == 0


def test_during_a_freeze_what_is_live_is_nothing_to_do(company: Company, capsys: Output) -> None:
    company.push("staging", "--yes")
    freeze(company)
    capsys.readouterr()
    assert company.push("staging", "--yes") == 0
    assert "nothing to do: staging runs exactly this document\n" in capsys.readouterr().out


def test_what_was_started_before_a_freeze_is_gone_on_with(company: Company, capsys: Output) -> None:
    company.start_slowly("staging", company.document("staging"))
    freeze(company)
    assert company.push("staging") == 0
    assert capsys.readouterr().out.endswith(
        "nothing was changed; to do it: ./langroute push staging --yes\n"
    )
    company.ramp()
    code, said = refused(company, capsys)
    assert code == 1
    assert said.startswith("error: not pushed: staging is frozen until ")


def test_a_freeze_that_is_over_is_removed_first(company: Company, capsys: Output) -> None:
    until = freeze(company, days=-1)
    code, said = refused(company, capsys)
    assert code == 1
    assert said.startswith(
        f"error: not pushed: staging was frozen until {until}, and the freeze is still there"
    )


@pytest.mark.parametrize("days", [1, -1])
def test_a_freeze_does_not_hold_back_going_back(
    company: Company, capsys: Output, days: int
) -> None:
    company.push("staging", "--yes")
    company.ramp()
    company.push("staging", "--yes")
    freeze(company, days)
    git(company.root, "revert", "--no-edit", "HEAD~1")
    assert refused(company, capsys)[0] == 0
    git(company.root, "revert", "--no-edit", "HEAD")  # forward again is a change like any other
    assert refused(company, capsys)[0] == 1
