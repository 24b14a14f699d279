"""Everything that the pages show, from the files, git and, where it is asked, AppConfig."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from langroute_repo.diff.past import Past, past_of
from langroute_repo.diff.reading import reading
from langroute_repo.findings import Finding, Report
from langroute_repo.render.site.history import entries
from langroute_repo.render.site.language import Language, language
from langroute_repo.render.site.overview import Site, endpoints
from langroute_repo.render.site.route import Facts, facts
from langroute_repo.tree.endpoint_load import Load, loads
from langroute_repo.tree.git import GitError, changed_paths, commit_id
from langroute_repo.tree.hosted import Hosted, hosted
from langroute_repo.tree.merged import MergedChanges, merged_changes
from langroute_repo.tree.routes import routes_of
from langroute_repo.tree.snapshot import CONFIG
from langroute_repo.tree.tree import Tree
from scripts.sites.live import NOBODY, NOT_ASKED, Asked
from validators.ending import AHEAD, ending

MOST = 200  # changes of config/ that are looked at
LATER = timedelta(days=366)
# Below these folders a file is a language's by its name.
BY_LANGUAGE = ("languages", "cases", "evidence", "golden", "accepted")


@dataclass(frozen=True)
class Repository:
    """What git knows; ``unknown`` says why it knows nothing."""

    head: str = ""
    date: str = ""
    changed: bool = False
    merged: MergedChanges = field(default_factory=lambda: MergedChanges((), ""))
    past: Past = field(default_factory=Past)
    hosted: Hosted | None = None


def repository(root: Path) -> Repository:
    """The commit, the changes before it, and where it is hosted."""
    try:
        head = commit_id(root, "HEAD") or ""
        merged = merged_changes(root, MOST)
        changed = bool(head) and any(
            path.startswith(f"{CONFIG}/") for path in changed_paths(root, head)
        )
        past = past_of(root, merged.changes)
        day = merged.changes[0].commit.date if merged.changes else ""
        return Repository(head, day, changed, merged, past, hosted(root))
    except GitError as error:
        return Repository(merged=MergedChanges((), f"git does not know the history: {error}"))


def collected(
    tree: Tree, report: Report, known: Repository, live: Asked | None, today: date, name: str
) -> Site:
    """The whole state, without what takes a while: pictures, and what other values would do."""
    asked_for = loads(tree)
    by_language = _by_language(tree, report.findings)
    languages = [
        _language(
            tree, tag, known, live, by_language.get(tag, []), _routes(tree, tag, asked_for, today)
        )
        for tag in tree.languages
    ]
    told = {id(one) for found in by_language.values() for one in found}
    soon = ending(tree, today)
    environments = live.environments if live else ()
    return Site(
        name=known.hosted.name if known.hosted else name,
        commit=known.head[:12],
        commit_date=known.date,
        changed=known.changed,
        made=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        today=today,
        hosted=known.hosted,
        languages=languages,
        endpoints=list(endpoints(tree, asked_for)),
        soon=soon,
        later=[one for one in ending(tree, today, LATER) if one not in soon],
        month_ends=today + AHEAD,
        findings=report.findings,
        others=[one for one in report.findings if id(one) not in told],
        environments=environments,
        older=known.merged.older,
        unread=len(known.past.unread),
        unasked=[] if environments else [NOBODY if live else NOT_ASKED],
    )


def _language(
    tree: Tree,
    tag: str,
    known: Repository,
    live: Asked | None,
    findings: Sequence[Finding],
    routes: list[Facts],
) -> Language:
    became = live.became if live else {}
    history = entries(known.past.languages.get(tag, []), known.hosted, became)
    return language(tree, tag, routes, list(findings), history)


def _routes(tree: Tree, tag: str, asked_for: Mapping[str, Load], today: date) -> list[Facts]:
    return [
        facts(tree, route, reading(tree, route), asked_for.get(route.answerer.model), today)
        for route in routes_of(tree, tag).values()
    ]


def _by_language(tree: Tree, findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings of each language: those at its own file, its cases, evidence and the like."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        parts = one.path.removesuffix(".yaml").removesuffix(".json").split("/")
        if parts[1] in BY_LANGUAGE:
            tag = next((part for part in reversed(parts[2:]) if part in tree.languages), None)
            if tag:
                found.setdefault(tag, []).append(one)
    return found
