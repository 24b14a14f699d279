"""What else changes: files of no language, endpoints; and what a merge does with it."""

from collections.abc import Sequence

from langroute_repo.output.diff import DiffChange, DiffOutput, EndpointEffect
from langroute_repo.output.review import PlannedRollout
from langroute_repo.render.comment.page_limit import Section, as_many
from langroute_repo.render.comment.parts import first_open
from langroute_repo.render.markdown import brief, code, cut, prose
from langroute_repo.wording import listed

CELL = 1_000  # characters
PLACE = 200
MOST_LINES = 12
SHOWN = 10
ELSEWHERE = "`./langroute diff` shows"
ACCEPTED = "config/accepted/"


def others(diff: DiffOutput, accepted: set[str], room: int) -> Section:
    """The changed files that are no language's, but for acceptances that are told of anyhow."""
    found = [one for one in diff.others if _path(one) not in accepted]
    if not found:
        return Section("others", ("",))
    title = "#### What changes in other files"
    told = [_other(one) for one in found]
    rest = f"- … and {{}} more: {ELSEWHERE} them"
    shown = "in other files"
    return Section(
        "others",
        (f"{title}\n\n{first_open(told, SHOWN, shown)}", f"{title}\n\n{as_many(told, room, rest)}"),
        ("some of the changes in other files",),
    )


def _path(one: DiffChange) -> str:
    return one.path.partition("#")[0]


def _other(one: DiffChange) -> str:
    kind, _, rest = one.words.partition(" ")
    lines = [f"**{_cell(kind)}** {_cell(rest)}".rstrip(), *map(_cell, one.told[:MOST_LINES])]
    return f"- {code(cut(_path(one), PLACE))}: {'<br>'.join(filter(None, lines))}"


def _cell(text: str) -> str:
    return brief(text, CELL)


def endpoints(diff: DiffOutput, room: int) -> Section:
    """Each endpoint that is asked for more or less at the peak, those asked for too much first."""
    told = [line for one in sorted(diff.endpoints, key=_excess) if (line := _endpoint(one))]
    if not told:
        return Section("endpoints", ("",))
    title = "#### Endpoints at the peak"
    rest = f"- … and {{}} more: {ELSEWHERE} them"
    return Section(
        "endpoints",
        (
            f"{title}\n\n{first_open(told, SHOWN, 'endpoints')}",
            f"{title}\n\n{as_many(told, room, rest)}",
        ),
        ("some of the endpoints",),
    )


def _excess(one: EndpointEffect) -> bool:
    return not _over(one)


def _over(one: EndpointEffect) -> bool:
    return None not in (one.after, one.capacity_after) and (one.after or 0) > (
        one.capacity_after or 0
    )


def _endpoint(one: EndpointEffect) -> str:
    """Empty where no figure moves as far as one sees."""
    asked = _moved(one.before, one.after)
    can = _moved(one.capacity_before, one.capacity_after)
    if "→" not in asked + can:
        return ""
    over = " ⚠️ too much" if _over(one) else ""
    unknown = [cut(name, PLACE) for name in one.not_counted]
    without = f"; not counted: {_cell(listed(unknown))}" if unknown else ""
    return f"- **{_cell(one.model)}**: {asked} of {can} that it can take{over}{without}"


def _moved(before: float | None, after: float | None) -> str:
    was, now = map(_rate, (before, after))
    return now if was == now else f"{was} → {now}"


def _rate(requests: float | None) -> str:
    return "—" if requests is None else f"{requests:,.2f}".rstrip("0").rstrip(".") + "/s"


QUICK = ". This is the quick rollout, for no answer can change"


def rollouts(diff: DiffOutput | None, planned: Sequence[PlannedRollout], room: int) -> Section:
    """What a merge does, environment by environment."""
    if not planned or diff is None:
        return Section("rollouts", ("",))
    steps = [f"1. **{prose(one.environment[:80])}**: {_step(one, diff)}" for one in planned]
    rest = "1. … and {} more environments"
    title = "#### On merge"
    return Section(
        "rollouts",
        (
            f"{title}\n\n" + "\n".join(steps),
            f"{title}\n\n{as_many(steps, room, rest)}",
        ),
        ("some of the environments",),
    )


def _step(one: PlannedRollout, diff: DiffOutput) -> str:
    hashes = diff.plan_hash
    before, after = (side.get(one.environment) for side in (hashes.before, hashes.after))
    if after is None:
        return "nothing, for its document does not compile"
    if before == after:
        return "nothing, for its document stays as it is"
    behind = f"after {prose(one.after[:80])} runs it, " if one.after else ""
    step, growth, duration, bake = (
        prose(text[:40]) for text in (one.step, one.growth, one.duration, one.bake)
    )
    return (
        f"{behind}plan {code(after[:12])} reaches the readers within {duration}, "
        f"{step} at a time ({growth}); for {bake} more an alarm takes it back"
        f"{QUICK if one.quick else ''}"
    )
