"""Where an environment stands: what is live and on its way, what guards it, what was taken back."""

from dataclasses import dataclass

from langroute_repo.appconfig.alarms import Alarm, guards
from langroute_repo.appconfig.history import Bad, carried, taken_back
from langroute_repo.appconfig.live import Deployment, State, look
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.reach import Reached
from langroute_repo.aws.errors import AwsError
from langroute_repo.tree.compiled_history import Compiled


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back since the live document became live, and what of it HEAD still holds."""

    deployment: Deployment
    languages: list[str]
    whole: bool  # HEAD compiles to exactly that

    @property
    def held(self) -> bool:
        """Whether HEAD still holds any of it, so that pushes are refused."""
        return self.whole or bool(self.languages)


@dataclass(frozen=True, slots=True)
class Standing:
    """An environment at one moment. ``unseen`` says why its alarms are not known; else empty."""

    state: State
    flight: Deployment | None  # of this profile
    origin: LiveOrigin | None
    alarms: list[Alarm]
    unseen: str
    bad: TakenBack | None


def standing(reached: Reached, compiled: Compiled) -> Standing:
    """Look at one environment."""
    state = look(reached.aws, reached.place)
    origin = LiveOrigin(compiled, reached.name, state.live) if state.live else None
    alarms, unseen = _alarms(reached)
    ours = state.flight is not None and state.flight.profile == reached.place.profile
    return Standing(
        state=state,
        flight=state.flight if ours else None,
        origin=origin,
        alarms=alarms,
        unseen=unseen,
        bad=_taken_back(reached, state, compiled.head(reached.name)),
    )


def _taken_back(reached: Reached, state: State, head: bytes | None) -> TakenBack | None:
    """The newest that HEAD still holds, or else the newest of all."""
    live = state.live.content if state.live else None
    newest = None
    for bad in taken_back(reached.aws, reached.place, state):
        found = _held(bad, head, live)
        newest = newest or found
        if found.held:
            return found
    return newest


def _held(bad: Bad, head: bytes | None, live: bytes | None) -> TakenBack:
    languages = carried(head, bad.content, live) if head is not None else []
    return TakenBack(bad.deployment, languages, head == bad.content)


def _alarms(reached: Reached) -> tuple[list[Alarm], str]:
    """The alarms, or why they cannot be seen: they need a permission of their own."""
    try:
        return guards(reached.aws, reached.cloudwatch, reached.place), ""
    except AwsError as error:
        return [], error.message
