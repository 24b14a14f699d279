"""What a candidate would do to the analysts' day, if it decided everything, as a picture."""

from collections.abc import Iterator
from typing import NamedTuple

from langroute_repo.output.judge import JudgeCandidate
from langroute_repo.render.figures import events, whole
from langroute_repo.render.judgement.chart import LEFT, RIGHT, WIDTH, Figure, path, short, svg, text
from langroute_repo.wording import counted

NOW, THEN, HIGH, HEIGHT = 26, 78, 26, 112  # units: tops of the two bars, their height, all


class Work(NamedTuple):
    """Events a day, or of 100 where nobody counts them: what both keep, and what only one."""

    both: float
    gained: float
    lost: float
    unit: str
    title: str


def work(one: JudgeCandidate) -> Figure | None:
    """Today's events beside those of the candidate; None where no event has both scores."""
    found = _work(one)
    if found is None:
        return None
    now, then = found.both + found.lost, found.both + found.gained
    parts = [
        *_bar(found, NOW, "now", found.lost, now),
        *_bar(found, THEN, "then", found.gained, then),
    ]
    return Figure(
        f"The analysts' day: {found.title}",
        svg(HEIGHT, parts),
        f"If it decided everything, about {whole(then)} {found.unit} would pass instead of "
        f"{whole(now)}: {whole(found.lost)} go{_relevant(one, 'losses')} and "
        f"{whole(found.gained)} come{_relevant(one, 'gains')}.",
        (("both", "kept by both"), ("lost", "goes"), ("gained", "comes")),
    )


def _work(one: JudgeCandidate) -> Work | None:
    days = one.days
    pairs, contents = sum(day.pairs for day in days), sum(day.contents for day in days)
    if not pairs or not contents:
        return None
    rate = one.figures.events_a_day
    all_ = 100.0 if rate is None else rate
    gained = all_ * sum(day.gains for day in days) / pairs
    kept = all_ * sum(day.passes for day in days) / contents
    lost = all_ * sum(day.losses for day in days) / pairs
    both = max(0.0, kept - gained)
    if rate is not None:
        return Work(both, gained, lost, "events a day", events(gained - lost))
    unknown = "nobody counts the events of this language"
    return Work(both, gained, lost, "of 100 events", unknown)


def _relevant(one: JudgeCandidate, kind: str) -> str:
    """What labels say of those; nothing where there are none."""
    labels = sum(getattr(day, f"labelled_{kind}") for day in one.days)
    relevant = sum(getattr(day, f"relevant_{kind}") for day in one.days)
    if not labels:
        return " (no label tells how many are relevant)"
    return f" ({relevant / labels:.0%} of them relevant by {counted(labels, 'label')})"


def _bar(found: Work, top: int, name: str, other: float, total: float) -> Iterator[str]:
    """What both keep, and beside it what only one of them does."""
    wide = WIDTH - LEFT - RIGHT
    scale = wide / max(1e-9, found.both + max(found.gained, found.lost))
    kind = "lost" if name == "now" else "gained"
    yield text(LEFT - 5, top + HIGH / 2 + 4, name, "end")
    yield _box("both", LEFT, top, found.both * scale)
    yield _box(kind, LEFT + found.both * scale, top, other * scale)
    yield text(LEFT, top - 5, f"{whole(total)} {found.unit}", name="strong")


def _box(name: str, x: float, y: float, wide: float) -> str:
    return path(name, [f"M{short(x)} {short(y)}h{short(wide)}v{HIGH}h{short(-wide)}z"])
