"""Whatever is missing, a verb says it in one sentence with its cure, and changes nothing."""

from pathlib import Path

import pytest

from tests.appconfig.pusher import Pusher, pusher
from tests.simulated.faults import Call, Script, Strike

Output = pytest.CaptureFixture[str]
VERBS = {
    "watch": ("watch", "staging"),
    "drift": ("drift", "staging"),
    "rollback": ("rollback", "staging", "--yes"),
}


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pusher:
    one = pusher(tmp_path / "company", monkeypatch)
    assert one.push() == 0
    return one


verbs = pytest.mark.parametrize("words", VERBS.values(), ids=VERBS)


def ends(one: Pusher, capsys: Output, *words: str, script: Script | None = None) -> str:
    """What a verb that fails says; it must change nothing."""
    capsys.readouterr()
    assert one.langroute(*words, script=script) == 2
    assert one.deployments() == ["COMPLETE", "COMPLETE"]
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@verbs
def test_an_environment_that_nobody_knows(
    words: tuple[str, ...], one: Pusher, capsys: Output
) -> None:
    assert ends(one, capsys, words[0], "stagin") == (
        "error: unknown environment 'stagin'\nhint: did you mean \"staging\"?\n"
    )


@verbs
def test_an_environment_that_aws_lacks(words: tuple[str, ...], one: Pusher, capsys: Output) -> None:
    assert ends(one, capsys, words[0], "production") == (
        "error: AppConfig in eu-central-1 has no environment 'production'\n"
        "hint: it is named in config/environments/production.yaml (appconfig.environment): correct "
        "it, create it there, or use the credentials of the account that has it\n"
    )


@verbs
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("access-denied", "error: not allowed: User is not authorized\nhint: use a role that "),
        ("expired-credentials", "error: the AWS credentials have expired\nhint: sign in, "),
        ("unreachable", "cannot be reached: "),
        ("throttled", "error: AWS throttles ListDeployments: Rate exceeded\nhint: try again "),
        ("server-error", "error: AWS failed at ListDeployments: Internal failure"),
    ],
)
def test_aws_does_not_answer_or_does_not_allow(
    fault: str, said: str, words: tuple[str, ...], one: Pusher, capsys: Output
) -> None:
    script = Script(Strike(Call("list_deployments", 1), "before", fault))
    found = ends(one, capsys, *words, script=script)
    assert said in found
    assert "Traceback" not in found


@pytest.mark.parametrize("words", [*VERBS.values(), ("status", "staging")], ids=[*VERBS, "status"])
def test_no_credentials(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    one = pusher(tmp_path / "company", monkeypatch)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "nothing"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    capsys.readouterr()
    assert one.for_real(*words) == 2
    said = capsys.readouterr()
    assert "no AWS credentials found" in said.out + said.err
    assert "hint: sign in, for instance with `aws sso login`" in said.out + said.err


@pytest.mark.parametrize("verb", [*VERBS, "status"])
def test_help_has_examples(verb: str, one: Pusher, capsys: Output) -> None:
    capsys.readouterr()
    assert one.langroute(verb, "--help") == 0
    said = capsys.readouterr().out
    assert f"examples:\n  ./langroute {verb} " in said
