"""Brings the repository back in line after a rollback: looks at both, and proposes the revert."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from langroute.document import DocumentError
from langroute_repo.appconfig.alarms import firing, guards
from langroute_repo.appconfig.history import Bad, taken_back
from langroute_repo.appconfig.live import Live, look
from langroute_repo.appconfig.origin import LiveOrigin
from langroute_repo.appconfig.reach import Reached
from langroute_repo.appconfig.undo import undo_carried
from langroute_repo.aws.errors import AwsError
from langroute_repo.diff.documents import document_changes
from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.reverting import propose, proposed, tell_origins, withdraw
from langroute_repo.github.scratch import Scratch, scratch
from langroute_repo.output.push_report import PushReport
from langroute_repo.render.difference.document import in_words
from langroute_repo.render.hidden_marker import AUTHOR
from langroute_repo.render.live.revert import Revert, message
from langroute_repo.render.live.words import gone_back_on
from langroute_repo.tree.compiled_history import Compiled, described
from langroute_repo.tree.git import Commit, GitError
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from scripts.deployments.push_report import read_report
from scripts.terminal.exit_codes import APART
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain
from scripts.terminal.stdout import tell

HOLDS_NOTHING = "holds nothing that was taken back"


@dataclass(frozen=True, slots=True)
class Request:
    """What the caller asks for and knows; ``report`` is the file that push left."""

    root: Path
    reason: str = ""
    report: Path | None = None
    author: str = AUTHOR


def bring_in_line(reached: Reached, request: Request) -> None:
    """Open or renew the pull request; what went on in AWS is done and was said before."""
    state = look(reached.aws, reached.place)
    name, live = reached.name, state.live
    if live is None:
        tell([f"{name} runs nothing: there is nothing to revert to"])
        return
    bads = list(taken_back(reached.aws, reached.place, state))
    try:
        with scratch(request.root) as clone:
            for line in _brought(reached, request, clone, live, bads):
                tell([line])  # one by one: what is done is done, whatever fails after it
    except (GitHubError, GitError) as error:
        hint = error.hint if isinstance(error, GitHubError) else ""
        raise Failure(
            f"{name} runs {live}; not all of it was written on GitHub: {_said(error)}", hint
        ) from error


def _said(error: Exception) -> str:
    return error.message if isinstance(error, GitHubError) else str(error)


def _brought(
    reached: Reached, request: Request, clone: Scratch, live: Live, bads: Sequence[Bad]
) -> Iterator[str]:
    """What was written, in lines; the outcome in AWS stands above them already."""
    branch = clone.remote.branch
    github = GitHub.connect()
    origin = LiveOrigin(Compiled(clone.root), reached.name, live)
    held = [one for one in bads if _holds(origin, one)]
    if origin.is_head or not held:
        same = f"compiles to what {reached.name} runs" if origin.is_head else HOLDS_NOTHING
        said = f"{branch} {same}: no revert is needed"
        yield said
        stale = proposed(github, reached.name)
        if stale is not None:
            yield str(withdraw(github, stale, said))
        return
    revert, commit = _made(clone, origin, held, _reasons(reached, request, held))
    proposal = propose(github, clone, revert, commit)
    yield str(proposal)
    numbers = [one.deployment.number for one in held]
    for number in tell_origins(github, revert, numbers, proposal.pull.number, request.author):
        yield f"#{number} was told why"


def _holds(origin: LiveOrigin, bad: Bad) -> bool:
    """Whether the branch still holds any of it; one that does not compile may."""
    head, live = origin.head, origin.live.content
    if head is None or live is None or head == bad.content:
        return True
    try:
        brought, holds = _differences(live, bad.content), _differences(live, head)
    except DocumentError:  # made by hand: only as a whole it could be held
        return False
    return any(one in holds for one in brought)


def _differences(live: bytes, other: bytes) -> list[tuple[object, object]]:
    """Each value that differs, with where it is."""
    return [(one.path, one.after) for one in document_changes(live, other)]


def _reasons(reached: Reached, request: Request, held: Sequence[Bad]) -> list[str]:
    """Why, by whoever asks for it, by the push, or else by the alarms as they are now."""
    report = _report(reached, request, held)
    told = _told(report) if report else _firing(reached)
    return list(filter(None, [request.reason, *told]))


def _report(reached: Reached, request: Request, held: Sequence[Bad]) -> PushReport | None:
    """The push's own report, when it is of one of these deployments."""
    if request.report is None:
        return None
    try:
        report = read_report(request.report)
    except Failure as failure:
        complain("warning", f"{failure.message}; the reason is told without it")
        return None
    numbers = {one.deployment.number for one in held}
    if (report.environment, report.deployment in numbers) == (reached.name, True):
        return report
    complain("warning", f"{request.report} tells of another push; the reason is told without it")
    return None


def _told(report: PushReport) -> list[str]:
    measured = [one.sentence for one in report.broken]
    alarms = [
        f"{one.name} was {one.state}{f' ({one.reason})' if one.reason else ''}"
        for one in report.alarms
    ]
    return [*measured, *alarms] or [report.message]


def _firing(reached: Reached) -> list[str]:
    try:
        alarms = guards(reached.aws, reached.cloudwatch, reached.place)
        return [str(one) for one in firing(reached.cloudwatch, alarms)]
    except AwsError:
        return []


def _made(
    clone: Scratch, origin: LiveOrigin, held: Sequence[Bad], reasons: list[str]
) -> tuple[Revert, str]:
    """Make the commit, and say what it does by what it compiles to."""
    before = origin.head
    commits, languages, commit = _committed(clone, origin, held)
    compiled, name, branch = origin.compiled, origin.environment, clone.remote.branch
    after, live = compiled.document(commit, name), origin.live.content
    order = promotion_order(read(Folder(clone.root)))
    moves = {
        one: compiled.document(clone.head, one) != compiled.document(commit, one) for one in order
    }
    return Revert(
        environment=name,
        branch=branch,
        live=str(origin.live),
        source=_source(origin),
        taken_back=[gone_back_on(one.deployment) for one in held],
        reasons=reasons,
        commits=commits,
        changes=_words(before, after, f"in {branch}", "in this"),
        exact=after == live,
        left=_words(live, after, "live", "in this"),
        moves=moves,
        languages=languages,
    ), commit


def _committed(
    clone: Scratch, origin: LiveOrigin, held: Sequence[Bad]
) -> tuple[list[Commit], list[str], str]:
    """The commits that are reverted, else the languages that are put back; and what does.

    Where neither is known, config/ is put back as a whole.
    """
    found = undo_carried(origin, [one.deployment.label for one in held])
    if found is None or (found.after is None and not origin.faithful):
        raise _no_revert(clone, origin)
    name, source, live = origin.environment, _source(origin), str(origin.live)
    if found.after is not None:
        commits = [described(clone.root, one) for one in found.commits]
        return commits, [], clone.revert(found.words, message(name, live, source, commits))
    tags = _held_languages(origin, held)
    told = message(name, live, source, [], tags)
    if tags:
        return [], tags, clone.restore_languages(source, tags, told)
    return [], [], clone.restore(source, told)


def _held_languages(origin: LiveOrigin, held: Sequence[Bad]) -> list[str]:
    """The languages of which the branch still holds something that was taken back."""
    head, live = origin.head, origin.live.content
    if head is None or live is None:
        return []
    try:
        holds = document_changes(live, head)
        brought = [one for bad in held for one in document_changes(live, bad.content)]
    except DocumentError:
        return []
    values = [(one.path, one.after) for one in holds]
    common = [one.language for one in brought if (one.path, one.after) in values]
    # What is no language's comes with its own commit only.
    return [] if None in common else sorted({str(tag) for tag in common})


def _source(origin: LiveOrigin) -> str:
    """The commit of what is live, which has its twelve digits in every label."""
    return origin.claims


def _no_revert(clone: Scratch, origin: LiveOrigin) -> Failure:
    branch, name = clone.remote.branch, origin.environment
    return Failure(
        f"{name} runs {origin.live}, and no revert gives it: {branch} does not hold its commit, or "
        "that commit compiles to something else",
        f"./langroute drift {name} origin/{branch} shows how they differ",
        APART,
    )


def _words(before: bytes | None, after: bytes | None, left: str, right: str) -> list[str]:
    if before is None or after is None:
        return ["not known: one side does not compile"]
    try:
        return in_words(document_changes(before, after), left, right)
    except DocumentError as error:
        return [f"not known: one side is no document of ours: {error}"]
