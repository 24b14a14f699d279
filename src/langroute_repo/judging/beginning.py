"""Since when a candidate is what it is, and which share of the events it had on each day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from langroute_repo.judging.history import History, State


@dataclass(frozen=True, slots=True)
class Beginning:
    """From when on rows count: the first midnight (UTC) after the last change of what answers.

    ``why`` says what changed then. ``shares`` has the moments from which on the candidate had a
    share of the events as canary, 0 to 1, the newest first; None where it had none. ``unknown``
    says that this clone lacks the commits before.
    """

    begins: datetime
    why: str
    shares: tuple[tuple[datetime, float | None], ...] = ()
    unknown: bool = False

    def traffic(self, day: date) -> float | None:
        """Its share on a whole day; None where it had none, or where it was changed on the day."""
        midnight = datetime.combine(day, time())
        for since, share in self.shares:
            if since <= midnight:
                return share
            if since < midnight + timedelta(days=1):
                return None
        return None

    def earlier(self) -> list[float]:
        """The shares that it had before the present one."""
        return [share for _, share in self.shares[1:] if share is not None]


def beginning(history: History, candidate: str, primary: str) -> Beginning | None:
    """When both became what they are; None where the history does not say it.

    What is sent, and to where, makes a model: a threshold does not, for it is applied anew to what
    was recorded, and neither does a share or a role.
    """
    if not history.states:
        return None
    wanted = _models(history.states[0], candidate, primary)
    same = list(takewhile(lambda one: _models(one, candidate, primary) == wanted, history.states))
    first = same[-1]
    where = f"commit {first.commit[:7]}" if first.commit else "the files, not committed"
    return Beginning(
        midnight_after(first.at),
        f"{candidate} and {primary} are what they are since {where} of {first.at:%Y-%m-%d}",
        tuple(_shares(same, candidate)),
        unknown=history.cut and len(same) == len(history.states),
    )


def _models(state: State, *names: str) -> list[object]:
    return [state.models.get(name) for name in names]


def midnight_after(moment: datetime) -> datetime:
    """The first midnight after a moment in UTC, without a zone: a log is counted by whole days."""
    return datetime.combine(moment.date() + timedelta(days=1), time())


def _shares(same: Sequence[State], candidate: str) -> Iterator[tuple[datetime, float | None]]:
    """Each share once, with the oldest state in a row that has it."""
    held: tuple[datetime, float | None] | None = None
    for state in same:
        share = _share(state, candidate)
        if held is not None and held[1] != share:
            yield held
        held = state.at, share
    if held is not None:
        yield held


def _share(state: State, candidate: str) -> float | None:
    model, share = state.canary or (None, None)
    return share if model == candidate else None
