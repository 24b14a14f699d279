"""What one change does to a language's events, as far as the recorded scores say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from langroute_repo.diff.before_after import Side, Sides, sides_of
from langroute_repo.diff.changes import Change, Difference
from langroute_repo.diff.reading import Reading, reading
from langroute_repo.diff.split import Split
from langroute_repo.tree.routes import CANARY, DECIDING, PRIMARY, Slot, routes_of, shadow_of

THRESHOLDS = ("threshold-raised", "threshold-lowered")
# More, or fewer, events are the canary's than before.
RAMPS = ("canary-started", "canary-ramped", "canary-reduced", "canary-stopped")
# Another model answers, or none any more.
MODELS = ("primary-replaced", "canary-replaced", "canary-promoted")
WHOLE = ("language-added", "language-removed")
SHADOWS = ("shadow-added", "shadow-removed", "shadow-ramped", "shadow-reduced")
# The model is asked something else, or something else answers: the recorded scores do not say.
UNRECORDED = (
    "fields-changed", "source-changed", "endpoint-moved", "score-scale-changed",
    "model-inputs-changed", "language-renamed", "needs-review",
)  # fmt: skip
# What is answered stays; of what the canary fails on nobody knows how much there will be.
FALLBACKS = {
    "canary-fallback-added": "the primary answers what the canary fails on",
    "canary-fallback-removed": "what the canary fails on has no answer any more",
}
NOT_RECORDED = "the recorded scores do not say what it changes"
ONLY_RECORDED = "recorded only; no answer changes"


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
    note: str | None = None

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
        if effect.split and change.language in split_told:
            effect = replace(effect, split=None)
        if effect.split:
            split_told.add(change.language)
        yield change, effect


def concerns_answers(change: Change, sides: Sides) -> bool:
    """Whether a change can alter what the analysts get: directly or not, known or not."""
    if change.kind == "seal-renewed" or change.path[:1] == ("shadows",):
        return False
    if change.cause:
        return PurePosixPath(change.cause).stem in _answering(sides)
    return change.kind in (*THRESHOLDS, *RAMPS, *MODELS, *WHOLE, *UNRECORDED)


def unrecorded(change: Change, sides: Sides) -> bool:
    """Whether it alters answers in a way that the recorded scores do not show."""
    return change.kind in UNRECORDED and concerns_answers(change, sides)


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
        return Effect(note=None if change.kind == "needs-review" else _fault(sides))
    if change.kind == "seal-renewed":
        return _resealed(change, found)
    if change.kind in FALLBACKS:
        return Effect(note=FALLBACKS[change.kind])
    if unrecorded(change, sides):
        return Effect(note=None if change.kind == "needs-review" else NOT_RECORDED)
    if change.path[:1] == ("shadows",):
        return _shadow(change, sides)
    if not concerns_answers(change, sides) or change.kind in UNRECORDED:
        return Effect()
    return _answers(change, sides)


def _answers(change: Change, sides: Sides) -> Effect:
    """Of a change whose effect can be worked out."""
    if change.kind in THRESHOLDS:
        role = _slot(change)
        return _pair(sides, *sides.pair(role), sides.by_scores(role))
    if change.kind in RAMPS:
        return _ramp(sides)
    if change.kind in WHOLE:
        note = _who_else(change.kind, sides)
        effect = _pair(sides, *sides.pair(PRIMARY), sides.more())
        return replace(effect, note="; ".join(filter(None, (note, effect.note))))
    role = CANARY if change.kind == "canary-replaced" else PRIMARY
    effect = _pair(sides, *sides.pair(role), _of_models(change.kind, sides))
    return replace(effect, split=sides.split)


def _of_models(kind: str, sides: Sides) -> float | None:
    if kind == "primary-replaced":
        return sides.by_scores(PRIMARY)
    if kind == "canary-promoted":
        return sides.more()
    scores, traffic = sides.by_scores(CANARY), sides.by_traffic()
    return None if scores is None or traffic is None else scores + traffic


def _ramp(sides: Sides) -> Effect:
    """Events go from the primary to the canary, or back."""
    was, now = (side.decides(CANARY) for side in (sides.before, sides.after))
    roles = (PRIMARY, CANARY) if now > was else (CANARY, PRIMARY)
    old, new = sides.before.readings.get(roles[0]), sides.after.readings.get(roles[1])
    effect = _pair(sides, old, new, sides.by_traffic())
    return replace(effect, traffic_before=was, traffic_after=now, split=sides.split)


def _pair(sides: Sides, old: Reading | None, new: Reading | None, more: float | None) -> Effect:
    missing = dict.fromkeys(one.model for one in (old, new) if one and one.passing is None)
    note = "; ".join(f"no evidence for {model} in {sides.tag}" for model in missing)
    return Effect(old, new, more, note=note or None)


def _shadow(change: Change, sides: Sides) -> Effect:
    return replace(_pair(sides, *sides.pair(_slot(change)), None), note=ONLY_RECORDED)


def _resealed(change: Change, found: Difference) -> Effect:
    """The same value on other evidence: here each side reads its own."""
    wanted = _slot(change)
    sides = (routes_of(tree, str(change.language)) for tree in (found.before, found.after))
    old, new = (
        reading(tree, routes[wanted]) if wanted in routes else None
        for tree, routes in zip((found.before, found.after), sides, strict=True)
    )
    return Effect(old, new, note="the value stays, so no answer changes")


def _slot(change: Change) -> Slot:
    """The route that a change is about; its path names a shadow by its model."""
    role, *rest = map(str, change.path)
    return shadow_of(rest[0]) if role == "shadows" else (role,)


def _who_else(kind: str, sides: Sides) -> str:
    """Who answers for the language while it has no file of its own."""
    other = (sides.after if kind == "language-removed" else sides.before).found
    if kind == "language-removed":
        nobody = "nobody answers for it any more, and its callers get UnknownLanguage"
        return f"{other} answers for it from now on" if other else nobody
    return f"{other} answered for it before" if other else "nobody answered for it before"


def _fault(sides: Sides) -> str:
    side: Side = sides.after if sides.after.at_fault else sides.before
    when = "now" if side is sides.after else "before"
    return f"{side.found} is at fault {when}, so what it changes is not known"
