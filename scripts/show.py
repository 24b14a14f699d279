"""Show who answers for a language, with the evidence for it, since when, and by whom.

Without TAG: one line for each language. A language without a file of its own is shown as the
router would answer for it.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.evidence.seal import line, misfit
from langroute_repo.render.difference_json import estimate
from langroute_repo.render.show_page import page
from langroute_repo.render.table import table
from langroute_repo.strict_yaml.reader import locate
from langroute_repo.tree.blame import last_changes
from langroute_repo.tree.compile import endpoint_in
from langroute_repo.tree.endpoint_load import Load, capacity, loads, volume
from langroute_repo.tree.files.language import Canary
from langroute_repo.tree.git import Commit, GitError
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.read import read
from langroute_repo.tree.routes import Route, routes_of
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from langroute_repo.tree.values import points
from scripts.files.day import day, today
from scripts.files.language import found_for
from scripts.terminal.failure import Failure
from scripts.terminal.stdout import marks, write

EXAMPLES = """
  ./langroute show               every language
  ./langroute show de            one, with evidence and history
  ./langroute show pt-AO         what answers for a language without a file
  ./langroute show de --format json
"""
HEADER = ("language", "primary", "at", "passes", "canary", "shadows", "events a day", "owners")
Facts = dict[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("tag", metavar="TAG", nargs="?", help="a language; all when left out")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--today", type=day, metavar="DATE", help="the day that ages count to")


def run(arguments: argparse.Namespace) -> int:
    """0 when there is something to show."""
    tree = read(Folder(arguments.root))
    told: Facts
    if arguments.tag:
        tag = found_for(tree, arguments.tag)
        told = _language(arguments.root, tree, arguments.tag, tag, arguments.today or today())
        readings = [reading(tree, route) for route in routes_of(tree, tag).values()]
        out = page(told, readings, marks())
    else:
        told = {"languages": [_row(tree, tag) for tag in tree.languages]}
        out = _overview(told["languages"])
    if arguments.format == "json":
        whole = {"schema_version": 1, **told}
        out = json.dumps(whole, indent=2, ensure_ascii=False, default=float) + "\n"
    write(out)
    return 0


def _row(tree: Tree, tag: str) -> Facts:
    """A language in the table of all."""
    routes = routes_of(tree, tag)
    if not routes:
        return {"language": tag, "fault": f"{tree.languages[tag].path} is at fault"}
    primary, canary = routes["primary",], routes.get(("canary",))
    known = reading(tree, primary)
    return {
        "language": tag,
        "primary": known.model,
        "at": known.at,
        "passes": str(known.passing) if known.passing else None,
        "canary": canary and _named(canary),
        "shadows": [_named(route) for route in routes.values() if route.role == "shadow"],
        "events_per_day": known.per_day,
        "owners": list(primary.language.owners),
    }


def _named(route: Route) -> Facts:
    return {"model": route.answerer.model, "traffic": points(route.traffic)}


def _overview(rows: list[Facts]) -> str:
    if not rows:
        raise Failure("no languages in config/languages", "./langroute new language TAG begins one")
    return table([HEADER, *map(_cells, rows)], right=(2, 3, 6))


def _cells(row: Facts) -> tuple[str, ...]:
    if "fault" in row:
        return (row["language"], f"({row['fault']})", *("" for _ in HEADER[2:]))
    shares = [f"{one['model']} {one['traffic']}" for one in row["shadows"]]
    canary, events = row["canary"], row["events_per_day"]
    return (
        row["language"],
        row["primary"],
        f"{row['at']:f}",
        row["passes"] or "unknown",
        f"{canary['model']} {canary['traffic']}" if canary else "",
        ", ".join(shares),
        f"{events:,.0f}" if events is not None else "unknown",
        ", ".join(row["owners"]),
    )


def _language(root: Path, tree: Tree, asked: str, tag: str, now: date) -> Facts:
    routes, file = routes_of(tree, tag), tree.languages[tag]
    language = next(iter(routes.values())).language
    history = _history(root, file.path)
    counted, asked_for = volume(tree, tag, language.primary.model), loads(tree)
    return {
        "asked": asked,
        "language": tag,
        "file": file.path,
        "owners": list(language.owners),
        "source": language.source,
        "events_per_day": counted.events.per_day if counted else None,
        "history": history if isinstance(history, str) else None,
        "routes": [
            _route(tree, route, history, now) | {"load": _load(asked_for, tree, route)}
            for route in routes.values()
        ],
    }


def _history(root: Path, path: str) -> dict[int, Commit | None] | str:
    """Who wrote each line, or why that is not known."""
    try:
        return last_changes(root, path)
    except GitError as error:
        return f"git does not know: {error}"


def _route(tree: Tree, route: Route, history: dict[int, Commit | None] | str, now: date) -> Facts:
    known, model = reading(tree, route), tree.model(route.answerer.model)
    broken = misfit(tree, route.tag, route.answerer)
    required = model.inputs.required if model else []
    return {
        "role": route.role,
        "model": known.model,
        "status": model.status if model else "unknown",
        "traffic": points(route.traffic),
        "fields": list(route.answerer.fields),
        "required": [one for one in route.answerer.fields if one in required],
        "on_failure": canary.on_failure if isinstance(canary := route.answerer, Canary) else None,
        "threshold": known.at,
        "passes": str(known.passing) if known.passing else None,
        "recall": known.recall and estimate(known.recall),
        "precision": known.precision and estimate(known.precision),
        "passed_per_day": known.passed_per_day,
        "fitting_seal": line(broken.fitting) if broken else None,
        "evidence": _evidence(known, now),
        "endpoints": {
            environment: endpoint_in(model, environment) if model else None
            for environment in promotion_order(tree)
        },
        "since": dict(_since(route, history)),
    }


def _load(asked_for: Mapping[str, Load], tree: Tree, route: Route) -> Facts | None:
    """Requests a second at the peak: for this route, for the model in all, and what it can take."""
    model = tree.model(route.answerer.model)
    load = asked_for.get(route.answerer.model)
    if model is None or load is None:
        return None
    here = [
        rate for rate, other in load.parts if (other.tag, other.path) == (route.tag, route.path)
    ]
    return {
        "here": float(here[0]) if here else None,
        "in_all": float(load.total),
        "capacity": float(capacity(model)),
        "not_counted": sorted(load.unknown),
    }


def _evidence(known: Reading, now: date) -> Facts | None:
    if known.evidence is None:
        return None
    window = known.evidence.window
    return {
        "reference": known.evidence.reference,
        "events": known.evidence.total,
        "labelled": sum(known.evidence.labelled),
        "relevant": sum(known.evidence.relevant),
        "from": window.first,
        "to": window.last,
        "age_days": (now - date.fromisoformat(window.last)).days,
    }


def _since(
    route: Route, history: dict[int, Commit | None] | str
) -> Iterator[tuple[str, Facts | None]]:
    """The commit that last wrote each value; None for one that is in no commit yet."""
    if isinstance(history, str):
        return
    values = [("model",), ("threshold", "at")]
    if route.role != "primary":
        values.insert(1, ("traffic",))
    for value in values:
        place = locate(route.file.raw, (*route.path, *value)).value
        commit = history.get(place.line)
        yield value[0], _commit(commit) if commit else None


def _commit(commit: Commit) -> Facts:
    return {
        "commit": commit.id[:12],
        "author": commit.author,
        "date": commit.date,
        "subject": commit.subject,
    }
