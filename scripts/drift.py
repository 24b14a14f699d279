"""Hold what is live in an environment against what a revision compiles to.

Read from left to right, the differences are what a push of that revision would change. With --issue
one issue on GitHub is kept while they differ; run it where HEAD is the default branch.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from langroute.document import plan_hash
from langroute_repo.appconfig.drift import Drift, drift
from langroute_repo.appconfig.live import State, look
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.reach import Reached, reach
from langroute_repo.appconfig.standing import newest_taken_back
from langroute_repo.diff.changes import Change
from langroute_repo.github.client import GitHub
from langroute_repo.github.drift_issue import (
    LiveDifference,
    tell_agreement,
    tell_difference,
    tell_ending,
)
from langroute_repo.github.errors import GitHubError
from langroute_repo.output.drift import DriftChange, DriftOutput, DriftRevision
from langroute_repo.render.difference.document import in_words
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.render.live.output import in_flight, live_document
from langroute_repo.render.live.words import (
    gone_back_on,
    on_its_way,
    origin_of,
    running,
    still,
    verdict,
)
from langroute_repo.tree.compiled_history import Compiled
from langroute_repo.tree.git import commit_id
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree
from scripts.deployments.aws_failures import told_as_failure
from scripts.deployments.environment import environment_of
from scripts.deployments.profiles import access, profile_option
from scripts.files.day import today
from scripts.terminal.exit_codes import APART, DONE
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.stdout import tell, write
from validators.ending import ending

EXAMPLES = """
  ./langroute drift production                 against the last commit
  ./langroute drift production origin/main     against main as it was fetched
  ./langroute drift staging HEAD~3 --format json
  ./langroute drift production --settled       also 7 while a deployment is on its way
  ./langroute drift production --issue         opens, renews or closes the issue
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument(
        "revision", metavar="REV", nargs="?", default="HEAD", help="a commit (default: HEAD)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--settled",
        action="store_true",
        help="a deployment on its way is a difference, whatever is live until it ends",
    )
    parser.add_argument(
        "--issue", action="store_true", help="keep an issue on GitHub as long as they differ"
    )
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who writes that issue (default: {AUTHOR})"
    )
    profile_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 when they are the same to the last byte, 7 when they differ or are about to.

    2 also when --issue could not be written: whoever relies on it would take silence for agreement.
    """
    name, revision = arguments.environment, arguments.revision
    if arguments.issue and revision != "HEAD":
        raise Failure("--issue is about HEAD, and no other revision", "leave out --issue or REV")
    tree = read(Folder(arguments.root))
    environment = environment_of(tree, name)
    compiled = Compiled(arguments.root)
    commit, wanted = _wanted(compiled, arguments.root, revision, name)
    with told_as_failure():
        reached = reach(environment, access(arguments, tree))
        state = look(reached.aws, reached.place)
        found = drift(state.live, wanted)
        ended = "" if found.same else _ended(reached, state, revision, wanted)
    origin = LiveOrigin(compiled, name, state.live) if state.live else None
    if arguments.format == "json":
        asked = DriftRevision(name=revision, commit=commit, plan_hash=plan_hash(wanted))
        write(_output(name, asked, state, origin, found).as_json())
    else:
        tell(_page(name, revision, state, origin, found, ended))
    if arguments.issue:
        difference = _difference(name, state, origin, found, ended)
        _keep_issue(difference, state, found.same, arguments.author)
        _tell_ending(tree, arguments.author)
    moving = arguments.settled and state.flight is not None
    return DONE if found.same and not moving else APART


def _ended(reached: Reached, state: State, revision: str, wanted: bytes) -> str:
    """What was brought since and is not live; a push that nobody waited for ends here."""
    back = newest_taken_back(reached, state, wanted)
    if back is None:
        return ""
    why = f", because: {back.reason}" if back.reason else ""
    return (
        f"taken back: {gone_back_on(back.deployment)}{why}; "
        f"{still(revision, back.whole, back.languages)}"
    )


def _keep_issue(difference: LiveDifference, state: State, same: bool, author: str) -> None:
    """After all that is known of AWS has been said."""
    if state.flight is not None:  # a push that is under way ends the difference, or is taken back
        say(f"the issue is left as it is: {on_its_way(state.flight)}")
        return
    name, live = difference.environment, difference.live
    try:
        github = GitHub.connect()
        if same:
            done = tell_agreement(github, name, live, author)
        else:
            done = tell_difference(github, difference, author)
    except GitHubError as error:
        how = "the same" if same else "another document"
        raise Failure(
            f"{name} runs {live}, HEAD compiles to {how}; the issue cannot be kept: "
            f"{error.message}",
            error.hint,
        ) from error
    if done:
        say(done)


def _tell_ending(tree: Tree, author: str) -> None:
    """One issue for all environments: whoever comes first writes it."""
    try:
        done = tell_ending(GitHub.connect(), ending(tree, today()), author)
    except GitHubError as error:
        message = f"what ends within 30 days cannot be told: {error.message}"
        raise Failure(message, error.hint) from error
    if done:
        say(done)


def _difference(
    name: str, state: State, origin: LiveOrigin | None, found: Drift, ended: str
) -> LiveDifference:
    return LiveDifference(
        environment=name,
        live=str(state.live or "nothing"),
        origin=origin_of(origin) if origin else "",
        taken_back=ended,
        verdict=verdict(name, "main", state.live, found)
        + ("; from live to main:" if found.changes else ""),
        lines=in_words(found.changes, "live", "in main"),
    )


def _wanted(compiled: Compiled, root: Path, revision: str, name: str) -> tuple[str, bytes]:
    commit = None if revision.startswith("-") else commit_id(root, revision)
    if commit is None:
        raise Failure(f"{revision!r} names no commit here", "name a commit, a branch or a tag")
    wanted = compiled.document(commit, name)
    if wanted is None:
        raise Failure(
            f"{revision} compiles to no document for {name}",
            f"a file of it is at fault, or it has no config/environments/{name}.yaml; "
            "./langroute check says what is wrong with the files here",
        )
    return commit, wanted


def _page(
    name: str,
    revision: str,
    state: State,
    origin: LiveOrigin | None,
    found: Drift,
    ended: str,
) -> Iterator[str]:
    yield f"{name} runs {running(state.live)}"
    if origin is not None:
        yield f"  from  {origin_of(origin)}"
    if state.flight is not None:
        yield f"  now   {on_its_way(state.flight)}"
    if ended:
        yield f"  {ended}"
    shown = f"; from live to {revision}:" if found.changes else ""
    yield verdict(name, revision, state.live, found) + shown
    yield from (f"  {line}" for line in in_words(found.changes, "live", f"in {revision}"))


def _output(
    name: str, asked: DriftRevision, state: State, origin: LiveOrigin | None, found: Drift
) -> DriftOutput:
    return DriftOutput(
        schema_version=1,
        environment=name,
        revision=asked,
        same=found.same,
        live=live_document(state.live, origin),
        in_flight=in_flight(state.flight),
        foreign=found.foreign or None,
        changes=[_change(one) for one in found.changes],
    )


def _change(change: Change) -> DriftChange:
    return DriftChange(
        kind=str(change.kind),
        language=change.language,
        path=".".join(map(str, change.path)),
        before=change.before,
        after=change.after,
    )
