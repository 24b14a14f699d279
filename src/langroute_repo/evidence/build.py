"""Builds evidence from the counts of prediction logs, and decides which files may change.

An engine gives ``Grouped`` (DuckDB does in ``duckdb_engine``); nothing here knows which one did.
Nothing but ``write`` touches a file.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from langroute.constant import is_constant
from langroute.scale import CELLS
from langroute.scale import cell as cell_of
from langroute_repo.evidence.decided import Decisions
from langroute_repo.evidence.label_sql import NOT_IN_LOG
from langroute_repo.evidence.log import Cell, EvidenceError, Grouped, Rate, Unused
from langroute_repo.evidence.merge import covered, merged, refuse_overlap, windows
from langroute_repo.evidence.sql import COUNTED, REPEATED
from langroute_repo.tree.files.evidence import (
    Events,
    Evidence,
    EvidenceScale,
    Week,
    Window,
    render,
    with_digest,
)
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.files.strata import Strata
from langroute_repo.tree.routes import routes
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.wording import counted

# Below this many scores a pass share of 24 % is known to no better than ± 5 points (95 %): such a
# log never replaces evidence that rests on more.
FEWEST = 300

NO_SCORES = "the log has no scores for it"
RUN_AGAIN = "what comes before it is written; run the same command again when that is mended"

Pair = tuple[str, str]  # model, language


@dataclass(frozen=True, slots=True)
class EvidenceChange:
    """An evidence file whose text changes. ``before`` is its digest so far, if it had one."""

    path: str
    evidence: Evidence
    before: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """An evidence file that stays as it is, and why."""

    path: str
    reason: str


@dataclass(slots=True)
class Plan:
    """What a build would write, what it keeps, and the rows it left out, by reason."""

    left_out: dict[str, Counter[Pair]]
    changes: list[EvidenceChange] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    # Labels that do not count, and those among the others of dropped events that nobody drew.
    unused: Sequence[Unused] = ()
    undrawn: int = 0
    # Of the log itself, whatever is written: the same score for every event of a language.
    constant: list[Evidence] = field(default_factory=list)


def scales(tree: Tree) -> dict[str, tuple[float, float]]:
    """The ends of each model's score scale; refuses a tree in which one of them is not known."""
    for file in (*tree.languages.values(), *tree.models.values()):
        if file.model is None:
            raise EvidenceError(f"{file.path} is at fault", "./langroute check says where and why")
    return {stem: _scale(file.path, model) for stem, file, model in valid(tree.models)}


def _scale(path: str, model: ModelFile) -> tuple[float, float]:
    ends = float(model.score.minimum), float(model.score.maximum)
    if not ends[0] < ends[1]:
        raise EvidenceError(f"{path} has a score scale from {ends[0]:g} to {ends[1]:g}", "widen it")
    return ends


def plan(tree: Tree, grouped: Grouped, add: bool = False) -> Plan:
    """Hold what the logs give against the evidence there is; EvidenceError if they give nothing.

    With ``add`` the scores are added to those that are there, and evidence only grows.
    """
    _refuse_strange_labels(grouped)
    decisions = Decisions(grouped)
    result = Plan(_left_out(grouped.cells), unused=grouped.unused, undrawn=decisions.undrawn())
    built = _built(tree, grouped, decisions)
    if not built:
        raise EvidenceError(_nothing_counted(result), "nothing was written")
    result.constant += [one for _, one in sorted(built.items()) if is_constant(one.counts)]
    for pair in sorted(built.keys() | tree.evidence_paths.keys()):
        (_add if add else _hold)(tree, pair, built.get(pair), result)
    if add and not result.changes:
        _refuse_added_before(tree, built)
    return result


def _hold(tree: Tree, pair: Pair, new: Evidence | None, result: Plan) -> None:
    """Decide about the file of one model in one language."""
    path = evidence_path(pair)
    old = tree.evidence(*pair) if pair in tree.evidence_paths else None
    if new is None:
        result.kept.append(Kept(path, NO_SCORES))
    elif old and new.total < min(FEWEST, old.total):
        held = counted(new.total, "score")
        reason = f"the log has {held} for it, fewer than {FEWEST} and than its own {old.total:,}"
        result.kept.append(Kept(path, reason))
    elif new != old:
        result.changes.append(EvidenceChange(path, new, old.digest if old else None))


def _add(tree: Tree, pair: Pair, new: Evidence | None, result: Plan) -> None:
    """Add the scores of one model in one language to its file."""
    path = evidence_path(pair)
    if new is None:
        # Whatever is wrong with it: what no log speaks of any more, no build could mend.
        result.kept.append(Kept(path, NO_SCORES))
        return
    fault = tree.evidence_fault(*pair)
    if fault:
        raise EvidenceError(f"{path} cannot be added to: {fault}", "build it anew, without --add")
    old = tree.evidence(*pair)
    if old and covered(old, new):
        result.kept.append(Kept(path, f"it {windows(old, new)}"))
    else:
        grown = merged(path, old, new) if old else new
        result.changes.append(EvidenceChange(path, grown, old.digest if old else None))


def _refuse_added_before(tree: Tree, built: Mapping[Pair, Evidence]) -> None:
    """A run that was interrupted leaves something to add; the same log once more does not."""
    for pair, new in sorted(built.items()):
        old = tree.evidence(*pair)
        if old:
            refuse_overlap(evidence_path(pair), old, new)


def evidence_path(pair: Pair) -> str:
    """Where the evidence of a model in a language is kept."""
    return f"config/evidence/{pair[0]}/{pair[1]}.json"


def _refuse_strange_labels(grouped: Grouped) -> None:
    """Labels of another log, or that name events otherwise, have none of its events."""
    strange = [one for one in grouped.unused if one.reason == NOT_IN_LOG]
    if strange and not grouped.labels:
        raise EvidenceError(
            f"none of {counted(strange[0].labels, 'labelled event')} is in the log",
            "are both of the same days, and do they name events alike? nothing was written",
        )


def _nothing_counted(result: Plan) -> str:
    if not result.left_out:
        return "the log has no rows"
    reasons = [f"{counted(rows.total(), 'row')}: {why}" for why, rows in result.left_out.items()]
    return f"no row of the log can be counted ({', '.join(reasons)})"


def _left_out(cells: Iterable[Cell]) -> dict[str, Counter[Pair]]:
    """Rows by the reason they are left out, the most frequent first, by model and language."""
    rows: dict[str, Counter[Pair]] = defaultdict(Counter)
    for cell in cells:
        if cell.reason != COUNTED:
            rows[cell.reason][cell.model or "null", cell.language or "null"] += cell.events
    return dict(sorted(rows.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def _built(tree: Tree, grouped: Grouped, decisions: Decisions) -> dict[Pair, Evidence]:
    pairs: dict[Pair, list[Cell]] = defaultdict(list)
    for cell in grouped.cells:
        if cell.reason == COUNTED:
            pairs[str(cell.model), str(cell.language)].append(cell)
    # One window for all: a language that was quiet on the first day has fewer events a day. On a
    # day that holds repeated rows only, the log was kept as well.
    usable = (cell for cell in grouped.cells if cell.reason in (COUNTED, REPEATED))
    days = [day for cell in usable for day in cell[-2:] if day]
    window = (
        Window.model_validate({"from": min(days).isoformat(), "to": max(days).isoformat()})
        if days
        else None
    )
    ends = scales(tree)
    return {
        pair: _evidence(
            pair,
            cells,
            EvidenceScale(minimum=ends[pair[0]][0], maximum=ends[pair[0]][1]),
            _threshold(tree, pair),
            window,
            grouped.rates.get(pair[1], Rate(0, 0)),
            decisions.strata(pair),
        )
        for pair, cells in pairs.items()
        if window
    }


def _threshold(tree: Tree, pair: Pair) -> float | None:
    """The threshold that the model has in the language's file, if it is in it."""
    file = tree.languages[pair[1]].model
    answerers = file.answerers() if file else ()
    return next((float(one.threshold.at) for _, one in answerers if one.model == pair[0]), None)


def thresholds_in_force(tree: Tree) -> dict[Pair, float]:
    """The thresholds of all that decide events, by which a log's decisions can be told."""
    return {
        (route.answerer.model, route.tag): float(route.answerer.threshold.at)
        for route in routes(tree)
        if route.role != "shadow"
    }


def _evidence(
    pair: Pair,
    cells: Sequence[Cell],
    score: EvidenceScale,
    passed_at: float | None,
    window: Window,
    rate: Rate,
    strata: Strata,
) -> Evidence:
    model, language = pair
    counts = [0] * (CELLS + 1)
    for cell in cells:
        assert cell.cell is not None
        counts[cell.cell] += cell.events
    passing = None if passed_at is None else cell_of(passed_at, score.minimum, score.maximum)
    evidence = Evidence(
        format=2,
        language=language,
        model=model,
        score=score,
        window=window,
        events=Events(
            per_day=round(rate.events / window.days, 3), peak_per_second=rate.peak_per_second
        ),
        passed_at=passed_at,
        weeks=list(_weeks(cells, passing)),
        digest="00000000",
        counts=counts,
        strata=strata,
    )
    return with_digest(evidence)


def _weeks(cells: Iterable[Cell], passing: int | None) -> Iterator[Week]:
    """Each week's events, and how many lie in the cell ``passing`` or above it."""
    weeks: dict[date, list[Cell]] = defaultdict(list)
    for cell in cells:
        assert cell.monday is not None
        weeks[cell.monday].append(cell)
    for monday, among in sorted(weeks.items()):
        passed = None
        if passing is not None:
            passed = sum(one.events for one in among if (one.cell or 0) >= passing)
        events = sum(one.events for one in among)
        yield Week(monday=monday.isoformat(), events=events, passed=passed)


def write(root: Path, change: EvidenceChange) -> None:
    """Replace an evidence file as a whole: whoever reads meanwhile sees the old or the new."""
    path = root / change.path
    # The ending keeps a file that an interruption leaves behind out of every reader's way.
    half_written = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half_written.write_text(render(change.evidence), encoding="utf-8", newline="\n")
        half_written.replace(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EvidenceError(f"{change.path} cannot be written: {reason}", RUN_AGAIN) from error
    finally:
        with suppress(OSError):
            half_written.unlink(missing_ok=True)
