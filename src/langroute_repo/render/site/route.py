"""One model in one language, as its page and the overview show it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from langroute_repo.diff.reading import Reading
from langroute_repo.evidence.estimate import Estimate
from langroute_repo.evidence.mixture import Known
from langroute_repo.evidence.seal import line, misfit
from langroute_repo.render.difference.words import of_recorded
from langroute_repo.render.endpoints import endpoint_of, place
from langroute_repo.render.figures import percent, whole
from langroute_repo.render.labels import figure, share_of
from langroute_repo.render.scores.curves import curves
from langroute_repo.render.scores.histogram import of_reading
from langroute_repo.render.scores.svg import svg
from langroute_repo.render.site.packed import pack
from langroute_repo.render.site.what_if import Rules, texts
from langroute_repo.strict_yaml.reader import locate
from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.endpoint_load import Load, in_words
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Canary
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.routes import EVERYBODY, Route
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import points
from langroute_repo.wording import counted

NO_EVIDENCE = "no scores were recorded"


@dataclass(frozen=True, slots=True)
class Share:
    """A share that is estimated: in short, with all that it rests on, and as ends of a band.

    ``low`` to ``high`` are percent; None where it is not known.
    """

    short: str
    long: str
    at: float | None = None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Week:
    """A recorded week by its Monday; ``share`` is empty where nobody counted what passed."""

    monday: str
    events: str
    passed: str
    share: str
    percent: float


@dataclass(frozen=True, slots=True)
class Age:
    """The evidence of a threshold."""

    reference: str
    first: str
    last: str
    days: int
    events: str

    @property
    def words(self) -> str:
        if self.days < 0:
            return f"until {self.last}, after today"
        return f"{counted(self.days, 'day')} old"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a route without drawing anything."""

    route: Route
    reading: Reading
    anchor: str
    status: str
    share: str
    at: str
    passes: str
    passing: str
    per_day: str
    recall: Share
    precision: Share
    age: Age | None
    load: str
    seal: str

    @property
    def role(self) -> str:
        return self.route.role

    @property
    def model(self) -> str:
        return self.reading.model

    @property
    def percent(self) -> float:
        """Of the events that it is asked for."""
        return self.route.traffic / (EVERYBODY / 100)

    @property
    def passing_percent(self) -> float:
        """Of the language's events those that it lets pass."""
        return self.percent * (self.reading.share or 0.0)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a page needs to try other thresholds: a text for each value, packed."""

    packed: str
    cell: int
    command: str
    line: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """What takes a while: drawn and counted for the language's own page."""

    scores: str  # SVG of our own, as the next one
    curves: str
    caption: str
    weeks: list[Week]
    trial: Trial | None
    no_trial: str
    fields: list[tuple[str, bool]]
    on_failure: str | None
    compared: str
    endpoints: list[tuple[str, str]]


def facts(tree: Tree, route: Route, known: Reading, load: Load | None, today: date) -> Facts:
    """What the files and the recorded scores say."""
    model = tree.model(route.answerer.model)
    broken = misfit(tree, route.tag, route.answerer)
    passed = known.passed_per_day
    return Facts(
        route=route,
        reading=known,
        anchor="-".join(route.slot),
        status=model.status if model else "unknown",
        share=points(route.traffic),
        at=f"{known.at:f}",
        passes=known.passes or "not known",
        passing=of_recorded(known.passing) if known.passing else NO_EVIDENCE,
        per_day="" if passed is None or not known.decides else whole(passed),
        recall=share(known.recall),
        precision=share(known.precision),
        age=_age(known.evidence, today) if known.evidence else None,
        load=_load(load, route),
        seal=line(broken.fitting) if broken else "",
    )


def share(part: Known) -> Share:
    """An estimate, or that it is not known, and why."""
    if part is None:
        return Share("not known", f"not known: {NO_EVIDENCE}")
    if not isinstance(part, Estimate):
        return Share("not known", figure(part))
    return Share(
        share_of(part), figure(part), *(100 * one for one in (part.share, part.low, part.high))
    )


def _age(evidence: Evidence, today: date) -> Age:
    window = evidence.window
    days = (today - date.fromisoformat(window.last)).days
    return Age(evidence.reference, window.first, window.last, days, f"{evidence.total:,}")


def _load(load: Load | None, route: Route) -> str:
    """Requests a second at the peak that this route makes."""
    parts = load.parts if load else []
    here = [rate for rate, one in parts if (one.tag, one.path) == (route.tag, route.path)]
    return in_words(here[0]) if here else "not known"


def pictures(tree: Tree, facts: Facts, rules: Callable[[Route, Reading], Rules]) -> Pictures:
    """The pictures of one model, and what it would do at other thresholds."""
    route, known = facts.route, facts.reading
    figure_of = of_reading(route.tag, known)
    answerer, model = route.answerer, tree.model(route.answerer.model)
    required = model.inputs.required if model else []
    why = _no_trial(tree, route, known)
    return Pictures(
        scores=svg(figure_of) if figure_of else "",
        curves=curves(figure_of) if figure_of else "",
        caption=_caption(known.evidence) if known.evidence else "",
        weeks=list(_weeks(known.evidence)) if known.evidence else [],
        trial=None if why else _trial(route, known, rules(route, known)),
        no_trial=why,
        fields=[(one, one in required) for one in answerer.fields],
        on_failure=answerer.on_failure if isinstance(answerer, Canary) else None,
        compared=points(route.compared) if route.role == "canary" and route.compared else "",
        endpoints=places(tree, model),
    )


def places(tree: Tree, model: ModelFile | None) -> list[tuple[str, str]]:
    """Where a model answers, for each environment."""
    found = ((name, endpoint_in(model, name) if model else None) for name in promotion_order(tree))
    return [(name, place(endpoint_of(one) if one else None)) for name, one in found]


def _no_trial(tree: Tree, route: Route, known: Reading) -> str:
    """Why no other threshold can be tried; empty where it can."""
    model, evidence = tree.model(route.answerer.model), known.evidence
    if fault := tree.evidence_fault(route.answerer.model, route.tag):
        return f"the evidence cannot be used: {fault}"
    if evidence is None:
        return f"{NO_EVIDENCE}, so nobody knows what another threshold would do"
    if model is None:
        return f"{route.answerer.model} has no file"
    ends = float(model.score.minimum), float(model.score.maximum)
    if ends != (evidence.score.minimum, evidence.score.maximum):
        return "the evidence has another score scale than the model"
    return ""


def _trial(route: Route, known: Reading, rules: Rules) -> Trial:
    assert known.evidence, "tried only where scores were recorded"
    path = f"shadows.{known.model}" if route.role == "shadow" else route.role
    return Trial(
        packed=pack(list(texts(route, known, rules))),
        cell=known.evidence.cell(float(known.at)),
        command=f"./langroute set {route.tag} {path}.threshold",
        line=locate(route.file.raw, (*route.path, "threshold")).value.line,
    )


def _caption(evidence: Evidence) -> str:
    relevant, window = sum(evidence.relevant), evidence.window
    down = f"downwards the {relevant:,} labelled relevant" if relevant else "none is labelled"
    return (
        f"Upwards {evidence.total:,} recorded scores of {window.first} to {window.last}, {down}; "
        "heights are square roots."
    )


def _weeks(evidence: Evidence) -> Iterator[Week]:
    for one in evidence.weeks:
        if one.passed is None or not one.events:
            yield Week(one.monday, f"{one.events:,}", "", "", 0.0)
            continue
        passed = one.passed / one.events
        yield Week(
            one.monday,
            f"{one.events:,}",
            f"{one.passed:,}",
            percent(passed),
            round(100 * passed, 1),
        )
