"""What labels say of recall and precision before and after a change."""

from langroute_repo.diff.reading import Reading
from langroute_repo.evidence.estimate import Estimate, NotKnown
from langroute_repo.evidence.mixture import Known
from langroute_repo.render.labels import OF_TODAY, by, figure, known, share_of, why


def quality(old: Reading | None, new: Reading | None) -> list[str]:
    """Recall and precision, each by which labels it is known or why it is not."""
    *kept, last = recall(old, new) or [""]
    precise = precision(old, new)
    reason = last.removeprefix("recall not known: ")
    if precise == [f"precision not known: {reason}"]:
        return [*kept, f"recall and precision not known: {reason}"]
    return [*kept, *filter(None, [last]), *precise]


def recall(old: Reading | None, new: Reading | None) -> list[str]:
    """Recall; of a model whose threshold is raised also what it keeps of what passes today.

    Nothing where there is no evidence.
    """
    lines = _measure("recall", old, new)
    if old is None or new is None or old.model != new.model or old.at == new.at:
        return lines
    kept = new.kept_of(old)
    if new.at > old.at and isinstance(kept, Estimate):
        return [f"keeps {share_of(kept)} {OF_TODAY}, {by(kept)}", *lines]
    if new.at < old.at and isinstance(new.recall, NotKnown):
        return [f"loses none {OF_TODAY}", *lines]
    return lines


def precision(old: Reading | None, new: Reading | None) -> list[str]:
    """Precision; nothing where there is no evidence."""
    return _measure("precision", old, new)


def _measure(name: str, old: Reading | None, new: Reading | None) -> list[str]:
    if old and new and old.model == new.model:
        was, now = getattr(old, name), getattr(new, name)
        return [] if was is now is None else [_of_one(name, was, now)]
    parts: list[tuple[str, Known]] = [(one.model, getattr(one, name)) for one in (old, new) if one]
    told = [(model, part) for model, part in parts if part is not None]
    if not told:
        return []
    if len(told) == 1 and len(parts) == 1:
        return [_figure(name, told[0][1])]
    if len(parts) == len(told) == 2 and all(isinstance(part, NotKnown) for _, part in told):
        reasons = [why(part) for _, part in told if isinstance(part, NotKnown)]
        if reasons[0] == reasons[1]:
            return [f"{name} not known: {reasons[0]}"]
    return [f"{name} " + ", ".join(f"{_words(part)} ({model})" for model, part in told)]


def _words(part: Known) -> str:
    return figure(part) if part else "not known"


def _of_one(name: str, was: Known, now: Known) -> str:
    """Of one model whose threshold moves."""
    if was == now:
        return f"{name} stays {_words(now)}" if isinstance(now, Estimate) else _figure(name, now)
    if isinstance(was, Estimate) and isinstance(now, Estimate):
        return f"{name} {share_of(was)} → {known(now)}"
    if isinstance(was, NotKnown) and isinstance(now, NotKnown):
        return _figure(name, was)
    return f"{name} before {_words(was)}, after {_words(now)}"


def _figure(name: str, part: Known) -> str:
    return f"{name} {_words(part)}"
