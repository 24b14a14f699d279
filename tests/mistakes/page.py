"""The page of the catch rate, as the command prints it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from textwrap import fill

from tests.mistakes.kinds import LEGITIMATE, LOGS, NEW_LOGS
from tests.mistakes.kinds import MISTAKES as EDITS
from tests.mistakes.measure import Outcome
from tests.mistakes.reading import HEAD, HOW, READING, REASONS, UNKNOWN
from tests.mistakes.tally import SCHEMA_AND_RANGE, Share, by_frequency, share, stopped_by
from tests.mistakes.trial import WAYS, Kind

MISTAKES = (*EDITS, *LOGS)
RIGHT = (*LEGITIMATE, *NEW_LOGS)
TARGET = 0.99
TUNINGS = 0.08

Grouped = dict[str, list[Outcome]]


def page(mistakes: Sequence[Outcome], legitimate: Sequence[Outcome], made: str) -> str:
    """The whole page; ``made`` says when and how many."""
    grave = _by_kind(one for one in mistakes if one.material)
    slight = _by_kind(one for one in mistakes if not one.material)
    edits = _by_kind(legitimate)
    blocks = [
        HEAD,
        made,
        "\n".join(_summary(grave, edits)),
        HOW,
        "## Mistakes that are material\n",
        _table(
            MISTAKE_HEAD,
            (_mistake(kind, grave[kind.name]) for kind in MISTAKES if grave[kind.name]),
        ),
        "## What is below the target, and why\n",
        "\n".join(_below(grave)),
        "## Mistakes that are not material\n",
        _table(
            SLIGHT_HEAD,
            (_slight(kind, slight[kind.name]) for kind in MISTAKES if slight[kind.name]),
        ),
        "## Legitimate edits\n",
        _table(EDIT_HEAD, (_edit(kind, edits[kind.name]) for kind in RIGHT if edits[kind.name])),
        "## What each rule adds\n",
        _table(RULE_HEAD, _rules(mistakes, legitimate)),
        READING,
    ]
    return "\n".join(blocks)


MISTAKE_HEAD = ("kind", "mistake", "tries", "stopped", "interval", *WAYS, "schema and range", "by")
SLIGHT_HEAD = ("kind", "mistake", "tries", "stopped", "interval")
EDIT_HEAD = (
    *("edit", "what", "tries", "an error", "interval", "a warning", "interval"),
    *("material", "a warning on the others", "by"),
)
RULE_HEAD = ("rule", "material mistakes", "only this rule", "legitimate edits")


def _by_kind(outcomes: Iterable[Outcome]) -> Grouped:
    found: Grouped = defaultdict(list)
    for one in outcomes:
        found[one.kind].append(one)
    return found


def _summary(grave: Grouped, edits: Grouped) -> Iterator[str]:
    """How the three targets were met, a line each."""
    below = [kind.name for kind in MISTAKES if _is_below(grave[kind.name])]
    kinds = sum(1 for kind in MISTAKES if grave[kind.name])
    yield "- at least 99 % of the material mistakes of every kind stopped:"
    yield f"  {kinds - len(below)} kinds of {kinds}; below it: {', '.join(below) or 'none'}"
    every = [one for found in grave.values() for one in found]
    schema = [kind for kind in MISTAKES if _reaches(grave[kind.name], SCHEMA_AND_RANGE)]
    yield f"  (schema and range alone: {len(schema)} kinds; of all of them they stop"
    few, most = share(every, stopped_by(SCHEMA_AND_RANGE)), share(every, _stopped)
    yield f"  {_percent(few)}, and all rules {_percent(most)})"
    made = [one for found in edits.values() for one in found if one.way.startswith("set")]
    wrong = share(made, lambda one: one.errors)
    yield f"- no error on a legitimate edit made with `set`: {wrong.part} of {wrong.whole}"
    tuned = share(edits["small tuning"], _warned)
    yield f"- at most 8 % of small tunings warned: {_percent(tuned)}, {_between(tuned)};"
    slight = share([one for one in edits["small tuning"] if not one.material], _warned)
    yield f"  {tuned.whole - slight.whole} of the {tuned.whole} are material themselves;"
    yield f"  of the others {_percent(slight)}"
    yield ""


def _is_below(outcomes: Sequence[Outcome]) -> bool:
    return bool(outcomes) and share(outcomes, _stopped).value < TARGET


def _reaches(outcomes: Sequence[Outcome], rules: Collection[str]) -> bool:
    return bool(outcomes) and share(outcomes, stopped_by(rules)).value >= TARGET


def _stopped(one: Outcome) -> bool:
    return one.stopped


def _warned(one: Outcome) -> bool:
    return bool(one.warnings)


def _mistake(kind: Kind, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    all_ways = share(outcomes, _stopped)
    ways = ([one for one in outcomes if one.way == way] for way in WAYS)
    schema = share(outcomes, stopped_by(SCHEMA_AND_RANGE))
    return (
        kind.name,
        kind.about,
        str(all_ways.whole),
        _percent(all_ways),
        _between(all_ways),
        *(_percent(share(found, _stopped)) if found else "" for found in ways),
        _percent(schema),
        _commonest(outcomes),
    )


def _slight(kind: Kind, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    found = share(outcomes, _stopped)
    return kind.name, kind.about, str(found.whole), _percent(found), _between(found)


def _edit(kind: Kind, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    errors = share(outcomes, lambda one: one.errors)
    warnings = share(outcomes, _warned)
    others = [one for one in outcomes if not one.material]
    return (
        kind.name,
        kind.about,
        str(errors.whole),
        _percent(errors),
        _between(errors),
        _percent(warnings),
        _between(warnings),
        _percent(share(outcomes, lambda one: one.material)),
        _percent(share(others, _warned)) if others else "",
        _commonest(outcomes),
    )


def _commonest(outcomes: Sequence[Outcome]) -> str:
    """The rules that most often have a finding, with their share."""
    found = by_frequency(outcomes)[:4]
    return ", ".join(f"{rule} {_percent(share(outcomes, stopped_by([rule])))}" for rule in found)


def _below(grave: Grouped) -> Iterator[str]:
    below = [kind for kind in MISTAKES if _is_below(grave[kind.name])]
    if not below:
        yield "Nothing in this run."
    for kind in below:
        outcomes = grave[kind.name]
        told = f"- **{kind.name}**, {kind.about}: {_percent(share(outcomes, _stopped))} stopped. "
        told += f"{_by_way(outcomes)} {REASONS.get(kind.name, UNKNOWN)}"
        yield fill(told, 100, subsequent_indent="  ", break_on_hyphens=False)
    yield ""


def _by_way(outcomes: Sequence[Outcome]) -> str:
    """What got through, by the way in which it was made."""
    missed = []
    for way in WAYS:
        found = [one for one in outcomes if one.way == way]
        through = share(found, lambda one: not one.stopped)
        if through.part:
            missed.append(f"{through.part} of {through.whole} made {_way(way)}")
    return f"Not stopped: {'; '.join(missed)}."


def _way(way: str) -> str:
    return {"by hand": "by hand", "seal copied": "with a copied seal"}.get(way, f"with {way}")


def _rules(mistakes: Sequence[Outcome], edits: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    grave = [one for one in mistakes if one.material]
    for rule in by_frequency(grave):
        alone = share(grave, lambda one, rule=rule: one.errors | one.warnings == {rule})  # type: ignore[misc]
        yield (
            rule,
            _percent(share(grave, stopped_by([rule]))),
            _percent(alone),
            _percent(share(edits, stopped_by([rule]))),
        )


def _percent(found: Share) -> str:
    """Rounded down above a half and up below, so that 100 % and 0 % mean all and none."""
    tenths = 1000 * found.part / found.whole if found.whole else 0.0
    whole = int(tenths) if found.value > 0.5 else -int(-tenths // 1)
    return f"{whole / 10:.1f} %".replace(".0 %", " %")


def _between(found: Share) -> str:
    low, high = found.interval
    return f"{100 * low:.1f}–{100 * high:.1f} %"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
