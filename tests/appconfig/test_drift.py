"""What `drift` says of live bytes against a revision, and what its exit code counts as the same."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from langroute.document import plan_hash
from langroute_repo.appconfig import live
from tests.appconfig.pusher import DE, Pusher, pusher
from tests.published import parsed
from tests.repository import commit, git

Output = pytest.CaptureFixture[str]
LIVE = "(version 1, deployment 1) since 2026-01-05 09:10 UTC, 1 minute ago\n"


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    return pusher(tmp_path / "company", monkeypatch)


def head(one: Pusher) -> str:
    """How drift begins: with what is live and where it is from."""
    return f"staging runs git-{one.first()} {LIVE}  from  DAY by Ada: The first ({one.first()})\n"


def test_what_the_live_commit_compiles_to(one: Pusher, capsys: Output) -> None:
    said = f"{head(one)}HEAD~1 compiles to exactly this\n"
    assert one.says(capsys, "drift", "staging", "HEAD~1") == (0, said, "")


def test_what_a_push_would_change(one: Pusher, capsys: Output) -> None:
    (one.root / "config/languages/en.yaml").unlink()
    commit(one.root, "en: not any more")
    assert one.says(capsys, "drift", "staging") == (
        7,
        f"{head(one)}HEAD compiles to another document; from live to HEAD:\n"
        "  de  canary-ramped canary.traffic 10% → 20%\n"
        "  en  only live\n",
        "",
    )


def test_what_is_not_committed_does_not_count(one: Pusher, capsys: Output) -> None:
    git(one.root, "checkout", "-q", "HEAD~1")
    (one.root / DE).write_text((one.root / DE).read_text().replace("10%", "15%"))
    assert one.says(capsys, "drift", "staging").code == 0


def test_deployed_by_hand_under_a_label_of_its_own(one: Pusher, capsys: Output) -> None:
    one.account.deploy(b'{"enabled": true}', "by-hand")
    assert one.says(capsys, "drift", "staging") == (
        7,
        "staging runs by-hand (version 2, deployment 2) since 2026-01-05 09:21 UTC, 1 minute ago\n"
        "  from  deployed by hand: its label names no commit\n"
        "no document of ours: 17 bytes under the label by-hand; readers refuse it: format: "
        "missing\n",
        "",
    )


def test_tampered_with_under_the_label_of_a_commit(one: Pusher, capsys: Output) -> None:
    tampered = one.document().replace(b'"traffic":2000', b'"traffic":9000')
    one.account.deploy(tampered, one.label())
    code, said, _ = one.says(capsys, "drift", "staging")
    assert code == 7
    assert said.endswith(
        "  from  NOT what its commit compiles to: made by hand under its label, or by another "
        f"version of this tool; DAY by Ada: de: canary to 20% ({one.label()[4:]})\n"
        "HEAD compiles to another document; from live to HEAD:\n"
        "  de  canary-reduced canary.traffic 90% → 20%\n"
    )


def test_the_same_in_another_writing(one: Pusher, capsys: Output) -> None:
    pretty = json.dumps(json.loads(one.document()), indent=1).encode()
    one.account.deploy(pretty, f"{one.label()}-dirty")
    code, said, _ = one.says(capsys, "drift", "staging")
    assert code == 7
    assert said.endswith(
        "  from  pushed with changes that were not committed, on DAY by Ada: de: canary to 20% "
        f"({one.label()[4:]})\n"
        "HEAD means the same and is written otherwise: other bytes, another plan_hash\n"
    )


def test_a_format_of_tomorrow(one: Pusher, capsys: Output) -> None:
    newer = one.document().replace(b'"format":1', b'"format":3')
    one.account.deploy(newer, one.label())
    assert "readers refuse it: format: 3 is unknown, this reader knows 1 and 2\n" in (
        one.says(capsys, "drift", "staging").out
    )


def test_while_something_is_on_its_way(one: Pusher, capsys: Output) -> None:
    one.account.start(one.account.store(one.document(), one.label()), one.account.quick)
    assert f"  now   deployment 2 ({one.label()}) is DEPLOYING at 0%, 25 minutes left\n" in (
        one.says(capsys, "drift", "staging").out
    )


def test_what_is_live_is_not_settled_while_something_is_on_its_way(
    one: Pusher, capsys: Output
) -> None:
    """Going back, for one: until it ends HEAD is still what runs."""
    asked = ("drift", "staging", "HEAD~1", "--settled")
    assert one.says(capsys, *asked).code == 0
    one.account.start(one.account.store(one.document(), one.label()), one.account.quick)

    assert one.says(capsys, *asked[:3]).code == 0
    assert one.says(capsys, *asked).code == 7


def test_for_machines_nothing_is_on_its_way_that_ended_between_two_looks(
    one: Pusher, capsys: Output
) -> None:
    def ended(*words: Any) -> live.Deployment:
        return replace(deployment(*words), state="COMPLETE")

    deployment = live.deployment
    one.account.start(one.account.store(b"{}", "by-hand"), one.account.quick)
    one.patch.setattr(live, "deployment", ended)
    said = one.says(capsys, "drift", "staging", "--format", "json").out
    assert parsed("drift-output", said)["in_flight"] is None


def test_a_version_that_was_deleted(one: Pusher, capsys: Output) -> None:
    one.account.control.delete_hosted_configuration_version(
        **one.account.in_profile, VersionNumber=1
    )
    code, said, _ = one.says(capsys, "drift", "staging")
    assert code == 7
    assert said.endswith(
        "  from  its version was deleted, so its bytes cannot be looked at\n"
        "HEAD cannot be held against it\n"
    )


def test_nothing_is_live(one: Pusher, capsys: Output) -> None:
    one.account.stop(1, AllowRevert=True)
    assert one.says(capsys, "drift", "staging") == (
        7,
        "staging runs nothing\n"
        f"  taken back: git-{one.first()} (deployment 1) on 2026-01-05 09:11 UTC (Deployment "
        "reverted); HEAD still holds it in en, and pushes of it are refused\n"
        "HEAD compiles to a document that staging does not have\n",
        "",
    )


@pytest.mark.parametrize("revision", ["nonsense", "--all", ""])
def test_a_revision_that_is_none(revision: str, one: Pusher, capsys: Output) -> None:
    said = one.says(capsys, "drift", "staging", "--", revision)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"error: {revision!r} names no commit here\nhint: ")


def test_a_revision_that_does_not_compile(one: Pusher, capsys: Output) -> None:
    (one.root / DE).write_text("language: de\n")
    commit(one.root, "de: broken")
    assert one.says(capsys, "drift", "staging") == (
        2,
        "",
        "error: HEAD compiles to no document for staging\n"
        "hint: a file of it is at fault, or it has no config/environments/staging.yaml; "
        "./langroute check says what is wrong with the files here\n",
    )


def test_for_machines(one: Pusher, capsys: Output) -> None:
    code, said, _ = one.says(capsys, "drift", "staging", "--format", "json")
    told = parsed("drift-output", said)
    assert code == 7
    assert (told["same"], told["live"]["faithful"], told["live"]["claims"]) == (
        False,
        True,
        one.first(),
    )
    assert told["revision"]["plan_hash"] == plan_hash(one.document())
    assert told["changes"] == [
        {
            "kind": "canary-ramped",
            "language": "de",
            "path": "languages.de.canary.traffic",
            "before": "10%",
            "after": "20%",
        }
    ]


def test_for_machines_when_nothing_can_be_compared(one: Pusher, capsys: Output) -> None:
    words = ("drift", "staging", "--format", "json")
    one.account.start(one.account.store(b"{}", "by-hand"), one.account.quick)
    parsed("drift-output", one.says(capsys, *words).out)
    one.account.aws.pass_minutes(30)
    told = parsed("drift-output", one.says(capsys, *words).out)
    assert (told["foreign"], told["changes"]) == ("format: missing", [])
