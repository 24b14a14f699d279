"""The page that `show TAG` prints, made from the same facts as its JSON."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from langroute.lookup import DEFAULT, folded
from langroute_repo.diff.reading import Reading
from langroute_repo.output.commit import GitCommit
from langroute_repo.output.endpoint import Endpoint
from langroute_repo.output.show import (
    ShowAcceptance,
    ShowAudit,
    ShowLanguage,
    ShowLoad,
    ShowRoute,
)
from langroute_repo.render.difference.words import of_recorded
from langroute_repo.render.endpoints import place
from langroute_repo.render.labels import figure
from langroute_repo.render.scores.histogram import Marks, drawn, of_reading
from langroute_repo.render.table import labelled
from langroute_repo.tree.endpoint_load import in_words
from langroute_repo.wording import counted

Row = tuple[str, str]


def page(told: ShowLanguage, readings: Sequence[Reading], marks: Marks) -> str:
    """A block for the language and one for each of its models, with a picture of its scores."""
    blocks = [labelled(list(_language(told)))]
    for route, reading in zip(told.routes, readings, strict=True):
        picture = list(_scores(told.language, reading, marks))
        rows = [*_answer(route, reading), *picture, *_backing(route)]
        blocks.append(_title(route) + labelled(rows, indent="  "))
    if told.accepted:
        blocks.append("accepted by earlier changes\n" + labelled(list(_accepted(told)), "  "))
    return "\n".join(blocks)


def _accepted(told: ShowLanguage) -> Iterator[Row]:
    for one in told.accepted:
        until = f" (until {one.until})" if one.until else ""
        rules = ", ".join(name.split()[0] for name in one.accepts)
        yield _day(one), f"{rules}: {one.because}{until}"
        yield "", one.path


def _day(one: ShowAcceptance) -> str:
    if one.since:
        return one.since.date
    return "older" if one.older else "not committed"


def _language(told: ShowLanguage) -> Iterator[Row]:
    yield "language", told.language + _found(told)
    yield "file", told.file
    yield "owners", ", ".join(told.owners)
    if told.also:
        yield "also", ", ".join(told.also)
    yield "source", told.source
    events = told.events_per_day
    yield "events", "unknown" if events is None else f"about {events:,.0f} a day"
    if told.audit:
        yield "audit", _audit(told.audit, told.file)
    if told.history:
        yield "history", told.history


def _audit(audit: ShowAudit, own: str) -> str:
    known = audit.per_day
    number = "nobody knows how many" if known is None else f"about {known:,.1f}"
    where = "" if audit.file == own else f" ({audit.file})"
    return f"{audit.share} of what is dropped{where}: {number} events a day more for the analysts"


def _found(told: ShowLanguage) -> str:
    asked, tag = told.asked, told.language
    if asked == tag:
        return ""
    if folded(asked) in map(folded, told.also):
        return f"  (answers for {asked} too)"
    why = "the file for all others" if tag == DEFAULT else "the nearest one that has a file"
    return f"  (answers for {asked}: {why})"


def _title(route: ShowRoute) -> str:
    what = "is sent a copy of" if route.role == "shadow" else "answers"
    status = "" if route.status == "active" else f" ({route.status})"
    return f"{route.role}  {route.model}{status}  {what} {route.traffic} of the events\n"


def _answer(route: ShowRoute, reading: Reading) -> Iterator[Row]:
    """What it is sent and what it lets pass."""
    required = route.required
    yield (
        "fields",
        ", ".join(f"{one} (required)" if one in required else one for one in route.fields),
    )
    if route.on_failure:
        yield "failure", f"what it fails on the {route.on_failure} answers"
    if route.compared:
        yield "compared", f"with the primary on {route.compared} of the events: both are asked"
    yield from _threshold(route, reading)


def _backing(route: ShowRoute) -> Iterator[Row]:
    """What it runs on, what the value rests on, since when and by whom."""
    yield from _load(route.load)
    yield from _seal(route)
    yield from _endpoints(route.endpoints)
    yield from _since(route)


def _threshold(route: ShowRoute, reading: Reading) -> Iterator[Row]:
    at = f"{route.threshold:f}"
    if reading.passing is None:
        yield "threshold", f"{at}; what it passes is not known, for there is no evidence"
        return
    yield "threshold", f"{at} passes {of_recorded(reading.passing)}"
    if route.role != "shadow":
        yield "analysts", f"about {route.passed_per_day:,.0f} events a day"
    for name, part in (("recall", reading.recall), ("precision", reading.precision)):
        if part:
            yield name, figure(part)


def _load(load: ShowLoad | None) -> Iterator[Row]:
    if load is None:
        return
    here = "unknown" if load.here is None else in_words(Fraction(load.here))
    whole, can = (in_words(Fraction(rate)) for rate in (load.in_all, load.capacity))
    missing = load.not_counted
    rest = f", not counting {', '.join(missing)}" if missing else ""
    yield "load", f"{here} at the peak; all languages ask for {whole} of its {can}{rest}"


def _scores(tag: str, reading: Reading, marks: Marks) -> Iterator[Row]:
    figure = of_reading(tag, reading)
    for index, line in enumerate(drawn(figure, marks) if figure else []):
        yield "" if index else "scores", line


def _seal(route: ShowRoute) -> Iterator[Row]:
    evidence = route.evidence
    if evidence:
        days = counted(evidence.age_days, "day")
        window = f"{evidence.first} to {evidence.last}"
        yield "evidence", f"{evidence.reference}, {window}, {days} old"
    if route.fitting_seal:
        yield "seal", f"does not fit; {route.fitting_seal} would"


def _endpoints(endpoints: Mapping[str, Endpoint | None]) -> Iterator[Row]:
    width = max(map(len, endpoints), default=0)
    for index, (environment, endpoint) in enumerate(endpoints.items()):
        yield "" if index else "endpoint", f"{environment:<{width}}  {place(endpoint)}"


def _since(route: ShowRoute) -> Iterator[Row]:
    said = {value: _written(commit) for value, commit in route.since.items()}
    said |= dict.fromkeys(route.older, "before the history that this clone has")
    width = max(map(len, said), default=0)
    for index, (value, when) in enumerate(said.items()):
        yield "" if index else "since", f"{value:<{width}}  {when}"


def _written(commit: GitCommit | None) -> str:
    if commit is None:
        return "not committed yet"
    return f"{commit.date} by {commit.author}: {commit.subject} ({commit.commit[:12]})"
