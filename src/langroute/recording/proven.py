"""Tells events that cannot be sent from a route that asks for what its events do not have.

A field that an event lacks may be the event's fault or the route's: a route that names a field of
another language fails every event. What tells them apart is what came before. A route that could
send what comes is proven; what it then cannot send, with not a word of it changed, is the event's.
"""

from collections.abc import Mapping

from langroute.promise import Asked, Needs
from langroute.reader.serving import Source
from langroute.recording.record import Record, fault

# A route is proven by so many events in a row of which at most so few could not be sent. One whose
# field a tenth of the events lacks passes for proven in 2 of 1,000 stretches, and one that a third
# of them lacks never.
STRETCH, FEW = 100, 2

Route = tuple[str, str, Needs]  # language, model, what it is sent


class _Seen:
    """What came by a route."""

    __slots__ = ("events", "proven", "unsent")

    def __init__(self) -> None:
        self.events = self.unsent = 0
        self.proven = False

    def add(self, unsent: bool) -> None:
        self.events += 1
        self.unsent += unsent
        if self.events == STRETCH:
            self.proven = self.unsent <= FEW
            self.events = self.unsent = 0


class Proven:
    """Which routes could send what came, in this process and since they say what they say.

    Two answerers of a language that send one model the same fields are one route, in whatever role:
    a canary that becomes the primary, a deployment that is taken back and comes again.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._plan_hash: str | None = None
        self._needs: Mapping[Asked, Needs] = {}
        self._routes: dict[Route, _Seen] = {}
        self._by: dict[Asked, _Seen] = {}  # by the document that is served

    def is_the_events(self, record: Record) -> bool:
        """Take note of a record, and say whether it failed by its event alone."""
        whose = fault(record.status)
        if whose == "preparation" or (seen := self._seen(record)) is None:
            return False  # whether it can be sent was not tried, or not by what is known here
        if not seen.proven:
            seen.add(whose == "event")
        return whose == "event" and seen.proven

    def _seen(self, record: Record) -> _Seen | None:
        if record.plan_hash != self._plan_hash:
            self._follow()
            if record.plan_hash != self._plan_hash:
                return None
        asked = (record.language, record.role, record.model)
        seen = self._by.get(asked)
        if seen is None and (needs := self._needs.get(asked)):
            route = (record.language, record.model, needs)
            seen = self._by[asked] = self._routes.setdefault(route, _Seen())
        return seen

    def _follow(self) -> None:
        router = self._source.serving.router
        if router.plan_hash != self._plan_hash:
            self._plan_hash, self._needs, self._by = router.plan_hash, router.needs(), {}
