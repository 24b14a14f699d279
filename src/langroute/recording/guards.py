"""Says at run time which model has lost its inputs or passes another share than was promised."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from threading import RLock
from typing import NamedTuple

from langroute.promise import Asked, Promise
from langroute.reader.serving import Source
from langroute.recording.record import Record
from langroute.recording.sink import Gauge, Output
from langroute.recording.watching import Watched, watches

GONE = "no longer watched: its model, threshold or promise has changed"

_log = logging.getLogger("langroute.recording")


class Notice(NamedTuple):
    """That something began or ended, with a sentence for whoever looks after it."""

    guard: str  # the metric that says the same: ConstantScores or PassShareOff
    language: str
    role: str
    model: str
    active: bool
    sentence: str


class Guards(Output):
    """Watches every answerer of the document that ``source`` serves; put it behind a recorder.

    ``on_notice`` is called once when something begins and once when it ends, in the thread that
    writes; what it raises is counted in ``failed_calls``. The limits are those of ``measured`` in
    config/policy.yaml as it comes: ``scores`` is how many equal ones are too many, ``odds`` how far
    the odds of passing may be from those promised, ``repeats`` how many events tell one story.
    ``doubt`` is ``Watch``'s. Only records by the document that is served now are counted.
    """

    def __init__(
        self,
        source: Source,
        on_notice: Callable[[Notice], None] = lambda _: None,
        *,
        scores: int = 100,
        odds: float = 1.5,
        repeats: int = 3,
        doubt: float = 1e-6,
    ) -> None:
        self._source, self._on_notice = source, on_notice
        self._watches = partial(watches, scores=scores, odds=odds, doubt=doubt, repeats=repeats)
        self.failed_calls = 0
        self.forked()

    def forked(self) -> None:
        self._lock = RLock()
        self._plan_hash: str | None = None
        self._promises: dict[Asked, Promise] = {}
        self._watched: dict[Asked, list[Watched]] = {}

    def write(self, record: Record, /) -> None:
        with self._lock:
            notices = [*self._follow(), *self._see(record)]
        self._call(notices)

    def tick(self) -> None:
        with self._lock:
            notices = list(self._follow())
        self._call(notices)

    def active(self) -> list[tuple[Asked, str]]:
        """Which answerers something is wrong with at the moment, with the name of the guard."""
        with self._lock:
            return [
                (asked, one.metric)
                for asked, watched in self._watched.items()
                for one in watched
                if one.active
            ]

    def gauges(self) -> Iterator[Gauge]:
        """1 for what is wrong at the moment and 0 for what is not, of all that answered here."""
        with self._lock:
            told = [
                Gauge(one.metric, int(one.active), _dimensions(asked))
                for asked, watched in self._watched.items()
                for one in watched
            ]
        yield from told

    def _follow(self) -> Iterator[Notice]:
        """Begin anew with those whose model, threshold or promise another document changes."""
        router = self._source.serving.router
        if router.plan_hash == self._plan_hash:
            return
        self._plan_hash = router.plan_hash
        for asked, promise in list(self._promises.items()):
            if router.promises.get(asked) != promise:
                for one in self._watched.pop(asked, ()):
                    if one.active:
                        yield _notice(one.metric, asked, False, GONE)
        self._promises = dict(router.promises)

    def _see(self, record: Record) -> Iterator[Notice]:
        asked = (record.language, record.role, record.model)
        if record.plan_hash != self._plan_hash or asked not in self._promises:
            return
        if asked not in self._watched:
            self._watched[asked] = self._watches(self._promises[asked])
        for one in self._watched[asked]:
            if sentence := one.see(record):
                yield _notice(one.metric, asked, one.active, sentence)

    def _call(self, notices: Iterable[Notice]) -> None:
        for notice in notices:
            try:
                self._on_notice(notice)
            except Exception:  # it is the caller's, and must not cost a record
                self.failed_calls += 1
                _log.exception("%s was not taken", notice)


def _notice(guard: str, asked: Asked, active: bool, sentence: str) -> Notice:
    language, role, model = asked
    return Notice(guard, *asked, active, f"{language} {role} {model}: {sentence}")


def _dimensions(asked: Asked) -> dict[str, str]:
    language, role, model = asked
    return {"Language": language, "Model": model, "Role": role}
