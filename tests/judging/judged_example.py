"""A judge's answer with every verdict in it, from days that are counted out rather than drawn."""

from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from langroute.scale import CELLS
from langroute_repo.judging.beginning import Beginning
from langroute_repo.judging.case import Case
from langroute_repo.judging.counting import Counted
from langroute_repo.judging.day import Day
from langroute_repo.judging.judgement import Judgement, judgement
from langroute_repo.judging.limits import Limits
from langroute_repo.output.judge import JudgeOutput
from langroute_repo.render.judgement.as_output import candidate

TODAY = date(2026, 11, 9)
BEGINS = datetime(2026, 10, 1)
LIMITS = Limits()
LABELS, REPEATS = 20, 3
PROMISED, PREVALENCE = 0.25, 0.25


class Story(NamedTuple):
    """A candidate: on each day so many contents, of whose disagreements so many were labelled.

    Shares are of the contents (``passes``, ``gains``, ``losses``), of the labelled gains and losses
    (``relevant``), and of the minutes (``failing``).
    """

    language: str
    days: int
    contents: int
    passes: float = PROMISED
    gains: float = 0.06
    losses: float = 0.08
    labels: int = 40
    relevant: tuple[float, float] = (0.25, 0.25)
    failing: float = 0.0
    role: Literal["canary", "shadow"] = "canary"
    prevalence: float | None = PREVALENCE
    per_day: float | None = 3000.0


STORIES = {
    "better": Story("de", 14, 700, relevant=(0.4, 0.1)),
    "worse": Story("en", 9, 700, relevant=(0.1, 0.5)),
    "rare": Story("fi", 10, 20, labels=3, per_day=60.0),
    "beside": Story("it", 30, 700, relevant=(0.4, 0.1), role="shadow"),
    "silent": Story("pl", 0, 0),
    "without labels": Story("tr", 8, 300, labels=0),
    "without an audit": Story("ar", 8, 300, prevalence=None, per_day=None),
    "failing at once": Story("no", 1, 100, failing=0.4),
}


def judged(*names: str) -> JudgeOutput:
    """The candidates of these stories; of all of them when none is named."""
    return JudgeOutput(
        schema_version=1,
        environment="production",
        today=TODAY.isoformat(),
        labels=0,
        strange_labels=0,
        candidates=[candidate(judgement_of(STORIES[name]), LIMITS) for name in names or STORIES],
    )


def judgement_of(story: Story) -> Judgement:
    case = Case(
        language=story.language,
        role=story.role,
        model="relevance-e5-v3",
        primary="relevance-words-v1",
        traffic=0.1,
        paired=1.0,
        cell=300,
        primary_cell=250,
        promised=PROMISED,
        promised_beside=PROMISED,
        prevalence=story.prevalence,
        per_day=story.per_day,
    )
    since = Beginning(BEGINS, "its fields were changed on 2026-09-30", ((BEGINS, 0.1),))
    days = [_day(story, number) for number in range(story.days)]
    return judgement(case, since, _counted(days), LIMITS, TODAY, REPEATS, LABELS)


def _day(story: Story, number: int) -> Day:
    """One of three kinds in turn: as it is, with a tenth less of everything, with a tenth more."""
    contents = round(story.contents * (1, 0.9, 1.1)[number % 3])
    gains, losses = round(contents * story.gains), round(contents * story.losses)
    of_gains = min(gains, round(story.labels * gains / (gains + losses)))
    of_losses = min(losses, story.labels - of_gains)
    failing = round(contents * story.failing)
    return Day(
        TODAY - timedelta(days=story.days - number),
        traffic=0.1 if story.role == "canary" else None,
        answered=contents // 10,
        of=contents,
        minutes=contents,
        minutes_beside=contents,
        failing=failing,
        only_it=failing,
        answers=contents,
        slow=contents // 100,
        contents=contents,
        passes=round(contents * story.passes),
        pairs=contents,
        gains=gains,
        losses=losses,
        labelled_gains=of_gains,
        labelled_losses=of_losses,
        relevant_gains=round(of_gains * story.relevant[0]),
        relevant_losses=round(of_losses * story.relevant[1]),
    )


def _counted(days: list[Day]) -> Counted:
    scored = sum(day.contents for day in days)
    cells = [0] * (CELLS + 1)
    for number in range(scored):
        cells[CELLS * (number * number) // max(1, scored * scored)] += 1
    return Counted(
        days=days,
        last_cells=list(range(100)) if days else [],
        scored=scored,
        scored_beside=scored,
        with_content=2 * scored,
        newest=datetime.combine(days[-1].day, time(23, 30)) if days else None,
        pairs=sum(day.pairs for day in days),
        cells=(cells, cells),
    )
