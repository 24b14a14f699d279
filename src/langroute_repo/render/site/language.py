"""A language as its own page shows it, and in a row of the overview."""

from collections.abc import Iterator
from dataclasses import dataclass

from langroute_repo.diff.audited import audited
from langroute_repo.diff.before_after import Side
from langroute_repo.findings import Finding
from langroute_repo.render.figures import percent, whole
from langroute_repo.render.site.history import Entry
from langroute_repo.render.site.route import Facts, Share, share
from langroute_repo.strict_yaml.reader import locate
from langroute_repo.tags.autonyms import autonym
from langroute_repo.tree.audit import audit_of
from langroute_repo.tree.case_results import Trial
from langroute_repo.tree.files.cases import Case
from langroute_repo.tree.files.golden import Between, GoldenEvent
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.tree.values import points

NOT_RUN = "was not run, for its language cannot be compiled for any environment"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """An example that people wrote; ``wrong`` says what comes out instead."""

    about: str
    event: str
    expect: str
    wrong: list[str]


@dataclass(frozen=True, slots=True)
class GoldenRow:
    """An event that an endpoint is asked, and the score that it has to give."""

    about: str
    wanted: str
    gives: str


@dataclass(frozen=True, slots=True)
class Golden:
    """The golden queries of a model; ``fields`` are what is sent."""

    model: str
    path: str
    fields: str
    tolerance: str
    rows: list[GoldenRow]


@dataclass(frozen=True)
class Language:
    """A language. ``fault`` says why there is nothing to show but its findings and its past."""

    tag: str
    name: str
    path: str
    owners: list[str]
    fault: str = ""
    also: tuple[str, ...] = ()
    source: str = ""
    per_day: str = ""
    reach: str = ""
    passes: str = ""
    audit: str = ""
    recall: Share | None = None
    precision: Share | None = None
    routes: tuple[Facts, ...] = ()
    findings: tuple[Finding, ...] = ()
    history: tuple[Entry, ...] = ()

    @property
    def last(self) -> Entry | None:
        """The last change that changed anything."""
        return next((one for one in self.history if one.lines), None)


def language(
    tree: Tree, tag: str, routes: list[Facts], findings: list[Finding], history: list[Entry]
) -> Language:
    """A language by what the files say, and by what is known of its models."""
    file = tree.languages[tag]
    found = file.model
    if found is None:
        why = f"{file.path} is at fault, so nothing answers by it"
        return Language(
            tag, autonym(tag), file.path, [], why, findings=tuple(findings), history=tuple(history)
        )
    side = Side(tag, {one.route.slot: one.reading for one in routes}, audit_of(tree, found))
    per_day = routes[0].reading.per_day
    several = sum(one.reading.decides > 0 for one in routes) > 1
    return Language(
        tag=tag,
        name=autonym(tag),
        path=file.path,
        owners=found.owners,
        also=tuple(found.also),
        source=found.source,
        per_day="" if per_day is None else whole(per_day),
        reach=_times(per_day, side.reaches),
        passes="" if side.share is None else percent(side.share),
        audit=_audit(tree, tag),
        recall=share(side.recall) if several else None,
        precision=share(side.precision) if several else None,
        routes=tuple(routes),
        findings=tuple(findings),
        history=tuple(history),
    )


def _times(per_day: float | None, part: float | None) -> str:
    return "" if per_day is None or part is None else whole(per_day * part)


def _audit(tree: Tree, tag: str) -> str:
    found = audited(tree, tag)
    if found is None:
        return ""
    more = "nobody knows how many" if found.per_day is None else f"about {found.per_day:,.1f}"
    return f"{points(found.share)} of what is dropped: {more} events a day more for the analysts"


def cases(tree: Tree, tag: str, tried: list[Trial], findings: list[Finding]) -> Iterator[CaseRow]:
    """The examples of a language, each with what the check says of it; those that fail first."""
    yield from sorted(_cases(tree, tag, tried, findings), key=lambda one: not one.wrong)


def _cases(tree: Tree, tag: str, tried: list[Trial], findings: list[Finding]) -> Iterator[CaseRow]:
    file = tree.cases.get(tag)
    if file is None or file.model is None:
        return
    run = {one.index for one in tried if one.file is file}
    for index, case in enumerate(file.model.cases):
        lines = [
            one.message
            for one in findings
            if one.path == file.path and _is_in(file.raw, index, one.line)
        ]
        lines += [] if index in run or lines else [NOT_RUN]
        yield CaseRow(case.about, _event(case), _expected(case), lines)


def _is_in(raw: bytes, index: int, line: int) -> bool:
    span = locate(raw, ("cases", index)).value
    return span.line <= line <= span.end_line


def _event(case: Case) -> str:
    event = case.event
    parts = [
        event.language and f"asked as {event.language}",
        f"key {event.key}" if event.key else "no key",
        event.fields and f"with {', '.join(event.fields)}",
        event.score is not None and f"score {event.score}",
    ]
    return ", ".join(str(one) for one in parts if one)


def _expected(case: Case) -> str:
    expect = case.expect.model_dump(exclude_unset=True, mode="json")
    return ", ".join(f"{name} {_value(value)}" for name, value in expect.items())


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def golden(tree: Tree, tag: str) -> Iterator[Golden]:
    """The golden queries of a language's models. Of an event only what a person says of it."""
    for _, file, found in valid(tree.golden):
        if found.language == tag:
            yield Golden(
                found.model,
                file.path,
                ", ".join(found.fields),
                f"{100 * found.allowed:g}%",
                [_row(one) for one in found.events],
            )


def _row(one: GoldenEvent) -> GoldenRow:
    wanted = {None: "", True: "relevant", False: "not relevant"}[one.relevant]
    if isinstance(one.gives, Between):
        gives = f"{one.gives.from_} to {one.gives.to}"
    else:
        gives = "not recorded yet" if one.gives is None else str(one.gives)
    return GoldenRow(one.about, wanted, gives)
