"""Whether a change of two people was approved by the other one, or may be merged without.

GitHub keeps the author of a pull request and whoever pushed last from approving. Of two people that
leaves a way: one adds an acceptance to the other's branch, the other pushes once more, and the one
approves what was his own. So here nobody who has pushed to the branch counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from langroute_repo.github.api import Api
from langroute_repo.github.client import GitHub, PullRequest
from langroute_repo.github.errors import GitHubError
from langroute_repo.tree.plan import ROUTES, Plan
from langroute_repo.tree.values import seconds

MOST_FILES = 3000  # GitHub lists no more of a pull request
# What a review says of a change; a comment says nothing.
JUDGING = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")
# After these it is another pull request than the one that somebody was asked about, or was over.
TURNED = ("base_ref_changed", "automatic_base_change_succeeded")
BEGUN_ANEW = (*TURNED, "reopened", "ready_for_review")


@dataclass(frozen=True, slots=True)
class Seen:
    """All that GitHub knows of a pull request and is decided on.

    Logins are in small letters. ``pushed_at``: when its head came to its branch. ``reviews``: the
    last judging one of each, with its commit; one that somebody else has dismissed judges as it
    did where it wanted changes. ``asked``: since when a review is asked of somebody.
    """

    pull: PullRequest
    paths: Sequence[str]
    pushers: Set[str]
    pushed_at: datetime | None
    reviews: Mapping[str, tuple[str, str]]
    asked: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether it may be merged, and why, in sentences."""

    passes: bool
    reasons: tuple[str, ...]


def seen(github: GitHub, number: int) -> Seen:
    """Ask GitHub; ``GitHubError`` for a fork, whose pushes it tells nobody else.

    So for one into another branch: its check would be that of all others with the same head.
    """
    pull = github.pull_request(number)
    api = github.api
    if pull.head_repository != api.repository:
        raise GitHubError(
            f"#{number} is of a fork, and who pushed there cannot be seen",
            "push its branch to this repository, and propose that",
        )
    if pull.base_ref != pull.default_branch:
        raise GitHubError(
            f"#{number} is into {pull.base_ref}, and what it brings there says nothing of what its "
            f"commit would bring to {pull.default_branch}",
            f"run this for the one into {pull.default_branch}",
        )
    pushes = list(api.items("activity", ref=f"refs/heads/{pull.head_ref}"))
    events = list(api.items(f"issues/{number}/events"))
    of_head = (_time(one["timestamp"]) for one in pushes if one["after"] == pull.head_sha)
    return Seen(
        pull,
        list(_paths(api, number)),
        {_login(one["actor"]) for one in pushes},
        max(of_head, default=None),
        _reviews(api.items(f"pulls/{number}/reviews"), events),
        _asked(events),
    )


def _paths(api: Api, number: int) -> Iterator[str]:
    """Where files are, and where they were."""
    for count, one in enumerate(api.items(f"pulls/{number}/files"), start=1):
        if count >= MOST_FILES:
            raise GitHubError(f"#{number} has more files than GitHub lists", "propose it in parts")
        yield one["filename"]
        if "previous_filename" in one:
            yield one["previous_filename"]


def _reviews(told: Iterable[Any], events: Sequence[Any]) -> dict[str, tuple[str, str]]:
    """Whoever may write can dismiss another's review, also the author whom it holds back."""
    wanted = "CHANGES_REQUESTED"
    dismissed = {
        one["dismissed_review"]["review_id"]: _login(one["actor"])
        for one in events
        if one["event"] == "review_dismissed" and one["dismissed_review"]["state"].upper() == wanted
    }
    turned = max(
        (_time(one["created_at"]) for one in events if one["event"] in TURNED), default=None
    )
    reviews = {}
    for one in told:
        if one["state"] in JUDGING:
            who, state, at = _login(one["user"]), one["state"], one.get("submitted_at")
            if dismissed.get(one["id"], who) != who:
                state = wanted
            elif state == "APPROVED" and turned and not (at and _time(at) > turned):
                state = "DISMISSED"  # it was of what this would bring to another branch
            reviews[who] = (state, one["commit_id"] or "")
    return reviews


def _asked(events: Sequence[Any]) -> dict[str, datetime]:
    asked: dict[str, datetime] = {}
    for one in events:
        if one["event"] in BEGUN_ANEW:
            asked = dict.fromkeys(asked, _time(one["created_at"]))
        elif one.get("requested_reviewer"):
            login = _login(one["requested_reviewer"])
            asked.pop(login, None)
            if one["event"] == "review_requested":
                asked[login] = _time(one["created_at"])
    return asked


def _login(told: Any) -> str:
    """Who it was; nobody once the account is gone."""
    return str((told or {}).get("login", "")).lower()


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def approval(found: Seen, plan: Plan, now: datetime) -> Approval:
    """Decide; ``plan`` names two approvers."""
    people = {one.removeprefix("@").lower(): one for one in plan.approvers}
    author = found.pull.author.lower()
    approving = [
        one
        for one, (state, commit) in found.reviews.items()
        if one in people and state == "APPROVED" and commit == found.pull.head_sha
    ]
    counting = [one for one in approving if one != author and one not in found.pushers]
    if counting and found.pushed_at is None:
        return Approval(False, ("GitHub does not tell who has pushed this commit; run this again",))
    if counting:
        return Approval(True, (f"{people[counting[0]]} has approved this commit",))
    reasons = tuple(
        f"{people[one]} has pushed to this branch, so this approval does not count"
        for one in approving
        if one != author
    )
    passes, why = _alone(found, plan, people, author, now)
    return Approval(passes, (*reasons, why))


def _alone(
    found: Seen, plan: Plan, people: Mapping[str, str], author: str, now: datetime
) -> tuple[bool, str]:
    """Whether the author may merge it without the other."""
    others = [one for one in people if one != author]
    names = " or ".join(people[one] for one in others)
    missing = f"{names} has not approved this commit"
    barred = [path for path in found.paths if not path.startswith(ROUTES)]
    if not plan.alone_after:
        return False, f"{missing}, and nobody merges alone here"
    if len(others) != 1 or found.pushers - {author}:
        return False, f"{missing}, and this is not the work of one of both alone"
    if barred or not found.paths:
        return False, f"{missing}; nobody merges {(barred or ['nothing'])[0]} alone"
    (other,) = others
    if found.reviews.get(other, ("", ""))[0] == "CHANGES_REQUESTED":
        return False, f"{names} wants it changed"
    if other not in found.asked or found.pushed_at is None:
        return False, f"{missing}; ask {names} for a review: {plan.alone_after} later it may merge"
    since = max(found.asked[other], found.pushed_at)
    ends = since + timedelta(seconds=seconds(plan.alone_after))
    if now < ends:
        return False, f"{missing}; after {ends:%Y-%m-%d %H:%M} UTC run this job again, and merge"
    return True, f"{missing}, and was asked {plan.alone_after} ago or earlier; it may be merged"
