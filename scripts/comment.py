"""Keep one comment on a pull request that says what it changes and what is wrong with it.

It runs in a workflow of the base branch, for the token that writes comments must not be near code
of a pull request. The review is what that code made: nothing of it is believed, all of it escaped.
GITHUB_EVENT_PATH says which branch's head was checked; the pull request, its base and whether it is
open or was merged with that head are asked of GitHub, and a review that does not fit is refused.
"""

import argparse
from functools import partial
from pathlib import Path

from langroute_repo.diff.shown import Move, Told, as_told
from langroute_repo.github.artifact import ArtifactError, read_review
from langroute_repo.github.checked import CheckedHead, Unfit, misfit, pull_request_of
from langroute_repo.github.client import GitHub
from langroute_repo.github.errors import GitHubError
from langroute_repo.github.sticky import keep
from langroute_repo.output.review import Review, ReviewFailure
from langroute_repo.render.comment.header import COMMIT, Header
from langroute_repo.render.comment.links import Links
from langroute_repo.render.comment.page import comment, says_nothing
from langroute_repo.render.hidden_marker import AUTHOR
from scripts.github.event import WorkflowEvent, repository
from scripts.terminal.exit_codes import DONE, FAILED
from scripts.terminal.failure import Failure
from scripts.terminal.lines import complain, say
from scripts.terminal.stdout import write

EXAMPLES = """
  ./langroute comment --artifact review.json --head SHA           what the workflow runs
  ./langroute comment --artifact review.json --head SHA --print   only show it
"""
LEFT_NONE = "the check left no review"
STALE = "if the pull request changes the tool, bring its branch up to date with its base"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--artifact",
        required=True,
        type=Path,
        metavar="FILE",
        help="what review wrote; when there is none, the comment says so",
    )
    parser.add_argument(
        "--head", required=True, metavar="SHA", help="the commit that the check ran for"
    )
    parser.add_argument(
        "--author", default=AUTHOR, help=f"who owns the comment (default: {AUTHOR})"
    )
    parser.add_argument("--print", action="store_true", help="show the comment, post nothing")


def run(arguments: argparse.Namespace) -> int:
    """0 written or needless, 2 when GitHub refuses or the review is none of the pull request."""
    if not COMMIT.fullmatch(arguments.head):
        raise Failure(f"--head {arguments.head!r} is no commit", "give all its 40 digits")
    review, fault = _review(arguments.artifact, arguments.head)
    event = WorkflowEvent.read()
    if arguments.print:
        header = _header(review, event, review.pull_request or 0)
        write(comment(review, header, _links(header)))
    else:
        fault = _post(review, fault, event, arguments.author)
    if fault:
        complain("error", fault)
    return FAILED if fault else DONE


def _post(review: Review, fault: str, event: WorkflowEvent, author: str) -> str:
    """Keep the comment on the pull request that the run was of; what is wrong with the review."""
    checked = _checked(review.head, event)
    try:
        github = GitHub.connect()
        pull = pull_request_of(github, checked)
        wrong = misfit(github, pull, review.pull_request, review.base)
        if wrong:
            review, fault = _failed(review.head, wrong, STALE), wrong
        header = _header(review, event, pull.number)
        body = partial(comment, review, header, _links(header))
        done = keep(github, pull, header, body, author, silent=says_nothing(review))
    except Unfit as error:
        say(f"{review.head[:12]} is told of nowhere: {error}")
        return fault
    except GitHubError as error:
        raise Failure(error.message, error.hint) from error
    say(f"#{pull.number}: {done.value}")
    return fault


def _checked(head: str, event: WorkflowEvent) -> CheckedHead:
    """What GitHub says of the run that made the review: nothing that the run could write."""
    repository = event.text("workflow_run", "head_repository", "full_name")
    branch = event.text("workflow_run", "head_branch")
    if not (repository and branch):
        raise Failure(
            "the event does not say of which branch the check was",
            "this is for a workflow on workflow_run; --print shows the comment anywhere",
        )
    return CheckedHead(head, repository, branch)


def _header(review: Review, event: WorkflowEvent, number: int) -> Header:
    return Header(
        head=review.head,
        number=number,
        base=review.base or "",
        run=event.number("workflow_run", "id"),
        attempt=event.number("workflow_run", "run_attempt"),
        plan=_plan(review),
        shown=_shown(review),
    )


def _review(artifact: Path, head: str) -> tuple[Review, str]:
    """The review, or one that says why there is none; and what is wrong with the file."""
    if not artifact.exists():
        return _failed(head, LEFT_NONE, "see the log of its run"), ""
    try:
        return read_review(artifact, head), ""
    except ArtifactError as error:
        return _failed(head, str(error), STALE), str(error)


def _failed(head: str, message: str, hint: str) -> Review:
    return Review(
        schema_version=1,
        head=head,
        base=None,
        pull_request=None,
        against="",
        check=None,
        diff=None,
        moves={},
        rollouts=[],
        failure=ReviewFailure(message=message, hint=hint),
    )


def _plan(review: Review) -> dict[str, str]:
    after = review.diff.plan_hash.after if review.diff else {}
    return {name: found for name, found in after.items() if found}


def _shown(review: Review) -> dict[str, Told]:
    """What moves, as small as it has to be; of a check that did not finish nothing was shown."""
    if review.failure:
        return {}
    return {
        name: as_told({part: Move(one.before, one.after) for part, one in moved.items()})
        for name, moved in review.moves.items()
    }


def _links(header: Header) -> Links:
    return Links(repository(), header.head, header.base, header.run)
