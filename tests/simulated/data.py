"""AppConfig's data plane: sessions, tokens that are good once, and who gets a new version early."""

from datetime import timedelta
from typing import Any, Protocol, TypeVar

from tests.simulated.aws import Aws, Refusal, Session, Token
from tests.simulated.rollout import Deployment

Answer = dict[str, Any]
LIFE = timedelta(hours=24)  # [M] of a token
SHORTEST = 15  # seconds between two looks of a session that asks for no other interval
POLL = 60


class Named(Protocol):
    """What the data plane finds by its id or its name."""

    id: str
    name: str


class DataPlane:
    """The operations of boto3's `appconfigdata` client."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def start_configuration_session(
        self,
        ApplicationIdentifier: str,
        EnvironmentIdentifier: str,
        ConfigurationProfileIdentifier: str,
        RequiredMinimumPollIntervalInSeconds: int = SHORTEST,
    ) -> Answer:
        application = _one(self._aws.applications, ApplicationIdentifier, "Application")
        environment = _one(application.environments, EnvironmentIdentifier, "Environment")
        profiles = application.profiles
        profile = _one(profiles, ConfigurationProfileIdentifier, "ConfigurationProfile")
        self._aws.sessions += 1
        # 37 and 100 have no common divisor: of any hundred sessions in a row each draws another.
        draw = self._aws.sessions * 37 % 100
        interval = timedelta(seconds=RequiredMinimumPollIntervalInSeconds)
        session = Session(environment, profile.id, draw, interval)
        return {"InitialConfigurationToken": self._issue(session)}

    def get_latest_configuration(self, ConfigurationToken: str) -> Answer:
        session = self._redeem(ConfigurationToken)
        serving = session.environment.serving(session.profile, session.draw)
        if serving is None:
            # [I] what a profile answers that was never deployed.
            raise _missing("Deployment", "ConfigurationToken", ConfigurationToken)
        news = session.has is None or session.has.version is not serving.version
        session.has = serving
        session.earliest = self._aws.now + session.interval
        return {
            "NextPollConfigurationToken": self._issue(session),
            "NextPollIntervalInSeconds": max(POLL, int(session.interval.total_seconds())),
            "ContentType": serving.version.type,
            **_content(serving, news),
        }

    def _issue(self, session: Session) -> str:
        token = f"token-{self._aws.issued}"
        self._aws.issued += 1
        self._aws.tokens[token] = Token(session, self._aws.now)
        return token

    def _redeem(self, name: str) -> Session:
        """[M] Use a token up, unless it comes too early: then it stays good for later."""
        token = self._aws.tokens.get(name)
        if token is None:
            # [I] which of the problems AWS reports for a token used before.
            raise _bad_token("Corrupted")
        earliest = token.session.earliest
        if earliest is not None and self._aws.now < earliest:
            raise _bad_token("PollIntervalNotSatisfied")
        del self._aws.tokens[name]
        if self._aws.now - token.issued > LIFE:
            raise _bad_token("Expired")
        return token.session


def _content(serving: Deployment, news: bool) -> Answer:
    """[M] What changed since the last look: nothing is an empty body, and a header less."""
    if not news:
        return {"Configuration": b""}
    label = serving.version.label
    return {"Configuration": serving.version.content, **({"VersionLabel": label} if label else {})}


T = TypeVar("T", bound=Named)


def _one(known: dict[str, T], wanted: str, kind: str) -> T:
    for one in known.values():
        if wanted in (one.id, one.name):
            return one
    raise _missing(kind, f"{kind}Identifier", wanted)


def _missing(kind: str, parameter: str, value: str) -> Refusal:
    return Refusal(
        "ResourceNotFoundException",
        f"{kind} not found",
        ResourceType=kind,
        ReferencedBy={parameter: value},
    )


def _bad_token(problem: str) -> Refusal:
    return Refusal(
        "BadRequestException",
        f"Configuration token is not valid: {problem}",
        Reason="InvalidParameters",
        Details={"InvalidParameters": {"ConfigurationToken": {"Problem": problem}}},
    )
