"""An endpoint is made as the running one was, asked, and deleted, whatever happens meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from langroute_repo.aws import sagemaker
from langroute_repo.rehearsal import endpoint
from scripts.asking import answers
from scripts.rehearsing import endpoints as verb
from tests.golden.simulated import Server
from tests.rehearsal.scene import REGION, Scene, of_role
from tests.simulated.aws import ACCOUNT, Endpoint
from tests.simulated.faults import Script, recorded, strikes
from tests.simulated.roles import Role

Output = pytest.CaptureFixture[str]
RIGHT = {"Streik im Hafen": 0.812, "Hochwasser": 0.644, "Konzert": 0.031, "Suppe": 0.287}
VARIANT = {
    "VariantName": "AllTraffic",
    "ModelName": "words-7",
    "InstanceType": "ml.g5.xlarge",
    "InitialInstanceCount": 1,
}
SAYS = "rehearsal: {longest: 20m, price: 1.41 USD}\n"
WORDS = "config/models/words.yaml"


def golden(root: Path) -> None:
    file = root / "config/golden/words/de.yaml"
    file.parent.mkdir(parents=True)
    events = "".join(
        f"  - {{about: an event of the test, event: {{title: {title}}}, gives: {score}}}\n"
        for title, score in RIGHT.items()
    )
    file.write_text(
        "# yaml-language-server: $schema=../../../schemas/golden.schema.json\n"
        f"model: words\nlanguage: de\nfields: [title, body]\nevents:\n{events}"
    )


@pytest.fixture
def stage(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Words runs in production, and may be rehearsed; by the role of the template."""
    golden(scene.root)
    with (scene.root / WORDS).open("a") as file:
        file.write(SAYS)
    scene.world.profiles[None] = Role("endpoints", ACCOUNT, of_role(scene.root, "EndpointsRole"))
    scene.aws.endpoint_configs["words-config-7"] = {"ProductionVariants": [VARIANT]}
    scene.aws.endpoints["words"] = Endpoint("words", "words-config-7", "InService")
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds
        scene.aws.pass_seconds(seconds)

    for name in ("wait", "delete"):
        faked = partial(getattr(endpoint, name), clock=lambda: now[0], sleep=sleep)
        monkeypatch.setattr(verb, name, faked)
    monkeypatch.setattr(sagemaker, "PAUSES", (0.0, 0.0, 0.0))
    answering(monkeypatch, lambda event, _: RIGHT[event["title"]])
    return scene


def answering(monkeypatch: pytest.MonkeyPatch, says: Any) -> list[Server]:
    asked: list[Server] = []

    @contextmanager
    def asker(_: float) -> Iterator[Server]:
        asked.append(Server(says))
        yield asked[-1]

    monkeypatch.setattr(answers, "asker", asker)
    return asked


def rehearse(scene: Scene, *words: str) -> int:
    return scene.langroute("rehearse", "endpoints", "production", *words)


def gone(scene: Scene) -> bool:
    """Whether nothing costs any more: what is being deleted is on its way."""
    return [one for one in scene.aws.endpoints if one != "words"] == []


def test_it_says_what_it_may_cost_and_does_nothing(stage: Scene, capsys: Output) -> None:
    assert rehearse(stage) == 0
    assert capsys.readouterr().out == (
        "words-rehearsal in eu-central-1, made from words-config-7, as words is\n"
        "  1 × ml.g5.xlarge for 20m at most, and about 10m to ask and delete it: 0.50 hours, at "
        "1.41 USD each: 0.70 USD\n"
        "nothing was done; to do it: ./langroute rehearse endpoints production --yes\n"
    )
    assert list(stage.aws.endpoints) == ["words"]


def test_without_a_price_it_says_where_it_stands(stage: Scene, capsys: Output) -> None:
    file = stage.root / WORDS
    file.write_text(file.read_text().replace(", price: 1.41 USD", ""))
    assert rehearse(stage) == 0
    assert "0.50 hours of an instance; SageMaker's list has the price in" in capsys.readouterr().out


def test_it_is_made_asked_and_deleted(stage: Scene, capsys: Output) -> None:
    assert rehearse(stage, "--yes") == 0
    assert capsys.readouterr().out.endswith(
        "done: words-rehearsal was made, answered as it has to, and is deleted\n"
    )
    assert gone(stage)
    (made,) = (one for one in stage.world.script.calls if one.operation == "create_endpoint")
    assert made.ordinal == 1


def test_other_answers_end_with_8_and_it_is_deleted(
    stage: Scene, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, lambda *_: 0.4)
    assert rehearse(stage, "--yes") == 8
    assert (
        "words-rehearsal answers otherwise than it has to, words in de: all scores are alike"
        in (capsys.readouterr().err)
    )
    assert gone(stage)


def test_one_that_cannot_be_made_tells_why(stage: Scene, capsys: Output) -> None:
    stage.aws.endpoint_fails = "CannotStartContainerError"
    assert rehearse(stage, "--yes") == 2
    told = capsys.readouterr().err
    assert "error: words-rehearsal cannot be made: CannotStartContainerError\n" in told
    assert gone(stage)


def test_one_that_cannot_be_deleted_is_told_with_what_deletes_it(
    stage: Scene, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, lambda *_: 0.4)
    role = of_role(stage.root, "EndpointsRole")
    kept = [
        one | {"Action": [action for action in one["Action"] if "Delete" not in action]}
        for one in role
    ]
    stage.world.profiles[None] = Role("endpoints", ACCOUNT, kept)
    assert rehearse(stage, "--yes") == 2
    *_, error, hint = capsys.readouterr().err.splitlines()
    assert "answers otherwise than it has to" in error  # and an issue tells both
    assert error.endswith("words-rehearsal is not deleted, AND COSTS until it is: not allowed: " + (
        "User: arn:aws:sts::123456789012:assumed-role/endpoints/session is not authorized to "
        "perform: sagemaker:DeleteEndpoint on resource: "
        "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/words-rehearsal"
    ))  # fmt: skip
    assert hint == (
        "hint: aws sagemaker delete-endpoint --region eu-central-1 --endpoint-name words-rehearsal"
    )


@pytest.mark.parametrize("at_once", [False, True])
def test_one_that_takes_too_long_is_deleted(stage: Scene, capsys: Output, at_once: bool) -> None:
    """Whether SageMaker lets it be deleted while it is made, or not."""
    stage.aws.deletes_while_creating = at_once
    file = stage.root / WORDS
    file.write_text(file.read_text().replace("20m", "2m"))
    assert rehearse(stage, "--yes") == 6
    assert "words-rehearsal is still Creating after 2m" in capsys.readouterr().err
    assert gone(stage)


def test_ctrl_c_deletes_it(stage: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verb, "wait", stopped)
    assert rehearse(stage, "--yes") == 130
    assert gone(stage)


def test_whatever_call_fails_it_is_deleted(stage: Scene, capsys: Output) -> None:
    """An answer that was lost, a proxy's page or none at all, at each call, before and after."""

    def played(script: Script) -> int:
        stage.world.script = script
        return rehearse(stage, "--yes")

    made = recorded(played)
    looks = sum(call.operation == "describe_endpoint" for call in made)
    # It is looked at again and again while it is made: the first and the last looks will do.
    calls = [call for call in made if call.ordinal <= 3 or call.ordinal > looks - 2]
    codes = set()
    for strike in strikes(calls, ("connection-reset", "proxy-page")):
        codes.add(played(Script(strike)))
        assert gone(stage), strike
    capsys.readouterr()
    assert codes == {0, 2}


def test_what_a_dead_run_left_is_deleted_first_and_told(stage: Scene, capsys: Output) -> None:
    tags = [{"Key": endpoint.TAG, "Value": "words"}]
    left = Endpoint("words-rehearsal", "words-config-7", "InService", tags=tags)
    stage.aws.endpoints[left.name] = left
    assert rehearse(stage) == 0
    assert "a run that died left it behind, InService; it is deleted" in capsys.readouterr().out
    assert rehearse(stage, "--clear", "--yes") == 0
    assert gone(stage)
    stage.aws.endpoints[left.name] = replace(left, status="Failed")
    assert rehearse(stage, "--yes") == 0
    assert gone(stage)


def test_one_that_is_at_work_is_left_alone_unless_it_is_known_to_be_dead(
    stage: Scene, capsys: Output
) -> None:
    tags = [{"Key": endpoint.TAG, "Value": "words"}]
    young = Endpoint("words-rehearsal", "words-config-7", "InService", tags=tags)
    young.made = datetime.now(UTC)
    stage.aws.endpoints[young.name] = young
    assert rehearse(stage, "--yes") == 2
    assert "words-rehearsal is being rehearsed, it seems" in capsys.readouterr().err
    assert young.status == "InService"
    assert rehearse(stage, "--clear", "--yes") == 0
    assert gone(stage)


def test_somebody_elses_is_left_alone(stage: Scene, capsys: Output) -> None:
    theirs = Endpoint("words-rehearsal", "words-config-7", "InService")
    stage.aws.endpoints[theirs.name] = theirs
    assert rehearse(stage, "--yes") == 2
    assert "words-rehearsal exists and is none of ours" in capsys.readouterr().err
    assert theirs.status == "InService"


def test_one_that_a_model_answers_at_is_never_made_nor_deleted(
    stage: Scene, capsys: Output
) -> None:
    other = (stage.root / WORDS).read_text().replace(SAYS, "").replace("model: words", "model: old")
    moved = re.sub(r"production: words", "production: words-rehearsal", other)
    (stage.root / "config/models/old.yaml").write_text(moved)
    assert rehearse(stage, "--yes") == 2
    assert "words-rehearsal is the endpoint of old, and would be deleted" in capsys.readouterr().err
    assert list(stage.aws.endpoints) == ["words"]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"ProductionVariants": [VARIANT, VARIANT | {"VariantName": "b"}]}, "has 2 variants"),
        (
            {
                "ProductionVariants": [
                    {
                        "VariantName": "a",
                        "ModelName": "words-7",
                        "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 2},
                    }
                ]
            },
            "is serverless",
        ),
        (
            {
                "ProductionVariants": [VARIANT],
                "AsyncInferenceConfig": {"OutputConfig": {"S3OutputPath": "s3://x/y"}},
            },
            "answers asynchronously",
        ),
        (
            {"ProductionVariants": [VARIANT], "ShadowProductionVariants": [VARIANT]},
            "has shadow variants",
        ),
        (
            {"ProductionVariants": [{key: VARIANT[key] for key in VARIANT if key != "ModelName"}]},
            "has inference components",
        ),
        ({"ProductionVariants": [VARIANT | {"InitialInstanceCount": 4}]}, "starts 4 instances"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_not_rehearsed_is_said(
    stage: Scene, config: dict[str, Any], said: str, capsys: Output
) -> None:
    stage.aws.endpoint_configs["words-config-7"] = config
    assert rehearse(stage, "--yes") == 2
    assert said in capsys.readouterr().err
    assert list(stage.aws.endpoints) == ["words"]


def test_where_nothing_says_so_nothing_is_made(stage: Scene, capsys: Output) -> None:
    file = stage.root / WORDS
    file.write_text(file.read_text().replace(SAYS, ""))
    assert rehearse(stage, "--yes") == 3
    assert "no SageMaker endpoint of production is to be rehearsed" in capsys.readouterr().err


def test_without_golden_queries_no_money_is_spent(stage: Scene, capsys: Output) -> None:
    (stage.root / "config/golden/words/de.yaml").unlink()
    assert rehearse(stage, "--yes") == 2
    assert "it has no golden queries that could be asked" in capsys.readouterr().err
    assert list(stage.aws.endpoints) == ["words"]


def test_the_role_touches_no_other_endpoint(stage: Scene) -> None:
    from botocore.exceptions import ClientError

    control = stage.world.client("sagemaker", REGION)
    with pytest.raises(ClientError, match="AccessDenied"):
        control.delete_endpoint(EndpointName="words")
    with pytest.raises(ClientError, match="AccessDenied"):
        control.create_endpoint(EndpointName="other-rehearsal", EndpointConfigName="words-config-7")
    role = of_role(stage.root, "EndpointsRole")
    invoked = [one["Resource"] for one in role if "sagemaker:InvokeEndpoint" in one["Action"]]
    assert invoked == [[f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/words-rehearsal"]]
