"""Keep one comment on a pull request that says what it changes and what is wrong with it.

It runs in a workflow of the base branch, for the token that writes comments must not be near code
of a pull request. The review is what that code made: nothing of it is believed, all of it escaped.
"""

import argparse
from pathlib import Path

from langroute_repo.github.artifact import ArtifactError, read_review
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
    """0 written or needless, 2 when GitHub refuses or the review is none."""
    if not COMMIT.fullmatch(arguments.head):
        raise Failure(f"--head {arguments.head!r} is no commit", "give all its 40 digits")
    review, fault = _review(arguments.artifact, arguments.head)
    event = WorkflowEvent.read()
    header = Header(
        head=arguments.head,
        run=event.number("workflow_run", "id"),
        attempt=event.number("workflow_run", "run_attempt"),
        plan=_plan(review),
    )
    try:
        if arguments.print:
            write(comment(review, header, _links(header, review.base or "")))
        else:
            _keep(review, header, arguments.author)
    except GitHubError as error:
        raise Failure(error.message, error.hint) from error
    if fault:
        complain("error", fault)
    return FAILED if fault else DONE


def _review(artifact: Path, head: str) -> tuple[Review, str]:
    """The review, or one that says why there is none; and what is wrong with the file."""
    if not artifact.exists():
        return _failed(head, LEFT_NONE, "see the log of its run"), ""
    try:
        return read_review(artifact, head), ""
    except ArtifactError as error:
        cure = "if the pull request changes the tool, bring its branch up to date with its base"
        return _failed(head, str(error), cure), str(error)


def _failed(head: str, message: str, hint: str) -> Review:
    return Review(
        schema_version=1,
        head=head,
        base=None,
        against="",
        check=None,
        diff=None,
        rollouts=[],
        failure=ReviewFailure(message=message, hint=hint),
    )


def _plan(review: Review) -> dict[str, str]:
    after = review.diff.plan_hash.after if review.diff else {}
    return {name: found for name, found in after.items() if found}


def _links(header: Header, base: str) -> Links:
    return Links(repository(), header.head, base, header.run)


def _keep(review: Review, header: Header, author: str) -> None:
    github = GitHub.connect()
    pull = github.pull_request_with_head(header.head)
    if pull is None:
        say(f"no open pull request has the head {header.head[:12]}: it was closed or moved on")
        return
    body = comment(review, header, _links(header, pull.base_sha))
    done = keep(github, pull, header, body, author, silent=says_nothing(review))
    say(f"#{pull.number}: {done.value}")
