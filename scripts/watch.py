"""Watch the deployment that is on its way to an environment, until it is live or taken back.

It only looks: Ctrl-C, a closed terminal or a lost connection leave the deployment alone.
"""

import argparse

from langroute.appconfig.live import COMPLETE, Deployment, State, look
from langroute.appconfig.reach import Reached, reach
from langroute.tree.read import read
from langroute.tree.snapshot import Folder
from langroute.tree.tree import Tree, valid
from scripts.ends import DONE, told_as_failure
from scripts.plain import tell
from scripts.push import environment_of
from scripts.watching import fail_taken_back, watched

EXAMPLES = """
  ./langroute watch production            progress, time left and alarms, through the bake
  ./langroute watch production && ...     goes on only when what was on its way is live
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")


def run(arguments: argparse.Namespace) -> int:
    """0 when it is live or nothing is on its way, 4 when it was rolled back, 6 when timed out."""
    tree = read(Folder(arguments.root))
    environment = environment_of(tree, arguments.environment)
    with told_as_failure():
        reached = reach(environment)
        state = look(reached.aws, reached.place)
        if state.flight is None or state.flight.profile != reached.place.profile:
            tell([_nothing_to_watch(reached, state)])
            return DONE
        return _watch(reached, tree, state, state.flight)


def _nothing_to_watch(reached: Reached, state: State) -> str:
    live = f"{reached.name} runs {state.live or 'nothing'}"
    if state.flight is None:
        return f"nothing is on its way; {live}"
    return (
        f"deployment {state.flight.number} is on its way, but of another profile than "
        f"{reached.environment.appconfig.profile}; {live}"
    )


def _watch(reached: Reached, tree: Tree, state: State, flight: Deployment) -> int:
    before = str(state.live or "nothing")
    tell(
        [f"deployment {flight.number} brings {flight.name} to {reached.name}, which runs {before}"]
    )
    seen = watched(
        reached.aws, reached.cloudwatch, reached.place, flight.number, reached.name, before
    )
    if seen.state != COMPLETE:
        fail_taken_back(reached.aws, reached.cloudwatch, reached.place, reached.name, seen)
    live = look(reached.aws, reached.place).live
    tell([f"done: {reached.name} runs {live or 'nothing'}; {_next(tree, reached.name)}"])
    return DONE


def _next(tree: Tree, name: str) -> str:
    """What follows on a deployment that is complete."""
    later = [other for other, _, model in valid(tree.environments) if model.after == name]
    return "; ".join(f"next: ./langroute push {one}" for one in later) or "nothing is left to do"
