"""A document is stored, validated, deployed and read where nobody reads, and leaves nothing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from langroute.document import plan_hash
from langroute_repo.rehearsal.stage import NAME, new_name
from scripts.rehearsing import document as verb
from tests.rehearsal.scene import PRODUCTION, REGION, Scene
from tests.simulated.faults import Script, recorded, strikes

Output = pytest.CaptureFixture[str]


def test_it_says_what_it_would_do_and_does_nothing(scene: Scene, capsys: Output) -> None:
    assert scene.rehearse() == 0
    assert capsys.readouterr().out == (
        f"the document of production: {len(scene.raw):,} bytes, plan_hash {plan_hash(scene.raw)}\n"
        "nothing was done; to do it: ./langroute rehearse document production --yes\n"
    )
    assert [one.operation for one in scene.world.script.calls if "list" not in one.operation] == []


def test_by_the_role_of_the_stack_it_comes_back_byte_for_byte(scene: Scene, capsys: Output) -> None:
    assert scene.rehearse("--yes") == 0
    said = NAME.sub("NAME", capsys.readouterr().out)
    assert said.endswith(
        "done: stored, validated, deployed and read back, byte for byte, as NAME, which is\n"
        "deleted; langroute's reader routes 2 languages by it\n"
    )
    assert scene.empty()
    made = [one.operation for one in scene.world.script.calls]
    assert made.index("validate_configuration") < made.index("start_deployment")
    # Once for the bytes, and once by the code that a backend installs.
    assert made.count("get_latest_configuration") == 2


def test_the_role_reaches_nothing_that_anybody_reads(scene: Scene) -> None:
    from botocore.exceptions import ClientError

    control = scene.world.client("appconfig", REGION)
    (real,) = (one for one in scene.aws.applications.values() if one.id != scene.application)
    (environment,) = real.environments
    of = {"ApplicationId": real.id}
    for operation, given in (
        ("delete_environment", of | {"EnvironmentId": environment}),
        ("list_environments", of),
        ("create_environment", of | {"Name": "x"}),
        ("create_application", {"Name": "x"}),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            getattr(control, operation)(**given)


def test_whatever_fails_nothing_is_left_or_it_is_told(scene: Scene, capsys: Output) -> None:
    """Each call once with each of these, before and after AWS acted."""
    calls = recorded(lambda script: played(scene, script))
    assert scene.empty()
    capsys.readouterr()
    codes = set()
    # The second session is the reader's, which polls again by a clock of its own.
    once = [call for call in calls if "configuration_session" not in call.operation
            and ("latest" not in call.operation or call.ordinal == 1)]  # fmt: skip
    for strike in strikes(once, ("connection-reset", "access-denied")):
        codes.add(played(scene, Script(strike)))
        told = capsys.readouterr().err
        if not scene.empty():  # AWS did not let it be deleted, and so it is said
            assert strike.fault == "access-denied", strike
            assert re.search(f"{NAME.pattern} .*cannot be deleted: not allowed", told), strike
            scene.scratch.environments.clear()
            next(iter(scene.scratch.profiles.values())).versions.clear()
    assert codes >= {0, 2}


def played(scene: Scene, script: Script) -> int:
    scene.world.script = script
    return scene.rehearse("--yes")


def test_ctrl_c_leaves_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(verb, "read_as_backend", stopped)
    assert scene.rehearse("--yes") == 130
    assert scene.empty()


def test_what_a_dead_run_left_behind_is_deleted_and_told(scene: Scene, capsys: Output) -> None:
    old = new_name(datetime.now(UTC) - timedelta(hours=2))
    young, theirs = new_name(datetime.now(UTC)), "somebody-elses"
    killed = {"ApplicationId": scene.application}
    control = scene.world.client("appconfig", REGION)
    for name in (old, young, theirs):
        control.create_environment(**killed, Name=name)
    assert scene.rehearse() == 0
    assert f"left behind by a run that died: {old}\n" in capsys.readouterr().out
    assert scene.rehearse("--yes") == 0
    assert f"deleted what a run that died left behind: {old}\n" in capsys.readouterr().err
    assert [one.name for one in scene.scratch.environments.values()] == [young, theirs]


def test_what_the_validators_refuse_is_known_before_a_push(scene: Scene, capsys: Output) -> None:
    (profile,) = scene.scratch.profiles.values()
    refusing = '{"type": "object", "required": ["something-new"]}'
    profile.validators = [{"Type": "JSON_SCHEMA", "Content": refusing}]
    assert scene.rehearse("--yes") == 1
    assert "error: AppConfig's validators refuse it: " in capsys.readouterr().err
    assert scene.empty()


def test_other_bytes_are_no_agreement(
    scene: Scene, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.simulated import data

    served = data._content

    def cut(*args: Any) -> dict[str, Any]:
        return served(*args) | {"Configuration": scene.raw[:-9] + b"         "}

    monkeypatch.setattr(data, "_content", cut)
    assert scene.rehearse("--yes") == 7
    assert re.search("bytes, and .* were stored: they differ from byte", capsys.readouterr().err)
    assert scene.empty()


def test_without_the_stack_it_says_how_to_make_it(scene: Scene, capsys: Output) -> None:
    file = scene.root / PRODUCTION
    file.write_text(file.read_text().replace("rehearsal: true\n", ""))
    del scene.aws.applications[scene.application]
    assert scene.rehearse("--yes") == 2
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "error: AppConfig in eu-central-1 has no application 'langroute-production-rehearsal'",
        "hint: write rehearsal: true in config/environments/production.yaml, then "
        "./langroute infra deploy production --yes",
    ]
