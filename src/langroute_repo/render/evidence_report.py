"""What `evidence build` says: files, seals that moved, what stays, and the rows it left out."""

from collections import Counter
from collections.abc import Iterable, Iterator

from langroute_repo.editing.reseal import Moved, Resealed
from langroute_repo.evidence.build import EvidenceChange, Plan, evidence_path
from langroute_repo.render.table import table
from langroute_repo.tree.files.evidence import Evidence
from langroute_repo.tree.routes import Route
from langroute_repo.wording import counted, listed

NAMED = 3  # of the models and languages that rows were left out for
HEAD = ("language", "role", "model", "value", "passed", "passes now")


def lines(result: Plan, resealed: Resealed) -> Iterator[str]:
    """Everything for stdout."""
    yield from map(_changed, result.changes)
    if not result.changes:
        yield "nothing changed"
    for kept in result.kept:
        yield f"kept {kept.path}: {kept.reason}"
    yield from (f"left out {told}" for told in left_out(result))
    yield from labels_left_out(result)
    yield from _seals(resealed)


def left_out(result: Plan) -> Iterator[str]:
    """The rows that no count holds, by reason."""
    return (_left_out(reason, rows) for reason, rows in result.left_out.items())


def labels_left_out(result: Plan) -> Iterator[str]:
    """The labels that no stratum holds, by reason."""
    for one in result.unused:
        when = ""
        if one.first_day and one.last_day and one.first_day.year > 1900:
            when = f", said {one.first_day} to {one.last_day}"
        yield f"left out {counted(one.labels, 'label')}: {one.reason}{when}"
    if result.undrawn:
        labels = counted(result.undrawn, "label")
        yield f"left out {labels}: of a dropped event that no audit drew"


def constant_warnings(constant: Iterable[Evidence]) -> Iterator[str]:
    """Which models answer the same to every event."""
    for one in constant:
        fullest = max(range(len(one.counts)), key=one.counts.__getitem__)
        low, high = one.score.minimum, one.score.maximum
        at = low + (high - low) * fullest / (len(one.counts) - 1)
        yield (
            f"{one.model} gives nearly all of {counted(one.total, 'event')} in {one.language} "
            f"the same score, {at:.3f} ({evidence_path((one.model, one.language))})"
        )


def _seals(resealed: Resealed) -> Iterator[str]:
    if resealed.moved:
        yield ""
        yield f"{counted(len(resealed.moved), 'seal')} moved to the new evidence at the same value:"
        rows = [HEAD, *map(_row, resealed.moved)]
        yield table(rows, right=(3, 4, 5)).rstrip("\n")
    for reason in dict.fromkeys(left.reason for left in resealed.left):
        named = [_named(left.route) for left in resealed.left if left.reason == reason]
        yield f"not sealed: {listed(named)}: {reason}"
    if resealed.moved or resealed.left:
        yield "next: ./langroute check, then commit it and open a pull request"


def _named(route: Route) -> str:
    return f"{route.tag} {route.role} {route.answerer.model} at {route.answerer.threshold.at:f}"


def _row(moved: Moved) -> tuple[str, ...]:
    route = moved.route
    shares = str(moved.before.passes), str(moved.after.passes)
    return route.tag, route.role, route.answerer.model, f"{moved.after.at:f}", *shares


def _changed(change: EvidenceChange) -> str:
    new = change.evidence
    digests = f"digest {change.before or 'none'} → {new.digest}"
    days = f"{new.window.first} to {new.window.last}"
    return f"{change.path}: {counted(new.total, 'score')}, {days}, {digests}"


def _left_out(reason: str, rows: Counter[tuple[str, str]]) -> str:
    most = sorted(rows.items(), key=lambda item: (-item[1], item[0]))[:NAMED]
    named = [f"{model} in {tag} {number:,}" for (model, tag), number in most]
    if len(rows) > NAMED:
        named.append(f"{len(rows) - NAMED} more")
    return f"{counted(rows.total(), 'row')}: {reason} ({', '.join(named)})"
