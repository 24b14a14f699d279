"""Reads from the AppConfig Agent, a process beside the backend that keeps to AppConfig's rules."""

from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from langroute.reader.errors import Unavailable
from langroute.reader.origin import Fetched, Place
from langroute.reader.reading import Reading, Settings
from langroute.reader.saved import SavedCopy
from langroute.reader.source import PolledSource

PORT = 2772  # the agent's own choice
ANSWER_SECONDS = 5.0


class AgentSource(PolledSource):
    """The document that the AppConfig Agent serves, over HTTP on this machine.

    The agent polls AppConfig; ``poll`` is how often, in seconds, it is asked itself. ``saved`` and
    ``compiled_for`` are as for ``AppConfigSource``.
    """

    def __init__(
        self,
        application: str,
        environment: str,
        profile: str,
        *,
        host: str = "localhost",
        port: int = PORT,
        saved: str | Path | None = None,
        compiled_for: str | None = None,
        poll: float = 15.0,
        timeout: float = 10.0,
        stale_after: float = 900.0,
    ) -> None:
        place = Place(application, environment, profile)
        copy = SavedCopy(Path(saved), place) if saved else None
        settings = Settings(compiled_for or environment, copy, stale_after)
        super().__init__(Reading(Agent(place, host, port, poll), settings), timeout)


class Agent:
    """Asks the agent for the whole document each time, by a connection of its own."""

    name = "agent"

    def __init__(self, place: Place, host: str, port: int, poll: float) -> None:
        application, environment, profile = (quote(name, safe="") for name in place)
        self._path = (
            f"/applications/{application}/environments/{environment}/configurations/{profile}"
        )
        self._host, self._port = host, port
        self.longest_wait = self._poll = poll

    def fetch(self) -> Fetched:
        connection = HTTPConnection(self._host, self._port, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", self._path, headers={"Connection": "close"})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise Unavailable(f"the agent answers {answer.status} {answer.reason} for {self._path}")
        version = answer.headers["Version-Label"] or answer.headers["Configuration-Version"]
        return Fetched(content, version or None, self._poll)

    def again(self) -> None:
        """It brings the whole document each time."""

    def forked(self) -> None:
        """Nothing outlasts a poll."""
