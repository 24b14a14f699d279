"""Where an environment stands: what is live and on its way, what guards it, what was taken back."""

from dataclasses import dataclass, replace

from langroute_repo.appconfig.alarms import Alarm, guards
from langroute_repo.appconfig.history import Bad, carried, taken_back
from langroute_repo.appconfig.live import Deployment, State, look
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.reach import Reached
from langroute_repo.appconfig.reason import kept
from langroute_repo.aws.errors import AwsError
from langroute_repo.tree.compiled_history import Compiled


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back since the live document became live, and what a revision holds of it."""

    deployment: Deployment
    languages: list[str]
    whole: bool  # the revision compiles to exactly that
    reason: str = ""  # that somebody gave

    @property
    def held(self) -> bool:
        """Whether the revision still holds any of it, so that pushes of it are refused."""
        return self.whole or bool(self.languages)


@dataclass(frozen=True, slots=True)
class Standing:
    """An environment at one moment. ``unseen`` says why its alarms are not known; else None."""

    state: State
    flight: Deployment | None  # of this profile
    origin: LiveOrigin | None
    alarms: list[Alarm]
    unseen: AwsError | None
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
        bad=newest_taken_back(reached, state, compiled.head(reached.name)),
    )


def newest_taken_back(reached: Reached, state: State, revision: bytes | None) -> TakenBack | None:
    """The newest that a revision (what it compiles to) still holds; or else the newest of all."""
    live = state.live.content if state.live else None
    newest = None
    for bad in taken_back(reached.aws, reached.place, state):
        found = _held(bad, revision, live)
        newest = newest or found
        if found.held:
            newest = found
            break
    return newest and replace(newest, reason=kept(reached, newest.deployment.number))


def _held(bad: Bad, revision: bytes | None, live: bytes | None) -> TakenBack:
    languages = carried(revision, bad.content, live) if revision is not None else []
    return TakenBack(bad.deployment, languages, revision == bad.content)


def _alarms(reached: Reached) -> tuple[list[Alarm], AwsError | None]:
    """The alarms, or why they cannot be seen: they need a permission of their own."""
    try:
        return guards(reached.aws, reached.cloudwatch, reached.place), None
    except AwsError as error:
        return [], error
