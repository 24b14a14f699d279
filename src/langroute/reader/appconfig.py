"""Reads from AppConfig itself, by the rules of its data plane (`appconfigdata`)."""

from collections.abc import Callable
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any

from langroute.reader.errors import Unavailable
from langroute.reader.origin import Fetched, Place, described
from langroute.reader.reading import Reading, Settings
from langroute.reader.saved import SavedCopy
from langroute.reader.source import PolledSource

SHORTEST_POLL = 15.0  # seconds; AppConfig's own limits for the interval of a session
LONGEST_POLL = 86_400.0
TOKEN_LIFE = 24 * 3600.0
CONNECT_SECONDS = 3
# Between two pieces of an answer; a document of 2 MB comes in many.
ANSWER_SECONDS = 10
# Neither used the token up: the one was refused at the door, the others were never sent.
THROTTLED = {"ThrottlingException", "Throttling", "TooManyRequestsException"}
NOT_SENT = {"EndpointConnectionError", "ConnectTimeoutError"}


class AppConfigSource(PolledSource):
    """The document that AppConfig serves; needs boto3.

    ``poll`` is in seconds, from 15 to 86,400; AppConfig may ask for more. ``saved`` is a file that
    keeps the last good document, for a start without AWS; processes may share it. ``compiled_for``
    is the environment that the document must be of, where AppConfig calls it otherwise. ``client``
    makes a client of `appconfigdata`; it is called once in every process.
    """

    def __init__(
        self,
        application: str,
        environment: str,
        profile: str,
        *,
        region: str | None = None,
        saved: str | Path | None = None,
        compiled_for: str | None = None,
        poll: float = 60.0,
        timeout: float = 10.0,
        stale_after: float = 900.0,
        client: Callable[[], Any] | None = None,
    ) -> None:
        place = Place(application, environment, profile)
        session = Session(place, client or client_maker(region), poll)
        copy = SavedCopy(Path(saved), place) if saved else None
        settings = Settings(compiled_for or environment, copy, stale_after)
        super().__init__(Reading(session, settings), timeout)


class Session:
    """The conversation with AppConfig: each answer brings the token for the next question."""

    name = "appconfig"
    longest_wait = 120.0

    def __init__(
        self,
        place: Place,
        connect: Callable[[], Any],
        poll: float,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        if not SHORTEST_POLL <= poll <= LONGEST_POLL:
            raise ValueError(
                f"poll must be from {SHORTEST_POLL:g} to {LONGEST_POLL:g} s, not {poll}"
            )
        self._place = place
        self._connect = connect
        self._poll = ceil(poll)
        self._clock = clock
        self.forked()

    def forked(self) -> None:
        """Leave client and session to the parent: a token and a connection are one process's."""
        self._client: Any = None
        self.again()

    def again(self) -> None:
        """Give the session up: a new one is told the newest document, whatever this one was."""
        self._token: str | None = None
        self._issued = 0.0
        self._told = False  # whether this session has brought a document
        self._label: str | None = None
        self._interval = float(self._poll)

    def fetch(self) -> Fetched:
        """Ask once, in a new session if AppConfig does not know this one any more."""
        try:
            return self._fetch()
        except _Ended:
            return self._fetch()

    def _fetch(self) -> Fetched:
        client = self._client = self._client or self._connect()
        token = self._take_token(client)
        try:
            answer = client.get_latest_configuration(ConfigurationToken=token)
        except Exception as error:
            raise self._unanswered(error, token) from error
        # Only now: the token for the next time is good for nothing if the body does not arrive.
        content, label = answer["Configuration"].read(), answer.get("VersionLabel") or None
        self._keep(answer["NextPollConfigurationToken"])
        asked = answer.get("NextPollIntervalInSeconds") or 0
        self._interval = min(max(self._poll, asked), LONGEST_POLL)
        # No body means nothing new, but not at first; and nothing new has no label of its own.
        news = content or not self._told or label not in (None, self._label)
        self._told, self._label = True, label or self._label
        return Fetched(content if news else None, label, self._interval)

    def _take_token(self, client: Any) -> str:
        """The token, which is then gone: whatever happens to the question, it is good once."""
        if self._token is None or self._clock() - self._issued >= TOKEN_LIFE:
            self.again()
            answer = client.start_configuration_session(
                ApplicationIdentifier=self._place.application,
                EnvironmentIdentifier=self._place.environment,
                ConfigurationProfileIdentifier=self._place.profile,
                RequiredMinimumPollIntervalInSeconds=self._poll,
            )
            self._keep(answer["InitialConfigurationToken"])
        token, self._token = self._token, None
        assert token is not None
        return token

    def _keep(self, token: str) -> None:
        self._token, self._issued = token, self._clock()

    def _unanswered(self, error: Exception, token: str) -> Unavailable:
        """What an error means for the session; a token that was not used is put back."""
        response = getattr(error, "response", None) or {}
        code, reason = response.get("Error", {}).get("Code"), described(error)
        if code in THROTTLED or type(error).__name__ in NOT_SENT:
            self._token = token
            return Unavailable(reason)
        if code != "BadRequestException":
            return Unavailable(reason)
        if "PollIntervalNotSatisfied" in _problems(response):
            self._token = token
            return Unavailable(reason, self._interval)
        return _Ended(reason)


class _Ended(Unavailable):
    """AppConfig does not take this token, which is too old or was used: the session is over."""


def _problems(response: dict[str, Any]) -> list[str]:
    parameters = (response.get("Details") or {}).get("InvalidParameters") or {}
    return [detail.get("Problem", "") for detail in parameters.values()]


def client_maker(region: str | None) -> Callable[[], Any]:
    """What makes the client, in the polling thread; a boto3 that is missing is told here."""
    try:
        # Imported before any thread is: a process that forks in the midst of an import never ends.
        import boto3
        from botocore.config import Config
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{error.name} is not installed: pip install boto3", name=error.name
        ) from None
    # Once each: a token that is sent twice ends the session.
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 1},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
    )

    def client() -> Any:
        # A session of its own: the default one is the backend's, and not made for many threads.
        session = boto3.session.Session(region_name=region)
        return session.client("appconfigdata", config=config)

    return client
