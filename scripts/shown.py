"""Say whether people were shown all that a push of the last commit would change.

It recomputes every change between what is live and HEAD against the commit before it, language by
language, and compares it with what the comment on its pull request showed. A change that its rules
would refuse counts as not shown, however it was merged.
"""

import argparse
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from langroute.document import DocumentError, canonical, plan_hash
from langroute_repo.appconfig.live import State, look
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.reach import reach
from langroute_repo.diff.brought import Chain
from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.told import told_of
from langroute_repo.github.unshown import tell_unshown
from langroute_repo.output.shown import ShownChange, ShownHashes, ShownOutput, ShownPart
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.render.live.output import live_document
from langroute_repo.tree.compiled_history import Compiled
from langroute_repo.tree.git import GitError, Revision, commit_id
from langroute_repo.tree.parts import GUARDS, Parts, apart, parts_of, parts_of_document
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.deployments.aws_failures import told_as_failure
from scripts.deployments.brought import Recomputation
from scripts.deployments.environment import environment_of
from scripts.deployments.profiles import access, profile_option
from scripts.files.day import today
from scripts.terminal.exit_codes import DONE, REFUSED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import say
from scripts.terminal.stdout import tell

EXAMPLES = """
  ./langroute shown production                          and, last, lines for a workflow's outputs
  ./langroute shown production --report shown.json      schemas/shown-output.schema.json
  ./langroute shown production --post shown.json        tell it on the pull requests that brought it
  ./langroute shown production --require                exit code 1 unless all of it was shown
"""
PAUSE_SECONDS = 20
NONE = "none"  # the hash of what is live, where nothing is


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment", metavar="ENV", help="an environment of config/environments")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write it there as JSON")
    parser.add_argument(
        "--post", type=Path, metavar="FILE", help="comment on the pull requests of such a report"
    )
    parser.add_argument(
        "--wait",
        type=int,
        default=0,
        metavar="SECONDS",
        help="how long a comment is waited for that may still be written (default: not at all)",
    )
    parser.add_argument("--require", action="store_true", help="refuse what was not shown")
    parser.add_argument(
        "--accept",
        nargs=2,
        metavar=("LIVE", "TARGET"),
        help="with --require: the hashes that it told of what is live and of what is agreed to",
    )
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who owns the comments (default: {AUTHOR})"
    )
    profile_option(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 whatever was shown, 1 with --require when something was not, 2 when it cannot be told."""
    try:
        github = GitHub.connect()
        if arguments.post:
            return _post(github, arguments)
        found = _awaited(arguments, github)
    except GitHubError as error:
        raise Failure(error.message, error.hint) from error
    except GitError as error:
        raise Failure(f"the commits cannot be read: {error}") from error
    if arguments.report:
        arguments.report.write_text(found.as_json(), encoding="utf-8")
    tell(_page(found))
    agreed = arguments.accept == [found.plan_hash.live or NONE, found.agreement]
    if arguments.require and not (found.shown or agreed):
        raise Failure(
            f"not everything that would be pushed to {found.environment} was shown",
            "let somebody approve it: docs/github.md, What is pushed",
            REFUSED,
        )
    return DONE


def _post(github: GitHub, arguments: argparse.Namespace) -> int:
    try:
        found = ShownOutput.model_validate_json(arguments.post.read_bytes())
    except (OSError, ValidationError) as error:
        raise Failure(f"{arguments.post} is no report of shown: {error}") from error
    for line in tell_unshown(github, found, arguments.author):
        say(line)
    if arguments.require and not found.shown:
        dispatch = f"live={found.plan_hash.live or NONE} target={found.agreement}"
        raise Failure(
            f"{found.environment} waits, and {found.environment}-unshown has no reviewers",
            f"whoever means it starts push by hand with {dispatch}",
            REFUSED,
        )
    return DONE


def _awaited(arguments: argparse.Namespace, github: GitHub) -> ShownOutput:
    """What was shown, once the comments that may still come are there or no one waits any more."""
    recompute = Recomputation(
        arguments.root,
        arguments.environment,
        today(),
        lambda one: told_of(github, one, arguments.author),
    )
    for left in range(arguments.wait // PAUSE_SECONDS, -1, -1):
        found = _found(arguments, recompute, github)
        late = [one for one in found.changes if one.awaited]
        if not (late and left):
            break
        say(f"#{late[0].pull_request} has no comment yet; looking again in {PAUSE_SECONDS} s")
        time.sleep(PAUSE_SECONDS)
    return found


def _found(arguments: argparse.Namespace, recompute: Recomputation, github: GitHub) -> ShownOutput:
    root, name = recompute.root, recompute.environment
    tree = read(Folder(root))
    environment = environment_of(tree, name)
    compiled, head = Compiled(root), commit_id(root, "HEAD")
    target = compiled.head(name)
    if head is None or target is None:
        raise Failure(f"HEAD compiles to no document for {name}", "./langroute check says why")
    with told_as_failure():
        reached = reach(environment, access(arguments, tree))
        state = look(reached.aws, reached.place)
    origin = LiveOrigin(compiled, name, state.live) if state.live else None
    base = origin.commit.id if origin and origin.commit and origin.in_head else ""
    live, why = _live(root, name, state, base)
    wanted = parts_of(read(Revision(root, head)), name)
    if not base:  # what guarded the push of what is live is not known
        wanted, _ = apart(wanted)
    chain = Chain(live, wanted, list(recompute.since(base)) if base else [])
    return ShownOutput(
        schema_version=1,
        environment=name,
        commit=head,
        live=live_document(state.live, origin),
        plan_hash=ShownHashes(
            live=(state.live.plan_hash if state.live else "") or None, target=plan_hash(target)
        ),
        agreement=_agreement(plan_hash(target), chain),
        shown=not chain.unshown,
        why=why if chain.unshown else "",
        parts=list(_parts(chain)),
        changes=list(_changes(chain)),
        reviewers=github.reviewers(f"{name}-unshown") if chain.unshown else None,
    )


def _agreement(target: str, chain: Chain) -> str:
    """The target's hash says nothing of what guards its push: who agreed saw that as well."""
    guards = {name: chain.moved[name].after for name in chain.unshown if name in GUARDS}
    if not guards:
        return target
    return hashlib.sha256(canonical({"target": target, "guards": guards})).hexdigest()


def _live(root: Path, name: str, state: State, base: str) -> tuple[Parts, str]:
    """The parts of what is live, and what of it nobody can follow."""
    if state.live is None or state.live.content is None:
        return {}, "nothing of ours is live there"
    try:
        parts = parts_of_document(state.live.content)
    except DocumentError as error:
        return {}, f"what runs there is no document of ours: {error}"
    if not base:
        return parts, f"what runs there, {state.live.deployment.name}, is of no commit before this"
    was = parts_of(read(Revision(root, base)), name)
    _, guards = apart(was)
    other = [part for part in parts if parts[part] != was.get(part)]
    why = f"what runs there is not what its commit compiles to: {', '.join(other)}" if other else ""
    return parts | guards, why


def _parts(chain: Chain) -> Iterator[ShownPart]:
    for name, move in chain.moved.items():
        yield ShownPart(
            part=name, before=move.before, after=move.after, shown=name not in chain.unshown
        )


def _changes(chain: Chain) -> Iterator[ShownChange]:
    for one in chain.brought:
        hidden = chain.hidden(one)
        yield ShownChange(
            commit=one.commit,
            subject=one.subject,
            pull_request=one.pull or None,
            moved=sorted(one.moved),
            not_shown=hidden,
            why=one.why if hidden else "",
            lines=list(one.lines) if hidden else [],
            awaited=bool(hidden) and one.awaited,
        )


def _page(found: ShownOutput) -> Iterator[str]:
    live = found.live.label if found.live else "nothing"
    yield f"{found.environment} runs {live}; to {found.commit[:12]}:"
    if not found.parts:
        yield "  nothing moves"
    for part in found.parts:
        yield f"  {part.part}  {'shown' if part.shown else 'not shown'}"
    if found.why:
        yield found.why
    for change in found.changes:
        if change.not_shown:
            number = f"#{change.pull_request} " if change.pull_request else ""
            yield f"{number}{change.subject} ({change.commit[:12]}): {change.why}"
            yield from (f"  {line}" for line in change.lines)
    yield f"shown={_yes(found.shown)}"
    yield f"live-hash={found.plan_hash.live or NONE}"
    yield f"plan-hash={found.plan_hash.target}"
    if not found.shown:
        yield f"agree-hash={found.agreement}"
    if found.reviewers is not None:
        yield f"reviewers={_yes(found.reviewers)}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
