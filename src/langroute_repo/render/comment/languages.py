"""What changes in each language, the largest effect first: a line or two each, the rest folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from langroute_repo.output.base import ByLabels
from langroute_repo.output.diff import DiffChange, DiffLanguage, DiffOutput, LanguageEffect
from langroute_repo.render.comment.page_limit import Section, as_many, fitting
from langroute_repo.render.comment.parts import bold, first_open, folded
from langroute_repo.render.figures import percent, whole
from langroute_repo.render.labels import OF_TODAY
from langroute_repo.render.markdown import brief, cut, fenced
from langroute_repo.tree.values import points
from langroute_repo.wording import counted

WORDS, LINE = 300, 500  # characters of a change in one line, and of what it does
MOST_CHANGES, MOST_LINES = 12, 12  # of a language, and of a change
# So many begin open; of more languages than are shown at once the rest is behind one click.
OPEN, SHOWN = 2, 10
# On a page that is nearly full so many keep what is said of each change; then less is.
WITH_DETAILS = (50, 20, 5)
# Two values stay in one line, on a telephone as well.
ARROW = "\N{NO-BREAK SPACE}→\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
TITLE = "#### What changes"
REST = "languages, each with less effect"
ELSEWHERE = "- … and {} more languages, each with less effect: `./langroute diff` shows them"


@dataclass(frozen=True, slots=True)
class Told:
    """A language in one line, in a short one, and what there is to say behind the line."""

    line: str
    short: str
    details: str
    pictures: str

    def block(self, pictures: bool, begins_open: bool = False) -> str:
        """The line, and the rest behind a click."""
        behind = "\n\n".join(filter(None, (self.details, self.pictures if pictures else "")))
        return folded(self.line, behind, begins_open) if behind else f"- {self.line}"


def languages(diff: DiffOutput, room: int) -> Section:
    """Every language in every form but the last, which has as many as fit into ``room``."""
    found = [_told(one) for one in diff.languages]
    if not found:
        return Section("languages", ("",))
    fewer = [count for count in WITH_DETAILS if count < len(found)]
    lines, short = ([f"- {line}" for line in part] for part in _lines(found))
    fit = fitting(short, room)
    forms = [
        _shown(found, pictures=True),
        _shown(found, pictures=False),
        *(_mixed(found, lines, count) for count in fewer),
        first_open(lines, SHOWN, REST),
        first_open(short, SHOWN, REST),
        as_many(short, room, ELSEWHERE),
    ]
    details = "the recorded scores, what each change does by itself"
    but = "all but the events a day of each language"
    lacks = [
        "the recorded scores",
        *(f"{details} in the languages behind the first {count}" for count in fewer),
        f"{details} in each language",
        but,
        f"{counted(len(found) - fit, 'language')} of those that change and {but}",
    ]
    return Section("languages", tuple(f"{TITLE}\n\n{form}" for form in forms), tuple(lacks))


def _lines(found: Sequence[Told]) -> tuple[list[str], list[str]]:
    return [one.line for one in found], [one.short for one in found]


def _shown(found: Sequence[Told], pictures: bool) -> str:
    few = len(found) <= OPEN
    blocks = [one.block(pictures, few) for one in found]
    return first_open(blocks, SHOWN, REST, "\n\n")


def _mixed(found: Sequence[Told], lines: Sequence[str], count: int) -> str:
    """The first languages in full, the others in a line."""
    blocks = [one.block(pictures=False) for one in found[:count]]
    shown, behind = blocks[:SHOWN], [*blocks[SHOWN:], "\n".join(lines[count:])]
    rest = folded(f"{len(found) - len(shown):,} {REST}", "\n\n".join(behind))
    return "\n\n".join([*shown, rest])


def _told(one: DiffLanguage) -> Told:
    shown = one.changes[:MOST_CHANGES]
    pictures = (_picture(lines) for change in shown for lines in change.pictures[:2])
    name = bold(one.language)
    return Told(
        f"{name}: {_words(one)}<br>{_figures(one)}",
        f"{name}: {_events(one.effect, one.answers)}",
        "\n\n".join(_details(one)),
        "\n\n".join(filter(None, pictures)),
    )


def _words(one: DiffLanguage) -> str:
    """What is changed: HTML that is Markdown as well."""
    told = (brief(change.words, WORDS) for change in one.changes[:MOST_CHANGES])
    rest = len(one.changes) - MOST_CHANGES
    more = f" and {counted(rest, 'change')} more" if rest > 0 else ""
    return "; ".join(told).replace(" → ", ARROW) + more


def _figures(one: DiffLanguage) -> str:
    if not one.answers:
        return _events(one.effect, one.answers)
    effect = one.effect
    moved = f"{points(Fraction(effect.moved))} change model" if effect.moved else ""
    return " · ".join(filter(None, (_events(effect, True), *_quality(effect), moved)))


def _events(effect: LanguageEffect, answers: bool) -> str:
    """``104 → 101 of 286 events a day``, and how many more or fewer: what reaches the analysts."""
    if not answers:
        return "no answer changes"
    rate, shares = effect.per_day, (effect.passes_before, effect.passes_after)
    before, after = shares
    if before is None or after is None or effect.events_per_day is None:
        known = "" if rate is None else f"{whole(rate)} "
        return f"how many of its {known}events a day pass then is not known"
    if rate is None:
        return f"{_moved(*map(percent, (before, after)))} of its events, whose rate is not known"
    numbers = _moved(*(whole(rate * share) for share in (before, after)))
    return f"{numbers} of {whole(rate)} events a day ({_signed(effect.events_per_day)})"


def _signed(more: float) -> str:
    number = whole(abs(more))
    if number == "0":
        return "as before"
    return f"{'+' if more > 0 else MINUS}{number}"


def _quality(effect: LanguageEffect) -> Iterator[str]:
    """Recall and precision where labels tell them, and why they do not where not."""
    recall = effect.recall_before, effect.recall_after
    precision = effect.precision_before, effect.precision_after
    kept, lost = effect.recall_kept, effect.recall_not_known
    if not any((*recall, *precision, kept)):
        yield f"recall and precision not known{_because(lost)}"
        return
    if any(recall):
        yield f"recall {_moved(*map(_share, recall))}"
    else:
        yield (
            f"keeps {percent(kept.share)} {OF_TODAY}"
            if kept
            else f"recall not known{_because(lost)}"
        )
    yield f"precision {_moved(*map(_share, precision))}"


def _because(why: str | None) -> str:
    return f": {why}" if why else ""


def _share(part: ByLabels | None) -> str:
    return percent(part.share) if part else "not known"


def _moved(before: str, after: str) -> str:
    return after if before == after else f"{before}{ARROW}{after}"


def _details(one: DiffLanguage) -> Iterator[str]:
    told = list(filter(None, map(_change, _named(one))))
    if told:
        yield "\n".join(told)
    certain = ", ".join(_certain(one.effect)) if one.answers else ""
    if certain:
        yield f"All in all, in 95 of 100 cases: {certain}."


def _named(one: DiffLanguage) -> Iterator[tuple[str, DiffChange]]:
    """Each change with its kind, where there are several to tell apart."""
    several = len(one.changes) > 1
    for change in one.changes[:MOST_CHANGES]:
        yield (f"**{brief(change.kind, WORDS)}**: " if several else ""), change


def _change(named: tuple[str, DiffChange]) -> str:
    kind, change = named
    lines = [brief(line, LINE) for line in change.told[:MOST_LINES]]
    return f"- {kind}{'<br>'.join(lines)}" if lines else ""


def _certain(effect: LanguageEffect) -> Iterator[str]:
    """Where recall and precision lie, and by how many labels that is known."""
    for name, ends in (
        ("recall", (effect.recall_before, effect.recall_after)),
        (f"what it keeps {OF_TODAY}", (effect.recall_kept, effect.recall_kept)),
        ("precision", (effect.precision_before, effect.precision_after)),
    ):
        known = [one for one in ends if one]
        if known:
            yield f"{name} {_moved(*map(_interval, (known[0], known[-1])))} ({_labels(known[-1])})"
    if effect.recall_kept and effect.recall_not_known:
        yield f"recall itself is not known: {effect.recall_not_known}"


def _labels(one: ByLabels) -> str:
    dropped = f", {one.of_dropped:,} of dropped events" if one.of_dropped else ""
    return f"by {counted(one.of, 'label')}{dropped}"


def _interval(one: ByLabels) -> str:
    return f"{100 * one.low:.0f}–{100 * one.high:.0f}%"


def _picture(lines: list[str]) -> str:
    """The last line says what the others show: as text, which a telephone breaks."""
    shown = [cut(line, 60) for line in lines[:12]]
    return f"{fenced(shown[:-1])}\n\n{brief(lines[-1], WORDS)}" if shown else ""
