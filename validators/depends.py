"""Values that findings depend on, by the names and in the words that the files have for them."""

from collections.abc import Iterable, Mapping

from langroute_repo.evidence.refresh import Pair, Refresh
from langroute_repo.tree.files.language import Answerer, Canary, LanguageFile, Shadow
from langroute_repo.tree.files.model import Scale


def decision(answerer: Answerer) -> dict[str, str]:
    """What decides whether an event is relevant, and what that rests on.

    The share of a seal is left out: it follows from the other three, unless the seal is broken.
    """
    threshold = answerer.threshold
    return {
        "model": answerer.model,
        "threshold": f"{threshold.at:f}",
        "evidence": threshold.evidence,
    }


def written_fields(names: Iterable[str]) -> str:
    """Fields as the files have them: their order is the order in which they are sent."""
    return f"[{', '.join(names)}]"


def written_scale(score: Scale) -> str:
    return f"{score.minimum} to {score.maximum}"


def routing(language: LanguageFile) -> dict[str, str]:
    """Everything that says where a language's events go, and nothing of owners and seals."""
    values = {"source": language.source}
    if language.also:
        values["also"] = written_fields(sorted(language.also))
    if language.audit is not None:
        values["audit"] = language.audit
    for path, answerer in language.answerers():
        shadow = isinstance(answerer, Shadow)
        role = f"shadow {answerer.model}" if shadow else str(path[0])
        values[role] = _said(answerer)
    return values


def _said(answerer: Answerer) -> str:
    traffic = answerer.traffic if isinstance(answerer, Canary | Shadow) else ""
    canary = answerer if isinstance(answerer, Canary) else None
    instead, compared = (canary.on_failure, canary.compared) if canary else (None, None)
    parts = (
        answerer.model,
        traffic,
        written_fields(answerer.fields),
        f"at {answerer.threshold.at:f}",
        f"on_failure {instead}" if instead else "",
        f"compared {compared}" if compared else "",
    )
    return " ".join(part for part in parts if part)


def as_before(values: Mapping[str, str]) -> dict[str, str]:
    """The same values of the state before a change."""
    return {f"{name} before": value for name, value in values.items()}


def recorded(refresh: Refresh, pairs: Iterable[Pair]) -> dict[str, str]:
    """The evidence that findings on a refresh depend on, before and after."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, both = " ".join(pair), refresh.both[pair]
        found |= {f"{name} before": both.old.digest, name: both.after.digest}
    return found
