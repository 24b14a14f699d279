"""What one change does to a language's events, as far as the recorded scores say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from langroute_repo.diff.before_after import Sides, sides_of
from langroute_repo.diff.changes import Change, Difference
from langroute_repo.diff.classify import COMPARED
from langroute_repo.diff.kind import COUNTED, Kind, Known
from langroute_repo.diff.note import AtFault, Instead, NoEvidence, Note, Remark
from langroute_repo.diff.reading import Reading, reading
from langroute_repo.diff.split import Split
from langroute_repo.diff.verdict_takes import Takes, takes
from langroute_repo.tree.routes import CANARY, DECIDING, PRIMARY, Slot, routes_of, shadow_of

# With these the counting begins.
BEGINS = (Kind.CANARY_STARTED, Kind.CANARY_REPLACED)


@dataclass(frozen=True, slots=True)
class Effect:
    """What is known of a change; None where nothing is.

    ``before`` and ``after`` are the readings of whom it concerns: of one model whose threshold
    moves, or of the model that events leave and the one they go to. ``events_per_day`` are the
    events that the analysts get more (or, negative, fewer) a day, ``traffic_*`` basis points.
    """

    before: Reading | None = None
    after: Reading | None = None
    events_per_day: float | None = None
    traffic_before: int | None = None
    traffic_after: int | None = None
    # Of the whole language; said once, by the first of its changes that moves events.
    split: Split | None = None
    notes: tuple[Note, ...] = ()
    # Of a canary that begins: how long it takes until somebody can say what becomes of it.
    takes: Takes | None = None

    @property
    def passes_before(self) -> float | None:
        return self.before.share if self.before else None

    @property
    def passes_after(self) -> float | None:
        return self.after.share if self.after else None

    @property
    def odds_ratio(self) -> float | None:
        """By what factor the odds of passing move, at least 1; None when not known."""
        if self.passes_before is None or self.passes_after is None:
            return None
        before, after = (
            share / (1 - share) if 0 < share < 1 else None
            for share in (self.passes_before, self.passes_after)
        )
        if before is None or after is None:
            return None if self.passes_before != self.passes_after else 1.0
        return max(before / after, after / before)


def effects(found: Difference) -> list[tuple[Change, Effect]]:
    """Each change with its effect."""
    return list(told(found, sides_of(found)))


def told(found: Difference, sides: Callable[[str], Sides]) -> Iterator[tuple[Change, Effect]]:
    """The same, with the sides that somebody already has."""
    split_told: set[str] = set()
    for change in found.changes:
        if change.language is None:
            yield change, Effect()
            continue
        effect = _effect(change, found, sides(change.language))
        if change.kind in BEGINS:
            effect = replace(effect, takes=takes(found.after, change.language))
        if effect.split and change.language in split_told:
            effect = replace(effect, split=None)
        if effect.split:
            split_told.add(change.language)
        yield change, effect


def concerns_answers(change: Change, sides: Sides) -> bool:
    """Whether a change can alter what the analysts get: directly or not, known or not."""
    if change.kind.known is Known.SEAL or change.path[:1] == ("shadows",):
        return False
    if change.cause and change.kind.known is not Known.AUDIT:
        return PurePosixPath(change.cause).stem in _answering(sides)
    return change.kind.known in (*COUNTED, Known.UNRECORDED)


def unrecorded(change: Change, sides: Sides) -> bool:
    """Whether it alters answers in a way that the recorded scores do not show."""
    return change.kind.known is Known.UNRECORDED and concerns_answers(change, sides)


def _answering(sides: Sides) -> set[str]:
    """The models whose answers count, before or after."""
    return {
        side.readings[role].model
        for side in (sides.before, sides.after)
        for role in DECIDING
        if side.decides(role)
    }


def _effect(change: Change, found: Difference, sides: Sides) -> Effect:
    if sides.at_fault:
        return Effect(notes=_unless_unknown(change, _fault(sides)))
    if change.kind.known is Known.SEAL:
        return _resealed(change, found)
    if change.kind.known is Known.FALLBACK:
        added = change.kind is Kind.CANARY_FALLBACK_ADDED
        return Effect(notes=(Remark.PRIMARY_STANDS_IN if added else Remark.NOBODY_STANDS_IN,))
    if unrecorded(change, sides):
        return Effect(notes=_unless_unknown(change, Remark.UNRECORDED))
    if change.path[:1] == ("shadows",):
        return _shadow(change, sides)
    if change.path == COMPARED and change.kind is not Kind.NO_EFFECT:
        return Effect(notes=(Remark.RECORDED_ONLY,))
    if not concerns_answers(change, sides) or change.kind.known is Known.UNRECORDED:
        return Effect()
    return _answers(change, sides)


def _unless_unknown(change: Change, note: Note) -> tuple[Note, ...]:
    """Of a change that nobody knows the meaning of there is nothing to note."""
    return () if change.kind is Kind.NEEDS_REVIEW else (note,)


def _answers(change: Change, sides: Sides) -> Effect:
    """Of a change whose effect can be worked out."""
    if change.kind.known is Known.THRESHOLD:
        role = _slot(change)
        return _pair(sides, *sides.pair(role), sides.by_scores(role))
    if change.kind.known is Known.TRAFFIC:
        return _ramp(sides)
    if change.kind.known is Known.AUDIT:
        return _audited(sides)
    if change.kind.known is Known.LANGUAGE:
        effect = _pair(sides, *sides.pair(PRIMARY), sides.more())
        return replace(effect, notes=(_instead(change.kind, sides), *effect.notes))
    role = CANARY if change.kind is Kind.CANARY_REPLACED else PRIMARY
    effect = _pair(sides, *sides.pair(role), _of_models(change.kind, sides))
    return replace(effect, split=sides.split)


def _of_models(kind: Kind, sides: Sides) -> float | None:
    if kind is Kind.PRIMARY_REPLACED:
        return sides.by_scores(PRIMARY)
    if kind is Kind.CANARY_PROMOTED:
        return sides.by_decisions()
    scores, traffic = sides.by_scores(CANARY), sides.by_traffic()
    return None if scores is None or traffic is None else scores + traffic


def _audited(sides: Sides) -> Effect:
    """What the analysts get more of what is dropped, whoever drops it."""
    deciding = (
        side.readings[role]
        for side in (sides.before, sides.after)
        for role in DECIDING
        if side.decides(role)
    )
    missing = dict.fromkeys(one.model for one in deciding if one.passing is None)
    notes = tuple(NoEvidence(model, sides.tag) for model in missing)
    return Effect(events_per_day=sides.by_audit(), notes=(*notes, Remark.AUDITED))


def _ramp(sides: Sides) -> Effect:
    """Events go from the primary to the canary, or back."""
    was, now = (side.decides(CANARY) for side in (sides.before, sides.after))
    roles = (PRIMARY, CANARY) if now > was else (CANARY, PRIMARY)
    old, new = sides.before.readings.get(roles[0]), sides.after.readings.get(roles[1])
    effect = _pair(sides, old, new, sides.by_traffic())
    return replace(effect, traffic_before=was, traffic_after=now, split=sides.split)


def _pair(sides: Sides, old: Reading | None, new: Reading | None, more: float | None) -> Effect:
    missing = dict.fromkeys(one.model for one in (old, new) if one and one.passing is None)
    notes = tuple(NoEvidence(model, sides.tag) for model in missing)
    return Effect(old, new, more, notes=notes)


def _shadow(change: Change, sides: Sides) -> Effect:
    return replace(_pair(sides, *sides.pair(_slot(change)), None), notes=(Remark.RECORDED_ONLY,))


def _resealed(change: Change, found: Difference) -> Effect:
    """The same value on other evidence: here each side reads its own."""
    wanted = _slot(change)
    sides = (routes_of(tree, str(change.language)) for tree in (found.before, found.after))
    old, new = (
        reading(tree, routes[wanted]) if wanted in routes else None
        for tree, routes in zip((found.before, found.after), sides, strict=True)
    )
    return Effect(old, new, notes=(Remark.VALUE_STAYS,))


def _slot(change: Change) -> Slot:
    """The route that a change is about; its path names a shadow by its model."""
    role, *rest = map(str, change.path)
    return shadow_of(rest[0]) if role == "shadows" else (role,)


def _instead(kind: Kind, sides: Sides) -> Instead:
    """Who answers for the language while it has no file of its own."""
    now = kind is Kind.LANGUAGE_REMOVED
    return Instead((sides.after if now else sides.before).found, now)


def _fault(sides: Sides) -> AtFault:
    now = sides.after.at_fault
    return AtFault((sides.after if now else sides.before).found, now)
