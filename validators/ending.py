"""What will be out of date or over soon, told ahead so that no day of the calendar surprises."""

from collections.abc import Iterator
from datetime import date, timedelta

from langroute_repo.evidence.seal import resting
from langroute_repo.findings import Ending
from langroute_repo.tree.owners import owners_of
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.wording import listed
from validators.file.odd_date import day

AHEAD = timedelta(days=30)


def ending(tree: Tree, today: date, ahead: timedelta = AHEAD) -> tuple[Ending, ...]:
    """What ends within the next 30 days, the earliest first; what is over is a finding."""
    soon = (one for one in _ending(tree) if today.isoformat() <= one.day)
    last = (today + ahead).isoformat()
    return tuple(
        sorted((one for one in soon if one.day <= last), key=lambda one: (one.day, one.path))
    )


def _ending(tree: Tree) -> Iterator[Ending]:
    oldest = timedelta(days=int(tree.limits().evidence.oldest.removesuffix("d")))
    recent: dict[tuple[str, str], list[str]] = {}
    for route, evidence in resting(tree):
        last = str(date.fromisoformat(evidence.window.last) + oldest)
        recent.setdefault((last, route.file.path), []).append(route.answerer.model)
    for (last, path), models in recent.items():
        yield _told(tree, last, path, f"evidence of {listed(models)} is recent until then")
    for _, file, acceptance in valid(tree.accepted):
        if acceptance.until and day(acceptance.until):
            yield _told(tree, acceptance.until, file.path, f"accepted: {acceptance.because}")
    freeze = tree.freeze.model if tree.freeze else None
    if tree.freeze and freeze and day(freeze.until):
        yield Ending(freeze.until, tree.freeze.path, f"frozen: {freeze.reason}", (freeze.owner,))


def _told(tree: Tree, last: str, path: str, what: str) -> Ending:
    return Ending(last, path, what, tuple(owners_of(tree, path)))
