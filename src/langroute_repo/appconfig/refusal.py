"""What speaks against a push; each of these raises an error that says what, and the cure."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from langroute.document import DocumentError, canonical, parse, plan_hash
from langroute_repo.appconfig.alarms import OK
from langroute_repo.appconfig.history import carried, taken_back
from langroute_repo.appconfig.label import LABEL
from langroute_repo.appconfig.live import find, look
from langroute_repo.appconfig.origin import fetching
from langroute_repo.appconfig.plan import Plan
from langroute_repo.aws.access import Access
from langroute_repo.aws.clients import connect
from langroute_repo.aws.errors import Apart, Conflict, Denied, Refused, TakenBack
from langroute_repo.tree.compile import compile_tree
from langroute_repo.tree.git import commit_id, merge_base
from langroute_repo.tree.previous_route import goes_back_to
from langroute_repo.tree.tree import Tree

SHOWN = 5  # languages


@dataclass(frozen=True, slots=True)
class Leave:
    """What the caller expects, and allows on purpose."""

    plan_hash: str = ""  # of the review
    live_hash: str = ""  # of what that was held against; `none` for nothing
    older: str = ""  # the reason to replace what is live by something that does not hold it
    retry: bool = False  # what was rolled back before
    access: Access = field(default_factory=Access)  # to the environment before
    unpromoted: str = ""  # the reason to push although the environment before does not run it
    acts: bool = True  # false: it is only told what would be done


def refuse(plan: Plan, tree: Tree, root: Path, today: date, leave: Leave) -> None:
    """Raise the first of all that speaks against it; the most telling come first."""
    _unlike_the_review(plan, leave.plan_hash)
    _unlike_the_live(plan, leave.live_hash)
    _frozen(plan, tree, today, root)
    _another_in_flight(plan)
    if not leave.retry:
        _brought_again(plan)
    if not leave.older:
        _not_ahead(plan, root)
    if not leave.unpromoted:
        _unpromoted(plan, tree, leave.access)
    _unguarded(plan, leave.acts)


def _unlike_the_review(plan: Plan, expected: str) -> None:
    found = plan_hash(plan.wanted.raw)
    if expected and expected != found:
        raise Refused(
            f"the document has plan_hash {found}, the review saw {expected}",
            "something was merged since: let the change be reviewed on top of it",
        )


def _unlike_the_live(plan: Plan, expected: str) -> None:
    found = (plan.before.live.plan_hash if plan.before.live else "") or "none"
    if expected and expected != found:
        raise Refused(
            f"what is live has plan_hash {found}, and was {expected} when it was looked at",
            "another push was faster: look again with ./langroute shown",
        )


def _frozen(plan: Plan, tree: Tree, today: date, root: Path) -> None:
    freeze = tree.freeze.model if tree.freeze else None
    # What a push has started before is on its way whatever is said here; it goes on watching that.
    if not freeze or not freeze.means(plan.wanted.name) or plan.flies() is not None:
        return
    if goes_back(plan, tree, root):
        return
    lift = f"{freeze.owner} lifts it by removing config/freeze.yaml; going back needs no lifting"
    if freeze.covers(plan.wanted.name, today):
        message = f"{plan.wanted.name} is frozen until {freeze.until}: {freeze.reason}"
        raise Refused(message, lift)
    # What was merged meanwhile does not begin to move by itself, on a day that nobody looks.
    message = f"{plan.wanted.name} was frozen until {freeze.until}, and the freeze is still there"
    raise Refused(message, lift)


def goes_back(plan: Plan, tree: Tree, root: Path) -> bool:
    """Whether every language that would move goes back to what it did before what is live."""
    live = plan.before.live
    label = LABEL.fullmatch(live.deployment.label) if live else None
    commit = commit_id(root, label[1]) if label else None
    if live is None or live.content is None or commit is None:
        return False
    try:
        was, now = parse(live.content)["languages"], parse(plan.wanted.raw)["languages"]
    except DocumentError:
        return False
    moved = [tag for tag in was.keys() | now.keys() if was.get(tag) != now.get(tag)]
    return bool(moved) and all(goes_back_to(root, commit, tree, tag) for tag in moved)


def _another_in_flight(plan: Plan) -> None:
    flight = plan.before.flight
    if flight is not None and plan.flies() is None:
        raise Conflict(
            f"deployment {flight.number} ({flight.name}) is {flight.state} in {plan.wanted.name} "
            f"at {flight.percentage:g}%, and AppConfig takes one at a time",
            "wait until it is done, then run this again",
        )


def _brought_again(plan: Plan) -> None:
    live = plan.before.live.content if plan.before.live else None
    for bad in taken_back(plan.aws, plan.place, plan.before):
        tags = carried(plan.wanted.raw, bad.content, live)
        if tags or bad.content == plan.wanted.raw:
            when = f" on {bad.deployment.completed:%Y-%m-%d}" if bad.deployment.completed else ""
            why = f" ({bad.deployment.taken_back_by})" if bad.deployment.taken_back_by else ""
            raise TakenBack(
                f"{_named(tags)} would be as in {bad.deployment.name}, which was taken back{when}"
                f"{why}",
                "revert that change in the repository; if it is good after all, "
                "--retry-rolled-back brings it again",
            )


def _named(tags: list[str]) -> str:
    if not tags:
        return "the document"
    more = f" and {len(tags) - SHOWN} more" if len(tags) > SHOWN else ""
    return ", ".join(tags[:SHOWN]) + more


def _not_ahead(plan: Plan, root: Path) -> None:
    live = plan.before.live
    if live is None:
        return
    label = LABEL.fullmatch(live.deployment.label)
    if label is None:
        raise Apart(
            f"what runs there, {live.deployment.name}, was not pushed from a commit",
            "somebody deployed it by hand: bring what it holds into the repository, or replace it "
            "with --allow-older and the reason",
        )
    commit = commit_id(root, label[1])
    if commit is None:
        raise Apart(
            f"what runs there was pushed from commit {label[1]}, which this clone does not have",
            f"{fetching(root)}; where no branch holds it any more, --allow-older with the reason "
            "replaces what runs there",
        )
    if merge_base(root, commit) != commit:
        raise Apart(
            f"what runs there was pushed from commit {label[1]}, which is not part of this one: "
            "pushing would undo it",
            "bring your branch up to date, or use rollback; --allow-older with the reason pushes "
            "the older state",
        )


def _unpromoted(plan: Plan, tree: Tree, access: Access) -> None:
    """Hold the promise of `after:`: the earlier environment runs what these files compile to."""
    name = plan.wanted.environment.after or ""
    earlier = tree.environments[name].model if name in tree.environments else None
    if earlier is None:
        return
    aws = connect(earlier, access.beside(plan.wanted.environment, earlier))
    live = look(aws, find(aws, earlier)).live
    if live is None or live.content != canonical(compile_tree(tree, earlier.environment)):
        raise Refused(
            f"{plan.wanted.name} comes after {name}, which does not run what these files compile "
            f"to for it; {name} runs {live or 'nothing'}",
            f"push there first: ./langroute push {name} --yes; in an emergency "
            "--allow-unpromoted with the reason does without",
        )


def _unguarded(plan: Plan, acts: bool) -> None:
    # Who only looks need not see the alarms; what nobody sees is no leave to push.
    if plan.unseen is not None and (acts or not isinstance(plan.unseen, Denied)):
        raise plan.unseen
    for alarm in plan.alarms:
        if alarm.state != OK:
            raise Refused(
                f"{alarm}, and AppConfig would take the deployment back",
                "mend what it tells, or roll back; a new alarm is OK a few minutes after its stack",
            )
