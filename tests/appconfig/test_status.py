"""What `status` says of each environment, by content and not by label."""

from pathlib import Path

import pytest

from tests.appconfig.pusher import DE, Pusher, pusher
from tests.published import parsed
from tests.repository import commit, git
from tests.simulated.faults import Call, Script, Strike

Output = pytest.CaptureFixture[str]
ANOTHER = "HEAD compiles to another document"
NO_ALARM = "none: nothing would take a bad change back by itself"


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    return pusher(tmp_path / "company", monkeypatch)


def git_row(one: Pusher, capsys: Output) -> list[str]:
    """What is said of the repository, line by line."""
    lines = one.says(capsys, "status", "staging").out.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("  git "))
    return [line.removeprefix("  git").strip() for line in lines[start:]]


def test_all_environments_and_one_that_cannot_be_asked(one: Pusher, capsys: Output) -> None:
    live = one.first()
    assert one.says(capsys, "status") == (
        2,
        f"staging  git-{live} (version 1, deployment 1) since 2026-01-05 09:10 UTC, 1 minute ago\n"
        f"  from    DAY by Ada: The first ({live})\n"
        f"  alarms  {NO_ALARM}\n"
        "  git     HEAD compiles to another document, ahead by 1 commit that changes it:\n"
        f"            DAY by Ada: de: canary to 20% ({one.label()[4:]})\n"
        "\n"
        "production  cannot be asked: AppConfig in eu-central-1 has no environment 'production'\n"
        "  hint: it is named in config/environments/production.yaml (appconfig.environment): "
        "correct it, create it there, or use the credentials of the account that has it\n",
        "",
    )


def test_what_head_compiles_to(one: Pusher, capsys: Output) -> None:
    one.push()
    live = one.label()
    commit(one.root, "Nothing below config/")
    assert one.says(capsys, "status", "staging") == (
        0,
        f"staging  {live} (version 2, deployment 2) since 2026-01-05 09:36 UTC, "
        "less than a minute ago\n"
        f"  from    DAY by Ada: de: canary to 20% ({live[4:]})\n"
        f"  alarms  {NO_ALARM}\n"
        "  git     HEAD compiles to exactly this\n",
        "",
    )


def test_it_is_compared_by_content_and_not_by_label(one: Pusher, capsys: Output) -> None:
    one.account.deploy(one.document(), "by-hand")
    assert git_row(one, capsys) == ["HEAD compiles to exactly this"]


def test_only_commits_that_change_its_document_count(one: Pusher, capsys: Output) -> None:
    (one.root / DE).write_text(f"# A comment.\n{(one.root / DE).read_text()}")
    commit(one.root, "de: explain it")
    production = one.root / "config/environments/production.yaml"
    production.write_text(production.read_text().replace("bake: 30m", "bake: 45m"))
    commit(one.root, "production: a longer bake")
    one.ramp("30%")
    assert git_row(one, capsys)[0] == f"{ANOTHER}, ahead by 2 commits that change it:"


def test_of_many_commits_the_newest_are_named(one: Pusher, capsys: Output) -> None:
    for share in range(21, 27):
        one.ramp(f"{share}%", was=f"{share - 1}%")
    row = git_row(one, capsys)
    assert row[0] == f"{ANOTHER}, ahead by 7 commits that change it:"
    assert row[1].startswith("DAY by Ada: de: canary to 26% (")
    assert (len(row), row[-1]) == (7, "and 2 more")


def test_a_merge_is_one_commit(one: Pusher, capsys: Output) -> None:
    one.push()
    git(one.root, "switch", "-qc", "feature")
    one.ramp("21%")
    one.ramp("22%", was="21%")
    git(one.root, "switch", "-q", "main")
    git(one.root, "merge", "-q", "--no-ff", "-m", "Merge the feature", "feature")
    row = git_row(one, capsys)
    assert row[0] == f"{ANOTHER}, ahead by 1 commit that changes it:"
    assert row[1].startswith("DAY by Ada: Merge the feature (")


def test_live_is_not_part_of_head(one: Pusher, capsys: Output) -> None:
    one.push()
    git(one.root, "switch", "-qc", "other", "HEAD~1")
    one.ramp("15%", was="10%")
    assert git_row(one, capsys) == [
        f"{ANOTHER}, and live is not part of HEAD: it was pushed from another branch; ./langroute "
        "drift staging shows how"
    ]


def test_a_commit_that_this_clone_lacks(one: Pusher, capsys: Output) -> None:
    one.account.deploy(one.document().replace(b"2000", b"3000"), "git-0123456789ab")
    said = one.says(capsys, "status", "staging").out
    assert (
        "  from    commit 0123456789ab, which this clone does not have; fetch it: git fetch --all\n"
    ) in said
    assert (
        "  git     HEAD compiles to another document; ./langroute drift staging shows how" in said
    )


def test_deployed_by_hand(one: Pusher, capsys: Output) -> None:
    one.account.start(
        one.account.store(b"{}", "by-hand"), Description="Tried\x1b[2J something in the console"
    )
    one.account.aws.pass_minutes(11)
    said = one.says(capsys, "status", "staging").out
    assert "  from    deployed by hand: its label names no commit\n" in said
    assert "  said    Tried\N{REPLACEMENT CHARACTER}[2J something in the console\n" in said


def test_tampered_with_under_the_label_of_head(one: Pusher, capsys: Output) -> None:
    one.account.deploy(one.document().replace(b"2000", b"3000"), one.label())
    assert git_row(one, capsys) == [
        "HEAD compiles to another document, though no commit since changes it; ./langroute drift "
        "staging shows how"
    ]


def test_head_is_at_fault(one: Pusher, capsys: Output) -> None:
    (one.root / DE).write_text("language: de\n")
    commit(one.root, "de: broken")
    assert git_row(one, capsys) == ["HEAD compiles to no document: ./langroute check says why"]


def test_no_repository_at_all(one: Pusher, capsys: Output) -> None:
    (one.root / ".git").rename(one.root / "not-git")
    said = one.says(capsys, "status", "staging")
    assert said.code == 0
    assert "which this clone does not have" in said.out


def test_on_its_way_and_guarded(one: Pusher, capsys: Output) -> None:
    one.account.monitor(one.account.alarm("failures-de", "OK"), one.account.alarm("x", "ALARM"))
    one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
    said = one.says(capsys, "status", "staging").out
    assert (
        f"  now     deployment 2 ({one.label()}) is DEPLOYING at 0%, 25 minutes left; "
        "./langroute watch staging\n"
        "  alarms  failures-de is OK\n"
        "          x is ALARM (a test)\n"
    ) in said


def test_what_was_taken_back_and_is_still_in_head(one: Pusher, capsys: Output) -> None:
    one.push()
    bad = one.label()
    one.account.stop(2, AllowRevert=True)
    assert one.says(capsys, "status", "staging").out.endswith(
        f"  taken back  {bad} (deployment 2) on 2026-01-05 09:36 UTC (Deployment reverted)\n"
        "              HEAD still holds it in de, and pushes of it are refused\n"
    )
    one.account.start(one.account.store(b"{}", "by-hand"))
    one.account.stop(3, AllowRevert=True)
    one.account.aws.pass_minutes(2)
    assert f"  taken back  {bad} (deployment 2) " in one.says(capsys, "status", "staging").out
    git(one.root, "revert", "--no-edit", "HEAD")
    assert one.says(capsys, "status", "staging").out.endswith(
        "  git         HEAD compiles to exactly this\n"
        "  taken back  by-hand (deployment 3) on 2026-01-05 09:37 UTC (Deployment stopped)\n"
        "              HEAD does not hold it any more\n"
    )


def test_nothing_was_ever_live(one: Pusher, capsys: Output) -> None:
    one.account.stop(1, AllowRevert=True)
    assert one.says(capsys, "status", "staging").out.startswith(
        f"staging  nothing\n  alarms      {NO_ALARM}\n"
        "  git         HEAD compiles to a document that staging does not have\n"
        "              ./langroute push staging brings it\n"
        "  taken back  "
    )


def test_alarms_that_may_not_be_seen(one: Pusher, capsys: Output) -> None:
    one.account.monitor(one.account.alarm("failures-de", "OK"))
    script = Script(Strike(Call("describe_alarms", 1), "before", "access-denied"))
    assert one.langroute("status", "staging", script=script) == 0
    said = capsys.readouterr().out
    assert "  alarms  cannot be seen: not allowed: " in said
    assert "  git     HEAD compiles to another document, ahead by 1 commit" in said


def test_alarms_that_nobody_could_see_just_now(one: Pusher, capsys: Output) -> None:
    one.account.monitor(one.account.alarm("failures-de", "OK"))
    script = Script(Strike(Call("describe_alarms", 1), "before", "throttled"))
    assert one.langroute("status", "staging", script=script) == 2
    assert "  alarms  cannot be seen: AWS throttles " in capsys.readouterr().out


def test_an_environment_whose_file_is_at_fault(one: Pusher, capsys: Output) -> None:
    (one.root / "config/environments/production.yaml").write_text("environment: production\n")
    code, said, _ = one.says(capsys, "status")
    assert code == 2
    assert said.startswith("staging  git-")
    assert said.endswith(
        "\n\nproduction  cannot be asked: config/environments/production.yaml cannot be used\n"
        "  hint: ./langroute check says why\n"
    )


def test_an_environment_that_nobody_knows(one: Pusher, capsys: Output) -> None:
    said = "error: unknown environment 'stagin'\nhint: did you mean \"staging\"?\n"
    assert one.says(capsys, "status", "stagin") == (2, "", said)


def test_for_machines(one: Pusher, capsys: Output) -> None:
    one.account.monitor(one.account.alarm("failures-de", "OK"))
    one.push()
    one.account.stop(2, AllowRevert=True)
    code, said, _ = one.says(capsys, "status", "--format", "json")
    told = parsed("status-output", said)
    assert code == 2
    staging, production = told["environments"]
    assert production["problem"] == "AppConfig in eu-central-1 has no environment 'production'"
    assert (staging["live"]["claims"], staging["head"]["stand"]) == (one.first(), "ahead")
    assert [one["subject"] for one in staging["head"]["ahead"]] == ["de: canary to 20%"]
    assert staging["alarms"] == [{"name": "failures-de", "state": "OK", "reason": "a test"}]
    assert staging["taken_back"] == {
        "deployment": 2,
        "label": one.label(),
        "state": "REVERTED",
        "reason": "Deployment reverted",
        "head_holds_it": True,
        "languages": ["de"],
    }
