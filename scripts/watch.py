"""Watch the deployment that is on its way to an environment, until it is live or taken back.

Ctrl-C, a closed terminal or a lost connection leave the deployment alone. It also says whether the
readers measure what was promised; unless --guard is given, it only looks.
"""

import argparse

from langroute.document import DocumentError
from langroute_repo.appconfig.alarms import Sightings
from langroute_repo.appconfig.guard import Guard, promises_of
from langroute_repo.appconfig.live import (
    COMPLETE,
    TAKEN_BACK,
    Deployment,
    State,
    content_of,
    look,
    newest,
)
from langroute_repo.appconfig.promise import Promise, Verdict
from langroute_repo.appconfig.reach import Reached, reach
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree, valid
from scripts.deployments.aws_failures import told_as_failure
from scripts.deployments.environment import environment_of
from scripts.deployments.profiles import access, profile_option
from scripts.deployments.watching import against_measured, fail_taken_back, watched
from scripts.terminal.exit_codes import DONE, ROLLED_BACK
from scripts.terminal.failure import Failure
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute watch production            progress, time left and alarms, through the bake
  ./langroute watch production --guard    for a push that ended before its bake did
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument(
        "--guard",
        action="store_true",
        help="take it back, as push does, when readers measure something else than was promised",
    )
    profile_option(parser)


class Onlooker(Guard):
    """Measures as a guard does, and takes nothing back."""

    def broken(self, seen: Deployment) -> list[Verdict]:
        super().broken(seen)
        return []


def run(arguments: argparse.Namespace) -> int:
    """0 when it is live or nothing is on its way, 4 when it was rolled back, 6 when timed out.

    4 also when nothing is on its way because the newest deployment was taken back.
    """
    tree = read(Folder(arguments.root))
    environment = environment_of(tree, arguments.environment)
    with told_as_failure():
        reached = reach(environment, access(arguments, tree))
        state = look(reached.aws, reached.place)
        if state.flight is None or state.flight.profile != reached.place.profile:
            _refuse_what_went_back(reached, state)
            tell([_nothing_to_watch(reached, state)])
            return DONE
        return _watch(reached, tree, state, state.flight, arguments.guard)


def _refuse_what_went_back(reached: Reached, state: State) -> None:
    """Whoever watches what was taken back meanwhile must not take that for its good end."""
    last = newest(reached.aws, reached.place, state) if state.flight is None else None
    if last is None or last.state not in TAKEN_BACK:
        return
    # Which alarms fire now says nothing of then.
    why = f" ({last.taken_back_by})" if last.taken_back_by else ""
    live = f"{reached.name} runs {state.live or 'nothing'}"
    raise Failure(
        f"nothing is on its way: deployment {last.number} of {last.name} was "
        f"{last.state.lower().replace('_', ' ')}{why}; {live}",
        f"./langroute status {reached.name} says whether the repository still holds it",
        ROLLED_BACK,
    )


def _nothing_to_watch(reached: Reached, state: State) -> str:
    live = f"{reached.name} runs {state.live or 'nothing'}"
    if state.flight is None:
        return f"nothing is on its way; {live}"
    return (
        f"deployment {state.flight.number} is on its way, but of another profile than "
        f"{reached.environment.appconfig.profile}; {live}"
    )


def _watch(reached: Reached, tree: Tree, state: State, flight: Deployment, takes_back: bool) -> int:
    name, before = reached.name, str(state.live or "nothing")
    tell([f"deployment {flight.number} brings {flight.name} to {name}, which runs {before}"])
    kind = Guard if takes_back else Onlooker
    guard = kind(
        reached.cloudwatch, name, _promises(reached, state, flight), tree.limits().measured
    )
    doors = (reached.aws, reached.place)
    sightings = Sightings(reached.aws, reached.cloudwatch, reached.place)
    seen = watched(*doors, flight.number, name, before, sightings, guard, flight.lasts)
    tell(against_measured(guard))
    broken = [one for one in guard.verdicts if one.stops]
    if seen.state != COMPLETE:
        fail_taken_back(*doors, name, seen, sightings, broken if takes_back else ())
    live = look(reached.aws, reached.place).live
    what = f"go back: ./langroute rollback {name}" if broken else _next(tree, name)
    tell([f"done: {name} runs {live or 'nothing'}; {what}"])
    return DONE


def _promises(reached: Reached, state: State, flight: Deployment) -> list[Promise]:
    """What the deployment promises against what was live; of a document of ours only."""
    brings = content_of(reached.aws, reached.place, flight.version)
    if brings is None:
        return []
    try:
        return promises_of(state.live.content if state.live else None, brings)
    except DocumentError:
        return []


def _next(tree: Tree, name: str) -> str:
    """What follows on a deployment that is complete."""
    later = [other for other, _, model in valid(tree.environments) if model.after == name]
    return "; ".join(f"next: ./langroute push {one}" for one in later) or "nothing is left to do"
