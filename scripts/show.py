"""Show who answers for a language, with the evidence for it, since when, and by whom.

Without TAG: one line for each language. A language without a file of its own is shown as the
router would answer for it.
"""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from langroute_repo.diff.audited import audited
from langroute_repo.diff.reading import reading
from langroute_repo.evidence.seal import line, misfit
from langroute_repo.output.endpoint import Endpoint
from langroute_repo.output.show import (
    ShowAcceptance,
    ShowAudit,
    ShowEvidence,
    ShowFault,
    ShowLanguage,
    ShowLanguages,
    ShowLoad,
    ShowRoute,
    ShowRow,
    ShowShare,
)
from langroute_repo.render.commit_json import git_commit
from langroute_repo.render.endpoints import endpoint_of
from langroute_repo.render.scores.estimate import by_labels, not_known
from langroute_repo.render.show_page import page
from langroute_repo.render.table import table
from langroute_repo.strict_yaml.reader import locate
from langroute_repo.tree.blame import last_changes
from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.endpoint_load import Load, capacity, loads, volume
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.files.language import Canary, LanguageFile
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.git import Commit, GitError
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.routes import Route, routes_of
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.tree.values import points
from scripts.files.against import SHALLOW
from scripts.files.day import day, today
from scripts.files.language import found_for
from scripts.files.sparse import tree_of
from scripts.terminal.failure import Failure
from scripts.terminal.stdout import marks, write

EXAMPLES = """
  ./langroute show               every language
  ./langroute show de            one, with evidence and history
  ./langroute show pt-AO         what answers for a language without a file
  ./langroute show de --format json   for machines; schemas/show-output.schema.json
"""
# Who wrote each line, or why that is not known.
Lines = dict[int, Commit | None]
History = Lines | str
HEADER = ("language", "primary", "at", "passes", "canary", "shadows", "events a day", "owners")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tag", metavar="TAG", nargs="?", help="a language; all when left out")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--today", type=day, metavar="DATE", help="the day that ages count to")


def run(arguments: argparse.Namespace) -> int:
    """0 when there is something to show."""
    tree, json = tree_of(arguments.root), arguments.format == "json"
    if arguments.tag:
        tag = found_for(tree, arguments.tag)
        told = _language(arguments.root, tree, arguments.tag, tag, arguments.today or today())
        readings = [reading(tree, route) for route in routes_of(tree, tag).values()]
        write(told.as_json() if json else page(told, readings, marks()))
    else:
        whole = _languages(tree)
        write(whole.as_json() if json else _overview(whole))
    return 0


def _languages(tree: Tree) -> ShowLanguages:
    if not tree.languages:
        raise Failure("no languages in config/languages", "./langroute new language TAG begins one")
    return ShowLanguages(schema_version=1, languages=[_row(tree, tag) for tag in tree.languages])


def _row(tree: Tree, tag: str) -> ShowRow | ShowFault:
    """A language in the table of all."""
    routes = routes_of(tree, tag)
    if not routes:
        return ShowFault(language=tag, fault=f"{tree.languages[tag].path} is at fault")
    primary, canary = routes["primary",], routes.get(("canary",))
    known = reading(tree, primary)
    return ShowRow(
        language=tag,
        primary=known.model,
        at=known.at,
        passes=known.passes,
        canary=_named(canary) if canary else None,
        shadows=[_named(route) for route in routes.values() if route.role == "shadow"],
        events_per_day=known.per_day,
        owners=primary.language.owners,
    )


def _named(route: Route) -> ShowShare:
    return ShowShare(model=route.answerer.model, traffic=points(route.traffic))


def _overview(told: ShowLanguages) -> str:
    return table([HEADER, *map(_cells, told.languages)], right=(2, 3, 6))


def _cells(row: ShowRow | ShowFault) -> tuple[str, ...]:
    if isinstance(row, ShowFault):
        return (row.language, f"({row.fault})", *("" for _ in HEADER[2:]))
    shares = [f"{one.model} {one.traffic}" for one in row.shadows]
    canary, events = row.canary, row.events_per_day
    return (
        row.language,
        row.primary,
        f"{row.at:f}",
        row.passes or "unknown",
        f"{canary.model} {canary.traffic}" if canary else "",
        ", ".join(shares),
        f"{events:,.0f}" if events is not None else "unknown",
        ", ".join(row.owners),
    )


def _language(root: Path, tree: Tree, asked: str, tag: str, now: date) -> ShowLanguage:
    routes, file = routes_of(tree, tag), tree.languages[tag]
    language = next(iter(routes.values())).language
    history = _history(root, file.path)
    counted, asked_for = volume(tree, tag, language.primary.model), loads(tree)
    told = [
        _route(tree, route, history, now, asked_for.get(route.answerer.model))
        for route in routes.values()
    ]
    accepted = sorted(_accepted(root, tree, tag), key=_written, reverse=True)
    return ShowLanguage(
        schema_version=1,
        asked=asked,
        language=tag,
        file=file.path,
        owners=language.owners,
        source=language.source,
        also=language.also,
        events_per_day=counted.events.per_day if counted else None,
        audit=_audit(tree, tag, language),
        history=_unknown(history, [*told, *accepted]),
        routes=told,
        accepted=accepted,
    )


def _audit(tree: Tree, tag: str, language: LanguageFile) -> ShowAudit | None:
    found, policy = audited(tree, tag), tree.policy
    if found is None:
        return None
    file = policy if language.audit is None and policy else tree.languages[tag]
    return ShowAudit(share=points(found.share), file=file.path, per_day=found.per_day)


def _unknown(history: History, told: Sequence[ShowRoute | ShowAcceptance]) -> str | None:
    """Why git does not know all of the history; None when it does."""
    if isinstance(history, str):
        return history
    return SHALLOW if any(one.older for one in told) else None


def _accepted(root: Path, tree: Tree, tag: str) -> Iterator[ShowAcceptance]:
    """What changes of the language accepted, with the commit that brought it."""
    for name, file, acceptance in valid(tree.accepted):
        if name.startswith(f"languages/{tag}/"):
            history = _history(root, file.path)
            line = locate(file.raw, ("accepts",)).value.line
            commit = None if isinstance(history, str) else history.get(line)
            older = not isinstance(history, str) and line not in history
            yield ShowAcceptance(
                path=file.path,
                accepts=acceptance.accepts,
                because=acceptance.because,
                until=acceptance.until,
                since=git_commit(commit) if commit else None,
                older=older,
            )


def _written(one: ShowAcceptance) -> tuple[str, str]:
    return one.since.date if one.since else "", one.path


def _history(root: Path, path: str) -> History:
    try:
        return last_changes(root, path)
    except GitError as error:
        return f"git does not know: {error}"


def _route(tree: Tree, route: Route, history: History, now: date, load: Load | None) -> ShowRoute:
    known, model = reading(tree, route), tree.model(route.answerer.model)
    written = {} if isinstance(history, str) else dict(_lines(route))
    since = {} if isinstance(history, str) else _since(written, history)
    broken = misfit(tree, route.tag, route.answerer)
    required = model.inputs.required if model else []
    return ShowRoute(
        role=route.role,
        model=known.model,
        status=model.status if model else "unknown",
        traffic=points(route.traffic),
        fields=route.answerer.fields,
        required=[one for one in route.answerer.fields if one in required],
        on_failure=canary.on_failure if isinstance(canary := route.answerer, Canary) else None,
        compared=points(route.compared) if route.role == "canary" and route.compared else None,
        threshold=known.at,
        passes=known.passes,
        recall=by_labels(known.recall),
        recall_not_known=not_known(known.recall),
        precision=by_labels(known.precision),
        precision_not_known=not_known(known.precision),
        passed_per_day=known.passed_per_day,
        fitting_seal=line(broken.fitting) if broken else None,
        evidence=_evidence(known.evidence, now) if known.evidence else None,
        endpoints={name: _endpoint(model, name) for name in promotion_order(tree)},
        since={one: git_commit(commit) if commit else None for one, commit in since.items()},
        older=[value for value in written if value not in since],
        load=_load(load, model, route) if load and model else None,
    )


def _endpoint(model: ModelFile | None, environment: str) -> Endpoint | None:
    compiled = endpoint_in(model, environment) if model else None
    return endpoint_of(compiled) if compiled else None


def _load(load: Load, model: ModelFile, route: Route) -> ShowLoad:
    """Requests a second at the peak: for this route, for the model in all, and what it can take."""
    here = [
        rate for rate, other in load.parts if (other.tag, other.path) == (route.tag, route.path)
    ]
    return ShowLoad(
        here=float(here[0]) if here else None,
        in_all=float(load.total),
        capacity=float(capacity(model)),
        not_counted=sorted(load.unknown),
    )


def _evidence(evidence: Evidence, now: date) -> ShowEvidence:
    window = evidence.window
    return ShowEvidence(
        reference=evidence.reference,
        events=evidence.total,
        labelled=sum(evidence.labelled),
        relevant=sum(evidence.relevant),
        first=window.first,
        last=window.last,
        age_days=(now - date.fromisoformat(window.last)).days,
    )


def _since(written: dict[str, int], history: Lines) -> dict[str, Commit | None]:
    """The commit that last wrote each value; without those older than what the clone has."""
    return {value: history[line] for value, line in written.items() if line in history}


def _lines(route: Route) -> Iterator[tuple[str, int]]:
    """The line that holds each value."""
    values = [("model",), ("threshold", "at")]
    if route.role != "primary":
        values.insert(1, ("traffic",))
    for value in values:
        yield value[0], locate(route.file.raw, (*route.path, *value)).value.line
