"""What a threshold does on the recorded events, and what moving it changes, in one line."""

from dataclasses import dataclass
from decimal import Decimal

from langroute.diff.words import events
from langroute.scale import ScoreError
from langroute.tree.evidence import Evidence
from langroute.tree.models import Keys, LanguageFile
from langroute.tree.routes import EVERYBODY, Route
from langroute.tree.tree import Tree
from langroute.tree.wording import counted


@dataclass(frozen=True, slots=True)
class Reading:
    """A model with a threshold in a language, and what the recorded scores say of it."""

    model: str
    at: Decimal
    # None without evidence, or when the value is off the scale of the evidence.
    evidence: Evidence | None
    # Basis points of the language's events that its answer decides; 0 for a shadow.
    decides: int
    # Events of the language a day, whichever model answers them.
    per_day: float | None

    @property
    def share(self) -> float | None:
        """Share of the recorded events that pass, 0 to 1."""
        return self.evidence.share(float(self.at)) if self.evidence else None

    @property
    def passes(self) -> str | None:
        """The same as a seal writes it."""
        return self.evidence.passes(float(self.at)) if self.evidence else None

    @property
    def recall(self) -> str | None:
        """Share of the events labelled relevant that pass; None without such labels."""
        if self.evidence is None or not (total := sum(self.evidence.relevant)):
            return None
        kept = sum(self.evidence.relevant[self.evidence.cell(float(self.at)) :])
        return percent(kept, total)

    @property
    def passed_per_day(self) -> float | None:
        """Events a day that reach the analysts through it."""
        if self.per_day is None or self.share is None:
            return None
        return self.per_day * self.decides / EVERYBODY * self.share


def percent(part: int, whole: int) -> str:
    """A share with one decimal, halves up, as seals write theirs."""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def reading(tree: Tree, route: Route) -> Reading:
    """What is known of a route."""
    answerer = route.answerer
    evidence = tree.evidence(answerer.model, route.tag)
    try:
        known = evidence and evidence.cell(float(answerer.threshold.at)) is not None
    except ScoreError:
        known = False
    return Reading(
        model=answerer.model,
        at=answerer.threshold.at,
        evidence=evidence if known else None,
        decides=0 if route.role == "shadow" else route.traffic,
        per_day=events_per_day(tree, route.tag, route.language),
    )


def events_per_day(tree: Tree, tag: str, language: LanguageFile) -> float | None:
    """Events of a language a day, from the first of its models that has evidence."""
    found = (tree.evidence(answerer.model, tag) for _, answerer in language.answerers())
    return next((evidence.events.per_day for evidence in found if evidence), None)


def routes_of(tree: Tree, tag: str) -> dict[tuple[str, ...], Route]:
    """The routes of one language by what they are: primary, canary, or the shadow of a name."""
    file = tree.languages.get(tag)
    if file is None or file.model is None:
        return {}
    found = [Route(tag, file, file.model, *one) for one in file.model.answerers()]
    return {_identity(route.path, route): route for route in found}


def _identity(path: Keys, route: Route) -> tuple[str, ...]:
    return (route.role, route.answerer.model) if path[0] == "shadows" else (route.role,)


def moves(before: Tree, after: Tree, tag: str) -> list[str]:
    """One line for each threshold of a language that has another value, model or seal."""
    was, lines = routes_of(before, tag), []
    for identity, route in routes_of(after, tag).items():
        old = was.get(identity)
        if old is None or _said(old) != _said(route):
            # Of a value that only gets another seal there is no before.
            moved = old is not None and _said(old)[:2] != _said(route)[:2]
            earlier = reading(before, old) if old and moved else None
            lines.append(move(f"{tag} {route.role}", earlier, reading(after, route)))
    return lines


def _said(route: Route) -> tuple[object, ...]:
    threshold = route.answerer.threshold
    return route.answerer.model, threshold.at, threshold.passes, threshold.evidence


def move(where: str, old: Reading | None, new: Reading) -> str:
    """What changes when one threshold takes the place of another, or of none."""
    parts = [_values(where, old, new), _passes(old, new), _volume(old, new)]
    if new.recall is not None:
        parts.append(f"recall {_arrow(old.recall if old else None, new.recall)} where labelled")
    return "; ".join(part for part in parts if part)


def _values(where: str, old: Reading | None, new: Reading) -> str:
    if old is None or old.model == new.model:
        return f"{where} {new.model}: {_arrow(f'{old.at:f}' if old else None, f'{new.at:f}')}"
    return f"{where}: {old.model} at {old.at:f} → {new.model} at {new.at:f}"


def _passes(old: Reading | None, new: Reading) -> str:
    if new.evidence is None:
        return f"what it passes is not known, for there is no evidence of {new.model}"
    number = counted(new.evidence.total, "recorded event")
    if old is None or old.evidence is None or old.model == new.model:
        return f"passes {_arrow(old.passes if old else None, new.passes)} of {number}"
    return f"passes {old.passes} of {old.evidence.total:,} → {new.passes} of {number}"


def _volume(old: Reading | None, new: Reading) -> str:
    """The difference for the analysts; left out where more than the threshold changes it."""
    if not new.decides:
        return "recorded only, the analysts see nothing of it"
    if old is None or old.decides != new.decides:
        return ""
    if old.passed_per_day is None or new.passed_per_day is None:
        return ""
    return f"{events(new.passed_per_day - old.passed_per_day)} for the analysts"


def _arrow(old: str | None, new: str | None) -> str:
    return f"{old} → {new}" if old is not None else str(new)
