"""Rehearses a push: a document into a scratch environment, and out of it as a backend reads it."""

import time
from collections.abc import Callable
from typing import Any

from langroute.document import DocumentError, parse, plan_hash
from langroute.reader import AppConfigSource
from langroute.reader.errors import NoDocument
from langroute_repo.appconfig.deploy import Version, read_back, start, store, validate
from langroute_repo.appconfig.follow import follow
from langroute_repo.appconfig.live import COMPLETE, EnvironmentIds
from langroute_repo.aws.errors import AwsError
from langroute_repo.rehearsal.stage import Stage

DESCRIPTION = "A rehearsal; ./langroute rehearse deletes it"
Sleep = Callable[[float], None]


class Differs(AwsError):
    """A client is given something else than was stored."""


def made(
    stage: Stage, name: str, raw: bytes, sleep: Sleep = time.sleep
) -> tuple[EnvironmentIds, str]:
    """A version of these bytes, and an environment that has had none; whoever asks clears them."""
    within = stage.place("").in_profile
    stored = list(stage.aws.items("list_hosted_configuration_versions", **within))
    latest = max((int(one["VersionNumber"]) for one in stored), default=0)
    number = store(stage.aws, stage.place(""), raw, Version(name, "", latest), DESCRIPTION, sleep)
    environment = stage.aws.act("create_environment", **stage.in_application, Name=name)
    return stage.place(str(environment["Id"])), number


def play(
    stage: Stage,
    place: EnvironmentIds,
    version: str,
    raw: bytes,
    tell: Callable[[str], None],
    sleep: Sleep = time.sleep,
) -> None:
    """What a push does, without rollout and bake; ``Differs`` where other bytes come back."""
    tell("asking the validators")
    validate(stage.aws, place, version)
    tell("deploying to the scratch environment")
    number = start(stage.aws, place, version, stage.strategy, 0, DESCRIPTION, sleep)
    *_, ended = follow(stage.aws, place, number, sleep=sleep)
    if ended.state != COMPLETE:
        raise AwsError(
            f"the deployment ended as {ended.state}: {ended.taken_back_by or 'AWS says no reason'}",
            "a push would end so as well: see what it says, before somebody has to push",
        )
    tell("reading it as a client")
    delivered = read_back(stage.aws, place, raw, sleep)
    if delivered.content != raw:
        raise Differs(
            f"a client is given {len(delivered.content):,} bytes, and {len(raw):,} were stored: "
            f"they differ from byte {_first(delivered.content, raw):,} on",
            "look at what stands between: ./langroute status says what production's clients get",
        )


def _first(one: bytes, other: bytes) -> int:
    """The place of the first byte that differs."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def read_as_backend(
    place: EnvironmentIds, environment: str, raw: bytes, client: Callable[[], Any]
) -> int:
    """Read it by the very code that a backend installs, and route each language; how many."""
    try:
        wanted = parse(raw)
        with AppConfigSource(*place, compiled_for=environment, client=client) as source:
            router = source.router
            if router.plan_hash != plan_hash(raw):
                raise Differs("langroute's reader routes by another document than was stored")
            for tag in wanted["languages"]:
                router.route(tag, "rehearsal")
    except (DocumentError, NoDocument) as error:
        raise AwsError(f"langroute's reader does not take it: {error}") from error
    return len(wanted["languages"])
