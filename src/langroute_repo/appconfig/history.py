"""Which documents were taken back, so that no later push brings them again unnoticed.

After a rollback the repository still holds what was taken back, and the next merge, of something
else, would deploy it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from langroute.document import DocumentError, parse
from langroute_repo.appconfig.live import (
    COMPLETE,
    TAKEN_BACK,
    Deployment,
    EnvironmentIds,
    State,
    content_of,
    deployment,
    is_newer,
    may_be_of,
)
from langroute_repo.aws.clients import AppConfig

# Looked at one by one, each in two calls; older ones are not held against a push any more.
MOST = 20


@dataclass(frozen=True, slots=True)
class Bad:
    """A document that was live, or on its way, and was taken back."""

    deployment: Deployment
    content: bytes


def taken_back(aws: AppConfig, place: EnvironmentIds, state: State) -> Iterator[Bad]:
    """What was taken back since the live document became live, newest first.

    These are newer deployments that were rolled back or reverted. And where the live version is
    older than the one before it, somebody went back on purpose, and left the newer one behind.
    """
    ours = (item for item in _candidates(state) if may_be_of(place, item))
    for item in islice(ours, MOST):
        found = deployment(aws, place, item["DeploymentNumber"])
        content = content_of(aws, place, found.version) if found.profile == place.profile else None
        if content is not None and not _is_live(state, content):
            yield Bad(found, content)


def _candidates(state: State) -> Iterator[dict[str, Any]]:
    live = state.live.deployment if state.live else None
    for item in state.known:
        if live is None or item["DeploymentNumber"] > live.number:
            if item["State"] in TAKEN_BACK:
                yield item
        elif item["State"] == COMPLETE and item["DeploymentNumber"] < live.number:
            if not is_newer(item["ConfigurationVersion"], live.version):
                return
            yield item


def _is_live(state: State, content: bytes) -> bool:
    return state.live is not None and state.live.content == content


def carried(new: bytes, bad: bytes, live: bytes | None) -> list[str]:
    """The languages that a new document has as the bad one had them, and the live one has not.

    A language that the bad document left out counts too, when the new one leaves it out again.
    """
    try:
        now, then = _entries(new), _entries(bad)
        kept = _entries(live) if live is not None else {}
    except DocumentError:  # deployed by hand: no document of ours, so nothing of it comes again
        return []
    tags = sorted(then.keys() | kept.keys())
    return [tag for tag in tags if then.get(tag) != kept.get(tag) and now.get(tag) == then.get(tag)]


def _entries(raw: bytes) -> dict[str, Any]:
    return dict(parse(raw)["languages"])
