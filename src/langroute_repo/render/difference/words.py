"""Changes and effects as sentences that claim no more than the counts know."""

from collections.abc import Collection, Iterable, Iterator

from langroute_repo.diff.changes import Change
from langroute_repo.diff.effect import Effect
from langroute_repo.diff.kind import COUNTED, Kind
from langroute_repo.diff.note import AtFault, Instead, NoEvidence, Note, Remark
from langroute_repo.diff.reading import Reading
from langroute_repo.diff.split import Split
from langroute_repo.evidence.interval import CountedShare
from langroute_repo.render.difference.quality import quality
from langroute_repo.render.figures import events
from langroute_repo.render.judgement.outlook import sentence as until_verdict
from langroute_repo.tree.values import points
from langroute_repo.wording import listed

# The interval of a pass share is told where it is wider than this: below about 1,400 events.
WIDE = 0.05


def sentence(change: Change, effect: Effect) -> str:
    """What an effect says in one line, or nothing: who answers, what passes, what is not known."""
    return "; ".join([*_answered(change, effect), *_notes(change, effect)])


def sentences(change: Change, effect: Effect) -> list[str]:
    """The same in a line each, and recall and precision."""
    measured = quality(effect.before, effect.after)
    return [*_answered(change, effect), *measured, *_takes(effect), *_notes(change, effect)]


def beside_totals(change: Change, effect: Effect, more: float | None, sole: bool) -> list[str]:
    """The same without what the figures of its language say.

    These are the events a day where the language gets ``more`` by nothing else, and recall and
    precision where the change is of a ``sole`` model that decides all of it.
    """
    if effect.events_per_day == more:
        lines = [_split(effect.split), passing(effect.before, effect.after)]
    else:
        lines = _answered(change, effect)
    measured = [] if sole else quality(effect.before, effect.after)
    return [*filter(None, lines), *measured, *_takes(effect), *_notes(change, effect)]


def _answered(change: Change, effect: Effect) -> list[str]:
    lines = _split(effect.split), "; ".join(_passed(change, effect))
    return [line for line in lines if line]


def _takes(effect: Effect) -> Iterator[str]:
    if effect.takes:
        yield until_verdict(effect.takes.outlook)


def _notes(change: Change, effect: Effect) -> Iterator[str]:
    if effect.notes:
        yield noted(effect.notes)
    if change.kind is Kind.NEEDS_REVIEW:
        yield "this tool does not know what it means: read it, and run ./langroute check"


def noted(notes: Iterable[Note]) -> str:
    """What is to be said of an effect beside its figures."""
    return "; ".join(map(_note, notes))


def _note(note: Note) -> str:
    match note:
        case Remark.UNRECORDED:
            return "the recorded scores do not say what it changes"
        case Remark.RECORDED_ONLY:
            return "recorded only; no answer changes"
        case Remark.VALUE_STAYS:
            return "the value stays, so no answer changes"
        case Remark.PRIMARY_STANDS_IN:
            return "the primary answers what the canary fails on"
        case Remark.AUDITED:
            return "drawn from what is dropped; no decision changes"
        case Remark.NOBODY_STANDS_IN:
            return "what the canary fails on has no answer any more"
        case NoEvidence(model, language):
            return f"no evidence for {model} in {language}"
        case AtFault(language, now):
            when = "now" if now else "before"
            return f"{language} is at fault {when}, so what it changes is not known"
        case Instead():
            return _instead(note)


def _instead(who: Instead) -> str:
    if who.now:
        nobody = "nobody answers for it any more, and its callers get UnknownLanguage"
        return f"{who.language} answers for it from now on" if who.language else nobody
    return f"{who.language or 'nobody'} answered for it before"


def _passed(change: Change, effect: Effect) -> Iterator[str]:
    words = passing(effect.before, effect.after)
    if words:
        yield words
    if effect.events_per_day is not None and change.kind.known in COUNTED:
        yield f"{events(effect.events_per_day)} for the analysts"


def passing(old: Reading | None, new: Reading | None) -> str:
    """What passes before and after; of a model alone what it passes."""
    known = [(one.model, one.passing) for one in (old, new) if one and one.passing]
    if not known:
        return ""
    model, part = known[0]
    if len(known) == 2 and known[1][0] == model:
        return f"{model} passes {_both(part, known[1][1])}"
    rest = (f", {model} {_share(part)} of {part.whole:,}" for model, part in known[1:])
    return f"{model} passes {of_recorded(part)}{''.join(rest)}"


def _both(was: CountedShare, now: CountedShare) -> str:
    if was == now:
        return of_recorded(now)
    first = of_recorded(was) if was.whole != now.whole else _share(was)
    return f"{first} → {of_recorded(now)}"


def of_recorded(passing: CountedShare) -> str:
    """``35.6% of 4,000 recorded events``, with its interval where that is wide."""
    noun = "event" if passing.whole == 1 else "events"
    return f"{_share(passing)} of {passing.whole:,} recorded {noun}"


def _share(passing: CountedShare) -> str:
    low, high = passing.interval
    return with_interval(passing) if high - low > WIDE else str(passing)


def with_interval(part: CountedShare) -> str:
    """``88.3% (82–93%)``: the share, and where the true one lies in 95 of 100 cases."""
    low, high = (100 * end for end in part.interval)
    digits = 0 if high - low >= 2 else 1
    return f"{part} ({low:.{digits}f}–{high:.{digits}f}%)"


def _split(split: Split | None) -> str:
    """Which share of the events changes model, and which keeps its own."""
    if split is None or split.incomplete:
        return ""
    flows = split.flows.items()
    moves = [f"{points(share)} from {old} to {new}" for (old, new), share in flows if old != new]
    stays = [f"{points(share)} with {new}" for (old, new), share in flows if old == new]
    if not moves:
        return "every event keeps its model"
    moves[0] = moves[0].replace(" from ", " of the events move from ", 1)
    stays[:1] = [one.replace(" with ", " stay with ", 1) for one in stays[:1]]
    return "; ".join(", ".join(part) for part in (moves, stays) if part)


def value(thing: object) -> str:
    """A value of a file in one line."""
    if thing is None:
        return "—"
    if isinstance(thing, dict):
        if "model" in thing and "fields" in thing:  # whoever answers; a case has no fields
            return str(thing["model"])
        return "{" + ", ".join(f"{key}: {value(one)}" for key, one in thing.items()) + "}"
    if isinstance(thing, list | tuple):
        return "[" + ", ".join(value(one) for one in thing) + "]"
    return str(thing)


def in_short(names: Collection[str]) -> str:
    """``de, en and fr``: a line about a whole change has room for four."""
    return listed(names, longest=4)
