"""What a change does to a language's events, from the recorded scores."""

from collections.abc import Iterator
from dataclasses import dataclass

from langroute.diff.changes import Change, Difference
from langroute.tree.models import Answerer, Canary, LanguageFile, Shadow
from langroute.tree.text import basis_points
from langroute.tree.tree import Tree

EVERYBODY = 10_000


@dataclass(frozen=True, slots=True)
class Effect:
    """What is known of a change; None where nothing is.

    ``passes_*`` are shares from 0 to 1, ``traffic_*`` basis points, ``events_per_day`` the events
    that the analysts get more (or, negative, fewer) a day.
    """

    model: str | None = None
    passes_before: float | None = None
    passes_after: float | None = None
    events_per_day: float | None = None
    traffic_before: int | None = None
    traffic_after: int | None = None
    note: str | None = None

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
    return [(change, _effect(change, found)) for change in found.changes]


def events_more(found: Difference, tag: str) -> float | None:
    """Events a day that the analysts get more of a language; None where it is not known."""
    before, after = (_passed_per_day(tree, tag) for tree in (found.before, found.after))
    return None if before is None or after is None else after - before


def _effect(change: Change, found: Difference) -> Effect:
    if change.language is None or not change.direct:
        return Effect()
    before = _language(found.before, change.language)
    after = _language(found.after, change.language)
    if change.kind in ("threshold-raised", "threshold-lowered") and before and after:
        return _threshold(change, found, before, after)
    if change.kind in MODEL_MOVES:
        return _models(change, found, before, after)
    if change.kind in TRAFFIC_MOVES and before and after:
        return _traffic(change, found, before, after)
    return Effect()


# Another model answers, or none any more.
MODEL_MOVES = ("primary-replaced", "canary-promoted", "language-added", "language-removed")
TRAFFIC_MOVES = (
    "canary-started", "canary-ramped", "canary-reduced", "canary-stopped", "canary-replaced",
)  # fmt: skip


def _threshold(
    change: Change, found: Difference, before: LanguageFile, after: LanguageFile
) -> Effect:
    tag = str(change.language)
    was, now = _at(before, change), _at(after, change)
    if was is None or now is None:
        return Effect()
    shares = _pass_share(found.before, tag, was), _pass_share(found.after, tag, now)
    per_day = _per_day(found.after, tag, after)
    if None in shares or per_day is None:
        return Effect(model=now.model, note=f"no evidence for {now.model} in {tag}")
    if isinstance(now, Shadow):
        return Effect(now.model, *shares, note="recorded only; no answer changes")
    answered = _answered(after, now) / EVERYBODY
    return Effect(now.model, *shares, per_day * answered * (shares[1] - shares[0]))  # type: ignore[operator]


def _models(
    change: Change, found: Difference, before: LanguageFile | None, after: LanguageFile | None
) -> Effect:
    tag = str(change.language)
    was = _pass_share(found.before, tag, before.primary) if before else None
    now = _pass_share(found.after, tag, after.primary) if after else None
    return Effect(None, was, now, events_more(found, tag))


def _traffic(
    change: Change, found: Difference, before: LanguageFile, after: LanguageFile
) -> Effect:
    tag = str(change.language)
    canary = after.canary or before.canary
    tree = found.after if after.canary else found.before
    if canary is None:
        return Effect()
    return Effect(
        model=canary.model,
        passes_before=_pass_share(found.after, tag, after.primary),
        passes_after=_pass_share(tree, tag, canary),
        events_per_day=_moved(change, found, before, after),
        traffic_before=basis_points(before.canary.traffic) if before.canary else 0,
        traffic_after=basis_points(after.canary.traffic) if after.canary else 0,
    )


def _moved(
    change: Change, found: Difference, before: LanguageFile, after: LanguageFile
) -> float | None:
    """What remains of the language's total when the thresholds' own effects are taken out."""
    tag = str(change.language)
    total = events_more(found, tag)
    others = [
        _threshold(other, found, before, after).events_per_day
        for other in found.changes
        if other.language == tag and other.kind in ("threshold-raised", "threshold-lowered")
    ]
    return None if total is None else total - sum(one or 0.0 for one in others)


def _language(tree: Tree, tag: str) -> LanguageFile | None:
    file = tree.languages.get(tag)
    return file.model if file else None


def _at(language: LanguageFile, change: Change) -> Answerer | None:
    """The answerer that a change's path lies in."""
    if change.path[:1] == ("primary",):
        return language.primary
    if change.path[:1] == ("canary",):
        return language.canary
    return next((one for one in language.shadows if one.model == change.path[1]), None)


def _answered(language: LanguageFile, answerer: Answerer) -> int:
    """Basis points of the events that it answers; a shadow answers none."""
    canary = basis_points(language.canary.traffic) if language.canary else 0
    if isinstance(answerer, Shadow):
        return 0
    return canary if isinstance(answerer, Canary) else EVERYBODY - canary


def _pass_share(tree: Tree, tag: str, answerer: Answerer) -> float | None:
    evidence = tree.evidence(answerer.model, tag)
    return evidence.share(float(answerer.threshold.at)) if evidence else None


def _per_day(tree: Tree, tag: str, language: LanguageFile) -> float | None:
    found = (tree.evidence(answerer.model, tag) for _, answerer in language.answerers())
    return next((evidence.events.per_day for evidence in found if evidence), None)


def _passed_per_day(tree: Tree, tag: str) -> float | None:
    """Events a day that pass: none of a language without a file, unknown of one at fault."""
    if tag not in tree.languages:
        return 0.0
    language = _language(tree, tag)
    if language is None:
        return None
    per_day = _per_day(tree, tag, language)
    shares = list(_weighted(tree, tag, language))
    if per_day is None or any(share is None for share in shares):
        return None
    return per_day * sum(share for share in shares if share is not None)


def _weighted(tree: Tree, tag: str, language: LanguageFile) -> Iterator[float | None]:
    for _, answerer in language.answerers():
        answered = _answered(language, answerer) / EVERYBODY
        if answered:
            share = _pass_share(tree, tag, answerer)
            yield None if share is None else answered * share
