"""What moving one threshold changes, in one line: what `set` and `seal` show before they write."""

from langroute_repo.diff.reading import Reading, reading
from langroute_repo.render.difference.quality import recall
from langroute_repo.render.figures import events
from langroute_repo.tree.routes import Route, routes_of
from langroute_repo.tree.tree import Tree
from langroute_repo.wording import counted


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
    return "; ".join([values_of_move(where, old, new), *parts_of_move(old, new)])


def parts_of_move(old: Reading | None, new: Reading) -> list[str]:
    """What it does, apart from the values: to what passes, to the analysts' events, to recall."""
    parts = [_passes(old, new), _volume(old, new), *recall(old, new)]
    return [part for part in parts if part]


def values_of_move(where: str, old: Reading | None, new: Reading) -> str:
    """Where it is, and what takes whose place."""
    if old is None or old.model == new.model:
        return f"{where} {new.model}: {_arrow(f'{old.at:f}' if old else None, f'{new.at:f}')}"
    return f"{where}: {old.model} at {old.at:f} → {new.model} at {new.at:f}"


def _passes(old: Reading | None, new: Reading) -> str:
    if new.passing is None:
        return f"what it passes is not known, for there is no evidence of {new.model}"
    number = counted(new.passing.whole, "recorded event")
    if old is None or old.passing is None:
        return f"passes {new.passes} of {number}"
    if old.model == new.model:
        return f"passes {old.passes} → {new.passes} of {number}"
    return f"passes {old.passes} of {old.passing.whole:,} → {new.passes} of {number}"


def _volume(old: Reading | None, new: Reading) -> str:
    """The difference for the analysts; left out where more than the threshold changes it."""
    if not new.decides:
        return "recorded only, the analysts see nothing of it"
    if old is None or old.decides != new.decides:
        return ""
    more = new.more_per_day(old.share)
    return "" if more is None else f"{events(more)} for the analysts"


def _arrow(old: str | None, new: str) -> str:
    return f"{old} → {new}" if old is not None else new
