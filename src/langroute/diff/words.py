"""Changes and effects as sentences: what a reviewer reads first."""

from decimal import Decimal
from typing import Literal

from langroute.diff.changes import Change, Difference
from langroute.diff.effect import Effect, events_more
from langroute.diff.kinds import NEEDS_REVIEW, NO_EFFECT

Risk = Literal["none", "low", "medium", "high"]
RISKS: tuple[Risk, ...] = ("none", "low", "medium", "high")

# What a kind can break at worst when it is wrong. Thresholds depend on how far they move.
KIND_RISK: dict[str, Risk] = {
    NO_EFFECT: "none",
    "cases-changed": "none", "cases-added": "none", "cases-removed": "low",
    "owners-changed": "low", "seal-renewed": "low",
    "evidence-added": "low", "evidence-refreshed": "low", "evidence-removed": "medium",
    "shadow-added": "low", "shadow-removed": "low", "shadow-ramped": "low", "shadow-reduced": "low",
    "canary-started": "medium", "canary-ramped": "medium", "canary-replaced": "medium",
    "canary-reduced": "low", "canary-stopped": "low", "canary-promoted": "high",
    "model-added": "low", "model-removed": "low", "model-status-changed": "low",
    "capacity-raised": "medium", "capacity-lowered": "low", "source-added": "low",
    "policy-changed": "medium", "policy-added": "medium", "policy-removed": "medium",
    "exceptions-changed": "low", "exceptions-added": "low", "exceptions-removed": "low",
    "language-added": "medium",
}  # fmt: skip
# The odds of passing moving by more than these factors: on real scores, × 1.2 finds 54 to 94 % of
# values written into the wrong language, × 1.5 at most 56 %.
NOTABLE_ODDS, LARGE_ODDS = 1.2, 1.5


def risk_of(change: Change, effect: Effect) -> Risk:
    """How much a change can break; a kind that no row names is high."""
    if change.kind in ("threshold-raised", "threshold-lowered"):
        if change.path[:1] == ("shadows",):
            return "low"
        ratio = effect.odds_ratio
        if ratio is None:
            return "high"
        return "high" if ratio > LARGE_ODDS else "medium" if ratio > NOTABLE_ODDS else "low"
    return KIND_RISK.get(change.kind, "high")


def worst(risks: list[Risk]) -> Risk:
    return max(risks, key=RISKS.index, default="none")


def headline(found: Difference) -> str:
    """One sentence of impact."""
    told = [change for change in found.changes if change.kind != NO_EFFECT]
    if not told:
        return "no effect: comments, order or layout only" if found.changes else "nothing changes"
    tags = list(dict.fromkeys(change.language for change in told if change.language))
    if not tags:
        files = list(dict.fromkeys(change.file for change in told))
        return f"no language's route changes; {_listed(files)} {_verb(files, 'does', 'do')}"
    kinds = list(dict.fromkeys(change.kind for change in told if change.language))
    what = _listed([kind.replace("-", " ") for kind in kinds])
    return f"{_listed(tags)}: {what}; {_volume(found, tags)}"


def _volume(found: Difference, tags: list[str]) -> str:
    moved = [events_more(found, tag) for tag in tags]
    known = [one for one in moved if one is not None]
    if not known:
        return "its effect on the analysts' events is not known"
    words = f"{events(sum(known))} for the analysts"
    unknown = [tag for tag, one in zip(tags, moved, strict=True) if one is None]
    return words + (f" (not known for {_listed(unknown)})" if unknown else "")


def events(more: float) -> str:
    """A difference of events a day in words."""
    number = abs(more)
    if number < 0.5:
        return "as many events a day as before"
    return f"about {number:,.0f} {'event' if round(number) == 1 else 'events'} a day " + (
        "more" if more > 0 else "fewer"
    )


def sentence(change: Change, effect: Effect) -> str:
    """What an effect says, or nothing."""
    parts = []
    if effect.traffic_before is not None and effect.traffic_after is not None:
        parts.append(_traffic(effect.model, effect.traffic_before, effect.traffic_after))
        if effect.passes_before is not None and effect.passes_after is not None:
            parts.append(
                f"it passes {percent(effect.passes_after)}, "
                f"the primary {percent(effect.passes_before)}"
            )
    elif effect.passes_before is not None and effect.passes_after is not None:
        parts.append(
            f"{effect.model or 'the primary'} passes {percent(effect.passes_before)} → "
            f"{percent(effect.passes_after)}"
        )
    if effect.events_per_day is not None:
        parts.append(f"{events(effect.events_per_day)} for the analysts")
    if effect.note:
        parts.append(effect.note)
    if change.kind == NEEDS_REVIEW:
        parts.append("this tool does not know what it means: read it, and run ./langroute check")
    return "; ".join(parts)


def _traffic(model: str | None, before: int, after: int) -> str:
    moved = abs(after - before)
    kept = min(before, after)
    words = f"{points(moved)} of the events move " + ("to " if after > before else "away from ")
    return words + str(model) + (f", {points(kept)} stay with it" if kept else "")


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def points(basis_points: int) -> str:
    """Basis points as people write them: 1,000 is 10%."""
    return f"{(Decimal(basis_points) / 100).normalize():f}%"


def value(thing: object) -> str:
    """A value of a file in one line."""
    if thing is None:
        return "—"
    if isinstance(thing, dict):
        if "model" in thing:
            return str(thing["model"])
        return "{" + ", ".join(f"{key}: {value(one)}" for key, one in thing.items()) + "}"
    if isinstance(thing, list | tuple):
        return "[" + ", ".join(value(one) for one in thing) + "]"
    return str(thing)


def _listed(words: list[str], most: int = 4) -> str:
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _verb(things: list[str], one: str, many: str) -> str:
    return one if len(things) == 1 else many
