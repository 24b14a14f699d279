"""What AppConfig says of each environment, for the pages: what is live, and what became of what."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from langroute_repo.appconfig.became import became, deployed
from langroute_repo.appconfig.live import Live
from langroute_repo.appconfig.reach import reach
from langroute_repo.appconfig.standing import Standing, standing
from langroute_repo.aws.access import Access
from langroute_repo.aws.errors import AwsError
from langroute_repo.render.live.words import gone_back_on, head_of, on_its_way, origin_of, running
from langroute_repo.render.site.overview import Environment
from langroute_repo.tree.compile import compile_language
from langroute_repo.tree.compiled_history import Compiled
from langroute_repo.tree.environments import UnusableEnvironment, environment_of
from langroute_repo.tree.merged import MergedChanges
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.tree.values import points

NOT_ASKED = "AppConfig was not asked: with --live the pages say what is live, and since when"

NOBODY = "no AppConfig was asked: there is no file in config/environments"


@dataclass(frozen=True)
class Asked:
    """The environments in the order of promotion, and what became of each commit."""

    environments: list[Environment] = field(default_factory=list)
    became: Mapping[str, list[str]] = field(default_factory=dict)


def asked(tree: Tree, compiled: Compiled, entry: Access, merged: MergedChanges) -> Asked:
    """Ask every environment; one that cannot be asked says why, and the others are still shown."""
    environments, told = [], dict[str, list[str]]()
    order = promotion_order(tree)
    # Those with a fault last, for their place is not known.
    for name in [*order, *(one for one in tree.environments if one not in order)]:
        try:
            reached = reach(environment_of(tree, name), entry)
            found = standing(reached, compiled)
            commits = [one.commit.id for one in merged.changes]
            for commit, lines in became(
                merged.line, commits, deployed(reached, found.state)
            ).items():
                told.setdefault(commit, []).extend(f"{name}: {line}" for line in lines)
            environments.append(_environment(tree, name, found))
        except (AwsError, UnusableEnvironment) as error:
            why = [("cannot be asked", error.message), ("hint", error.hint)]
            told_why = [one for one in why if one[1]]
            environments.append(Environment(name, "unasked", told_why, {}))
    return Asked(environments, told)


def _environment(tree: Tree, name: str, found: Standing) -> Environment:
    live = found.state.live
    state = "live" if live else "asked"
    return Environment(name, state, list(_lines(name, found)), _entries(tree, name, live))


def _lines(name: str, found: Standing) -> Iterator[tuple[str, str]]:
    yield "runs", running(found.state.live)
    if found.origin:
        yield "from", origin_of(found.origin)
    if found.flight:
        yield "now", on_its_way(found.flight)
    if found.unseen:
        yield "alarms", f"cannot be seen: {found.unseen.message}"
    elif not found.alarms:
        yield "alarms", "none: nothing would take a bad change back by itself"
    for alarm in found.alarms:
        yield "alarm", str(alarm)
    if found.origin:
        yield "git", " ".join(line.strip() for line in head_of(found.origin, name))
    if found.bad:
        reason = f"; because: {found.bad.reason}" if found.bad.reason else ""
        yield "taken back", gone_back_on(found.bad.deployment) + reason


def _entries(tree: Tree, name: str, live: Live | None) -> Mapping[str, str]:
    """How each language runs there beside what the files say."""
    running = _languages(live)
    if live is None or running is None:
        words = "nothing is live" if live is None else "what runs cannot be read"
        return dict.fromkeys(tree.languages, words)
    found = dict.fromkeys(tree.languages, "its file is at fault here")
    for tag, _, language in valid(tree.languages):
        wanted = compile_language(tree, language, name)
        found[tag] = _told(running.get(tag), json.loads(json.dumps(wanted, default=float)))
    return found


def _languages(live: Live | None) -> Mapping[str, Any] | None:
    try:
        found = json.loads(live.content)["languages"] if live and live.content else None
    except (ValueError, KeyError, TypeError):
        return None  # made by hand: no document of ours
    return found if isinstance(found, dict) else None


def _told(now: Any, wanted: Any) -> str:
    if not isinstance(now, dict):
        return "not there"
    if now == wanted:
        return "as here"
    differs = [*_differences(now, wanted or {})]
    return f"not as here: {', '.join(differs)}" if differs else "not as here"


def _differences(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    """Where the routes differ that decide: the model, its threshold, the canary's share."""
    for role in ("primary", "canary"):
        live, files = (side.get(role) or {} for side in (now, wanted))
        parts = [
            str(live.get(key)) if key != "traffic" else points(live.get(key) or 0)
            for key in ("model", "threshold", "traffic")
            if live.get(key) != files.get(key) and live.get(key) is not None
        ]
        if parts:
            yield f"{role} {' '.join(parts)}"
        elif files and not live:
            yield f"no {role}"
